"""The letters of printed pages, and how words break into lines of a width."""

from functools import lru_cache
from threading import local

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from app.paint.ink import font

_fonts = local()


def letters(size: int, *, is_bold: bool = False, is_slanted: bool = False) -> QFont:
    """Letters of a size in points; each thread has its own, as a font may not be used by two at once."""
    name = f"{size}{is_bold}{is_slanted}"
    own: QFont | None = getattr(_fonts, name, None)
    if own is None:
        own = QFont(font("node"))
        own.setPixelSize(size)
        own.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
        own.setItalic(is_slanted)
        setattr(_fonts, name, own)
    return own


@lru_cache(maxsize=16384)
def wrapped(words: str, width: float, size: int, *, is_bold: bool = False) -> tuple[str, ...]:
    """Break words into lines: between words where it can be done, within a long one where it must."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        layout = QTextLayout(paragraph, letters(size, is_bold=is_bold))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            lines.append(paragraph[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
    return tuple(lines) or ("",)


@lru_cache(maxsize=16384)
def width_of(words: str, size: int, *, is_bold: bool = False) -> float:
    """How wide a line of words is."""
    return QFontMetricsF(letters(size, is_bold=is_bold)).horizontalAdvance(words)


def elided(words: str, width: float, size: int) -> str:
    """A line cut to a width, with an ellipsis where something is left out."""
    return QFontMetricsF(letters(size)).elidedText(words, Qt.TextElideMode.ElideRight, width)


def line_height(size: int) -> float:
    """The distance of two lines."""
    return round(size * 1.36, 2)


def write(
    painter: QPainter,
    lines: tuple[str, ...],
    x: float,
    y: float,
    width: float,
    size: int,
    colour: str,
    *,
    is_bold: bool = False,
    is_slanted: bool = False,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Set lines from a corner downwards."""
    painter.setFont(letters(size, is_bold=is_bold, is_slanted=is_slanted))
    painter.setPen(QColor(colour))
    height = line_height(size)
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
    for place, line in enumerate(lines):
        painter.drawText(QRectF(x, y + place * height, width, height), int(flags), line)
