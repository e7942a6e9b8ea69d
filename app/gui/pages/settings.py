"""Settings: one page, groups with a line of explanation, each change kept at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.domain.changes import Change
from app.gui.actions import WINDOW_ACTIONS, Action, conflict, with_keys
from app.gui.page import Page, PageContext, PageSpec
from app.gui.widgets.licences_dialog import LicencesDialog
from app.gui.widgets.parts import Number, Pick, button, panel, words
from app.paths import BUNDLED, folders
from app.services import backup, diagrams, licences
from app.settings import Settings

if TYPE_CHECKING:
    from app.services.backup import Backup
    from app.services.licences import Component

_COLUMN = 760
_THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)


@dataclass(slots=True)
class _Row:
    """One setting on the page: what search looks in, and how it is filled."""

    text: str
    widgets: tuple[QWidget, ...]
    fill: Callable[[Settings], None]


@dataclass(slots=True)
class _Group:
    frame: QFrame
    rows: list[_Row] = field(default_factory=list)


class SettingsPage(Page):
    """Everything the learner can choose."""

    interests = frozenset({Change.SETTINGS, Change.REVIEWS})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._groups: list[_Group] = []
        self._is_filling = False
        self._build()

    def _build(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a setting")
        self.search.setAccessibleName("Find a setting")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addWidget(words("Settings", "large"))
        column.addWidget(self.search)
        for frame in (
            self._build_notes(),
            self._build_study(),
            self._build_review(),
            self._build_look(),
            self._build_keys(),
            self._build_copies(),
            self._build_about(),
        ):
            column.addWidget(frame)
        self.nothing = words("No setting has these words.", "soft")
        self.nothing.hide()
        column.addWidget(self.nothing)
        column.addStretch(1)
        self.column = QWidget()
        self.column.setLayout(column)
        outer = QWidget()
        row = QHBoxLayout(outer)
        row.setContentsMargins(32, 24, 32, 24)
        row.addStretch(1)
        row.addWidget(self.column, 100)
        row.addStretch(1)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setWidget(outer)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scroll_area)

    # The groups

    def _build_notes(self) -> QFrame:
        group, grid = self._group(
            "Notes", "The folder of Markdown that cards are made from. Certdeck never writes in it."
        )
        self.folder = words()
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.recent = Pick()
        self.recent.setAccessibleName("Folders opened before")
        self.recent.activated.connect(self._open_recent)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(button("Open a folder", lambda: self.context.open_folder("")))
        row.addWidget(button("Use bundled notes", lambda: self.context.open_folder(BUNDLED)))
        row.addStretch(1)
        self._add(group, grid, "Open now", self.folder, self._fill_folder)
        self._add(group, grid, "Opened before", self.recent, self._fill_recent)
        self._add(group, grid, "Another folder", buttons, lambda _: None)
        return group.frame

    def _build_study(self) -> QFrame:
        group, grid = self._group(
            "Each day",
            "How much is studied in a day, and when it begins. A plan to the exam counts the cards itself.",
        )
        self._add_number(group, grid, "New cards", "new_per_day", 0, 999)
        self._add_number(group, grid, "Reviews", "reviews_per_day", 0, 9999)
        self._add_number(group, grid, "The day begins at", "day_start_hour", 0, 12, " h")
        self._add_number(group, grid, "Minutes you have a day", "minutes_per_day", 5, 600, " min")
        return group.frame

    def _build_review(self) -> QFrame:
        group, grid = self._group("Reviews", "Higher retention means shorter intervals and more reviews a day.")
        retention = self._spin(70, 97, " %")
        retention.valueChanged.connect(lambda value: self._keep("desired_retention", value / 100))
        self._add(
            group,
            grid,
            "Wanted retention",
            retention,
            lambda settings: retention.setValue(round(settings.desired_retention * 100)),
        )
        self._add_steps(group, grid, "Learning steps in minutes", "learning_steps_minutes")
        self._add_steps(group, grid, "Steps after forgetting", "relearning_steps_minutes")
        self._add_number(group, grid, "Learn ahead by", "learn_ahead_minutes", 0, 120, " min")
        self._add_number(group, grid, "Longest interval", "maximum_interval_days", 1, 36500, " days")
        self._add_number(group, grid, "Tell after forgetting", "leech_lapses", 2, 99, " times")
        self._add_choice(group, grid, "Buttons", "buttons", ((4, "Again, Hard, Good, Easy"), (2, "Again, Good")))
        self._add_tick(group, grid, "Type the answer where it is short", "types_answers")
        return group.frame

    def _build_look(self) -> QFrame:
        group, grid = self._group("Look", "Light and dark follow the system unless you choose one.")
        self._add_choice(group, grid, "Theme", "theme", _THEMES)
        self._add_choice(group, grid, "Text size", "text_percent", tuple((size, f"{size} %") for size in _SIZES))
        self._add_tick(group, grid, "Reduce motion", "reduced_motion")
        system = "The system’s" if diagrams.has_system_engine() else "The system’s (not found)"
        engines = (("shipped", "Certdeck’s own"), ("system", system))
        self._add_choice(group, grid, "Graphviz for diagrams", "graphviz", engines)
        return group.frame

    def _build_keys(self) -> QFrame:
        group, grid = self._group(
            "Keys", "Press new keys in a field. Those of the review screen are fixed; F1 shows them."
        )
        self.key_message = words(role="warn")
        self.key_message.hide()
        for action in WINDOW_ACTIONS:
            editor = QKeySequenceEdit()
            editor.setMaximumSequenceLength(1)
            editor.setClearButtonEnabled(False)
            editor.setAccessibleName(f"Keys for {action.text}")
            editor.editingFinished.connect(partial(self._keep_keys, action.id, editor))
            self._add(group, grid, action.text, editor, partial(_fill_keys, editor, action))
        layout = group.frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.key_message)
        return group.frame

    def _build_copies(self) -> QFrame:
        group, grid = self._group(
            "Copies of your progress", "Made by themselves while you study, checked, and thinned out with age."
        )
        self.copies = Pick()
        self.copies.setAccessibleName("Copies")
        self.copies.setPlaceholderText("No copies yet")
        self.go_back = button("Go back to this copy", self._ask_to_go_back)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.go_back)
        row.addWidget(button("Make a copy now", self._copy_now))
        row.addStretch(1)
        self._add(group, grid, "Copies", self.copies, lambda _: self._list_copies())
        self._add(group, grid, "Backup and restore", buttons, lambda _: None)
        return group.frame

    def _build_about(self) -> QFrame:
        group, grid = self._group("About", "Certdeck works without a network and sends nothing anywhere.")
        place = words(str(folders().data))
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._add(group, grid, "Version", words(__version__), lambda _: None)
        self._add(group, grid, "Your progress is in", place, lambda _: None)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button("Show the licences", self._ask_for_licences))
        row.addStretch(1)
        self._add(group, grid, "Licence: MIT, with the work of others", buttons, lambda _: None)
        return group.frame

    def _ask_for_licences(self) -> None:
        self.context.tasks.run(
            licences.listing, owner=self, then=self._show_licences, failed=self.context.messages.error, lane="work"
        )

    def _show_licences(self, components: "Sequence[Component]") -> None:
        LicencesDialog(components, self.context.look(), self).open()

    # Copies of the progress file

    def _list_copies(self) -> None:
        path = self.context.services().store.path
        self.context.tasks.run(
            lambda: backup.listing(path),
            owner=self,
            then=self._show_copies,
            failed=self.context.messages.error,
            lane="work",
        )

    def _show_copies(self, found: "Sequence[Backup]") -> None:
        zone = self.context.services().clock.zone()
        self.copies.clear()
        for copy in found:
            self.copies.addItem(f"{copy.at.astimezone(zone):%d %B %Y, %H:%M}  ·  {_size(copy.size)}", copy.path)
        self.copies.setEnabled(bool(found))
        self.go_back.setEnabled(bool(found))

    def _copy_now(self) -> None:
        services = self.context.services()
        self.context.tasks.run(
            lambda: backup.create(services), owner=self, then=self._on_copied, failed=self.context.messages.error
        )

    def _on_copied(self, copy: "Backup") -> None:
        self.context.messages.show(f"Your progress was copied to {copy.path.name}.")
        self._list_copies()

    def _ask_to_go_back(self) -> None:
        path = self.copies.currentData()
        self.context.messages.ask(
            f"Go back to {self.copies.currentText().split('  ')[0]}?",
            "Reviews since then are taken out of your progress. What there is now is copied first, "
            "so that you can come back to it here.",
            yes="Go back",
            then=lambda: self.context.go_back(path),
        )

    # Filling and keeping

    def refresh(self) -> None:
        """Show the settings as they are."""
        settings = self.context.services().settings
        self._is_filling = True
        for group in self._groups:
            for row in group.rows:
                row.fill(settings)
        self._is_filling = False

    def apply_look(self) -> None:
        """Give large text a wider column."""
        self.column.setMaximumWidth(self.context.look().px(_COLUMN))

    def open(self, argument: object) -> None:
        """Bring a group into view by its name."""
        for group in self._groups:
            if isinstance(argument, str) and group.frame.accessibleName().lower() == argument.lower():
                self.scroll_area.ensureWidgetVisible(group.frame)

    def _keep(self, name: str, value: object) -> None:
        if not self._is_filling:
            self.context.change_settings({name: value})

    def _keep_keys(self, action_id: str, editor: QKeySequenceEdit) -> None:
        if self._is_filling:
            return
        keys = editor.keySequence().toString()
        own = dict(self.context.services().settings.keys)
        actions = with_keys(WINDOW_ACTIONS, own)
        if next(action.keys for action in actions if action.id == action_id) == keys:
            return
        other = conflict(actions, action_id, keys)
        self.key_message.setVisible(other is not None)
        if other is not None:
            self.key_message.setText(f"{keys} already means “{other.text}”. Nothing was changed.")
            self.refresh()
            return
        own[action_id] = keys
        standard = {action.id: action.keys for action in WINDOW_ACTIONS}
        changed = tuple(sorted((name, value) for name, value in own.items() if standard.get(name) != value))
        self._keep("keys", changed)

    def _fill_folder(self, settings: Settings) -> None:
        name = "The bundled notes" if settings.notes_folder == BUNDLED else settings.notes_folder
        self.folder.setText(name)

    def _fill_recent(self, settings: Settings) -> None:
        self.recent.clear()
        for folder in settings.recent_folders:
            self.recent.addItem("The bundled notes" if folder == BUNDLED else Path(folder).name, folder)
        self.recent.setEnabled(self.recent.count() > 0)
        self.recent.setCurrentIndex(-1)

    def _open_recent(self, row: int) -> None:
        self.context.open_folder(str(self.recent.itemData(row)))

    def _filter(self, text: str) -> None:
        wanted = text.lower().split()
        is_any = False
        for group in self._groups:
            title = group.frame.accessibleName().lower()
            shown = 0
            for row in group.rows:
                is_shown = all(word in f"{title} {row.text.lower()}" for word in wanted)
                shown += is_shown
                for widget in row.widgets:
                    widget.setVisible(is_shown)
            group.frame.setVisible(shown > 0)
            is_any = is_any or shown > 0
        self.nothing.setVisible(not is_any)

    # Rows

    def _group(self, title: str, text: str) -> tuple[_Group, QGridLayout]:
        frame, layout = panel(title)
        layout.addWidget(words(text, "soft"))
        layout.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        layout.addLayout(grid)
        group = _Group(frame)
        self._groups.append(group)
        return group, grid

    def _add(
        self, group: _Group, grid: QGridLayout, text: str, widget: QWidget, fill: Callable[[Settings], None]
    ) -> None:
        label: QLabel = words(text)
        label.setBuddy(widget)
        if not widget.accessibleName():
            widget.setAccessibleName(text)
        row = grid.rowCount()
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(widget, row, 1)
        group.rows.append(_Row(text, (label, widget), fill))

    def _add_number(
        self, group: _Group, grid: QGridLayout, text: str, name: str, low: int, high: int, unit: str = ""
    ) -> None:
        box = self._spin(low, high, unit)
        box.valueChanged.connect(lambda value: self._keep(name, value))
        self._add(group, grid, text, box, lambda settings: box.setValue(getattr(settings, name)))

    def _add_choice(
        self, group: _Group, grid: QGridLayout, text: str, name: str, choices: Sequence[tuple[object, str]]
    ) -> None:
        box = Pick()
        for value, label in choices:
            box.addItem(label, value)
        box.activated.connect(lambda row: self._keep(name, box.itemData(row)))
        self._add(group, grid, text, box, lambda settings: box.setCurrentIndex(box.findData(getattr(settings, name))))

    def _add_tick(self, group: _Group, grid: QGridLayout, text: str, name: str) -> None:
        box = QCheckBox()
        box.toggled.connect(lambda value: self._keep(name, value))
        self._add(group, grid, text, box, lambda settings: box.setChecked(getattr(settings, name)))

    def _add_steps(self, group: _Group, grid: QGridLayout, text: str, name: str) -> None:
        box = QLineEdit()

        def keep() -> None:
            parts = box.text().replace(",", " ").split()
            if parts and all(part.isdigit() and 1 <= int(part) <= 1440 for part in parts):
                self._keep(name, tuple(int(part) for part in parts))
            else:
                self.context.messages.show("Steps are whole minutes from 1 to 1440, such as: 1 10")
                self.refresh()

        box.editingFinished.connect(keep)
        self._add(
            group,
            grid,
            text,
            box,
            lambda settings: box.setText(" ".join(str(step) for step in getattr(settings, name))),
        )

    @staticmethod
    def _spin(low: int, high: int, unit: str) -> Number:
        box = Number(low, high)
        box.setSuffix(unit)
        box.setKeyboardTracking(False)
        return box


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} KB"


def _fill_keys(editor: QKeySequenceEdit, action: Action, settings: Settings) -> None:
    editor.setKeySequence(QKeySequence(dict(settings.keys).get(action.id, action.keys)))


PAGE = PageSpec("settings", "Settings", "settings", SettingsPage)
