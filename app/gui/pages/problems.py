"""Problems: what in the notes could not be used or would make a learner stumble, each one key away from its line."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QVBoxLayout, QWidget

from app.domain.changes import Change
from app.domain.note import Source
from app.domain.problem import Problem
from app.gui.models.problems import ProblemTable
from app.gui.page import Page, PageContext, PageSpec
from app.gui.widgets.parts import words
from app.gui.widgets.statement import Choice, Statement
from app.services import library


class ProblemsPage(Page):
    """A table; Enter or a double click opens the line in the library."""

    interests = frozenset({Change.NOTES, Change.PROBLEMS})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._build()
        self.table.activated.connect(self._open)

    def _build(self) -> None:
        self.count = words(role="soft")
        self.model = ProblemTable(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName("Problems")
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setHighlightSections(False)
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.Interactive,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.Stretch,
            )
        ):
            header.setSectionResizeMode(column, mode)
        header.resizeSection(0, 220)
        full = QWidget()
        layout = QVBoxLayout(full)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(8)
        layout.addWidget(words("Problems", "large"))
        layout.addWidget(self.count)
        layout.addSpacing(8)
        layout.addWidget(self.table, 1)
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
        """Read the list anew."""
        services = self.context.services()
        self.context.tasks.run(
            lambda: library.problems(services), owner=self, then=self._show, failed=self.context.messages.error
        )

    def _show(self, found: Sequence[Problem]) -> None:
        self.model.set_problems(found)
        if not found:
            self.statement.say(
                "No problems in the notes",
                "What could not be read, or would make a learner stumble, is listed here with its line.",
                choices=(Choice("Read the notes again", self.context.read_notes),),
            )
            self.stack.setCurrentWidget(self.statement)
            return
        number = len(found)
        self.count.setText(f"{number} in the open notes. Enter opens the line; everything else in the notes works.")
        self.stack.setCurrentWidget(self._full)
        self.table.setWordWrap(True)
        if number <= 500:
            self.table.resizeRowsToContents()
        self.table.setCurrentIndex(self.model.index(0, 0))

    def _open(self, index: QModelIndex) -> None:
        problem = self.model.problem(index.row())
        self.context.navigate("library", Source(problem.path, problem.line, problem.line))


PAGE = PageSpec("problems", "Problems", "problems", ProblemsPage)
