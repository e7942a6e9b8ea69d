"""What happens when the program itself is at fault: it says so, with a report to copy, and lives on."""

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app import __version__, log, paths
from app.gui.widgets.parts import button, words

_LOG_LINES = 30
_log = logging.getLogger(__name__)


class Crash(QObject):
    """Catches what nothing else caught, in any thread, and shows it in the window's."""

    _caught = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._is_shown = False
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> Callable[[], None]:
        """Take over both hooks; the returned function gives them back."""
        before, thread_before = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

        def uninstall() -> None:
            sys.excepthook, threading.excepthook = before, thread_before

        return uninstall

    def report(self, error: BaseException) -> None:
        """Show an error that a task brought back."""
        self._on_exception(type(error), error, error.__traceback__)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        _log.error("Not caught", exc_info=(kind, error, trace))
        self._caught.emit("".join(traceback.format_exception(kind, error, trace)))

    def _show(self, trace: str) -> None:
        if self._is_shown:
            return
        self._is_shown = True
        dialog = CrashDialog(report_text(trace), self._window)
        dialog.finished.connect(self._on_closed)
        dialog.open()

    def _on_closed(self) -> None:
        self._is_shown = False


class CrashDialog(QDialog):
    """Says that it is our fault, and what is safe."""

    def __init__(self, report: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Something went wrong")
        self.ensurePolished()
        size = QSize(720, 480) * max(1.0, self.fontMetrics().height() / 19)
        self.resize(size.boundedTo(parent.size().expandedTo(QSize(480, 360))))
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setProperty("kind", "report")
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setAccessibleName("Report")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(button("Copy the report", self._copy))
        row.addWidget(button("Go on", self.accept, "primary"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(words("Something went wrong in Certdeck", "large"))
        layout.addWidget(
            words(
                "This is our mistake. Every answer that was shown as given is safe, and you can go on. The "
                "report below helps to mend it; it names files, not what is in them, and nothing leaves this machine.",
                "soft",
            )
        )
        layout.addWidget(self.report, 1)
        layout.addLayout(row)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())


def report_text(trace: str) -> str:
    """Versions, the traceback and the end of the log."""
    versions = f"Certdeck {__version__}, Python {platform.python_version()}, Qt {qt_version}, {platform.platform()}"
    lately = log.tail(paths.folders().log_file, _LOG_LINES)
    return "\n\n".join(part for part in (versions, trace, f"Log\n{lately}" if lately else "") if part)
