"""Layouts that need no engine: steps in rows, actors with messages, grids and moments along a line."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log

from app.domain.diagram import Diagram
from app.domain.layout import Box, Frame, Label, Layout, Measure, Point, Route
from app.render.boxes import PAD_X, Size, broken, extent, label_lines

_GAP = 32.0
_MARGIN = 8.0
_NARROW = (13, 3)  # words between two boxes of a row: characters a line, lines
_CLOSE = 12.0  # between boxes of one group
_WIDEST = 2.2
_IDEAL = 1.4  # width by height


def straight(start: Point, end: Point) -> tuple[Point, ...]:
    """A line as one Bézier piece."""
    (x, y), (u, v) = start, end
    return (start, (x + (u - x) / 3, y + (v - y) / 3), (x + 2 * (u - x) / 3, y + 2 * (v - y) / 3), end)


def in_rows(diagram: Diagram, sizes: Mapping[str, Size], measure: Measure) -> Layout:
    """A chain of boxes that turns at the end of each row, like a path on a board; as many a row as look best."""
    tries = [_rows(diagram, sizes, measure, across) for across in range(1, min(4, len(diagram.nodes)) + 1)]
    best = min(tries, key=lambda one: abs(log(one.aspect / _IDEAL)))
    lacking = best.width / _WIDEST - best.height
    across = tries.index(best) + 1
    turns = -(-len(diagram.nodes) // across) - 1
    return _rows(diagram, sizes, measure, across, lacking / turns) if lacking > 0 and turns else best


def is_ladder(diagram: Diagram) -> bool:
    """Whether the diagram is questions one below the other, each with what follows from a yes beside it."""
    asks = [node.id for node in diagram.nodes if node.is_choice]
    ways = {(edge.tail, edge.label): edge.head for edge in diagram.edges}
    are_asked = all((ask, "yes") in ways for ask in asks)
    goes_down = all(ways.get((ask, "no")) == below for ask, below in pairwise(asks))
    ends = [ways[ask, "yes"] for ask in asks if (ask, "yes") in ways]
    ends += [ways[asks[-1], "no"]] if asks and (asks[-1], "no") in ways else []
    is_all = len(ways) == len(diagram.edges) and {*asks, *ends} == {node.id for node in diagram.nodes}
    return bool(asks) and are_asked and goes_down and is_all and len(set(ends)) == len(ends) and not diagram.groups


def ladder(diagram: Diagram, sizes: Mapping[str, Size], measure: Measure) -> Layout:
    """Questions from top to bottom, answers to their right; wider than high only as far as a page allows."""
    tight = _ladder(diagram, sizes, measure, 0.0)
    lacking = tight.width / _WIDEST - tight.height
    return _ladder(diagram, sizes, measure, lacking / len(diagram.nodes)) if lacking > 0 else tight


def _ladder(diagram: Diagram, sizes: Mapping[str, Size], measure: Measure, air: float) -> Layout:
    asks = [node.id for node in diagram.nodes if node.is_choice]
    ways = {(edge.tail, edge.label): edge.head for edge in diagram.edges}
    yes, no = extent(("yes",), "edge", measure), extent(("no",), "edge", measure)
    last = ways.get((asks[-1], "no"), "")
    wide = max(sizes[one].width for one in [*asks, *([last] if last else [])])
    beside = _MARGIN + wide + yes[0] + 28
    boxes: dict[str, Box] = {}

    def put(node: str, x: float, y: float, height: float) -> None:
        size = sizes[node]
        boxes[node] = Box(node, x, y + (height - size.height) / 2, size.width, size.height, size.lines, size.entries)

    y = _MARGIN
    for ask in asks:
        answer = ways[ask, "yes"]
        height = max(sizes[ask].height, sizes[answer].height)
        put(ask, _MARGIN + (wide - sizes[ask].width) / 2, y, height)
        put(answer, beside, y, height)
        y += height + no[1] + 18 + air
    if last:
        put(last, _MARGIN + (wide - sizes[last].width) / 2, y, sizes[last].height)
        y += sizes[last].height + no[1] + 18 + air
    routes = []
    for place, edge in enumerate(diagram.edges):
        tail, head = boxes[edge.tail], boxes[edge.head]
        if edge.label == "yes":
            level = tail.y + tail.height / 2
            start, end = (tail.x + tail.width, level), (head.x, level)
            label = Label((start[0] + end[0] - yes[0]) / 2, level - yes[1] - 2, *yes, ("yes",), "edge")
        else:
            middle = tail.x + tail.width / 2
            start, end = (middle, tail.y + tail.height), (middle, head.y)
            label = Label(middle + 6, (start[1] + end[1] - no[1]) / 2, *no, ("no",), "edge")
        routes.append(Route(place, straight(start, end), label))
    right = max(box.x + box.width for box in boxes.values())
    bottom = max(box.y + box.height for box in boxes.values())
    return Layout(right + _MARGIN, bottom + _MARGIN, tuple(boxes[node.id] for node in diagram.nodes), tuple(routes))


def _rows(diagram: Diagram, sizes: Mapping[str, Size], measure: Measure, across: int, air: float = 0.0) -> Layout:
    chain = _ordered(diagram)
    width = max(sizes[node].width for node in chain)
    labels = {(edge.tail, edge.head): broken(edge.label, *_NARROW) for edge in diagram.edges}
    room = [extent(lines, "edge", measure) for lines in labels.values() if lines]
    gap_x = max([_GAP, *(wide + 20 for wide, _ in room)])
    gap_y = max([_GAP, *(high + 16 for _, high in room)]) + air
    boxes: dict[str, Box] = {}
    y = _MARGIN + max([0.0, *(high - 12 for _, high in room)])  # words stand above the lines of the first row
    for first in range(0, len(chain), across):
        row = chain[first : first + across]
        height = max(sizes[node].height for node in row)
        for place, node in enumerate(row):
            column = across - 1 - place if (first // across) % 2 else place
            x = _MARGIN + column * (width + gap_x)
            boxes[node] = Box(node, x, y, width, height, sizes[node].lines, sizes[node].entries)
        y += height + gap_y
    routes = []
    for place, edge in enumerate(diagram.edges):
        tail, head = boxes[edge.tail], boxes[edge.head]
        start, end = _between(tail, head)
        lines = labels[(edge.tail, edge.head)]
        label = None
        if lines:
            wide, high = extent(lines, "edge", measure)
            middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
            is_level = abs(start[1] - end[1]) < 1
            at = (middle[0] - wide / 2, middle[1] - high - 3) if is_level else (middle[0] + 6, middle[1] - high / 2)
            label = Label(at[0], at[1], wide, high, lines, "edge")
        routes.append(Route(place, straight(start, end), label))
    right = max(
        [box.x + box.width for box in boxes.values()]
        + [route.label.x + route.label.width for route in routes if route.label]
    )
    return Layout(right + _MARGIN, y - gap_y + _MARGIN, tuple(boxes[node.id] for node in diagram.nodes), tuple(routes))


def is_chain(diagram: Diagram) -> bool:
    """Whether the diagram is one line of boxes from first to last, long enough to be turned."""
    tails = [edge.tail for edge in diagram.edges]
    heads = [edge.head for edge in diagram.edges]
    is_line = len(set(tails)) == len(tails) and len(set(heads)) == len(heads) == len(diagram.nodes) - 1
    has_start = any(node.id not in heads for node in diagram.nodes)
    is_numbered = all(node.number for node in diagram.nodes)
    if not is_line or not has_start or diagram.groups or not (is_numbered or len(diagram.nodes) >= 5):
        return False
    return len(_ordered(diagram)) == len(diagram.nodes)  # and not a chain beside a ring


def lifelines(diagram: Diagram, sizes: Mapping[str, Size], measure: Measure) -> Layout:
    """Actors across, their messages from top to bottom; with many actors the messages stand further apart."""
    tight = _lifelines(diagram, sizes, measure, 0.0)
    lacking = tight.width / _WIDEST - tight.height
    return _lifelines(diagram, sizes, measure, lacking / len(diagram.edges)) if lacking > 0 else tight


def _lifelines(diagram: Diagram, sizes: Mapping[str, Size], measure: Measure, air: float) -> Layout:
    order = [node.id for node in diagram.nodes]
    place_of = {node: place for place, node in enumerate(order)}
    words = [label_lines(f"{edge.number} {edge.label}" if edge.number else edge.label) for edge in diagram.edges]
    room = [extent(lines, "edge", measure) for lines in words]
    gaps = [
        max(sizes[left].width, sizes[right].width) / 2 + min(sizes[left].width, sizes[right].width) / 2 + 24
        for left, right in pairwise(order)
    ]
    tail_room = 0.0
    for edge, (wide, _) in zip(diagram.edges, room, strict=True):
        low, last = sorted((place_of[edge.tail], place_of[edge.head]))
        if low == last:
            if low == len(order) - 1:
                tail_room = max(tail_room, wide + 16)
            else:
                gaps[low] = max(gaps[low], wide + 28)
        else:
            spread = sum(gaps[low:last])
            if spread < wide + 28:
                for place in range(low, last):
                    gaps[place] += (wide + 28 - spread) / (last - low)
    margin = max((extent((moment,), "head", measure)[0] + 20 for moment in diagram.columns), default=0.0)
    centres = [_MARGIN + margin + sizes[order[0]].width / 2]
    for gap in gaps:
        centres.append(centres[-1] + gap)
    top = max(sizes[node].height for node in order)
    boxes = tuple(
        Box(node, centre - sizes[node].width / 2, _MARGIN, sizes[node].width, top, sizes[node].lines)
        for node, centre in zip(order, centres, strict=True)
    )
    y: float = _MARGIN + top + 18
    routes: list[Route] = []
    heads: list[Label] = []
    for place, (edge, lines, (wide, high)) in enumerate(zip(diagram.edges, words, room, strict=True)):
        start, end = centres[place_of[edge.tail]], centres[place_of[edge.head]]
        moment = diagram.columns[place] if diagram.columns else ""
        if moment and (not heads or heads[-1].lines != (moment,)):
            y += 8 if heads else 0
            own, tall = extent((moment,), "head", measure)
            heads.append(Label(_MARGIN, y + max(high, 16) / 2 - tall / 2, own, tall, (moment,), "head"))
        if edge.tail == edge.head:
            y += max(high, 16)
            routes.append(
                Route(
                    place,
                    ((start, y - 12), (start + 12, y - 12), (start + 12, y), (start, y)),
                    Label(start + 14, y - high / 2 - 6, wide, high, lines, "edge"),
                )
            )
            y += max(22.0, high / 2 + 10.0) + air
        else:
            y += high + 3
            middle = (start + end) / 2
            routes.append(
                Route(
                    place,
                    straight((start, y), (end, y)),
                    Label(middle - wide / 2, y - high - 3, wide, high, lines, "edge"),
                )
            )
            y += 18 + air
    threads = tuple(((centre, _MARGIN + top), (centre, y)) for centre in centres)
    right = max(boxes[-1].x + boxes[-1].width, centres[-1] + tail_room)
    return Layout(right + _MARGIN, y + _MARGIN, boxes, tuple(routes), heads=tuple(heads), threads=threads)


def grid(diagram: Diagram, sizes: Mapping[str, Size], measure: Measure) -> Layout:
    """Named columns; each row as high as its fullest cell, and higher where that makes a strip of it."""
    tight = _grid(diagram, sizes, measure, 0.0)
    lacking = tight.width / _WIDEST - tight.height
    rows = len({node.cell[0] for node in diagram.nodes if node.cell})
    return _grid(diagram, sizes, measure, lacking / rows) if lacking > 0 and rows else tight


def _grid(diagram: Diagram, sizes: Mapping[str, Size], measure: Measure, air: float) -> Layout:
    cells = {node.cell: node for node in diagram.nodes if node.cell}
    rows = max((cell[0] for cell in cells), default=0) + 1
    columns = max((cell[1] for cell in cells), default=0) + 1
    heads = [broken(title, 24, 2) for title in (*diagram.columns, *([""] * columns))][:columns]
    widths = [
        max(
            [extent(heads[column], "head", measure)[0] + 2 * PAD_X]
            + [sizes[node.id].width for cell, node in cells.items() if cell[1] == column]
        )
        for column in range(columns)
    ]
    head_height = max((extent(lines, "head", measure)[1] for lines in heads), default=0.0)
    labels: list[Label] = []
    boxes: dict[str, Box] = {}
    x = _MARGIN
    lefts = []
    for column, lines in enumerate(heads):
        lefts.append(x)
        if lines:
            labels.append(Label(x, _MARGIN, widths[column], head_height, lines, "head"))
        x += widths[column] + 10
    y = _MARGIN + head_height + 10
    for row in range(rows):
        own = [(cell[1], node) for cell, node in cells.items() if cell[0] == row]
        height = max((sizes[node.id].height for _, node in own), default=34.0) + air
        for column, node in own:
            boxes[node.id] = Box(node.id, lefts[column], y, widths[column], height, sizes[node.id].lines)
        y += height + 10
    return Layout(
        x - 10 + _MARGIN, y - 10 + _MARGIN, tuple(boxes[node.id] for node in diagram.nodes), (), heads=tuple(labels)
    )


def track(diagram: Diagram, sizes: Mapping[str, Size], measure: Measure) -> Layout:
    """Moments from top to bottom along one line, what happens beside them."""
    wide = max(extent((moment,), "head", measure)[0] for moment in diagram.columns)
    axis = _MARGIN + wide + 18
    y = _MARGIN
    width = max(sizes[node.id].width for node in diagram.nodes)
    boxes, heads, centres = [], [], []
    for node, moment in zip(diagram.nodes, diagram.columns, strict=True):
        size = sizes[node.id]
        boxes.append(Box(node.id, axis + 24, y, width, size.height, size.lines))
        centre = y + size.height / 2
        own, high = extent((moment,), "head", measure)
        heads.append(Label(axis - 18 - own, centre - high / 2, own, high, (moment,), "head"))
        centres.append(centre)
        y += size.height + 18
    bottom = y - 18
    threads: Sequence[tuple[Point, Point]] = [((axis, centres[0]), (axis, centres[-1]))]
    ticks = [((axis, centre), (axis + 24, centre)) for centre in centres]
    return Layout(
        axis + 24 + width + _MARGIN, bottom + _MARGIN, tuple(boxes), (), heads=tuple(heads), threads=(*threads, *ticks)
    )


def _ordered(diagram: Diagram) -> list[str]:
    following = {edge.tail: edge.head for edge in diagram.edges}
    heads = set(following.values())
    here = next(node.id for node in diagram.nodes if node.id not in heads)
    chain = [here]
    while here in following:
        here = following[here]
        chain.append(here)
    return chain


def _between(tail: Box, head: Box) -> tuple[Point, Point]:
    """From the middle of one side to that of the facing one."""
    if abs(tail.y - head.y) < 1:
        y = tail.y + tail.height / 2
        return ((tail.x + tail.width, y), (head.x, y)) if tail.x < head.x else ((tail.x, y), (head.x + head.width, y))
    return (tail.x + tail.width / 2, tail.y + tail.height), (head.x + head.width / 2, head.y)


def nested(diagram: Diagram, sizes: Mapping[str, Size], measure: Measure) -> Layout:
    """Boxes in boxes without an edge between them: each group sets its content in rows of about equal length."""
    boxes: dict[str, Box] = {}
    frames: dict[str, Frame] = {}

    def fill(group_id: str, left: float, top: float) -> tuple[float, float]:
        """Place what a group holds with its corner there; return the room that it took."""
        parts = [(node.id, False) for node in diagram.nodes if node.group == group_id]
        parts += [(group.id, True) for group in diagram.groups if group.parent == group_id]
        rooms = [room(part, is_group) for part, is_group in parts]
        length = _row_length(rooms)
        x = y = row_height = widest = 0.0
        for (part, is_group), (width, height) in zip(parts, rooms, strict=True):
            if x and x + width > length + 1:
                x, y, row_height = 0.0, y + row_height + _CLOSE, 0.0
            put(part, is_group, left + x, top + y, width, height)
            widest = max(widest, x + width)
            x += width + _CLOSE
            row_height = max(row_height, height)
        return widest, y + row_height

    def room(part: str, is_group: bool) -> tuple[float, float]:
        if not is_group:
            return sizes[part].width, sizes[part].height
        width, height = fill(part, 0, 0)
        title = next(extent((group.label,), "group", measure) for group in diagram.groups if group.id == part)
        return max(width, title[0]) + 2 * _CLOSE, height + title[1] + 2 * _CLOSE + 4

    def put(part: str, is_group: bool, x: float, y: float, width: float, height: float) -> None:
        if not is_group:
            boxes[part] = Box(part, x, y, width, height, sizes[part].lines, sizes[part].entries)
            return
        group = next(one for one in diagram.groups if one.id == part)
        wide, high = extent((group.label,), "group", measure)
        frames[part] = Frame(part, x, y, width, height, Label(x + 10, y + 6, wide, high, (group.label,), "group"))
        fill(part, x + _CLOSE, y + high + _CLOSE + 4)

    width, height = fill("", _MARGIN, _MARGIN)
    return Layout(
        width + 2 * _MARGIN,
        height + 2 * _MARGIN,
        tuple(boxes[node.id] for node in diagram.nodes),
        (),
        tuple(frames[group.id] for group in diagram.groups),
    )


def _row_length(rooms: Sequence[tuple[float, float]]) -> float:
    """How long rows should be for a shape that is a little wider than high."""
    widest = max((width for width, _ in rooms), default=0.0)
    lengths = {max(widest, sum(width + _CLOSE for width, _ in rooms[:count])) for count in range(1, len(rooms) + 1)}
    return min(sorted(lengths), key=lambda length: abs(log(_shape(rooms, length) / _IDEAL)), default=0.0)


def _shape(rooms: Sequence[tuple[float, float]], length: float) -> float:
    """Width by height of boxes set in rows of at most this length."""
    x = y = row = widest = 0.0
    for width, height in rooms:
        if x and x + width > length + 1:
            x, y, row = 0.0, y + row + _CLOSE, 0.0
        widest, row = max(widest, x + width), max(row, height)
        x += width + _CLOSE
    return widest / (y + row)
