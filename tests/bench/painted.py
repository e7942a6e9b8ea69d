"""Run a Qt program as it is, and say when its first window was painted and when it showed true figures.

    python painted.py START bare_window.py
    python painted.py START -m app

START is the launcher's monotonic clock in nanoseconds. Prints one line of JSON and ends the program.
"""

import json
import re
import runpy
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

QUIET_MS = 1500  # no window painted for so long means that all is done
PATIENCE_MS = 10_000  # how long to wait for figures
FIGURES = re.compile(r"\d+ (cards?|new|minutes?)\b")  # what Today says, and the empty shell does not
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
        self.figures = 0.0
        self.is_bare = len(program) == 1
        self.quiet = QTimer(self, singleShot=True)
        self.quiet.timeout.connect(self._on_quiet)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the time of each paint, after it was done."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.window().isVisible():
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self) -> None:
        now = elapsed()
        self.first = self.first or now
        if not self.figures and any(FIGURES.search(text) for text in self._texts()):
            self.figures = now
        self.quiet.start(QUIET_MS if self.figures or self.is_bare else PATIENCE_MS)

    def _texts(self) -> list[str]:
        shown = (widget for widget in self.application.allWidgets() if widget.isVisible())
        return [text for widget in shown if (text := str(widget.property("text") or ""))]

    def _on_quiet(self) -> None:
        found = {"first": self.first, "figures": self.figures, "pss": memory(), "texts": self._texts()}
        print(json.dumps(found), flush=True)
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
