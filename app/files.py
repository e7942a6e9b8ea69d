"""Write files so that a crash or a full disk never leaves half of one under its final name."""

import contextlib
import os
import tempfile
import time
from pathlib import Path

_TRIES = 10  # virus scanners and sync programs on Windows hold a file for moments
_PAUSE_SECONDS = 0.1


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: the old file stays until the new one is safely on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(Path(name), path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def replace(source: Path, target: Path) -> None:
    """Rename over `target` and make the rename itself lasting."""
    for attempt in range(_TRIES):
        try:
            os.replace(source, target)
            break
        except PermissionError:
            if os.name != "nt" or attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE_SECONDS)
    if os.name != "nt":
        _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems cannot
            os.fsync(handle)
    finally:
        os.close(handle)
