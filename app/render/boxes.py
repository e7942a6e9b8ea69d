"""How text breaks in a box, and how much room the box then takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.diagram import Node
from app.domain.layout import Measure

PAD_X = 12.0
PAD_Y = 8.0
_NODE = (22, 3)  # characters a line, lines
_STEP = (28, 5)
_EDGE = (24, 3)
_CELL = (20, 7)
MOST_ENTRIES = 12  # of a list-box, before it is opened


@dataclass(frozen=True, slots=True)
class Size:
    """A box before it has a place."""

    width: float
    height: float
    lines: tuple[str, ...]
    entries: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def broken(words: str, width: int, most: int) -> tuple[str, ...]:
    """Words in lines of at most so many characters; what is too much ends in an ellipsis, the steps say it whole."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word if len(word) <= width * 2 else word[: width * 2 - 1] + "…")
    if len(lines) > most:
        return (*lines[: most - 1], lines[most - 1].rstrip(",;") + " …")
    return tuple(lines)


def extent(lines: Sequence[str], role: str, measure: Measure) -> tuple[float, float]:
    """The room that lines of text take."""
    sizes = [measure(line, role) for line in lines]
    return max((width for width, _ in sizes), default=0.0), sum(height for _, height in sizes)


def size_of(node: Node, measure: Measure) -> Size:
    """The box of a node."""
    limits = _CELL if node.cell else _STEP if node.number else _NODE
    lines = broken(node.label, *limits)
    width, height = extent(lines, "node", measure)
    most = len(node.entries) if node.is_open else MOST_ENTRIES
    entries = tuple(f"· {_clipped(entry.label)}" for entry in node.entries[:most])
    if len(node.entries) > MOST_ENTRIES:
        entries = (*entries, "− show fewer" if node.is_open else f"+ {len(node.entries) - MOST_ENTRIES} more")
    if entries:
        wide, high = extent(entries, "entry", measure)
        width, height = max(width, wide), height + high + PAD_Y
    extra = 24.0 if node.is_choice else 22.0 if node.number else 0.0
    return Size(round(width + 2 * PAD_X + extra), round(max(height + 2 * PAD_Y, 34)), lines, entries)


def label_lines(words: str) -> tuple[str, ...]:
    """The words at an edge as they break."""
    return broken(words, *_EDGE)


def _clipped(words: str) -> str:
    return words if len(words) <= 36 else words[:35] + "…"
