"""Write files so that a crash or a full disk never leaves half of one under its final name."""

import contextlib
import os
import time
from pathlib import Path

_TRIES = 10  # virus scanners and sync programs on Windows hold a file for moments
_PAUSE_SECONDS = 0.1


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: the old file stays until the new one is safely on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.urandom(4).hex()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
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
