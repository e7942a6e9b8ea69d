"""Reads pictures that notes name: raster files inside the notes folder, and nothing else on this machine."""

import posixpath
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

from app.files import read_inside

MAX_PIXELS = 24_000_000
MAX_BYTES = 32_000_000
MAX_IMAGES = 60
RASTER_FORMATS = frozenset({"png", "jpg", "jpeg", "gif", "webp", "bmp"})


def read_image(root: Path, note_path: str, source: str, *, max_width: int) -> QImage | None:
    """Read one picture, no wider than `max_width`; None if it must not or cannot be shown."""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(note_path), unquote(source)))
    content = read_inside(root, name, most_bytes=MAX_BYTES)
    return _decode(content, max_width) if content else None


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
