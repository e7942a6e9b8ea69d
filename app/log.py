"""Keep what went wrong: a small rotating file for reports, and warnings on the terminal."""

import logging
import os
import sys
from pathlib import Path

ROOT = "app"
LIMIT_BYTES = 1_000_000
KEPT = 3

_FORM = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


class RotatingFile(logging.FileHandler):
    """A log file that moves aside when it is full.

    The standard library has one too, but its module brings sockets and pickle with it, which the start would pay for.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, on a fresh file if the old one is full."""
        if self.stream is not None and self.stream.tell() >= LIMIT_BYTES:
            self._rotate()
        super().emit(record)

    def _rotate(self) -> None:
        self.close()
        try:
            _shift(Path(self.baseFilename))
        except OSError:  # somebody else has it open: the old file goes on
            self.stream = self._open()


def start(path: Path, *, level: int = logging.INFO) -> None:
    """Send the program's log to `path`, and warnings to the terminal too; a second call replaces the first."""
    logger = logging.getLogger(ROOT)
    stop()
    logger.setLevel(level)
    logger.propagate = True
    form = logging.Formatter(_FORM)
    if sys.stderr is not None:  # a windowed program on Windows has none
        terminal = logging.StreamHandler(sys.stderr)
        terminal.setLevel(logging.WARNING)
        terminal.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        logger.addHandler(terminal)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = RotatingFile(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        logger.warning("No log is kept: %s", error)
        return
    file.setFormatter(form)
    logger.addHandler(file)


def stop() -> None:
    """Close the log; what is logged afterwards goes nowhere of ours."""
    logger = logging.getLogger(ROOT)
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def tail(path: Path, lines: int = 50) -> str:
    """Read the end of the log for a report."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 64_000))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def _shift(path: Path) -> None:
    for number in range(KEPT - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        newer = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
        if newer.exists():
            os.replace(newer, older)
