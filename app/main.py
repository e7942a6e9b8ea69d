"""The composition root: settings, store, services, window. The only file that knows all of them."""

import faulthandler
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from app import log, paths
from app import settings as settings_file
from app.domain.changes import Change, Outcome
from app.domain.clock import SystemClock
from app.errors import AppError, StoreBusy
from app.gui.application import Application
from app.gui.crash import Crash
from app.gui.desktop import follow_desktop
from app.gui.events import Events
from app.gui.page import PageContext
from app.gui.start_error import StartError
from app.gui.summons import Summons, Waiting
from app.gui.tasks import Tasks, Ticket
from app.gui.theme import palette
from app.gui.watch import Watch
from app.gui.widgets.search_palette import PaletteRow, rows_of
from app.gui.window import Window
from app.settings import Settings

if TYPE_CHECKING:
    from app.services.context import Services
    from app.services.ingest import IngestReport
    from app.services.library import Hit

_MOST_RECENT = 10


def main(notes: str = "") -> int:
    """Open the window, on a folder of notes or a question bank if one is given, and stay until it is closed."""
    places = paths.folders()
    for folder in (places.data, places.config, places.cache):
        folder.mkdir(parents=True, exist_ok=True)
    log.start(places.log_file)
    if sys.stderr is not None:
        faulthandler.enable()
    follow_desktop(os.environ)
    application = QApplication.instance() or Application(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("Certdeck")
    application.setDesktopFileName("certdeck")
    application.setStyle("Fusion")
    application.setWindowIcon(QIcon(str(paths.shipped("resources/icons/certdeck.svg"))))
    program = Program(application, notes)
    program.show()
    code = application.exec()
    program.close()
    log.stop()
    return code


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the store lane brings once it has loaded everything that is slow to load."""

    services: "Services"
    warning: str


def load(settings: Settings) -> Outcome[Loaded]:
    """Open the store: runs on its lane, and imports there what takes longer than painting the window.

    The imports stand here and nowhere else inside a function: SQLAlchemy costs more than Qt, and the window must
    not wait for it.
    """
    from app.services import backup
    from app.services.context import Services
    from app.store.store import Store

    store = Store.open(paths.folders().progress_file)
    services = Services(store, SystemClock(), settings, parses_apart=True)
    backup.create_if_old(services)
    return Outcome(Loaded(services, store.warning))


class Program(QObject):
    """Ties window, lanes and services together."""

    ready = Signal()
    read = Signal()  # the notes have been read
    _progressed = Signal(int, int)

    def __init__(self, application: QApplication, notes: str = "") -> None:
        super().__init__()
        self._asked_for = notes
        self._application = application
        if isinstance(application, Application):
            self._asked_for = notes or application.asked_for
            application.opened.connect(self._open_asked_for)
        loaded = settings_file.load(paths.folders().settings_file)
        self._message = loaded.message
        self.settings = loaded.settings
        self.services: Services | None = None
        self.events = Events(self)
        self.tasks = Tasks(self.events, self)
        state = QSettings(str(paths.folders().config / "window.ini"), QSettings.Format.IniFormat)
        self.window = Window(self._look(), state)
        self.window.set_keys(dict(self.settings.keys))
        self.crash = Crash(self.window)
        self._uninstall = self.crash.install()
        self.watch = Watch(self.tasks, self)
        self.summons = Summons(paths.folders().data / "calls", self.tasks, self)
        self._reading: Event | None = None  # set it to cancel
        self._must_read_again = False
        self._going_back_to: Path | None = None
        self._search: Ticket | None = None
        self._connect()

    def _connect(self) -> None:
        self.events.changed.connect(self.window.on_changed)
        self.events.changed.connect(self._on_changed)
        self.tasks.crashed.connect(self.crash.report)
        self.watch.changed.connect(self.read_notes)
        self.summons.called.connect(self._come_forward)
        self.window.acted.connect(self._act)
        self.window.searched.connect(self._find)
        self.window.chosen.connect(self._on_chosen)
        self.window.cancelled.connect(self._cancel)
        self._progressed.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)

    def show(self) -> None:
        """Show the shell, and load the rest once it has been painted."""
        self.window.show()
        QTimer.singleShot(0, self._load)

    def close(self) -> None:
        """Let the store finish what it was given, and close it."""
        self._cancel()
        self.tasks.close()
        if self.services is not None:
            self.services.store.close()
        self._uninstall()

    # Start

    def _load(self) -> None:
        settings = self.settings
        self.tasks.run(lambda: load(settings), owner=self, then=self._on_loaded, failed=self._on_not_loaded)

    def _on_loaded(self, loaded: Loaded) -> None:
        from app.gui.pages import PAGES  # see `load`: by now it costs little

        self.services = loaded.services.with_settings(self.settings)
        context = PageContext(
            services=self._services,
            tasks=self.tasks,
            messages=self.window.messages,
            navigate=self.window.go_to,
            look=lambda: self.window.look,
            change_settings=self.change_settings,
            read_notes=self.read_notes,
            open_folder=self.open_folder,
            go_back=self.go_back,
        )
        self.window.connect_pages(PAGES, context)
        for text in (self._message, loaded.warning):
            if text:
                self.window.messages.show(text)
        self.summons.listen()
        self.ready.emit()
        is_other_folder = Path(self._asked_for).is_dir() and self._asked_for != self.settings.notes_folder
        if not self._asked_for or not is_other_folder:
            self._look_at_notes()
        self._open(self._asked_for)

    def _on_not_loaded(self, error: AppError) -> None:
        if not isinstance(error, StoreBusy):
            self._show_start_error(error)
            return
        waiting = Waiting(self)
        waiting.answered.connect(self.window.close)
        waiting.unanswered.connect(lambda: self._show_start_error(error))
        self.summons.call(waiting, self._asked_for)

    def _open_asked_for(self, asked: str) -> None:
        """The system asks for something: open it at once, or as soon as the store is there."""
        if self.services is None:
            self._asked_for = asked
        else:
            self._come_forward(asked)

    def _open(self, asked: str) -> None:
        """Open what was asked for: a folder of notes, or a question bank."""
        if asked and Path(asked).is_file():
            self.window.go_to("exam", Path(asked))
        elif asked and asked != self.settings.notes_folder:
            self.open_folder(asked)

    def _come_forward(self, asked: str) -> None:
        """Somebody started Certdeck again: show them this window, with what they asked for."""
        self._open(asked)
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _show_start_error(self, error: AppError) -> None:
        dialog = StartError(error, paths.folders().progress_file, self.window)
        dialog.restored.connect(self._restore)
        dialog.retried.connect(self._load)
        dialog.rejected.connect(self.window.close)
        dialog.open()

    def _restore(self) -> None:
        self.tasks.run(_restore_newest, owner=self, then=lambda _: self._load(), failed=self._on_not_loaded)

    def go_back(self, copy: Path) -> None:
        """Go back to a copy of the progress file, once nothing reads notes any more."""
        if self._reading is not None:
            self._going_back_to = copy
            self._cancel()
            return
        services = self._services()
        self.tasks.run(
            lambda: _go_back(services, copy),
            owner=self,
            then=self._on_gone_back,
            failed=self.window.messages.error,
        )

    def _on_gone_back(self, services: "Services") -> None:
        self.services = services.with_settings(self.settings)
        self.window.on_changed(frozenset(Change), self)
        told = services.store.warning
        self.window.messages.show(told or "You are back at the copy. What there was before stands among the copies.")
        self.read_notes()

    def _services(self) -> "Services":
        assert self.services is not None
        return self.services

    # Notes

    def _look_at_notes(self) -> None:
        self.watch.look_at(paths.notes_folder(self.settings.notes_folder))
        self.read_notes()

    def read_notes(self) -> None:
        """Read what changed in the open folder, in the background."""
        if self.services is None:
            return
        if self._reading is not None:
            self._must_read_again = True
            return
        if self.services.store.is_read_only:
            self.read.emit()
            return
        services, cancel = self.services, Event()
        self._reading = cancel
        root = paths.notes_folder(services.settings.notes_folder)
        self.tasks.run(
            lambda: _ingest(services, root, self._progressed.emit, cancel.is_set),
            owner=self,
            then=self._on_read,
            failed=self._on_not_read,
            lane="work",
        )

    def open_folder(self, folder: str) -> None:
        """Open a folder by its path or key; without one, let the learner choose."""
        if not folder:
            start = self.settings.notes_folder
            start = start if start != paths.BUNDLED else str(Path.home())
            self.window.messages.choose_folder("Open a folder of notes", start, self.open_folder)
            return
        recent = (self.settings.notes_folder, *self.settings.recent_folders)
        kept = tuple(dict.fromkeys(name for name in recent if name != folder))[:_MOST_RECENT]
        self.change_settings({"notes_folder": folder, "recent_folders": kept})

    def _on_progress(self, done: int, total: int) -> None:
        if self._reading is not None and total > 1:
            self.window.show_work(f"Reading notes: {done} of {total}", done, total)

    def _on_read(self, report: "IngestReport") -> None:
        self._end_reading()
        ledger = report.ledger
        if ledger.changed or ledger.parked or ledger.returned:
            kept = f"{ledger.kept} kept their history"
            self.window.messages.show(f"Notes read: {ledger.changed} cards changed, {kept}, {ledger.parked} parked.")
        self.read.emit()

    def _on_not_read(self, error: AppError) -> None:
        self._end_reading()
        self.window.messages.error(error)
        self.read.emit()

    def _end_reading(self) -> None:
        self._reading = None
        self.window.end_work()
        if self._going_back_to is not None:
            copy, self._going_back_to = self._going_back_to, None
            self.go_back(copy)
            return
        if self._must_read_again:
            self._must_read_again = False
            self.read_notes()

    def _cancel(self) -> None:
        if self._reading is not None:
            self._reading.set()

    # Settings

    def change_settings(self, values: Mapping[str, object]) -> None:
        """Keep some settings; they hold from now on."""
        services, settings = self._services(), replace(self.settings, **values)  # type: ignore[arg-type]
        self.tasks.run(lambda: _change_settings(services, settings), owner=self, failed=self.window.messages.error)

    def _on_changed(self, changes: frozenset[Change], _initiator: object) -> None:
        if Change.SETTINGS in changes:
            self.tasks.run(
                lambda: Outcome(settings_file.load(paths.folders().settings_file).settings),
                owner=self,
                then=self._use_settings,
            )

    def _use_settings(self, settings: Settings) -> None:
        before, self.settings = self.settings, settings
        if self.services is not None:
            self.services = self.services.with_settings(settings)
        if (before.theme, before.text_percent) != (settings.theme, settings.text_percent):
            self._dress()
        if before.keys != settings.keys:
            self.window.set_keys(dict(settings.keys))
        if before.notes_folder != settings.notes_folder:
            self._cancel()
            self._look_at_notes()
        everything = frozenset({Change.NOTES, Change.CARDS, Change.REVIEWS, Change.PROBLEMS, Change.SETTINGS})
        if before != settings:
            self.window.on_changed(everything, self)

    def _dress(self) -> None:
        self.window.apply_look(self._look())

    def _look(self) -> palette.Look:
        is_dark = self.settings.theme == "dark" or (
            self.settings.theme == "system" and QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        return palette.look(is_dark=is_dark, percent=self.settings.text_percent)

    # Actions and search

    def _act(self, action_id: str) -> None:
        if self.services is None:
            return
        acts: dict[str, Callable[[], object]] = {
            "open-folder": lambda: self.open_folder(""),
            "read-notes": self.read_notes,
            "export": self._ask_for_export,
            "print": self._print,
            "undo": lambda: self._step(is_redo=False),
            "redo": lambda: self._step(is_redo=True),
        }
        if action_id in acts:
            acts[action_id]()

    def _print(self) -> None:
        """Print what the page shows; from any other page, what the notes draw."""
        page = self.window.current
        if page is None or not page.print_out():
            self.window.go_to("diagrams")
            self.window.page("diagrams").print_out()

    def _step(self, *, is_redo: bool) -> None:
        services = self._services()
        self.tasks.run(
            lambda: _step(services, is_redo=is_redo),
            owner=self,
            then=self.window.messages.show,
            failed=self.window.messages.error,
        )

    def _ask_for_export(self) -> None:
        self.tasks.run(
            _export_formats, owner=self, then=self._choose_export, failed=self.window.messages.error, lane="work"
        )

    def _choose_export(self, formats: Mapping[str, str]) -> None:
        self.window.messages.choose_file(
            "Export the cards", "certdeck", list(formats), lambda path, chosen: self._export(formats[chosen], path)
        )

    def _export(self, format_id: str, path: str) -> None:
        services = self._services()
        self.tasks.run(
            lambda: _export(services, format_id, Path(path)),
            owner=self,
            then=self.window.messages.show,
            failed=self.window.messages.error,
        )

    def _find(self, text: str) -> None:
        if self.services is None:
            return
        if self._search is not None:
            self.tasks.drop(self._search)
        services = self.services
        self._search = self.tasks.run(
            lambda: _search(services, text),
            owner=self,
            then=lambda hits: self.window.palette_box.show_found(text, rows_of(hits)),
        )

    def _on_chosen(self, row: object) -> None:
        if isinstance(row, PaletteRow):
            self.window.go_to("library", row.value)


# Ops of the lanes; see `load` for why they import.


def _ingest(
    services: "Services", root: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> "Outcome[IngestReport]":
    from app.services import ingest

    return ingest.ingest(services, root, progress=progress, cancelled=cancelled)


def _change_settings(services: "Services", settings: Settings) -> "Outcome[Services]":
    from app.services import preferences

    return preferences.change(services, settings)


def _search(services: "Services", text: str) -> "Outcome[tuple[Hit, ...]]":
    from app.services import library

    return library.search(services, text)


def _step(services: "Services", *, is_redo: bool) -> Outcome[str]:
    from app.services import study

    outcome = study.redo(services) if is_redo else study.undo(services)
    word = "redo" if is_redo else "undo"
    if outcome.value is None:
        return Outcome(f"Nothing to {word}")
    return Outcome(f"{'Redone' if is_redo else 'Undone'}: {outcome.value.name}", outcome.changes)


def _export_formats() -> Outcome[Mapping[str, str]]:
    from app.services import export

    return Outcome({f"{known.title} (*{known.suffix})": known.id for known in export.formats()})


def _export(services: "Services", format_id: str, path: Path) -> Outcome[str]:
    from app.services import export

    written = export.export(services, format_id, path, overwrite=True).value
    return Outcome(f"{written.cards} cards written to {written.path.name}")


def _go_back(services: "Services", copy: Path) -> "Outcome[Services]":
    from app.services import backup

    return backup.restore(services, copy)


def _restore_newest() -> Outcome[None]:
    from app.services import backup

    backup.restore_newest(paths.folders().progress_file, SystemClock().now())
    return Outcome(None)
