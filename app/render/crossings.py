"""How often the edges of a laid-out diagram cross: what a reader's eye trips over."""

from collections.abc import Sequence
from itertools import pairwise

from app.domain.layout import Point, Route

_PIECES = 5  # straight pieces that stand for one Bézier piece
_WEIGHTS = tuple(
    ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    for t in (step / _PIECES for step in range(1, _PIECES + 1))
)
_NEAR = 12.0  # points from a common end within which edges only part
_Segment = tuple[Point, Point]
Room = tuple[float, float, float, float]  # left, top, right, bottom


class Lines:
    """The edges of a layout as straight pieces, made when they are asked for."""

    def __init__(self, routes: Sequence[Route]) -> None:
        self._routes = routes
        self.rooms = [room_of(route.points) for route in routes]  # a curve never leaves the room of its points
        self._lines: dict[int, Sequence[Point]] = {}

    def of(self, number: int) -> Sequence[Point]:
        """One edge."""
        found = self._lines.get(number)
        if found is None:
            found = self._lines[number] = _line(self._routes[number].points)
        return found

    def near(self, room: Room, own: int) -> list[int]:
        """The other edges that may come into a room."""
        return [other for other, around in enumerate(self.rooms) if other != own and meet(around, room)]


def crossings(lines: Lines) -> int:
    """Count the pairs of edges that cross; edges that begin or end at one place do not cross there."""
    rooms = lines.rooms
    return sum(
        meet(room, rooms[other]) and _cross(lines.of(one), lines.of(other), rooms[other])
        for one, room in enumerate(rooms)
        for other in range(one + 1, len(rooms))
    )


def _line(points: tuple[Point, ...]) -> list[Point]:
    """Points along the Bézier pieces of a route."""
    found = [points[0]]
    for first in range(0, len(points) - 3, 3):
        (px, py), (qx, qy), (rx, ry), (sx, sy) = points[first : first + 4]
        for a, b, c, d in _WEIGHTS:
            found.append((a * px + b * qx + c * rx + d * sx, a * py + b * qy + c * ry + d * sy))
    return found


def room_of(line: Sequence[Point]) -> Room:
    """The rectangle around points."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return min(xs), min(ys), max(xs), max(ys)


def _around(piece: _Segment) -> Room:
    (ax, ay), (bx, by) = piece
    return (ax if ax < bx else bx), (ay if ay < by else by), (bx if ax < bx else ax), (by if ay < by else ay)


def meet(one: Room, other: Room) -> bool:
    """Whether two rooms have anything in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _cross(one: Sequence[Point], other: Sequence[Point], room: Room) -> bool:
    ends = [one[0], one[-1], other[0], other[-1]]
    near = [(first, box) for first in pairwise(one) if meet(box := _around(first), room)]
    if not near:
        return False
    pieces = [(second, _around(second)) for second in pairwise(other)]
    return any(
        (met := _meeting(first, second)) is not None and sum(_is_near(met, end) for end in ends) < 2
        for first, own in near
        for second, its in pieces
        if meet(own, its)
    )


def _meeting(one: _Segment, other: _Segment) -> Point | None:
    """Where two straight pieces cross, if they do."""
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    across = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(across) < 1e-9:
        return None
    t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / across
    u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / across
    return (ax + t * (bx - ax), ay + t * (by - ay)) if 0 <= t <= 1 and 0 <= u <= 1 else None


def _is_near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < _NEAR and abs(one[1] - other[1]) < _NEAR
