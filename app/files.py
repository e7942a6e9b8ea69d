"""Write files whole or not at all, and read what strangers name only where it may be read."""

import contextlib
import os
import stat
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


def read_inside(root: Path, name: str, *, most_bytes: int) -> bytes | None:
    """Read a regular file below `root`; no component of its path may be a symbolic link or lead out."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\x00" in part or ":" in part for part in parts):
        return None
    try:
        handle = _open_inside(root, parts)
    except OSError:
        return None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > most_bytes:
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most_bytes)
    except OSError:
        return None
    finally:
        os.close(handle)


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


def _open_inside(root: Path, parts: list[str]) -> int:
    if os.open not in os.supports_dir_fd:  # Windows: check each component by name
        path = root
        for part in parts:
            path = path / part
            if path.is_symlink() or path.is_junction() if hasattr(path, "is_junction") else path.is_symlink():
                raise OSError(f"{part} is a link")
        return os.open(path, os.O_RDONLY)
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            deeper = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            os.close(folder)
            folder = deeper
        return os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    finally:
        os.close(folder)
