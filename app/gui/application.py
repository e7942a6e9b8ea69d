"""The Qt application, which hears what the system asks a running program to open (macOS sends no arguments)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app import paths


class Application(QApplication):
    """Says which notes or question bank are to be opened; what came before anybody listened waits in `asked_for`."""

    opened = Signal(str)

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self.asked_for = ""

    def event(self, event: QEvent) -> bool:
        """Take a request to open a file or folder; only events of the application itself pass here."""
        if isinstance(event, QFileOpenEvent) and (asked := paths.to_open(Path(event.file()))):
            self.asked_for = asked
            self.opened.emit(asked)
            return True
        return super().event(event)
