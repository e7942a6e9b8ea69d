"""A laid-out diagram put on anything Qt can paint on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import atan2, cos, sin

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.domain.diagram import Diagram, Edge, Form, Line, Node
from app.domain.layout import Box, Frame, Label, Layout, Route
from app.paint.ink import Ink, font, measure

PENS = {
    Line.SOLID: Qt.PenStyle.SolidLine,
    Line.PLAIN: Qt.PenStyle.SolidLine,
    Line.DASHED: Qt.PenStyle.DashLine,
    Line.DOTTED: Qt.PenStyle.DotLine,
    Line.FAILED: Qt.PenStyle.DashLine,
    Line.NEVER: Qt.PenStyle.DashLine,
}
LINE_NAMES = {
    Line.SOLID: "sends, calls, leads to",
    Line.PLAIN: "belongs together",
    Line.DASHED: "later, or asynchronous",
    Line.DOTTED: "permission, role or policy",
    Line.FAILED: "fails, or is refused",
    Line.NEVER: "does not happen",
}
_RADIUS = 6.0
_HEAD = 8.0  # length of an arrowhead
_FAINT = 0.28
_FAR = 0.36  # pixels a point: below that words cannot be read anyway


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


def draw(
    painter: QPainter,
    diagram: Diagram,
    layout: Layout,
    ink: Ink,
    shown: Shown | None = None,
    *,
    seen: QRectF | None = None,
    detail: float = 1.0,
) -> None:
    """Draw at the painter's origin, one unit a point.

    Only parts that touch `seen` are drawn, if it is given; from afar (`detail` pixels a point) words become bars.
    """
    shown = shown or Shown()
    is_far = detail < _FAR
    shapes = _shapes_of(diagram, layout)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for frame in shapes.frames:
        _frame(painter, diagram, frame, ink, shown)
    painter.setPen(QPen(_colour(ink.of("line_strong")), 1, Qt.PenStyle.DotLine))
    for (x, y), (u, v) in layout.threads:
        painter.drawLine(QLineF(x, y, u, v))
    if diagram.form is not Form.TRACK:
        for route, stroke in zip(layout.routes, shapes.strokes, strict=True):
            if seen is None or seen.intersects(stroke.area):
                _route(painter, diagram.edges[route.edge], route, stroke, ink, shown)
    for frame in shapes.frames:  # its name stands above the arrows that enter it
        is_crossed = any(stroke.path.intersects(_area(frame.label)) for stroke in shapes.strokes)
        _frame_name(painter, diagram, frame, ink, shown, is_crossed=is_crossed)
    ground, rim = QBrush(_colour(ink.of("surface"))), QPen(_colour(ink.of("line_strong")), 1)
    for box, node, area in shapes.boxes:
        if seen is None or seen.intersects(area):
            _fade(painter, f"node:{node.id}", shown)
            painter.setBrush(ground)
            painter.setPen(rim)
            _box(painter, node, box, area, ink, shown, is_far=is_far)
    for route in layout.routes:
        if route.label is not None and (seen is None or seen.intersects(_area(route.label))):
            _edge_label(painter, diagram.edges[route.edge], route, ink, shown, is_far=is_far)
    for label in layout.heads:
        painter.setOpacity(1)
        _text(painter, label, ink.of("text_soft"))
    painter.restore()


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A route as Qt draws it."""

    path: QPainterPath
    area: QRectF
    heads: tuple[QPolygonF, ...]


@dataclass(frozen=True, slots=True)
class _Shapes:
    """What of a picture is the same in every frame."""

    layout: Layout
    frames: tuple[Frame, ...]
    boxes: tuple[tuple[Box, Node, QRectF], ...]
    strokes: tuple[_Stroke, ...]


_known_shapes: dict[int, _Shapes] = {}
_MOST_SHAPES = 64


def _shapes_of(diagram: Diagram, layout: Layout) -> _Shapes:
    """Remembered by the layout itself, as looking through all of its values would cost more than drawing it."""
    known = _known_shapes.get(id(layout))
    if known is None or known.layout is not layout:
        nodes = {node.id: node for node in diagram.nodes}
        known = _Shapes(
            layout,
            tuple(sorted(layout.frames, key=lambda one: -one.width * one.height)),
            tuple((box, nodes[box.id], QRectF(box.x, box.y, box.width, box.height)) for box in layout.boxes),
            tuple(_stroke(diagram.edges[route.edge], route) for route in layout.routes),
        )
        if len(_known_shapes) >= _MOST_SHAPES:
            _known_shapes.clear()
        _known_shapes[id(layout)] = known
    return known


def _stroke(edge: Edge, route: Route) -> _Stroke:
    points = [QPointF(*point) for point in route.points]
    path = QPainterPath(points[0])
    for place in range(1, len(points) - 2, 3):
        path.cubicTo(points[place], points[place + 1], points[place + 2])
    heads = []
    if edge.line is not Line.PLAIN:
        heads.append(_arrowhead(points[-2] if points[-2] != points[-1] else points[-3], points[-1]))
    if edge.is_both:
        heads.append(_arrowhead(points[1] if points[1] != points[0] else points[2], points[0]))
    return _Stroke(path, path.boundingRect().adjusted(-_HEAD, -_HEAD, _HEAD, _HEAD), tuple(heads))


def role_of(line: Line) -> str:
    """The role of the colour that a line is drawn in."""
    return "bad" if line in (Line.FAILED, Line.NEVER) else "text_soft"


@lru_cache(maxsize=256)
def _colour(name: str) -> QColor:
    return QColor(name)


