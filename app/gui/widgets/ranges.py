"""Shares and ranges as bars, each with its words beside it, so that colour and length say nothing alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
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
