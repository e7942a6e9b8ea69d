"""The program's own icons, tinted by role for each screen density."""

import contextlib
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import paths


@lru_cache(maxsize=256)
def icon(name: str, colour: str, size: int = 20, ratio: float = 2.0) -> QIcon:
    """An icon of `resources/icons` in one colour; `ratio` is the screen's device pixels a point."""
    drawing = _tinted(name, colour)
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return QIcon(pixmap)


def icon_file(name: str, colour: str) -> str:
    """A tinted icon as a file, because a style sheet takes pictures only from files."""
    file = paths.folders().cache / "icons" / f"{name}-{colour.removeprefix('#')}.svg"
    with contextlib.suppress(OSError):  # then there is no picture, and everything works
        if not file.exists() or not file.stat().st_size:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_tinted(name, colour), encoding="utf-8")
    return file.as_posix()


def _tinted(name: str, colour: str) -> str:
    return paths.shipped(f"resources/icons/{name}.svg").read_text("utf-8").replace("#000000", colour)
