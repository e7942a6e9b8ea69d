"""A laid-out diagram put on anything Qt can paint on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import atan2, cos, sin

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.domain.diagram import Diagram, Edge, Form, Line, Node
from app.domain.layout import Box, Frame, Label, Layout, Route
from app.paint.ink import Ink, font, measure

_PENS = {
    Line.SOLID: Qt.PenStyle.SolidLine,
    Line.PLAIN: Qt.PenStyle.SolidLine,
    Line.DASHED: Qt.PenStyle.DashLine,
    Line.DOTTED: Qt.PenStyle.DotLine,
    Line.FAILED: Qt.PenStyle.DashLine,
}
LINE_NAMES = {
    Line.SOLID: "sends, calls, leads to",
    Line.PLAIN: "belongs together",
    Line.DASHED: "later, or asynchronous",
    Line.DOTTED: "permission, role or policy",
    Line.FAILED: "fails, denied or never",
}
_RADIUS = 6.0
_HEAD = 8.0  # length of an arrowhead
_FAINT = 0.28


@dataclass(frozen=True, slots=True)
class Shown:
    """What the learner sees of a diagram: parts are `node:id`, `edge:3` and `group:id`.

    `hidden` parts show an empty blank, all but `near` are faint if it is not empty, `known` tints boxes by how well
    their cards are known, from 0 to 1.
    """

    hidden: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    chosen: str = ""
    known: Mapping[str, float] = field(default_factory=dict)


def draw(painter: QPainter, diagram: Diagram, layout: Layout, ink: Ink, shown: Shown | None = None) -> None:
    """Draw at the painter's origin, one unit a point."""
    shown = shown or Shown()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    nodes = {node.id: node for node in diagram.nodes}
    for frame in sorted(layout.frames, key=lambda one: -one.width * one.height):
        _frame(painter, diagram, frame, ink, shown)
    painter.setPen(QPen(QColor(ink.of("line_strong")), 1, Qt.PenStyle.DotLine))
    for (x, y), (u, v) in layout.threads:
        painter.drawLine(QLineF(x, y, u, v))
    if diagram.form is not Form.TRACK:
        for route in layout.routes:
            _route(painter, diagram.edges[route.edge], route, ink, shown)
    for box in layout.boxes:
        _box(painter, nodes[box.id], box, ink, shown)
    for route in layout.routes:
        if route.label is not None:
            _edge_label(painter, diagram.edges[route.edge], route, ink, shown)
    for label in layout.heads:
        painter.setOpacity(1)
        _text(painter, label, ink.of("text_soft"))
    painter.restore()


def _frame(painter: QPainter, diagram: Diagram, frame: Frame, ink: Ink, shown: Shown) -> None:
    group = next(one for one in diagram.groups if one.id == frame.id)
    colour = QColor(ink.category(group.category))
    _fade(painter, f"group:{frame.id}", shown)
    ground = QColor(colour)
    ground.setAlphaF(0.05)
    painter.setBrush(QBrush(ground))
    painter.setPen(QPen(colour, 1.2))
    painter.drawRoundedRect(QRectF(frame.x, frame.y, frame.width, frame.height), _RADIUS, _RADIUS)
    if f"group:{frame.id}" in shown.hidden:
        _blank(painter, QRectF(frame.label.x, frame.label.y, max(frame.label.width, 40), frame.label.height), ink)
    else:
        _text(painter, frame.label, colour.name(), is_left=True)


def _box(painter: QPainter, node: Node, box: Box, ink: Ink, shown: Shown) -> None:
    part = f"node:{node.id}"
    _fade(painter, part, shown)
    colour = QColor(ink.category(node.category))
    rectangle = QRectF(box.x, box.y, box.width, box.height)
    ground = QColor(ink.of("surface"))
    painter.setBrush(QBrush(ground))
    is_chosen = part == shown.chosen
    painter.setPen(
        QPen(QColor(ink.of("accent")) if is_chosen else QColor(ink.of("line_strong")), 2 if is_chosen else 1)
    )
    if node.is_choice:
        painter.drawPolygon(_hexagon(rectangle))
    else:
        painter.drawRoundedRect(rectangle, _RADIUS, _RADIUS)
    if part in shown.known:
        _tint(painter, rectangle, shown.known[part], ink)
    if node.category and not node.is_choice and part not in shown.hidden:
        bar = QPainterPath()
        bar.addRoundedRect(QRectF(box.x, box.y, 12, box.height), _RADIUS, _RADIUS)
        painter.save()
        painter.setClipRect(QRectF(box.x, box.y, 4, box.height))
        painter.fillPath(bar, colour)
        painter.restore()
    inner = rectangle.adjusted(8, 4, -8, -4)
    if node.number:
        _badge(painter, QPointF(box.x + 16, box.y + box.height / 2), node.number, ink)
        inner.setLeft(box.x + 28)
    if part in shown.hidden:
        _blank(painter, inner, ink)
        return
    painter.setPen(QColor(ink.of("text")))
    _, line_height = measure("x", "node")
    _, entry_height = measure("x", "entry")
    height = line_height * len(box.lines) + (entry_height * len(box.entries) + 8 if box.entries else 0)
    y = inner.center().y() - height / 2
    painter.setFont(font("node"))
    for line in box.lines:
        painter.drawText(QRectF(inner.left(), y, inner.width(), line_height), Qt.AlignmentFlag.AlignCenter, line)
        y += line_height
    if box.entries:
        painter.setFont(font("entry"))
        y += 8
        for line in box.entries:
            painter.drawText(
                QRectF(inner.left() + 4, y, inner.width(), entry_height), Qt.AlignmentFlag.AlignVCenter, line
            )
            y += entry_height


