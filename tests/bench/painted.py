"""Run a Qt program as it is, and say when its first window was painted and when it had settled.

    python painted.py START bare_window.py
    python painted.py START -m app

START is the launcher's monotonic clock in nanoseconds. Prints one line of JSON and ends the program.
"""

import json
import runpy
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

QUIET_MS = 250  # no window painted for so long means settled
start = int(sys.argv[1])
to_exec = QApplication.exec


def elapsed() -> float:
    """Seconds since the launcher started this process."""
    return (time.monotonic_ns() - start) / 1e9


def memory() -> int:
    """Our own share of memory in bytes (PSS), or 0 where the system does not say."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


class Watch(QObject):
    """Sees every paint of every window; quiet means settled."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.application = application
        self.first = 0.0
        self.last = 0.0
        self.texts: list[str] = []
        self.quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self.quiet.timeout.connect(self._on_quiet)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the time of each paint, after it was done."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.window().isVisible():
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self) -> None:
        self.last = elapsed()
        self.first = self.first or self.last
        self.quiet.start()

    def _on_quiet(self) -> None:
        texts = [
            str(widget.property("text"))
            for widget in self.application.allWidgets()
            if widget.isVisible() and widget.property("text")
        ]
        print(json.dumps({"first": self.first, "settled": self.last, "pss": memory(), "texts": texts}), flush=True)
        self.application.closeAllWindows()
        QTimer.singleShot(0, self.application.quit)


def watched_exec(*_: object) -> int:
    """Start watching where the program gives itself to Qt."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    watch = Watch(application)
    application.installEventFilter(watch)
    return to_exec()


QApplication.exec = staticmethod(watched_exec)  # type: ignore[method-assign]
program = sys.argv[2:]
if program[0] == "-m":
    sys.argv = [program[1], *program[2:]]
    runpy.run_module(program[1], run_name="__main__", alter_sys=True)
else:
    sys.argv = program
    runpy.run_path(program[0], run_name="__main__")
