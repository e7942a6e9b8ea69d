"""Compare: what the notes set side by side, and any topics that the learner picks; each cell a key from its line."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

from PySide6.QtCore import QModelIndex, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCompleter,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Change, Outcome
from app.domain.ids import CardId
from app.errors import ExportError
from app.gui.models.comparison import ComparisonTable, Shown
from app.gui.page import Page, PageContext, PageSpec
from app.gui.widgets.parts import button, words
from app.gui.widgets.print_dialog import PrintDialog, What
from app.gui.widgets.statement import Choice, Statement
from app.gui.widgets.wrapped import WrappedDelegate
from app.paint import sheet
from app.paint.ink import Ink, ink
from app.services import compare
from app.services.compare import MOST_TOPICS, Entry, Topic, View
from app.services.study import Filter

_LIST_WIDTH = 264
_FORMATS = {"SVG (*.svg)": sheet.svg, "PNG, 300 dpi (*.png)": sheet.png}
_HEADER_WIDTH = 168
_NARROWEST = 120
_NAMES = {Shown.ALL: "All", Shown.DIFFERENT: "Differences", Shown.ALIKE: "Alike"}
_HINT = "Enter opens the note line.  H hides a cell, Shift+H its column, Ctrl+H its row; Space reveals."


class CompareTable(QTableView):
    """The table with its keys; the first column is the header and never scrolls away."""

    def __init__(self, table: ComparisonTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
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
            self._table.reveal(index)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit(index)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the new width."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Share the width among the columns, as long as each keeps room for words; rows follow their words."""
        columns = max(1, self._table.columnCount())
        header = self.horizontalHeader()
        room = self.viewport().width() // columns
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in range(columns):
            header.resizeSection(column, max(_NARROWEST, room))
        self.resizeRowsToContents()


