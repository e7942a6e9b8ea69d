"""Shows a comparison as a table: things side by side, one row an attribute; cells can be hidden to be guessed."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.domain.comparison import Cell, Comparison, ComparisonRow
from app.services.compare import differences, is_alike

Index = QModelIndex | QPersistentModelIndex
HIDDEN = "•••"
MISSING = "not in the notes"


class Shown(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    DIFFERENT = "different"
    ALIKE = "alike"


class ComparisonTable(QAbstractTableModel):
    """Rows as chosen and sorted; the first column of the screen is the vertical header, which stays in view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._rows: tuple[ComparisonRow, ...] = ()
        self._hidden: frozenset[tuple[str, int]] = frozenset()
        self.shown = Shown.ALL
        self.is_sorted = False
        self.reference: int | None = None
        self._soft = QColor("#5d676b")

    def set_soft(self, colour: str) -> None:
        """Take the theme's colour of what says less."""
        self._soft = QColor(colour)

    def set_comparison(self, comparison: Comparison | None) -> None:
        """Show another comparison, with nothing hidden."""
        self._comparison = comparison
        self._hidden = frozenset()
        self.reference = None
        self.arrange()

    def arrange(self) -> None:
        """Choose and sort the rows anew."""
        self.beginResetModel()
        rows = self._comparison.rows if self._comparison else ()
        if self.shown is Shown.DIFFERENT:
            rows = tuple(row for row in rows if differences(row, self.reference))
        elif self.shown is Shown.ALIKE:
            rows = tuple(row for row in rows if is_alike(row))
        if self.is_sorted:
            rows = tuple(sorted(rows, key=lambda row: -differences(row, self.reference)))
        self._rows = rows
        self.endResetModel()

    def counts(self) -> dict[Shown, int]:
        """How many rows each choice would show."""
        rows = self._comparison.rows if self._comparison else ()
        return {
            Shown.ALL: len(rows),
            Shown.DIFFERENT: sum(differences(row, self.reference) > 0 for row in rows),
            Shown.ALIKE: sum(is_alike(row) for row in rows),
        }

    def cell(self, index: Index) -> Cell | None:
        """The cell at a place."""
        if not index.isValid() or index.column() >= len(self._rows[index.row()].cells):
            return None
        return self._rows[index.row()].cells[index.column()]

    def hide(self, indexes: Collection[Index]) -> None:
        """Hide cells; hiding what is all hidden already shows it again."""
        keys = {self._key(index) for index in indexes if (cell := self.cell(index)) is not None and cell.text}
        self._set_hidden(self._hidden - keys if keys <= self._hidden else self._hidden | keys)

    def reveal(self, index: Index) -> None:
        """Show what is hidden at a place."""
        self._set_hidden(self._hidden - {self._key(index)})

    def reveal_all(self) -> None:
        """Show everything."""
        self._set_hidden(frozenset())

    @property
    def is_hiding(self) -> bool:
        """Whether anything is hidden."""
        return bool(self._hidden)

    def is_hidden(self, index: Index) -> bool:
        """Whether the cell at a place is hidden."""
        return index.isValid() and self._key(index) in self._hidden

    def column_indexes(self, column: int) -> Sequence[QModelIndex]:
        """Every cell of a column."""
        return [self.index(row, column) for row in range(self.rowCount())]

    def row_indexes(self, row: int) -> Sequence[QModelIndex]:
        """Every cell of a row."""
        return [self.index(row, column) for column in range(self.columnCount())]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's count."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's count."""
        return 0 if parent.isValid() or self._comparison is None else len(self._comparison.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words; what is missing or like everywhere else stands back."""
        cell = self.cell(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if cell is None or cell.text is None:
                return MISSING
            return HIDDEN if self.is_hidden(index) else cell.text.plain.strip()
        is_quiet = cell is None or cell.text is None or is_alike(self._rows[index.row()])
        return self._soft if role == Qt.ItemDataRole.ForegroundRole and is_quiet else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Things across, attributes down."""
        if self._comparison is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            return int(alignment) | int(Qt.TextFlag.TextWordWrap)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._rows[section].attribute
        name = self._comparison.columns[section]
        return f"{name}  (reference)" if section == self.reference else name

    def _key(self, index: Index) -> tuple[str, int]:
        return (self._rows[index.row()].attribute, index.column())

    def _set_hidden(self, hidden: frozenset[tuple[str, int]]) -> None:
        self._hidden = hidden
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
