"""How often the edges of a laid-out diagram cross: what a reader's eye trips over."""

from collections.abc import Sequence
from itertools import combinations, pairwise

from app.domain.layout import Layout, Point

_PIECES = 5  # straight pieces that stand for one Bézier piece
_NEAR = 12.0  # points from a common end within which edges only part
_Segment = tuple[Point, Point]
_Box = tuple[float, float, float, float]


def crossings(layout: Layout) -> int:
    """Count the pairs of edges that cross; edges that begin or end at one place do not cross there."""
    drawn = [(_box(line), line) for line in (_line(route.points) for route in layout.routes)]
    return sum(
        _meet(one, other) and _cross(line, second, other) for (one, line), (other, second) in combinations(drawn, 2)
    )


def _line(points: tuple[Point, ...]) -> list[Point]:
    """Points along the Bézier pieces of a route."""
    found = [points[0]]
    for first in range(0, len(points) - 3, 3):
        (px, py), (qx, qy), (rx, ry), (sx, sy) = points[first : first + 4]
        for step in range(1, _PIECES + 1):
            t = step / _PIECES
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            found.append((a * px + b * qx + c * rx + d * sx, a * py + b * qy + c * ry + d * sy))
    return found


def _box(line: Sequence[Point]) -> _Box:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return min(xs), min(ys), max(xs), max(ys)


def _meet(one: _Box, other: _Box) -> bool:
    """Whether two rooms have anything in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _cross(one: list[Point], other: list[Point], room: _Box) -> bool:
    ends = [one[0], one[-1], other[0], other[-1]]
    pieces = list(pairwise(other))
    for first in pairwise(one):
        if not _meet(_box(first), room):
            continue
        for second in pieces:
            met = _meeting(first, second)
            if met is not None and sum(_is_near(met, end) for end in ends) < 2:
                return True
    return False


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
