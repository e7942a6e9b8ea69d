"""All questions of an attempt as small numbered squares: answered, flagged, and the one that is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygon, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.gui.theme.palette import Look

_CELL = 26
_GAP = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """How one question stands; `mark` is "right" or "wrong" once that may be known."""

    is_answered: bool = False
    is_flagged: bool = False
    mark: str = ""

    def words(self, number: int) -> str:
        """The same in words."""
        parts = [f"Question {number}", "answered" if self.is_answered else "not answered"]
        return ", ".join([*parts, *(["flagged"] if self.is_flagged else []), *([self.mark] if self.mark else [])])


class Navigator(QWidget):
    """Wraps into as many rows as it needs; a click opens a question."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells: tuple[Cell, ...] = ()
        self.current = 0
        self._look: Look | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Questions")

    def dress(self, look: Look) -> None:
        """Take colours and text size."""
        self._look = look
        self._fit()
        self.update()

    def show_cells(self, cells: Sequence[Cell], current: int) -> None:
        """Show how all questions stand."""
        is_new = len(cells) != len(self.cells)
        self.cells, self.current = tuple(cells), current
        answered = sum(cell.is_answered for cell in cells)
        self.setAccessibleDescription(f"{answered} of {len(cells)} answered; question {current + 1} is open")
        if is_new:
            self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        """As many rows as the width asks for."""
        rows = -(-max(1, len(self.cells)) // self._per_row())
        return QSize(200, rows * (self._side() + _GAP) - _GAP)

    def rect_of(self, number: int) -> QRect:
        """Where a square lies."""
        side, per_row = self._side(), self._per_row()
        return QRect(number % per_row * (side + _GAP), number // per_row * (side + _GAP), side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the squares."""
        if self._look is None:
            return
        own = self._look.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(self._look.px(11))
        painter.setFont(font)
        marks = {"right": own.good, "wrong": own.bad}
        for number, cell in enumerate(self.cells):
            area = self.rect_of(number)
            colour = marks.get(cell.mark, own.accent)
            is_current = number == self.current
            edge = colour if is_current or cell.is_answered else own.line_strong
            painter.setPen(QPen(QColor(edge), 2 if is_current else 1))
            painter.setBrush(QColor(own.accent_soft if cell.is_answered else own.surface))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)
            painter.setPen(QColor(own.text if cell.is_answered or is_current else own.text_soft))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(number + 1))
            if cell.is_flagged:
                corner = area.topRight() + QPoint(-1, 2)
                side = area.width() // 3
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(own.warn))
                painter.drawPolygon(QPolygon([corner, corner + QPoint(-side, 0), corner + QPoint(0, side)]))
            if cell.mark:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colour))
                painter.drawRect(area.left() + 6, area.bottom() - 4, area.width() - 12, 2)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the question that was clicked."""
        if (number := self._at(event.position().toPoint())) is not None:
            self.chosen.emit(number)

    def event(self, event: QEvent) -> bool:
        """Say in words what a square means."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._at(event.pos())
            QToolTip.showText(event.globalPos(), "" if number is None else self.cells[number].words(number + 1), self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other rows."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def _at(self, point: QPoint) -> int | None:
        return next((number for number in range(len(self.cells)) if self.rect_of(number).contains(point)), None)

    def _side(self) -> int:
        return _CELL if self._look is None else self._look.px(_CELL)

    def _per_row(self) -> int:
        return max(1, (self.width() + _GAP) // (self._side() + _GAP))
