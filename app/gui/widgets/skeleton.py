"""Holds the place of a text that is still on its way; it appears only if the wait is long enough to notice."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

DELAY_MS = 150
COLUMN = 680
SHARES = (0.45, 0, 1, 0.94, 0.97, 0.6, 0, 0.9, 0.98, 0.4)  # widths of the lines; 0 is a gap


class Skeleton(QWidget):
    """Quiet bars in the shape of a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = QColor("#e6e3dc")
        self._is_shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._appear)
        self.setAccessibleName("Loading")

    def set_colour(self, colour: str) -> None:
        """Take the theme's colour."""
        self._colour = QColor(colour)

    def wait(self) -> None:
        """Begin to wait: nothing is drawn for a moment."""
        self._is_shown = False
        self._timer.start()
        self.update()

    def end(self) -> None:
        """The text is there."""
        self._timer.stop()
        self._is_shown = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars."""
        if not self._is_shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        width = min(COLUMN, self.width() - 48)
        left, y = (self.width() - width) / 2, 48.0
        for share in SHARES:
            if share:
                painter.drawRoundedRect(QRectF(left, y, width * share, 12), 4, 4)
            y += 26

    def _appear(self) -> None:
        self._is_shown = True
        self.update()
