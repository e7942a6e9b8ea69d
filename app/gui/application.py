"""The Qt application, which hears what the system asks a running program to open (macOS sends no arguments)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app import paths


class Application(QApplication):
    """Says which folder of notes is to be opened; what came before anybody listened waits in `asked_for`."""

    opened = Signal(str)

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self.asked_for = ""

    def event(self, event: QEvent) -> bool:
        """Take a request to open a file or folder; only events of the application itself pass here."""
        if isinstance(event, QFileOpenEvent) and (folder := paths.folder_of(Path(event.file()))):
            self.asked_for = folder
            self.opened.emit(folder)
            return True
        return super().event(event)
