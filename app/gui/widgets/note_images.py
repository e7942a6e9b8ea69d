"""Reads pictures that notes name: raster files inside the notes folder, and nothing else on this machine."""

import os
import posixpath
import stat
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

MAX_PIXELS = 24_000_000
MAX_BYTES = 32_000_000
MAX_IMAGES = 60
RASTER_FORMATS = frozenset({"png", "jpg", "jpeg", "gif", "webp", "bmp"})


def read_image(root: Path, note_path: str, source: str, *, max_width: int) -> QImage | None:
    """Read one picture, no wider than `max_width`; None if it must not or cannot be shown."""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(note_path), unquote(source)))
    content = read_inside(root, name)
    return _decode(content, max_width) if content else None


def read_inside(root: Path, name: str) -> bytes | None:
    """Read a regular file below `root`; no component of its path may be a symbolic link or lead out."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\\" in part or "\x00" in part or ":" in part for part in parts):
        return None
    try:
        handle = _open_inside(root, parts)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
            return None
        return file.read(MAX_BYTES)


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


def _decode(content: bytes, max_width: int) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    form = bytes(reader.format().data()).decode("ascii", "replace")
    if form not in RASTER_FORMATS or size.isEmpty() or size.width() * size.height() > MAX_PIXELS:
        return None
    if size.width() > max_width:
        reader.setScaledSize(QSize(max_width, max(1, size.height() * max_width // size.width())))
    image = reader.read()
    return None if image.isNull() else image
