"""Notices edits of the open notes within a second."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from app.domain.changes import Outcome
from app.gui.tasks import Tasks

_SETTLE_MS = 200
_MOST_PATHS = 4_000  # systems limit how many can be watched


class Watch(QObject):
    """Watches a folder, its folders and its notes; tells once when they have been quiet for a moment."""

    changed = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._root: Path | None = None
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._watcher.directoryChanged.connect(self._on_change)
        self._watcher.fileChanged.connect(self._on_change)
        self._timer.timeout.connect(self._settle)

    def look_at(self, root: Path) -> None:
        """Watch this folder from now on."""
        self._root = root
        self._tasks.run(lambda: Outcome(paths_below(root)), owner=self, then=self._watch, lane="work")

    def _watch(self, paths: Sequence[str]) -> None:
        watched = set(self._watcher.files()) | set(self._watcher.directories())
        gone, new = watched - set(paths), set(paths) - watched
        if gone:
            self._watcher.removePaths(list(gone))
        if new:
            self._watcher.addPaths(list(new))

    def _on_change(self, _path: str) -> None:
        self._timer.start()

    def _settle(self) -> None:
        self.changed.emit()
        if self._root is not None:
            self.look_at(self._root)  # editors replace files: the new one must be watched again


def paths_below(root: Path) -> tuple[str, ...]:
    """The folder, the folders in it and the notes in them, as far as a system can watch."""
    if root.is_file():
        return (str(root), str(root.parent))
    found: list[str] = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.append(folder)
        found.extend(os.path.join(folder, name) for name in files if name.endswith((".md", ".markdown", ".txt")))
        if len(found) >= _MOST_PATHS:
            break
    return tuple(found[:_MOST_PATHS])
