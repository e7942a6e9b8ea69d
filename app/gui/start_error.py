"""When the progress file cannot be opened: one dialog with its own words and choices."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import AppError, StoreBusy, StoreDamaged
from app.gui.widgets.parts import button, words

_WIDTH = 560


class StartError(QDialog):
    """Says what happened and what is safe; the learner chooses what to do. Closing it quits."""

    restored = Signal()
    retried = Signal()

    def __init__(self, error: AppError, progress_file: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Certdeck cannot start")
        self.setFixedWidth(_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(button("Quit", self.reject))
        row.addStretch(1)
        folder = QUrl.fromLocalFile(str(progress_file.parent))
        row.addWidget(button("Open the folder", lambda: QDesktopServices.openUrl(folder)))
        if isinstance(error, StoreDamaged):
            row.addWidget(button("Restore the newest backup", self._restore, "primary"))
        else:
            row.addWidget(button("Try again", self._retry, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        title = "Certdeck is already open" if isinstance(error, StoreBusy) else "Your progress cannot be opened"
        layout.addWidget(words(title, "large"))
        layout.addWidget(words(f"{error.message} {error.hint}".strip()))
        if error.details:
            layout.addWidget(words(error.details, "small"))
        layout.addSpacing(8)
        layout.addLayout(row)

    def _restore(self) -> None:
        self.done(QDialog.DialogCode.Accepted)
        self.restored.emit()

    def _retry(self) -> None:
        self.done(QDialog.DialogCode.Accepted)
        self.retried.emit()
