"""How far a session is: a line of two pixels."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget


class ProgressLine(QWidget):
    """Says its figures to screen readers and in its tooltip; to the eye it is only a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._colour, self._ground = QColor("#0f6b6b"), QColor("#d9d6cf")
        self.setFixedHeight(2)
        self.setAccessibleName("Progress")

    def set_colours(self, colour: str, ground: str) -> None:
        """Take the theme's colours."""
        self._colour, self._ground = QColor(colour), QColor(ground)
        self.update()

    def set_progress(self, done: int, total: int, words: str) -> None:
        """Show how many of how many."""
        self._share = min(1.0, done / total) if total else 0.0
        self.setToolTip(words)
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground)
        painter.fillRect(QRect(0, 0, round(self.width() * self._share), self.height()), self._colour)
