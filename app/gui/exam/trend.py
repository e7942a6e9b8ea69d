"""The points of attempts as a line, with the last figure written at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.theme.palette import Look


@dataclass(frozen=True, slots=True)
class Point:
    """One attempt of the trend: its points and what it was."""

    points: int
    said: str
    is_passed: bool


class Trend(QWidget):
    """Points of the attempts in order, with the pass mark as a line and the last figure at its point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: tuple[Point, ...] = ()
        self.pass_score, self.lowest, self.highest = 720, 100, 1000
        self._look: Look | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(320, 132 if self._look is None else self._look.px(132))

    def show_points(self, points: Sequence[Point], *, pass_score: int, lowest: int, highest: int, look: Look) -> None:
        """Show these attempts, oldest first."""
        self.points, self.pass_score, self.lowest, self.highest = tuple(points), pass_score, lowest, highest
        self._look = look
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleName("Points: " + "; ".join(f"{point.said} {point.points}" for point in points))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw line, points and pass mark."""
        look = self._look
        if look is None or not self.points:
            return
        own = look.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(look.px(12))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        room = QRectF(8, metrics.height() + 4, self.width() - 16 - metrics.horizontalAdvance("pass 9999"), 0)
        room.setBottom(self.height() - 8)
        pen = QPen(QColor(own.line_strong), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        y = self._y(self.pass_score, room)
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        painter.setPen(QColor(own.text_soft))
        painter.drawText(QPointF(room.right() + 8, y + metrics.ascent() / 2 - 1), f"pass {self.pass_score}")
        step = room.width() / max(1, len(self.points) - 1)
        spots = [
            QPointF(
                room.left() + number * step if len(self.points) > 1 else room.center().x(), self._y(one.points, room)
            )
            for number, one in enumerate(self.points)
        ]
        painter.setPen(QPen(QColor(own.accent), 2))
        painter.drawPolyline(spots)
        for spot, one in zip(spots, self.points, strict=True):
            painter.setBrush(QColor(own.accent if one.is_passed else own.ground))
            painter.drawEllipse(spot, 4, 4)
        last, figure = spots[-1], str(self.points[-1].points)
        painter.setPen(QColor(own.text))
        x = min(last.x() - metrics.horizontalAdvance(figure) / 2, self.width() - metrics.horizontalAdvance(figure) - 4)
        painter.drawText(QPointF(max(0, x), last.y() - 9), figure)
        painter.end()

    def _y(self, points: int, room: QRectF) -> float:
        share = (points - self.lowest) / max(1, self.highest - self.lowest)
        return room.bottom() - share * room.height()
