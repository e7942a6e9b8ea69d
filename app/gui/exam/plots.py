"""Ranges as bars, and scores as a line: each with its words beside it, so that colour and length say nothing alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.gui.theme.palette import Look
from app.gui.widgets.parts import words

_BAR = 8


class RangeBar(QWidget):
    """A track with the part between two shares filled, and a tick where the pass mark lies."""

    def __init__(self, low: float, high: float, *, mark: float | None = None, is_known: bool = True) -> None:
        super().__init__()
        self.low, self.high, self.mark, self.is_known = low, high, mark, is_known
        self._look: Look | None = None
        self.setMinimumWidth(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def dress(self, look: Look) -> None:
        """Take the theme's colours."""
        self._look = look
        self.setFixedHeight(look.px(20))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if self._look is None:
            return
        own, width = self._look.palette, self.width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - _BAR) / 2
        painter.setBrush(QColor(own.line))
        painter.drawRoundedRect(QRectF(0, top, width, _BAR), _BAR / 2, _BAR / 2)
        if self.is_known:
            painter.setBrush(QColor(own.accent))
            wide = max(_BAR, width * (self.high - self.low))
            painter.drawRoundedRect(QRectF(min(width * self.low, width - wide), top, wide, _BAR), _BAR / 2, _BAR / 2)
        if self.mark is not None:
            painter.setPen(QPen(QColor(own.text), 2))
            x = width * self.mark
            painter.drawLine(QPointF(x, top - 4), QPointF(x, top + _BAR + 4))
        painter.end()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table of bars."""

    title: str
    low: float
    high: float
    said: str
    is_known: bool = True
    is_minor: bool = False


class RangeTable(QWidget):
    """Titles, bars and figures in three columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[RangeBar] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 4)

    def show_lines(self, lines: Sequence[Line], *, mark: float | None, look: Look) -> None:
        """Show these rows."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._bars = []
        for row, line in enumerate(lines):
            bar = RangeBar(line.low, line.high, mark=mark, is_known=line.is_known)
            bar.setAccessibleName(f"{line.title}: {line.said}")
            self._bars.append(bar)
            title = words(line.title, "small" if line.is_minor else "")
            said = words(line.said, "soft", wraps=False)
            said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, widget in enumerate((title, bar, said)):
                self._grid.addWidget(widget, row, column)
        self.dress(look)

    def dress(self, look: Look) -> None:
        """Take the theme's colours."""
        for bar in self._bars:
            bar.dress(look)


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
