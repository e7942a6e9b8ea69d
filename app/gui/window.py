"""The window: a rail, a page, a bar for messages. It knows pages by their specs only."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from PySide6.QtCore import QEvent, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Change
from app.gui.actions import PAGE_KEYS, WINDOW_ACTIONS, Action, with_keys
from app.gui.messages import Messages
from app.gui.page import Page, PageContext, PageSpec
from app.gui.rail import RAIL
from app.gui.theme.icons import icon
from app.gui.theme.palette import Look
from app.gui.theme.style import style_sheet
from app.gui.widgets.keys_overlay import KeysOverlay
from app.gui.widgets.parts import button, words
from app.gui.widgets.search_palette import Command, PaletteRow, SearchPalette

RAIL_WIDTH = 200
NARROW = 1000
_SMALLEST = QSize(760, 520)


class Window(QMainWindow):
    """Holds the pages and takes the learner from one to another."""

    acted = Signal(str)  # the id of an action of the window that is not about pages
    searched = Signal(str)
    chosen = Signal(object)  # what was chosen in the palette
    closing = Signal()
    cancelled = Signal()  # the learner wants the long work stopped

    def __init__(self, look: Look, state: QSettings) -> None:
        super().__init__()
        self._titles = {entry.id: entry.title for entry in RAIL}
        self._icons = {entry.id: entry.icon for entry in RAIL}
        self._specs: dict[str, PageSpec] = {}
        self._pages: dict[str, Page] = {}
        self._look = look
        self._state = state
        self._context: PageContext | None = None
        self._first = str(state.value("page", "today"))
        self._shortcuts: list[QShortcut] = []
        self._actions: tuple[Action, ...] = WINDOW_ACTIONS
        self.setWindowTitle("Certdeck")
        self.setMinimumSize(_SMALLEST)
        self.messages = Messages(self)
        self._build()
        self.apply_look(look)
        self.set_keys({})
        self._restore()

    def _build(self) -> None:
        self.rail = QWidget()
        self.rail.setObjectName("rail")
        self.rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rail.setAccessibleName("Pages")
        column = QVBoxLayout(self.rail)
        column.setContentsMargins(8, 16, 8, 16)
        column.setSpacing(4)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for spec in RAIL:
            entry = QPushButton(spec.title)
            entry.setProperty("kind", "rail")
            entry.setCheckable(True)
            entry.setAccessibleName(spec.title)
            entry.clicked.connect(lambda _checked=False, page_id=spec.id: self.go_to(page_id))
            entry.toggled.connect(lambda _checked, page_id=spec.id: self._tint(page_id))
            self._group.addButton(entry)
            self.buttons[spec.id] = entry
            if spec.id == "problems":
                column.addStretch(1)
            column.addWidget(entry)
        self.stack = QStackedWidget()
        self.stack.addWidget(QWidget())
        self._blank = self.stack.widget(0)
        self.status = QWidget()
        self.status.setProperty("kind", "side")
        self.status.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.status_words = words(role="small", wraps=False)
        self.status_bar = QProgressBar()
        self.status_bar.setTextVisible(False)
        self.status_bar.setFixedWidth(160)
        self.status_bar.setAccessibleName("Progress of the reading")
        row = QHBoxLayout(self.status)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(12)
        row.addWidget(self.status_words)
        row.addWidget(self.status_bar)
        row.addWidget(button("Stop", self.cancelled.emit, "quiet"))
        row.addStretch(1)
        self.status.hide()
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.stack, 1)
        inner.addWidget(self.status)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addWidget(right, 1)
        self.setCentralWidget(whole)

    @cached_property
    def palette_box(self) -> SearchPalette:
        """The search palette, made when it is first opened: it costs as much as the rest of the shell."""
        made = SearchPalette(self, search=self.searched.emit, commands=self._commands)
        made.chosen.connect(self._on_chosen)
        self._dress_palette_box(made)
        return made

    @cached_property
    def keys(self) -> KeysOverlay:
        """The sheet of keys, made when it is first opened."""
        return KeysOverlay(self)

    # Pages

    def connect_pages(self, specs: Sequence[PageSpec], context: PageContext) -> None:
        """Bring the pages and what they may ask for; from now on they can be opened."""
        self._specs = {spec.id: spec for spec in specs}
        self._context = context
        self.go_to(self._first)

    @property
    def current(self) -> Page | None:
        """The page on the screen."""
        widget = self.stack.currentWidget()
        return widget if isinstance(widget, Page) else None

    @property
    def current_id(self) -> str:
        """The id of the page on the screen."""
        return next((page_id for page_id, page in self._pages.items() if page is self.current), "")

    def page(self, page_id: str) -> Page:
        """A page, made when it is first needed."""
        if page_id not in self._pages:
            assert self._context is not None
            page = self._specs[page_id].make(self._context)
            self._pages[page_id] = page
            self.stack.addWidget(page)
            page.apply_look()
        return self._pages[page_id]

    def go_to(self, page_id: str, argument: object = None) -> None:
        """Open a page, at something on it if an argument says what."""
        if page_id not in self._titles:
            page_id = "today"
        self.buttons[page_id].setChecked(True)
        if self._context is None:
            self._first = page_id
            return
        page = self.page(page_id)
        self.stack.setCurrentWidget(page)
        self.setWindowTitle(f"{self._titles[page_id]} – Certdeck")
        if page.is_stale:
            page.is_stale = False
            page.refresh()
        if argument is not None or page_id == "study":
            page.open(argument)
        page.setFocus()

    def on_changed(self, changes: frozenset[Change], _initiator: object) -> None:
        """Pages that show what changed are stale; the one on the screen refreshes now."""
        for page in self._pages.values():
            if page.interests & changes:
                page.is_stale = True
        current = self.current
        if current is not None and current.is_stale:
            current.is_stale = False
            current.refresh()

    # Look and keys

    @property
    def look(self) -> Look:
        """The look that holds now."""
        return self._look

    def apply_look(self, look: Look) -> None:
        """Dress the window and all pages anew."""
        self._look = look
        self.setStyleSheet(style_sheet(look))
        for page_id, entry in self.buttons.items():
            entry.setIconSize(QSize(look.px(20), look.px(20)))
            self._tint(page_id)
        if "palette_box" in vars(self):
            self._dress_palette_box(self.palette_box)
        for page in self._pages.values():
            page.apply_look()
        self._place_rail()

    def _dress_palette_box(self, box: SearchPalette) -> None:
        own = self._look.palette
        box.set_colours(text=own.text, soft=own.text_soft, accent=own.accent, ground=own.accent_soft)

    def _tint(self, page_id: str) -> None:
        entry, look = self.buttons[page_id], self._look
        colour = look.accent if entry.isChecked() else look.text_soft
        entry.setIcon(icon(self._icons[page_id], colour, look.px(20), self.devicePixelRatioF()))

    def set_keys(self, changed: Mapping[str, str]) -> None:
        """Bind the window's actions to keys."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._actions = with_keys(WINDOW_ACTIONS, changed)
        self._shortcuts = []
        for action in self._actions:
            shortcut = QShortcut(QKeySequence(action.keys), self)
            shortcut.activated.connect(self._caller(action.id))
            # Inside the review screen its own keys win: Qt calls such a clash ambiguous and then asks both in turn.
            shortcut.activatedAmbiguously.connect(self._caller(action.id))
            self._shortcuts.append(shortcut)

    def _caller(self, action_id: str) -> Callable[[], None]:
        return lambda: self.act(action_id)

    def act(self, action_id: str) -> None:
        """Do an action of the window by its id."""
        is_studying = self.current_id == "study"
        keys = next((action.keys for action in self._actions if action.id == action_id), "")
        if is_studying and keys in _OWN_KEYS_OF_STUDY and self.sender() is not None:
            return
        if action_id.startswith("page."):
            self.go_to(action_id.removeprefix("page."))
        elif action_id == "search":
            self.palette_box.open_palette()
        elif action_id == "keys":
            self.keys.show_keys([*self._actions, *PAGE_KEYS], self._look.percent)
        elif action_id == "full-screen":
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        elif action_id == "quit":
            self.close()
        else:
            self.acted.emit(action_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`?` shows the keys, unless a field wants it."""
        if event.text() == "?" and not isinstance(self.focusWidget(), QLineEdit):
            self.act("keys")
        else:
            super().keyPressEvent(event)

    def _commands(self) -> Sequence[Command]:
        return [Command(action.id, action.text, action.keys) for action in self._actions if action.id != "search"]

    def _on_chosen(self, row: object) -> None:
        if isinstance(row, PaletteRow) and isinstance(row.value, str):
            self.act(row.value)
        else:
            self.chosen.emit(row)

    # What the window says

    def show_work(self, text: str, done: int, total: int) -> None:
        """Show long work in the status line."""
        self.status_words.setText(text)
        self.status_bar.setRange(0, total)
        self.status_bar.setValue(done)
        self.status.show()

    def end_work(self) -> None:
        """Nothing is under way any more."""
        self.status.hide()

    # Size and state

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icons only where room is short."""
        super().resizeEvent(event)
        self._place_rail()
        self.messages.place()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the messages in place when the window's state changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.messages.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was."""
        self._state.setValue("geometry", self.saveGeometry())
        self._state.setValue("page", self.current_id or "today")
        self._state.sync()
        self.closing.emit()
        super().closeEvent(event)

    def _restore(self) -> None:
        geometry = self._state.value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            room = self.screen().availableSize()
            self.resize(QSize(1280, 800).boundedTo(room - QSize(16, 48)))

    def _place_rail(self) -> None:
        is_narrow = self.width() < NARROW * max(1.0, self._look.percent / 125)
        self.rail.setFixedWidth(self._look.px(56) if is_narrow else self._look.px(RAIL_WIDTH))
        self.messages.left = self.rail.width()
        for page_id, entry in self.buttons.items():
            title = self._titles[page_id]
            entry.setText("" if is_narrow else f"  {title}")
            entry.setToolTip(title if is_narrow else "")
            if entry.property("narrow") != is_narrow:
                entry.setProperty("narrow", is_narrow)
                entry.style().polish(entry)


_OWN_KEYS_OF_STUDY = frozenset({"Ctrl+Z", "Ctrl+Shift+Z", *(f"Ctrl+{number}" for number in range(1, 8))})