def _tint(painter: QPainter, rectangle: QRectF, known: float, ink: Ink) -> None:
    """A bar below the words, as long as the part is known."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    track = QRectF(rectangle.left() + 8, rectangle.bottom() - 5, rectangle.width() - 16, 2)
    painter.fillRect(track, QColor(ink.of("line")))
    track.setWidth(track.width() * max(0.0, min(1.0, known)))
    painter.fillRect(track, QColor(ink.of("good")))
    painter.restore()


def _route(painter: QPainter, edge: Edge, route: Route, ink: Ink, shown: Shown) -> None:
    _fade(painter, f"edge:{route.edge}", shown)
    colour = QColor(ink.of("bad") if edge.line is Line.FAILED else ink.of("text_soft"))
    points = [QPointF(*point) for point in route.points]
    path = QPainterPath(points[0])
    for place in range(1, len(points) - 2, 3):
        path.cubicTo(points[place], points[place + 1], points[place + 2])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colour, 1.4, _PENS[edge.line])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawPath(path)
    if edge.line is not Line.PLAIN:
        _arrowhead(painter, points[-2] if points[-2] != points[-1] else points[-3], points[-1], colour)
    if edge.is_both:
        _arrowhead(painter, points[1] if points[1] != points[0] else points[2], points[0], colour)
    if edge.line is Line.FAILED:
        middle = path.pointAtPercent(0.5 if route.label is None else 0.25)
        painter.setPen(QPen(colour, 1.6))
        for sign in (1, -1):
            painter.drawLine(middle + QPointF(-4, -4 * sign), middle + QPointF(4, 4 * sign))


def _arrowhead(painter: QPainter, before: QPointF, tip: QPointF, colour: QColor) -> None:
    angle = atan2(tip.y() - before.y(), tip.x() - before.x())
    wings = [tip - QPointF(cos(angle + turn) * _HEAD, sin(angle + turn) * _HEAD) for turn in (0.42, -0.42)]
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour))
    painter.drawPolygon(QPolygonF([tip, *wings]))
    painter.restore()


def _edge_label(painter: QPainter, edge: Edge, route: Route, ink: Ink, shown: Shown) -> None:
    assert route.label is not None
    part = f"edge:{route.edge}"
    _fade(painter, part, shown)
    label = route.label
    rectangle = QRectF(label.x - 3, label.y - 1, label.width + 6, label.height + 2)
    ground = QColor(ink.of("ground"))
    ground.setAlphaF(0.9)
    painter.fillRect(rectangle, ground)
    if part in shown.hidden:
        _blank(painter, rectangle, ink)
    else:
        _text(painter, label, ink.of("bad") if edge.line is Line.FAILED else ink.of("text_soft"))


def _blank(painter: QPainter, rectangle: QRectF, ink: Ink) -> None:
    painter.setPen(QPen(QColor(ink.of("accent")), 1, Qt.PenStyle.DashLine))
    painter.setBrush(QBrush(QColor(ink.of("accent_soft"))))
    painter.drawRoundedRect(rectangle, 4, 4)
    painter.setPen(QColor(ink.of("accent")))
    painter.setFont(font("head"))
    painter.drawText(rectangle, Qt.AlignmentFlag.AlignCenter, "?")


def _badge(painter: QPainter, centre: QPointF, number: int, ink: Ink) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(ink.of("accent"))))
    painter.drawEllipse(centre, 9, 9)
    painter.setPen(QColor(ink.of("on_accent")))
    painter.setFont(font("edge"))
    painter.drawText(QRectF(centre.x() - 9, centre.y() - 9, 18, 18), Qt.AlignmentFlag.AlignCenter, str(number))
    painter.restore()


def _text(painter: QPainter, label: Label, colour: str, *, is_left: bool = False) -> None:
    painter.setFont(font(label.role))
    painter.setPen(QColor(colour))
    side = Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignHCenter
    _, height = measure("x", label.role)
    for place, line in enumerate(label.lines):
        area = QRectF(label.x - 20, label.y + place * height, label.width + 40, height)
        if is_left:
            area.setLeft(label.x)
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, line)


def _hexagon(area: QRectF) -> QPolygonF:
    return QPolygonF(
        [
            QPointF(area.left(), area.center().y()),
            QPointF(area.left() + 14, area.top()),
            QPointF(area.right() - 14, area.top()),
            QPointF(area.right(), area.center().y()),
            QPointF(area.right() - 14, area.bottom()),
            QPointF(area.left() + 14, area.bottom()),
        ]
    )


def _fade(painter: QPainter, part: str, shown: Shown) -> None:
    painter.setOpacity(_FAINT if shown.near and part not in shown.near else 1.0)
