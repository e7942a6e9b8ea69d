"""A large picture over several pages: the tiles themselves, their crop marks, and the map of how they lie."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.paint.ink import Ink
from app.paint.letters import write
from app.paint.page import Print, draw_picture
from app.paint.paper import MARGIN, OVERLAP, Paper, Tiles

_MARK = 12.0  # length of a crop mark


def draw_tile(
    painter: QPainter,
    *,
    one: Print,
    cut: Tiles,
    place: tuple[int, int],
    area: tuple[float, float],
    paper: Paper,
    ink: Ink,
    is_blank: bool,
) -> None:
    """Draw one tile, the corner of its area at the painter's origin."""
    x, y = cut.corner(*place)
    painter.save()
    painter.setClipRect(QRectF(0, 0, *area))
    painter.translate(-x, -y)
    draw_picture(painter, one=one, scale=cut.scale, ink=ink, is_blank=is_blank)
    painter.restore()
    for edge in _edges(area):  # a picture may clip by itself, and then draws on the margins
        painter.fillRect(edge, QColor("white"))
    if paper.has_crop_marks:
        _draw_crop_marks(painter, cut, place, area, ink)
    _draw_where(painter, cut, place, area, ink)


def _edges(area: tuple[float, float]) -> tuple[QRectF, ...]:
    """The margins around a tile."""
    width, height = area
    side = MARGIN + 1  # a page may end within a pixel
    return (
        QRectF(-side, -side, width + 2 * side, side),
        QRectF(-side, height, width + 2 * side, side),
        QRectF(-side, 0, side, height),
        QRectF(width, 0, side, height),
    )


def _draw_crop_marks(
    painter: QPainter, cut: Tiles, place: tuple[int, int], area: tuple[float, float], ink: Ink
) -> None:
    """Marks outside the corners, and dotted lines where the next page is glued on."""
    width, height = area
    painter.setPen(QPen(QColor(ink.of("text")), 0.5))
    for x, outward in ((0.0, -1), (width, 1)):
        for y, downward in ((0.0, -1), (height, 1)):
            painter.drawLine(QLineF(x + outward * 4, y, x + outward * (4 + _MARK), y))
            painter.drawLine(QLineF(x, y + downward * 4, x, y + downward * (4 + _MARK)))
    painter.setPen(QPen(QColor(ink.of("line")), 0.5, Qt.PenStyle.DashLine))
    if place[0] < cut.columns - 1:
        painter.drawLine(QLineF(width - OVERLAP, 0, width - OVERLAP, height))
    if place[1] < cut.rows - 1:
        painter.drawLine(QLineF(0, height - OVERLAP, width, height - OVERLAP))


def _draw_where(painter: QPainter, cut: Tiles, place: tuple[int, int], area: tuple[float, float], ink: Ink) -> None:
    """A small map in the lower margin: which of the tiles this is."""
    size = min(6.0, 20 / cut.rows, 120 / cut.columns)
    wide = size * (1.4 if cut.is_wide else 0.75)
    left, top = (area[0] - wide * cut.columns) / 2, area[1] + 10
    painter.setPen(QPen(QColor(ink.of("line_strong")), 0.4))
    for row in range(cut.rows):
        for column in range(cut.columns):
            cell = QRectF(left + column * wide, top + row * size, wide, size)
            painter.setBrush(QColor(ink.of("text")) if (column, row) == place else Qt.BrushStyle.NoBrush)
            painter.drawRect(cell)


def draw_map(painter: QPainter, *, cut: Tiles, ink: Ink, scale: float, first: int) -> None:
    """Over the whole picture: how its tiles lie, and on which page each is."""
    accent = QColor(ink.of("accent"))
    whole = QRectF(0, 0, *(side * scale for side in cut.picture))
    for row in range(cut.rows):
        for column in range(cut.columns):
            x, y = cut.corner(column, row)
            tile = QRectF(x * scale, y * scale, (cut.step[0] + OVERLAP) * scale, (cut.step[1] + OVERLAP) * scale)
            area = tile & whole.adjusted(-8, -6, 8, 6)
            painter.setPen(QPen(accent, 0.6, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area)
            badge = QRectF(area.topLeft() + QPointF(4, 4), area.topLeft() + QPointF(24, 18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawRoundedRect(badge, 4, 4)
            words = (str(first + row * cut.columns + column + 1),)
            write(
                painter, words, badge.x(), badge.y() + 1, badge.width(), 9, ink.of("on_accent"),
                side=Qt.AlignmentFlag.AlignHCenter,
            )  # fmt: skip
