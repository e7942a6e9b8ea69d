"""A diagram to look at: zoom, pan, walk along its edges, point at a part, hide and reveal."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.domain.diagram import Diagram
from app.domain.layout import Box, Layout
from app.paint.diagram import Shown, draw
from app.paint.ink import Ink
from app.render.boxes import MOST_ENTRIES

_STEP = 1.2
_SMALLEST, _LARGEST = 0.2, 6.0
_FIT_AT_MOST = 1.6


class _Item(QGraphicsItem):
    """The whole picture as one item: its painter is the one of print and export."""

    def __init__(self, diagram: Diagram, layout: Layout, ink: Ink) -> None:
        super().__init__()
        self.diagram, self.layout, self.ink = diagram, layout, ink
        self.shown = Shown()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # tells which part is on the screen

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.layout.width, self.layout.height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        seen: QRectF = option.exposedRect
        detail = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        draw(painter, self.diagram, self.layout, self.ink, self.shown, seen=seen, detail=detail)


class DiagramView(QGraphicsView):
    """Shows one diagram. Arrow keys go from part to part, Enter opens its note line, H hides, Space reveals."""

    opened = Signal(object)  # Source: the learner wants its note line
    pointed = Signal(str)  # a part such as `node:queue`, or nothing
    unfolded = Signal(str)  # the id of a list-box that should show all of its lines, or few again

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName("Diagram")
        self._item: _Item | None = None
        self._is_fitted = True
        self._pressed: QPointF | None = None

    # What is shown

    def show_diagram(self, diagram: Diagram, layout: Layout, ink: Ink) -> None:
        """Show another diagram, fitted to the view."""
        self.scene().clear()
        self._item = _Item(diagram, layout, ink)
        self.scene().addItem(self._item)
        room = 24
        self.scene().setSceneRect(QRectF(-room, -room, layout.width + 2 * room, layout.height + 2 * room))
        self.setAccessibleDescription("\n".join(f"{n}. {step.label}" for n, step in enumerate(diagram.steps, 1)))
        self.fit()

    @property
    def shown(self) -> Shown:
        """What is hidden, chosen and tinted."""
        return self._item.shown if self._item else Shown()

    def set_ink(self, ink: Ink) -> None:
        """Take the theme's colours."""
        if self._item is not None:
            self._item.ink = ink
            self._item.update()

    def hide_parts(self, parts: frozenset[str]) -> None:
        """Show blanks in place of these parts."""
        self._change(replace(self.shown, hidden=parts))

    def tint(self, known: Mapping[str, float]) -> None:
        """Show how well parts are known."""
        self._change(replace(self.shown, known=known))

    def _change(self, shown: Shown) -> None:
        if self._item is not None:
            self._item.shown = shown
            self._item.update()

    # Zoom and pan

    def fit(self) -> None:
        """See all of it, without blowing a small picture up."""
        if self._item is None:
            return
        self._is_fitted = True
        area, seen = self.scene().sceneRect(), self.viewport().size()
        scale = min(seen.width() / area.width(), seen.height() / area.height(), _FIT_AT_MOST)
        self.resetTransform()
        self.scale(scale, scale)
        self.centerOn(area.center())

    def zoom(self, factor: float) -> None:
        """Come nearer or go back."""
        now = self.transform().m11()
        wanted = min(_LARGEST, max(_SMALLEST, now * factor))
        self._is_fitted = False
        self.scale(wanted / now, wanted / now)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms where the pointer is."""
        self.zoom(_STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """A pinch zooms too."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1 + event.value())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was fitted stays so."""
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()

    # Parts

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where, to tell a click from a drag."""
        self._pressed = event.position()
        super().mousePressEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a part reveals it, or opens its note line."""
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and (event.position() - pressed).manhattanLength() < 6:
            place = self.mapToScene(event.position().toPoint())
            part = self.part_at(place)
            if folded := self._fold_at(place):
                self.unfolded.emit(folded)
            elif part:
                self.activate(part)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What the pointer is on stays clear with its neighbours, the rest goes faint."""
        super().mouseMoveEvent(event)
        if self._pressed is None:
            self._point(self.part_at(self.mapToScene(event.position().toPoint())))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._point("")
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open, reveal, zoom."""
        ways = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in ways:
            self.walk(*ways[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.shown.chosen:
            self.activate(self.shown.chosen)
        elif key == Qt.Key.Key_Space:
            self.reveal_next()
        elif key == Qt.Key.Key_O and (folded := self._folding(self.shown.chosen.removeprefix("node:"))):
            self.unfolded.emit(folded)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def activate(self, part: str) -> None:
        """Reveal a hidden part; open the note line of a visible one."""
        if self._item is None:
            return
        if part in self.shown.hidden:
            self.hide_parts(self.shown.hidden - {part})
            return
        kind, _, name = part.partition(":")
        diagram = self._item.diagram
        if kind == "edge":
            found = [diagram.edges[int(name)].source]
        else:
            found = [node.source for node in diagram.nodes if node.id == name]
            found += [group.source for group in diagram.groups if group.id == name]
        if found:
            self.opened.emit(found[0])

    def reveal_next(self) -> None:
        """Reveal the chosen part, else the first that is hidden, in the order of the picture."""
        hidden = self.shown.hidden
        if not hidden or self._item is None:
            return
        if self.shown.chosen in hidden:
            self.hide_parts(hidden - {self.shown.chosen})
            return
        parts = [f"node:{node.id}" for node in self._item.diagram.nodes]
        parts += [f"edge:{place}" for place in range(len(self._item.diagram.edges))]
        first = next((part for part in parts if part in hidden), next(iter(hidden)))
        self.hide_parts(hidden - {first})

    def walk(self, across: int, down: int) -> None:
        """Choose the next box in a direction, one that an edge leads to before any other."""
        if self._item is None or not self._item.layout.boxes:
            return
        boxes = self._item.layout.boxes
        here = next((box for box in boxes if f"node:{box.id}" == self.shown.chosen), None)
        if here is None:
            self.choose(f"node:{boxes[0].id}")
            return
        tied = {
            end
            for edge in self._item.diagram.edges
            for end in (edge.tail, edge.head)
            if here.id in (edge.tail, edge.head)
        }
        ahead = [(cost, box) for box in boxes if (cost := _cost(here, box, across, down)) is not None]
        if ahead:
            _, best = min(ahead, key=lambda one: (one[0] * (1 if one[1].id in tied else 2.5), one[1].id))
            self.choose(f"node:{best.id}")

    def choose(self, part: str) -> None:
        """Put the ring around a part and bring it into view."""
        self._change(replace(self.shown, chosen=part))
        self.pointed.emit(part)
        if self._item is not None:
            box = next((box for box in self._item.layout.boxes if f"node:{box.id}" == part), None)
            if box is not None:
                self.ensureVisible(QRectF(box.x, box.y, box.width, box.height), 32, 32)

    def part_at(self, point: QPointF) -> str:
        """The part at a place of the picture; empty beside everything."""
        if self._item is None:
            return ""
        layout = self._item.layout
        for box in layout.boxes:
            if QRectF(box.x, box.y, box.width, box.height).contains(point):
                return f"node:{box.id}"
        for route in layout.routes:
            label = route.label
            if label is not None and QRectF(label.x - 4, label.y - 2, label.width + 8, label.height + 4).contains(
                point
            ):
                return f"edge:{route.edge}"
        for frame in layout.frames:
            if QRectF(frame.x, frame.y, frame.width, frame.label.height + 12).contains(point):
                return f"group:{frame.id}"
        return ""

    def _folding(self, node_id: str) -> str:
        """The id of a box if it has more lines than it shows at first, else nothing."""
        nodes = self._item.diagram.nodes if self._item is not None else ()
        return next((node.id for node in nodes if node.id == node_id and len(node.entries) > MOST_ENTRIES), "")

    def _fold_at(self, point: QPointF) -> str:
        """The list-box whose “+ N more” is at a place."""
        boxes = self._item.layout.boxes if self._item is not None else ()
        for box in boxes:
            last = QRectF(box.x, box.y + box.height - 28, box.width, 28)
            if last.contains(point) and f"node:{box.id}" not in self.shown.hidden:
                return self._folding(box.id)
        return ""

    def _point(self, part: str) -> None:
        near = self._near(part) if part.startswith(("node", "edge")) else frozenset()
        if near != self.shown.near:
            self._change(replace(self.shown, near=near))
            self.pointed.emit(part)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if part else Qt.CursorShape.ArrowCursor)

    def _near(self, part: str) -> frozenset[str]:
        """A part with what hangs on it; its clusters stay clear too."""
        assert self._item is not None
        diagram = self._item.diagram
        found = {part}
        for place, edge in enumerate(diagram.edges):
            own = {f"edge:{place}", f"node:{edge.tail}", f"node:{edge.head}"}
            if part in own and (part.startswith("edge") or part != f"edge:{place}"):
                found |= own
        found |= {f"group:{group.id}" for group in diagram.groups}
        return frozenset(found) if len(diagram.edges) else frozenset()


def _cost(here: Box, other: Box, across: int, down: int) -> float | None:
    """How far a box lies in a direction; None if it lies elsewhere."""
    if other.id == here.id:
        return None
    x = other.x + other.width / 2 - here.x - here.width / 2
    y = other.y + other.height / 2 - here.y - here.height / 2
    along, aside = (x * across, abs(y)) if across else (y * down, abs(x))
    return along + 2 * aside if along > 1 and along * 2 > aside * 0.7 else None
