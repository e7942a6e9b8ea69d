"""A second start of Certdeck calls the window that is open, by a file in a folder that the first one watches."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from app import files
from app.domain.changes import Outcome
from app.gui.tasks import Tasks

_PATIENCE_MS = 2_000
_LOOK_MS = 100


class Summons(QObject):
    """Hears calls of later starts. Taking a call removes its file, and thereby answers it."""

    called = Signal(str)  # a folder of notes to open, or nothing

    def __init__(self, folder: Path, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._tasks = tasks
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self._look())

    def listen(self) -> None:
        """Hear calls from now on; what was called before somebody listened is forgotten."""
        folder = self._folder
        self._tasks.run(lambda: _take(folder), owner=self, then=lambda _: self._watch(), lane="work")

    def call(self, answered: "Waiting", notes: str = "") -> None:
        """Ask the window that is open to come forward, and to open notes; `answered` tells how it went."""
        folder = self._folder
        self._tasks.run(
            lambda: _leave(folder, notes),
            owner=answered,
            then=answered.wait,
            failed=lambda _: answered.give_up(),
            lane="work",
        )

    def _watch(self) -> None:
        self._watcher.addPath(str(self._folder))

    def _look(self) -> None:
        folder = self._folder
        self._tasks.run(lambda: _take(folder), owner=self, then=self._on_taken, lane="work")

    def _on_taken(self, calls: Sequence[str]) -> None:
        for notes in calls:
            self.called.emit(notes)


class Waiting(QObject):
    """Waits until a call is taken, but not long: the window that holds the lock may be hung."""

    answered = Signal()
    unanswered = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._file = Path()
        self._looks_left = _PATIENCE_MS // _LOOK_MS
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def wait(self, file: Path) -> None:
        """Look whether the call is still there."""
        self._file = file
        self._timer.start()

    def give_up(self) -> None:
        """Nobody answers."""
        self._timer.stop()
        self.unanswered.emit()

    def _look(self) -> None:
        self._looks_left -= 1
        if not self._file.exists():
            self._timer.stop()
            self.answered.emit()
        elif self._looks_left <= 0:
            with contextlib.suppress(OSError):
                self._file.unlink()
            self.give_up()


def _leave(folder: Path, notes: str) -> Outcome[Path]:
    file = folder / str(os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    files.write_whole(file, notes.encode("utf-8", "surrogateescape"))
    return Outcome(file)


def _take(folder: Path) -> Outcome[tuple[str, ...]]:
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[str] = []
    for file in folder.iterdir():
        if file.name.isdigit():  # anything else is still being written
            with contextlib.suppress(OSError):
                taken.append(file.read_bytes().decode("utf-8", "surrogateescape"))
                file.unlink()
    return Outcome(tuple(taken))
