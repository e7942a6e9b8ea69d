"""The parts of a picture as cards: a box hidden between its neighbours, the words at an arrow."""

import re
from collections import Counter
from collections.abc import Iterator

from app.domain.card import Card
from app.domain.diagram import Diagram, Edge, Line, Node
from app.domain.note import Section
from app.kinds.hide import BLANK
from app.kinds.spec import Context

KIND = "diagram_part"
_KINDS = frozenset({"flow", "state"})
_MOST = 8  # of one picture
_MOST_NEIGHBOURS = 3
_FEWEST_LETTERS = 4
_PARALLEL = re.compile(r"\b(?:[A-Z](?:_?\d)?|v?\d+)$|_[A-Z]$")  # “task A” beside “task B” is no knowledge


_NAME = re.compile(r"[A-Z]|\d|\w\.\w")  # at an arrow, other words are mostly a verb that one guesses
_WEIGHT = re.compile(r"^weight \d+$")


def cards_of(diagram: Diagram, section: Section, topic: str) -> Iterator[Card]:
    """Make cards of what only this picture says: boxes that their neighbours tell apart, and words at arrows."""
    if diagram.kind not in _KINDS:
        return
    context = Context(section, topic)
    made = [*_nodes(diagram, context), *_labels(diagram, context)]
    yield from made[:_MOST]


def part_of(card: Card, diagram: Diagram) -> str:
    """Which part of a picture a card hides, as `node:id` or `edge:3`; empty if it is of another picture."""
    for node in diagram.nodes:
        if card.place == f"{diagram.title} / box {node.id}":
            return f"node:{node.id}"
    for place, edge in enumerate(diagram.edges):
        if card.place == f"{diagram.title} / arrow {edge.tail} {edge.head}":
            return f"edge:{place}"
    return ""


def _nodes(diagram: Diagram, context: Context) -> Iterator[Card]:
    signs = {node.id: _sign(diagram, node) for node in diagram.nodes}
    times = Counter(signs.values())
    for node in diagram.nodes:
        before, after = signs[node.id]
        if not before or not after or times[signs[node.id]] > 1 or node.entries:
            continue
        if max(len(before), len(after)) > _MOST_NEIGHBOURS or node.label.lower() in diagram.title.lower():
            continue
        shown = f"{_joined(diagram, before)} → {BLANK} → {_joined(diagram, after)}"
        if node.label.lower() in shown.lower() or _PARALLEL.search(node.label) or set(before) & set(after):
            continue
        source = next(edge.source for edge in diagram.edges if node.id in (edge.tail, edge.head))
        yield context.card(
            KIND, "hidden-box", f"{context.subject}: {shown}", node.label, source,
            place=f"{diagram.title} / box {node.id}", answer=node.label,
        )  # fmt: skip


def _labels(diagram: Diagram, context: Context) -> Iterator[Card]:
    pairs = Counter((edge.tail, edge.head) for edge in diagram.edges)
    words = Counter(edge.label.lower() for edge in diagram.edges)
    for edge in diagram.edges:
        is_name = _NAME.search(edge.label) is not None and not _WEIGHT.match(edge.label)
        is_telling = (
            (is_name or diagram.kind == "state")
            and len(edge.label) >= _FEWEST_LETTERS
            and words[edge.label.lower()] == 1
        )
        if is_telling and pairs[edge.tail, edge.head] == 1:
            tail, head = diagram.label_of(edge.tail), diagram.label_of(edge.head)
            if edge.label.split()[-1].lower() in f"{tail} {head}".lower().split():
                continue
            yield context.card(
                KIND, "hidden-label", f"{context.subject}: {tail} → {head} ({BLANK})",
                edge.label, edge.source, place=f"{diagram.title} / arrow {edge.tail} {edge.head}", answer=edge.label,
            )  # fmt: skip


def _sign(diagram: Diagram, node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The neighbours before and after a box, which tell it from the others."""
    edges: list[Edge] = [edge for edge in diagram.edges if edge.line is not Line.PLAIN and not edge.is_both]
    before = tuple(sorted({edge.tail for edge in edges if edge.head == node.id}))
    return before, tuple(sorted({edge.head for edge in edges if edge.tail == node.id}))


def _joined(diagram: Diagram, ids: tuple[str, ...]) -> str:
    return ", ".join(diagram.label_of(one) for one in ids)
