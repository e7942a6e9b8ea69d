"""Shows a comparison as a table: things side by side, one row an attribute; cells can be hidden to be guessed."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from random import Random
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.domain.comparison import MISSING, Cell, Comparison, ComparisonRow
from app.services.compare import differences, is_alike

Index = QModelIndex | QPersistentModelIndex
HIDDEN = "•••"


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
        self._swapped: tuple[str, int, int] | None = None
        self._order: tuple[int, ...] = ()  # columns as they stand; not empty while their names are guessed
        self._only = ""  # the one row that is shown meanwhile
        self._named: frozenset[int] = frozenset()
        self._soft = QColor("#5d676b")

    def set_soft(self, colour: str) -> None:
        """Take the theme's colour of what says less."""
        self._soft = QColor(colour)

    def set_comparison(self, comparison: Comparison | None) -> None:
        """Show another comparison, with nothing hidden."""
        self._comparison = comparison
        self._hidden = frozenset()
        self.reference = None
        self._end_quiz()
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
        self._rows = tuple(row for row in rows if not self._only or row.attribute == self._only)
        self.endResetModel()

    # Quizzes

    def swap_two(self, chance: Random) -> bool:
        """Let two cells of a row stand in each other's place; tell whether some row has two that differ."""
        self._end_quiz()
        pairs = [
            (row.attribute, left, right)
            for row in (self._comparison.rows if self._comparison else ())
            for left, one in enumerate(row.cells)
            for right, other in enumerate(row.cells[left + 1 :], left + 1)
            if one.text and other.text and differences(ComparisonRow("", (one, other)))
        ]
        self._swapped = chance.choice(pairs) if pairs else None
        self.arrange()
        return bool(pairs)

    def is_swapped(self, index: Index) -> bool:
        """Whether a cell stands in another's place."""
        if self._swapped is None or not index.isValid():
            return False
        row, left, right = self._swapped
        return self._rows[index.row()].attribute == row and index.column() in (left, right)

    def swapped_cells(self) -> tuple[tuple[ComparisonRow, int], ...]:
        """The two cells that stand in each other's place, each with its row and the column where it belongs."""
        if self._swapped is None or self._comparison is None:
            return ()
        attribute, left, right = self._swapped
        row = next(row for row in self._comparison.rows if row.attribute == attribute)
        return (row, left), (row, right)

    def guess_columns(self, chance: Random) -> bool:
        """Show one row with its things in another order and without their names; tell whether a row is good for it."""
        self._end_quiz()
        rows = (
            [row for row in self._comparison.rows if differences(row) == len(row.cells) - 1] if self._comparison else []
        )
        if rows:
            self._only = chance.choice(rows).attribute
            self._order = tuple(chance.sample(range(self.columnCount()), self.columnCount()))
        self.arrange()
        return bool(rows)

    def guessed_cell(self, column: int) -> tuple[ComparisonRow, int]:
        """The row that is guessed, and the column to which a cell of the screen belongs."""
        return self._rows[0], self._order[column]

    def names_left(self) -> tuple[str, ...]:
        """The names that no column of the screen has yet, in the order of the comparison."""
        if self._comparison is None:
            return ()
        named = {self._order[column] for column in self._named}
        return tuple(name for place, name in enumerate(self._comparison.columns) if place not in named)

    def is_named(self, column: int) -> bool:
        """Whether a column shows its name."""
        return not self._order or column in self._named

    def name_column(self, column: int, name: str) -> bool:
        """Give a column of the screen a name; tell whether it is the right one. The last name left stands by itself."""
        if self._comparison is None or self._comparison.columns[self._order[column]] != name:
            return False
        self._named |= {column}
        if len(self._named) == len(self._order) - 1:
            self._named = frozenset(range(len(self._order)))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._order) - 1)
        return True

    @property
    def is_guessing(self) -> bool:
        """Whether names of columns are hidden."""
        return bool(self._order)

    @property
    def is_swapping(self) -> bool:
        """Whether two cells stand in each other's place."""
        return self._swapped is not None

    def end_quiz(self) -> None:
        """Everything in its place again."""
        self._end_quiz()
        self.arrange()

    def _end_quiz(self) -> None:
        self._swapped, self._order, self._only, self._named = None, (), "", frozenset()

    def counts(self) -> dict[Shown, int]:
        """How many rows each choice would show."""
        rows = self._comparison.rows if self._comparison else ()
        return {
            Shown.ALL: len(rows),
            Shown.DIFFERENT: sum(differences(row, self.reference) > 0 for row in rows),
            Shown.ALIKE: sum(is_alike(row) for row in rows),
        }

    def row(self, index: Index) -> ComparisonRow:
        """The row at a place."""
        return self._rows[index.row()]

    def cell(self, index: Index) -> Cell | None:
        """The cell at a place."""
        if not index.isValid() or index.column() >= len(self._rows[index.row()].cells):
            return None
        row, column = self._rows[index.row()], index.column()
        if self._swapped is not None and row.attribute == self._swapped[0] and column in self._swapped[1:]:
            column = self._swapped[2] if column == self._swapped[1] else self._swapped[1]
        return row.cells[self._order[column] if self._order else column]

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
        if self._order and section not in self._named:
            return "?"
        name = self._comparison.columns[self._order[section] if self._order else section]
        return f"{name}  (reference)" if section == self.reference else name

    def _key(self, index: Index) -> tuple[str, int]:
        return (self._rows[index.row()].attribute, index.column())

    def _set_hidden(self, hidden: frozenset[tuple[str, int]]) -> None:
        self._hidden = hidden
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
