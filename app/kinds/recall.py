"""The parts of a picture as cards: a box hidden between its neighbours, the words at an arrow, a group, the order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from app.domain.card import Card
from app.domain.diagram import Diagram, Edge, Form, Line, Node
from app.domain.note import Section
from app.kinds.hide import BLANK
from app.kinds.spec import Context

KIND = "diagram_part"
ORDER = "steps-in-order"
_KINDS = frozenset({"flow", "state"})
_STEPS = (3, 9)  # as many can be put in order
_MOST = 8  # of one picture
_MOST_NEIGHBOURS = 3
_MOST_INSIDE = 6
_MOST_WRONG = 3
_MOST_WORDS = 50  # of all steps together
_FEWEST_LETTERS = 4
_PARALLEL = re.compile(r"\b(?:[A-Z](?:_?\d)?|v?\d+)$|_[A-Z]$")  # “task A” beside “task B” is no knowledge


_NAME = re.compile(r"[A-Z]|\d|\w\.\w")  # at an arrow, other words are mostly a verb that one guesses
_WEIGHT = re.compile(r"^weight \d+$")


def cards_of(diagram: Diagram, section: Section, topic: str) -> Iterator[Card]:
    """Make cards of what only this picture says: parts that the others tell apart, and the order of steps."""
    context = Context(section, topic)
    made: list[Card] = []
    if diagram.kind in _KINDS:
        made = [*_nodes(diagram, context), *_labels(diagram, context)]
    elif diagram.kind == "contain":
        made = list(_groups(diagram, context))
    elif diagram.kind == "seq":
        made = list(_order(diagram, context))
    yield from made[:_MOST]


def parts_of(card: Card, diagram: Diagram) -> frozenset[str]:
    """Which parts of a picture a card hides, as `node:id`, `edge:3` and `group:id`; none if it is of another one."""
    if card.kind != KIND:
        return frozenset()
    found = {f"node:{node.id}" for node in diagram.nodes if card.place == f"{diagram.title} / box {node.id}"}
    found |= {f"group:{group.id}" for group in diagram.groups if card.place == f"{diagram.title} / group {group.id}"}
    for place, edge in enumerate(diagram.edges):
        if card.place == f"{diagram.title} / arrow {edge.tail} {edge.head}":
            found |= {f"edge:{place}"}
    if card.rule == ORDER and card.place == f"{diagram.title} / order":
        found = set(order_of(diagram))
    return frozenset(found)


def order_of(diagram: Diagram) -> tuple[str, ...]:
    """The parts of a sequence from the first step to the last: its boxes, or its messages."""
    if diagram.form is Form.LIFELINES:
        return tuple(f"edge:{place}" for place in range(len(diagram.edges)))
    return tuple(f"node:{node.id}" for node in diagram.nodes)


def names_for(part: str, diagram: Diagram) -> tuple[str, ...]:
    """The right name of a part among others of the same picture, to choose from; in an order that tells nothing."""
    right = name_of(part, diagram)
    kind = part.partition(":")[0]
    several = {"edge": [one.label for one in diagram.edges], "group": [one.label for one in diagram.groups]}
    others = several.get(kind, [node.label for node in diagram.nodes])
    wrong = sorted({one for one in others if one and one.lower() != right.lower()}, key=lambda one: _shake(part, one))
    return tuple(sorted([right, *wrong[:_MOST_WRONG]], key=lambda one: _shake(diagram.title + part, one)))


def name_of(part: str, diagram: Diagram) -> str:
    """The words at a part."""
    kind, _, name = part.partition(":")
    if kind == "edge":
        return diagram.edges[int(name)].label
    if kind == "group":
        return next(group.label for group in diagram.groups if group.id == name)
    return diagram.label_of(name)


def shuffled(words: Sequence[str]) -> tuple[str, ...]:
    """Words in an order of their own that is always the same, and never the one in which they came."""
    found = tuple(sorted(words, key=lambda one: _shake("order", one)))
    return found[1:] + found[:1] if found == tuple(words) else found


def _shake(salt: str, words: str) -> bytes:
    return sha256(f"{salt} {words}".encode()).digest()


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


def _groups(diagram: Diagram, context: Context) -> Iterator[Card]:
    """The name of a group that its content tells from the others."""
    held = {
        group.id: [node.label for node in diagram.nodes if node.group == group.id]
        + [inner.label for inner in diagram.groups if inner.parent == group.id]
        for group in diagram.groups
    }
    times = Counter(tuple(sorted(words)) for words in held.values())
    for group in diagram.groups:
        inner = held[group.id]
        shown = ", ".join(inner)
        if not 2 <= len(inner) <= _MOST_INSIDE or times[tuple(sorted(inner))] > 1 or len(diagram.groups) < 2:
            continue
        if group.label.lower() in f"{shown} {context.subject}".lower() or _PARALLEL.search(group.label):
            continue
        yield context.card(
            KIND, "hidden-group", f"{context.subject}: {BLANK} holds {shown}", group.label, group.source,
            place=f"{diagram.title} / group {group.id}", answer=group.label,
        )  # fmt: skip


def _order(diagram: Diagram, context: Context) -> Iterator[Card]:
    """All steps at once; it never meets the cards that ask for the next step in one sitting."""
    words = [step.label.rstrip(".") for step in diagram.steps]
    if not _STEPS[0] <= len(words) <= _STEPS[1] or len(set(words)) < len(words):
        return
    if len(order_of(diagram)) != len(words) or sum(len(one.split()) for one in words) > _MOST_WORDS:
        return
    yield context.card(
        KIND, ORDER, f"{context.subject}: in which order do its {len(words)} steps come?",
        "\n".join(f"{number}. {one}" for number, one in enumerate(words, 1)), diagram.source,
        place=f"{diagram.title} / order", fact=f"{diagram.steps[0].source.path} {words[0]}",
    )  # fmt: skip


def _sign(diagram: Diagram, node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The neighbours before and after a box, which tell it from the others."""
    edges: list[Edge] = [edge for edge in diagram.edges if edge.line is not Line.PLAIN and not edge.is_both]
    before = tuple(sorted({edge.tail for edge in edges if edge.head == node.id}))
    return before, tuple(sorted({edge.head for edge in edges if edge.tail == node.id}))


def _joined(diagram: Diagram, ids: tuple[str, ...]) -> str:
    return ", ".join(diagram.label_of(one) for one in ids)
