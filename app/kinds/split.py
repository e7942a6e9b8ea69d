"""A picture with too many parts becomes several: an overview with its details, or pieces that stand alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.domain.diagram import Edge, Entry, Form, Group, Line, Node
from app.kinds.drawing import Sketch

MOST_NODES = 12
MOST_EDGES = 16
_MOST_PARTS = 8
_MOST_STEPS = 10  # of one piece


@dataclass(frozen=True, slots=True)
class Part:
    """One picture of several, with what its title adds."""

    name: str
    sketch: Sketch


def fits(sketch: Sketch) -> bool:
    """Whether a picture can be taken in at one look."""
    return sketch.form is Form.GRID or (len(sketch.nodes) <= MOST_NODES and len(sketch.edges) <= MOST_EDGES)


def parts_of(sketch: Sketch) -> tuple[Part, ...]:
    """The pictures that stand for one that is too large; none if there is no honest way to cut it."""
    if any(node.number for node in sketch.nodes) or sketch.form is Form.LIFELINES:
        found = tuple(_pieces(sketch))
    elif sketch.form is not Form.GRAPH:
        return ()
    elif sketch.groups:
        found = tuple(_by_group(sketch))
    elif root := _root(sketch):
        found = tuple(_by_branch(sketch, root))
    else:
        found = tuple(_apart(sketch))
    return found if 2 <= len(found) <= _MOST_PARTS and all(fits(part.sketch) for part in found) else ()


def _pieces(sketch: Sketch) -> Iterator[Part]:
    """Runs of steps; the next begins where the last one ended."""
    count = len(sketch.edges) if sketch.form is Form.LIFELINES else len(sketch.nodes)
    if len(sketch.steps) != count:
        return
    pieces = -(-count // _MOST_STEPS)
    size = -(-count // pieces)
    for first in range(0, count, size):
        last = min(first + size, count)
        if sketch.form is Form.LIFELINES:
            edges = sketch.edges[first:last]
            named = {end for edge in edges for end in (edge.tail, edge.head)}
            nodes = tuple(node for node in sketch.nodes if node.id in named)
        else:
            nodes = sketch.nodes[first:last]
            edges = _between(sketch.edges, nodes)
        piece = replace(
            sketch, nodes=nodes, edges=edges, steps=sketch.steps[first:last], columns=sketch.columns[first:last]
        )
        yield Part(f"steps {first + 1}–{last}", piece)


def _by_group(sketch: Sketch) -> Iterator[Part]:
    """The outermost groups as lists of what they hold, then each of them with all that is in it."""
    tops = [group for group in sketch.groups if not group.parent]
    loose = tuple(node for node in sketch.nodes if not node.group)
    if len(tops) == 1 and not loose:  # one group around everything says little: cut at the next level
        around = tops[0].id
        tops = [group for group in sketch.groups if group.parent == around]
        loose = tuple(replace(node, group="") for node in sketch.nodes if node.group == around)
    insides = [(top, *_inside(sketch, top)) for top in tops]
    ends = {node.id: top.id for top, _, nodes in insides for node in nodes}
    boxes = [Node(top.id, top.label, top.source, top.category, "", tuple(_held(sketch, top))) for top, _, _ in insides]
    outer = [
        replace(edge, tail=ends.get(edge.tail, edge.tail), head=ends.get(edge.head, edge.head)) for edge in sketch.edges
    ]
    shown = {node.id for node in (*boxes, *loose)}
    crossing = tuple(
        dict.fromkeys(edge for edge in outer if edge.tail != edge.head and {edge.tail, edge.head} <= shown)
    )
    said = tuple(Entry(f"{box.label}: {', '.join(entry.label for entry in box.entries)}", box.source) for box in boxes)
    yield Part("overview", replace(sketch, nodes=(*boxes, *loose), edges=crossing, groups=(), steps=said))
    for top, groups, nodes in insides:
        own = tuple(replace(group, parent="" if group.id == top.id else group.parent) for group in (top, *groups))
        steps = tuple(
            Entry(f"{group.label} holds {', '.join(entry.label for entry in _held(sketch, group))}", group.source)
            for group in own
        )
        yield Part(
            top.label, replace(sketch, nodes=nodes, edges=_between(sketch.edges, nodes), groups=own, steps=steps)
        )


def _inside(sketch: Sketch, top: Group) -> tuple[tuple[Group, ...], tuple[Node, ...]]:
    inner = {top.id}
    for group in sketch.groups:  # parents stand before what they hold
        if group.parent in inner:
            inner.add(group.id)
    return (
        tuple(group for group in sketch.groups if group.id in inner and group.id != top.id),
        tuple(node for node in sketch.nodes if node.group in inner),
    )


def _held(sketch: Sketch, group: Group) -> Iterator[Entry]:
    yield from (Entry(inner.label, inner.source) for inner in sketch.groups if inner.parent == group.id)
    yield from (Entry(node.label, node.source) for node in sketch.nodes if node.group == group.id)


def _root(sketch: Sketch) -> str:
    """The node at the top if the picture is a tree without arrows; empty if it is none."""
    heads = [edge.head for edge in sketch.edges]
    tops = [node.id for node in sketch.nodes if node.id not in heads]
    is_tree = len(set(heads)) == len(heads) == len(sketch.nodes) - 1 and len(tops) == 1
    return tops[0] if is_tree and all(edge.line is Line.PLAIN for edge in sketch.edges) else ""


def _by_branch(sketch: Sketch, root: str) -> Iterator[Part]:
    """The top of a tree, then each branch that goes on."""
    below = {node.id: [edge.head for edge in sketch.edges if edge.tail == node.id] for node in sketch.nodes}
    nodes = {node.id: node for node in sketch.nodes}
    top = tuple(nodes[one] for one in (root, *below[root]))
    yield Part("overview", _cut(sketch, top))
    for branch in below[root]:
        if below[branch]:
            yield Part(nodes[branch].label, _cut(sketch, tuple(nodes[one] for one in _all_below(below, branch))))


def _all_below(below: dict[str, list[str]], node: str) -> list[str]:
    return [node, *(one for child in below[node] for one in _all_below(below, child))]


def _cut(sketch: Sketch, nodes: tuple[Node, ...]) -> Sketch:
    edges = _between(sketch.edges, nodes)
    labels = {node.id: node.label for node in nodes}
    said: dict[str, list[str]] = {}
    for edge in edges:
        said.setdefault(edge.tail, []).append(labels[edge.head])
    sources = {node.id: node.source for node in nodes}
    steps = tuple(Entry(f"{labels[one]}: {', '.join(inner)}", sources[one]) for one, inner in said.items())
    return replace(sketch, nodes=nodes, edges=edges, steps=steps)


def _apart(sketch: Sketch) -> Iterator[Part]:
    """Pieces that no edge joins."""
    waiting = {node.id for node in sketch.nodes}
    lines = dict(zip(sketch.edges, sketch.steps, strict=False))
    while waiting:
        reached = {next(node.id for node in sketch.nodes if node.id in waiting)}
        while (
            more := {end for edge in sketch.edges if {edge.tail, edge.head} & reached for end in (edge.tail, edge.head)}
            - reached
        ):
            reached |= more
        waiting -= reached
        nodes = tuple(node for node in sketch.nodes if node.id in reached)
        edges = _between(sketch.edges, nodes)
        if edges:
            steps = tuple(lines[edge] for edge in edges if edge in lines)
            yield Part(nodes[0].label, replace(sketch, nodes=nodes, edges=edges, steps=steps))


def _between(edges: Iterable[Edge], nodes: Iterable[Node]) -> tuple[Edge, ...]:
    ids = {node.id for node in nodes}
    return tuple(edge for edge in edges if edge.tail in ids and edge.head in ids)
