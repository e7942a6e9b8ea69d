"""A list of an attempt's questions that leaves letters to the page it stands on."""

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget

from app.gui.widgets.wrapped import WrappedDelegate


class QuestionList(QListWidget):
    """Numbered questions, one in a row as high as its words; digits find a number, letters are the page's keys."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setItemDelegate(WrappedDelegate(self, across=16, down=14))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Search by number only: Qt would take a letter for a search as well, and the page would miss its key."""
        if event.text().isalpha():
            event.ignore()
        else:
            super().keyPressEvent(event)
