"""The program's own icons, tinted by role for each screen density."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import paths


@lru_cache(maxsize=256)
def icon(name: str, colour: str, size: int = 20, ratio: float = 2.0) -> QIcon:
    """An icon of `resources/icons` in one colour; `ratio` is the screen's device pixels a point."""
    drawing = paths.shipped(f"resources/icons/{name}.svg").read_text("utf-8").replace("#000000", colour)
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return QIcon(pixmap)
