"""Days side by side, each as high as its number."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_WIDEST = 48.0  # a bar with its gap
_GAP = 4.0


class Bars(QWidget):
    """A row of bars without axes; the sentence above says what they mean."""

    def __init__(self) -> None:
        super().__init__()
        self.values: tuple[int, ...] = ()
        self.colour = self.line = QColor("black")
        self.setMinimumHeight(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw each day as high as its cards."""
        if not self.values:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width, most = min(_WIDEST, self.width() / len(self.values)), max(1, *self.values)
        gap = min(_GAP, width / 4)
        for number, value in enumerate(self.values):
            height = max(2.0, (self.height() - 4) * value / most)
            painter.setBrush(self.colour if value else self.line)
            bar = QRectF(number * width + gap / 2, self.height() - height, width - gap, height)
            painter.drawRoundedRect(bar, gap / 2, gap / 2)
        painter.end()
