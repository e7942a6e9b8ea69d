"""Cutting a picture that is too large: nothing is lost, nothing is said twice, and no piece is too large itself."""

from dataclasses import replace
from itertools import pairwise

from app.domain.diagram import Edge, Entry, Form, Group, Line, Node
from app.domain.note import Source
from app.kinds.drawing import Sketch
from app.kinds.split import Part, fits, parts_of

HERE = Source("note.md", 1, 1)


def node(name: str, group: str = "", number: int = 0) -> Node:
    return Node(name, name.upper(), HERE, group=group, number=number)


def edge(tail: str, head: str, line: Line = Line.SOLID) -> Edge:
    return Edge(tail, head, HERE, "R0", line=line)


def sketch(nodes: list[Node], edges: list[Edge], *groups: Group) -> Sketch:
    said = tuple(Entry(f"{one.tail} to {one.head}", HERE) for one in edges)
    return Sketch("R0", 1.0, (), tuple(nodes), tuple(edges), groups, said)


def labels(part: Part) -> list[str]:
    return [one.label for one in part.sketch.nodes]


def in_zones(inside: str = "") -> Sketch:
    groups = [Group(zone, zone.title(), HERE, parent=inside) for zone in ("web", "app", "data")]
    nodes = [node(f"{group.id}{number}", group.id) for group in groups for number in range(6)]
    edges = [edge(*pair) for group in groups for pair in pairwise(f"{group.id}{number}" for number in range(6))]
    return sketch(nodes, [*edges, edge("web5", "app0"), edge("app5", "data0"), edge("app4", "data0")], *groups)


def test_groups_become_an_overview_and_a_picture_each() -> None:
    whole = in_zones()
    overview, *details = parts_of(whole)
    assert [overview.name, *(part.name for part in details)] == ["overview", "Web", "App", "Data"]
    assert [(one.tail, one.head) for one in overview.sketch.edges] == [("web", "app"), ("app", "data")]
    assert [entry.label for entry in overview.sketch.nodes[0].entries] == [f"WEB{number}" for number in range(6)]
    assert [one.id for part in details for one in part.sketch.nodes] == [one.id for one in whole.nodes]
    assert {one for part in details for one in part.sketch.edges} == set(whole.edges[:-3])


def test_what_stands_beside_the_inner_groups_is_not_lost() -> None:
    inner = in_zones("net")
    gateway = node("gateway", "net")
    whole = replace(
        inner,
        nodes=(gateway, *inner.nodes),
        edges=(edge("gateway", "web0"), *inner.edges),
        groups=(Group("net", "Network", HERE), *inner.groups),
    )
    overview, *details = parts_of(whole)
    assert [part.name for part in details] == ["Web", "App", "Data"]
    assert "GATEWAY" in labels(overview)
    assert ("gateway", "web") in [(one.tail, one.head) for one in overview.sketch.edges]
    groups = {group.id for group in overview.sketch.groups}
    assert all(not one.group or one.group in groups for one in overview.sketch.nodes)


def test_a_tree_is_cut_at_its_first_branches() -> None:
    kinds = {"store": ["sql", "keys", "files"]} | {
        kind: [f"{kind}{number}" for number in range(5)] for kind in ("sql", "keys")
    }
    edges = [edge(tail, head, Line.PLAIN) for tail, heads in kinds.items() for head in heads]
    names = ["store", *(one.head for one in edges)]
    overview, *details = parts_of(sketch([node(name) for name in names], edges))
    assert labels(overview) == ["STORE", "SQL", "KEYS", "FILES"]
    assert [part.name for part in details] == ["SQL", "KEYS"]


def test_pieces_that_nothing_joins_stand_alone() -> None:
    edges = [edge(f"{flow}{number}", f"{flow}{number + 1}") for flow in "abc" for number in range(5)]
    nodes = [node(f"{flow}{number}") for flow in "abc" for number in range(6)]
    parts = parts_of(sketch(nodes, edges))
    assert [part.name for part in parts] == ["A0", "B0", "C0"]
    assert [one for part in parts for one in part.sketch.edges] == edges
    assert [len(part.sketch.steps) for part in parts] == [5, 5, 5]


def test_a_long_way_is_cut_into_runs_that_share_no_step() -> None:
    nodes = [node(f"s{number}", number=number) for number in range(1, 24)]
    edges = [edge(one.id, other.id) for one, other in pairwise(nodes)]
    long = replace(sketch(nodes, edges), steps=tuple(Entry(one.label, HERE) for one in nodes))
    parts = parts_of(long)
    assert [part.name for part in parts] == ["steps 1–8", "steps 9–16", "steps 17–23"]
    assert [one for part in parts for one in part.sketch.nodes] == nodes
    assert [one for part in parts for one in part.sketch.steps] == list(long.steps)


def test_messages_keep_their_numbers_and_only_their_own_actors() -> None:
    ends = [("user", "site"), ("site", "user")] * 6 + [("site", "store"), ("store", "site")] * 4
    edges = [replace(edge(*pair), number=number) for number, pair in enumerate(ends, start=1)]
    long = replace(sketch([node(name) for name in ("user", "site", "store")], edges), form=Form.LIFELINES)
    first, second = parts_of(long)
    assert labels(first) == ["USER", "SITE"]
    assert [one.number for one in second.sketch.edges] == list(range(11, 21))


def test_no_cut_is_made_where_none_is_honest() -> None:
    """Thirteen that all hang together have no place to cut."""
    nodes = [node(f"n{number}") for number in range(13)]
    ring = [edge(f"n{number}", f"n{(number + 1) % 13}") for number in range(13)]
    assert not fits(sketch(nodes, ring))
    assert parts_of(sketch(nodes, ring)) == ()


def test_no_piece_is_too_large_itself() -> None:
    crowd = Group("crowd", "Crowd", HERE)
    nodes = [*(node(f"c{number}", "crowd") for number in range(14)), node("out")]
    assert parts_of(sketch(nodes, [edge("c0", "out")], crowd)) == ()
