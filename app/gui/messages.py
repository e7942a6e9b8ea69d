"""The only place that shows messages, questions and file dialogs."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget

from app.errors import AppError

_SHOWN_MS = 4_000
_TOP = 16
_MARGIN = 24  # to the window's sides
_WIDEST = 560  # of the words, at a line height of 18


class Messages(QObject):
    """A bar at the head of the window, where it covers no buttons, and native dialogs where an answer is needed."""

    shown = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.left = 0  # what of the window's left side stays free
        self.bar = QFrame(window)
        self.bar.setProperty("kind", "bar")
        self.bar.setAccessibleName("Message")
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.details = QPushButton("Details")
        self.details.setProperty("kind", "quiet")
        self.close_button = QPushButton("Close")
        self.close_button.setProperty("kind", "quiet")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        for widget in (self.words, self.details, self.close_button):
            row.addWidget(widget)
        self._error: AppError | None = None
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.bar.hide)
        self.close_button.clicked.connect(self.bar.hide)
        self.details.clicked.connect(self._show_details)
        self.bar.hide()

    def show(self, text: str) -> None:
        """Say something that needs no answer; it goes by itself."""
        self._error = None
        self._say(text, is_lasting=False)

    def error(self, error: AppError) -> None:
        """Say what went wrong, what is safe and what to do; it stays until it is closed."""
        self._error = error
        self._say(f"{error.message} {error.hint}".strip(), is_lasting=True)

    def ask(self, title: str, text: str, *, yes: str, then: Callable[[], object]) -> None:
        """Ask before something is done; `then` is called after a yes."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(title)
        box.setInformativeText(text)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        agree.clicked.connect(then)
        box.open()

    def choose_folder(self, title: str, start: str, then: Callable[[str], None]) -> None:
        """Let the learner choose a folder with the system's own dialog."""
        dialog = QFileDialog(self._window, title, start)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(then)
        dialog.open()

    def open_file(self, title: str, filters: Sequence[str], then: Callable[[str], None]) -> None:
        """Let the learner choose a file to read."""
        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(list(filters))
        dialog.fileSelected.connect(then)
        dialog.open()

    def choose_file(self, title: str, proposed: str, filters: Sequence[str], then: Callable[[str, str], None]) -> None:
        """Let the learner name a file to write; `then` gets path and filter. The dialog asks before it replaces."""
        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(filters))
        dialog.selectFile(proposed)
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_suffix(chosen)))
        dialog.setDefaultSuffix(_suffix(filters[0]))
        dialog.fileSelected.connect(lambda path: then(path, dialog.selectedNameFilter()))
        dialog.open()

    def place(self) -> None:
        """Keep the bar at the head of the window."""
        metrics = self.words.fontMetrics()
        shown = [button for button in (self.details, self.close_button) if not button.isHidden()]
        taken = 2 * _MARGIN + 32 + sum(button.sizeHint().width() + 8 for button in shown)
        room = self._window.width() - self.left
        widest = min(_WIDEST * metrics.height() // 18, room - taken)
        needed = metrics.horizontalAdvance(self.words.text()) + 4
        self.words.setFixedWidth(max(80, min(needed, widest)))
        self.bar.adjustSize()
        self.bar.move(self.left + max(0, (room - self.bar.width()) // 2), _TOP)

    def _say(self, text: str, *, is_lasting: bool) -> None:
        self.words.setText(text)
        self.details.setVisible(self._error is not None and bool(self._error.details))
        self.bar.show()
        self.bar.raise_()
        self.place()
        self._timer.stop()
        if not is_lasting:
            self._timer.start()
        self.shown.emit(text)

    def _show_details(self) -> None:
        if self._error is None:
            return
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self._error.message)
        box.setInformativeText(self._error.details)
        box.open()


def _suffix(name_filter: str) -> str:
    """What a filter such as `PDF (*.pdf)` adds to a bare name; the dialog then asks about the name that is written."""
    return name_filter.rpartition("*.")[2].partition(")")[0].partition(" ")[0]
