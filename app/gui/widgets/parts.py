"""Small parts that several pages are set from."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout


def words(text: str = "", role: str = "", *, wraps: bool = True) -> QLabel:
    """A text that is never taken for markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wraps)
    return label


def button(text: str, act: Callable[[], object], kind: str = "secondary") -> QPushButton:
    """A button; `kind` is primary, secondary or quiet."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAccessibleName(text)
    made.setAutoDefault(True)
    made.clicked.connect(lambda: act())
    return made


def panel(title: str) -> tuple[QFrame, QVBoxLayout]:
    """A quiet frame with a heading; add to the layout."""
    frame = QFrame()
    frame.setProperty("kind", "panel")
    frame.setAccessibleName(title)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(24, 20, 24, 20)
    layout.setSpacing(8)
    layout.addWidget(words(title, "heading"))
    return frame, layout