class ComparePage(Page):
    """A list of comparisons, and the one that is open."""

    interests = frozenset({Change.NOTES})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._entries: tuple[Entry, ...] = ()
        self._topics: tuple[Topic, ...] = ()
        self._picked: tuple[int, ...] = ()
        self._view: View | None = None
        self._chance = Random()
        self._build()

    def _build(self) -> None:
        self.model = ComparisonTable(self)
        self.table = CompareTable(self.model)
        self.table.activated.connect(self._open_line)
        self.table.clicked.connect(self._on_clicked)
        self.table.horizontalHeader().sectionClicked.connect(self._pin)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._build_list())
        splitter.addWidget(self._build_right())
        splitter.setSizes([_LIST_WIDTH, 1000])
        splitter.setStretchFactor(1, 1)
        self.statement = Statement()
        self.stack = QStackedWidget()
        for widget in (QWidget(), splitter, self.statement):
            self.stack.addWidget(widget)
        self._full = splitter
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.setFocusProxy(self.list)

    def _build_list(self) -> QWidget:
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter comparisons")
        self.filter.setAccessibleName("Filter comparisons")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._fill_list)
        self.list = QListWidget()
        self.list.setAccessibleName("Comparisons")
        self.list.setWordWrap(True)
        self.list.setItemDelegate(WrappedDelegate(self.list, across=16, down=12))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.currentItemChanged.connect(lambda item, _: self._open_item(item))
        side = QWidget()
        side.setProperty("kind", "side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setMinimumWidth(200)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(button("Topics of your own", self._begin_own))
        column.addWidget(self.list, 1)
        return side

    def _build_right(self) -> QWidget:
        self.title = words(role="large")
        self.add = QLineEdit()
        self.add.setPlaceholderText("Add a topic")
        self.add.setAccessibleName("Add a topic")
        self.add.setClearButtonEnabled(True)
        self.add.returnPressed.connect(self._add_typed)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._add_named)
        self.add.setCompleter(completer)
        self.chips = QHBoxLayout()
        self.chips.setSpacing(8)
        chip_row = QHBoxLayout()
        chip_row.setSpacing(8)
        chip_row.addLayout(self.chips)
        chip_row.addWidget(self.add, 1)
        self.own_tools = QWidget()
        self.own_tools.setLayout(chip_row)
        chip_row.setContentsMargins(0, 0, 0, 0)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        self.choices: dict[Shown, QPushButton] = {}
        group = QButtonGroup(self)
        for shown in Shown:
            choice = button(_NAMES[shown], partial(self._show_rows, shown))
            choice.setCheckable(True)
            group.addButton(choice)
            tools.addWidget(choice)
            self.choices[shown] = choice
        self.choices[Shown.ALL].setChecked(True)
        self.sort = button("Most different first", self._sort)
        self.sort.setCheckable(True)
        tools.addWidget(self.sort)
        tools.addStretch(1)
        self.quiz = self._with_menu(
            "Quiz",
            ("Find the swapped cell", self._swap),
            ("Guess the column from a row", self._guess),
            ("End the quiz", self._end_quiz),
        )
        self.export = self._with_menu(
            "Print", ("Print, or save as PDF …", self._print), ("Save as a picture …", self._ask_where)
        )
        self.study = button("Study these cells", self._study, "primary")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for one in (self.quiz, self.export, self.study):
            head.addWidget(one, 0, Qt.AlignmentFlag.AlignTop)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(32, 24, 32, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.own_tools)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        self.hint = words(_HINT, "small")
        column.addWidget(self.hint)
        return right

    def _with_menu(self, text: str, *entries: tuple[str, Callable[[], object]]) -> QPushButton:
        made = button(text, lambda: None)
        menu = QMenu(made)
        for words_, act in entries:
            menu.addAction(words_, act)
        made.setMenu(menu)
        return made

    # What the notes hold

    def refresh(self) -> None:
        """Read the list anew; what is open is built anew too."""
        services, tasks, failed = self.context.services(), self.context.tasks, self.context.messages.error
        tasks.run(lambda: compare.topics(services), owner=self, then=self._keep_topics, failed=failed)
        tasks.run(lambda: compare.listing(services), owner=self, then=self._show_list, failed=failed)

    def _keep_topics(self, found: Sequence[Topic]) -> None:
        self._topics = tuple(found)
        self._names.setStringList([_name(topic) for topic in found])
        known = {topic.section_id for topic in found}
        self._picked = tuple(one for one in self._picked if one in known)

    def _show_list(self, found: Sequence[Entry]) -> None:
        self._entries = tuple(found)
        if not found and len(self._topics) < 2:
            self.statement.say(
                "Nothing to compare yet",
                "Tables in your notes, headings such as “SQS vs SNS”, and any topics you pick stand here side by side.",
                choices=(Choice("Open a folder of notes", lambda: self.context.open_folder(""), is_primary=True),),
            )
            self.stack.setCurrentWidget(self.statement)
            return
        self.stack.setCurrentWidget(self._full)
        is_own = self._view is not None and self._view.is_picked
        self._fill_list()
        if is_own:
            self._open_own()
        elif self.list.count() and self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        elif not self.list.count():
            self._begin_own()

    def _fill_list(self, _text: str = "") -> None:
        wanted = self.filter.text().lower().split()
        was = self.list.currentItem().data(Qt.ItemDataRole.UserRole) if self.list.currentItem() else None
        self.list.blockSignals(True)
        self.list.clear()
        for entry in self._entries:
            columns = " · ".join(entry.columns)
            if all(word in f"{entry.title} {entry.chapter} {columns}".lower() for word in wanted):
                item = QListWidgetItem(entry.title)
                item.setData(Qt.ItemDataRole.UserRole, (entry.section_id, entry.number))
                item.setToolTip(f"{entry.chapter}\n{columns}")
                self.list.addItem(item)
                if item.data(Qt.ItemDataRole.UserRole) == was:
                    self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if was is not None and self.list.currentItem() is not None and not self.own_tools.isVisible():
            self._open_item(self.list.currentItem())

    def _open_item(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        section_id, number = item.data(Qt.ItemDataRole.UserRole)
        services = self.context.services()
        self.context.tasks.run(
            lambda: compare.open_entry(services, section_id, number),
            owner=self,
            then=self._show,
            failed=self.context.messages.error,
        )

    # Topics of the learner's own

    def _begin_own(self) -> None:
        self.list.setCurrentRow(-1)
        self.list.clearSelection()
        self._open_own()
        self.add.setFocus()

    def _open_own(self) -> None:
        if len(self._picked) < 2:
            self._view = None
            self.model.set_comparison(None)
            self.title.setText("Topics of your own")
            self.hint.setText("Type part of a topic’s name and choose it; two topics make a table, five are the most.")
            self._dress_tools(is_own=True)
            return
        services, picked = self.context.services(), self._picked
        self.context.tasks.run(
            lambda: compare.of_topics(services, picked),
            owner=self,
            then=self._show,
            failed=self.context.messages.error,
        )

    def _add_typed(self) -> None:
        wanted = self.add.text().strip().lower()
        name = next((_name(topic) for topic in self._topics if wanted and wanted in _name(topic).lower()), "")
        if name:
            self._add_named(name)
        elif wanted:
            self.context.messages.show("No topic has these words.")

    def _add_named(self, name: str) -> None:
        topic = next((topic for topic in self._topics if _name(topic) == name), None)
        if topic is not None and topic.section_id not in self._picked:
            if len(self._picked) >= MOST_TOPICS:
                self.context.messages.show(f"{MOST_TOPICS} topics are the most. Take one away first.")
            else:
                self._picked = (*self._picked, topic.section_id)
                self._open_own()
        self.add.clear()

    def _take_away(self, section_id: int) -> None:
        self._picked = tuple(one for one in self._picked if one != section_id)
        self._open_own()
        self.add.setFocus()

    # The table

    def _show(self, view: View) -> None:
        self._view = view
        self.model.set_comparison(view.comparison)
        self.title.setText("Topics of your own" if view.is_picked else view.comparison.title)
        self.hint.setText(_HINT)
        self._dress_tools(is_own=view.is_picked)
        self._count()
        self.table.fit()
        self.table.setCurrentIndex(self.model.index(0, 0))

    def _dress_tools(self, *, is_own: bool) -> None:
        self.own_tools.setVisible(is_own)
        has_table = self._view is not None
        for widget in (*self.choices.values(), self.sort, self.quiz, self.export, self.study, self.table):
            widget.setVisible(has_table)
        while (item := self.chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        titles = {topic.section_id: topic.title for topic in self._topics}
        for section_id in self._picked if is_own else ():
            chip = button(f"{titles.get(section_id, '')}  ×", partial(self._take_away, section_id))
            chip.setAccessibleName(f"Take {titles.get(section_id, '')} away")
            self.chips.addWidget(chip)

    def _count(self) -> None:
        for shown, number in self.model.counts().items():
            self.choices[shown].setText(f"{_NAMES[shown]} {number}")
            self.choices[shown].setEnabled(number > 0 or shown is Shown.ALL)

    def _show_rows(self, shown: Shown) -> None:
        self.model.shown = shown
        self._arrange()

    def _sort(self) -> None:
        self.model.is_sorted = self.sort.isChecked()
        self._arrange()

    def _swap(self) -> None:
        if self.model.swap_two(self._chance):
            self.hint.setText(
                "Two cells of a row stand in each other’s place. Choose one of them with a click or Enter."
            )
        else:
            self.context.messages.show("No row has two cells that differ.")
        self._begin_quiz()

    def _guess(self) -> None:
        if self.model.guess_columns(self._chance):
            self.hint.setText("Which thing is which? A click on a “?” names its column.")
        else:
            self.context.messages.show("No row says something else of each thing.")
        self._begin_quiz()

    def _begin_quiz(self) -> None:
        self.table.fit()
        self.table.setFocus()
        self.table.setCurrentIndex(self.model.index(0, 0))

    def _end_quiz(self) -> None:
        self.model.end_quiz()
        self.hint.setText(_HINT)
        self._arrange()

    def _try(self, index: QModelIndex) -> None:
        """An answer to “which cell is swapped”."""
        if self.model.is_swapped(index):
            self._end_quiz()
            self.context.messages.show("Right. Both cells are back where they belong.")
        else:
            self.context.messages.show("Not this one.")

    def _pin(self, column: int) -> None:
        if self.model.is_guessing:
            self.model.name_column(column)
            return
        self.model.reference = None if self.model.reference == column else column
        self._arrange()

    def _arrange(self) -> None:
        self.model.arrange()
        self._count()
        self.table.fit()
        self.table.setFocus()
        self.table.setCurrentIndex(self.model.index(0, 0))

    def _on_clicked(self, index: QModelIndex) -> None:
        if self.model.is_swapping:
            self._try(index)

    def _open_line(self, index: QModelIndex) -> None:
        if self.model.is_swapping:
            self._try(index)
            return
        cell = self.model.cell(index)
        if self.model.is_hidden(index):
            self.model.reveal(index)
        elif cell is not None and cell.text is not None:
            self.context.navigate("library", cell.source)

    def _ask_where(self) -> None:
        if self._view is not None:
            name = self._view.comparison.title.lower().replace(" ", "-").replace("/", "-")
            self.context.messages.choose_file("Save as a picture", name, list(_FORMATS), self._export)

    def _export(self, path: str, form: str) -> None:
        view = self._view
        if view is not None:
            self.context.tasks.run(
                lambda: _write(view, Path(path), _FORMATS[form]),
                owner=self,
                then=self.context.messages.show,
                failed=self.context.messages.error,
                lane="work",
            )

    def _print(self) -> None:
        this = self._view.comparison if self._view is not None else None
        PrintDialog(self.context, self, this=this, whole=What.COMPARISONS).open()

    def _study(self) -> None:
        view, services = self._view, self.context.services()
        if view is not None:
            self.context.tasks.run(
                lambda: compare.cell_cards(services, view),
                owner=self,
                then=self._study_cards,
                failed=self.context.messages.error,
            )

    def _study_cards(self, ids: Sequence[CardId]) -> None:
        if ids:
            self.context.navigate("study", Filter(card_ids=tuple(ids), cram=True))
        else:
            self.context.messages.show("No cards were made from these cells.")

    # Look

    def apply_look(self) -> None:
        """Take the theme's soft colour and sizes."""
        look = self.context.look()
        self.model.set_soft(look.text_soft)
        self.table.verticalHeader().setFixedWidth(look.px(_HEADER_WIDTH))
        self.table.fit()


def _write(view: View, path: Path, write: Callable[[sheet.Item, Path, Ink], None]) -> Outcome[str]:
    try:
        write(view.comparison, path, ink(is_dark=False))
    except OSError as error:
        raise ExportError(
            f"{path.name} could not be written.", hint="Choose another folder. Nothing was changed.", details=str(error)
        ) from error
    return Outcome(f"Written: {path.name}")


def _name(topic: Topic) -> str:
    return topic.title if topic.title == topic.chapter else f"{topic.title}  ‹  {topic.chapter}"


PAGE = PageSpec("compare", "Compare", "compare", ComparePage)
