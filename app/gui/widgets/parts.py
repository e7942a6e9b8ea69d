"""Small parts that several pages are set from."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)


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


class Number(QSpinBox):
    """A field for a number. The wheel scrolls the page, unless the field has the focus."""

    def __init__(self, low: int, high: int) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(8, 0, 0, 0)  # the style sheet's padding does not reach it

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Pick(QComboBox):
    """A list of choices. The wheel scrolls the page, unless the list has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


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


def reading_column(column: QVBoxLayout, widest: int, *, is_centred: bool = True) -> QScrollArea:
    """A page that is read from the top: one column, at most so wide, which scrolls; what is short stays at the top."""
    column.addStretch(1)
    holder = QWidget()
    holder.setLayout(column)
    holder.setMaximumWidth(widest)
    outer = QWidget()
    row = QHBoxLayout(outer)
    if is_centred:
        row.setContentsMargins(32, 24, 32, 24)
        row.addStretch(1)
    else:
        row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(holder, 100)
    row.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(outer)
    return scroll
