"""Problems: what in the notes could not be used, and what edits of them did to the cards; each a key from its line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Change
from app.domain.note import Source
from app.domain.problem import Problem
from app.gui.models.ledger import LedgerTable
from app.gui.models.problems import ProblemTable
from app.gui.page import Page, PageContext, PageSpec
from app.gui.widgets.parts import button, words
from app.gui.widgets.statement import Choice, Statement
from app.gui.widgets.wrapped import WrappedDelegate
from app.services import library

if TYPE_CHECKING:
    from app.services.library import Ledger

_MOST_FITTED = 500  # rows whose height follows their words
_COLUMN_WIDTH = 220


class ProblemsPage(Page):
    """Two tables; Enter or a double click opens the line in the library."""

    interests = frozenset({Change.NOTES, Change.PROBLEMS, Change.CARDS})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._problems = 0
        self._build()

    def _build(self) -> None:
        self.model = ProblemTable(self)
        self.table = _table(self.model, "Problems", stretched=(2, 3))
        self.table.activated.connect(self._open)
        self.count = words(role="soft")
        self.problem_part = _part("Problems", self.count, self.table)
        self.ledger_model = LedgerTable(self)
        self.ledger_table = _table(self.ledger_model, "Cards that the last edit changed", stretched=(1, 2))
        self.ledger_table.activated.connect(self._open_card)
        self.ledger_table.selectionModel().currentRowChanged.connect(lambda *_: self._offer())
        self.ledger_words = words(role="soft")
        self.keep = button("Keep its history", lambda: self._decide(is_kept=True))
        self.reset = button("Let it begin afresh", lambda: self._decide(is_kept=False))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.keep)
        row.addWidget(self.reset)
        row.addStretch(1)
        self.ledger_part = _part("What the last edit did to your cards", self.ledger_words, self.ledger_table)
        layout = self.ledger_part.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(row)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(24)
        column.addWidget(self.problem_part, 1)
        column.addWidget(self.ledger_part, 1)
        self.statement = Statement()
        self.stack = QStackedWidget()
        self.stack.addWidget(QWidget())
        self.stack.addWidget(full)
        self.stack.addWidget(self.statement)
        self._full = full
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def refresh(self) -> None:
        """Read both lists anew."""
        services, tasks, failed = self.context.services(), self.context.tasks, self.context.messages.error
        tasks.run(lambda: library.problems(services), owner=self, then=self._show, failed=failed)
        tasks.run(lambda: library.ledger(services), owner=self, then=self._show_ledger, failed=failed)

    def _show(self, found: Sequence[Problem]) -> None:
        self._problems = len(found)
        self.model.set_problems(found)
        self.count.setText(f"{len(found)} in the open notes. Enter opens the line; everything else in the notes works.")
        _fit(self.table)

    def _show_ledger(self, ledger: "Ledger") -> None:
        row = self.ledger_table.currentIndex().row()
        self.ledger_model.set_entries(ledger.entries)
        self.ledger_words.setText(
            f"{ledger.added} added, {ledger.changed} reworded, {ledger.parked} parked, {ledger.returned} came back. "
            "A card keeps its history unless you say that it now asks something else."
        )
        _fit(self.ledger_table, max(0, row))
        self.problem_part.setVisible(self._problems > 0)
        self.ledger_part.setVisible(bool(ledger.entries))
        self._offer()
        if self._problems or ledger.entries:
            self.stack.setCurrentWidget(self._full)
            return
        self.statement.say(
            "No problems in the notes",
            "What could not be read, or would make a learner stumble, is listed here with its line.",
            choices=(Choice("Read the notes again", self.context.read_notes),),
        )
        self.stack.setCurrentWidget(self.statement)

    def _offer(self) -> None:
        entry = self.ledger_model.entry(self.ledger_table.currentIndex().row())
        is_open = entry is not None and entry.what == "changed" and not entry.decision
        self.keep.setEnabled(is_open)
        self.reset.setEnabled(is_open)

    def _decide(self, *, is_kept: bool) -> None:
        entry = self.ledger_model.entry(self.ledger_table.currentIndex().row())
        if entry is None:
            return
        services, tasks, failed, number = self.context.services(), self.context.tasks, self.context.messages, entry.id
        if is_kept:
            tasks.run(lambda: library.keep(services, number), owner=self, failed=failed.error)
        else:
            tasks.run(lambda: library.reset(services, number), owner=self, failed=failed.error)
        self.refresh()
        self.ledger_table.setFocus()

    def _open(self, index: QModelIndex) -> None:
        problem = self.model.problem(index.row())
        self.context.navigate("library", Source(problem.path, problem.line, problem.line))

    def _open_card(self, index: QModelIndex) -> None:
        entry = self.ledger_model.entry(index.row())
        if entry is not None and entry.after is not None:
            self.context.navigate("library", entry.after.source)


def _part(title: str, explained: QLabel, table: QTableView) -> QFrame:
    frame = QFrame()
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(words(title, "large"))
    layout.addWidget(explained)
    layout.addWidget(table, 1)
    return frame


def _table(model: QAbstractItemModel, name: str, stretched: Sequence[int]) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.setItemDelegate(WrappedDelegate(table))
    table.setTabKeyNavigation(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    header.setHighlightSections(False)
    for column in range(model.columnCount()):
        is_stretched = column in stretched
        mode = QHeaderView.ResizeMode.Stretch if is_stretched else QHeaderView.ResizeMode.ResizeToContents
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive if column == 0 else mode)
    header.resizeSection(0, _COLUMN_WIDTH)
    return table


def _fit(table: QTableView, row: int = 0) -> None:
    model = table.model()
    if model.rowCount() <= _MOST_FITTED:
        table.resizeRowsToContents()
    table.setCurrentIndex(model.index(min(row, model.rowCount() - 1), 0))


PAGE = PageSpec("problems", "Problems", "problems", ProblemsPage)
