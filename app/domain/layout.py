"""A diagram with a place for everything: points of 1/72 inch, y grows downwards, nothing of Qt or Graphviz in it."""

from collections.abc import Callable
from dataclasses import dataclass

Measure = Callable[[str, str], tuple[float, float]]  # a line of text and its role → width and height in points
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text in a rectangle. `role` is the text's size: node, entry, edge, group or head."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands. `lines` are its label as it breaks, `entries` those of a list-box below it."""

    id: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """How an edge runs: a start and then three points for each Bézier piece; `edge` is its place in the diagram."""

    edge: int
    points: tuple[Point, ...]
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a group stands."""

    id: str
    x: float
    y: float
    width: float
    height: float
    label: Label


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything in its place. `heads` are column titles and moments, `threads` the lines of actors or of a track."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    frames: tuple[Frame, ...] = ()
    heads: tuple[Label, ...] = ()
    threads: tuple[tuple[Point, Point], ...] = ()

    @property
    def aspect(self) -> float:
        """Width by height."""
        return self.width / self.height if self.height else 1.0
