"""A comparison on the screen: its head and first column never scroll away, its keys hide, reveal and rate cells."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.gui.models.comparison import ComparisonTable
from app.gui.widgets.wrapped import WrappedDelegate

_HEADER_WIDTH = 168
_NARROWEST = 120
_ACROSS, _PADDING = 24, 6  # of a cell, as the style sheet has it
_LONGEST = 100_000
_RATINGS = ("1", "2", "3", "4")


class CompareTable(QTableView):
    """The table with its keys; the first column is the header and never scrolls away. A narrow one shows two things."""

    rated = Signal(QModelIndex, int)  # a cell that was revealed just now, and the key
    narrowed = Signal(bool)

    def __init__(self, table: ComparisonTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._revealed: QPersistentModelIndex | None = None
        self._narrowest = _NARROWEST
        self._down = 2 * _PADDING + 2
        self.pair = (0, 1)  # the things that a narrow table shows
        self.is_narrow = False
        self.setModel(table)
        self.setAccessibleName("Comparison")
        self.setWordWrap(True)
        self.setItemDelegate(WrappedDelegate(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionsClickable(True)
        across.setHighlightSections(False)
        down.setHighlightSections(False)
        down.setFixedWidth(_HEADER_WIDTH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hide and reveal."""
        index = self.currentIndex()
        if not index.isValid():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_H and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._table.hide(self._table.column_indexes(index.column()))
        elif event.key() == Qt.Key.Key_H and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._table.hide(self._table.row_indexes(index.row()))
        elif event.key() == Qt.Key.Key_H:
            self._table.hide([index])
        elif event.key() == Qt.Key.Key_Space:
            self._revealed = QPersistentModelIndex(index) if self._table.is_hidden(index) else None
            self._table.reveal(index)
        elif event.text() in _RATINGS and self._revealed == index:
            self._revealed = None
            self.rated.emit(index, int(event.text()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(index)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the new width."""
        super().resizeEvent(event)
        self.fit()

    def apply_scale(self, scale: float) -> None:
        """Take the size of the text."""
        self.verticalHeader().setFixedWidth(round(_HEADER_WIDTH * scale))
        self._narrowest = round(_NARROWEST * scale)
        self._down = 2 * round(_PADDING * scale) + 2
        self.fit()

    def fit(self) -> None:
        """Share the width among the columns, as long as each keeps room for words; rows follow their words."""
        columns = max(1, self._table.columnCount())
        is_asked = self._table.is_guessing or self._table.is_swapping
        is_narrow = columns > len(self.pair) and not is_asked and self.viewport().width() < 3 * self._narrowest
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        shown = self.pair if is_narrow else range(columns)
        room = self.viewport().width() // len(shown)
        for column in range(columns):
            header.setSectionHidden(column, column not in shown)
            if column in shown:
                header.resizeSection(column, max(self._narrowest, room))
        self._fit_heights(shown)
        if is_narrow != self.is_narrow:
            self.is_narrow = is_narrow
            self.narrowed.emit(is_narrow)

    def _fit_heights(self, shown: Sequence[int]) -> None:
        """Rows and the head as high as their words; Qt forgets those of the headers, and the style sheet's padding."""
        across, down = self.horizontalHeader(), self.verticalHeader()
        side = self.fontMetrics()
        head = QFontMetrics(across.font())
        widths = {column: across.sectionSize(column) - _ACROSS for column in shown}
        name = down.width() - _ACROSS
        for row in range(self._table.rowCount()):
            words = str(self._table.headerData(row, Qt.Orientation.Vertical))
            heights = [_height(side, words, name)]
            heights += [_height(side, str(self._table.index(row, column).data()), widths[column]) for column in shown]
            down.resizeSection(row, max(heights) + self._down)
        names = [(str(self._table.headerData(column, Qt.Orientation.Horizontal)), widths[column]) for column in shown]
        across.setFixedHeight(max((_height(head, words, width) for words, width in names), default=0) + self._down)


def _height(metrics: QFontMetrics, words: str, width: int) -> int:
    flags = int(Qt.TextFlag.TextWordWrap)
    return metrics.boundingRect(0, 0, max(40, width), _LONGEST, flags, words).height()
