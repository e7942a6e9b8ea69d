"""Compare: what the notes set side by side, and any topics that the learner picks; each cell a key from its line."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic

from PySide6.QtCore import QModelIndex, QPoint, QStringListModel, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Change, Outcome
from app.domain.comparison import ComparisonRow
from app.domain.ids import CardId
from app.domain.review import Rating
from app.errors import ExportError
from app.gui.models.comparison import ComparisonTable, Shown
from app.gui.page import Page, PageContext, PageSpec
from app.gui.widgets.compare_table import CompareTable
from app.gui.widgets.parts import button, words
from app.gui.widgets.print_dialog import PrintDialog, What
from app.gui.widgets.statement import Choice, Statement
from app.gui.widgets.wrapped import WrappedDelegate
from app.paint import sheet
from app.paint.ink import Ink, ink
from app.services import compare
from app.services.compare import MOST_TOPICS, Asked, Entry, Topic, View
from app.services.study import Filter

_LIST_WIDTH = 264
_NARROWEST_LIST = 200
_TIGHT = 720  # below this width, list and table do not stand side by side
_ADD_WIDTH = 128
_AROUND = 112  # margins beside the chips
_FORMATS = {"SVG (*.svg)": sheet.svg, "PNG, 300 dpi (*.png)": sheet.png}
_NAMES = {Shown.ALL: "All", Shown.DIFFERENT: "Differences", Shown.ALIKE: "Alike"}
_HINT = (
    "Enter opens the note line.  H hides a cell, Shift+H its column, Ctrl+H its row; Space reveals,"
    " and 1 to 4 rate what was revealed."
)
_LONGEST_MS = 120_000  # who takes longer has been away


class ComparePage(Page):
    """A list of comparisons, and the one that is open."""

    interests = frozenset({Change.NOTES})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._entries: tuple[Entry, ...] = ()
        self._wanted: int | None = None  # the section to open once the list is there
        self._topics: tuple[Topic, ...] = ()
        self._picked: tuple[int, ...] = ()
        self._own: tuple[tuple[int, ...], ...] = ()  # what was picked before and now, newest last
        self._own_at: int | None = None  # the one of these that is open
        self._view: View | None = None
        self._chance = Random()
        self._is_listing = False  # where only one of list and table has room
        self._began = monotonic()
        self._wrong: frozenset[int] = frozenset()  # columns that were named wrongly, or any cell of a swapped pair
        self._build()

    def _build(self) -> None:
        self.model = ComparisonTable(self)
        self.table = CompareTable(self.model)
        self.table.activated.connect(self._open_line)
        self.table.clicked.connect(self._on_clicked)
        self.table.rated.connect(self._rate_revealed)
        self.table.narrowed.connect(self._dress_pair)
        self.table.horizontalHeader().sectionClicked.connect(self._pin)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._build_list())
        self.right = self._build_right()
        splitter.addWidget(self.right)
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
        self.list.itemClicked.connect(lambda _: self._show_right())
        self.list.itemActivated.connect(lambda _: self._show_right())
        side = QWidget()
        side.setProperty("kind", "side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.side = side
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
            "Print", ("Print, or save as PDF …", self.print_out), ("Save as a picture …", self._ask_where)
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
        self.back = button("‹  All comparisons", self._show_side)
        self.back.hide()
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(head)
        column.addWidget(self.own_tools)
        column.addLayout(tools)
        column.addWidget(self._build_pair())
        column.addWidget(self.table, 1)
        self.hint = words(_HINT, "small")
        column.addWidget(self.hint)
        return right

    def _build_pair(self) -> QWidget:
        """Which two things a narrow table shows."""
        self.pair = QWidget()
        self.sides = (QComboBox(), QComboBox())
        row = QHBoxLayout(self.pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for side, name in zip(self.sides, ("First thing shown", "Second thing shown"), strict=True):
            side.setAccessibleName(name)
            side.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            side.activated.connect(partial(self._choose_side, side))
            row.addWidget(side, 1)
        self.pair.hide()
        return self.pair

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
        tasks.run(lambda: compare.kept(services), owner=self, then=self._keep_own, failed=failed)
        tasks.run(lambda: compare.listing(services), owner=self, then=self._show_list, failed=failed)

    def open(self, argument: object) -> None:
        """Show the first comparison of a section (its id)."""
        if isinstance(argument, int):
            self._wanted = argument
            if self._entries:
                self._open_wanted()

    def _open_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        self.filter.clear()
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole)[0] == wanted:
                self.list.setCurrentRow(row)
                return

    def _keep_topics(self, found: Sequence[Topic]) -> None:
        self._topics = tuple(found)
        self._names.setStringList([_name(topic) for topic in found])

    def _keep_own(self, found: Sequence[tuple[int, ...]]) -> None:
        self._own = tuple(found)
        known = {topic.section_id for topic in self._topics}
        self._picked = tuple(one for one in self._picked if one in known)
        self._own_at = self._own.index(self._picked) if self._picked in self._own else None

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
        if self._wanted is not None:
            self._open_wanted()
        elif is_own:
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
        titles = {topic.section_id: topic.title for topic in self._topics}
        for place, picked in enumerate(self._own):
            names = [titles.get(one, "") for one in picked]
            title = " vs ".join(names)
            if all(word in title.lower() for word in wanted):
                more = f" + {len(names) - 2}" if len(names) > 2 else ""
                item = QListWidgetItem(" vs ".join(names[:2]) + more)
                item.setData(Qt.ItemDataRole.UserRole, (None, place))
                item.setToolTip(f"Picked by you\n{title}")
                self.list.addItem(item)
                if self._own_at == place:
                    self.list.setCurrentItem(item)
        for entry in self._entries:
            columns = " · ".join(entry.columns)
            if all(word in f"{entry.title} {entry.chapter} {columns}".lower() for word in wanted):
                item = QListWidgetItem(entry.title)
                item.setData(Qt.ItemDataRole.UserRole, (entry.section_id, entry.number))
                item.setToolTip(f"{entry.chapter}\n{columns}")
                self.list.addItem(item)
                if item.data(Qt.ItemDataRole.UserRole) == was and self._own_at is None:
                    self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if was is not None and self.list.currentItem() is not None and not self.own_tools.isVisible():
            self._open_item(self.list.currentItem())

    def _open_item(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        section_id, number = item.data(Qt.ItemDataRole.UserRole)
        if section_id is None:
            self._own_at, self._picked = number, self._own[number]
            self._open_own()
            return
        self._own_at, self._picked = None, ()
        services = self.context.services()
        self.context.tasks.run(
            lambda: compare.open_entry(services, section_id, number),
            owner=self,
            then=self._show,
            failed=self.context.messages.error,
        )

    # Topics of the learner's own

    def _begin_own(self) -> None:
        self._own_at, self._picked = None, ()
        self.list.blockSignals(True)
        self.list.setCurrentRow(-1)
        self.list.clearSelection()
        self.list.blockSignals(False)
        self._show_right()
        self._open_own()
        self.add.setFocus()

    def _pick(self, picked: tuple[int, ...]) -> None:
        """Other topics side by side: kept for the next time, as long as there are two."""
        self._picked = picked
        others = tuple(one for place, one in enumerate(self._own) if place != self._own_at and one != picked)
        if len(picked) > 1:
            self._own, self._own_at = (*others, picked), len(others)
        else:
            self._own, self._own_at = others, None
        services, own = self.context.services(), self._own
        self.context.tasks.run(lambda: compare.keep(services, own), owner=self, failed=self.context.messages.error)
        self._fill_list()
        self._open_own()

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
                self._pick((*self._picked, topic.section_id))
        self.add.clear()

    def _take_away(self, section_id: int) -> None:
        self._pick(tuple(one for one in self._picked if one != section_id))
        self.add.setFocus()

    # The table

    def _show(self, view: View) -> None:
        self._view = view
        self.model.set_comparison(view.comparison)
        self.title.setText("Topics of your own" if view.is_picked else view.comparison.title)
        self.hint.setText(_HINT)
        self._dress_tools(is_own=view.is_picked)
        self._count()
        self._fill_sides(view.comparison.columns)
        self.table.fit()
        self._began = monotonic()
        self.table.setCurrentIndex(self.model.index(0, 0))

    def _fill_sides(self, columns: Sequence[str]) -> None:
        self.table.pair = (0, 1)
        for place, side in enumerate(self.sides):
            side.clear()
            side.addItems(list(columns))
            side.setCurrentIndex(place)

    def _choose_side(self, chosen: QComboBox, _index: int) -> None:
        """Two things, never the same one twice: who takes the other's place gives it the own."""
        left, right = (side.currentIndex() for side in self.sides)
        if left == right:
            own = self.sides.index(chosen)
            self.sides[1 - own].setCurrentIndex(self.table.pair[own])
        self.table.pair = (self.sides[0].currentIndex(), self.sides[1].currentIndex())
        self.table.fit()

    def _dress_pair(self, is_narrow: bool) -> None:
        self.pair.setVisible(is_narrow)

    def _dress_tools(self, *, is_own: bool) -> None:
        self.own_tools.setVisible(is_own)
        self.pair.setVisible(self._view is not None and self.table.is_narrow)
        has_table = self._view is not None
        for widget in (*self.choices.values(), self.sort, self.quiz, self.export, self.study, self.table):
            widget.setVisible(has_table)
        while (item := self.chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        titles = {topic.section_id: topic.title for topic in self._topics}
        picked = self._picked if is_own else ()
        around = self.context.look().px(56)
        side = 0 if self.back.isVisible() else self.side.width()
        room = (self.stack.width() - side - _AROUND - self.add.minimumWidth()) // max(1, len(picked))
        for section_id in picked:
            title = titles.get(section_id, "")
            chip = button("", partial(self._take_away, section_id))
            chip.setText(
                self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, max(32, room - around)) + "  ×"
            )
            chip.setAccessibleName(f"Take {title} away")
            chip.setToolTip(title)
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

    # Quizzes

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
            self.hint.setText("Which thing is which? Choose a name for each “?” with a click or Enter.")
        else:
            self.context.messages.show("No row says something else of each thing.")
        self._begin_quiz()

    def _begin_quiz(self) -> None:
        self._wrong, self._began = frozenset(), monotonic()
        self.table.fit()
        self.table.setFocus()
        self.table.setCurrentIndex(self.model.index(0, 0))

    def _end_quiz(self) -> None:
        self.model.end_quiz()
        self.hint.setText(_HINT)
        self._arrange()

    def _try(self, index: QModelIndex) -> None:
        """An answer to “which cell is swapped”: found at once, both cells are known."""
        if not self.model.is_swapped(index):
            self._wrong |= {index.column()}
            self.context.messages.show("Not this one.")
            return
        rating = Rating.AGAIN if self._wrong else Rating.GOOD
        cells = self.model.swapped_cells()
        self._end_quiz()
        self.context.messages.show("Right. Both cells are back where they belong.")
        self._grade(cells, rating)

    def _ask_name(self, column: int) -> None:
        """Names to choose from, at the head of a column."""
        if not self.model.is_named(column):
            header = self.table.horizontalHeader()
            corner = QPoint(header.sectionViewportPosition(column), header.height())
            self._names_for(column).popup(header.viewport().mapToGlobal(corner))

    def _names_for(self, column: int) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self.model.names_left():
            menu.addAction(name, partial(self._name, column, name))
        return menu

    def _name(self, column: int, name: str) -> None:
        """An answer to “which thing is this”; only the first one for a column counts."""
        cell = self.model.guessed_cell(column)
        is_first = column not in self._wrong
        if not self.model.name_column(column, name):
            self._wrong |= {column}
            self.context.messages.show(f"Not {name}.")
            if is_first:
                self._grade((cell,), Rating.AGAIN)
            return
        if is_first:
            self._grade((cell,), Rating.GOOD)
        if not self.model.names_left():
            count = self.model.columnCount()
            self.hint.setText(f"{count - len(self._wrong)} of {count} at the first try. “Quiz” asks for another row.")

    def _rate_revealed(self, index: QModelIndex, key: int) -> None:
        self._grade(((self.model.row(index), index.column()),), Rating(key))

    def _grade(self, cells: Sequence[tuple[ComparisonRow, int]], rating: Rating) -> None:
        """Each cell is a card of the same schedule as all others; those without a card are only asked."""
        view, services = self._view, self.context.services()
        if view is None:
            return
        columns = view.comparison.columns
        asked = [Asked(row.attribute, columns[column], row.cells[column], rating) for row, column in cells]
        taken_ms = min(_LONGEST_MS, round((monotonic() - self._began) * 1000))
        self._began = monotonic()
        self.context.tasks.run(
            lambda: compare.grade(services, view, asked, taken_ms), owner=self, failed=self.context.messages.error
        )

    def _pin(self, column: int) -> None:
        if self.model.is_guessing:
            self._ask_name(column)
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
        elif self.model.is_guessing:
            self._ask_name(index.column())

    def _open_line(self, index: QModelIndex) -> None:
        if self.model.is_swapping or self.model.is_guessing:
            self._on_clicked(index)
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

    def print_out(self) -> bool:
        """Open the print dialog."""
        this = self._view.comparison if self._view is not None else None
        PrintDialog(self.context, self, this=this, whole=What.COMPARISONS).open()
        return True

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chips share the new width; where it is short, list and table take turns."""
        super().resizeEvent(event)
        self._share()
        if self.own_tools.isVisible():
            self._dress_tools(is_own=True)

    def _show_side(self) -> None:
        self._is_listing = True
        self._share()
        self.list.setFocus()

    def _show_right(self) -> None:
        self._is_listing = False
        self._share()

    def _share(self) -> None:
        is_tight = self.width() < self.context.look().px(_TIGHT)
        self.side.setVisible(not is_tight or self._is_listing)
        self.right.setVisible(not is_tight or not self._is_listing)
        self.back.setVisible(is_tight)

    def apply_look(self) -> None:
        """Take the theme's soft colour and sizes."""
        look = self.context.look()
        self.model.set_soft(look.text_soft)
        self.side.setMinimumWidth(look.px(_NARROWEST_LIST))
        self._share()
        self.add.setMinimumWidth(look.px(_ADD_WIDTH))
        self.table.apply_scale(look.px(100) / 100)


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