def _frame(painter: QPainter, diagram: Diagram, frame: Frame, ink: Ink, shown: Shown) -> None:
    group = next(one for one in diagram.groups if one.id == frame.id)
    colour = QColor(ink.category(group.category))
    _fade(painter, f"group:{frame.id}", shown)
    ground = QColor(colour)
    ground.setAlphaF(0.05)
    painter.setBrush(QBrush(ground))
    painter.setPen(QPen(colour, 1.2))
    painter.drawRoundedRect(QRectF(frame.x, frame.y, frame.width, frame.height), _RADIUS, _RADIUS)


def _frame_name(painter: QPainter, diagram: Diagram, frame: Frame, ink: Ink, shown: Shown, *, is_crossed: bool) -> None:
    group = next(one for one in diagram.groups if one.id == frame.id)
    colour = QColor(ink.category(group.category))
    _fade(painter, f"group:{frame.id}", shown)
    if is_crossed:
        ground = QColor(ink.of("ground"))
        ground.setAlphaF(0.85)
        painter.fillRect(_area(frame.label), ground)
    if f"group:{frame.id}" in shown.hidden:
        _blank(painter, QRectF(frame.label.x, frame.label.y, max(frame.label.width, 40), frame.label.height), ink)
    else:
        _text(painter, frame.label, colour.name(), is_left=True)


def _box(painter: QPainter, node: Node, box: Box, area: QRectF, ink: Ink, shown: Shown, *, is_far: bool) -> None:
    part = f"node:{node.id}"
    is_hidden = part in shown.hidden
    if part == shown.chosen:
        painter.setPen(QPen(_colour(ink.of("accent")), 2 if not is_far else 8))
    if node.is_choice:
        painter.drawPolygon(_hexagon(area))
    elif is_far:
        painter.drawRect(area)
    else:
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
    if part in shown.known:
        _tint(painter, area, shown.known[part], ink)
    if node.category and not node.is_choice and not is_hidden:
        colour = _colour(ink.category(node.category))
        if is_far:
            painter.fillRect(QRectF(box.x, box.y, 6, box.height), colour)
        else:
            _bar(painter, area, colour)
    inner = area.adjusted(8, 4, -8, -4)
    if node.number:
        _badge(painter, QPointF(box.x + 16, box.y + box.height / 2), node.number, ink)
        inner.setLeft(box.x + 28)
    if is_hidden:
        _blank(painter, inner, ink)
    elif is_far:
        bar = QRectF(inner.left() + inner.width() * 0.2, inner.center().y() - 2, inner.width() * 0.6, 4)
        painter.fillRect(bar, _colour(ink.of("text_soft")))
    else:
        _words(painter, box, inner, ink)


def _bar(painter: QPainter, area: QRectF, colour: QColor) -> None:
    """The category at the left edge, within its round corners."""
    path = QPainterPath(QPointF(area.left() + 4, area.top()))
    path.lineTo(area.left() + _RADIUS, area.top())
    path.quadTo(area.left(), area.top(), area.left(), area.top() + _RADIUS)
    path.lineTo(area.left(), area.bottom() - _RADIUS)
    path.quadTo(area.left(), area.bottom(), area.left() + _RADIUS, area.bottom())
    path.lineTo(area.left() + 4, area.bottom())
    path.closeSubpath()
    painter.fillPath(path, colour)


def _words(painter: QPainter, box: Box, inner: QRectF, ink: Ink) -> None:
    painter.setPen(_colour(ink.of("text")))
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


def _route(painter: QPainter, edge: Edge, route: Route, stroke: _Stroke, ink: Ink, shown: Shown) -> None:
    _fade(painter, f"edge:{route.edge}", shown)
    colour = _colour(ink.of(role_of(edge.line)))
    pen = QPen(colour, 1.4, PENS[edge.line])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.strokePath(stroke.path, pen)
    if stroke.heads:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for head in stroke.heads:
            painter.drawPolygon(head)
    if edge.line is Line.NEVER:
        middle = _beside(stroke.path, route.label)
        painter.setPen(QPen(colour, 1.6))
        for sign in (1, -1):
            painter.drawLine(middle + QPointF(-4, -4 * sign), middle + QPointF(4, 4 * sign))


def _beside(path: QPainterPath, label: Label | None) -> QPointF:
    """A point of a path, near its middle, that no words cover."""
    for share in (0.5, 0.35, 0.65, 0.2, 0.8, 0.12):
        point = path.pointAtPercent(share)
        if label is None or not _area(label).adjusted(-6, -6, 6, 6).contains(point):
            return point
    return path.pointAtPercent(0.5)


def _arrowhead(before: QPointF, tip: QPointF) -> QPolygonF:
    angle = atan2(tip.y() - before.y(), tip.x() - before.x())
    wings = [tip - QPointF(cos(angle + turn) * _HEAD, sin(angle + turn) * _HEAD) for turn in (0.42, -0.42)]
    return QPolygonF([tip, *wings])


def _area(label: Label) -> QRectF:
    return QRectF(label.x - 3, label.y - 1, label.width + 6, label.height + 2)


def _edge_label(painter: QPainter, edge: Edge, route: Route, ink: Ink, shown: Shown, *, is_far: bool) -> None:
    assert route.label is not None
    part = f"edge:{route.edge}"
    _fade(painter, part, shown)
    area = _area(route.label)
    colour = ink.of(role_of(edge.line))
    if is_far and part not in shown.hidden:
        painter.fillRect(area, _colour(ink.of("ground")))
        middle = QRectF(area.left(), area.center().y() - 2, area.width(), 3)
        painter.fillRect(middle, _colour(colour))
        return
    ground = QColor(ink.of("ground"))
    ground.setAlphaF(0.9)
    painter.fillRect(area, ground)
    if part in shown.hidden:
        _blank(painter, area, ink)
    else:
        _text(painter, route.label, colour)


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
