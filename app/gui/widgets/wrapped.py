"""Rows as high as their words: Qt forgets the style sheet's padding when it measures wrapped text, and then cuts it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

_LONGEST = 100_000


class WrappedDelegate(QStyledItemDelegate):
    """Measures words within the width that is left for them; `across` and `down` are the padding in pixels."""

    def __init__(self, view: QTableView | QListView, across: int = 24, down: int = 14) -> None:
        super().__init__(view)
        self._view = view
        self._across = across
        self._down = down

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for every word."""
        view = self._view
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        width = view.viewport().width()
        if isinstance(view, QTableView):
            fits = view.horizontalHeader().sectionResizeMode(index.column()) is QHeaderView.ResizeMode.ResizeToContents
            natural = view.fontMetrics().horizontalAdvance(words) + self._across
            width = natural if fits else view.columnWidth(index.column())
        room = view.fontMetrics().boundingRect(
            0, 0, max(40, width - self._across), _LONGEST, int(Qt.TextFlag.TextWordWrap), words
        )
        return QSize(width, room.height() + self._down)
