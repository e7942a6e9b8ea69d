"""Words of edges that stand nearer to another line than to their own come to sit on their own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import hypot, inf, sqrt

from app.domain.layout import Label, Layout, Point, Route
from app.render.crossings import Lines, Room, meet, room_of

_CLEAR = 3.0  # points around words
_TIP = 12.0  # of an arrow, that words leave free
_FARTHEST = 60.0  # that words move
_TRIES = 10  # of the nearest points of a line
_FAR = 10.0  # points: a line so far from words is not taken for theirs
_SURE = 4.0  # points that another line must be farther away than the own one


def seated(layout: Layout, lines: Lines) -> Layout:
    """Move labels of which nobody could tell the line; not onto a box, another line, other words, or off the page."""
    if len(layout.routes) < 2 or not any(route.label for route in layout.routes):
        return layout
    places = [None if route.label is None else _room(route.label) for route in layout.routes]
    doubtful = [number for number, place in enumerate(places) if place and _is_doubtful(number, place, lines)]
    if not doubtful:
        return layout
    taken = [_around(box.x, box.y, box.width, box.height) for box in layout.boxes]
    taken += [_around(frame.label.x, frame.label.y, frame.label.width, frame.label.height) for frame in layout.frames]
    routes = list(layout.routes)
    for number in doubtful:
        route = routes[number]
        others = [place for other, place in enumerate(places) if place is not None and other != number]
        for label in _along(lines.of(number), route):
            room = _room(label)
            if (
                room[0] >= 0 <= room[1] and room[2] <= layout.width and room[3] <= layout.height
                and not any(meet(room, one) for one in (*taken, *others))
                and not any(_touches(end, room) for end in (route.points[0], route.points[-1]))
                and not any(_runs_through(lines.of(other), room) for other in lines.near(room, number))
            ):  # fmt: skip
                places[number] = room
                routes[number] = replace(route, label=label)
                break
    return replace(layout, routes=tuple(routes))


def _is_doubtful(number: int, place: Room, lines: Lines) -> bool:
    """Whether another line runs as near to words as their own."""
    near = lines.near((place[0] - _FAR, place[1] - _FAR, place[2] + _FAR, place[3] + _FAR), number)
    if not near:
        return False
    own = _distance(lines.of(number), place) + _SURE
    return any(_distance(lines.of(other), place) < own for other in near)


def _distance(line: Sequence[Point], room: Room) -> float:
    """From a rectangle to the nearest point of a line, or the middle of a piece of it."""
    left, top, right, bottom = room
    nearest = inf
    for x, y in (*line, *_middles(line)):
        across = left - x if x < left else x - right if x > right else 0.0
        down = top - y if y < top else y - bottom if y > bottom else 0.0
        far = across * across + down * down
        if far < nearest:
            nearest = far
    return sqrt(nearest)


def _along(line: Sequence[Point], route: Route) -> Iterator[Label]:
    """The label at points of its line, the nearest to where it stands first."""
    label = route.label
    assert label is not None
    x, y = label.x + label.width / 2, label.y + label.height / 2
    near = sorted((hypot(px - x, py - y), px, py) for px, py in (*line, *_middles(line)))
    for distance, px, py in near[:_TRIES]:
        if distance <= _FARTHEST:
            yield replace(label, x=px - label.width / 2, y=py - label.height / 2)


def _middles(line: Sequence[Point]) -> list[Point]:
    return [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairwise(line)]


def _room(label: Label) -> Room:
    return _around(label.x, label.y, label.width, label.height)


def _around(x: float, y: float, width: float, height: float) -> Room:
    return x - _CLEAR, y - _CLEAR, x + width + _CLEAR, y + height + _CLEAR


def _touches(tip: Point, room: Room) -> bool:
    return meet((tip[0] - _TIP, tip[1] - _TIP, tip[0] + _TIP, tip[1] + _TIP), room)


def _runs_through(line: Sequence[Point], room: Room) -> bool:
    """Whether a line comes into a room; its pieces are short, so that their own rooms tell."""
    return any(meet(room_of(piece), room) for piece in pairwise(line))
