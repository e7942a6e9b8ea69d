"""Draw an SVG as PNG files whose names are their sizes: `draw_icon.py ICON.svg 16.png 32.png`. Needs Qt."""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def main(source: str, targets: list[str]) -> int:
    """Draw each size on its own, so that lines fall on pixels as well as they can."""
    application = QGuiApplication(sys.argv[:1])
    drawing = QSvgRenderer(source)
    for target in targets:
        side = int(Path(target).stem)
        image = QImage(side, side, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        if not image.save(target):
            return 1
    del application
    return 0 if drawing.isValid() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
