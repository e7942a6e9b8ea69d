"""A diagram gets its places: from Graphviz where edges decide, by arithmetic where order or columns do."""

from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from math import log

from app.domain.diagram import Diagram, Form
from app.domain.layout import Box, Frame, Label, Layout, Measure, Point, Route
from app.errors import LayoutError
from app.render import arrange
from app.render.boxes import Size, extent, label_lines, size_of
from app.render.crossings import Lines, crossings
from app.render.dot import placing
from app.render.engine import Answer, Engine
from app.render.seating import seated

WIDEST = 2.4  # width by height
NARROWEST = 0.4
_IDEAL = 1.3
_MARGIN = 8.0
_BATCH = 12  # diagrams in one run of the engine
_AT_ONCE = 2  # runs
MOST_CROSSINGS = 3


def place(diagram: Diagram, measure: Measure, engine: Engine) -> Layout:
    """Lay a diagram out; raises LayoutError if the engine cannot."""
    (layout,) = place_all([diagram], measure, engine)
    if isinstance(layout, LayoutError):
        raise layout
    return layout


def place_all(diagrams: Iterable[Diagram], measure: Measure, engine: Engine) -> list[Layout | LayoutError]:
    """Lay diagrams out, several in one run of the engine, while the next ones are still being found."""
    found: _Found = {}
    with ThreadPoolExecutor(_AT_ONCE, "layout") as pool:
        asked: list[tuple[list[_Asking], Future[Sequence[Answer | LayoutError]]]] = []

        def ask(askings: list[_Asking]) -> None:
            if askings:
                asked.append((askings, pool.submit(engine.lay_out_all, [one.dot for one in askings])))

        waiting: list[_Asking] = []
        for number, diagram in enumerate(diagrams):
            asking = _Asking(number, _places(diagram, measure))
            if asking.goes_on(engine, None, found):
                waiting.append(asking)
            if len(waiting) == _BATCH:
                ask(waiting)
                waiting = []
        ask(waiting)
        while asked:
            again: list[_Asking] = []
            for askings, future in asked:
                answers = zip(askings, future.result(), strict=True)
                again += [one for one, answer in answers if one.goes_on(engine, answer, found)]
            asked = []
            half = -(-len(again) // _AT_ONCE)
            for first in range(0, len(again), max(half, 1)):
                ask(again[first : first + half])
    return [found[number] for number in sorted(found)]


_Places = Generator[str, Answer, Layout]
_Found = dict[int, Layout | LayoutError]


@dataclass(slots=True)
class _Asking:
    """A diagram on its way to its places: each question is a DOT text, each answer leads to another or to the end."""

    number: int
    places: _Places
    dot: str = ""

    def goes_on(self, engine: Engine, answer: Answer | LayoutError | None, found: _Found) -> bool:
        """Take an answer and look up those that are known; tell whether one is missing, else put down the end."""
        try:
            if isinstance(answer, LayoutError):
                raise answer
            self.dot = next(self.places) if answer is None else self.places.send(answer)
            while (known := engine.known(self.dot)) is not None:
                self.dot = self.places.send(known)
        except StopIteration as end:
            found[self.number] = end.value
            return False
        except LayoutError as error:
            found[self.number] = error
            return False
        return True


def _places(diagram: Diagram, measure: Measure) -> _Places:
    """Places by arithmetic where order or columns are the message, else by Graphviz."""
    sizes = {node.id: size_of(node, measure) for node in diagram.nodes}
    if diagram.form is Form.LIFELINES:
        return arrange.lifelines(diagram, sizes, measure)
    if diagram.form is Form.GRID:
        return arrange.grid(diagram, sizes, measure)
    if diagram.form is Form.TRACK:
        return arrange.track(diagram, sizes, measure)
    if diagram.groups and not diagram.edges:
        return arrange.nested(diagram, sizes, measure)
    if arrange.is_ladder(diagram):
        return arrange.ladder(diagram, sizes, measure)
    if arrange.is_chain(diagram):
        return arrange.in_rows(diagram, sizes, measure)
    layout, lines = yield from _turned(diagram, sizes, measure)
    return seated(layout, lines)


def _turned(diagram: Diagram, sizes: dict[str, Size], measure: Measure) -> Generator[str, Answer, tuple[Layout, Lines]]:
    """Ask for one direction, for the other if the first is a sliver or a tangle, and for air if both are slivers."""
    first = yield from _placed(diagram, sizes, measure, is_downward=diagram.is_downward)
    own = Lines(first.routes)
    tangle = crossings(own)
    if 0.7 <= first.aspect <= 2.0 and tangle <= MOST_CROSSINGS:
        return first, own
    other = yield from _placed(diagram, sizes, measure, is_downward=not diagram.is_downward)
    others = Lines(other.routes)
    found = ((first, own, tangle), (other, others, crossings(others)))
    best, lines, _ = min(found, key=lambda one: (max(one[2], MOST_CROSSINGS), abs(log(one[0].aspect / _IDEAL))))
    if NARROWEST < best.aspect < WIDEST:
        return best, lines
    is_downward = diagram.is_downward if best is first else not diagram.is_downward
    wanted = WIDEST * 0.75 if best.aspect > 1 else NARROWEST * 1.2  # words at edges do not stretch with the rest
    airy = yield from _placed(diagram, sizes, measure, is_downward=is_downward, ratio=1 / wanted)
    return airy, Lines(airy.routes)


def _placed(
    diagram: Diagram, sizes: dict[str, Size], measure: Measure, *, is_downward: bool, ratio: float = 0.0
) -> _Places:
    answer = yield placing(diagram, sizes, measure, is_downward=is_downward, ratio=ratio)
    try:
        return _read(diagram, sizes, measure, answer)
    except (KeyError, IndexError, ValueError, StopIteration) as error:
        raise LayoutError("Graphviz gave an answer that is not understood.", details=repr(error)) from error


def _read(diagram: Diagram, sizes: dict[str, Size], measure: Measure, answer: Answer) -> Layout:
    _, _, width, height = (float(part) for part in answer["bb"].split(","))
    height += 2 * _MARGIN

    def turned(x: float, y: float) -> Point:
        return x + _MARGIN, height - _MARGIN - y

    objects = {one["name"]: one for one in answer["objects"]}
    boxes = []
    for number, node in enumerate(diagram.nodes):
        x, y = turned(*(float(part) for part in objects[f"n{number}"]["pos"].split(",")))
        size = sizes[node.id]
        boxes.append(
            Box(node.id, x - size.width / 2, y - size.height / 2, size.width, size.height, size.lines, size.entries)
        )
    frames = []
    for number, group in enumerate(diagram.groups):
        left, bottom, right, top = (float(part) for part in objects[f"cluster_{number}"]["bb"].split(","))
        x, y = turned(left, top)
        wide, high = extent((group.label,), "group", measure)
        label = Label(x + 10, y + 6, wide, high, (group.label,), "group")
        frames.append(Frame(group.id, x, y, right - left, top - bottom, label))
    routes = {}
    for one in answer.get("edges", ()):
        number = int(one["id"][1:])
        points = _spline(one["pos"])
        label_at = None
        if "lp" in one and diagram.edges[number].label:
            lines = label_lines(diagram.edges[number].label)
            wide, high = extent(lines, "edge", measure)
            x, y = turned(*(float(part) for part in one["lp"].split(",")))
            label_at = Label(x - wide / 2, y - high / 2, wide, high, lines, "edge")
        routes[number] = Route(number, tuple(turned(*point) for point in points), label_at)
    if len(routes) != len(diagram.edges):
        raise ValueError("an edge is missing")
    ordered = tuple(routes[number] for number in range(len(diagram.edges)))
    return Layout(width + 2 * _MARGIN, height, tuple(boxes), ordered, tuple(frames))


def _spline(text: str) -> list[Point]:
    """Graphviz's “s,x,y e,x,y p p p …” as points from tip to tip."""
    start: Point | None = None
    end: Point | None = None
    points: list[Point] = []
    for part in text.replace("\\\n", "").split():
        numbers = part.split(",")
        if numbers[0] in ("s", "e"):
            tip = (float(numbers[1]), float(numbers[2]))
            start, end = (tip, end) if numbers[0] == "s" else (start, tip)
        else:
            points.append((float(numbers[0]), float(numbers[1])))
    if start is not None:
        points = [*arrange.straight(start, points[0])[:-1], *points]
    if end is not None:
        points = [*points, *arrange.straight(points[-1], end)[1:]]
    return points
