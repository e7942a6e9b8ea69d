"""Let only one Certdeck write a progress file: a lock that the system frees even after a kill."""

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from app.errors import StoreBusy

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@dataclass(slots=True)
class Lock:
    """An open file that the system holds for us; what is written in it does not matter."""

    handle: int

    def release(self) -> None:
        """Let others in."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1


def take(path: Path) -> Lock:
    """Lock the progress file at `path`, or raise StoreBusy at once."""
    handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.close(handle)
        raise StoreBusy(
            "Certdeck is already open with this progress file.",
            hint="Nothing was changed. Use the window that is open, or close it and start again.",
            details=f"{error} ({path})",
        ) from error
    return Lock(handle)
