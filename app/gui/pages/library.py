"""The library: the tree of notes, the note to read, and what was made from the line the reader is at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFocusEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.domain.card import StudyCard
from app.domain.changes import Change, Outcome
from app.domain.note import Source
from app.errors import AppError
from app.gui.models.note_tree import NoteTree, filtered, walk
from app.gui.page import Page, PageContext, PageSpec
from app.gui.tasks import Ticket
from app.gui.widgets.find_bar import FindBar
from app.gui.widgets.links import LinkKind, judge
from app.gui.widgets.made_panel import MadeCard, MadePanel, made_cards
from app.gui.widgets.mastery import MasteryDelegate
from app.gui.widgets.note_view import NoteView, Piece, Prepared, prepare
from app.gui.widgets.skeleton import Skeleton
from app.gui.widgets.statement import Choice, Statement
from app.render.style import Style
from app.services import library
from app.services.context import Services
from app.services.library import SectionView, TreeEntry

MOST_SECTIONS = 400  # of one chapter on one screen
PANEL_FROM = 1000  # px of page width: below, the right panel waits to be asked for
ZOOM = (80, 90, 100, 110, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the store gave for one choice in the tree: a section with all that is nested in it."""

    views: tuple[SectionView, ...]
    cards: tuple[StudyCard, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """A reading made ready for the screen."""

    reading: Reading
    prepared: Prepared
    made: tuple[MadeCard, ...]


def read(services: Services, section_ids: Sequence[int]) -> Outcome[Reading]:
    """Fetch a section and what is nested in it: runs on the store lane."""
    views = [library.section(services, section_id).value for section_id in section_ids]
    cards = [card for section_id in section_ids for card in library.cards_of(services, section_id).value]
    return Outcome(Reading(tuple(views), tuple(dict.fromkeys(cards))))


def spread(reading: Reading, *, style: Style, root: Path | None, column: int, services: Services) -> Spread:
    """Render a reading: runs on the work lane."""
    first = reading.views[0]
    pieces = [_piece(view) for view in reading.views]
    prepared = prepare(pieces, style=style, root=root, note_path=first.note_path, column=column)
    return Spread(reading, prepared, made_cards(reading.cards, services.clock.now()))


def find_section(entries: Sequence[TreeEntry], place: Source) -> TreeEntry | None:
    """The innermost section that holds a note line."""
    within = [entry for entry in walk(entries) if entry.note_path == place.path and entry.first <= place.first]
    return max(within, key=lambda entry: entry.first, default=None)


def find_note(entries: Sequence[TreeEntry], target: str, *, beside: str) -> TreeEntry | None:
    """What a link inside the notes means: `Note`, `Note#Heading`, `#Heading`, or a path beside the present note."""
    name, _, heading = target.partition("#")
    everything = list(walk(entries))
    wanted = _folded(heading.rpartition("#")[2])
    if name:
        path = str(PurePosixPath(beside).parent / name).removeprefix("./")
        notes = {entry.note_path for entry in everything}
        found = next((known for known in notes if known in (name, path)), None) or next(
            (known for known in sorted(notes) if PurePosixPath(known).stem.casefold() == name.casefold()), None
        )
        if found is None:
            titled = (entry for entry in everything if _folded(entry.title) == _folded(name))
            start = next(titled, None)
            scope = list(walk([start])) if start else []
        else:
            scope = [entry for entry in everything if entry.note_path == found]
    else:
        scope = [entry for entry in everything if entry.note_path == beside]
    if wanted:
        return next((entry for entry in scope if _folded(entry.title) == wanted), None)
    return scope[0] if scope else None


class LibraryPage(Page):
    """Read the notes, and see what became of them."""

    interests = frozenset({Change.NOTES, Change.CARDS, Change.REVIEWS, Change.SETTINGS})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._entries: tuple[TreeEntry, ...] = ()
        self._spread: Spread | None = None
        self._chosen: int | None = None  # section id
        self._line: int | None = None
        self._wanted: Source | None = None  # a place asked for before the tree was there
        self._zoom = 100
        self._style_size = 16.0
        self._ticket: Ticket | None = None
        self._render_ticket: Ticket | None = None
        self._panel_wish: bool | None = None  # what the learner chose, else by width
        self._build()
        self._connect()

    # Building

    def _build(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self._build_tree())
        self.splitter.addWidget(self._build_note())
        self.panel = MadePanel()
        self.panel.setMinimumWidth(220)
        self.splitter.addWidget(self.panel)
        for index, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(index, stretch)
        self._are_sizes_set = False
        self.statement = Statement()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.splitter)
        self.pages.addWidget(self.statement)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)

    def _build_tree(self) -> QWidget:
        self.side = side = QWidget()
        side.setProperty("kind", "side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter sections")
        self.filter.setAccessibleName("Filter sections")
        self.filter.setClearButtonEnabled(True)
        self.model = NoteTree(self)
        self.tree = QTreeView()
        self.tree.setModel(self.model)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setFrameShape(QTreeView.Shape.NoFrame)
        self.tree.setIndentation(14)
        self.tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setAccessibleName("Sections")
        self.delegate = MasteryDelegate(self.tree)
        self.tree.setItemDelegate(self.delegate)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(12, 16, 4, 8)
        layout.setSpacing(8)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)
        return side

    def _build_note(self) -> QWidget:
        self.path = QLabel()
        self.path.setTextFormat(Qt.TextFormat.PlainText)
        self.path.setProperty("role", "soft")
        self.path.setMinimumWidth(0)
        self.previous_button = _quiet("Previous", "Previous section (Alt+Left)")
        self.next_button = _quiet("Next", "Next section (Alt+Right)")
        self.panel_button = _quiet("Cards", "Show or hide what was made from this section")
        self.panel_button.setCheckable(True)
        self.study_button = QPushButton("Study this section")
        self.study_button.setProperty("kind", "secondary")
        head = QHBoxLayout()
        head.setContentsMargins(24, 10, 16, 6)
        head.setSpacing(4)
        head.addWidget(self.path, 1)
        for button in (self.previous_button, self.next_button, self.panel_button, self.study_button):
            head.addWidget(button)
        self.find_bar = FindBar()
        self.notice = QLabel()
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setProperty("role", "soft")
        self.notice.setContentsMargins(24, 4, 24, 4)
        self.notice.hide()
        self.view = NoteView()
        self.skeleton = Skeleton()
        self.note_pages = QStackedWidget()
        self.note_pages.addWidget(self.view)
        self.note_pages.addWidget(self.skeleton)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.notice)
        layout.addWidget(self.note_pages, 1)
        return middle

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._on_filter)
        self.tree.selectionModel().currentChanged.connect(self._on_current)
        self.previous_button.clicked.connect(lambda: self._go(-1))
        self.next_button.clicked.connect(lambda: self._go(1))
        self.panel_button.clicked.connect(self._on_panel_wish)
        self.study_button.clicked.connect(self._on_study)
        self.view.link_clicked.connect(self._on_link)
        self.view.line_pointed.connect(self._on_line)
        self.view.zoomed.connect(self._on_zoom)
        self.view.matches_changed.connect(self.find_bar.show_count)
        self.find_bar.changed.connect(self.view.find_all)
        self.find_bar.stepped.connect(self.view.find_next)
        self.find_bar.closed.connect(self._on_find_closed)
        self.panel.card_chosen.connect(self._on_card)
        for keys, act in (
            ("Ctrl+F", self.find_bar.open_bar),
            ("Alt+Left", lambda: self._go(-1)),
            ("Alt+Right", lambda: self._go(1)),
            ("Ctrl+=", lambda: self._on_zoom(1)),
            ("Ctrl++", lambda: self._on_zoom(1)),
            ("Ctrl+-", lambda: self._on_zoom(-1)),
            ("Ctrl+0", lambda: self._on_zoom(0)),
            ("Ctrl+L", self.filter.setFocus),
        ):
            QShortcut(QKeySequence(keys), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # What comes from outside

    def refresh(self) -> None:
        """Ask for the tree anew; what is open stays open."""
        services = self.context.services()
        self.context.tasks.run(
            lambda: library.tree(services), owner=self, then=self._on_tree, failed=self._on_tree_failed
        )

    def open(self, argument: object) -> None:
        """Go to a section (its id), or to a note line (a `Source`, or a section id with a line)."""
        match argument:
            case Source():
                self._wanted = argument
                if self._entries:
                    self._go_to_wanted()
            case int():
                self._choose(argument)
            case (int() as section_id, int() as line):
                self._choose(section_id, line)

    def apply_look(self) -> None:
        """Take colours and text size from the theme, and render what is open with them."""
        look = self.context.look()
        style = look.style(self._zoom)
        self._style_size = look.style(100).size
        self.view.set_style(style)
        self._place()
        self.delegate.set_colours(look.accent, look.line)
        self.panel.set_colours(text=look.text, soft=look.text_soft, accent=look.accent, ground=look.accent_soft)
        self.skeleton.set_colour(look.line)
        self.tree.viewport().update()
        if self._spread is not None:
            self._render(self._spread.reading, self._line)

    # The tree

    def _on_tree(self, entries: tuple[TreeEntry, ...]) -> None:
        self._entries = entries
        if not entries:
            self._say_empty()
            return
        self.pages.setCurrentWidget(self.splitter)
        shown = filtered(entries, self.filter.text())
        if not self.model.update_known(shown):
            self._set_entries(shown)
        if self._wanted is not None:
            self._go_to_wanted()
        elif self._chosen is None or self._entry(self._chosen) is None:
            self._choose(entries[0].id)
        else:
            self._load(self._chosen, None)

    def _set_entries(self, entries: Sequence[TreeEntry]) -> None:
        opened = {
            self.model.entry(index).id  # type: ignore[union-attr]
            for index in self._indexes()
            if self.tree.isExpanded(index)
        }
        with QSignalBlocker(self.tree.selectionModel()):
            self.model.set_entries(entries)
        for section_id in opened:
            self.tree.setExpanded(self.model.index_of(section_id), True)
        if len(entries) == 1:
            self.tree.setExpanded(self.model.index(0, 0), True)
        self._show_current()

    def _indexes(self) -> list[QModelIndex]:
        """Every index that is on screen or open."""
        found, index = [], self.model.index(0, 0)
        while index.isValid():
            found.append(index)
            index = self.tree.indexBelow(index)
        return found

    def _on_filter(self, text: str) -> None:
        shown = filtered(self._entries, text)
        self._set_entries(shown)
        if text.strip() and sum(1 for _ in walk(shown)) < 400:
            self.tree.expandAll()

    def _on_tree_failed(self, error: AppError) -> None:
        if not self._entries:
            self.statement.say(
                "The notes could not be read", error.message, choices=(Choice("Try again", self.refresh),)
            )
            self.pages.setCurrentWidget(self.statement)
        else:
            self.context.messages.error(error)

    def _say_empty(self) -> None:
        self.statement.say(
            "No notes yet",
            "The library shows a folder of Markdown notes as a tree, the note you read, "
            "and the cards made from each of its lines.",
            choices=(Choice("Choose a notes folder", lambda: self.context.navigate("settings", "notes"), True),),
        )
        self.pages.setCurrentWidget(self.statement)

    def _entry(self, section_id: int) -> TreeEntry | None:
        return next((entry for entry in walk(self._entries) if entry.id == section_id), None)

    def _on_current(self, index: QModelIndex) -> None:
        entry = self.model.entry(index)
        if entry is not None and entry.id != self._chosen:
            self._chosen = int(entry.id)
            self._load(self._chosen, None)

    def _choose(self, section_id: int, line: int | None = None) -> None:
        self._chosen = section_id
        self._show_current()
        self._load(section_id, line)

    def _show_current(self) -> None:
        if self._chosen is None:
            return
        index = self.model.index_of(self._chosen)
        if index.isValid():
            with QSignalBlocker(self.tree.selectionModel()):
                self.tree.setCurrentIndex(index)
            self.tree.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.tree.scrollTo(index)
            self.tree.viewport().update()

    def _go_to_wanted(self) -> None:
        place, self._wanted = self._wanted, None
        if place is None:
            return
        entry = find_section(self._entries, place)
        if entry is None:
            self.context.messages.show(f"{place.path} is no longer in the notes")
        else:
            self._choose(entry.id, place.first)

    # The note

    def _load(self, section_id: int, line: int | None) -> None:
        entry = self._entry(section_id)
        ids = [each.id for each in walk([entry])][:MOST_SECTIONS] if entry else [section_id]
        services = self.context.services()
        is_other = self._spread is None or self._spread.reading.views[0].id != section_id
        if is_other:
            self.skeleton.wait()
        self._line = line
        if self._ticket is not None:
            self.context.tasks.drop(self._ticket)
        self._ticket = self.context.tasks.run(
            lambda: read(services, ids),
            owner=self,
            then=lambda reading: self._render(reading, line),
            failed=self._on_note_failed,
        )

    def _render(self, reading: Reading, line: int | None) -> None:
        services, style, column = self.context.services(), self.view.style_of_text, self.view.column
        root = reading.views[0].root
        if self._render_ticket is not None:
            self.context.tasks.drop(self._render_ticket)
        self._render_ticket = self.context.tasks.run(
            lambda: Outcome(spread(reading, style=style, root=root, column=column, services=services)),
            owner=self,
            then=lambda ready: self._show(ready, line),
            lane="work",
        )

    def _show(self, ready: Spread, line: int | None) -> None:
        before = self._spread
        is_same = before is not None and before.reading.views[0].id == ready.reading.views[0].id
        self._spread = ready
        self.skeleton.end()
        self.note_pages.setCurrentWidget(self.view)
        first, last = ready.reading.views[0], ready.reading.views[-1]
        self.path.setText(" › ".join(first.heading_path[:-1]) or first.note_path)
        self.previous_button.setEnabled(first.previous_id is not None)
        self.next_button.setEnabled(last.next_id is not None)
        self.study_button.setEnabled(bool(ready.made))
        self.notice.setText(" · ".join(ready.prepared.notices))
        self.notice.setVisible(bool(ready.prepared.notices))
        if not (is_same and before is not None and before.prepared == ready.prepared) or line is not None:
            self.view.show_note(ready.prepared, line=line, at=self.view.verticalScrollBar().value() if is_same else 0)
        self.panel.show_cards(ready.made)
        self.panel_button.setText(f"Cards {len(ready.made)}")
        self.panel.point_at(line)

    def _on_note_failed(self, error: AppError) -> None:
        self.skeleton.end()
        self.statement.say(
            "This section could not be read", error.message, choices=(Choice("Back to the notes", self.refresh, True),)
        )
        self.pages.setCurrentWidget(self.statement)

    def _go(self, step: int) -> None:
        if self._spread is None:
            return
        views = self._spread.reading.views
        target = views[0].previous_id if step < 0 else views[-1].next_id
        if target is not None:
            self._choose(target)

    def _on_study(self) -> None:
        if self._chosen is not None:
            self.context.navigate("study", self._chosen)

    def _on_line(self, line: int) -> None:
        self._line = line
        self.panel.point_at(line)

    def _on_card(self, card: StudyCard) -> None:
        self.view.go_to_line(card.card.source.first)

    def _on_zoom(self, steps: int) -> None:
        at = min(range(len(ZOOM)), key=lambda index: abs(ZOOM[index] - self._zoom))
        self._zoom = ZOOM[min(max(at + steps, 0), len(ZOOM) - 1)] if steps else 100
        self.apply_look()

    def _on_find_closed(self) -> None:
        self.view.end_find()
        self.view.setFocus()

    def _on_link(self, url: str) -> None:
        link = judge(url)
        if link.kind is LinkKind.REFUSED:
            self.context.messages.show("This link was not opened: only web and mail addresses and other notes are.")
        elif link.kind is LinkKind.OUTSIDE:
            self.context.messages.ask(
                f"Open {link.host}?",
                f"The note links to {link.target}",
                yes="Open in the browser",
                then=lambda: QDesktopServices.openUrl(QUrl(link.target)),
            )
        else:
            self._follow(link.target)

    def _follow(self, target: str) -> None:
        beside = self._spread.reading.views[0].note_path if self._spread else ""
        entry = find_note(self._entries, target, beside=beside)
        if entry is None:
            self.context.messages.show(f"There is no note “{target}”")
        else:
            self._choose(entry.id)

    # The right panel

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The tree is where the keys go first."""
        super().focusInEvent(event)
        self.tree.setFocus()

    def heading(self) -> str:
        """The section that is open."""
        return self._spread.reading.views[0].title if self._spread else ""

    def _on_panel_wish(self, is_wanted: bool) -> None:
        self._panel_wish = is_wanted
        self.panel.setVisible(is_wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the note the room first."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Widths follow the text size; the note comes first."""
        scale = self._style_size / 16
        if not self._are_sizes_set and self.width() > 600:
            self._are_sizes_set = True
            side = min(max(200, round(self.width() * 0.22)), 320)
            self.splitter.setSizes([side, self.width() - 2 * side, side])
        self.side.setMinimumWidth(round(200 * min(scale, 1.5)))
        is_shown = self.width() >= PANEL_FROM * scale if self._panel_wish is None else self._panel_wish
        self.panel.setVisible(is_shown)
        self.panel_button.setChecked(is_shown)


def _piece(view: SectionView) -> Piece:
    """A section as it is read: text before a note's first heading gets the note's title."""
    if view.text.startswith("#"):
        return Piece(view.text, view.source.first)
    return Piece(f"# {view.title}\n\n{view.text}", view.source.first - 2)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())


def _quiet(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "quiet")
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


PAGE = PageSpec("library", "Library", "library", LibraryPage)
