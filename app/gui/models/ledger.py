"""Shows what the last reading of the notes did to the cards: one row a card."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.card import Card

if TYPE_CHECKING:
    from app.services.library import LedgerEntry

Index = QModelIndex | QPersistentModelIndex
_COLUMNS = ("What happened", "Before", "Now", "Note")
_WHAT = {
    "changed": "reworded, history kept",
    "moved": "moved, history kept",
    "parked": "gone, history parked",
    "returned": "came back with its history",
}
_DECIDED = {"keep": "reworded, you kept its history", "reset": "reworded, begins afresh"}


class LedgerTable(QAbstractTableModel):
    """One row a card."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LedgerEntry, ...] = ()

    def set_entries(self, entries: "Sequence[LedgerEntry]") -> None:
        """Show other entries."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def entry(self, row: int) -> "LedgerEntry | None":
        """The entry of a row, if there is one."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's count."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's count."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the screen and for screen readers."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        entry = self._entries[index.row()]
        now = entry.after or entry.before
        return (
            _DECIDED.get(entry.decision, _WHAT[entry.what]),
            _said(entry.before),
            _said(entry.after) if entry.after else "",
            f"{now.source.path}:{now.source.first}",
        )[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _COLUMNS[section]
        return None


def _said(card: Card) -> str:
    return f"{card.front} {card.back}".replace("**", "")
