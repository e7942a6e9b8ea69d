"""A designed page for when there is nothing to show: what it is about, and the one or two things to do next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its verb, and what it does."""

    text: str
    act: Callable[[], None]
    is_primary: bool = False


class Statement(QWidget):
    """A title, a sentence or some figures, and buttons, set in the reading column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _label("title")
        self.words = _label("soft")
        self.words.setWordWrap(True)
        self.figures = _label("")
        self.figures.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.figures)
        column.addSpacing(8)
        column.addLayout(self._row)
        column.addStretch(3)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(32, 32, 32, 32)
        outer.addStretch(1)
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(680)
        outer.addWidget(holder, 100)
        outer.addStretch(1)

    def say(self, title: str, words: str = "", *, figures: Sequence[str] = (), choices: Sequence[Choice] = ()) -> None:
        """Show this, and give the focus to the first button."""
        self.title.setText(title)
        self.title.setWordWrap(True)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.figures.setText("\n".join(figures))
        self.figures.setVisible(bool(figures))
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for choice in choices:
            button = QPushButton(choice.text)
            button.setProperty("kind", "primary" if choice.is_primary else "secondary")
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, act=choice.act: act())
            self._row.addWidget(button)
            self.buttons.append(button)
        self._row.addStretch(1)
        self.setAccessibleName(f"{title}. {words}")

    def take_focus(self) -> None:
        """Let Enter do the first thing."""
        if self.buttons:
            self.buttons[0].setFocus()


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label
