"""A diagram as DOT text for Graphviz, which places boxes of known size and never sees a letter of the notes."""

from collections.abc import Mapping

import graphviz

from app.domain.diagram import Diagram, Line
from app.domain.layout import Measure
from app.render.boxes import Size, extent, label_lines

_INCH = 72.0
_SPACE = 8.0  # around the words at an edge
_ALWAYS = 'compound=true outputorder=edgesfirst splines=spline nodesep=0.35 labelloc=t charset="UTF-8"'
_EACH_BOX = '\tnode [shape=box label="" fixedsize=true]\n'


def placing(
    diagram: Diagram, sizes: Mapping[str, Size], measure: Measure, *, is_downward: bool, ratio: float = 0.0
) -> str:
    """The text that is laid out: ids are n0…, e0…, cluster_0…, labels are empty boxes of fixed size.

    Our own ids and numbers need no quoting, which is what costs time in the package when there are many.
    """
    numbers = {node.id: f"n{place}" for place, node in enumerate(diagram.nodes)}
    gap = "0.3" if any(edge.label for edge in diagram.edges) else "0.55"  # words get a rank of their own
    head = [f"rankdir={'TB' if is_downward else 'LR'}", f"ranksep={gap}", _ALWAYS]
    if diagram.kind in ("tree", "decision"):
        head.append("ordering=out")
    if ratio:
        head.append(f"ratio={ratio:.3f}")  # height by width, to which the gaps grow
    graph = graphviz.Digraph(body=[f"\tgraph [{' '.join(head)}]\n", _EACH_BOX])
    _put_group(graph, diagram, "", numbers, sizes, measure)
    spine = _spine(diagram)
    for place, edge in enumerate(diagram.edges):
        label = f" label={_room(*extent(label_lines(edge.label), 'edge', measure))}" if edge.label else ""
        ends = " dir=both" if edge.is_both else " dir=none" if edge.line is Line.PLAIN else ""
        weight = " weight=10" if place in spine else ""  # the longest way stays straight, and ties are rarer
        graph.body.append(f"\t{numbers[edge.tail]} -> {numbers[edge.head]} [id=e{place}{label}{ends}{weight}]\n")
    return str(graph.source)


def _spine(diagram: Diagram) -> frozenset[int]:
    """The edges of the longest way that goes forward in the order of the note."""
    order = {node.id: place for place, node in enumerate(diagram.nodes)}
    ways: dict[str, tuple[int, ...]] = {}  # the longest that ends at a node
    forward = sorted(
        (order[edge.head], place) for place, edge in enumerate(diagram.edges) if order[edge.tail] < order[edge.head]
    )
    for _, place in forward:
        edge = diagram.edges[place]
        way = (*ways.get(edge.tail, ()), place)
        if len(way) > len(ways.get(edge.head, ())):
            ways[edge.head] = way
    longest = max(ways.values(), key=len, default=())
    return frozenset(longest if len(longest) > 1 else ())


def _put_group(
    graph: graphviz.Digraph,
    diagram: Diagram,
    group_id: str,
    numbers: Mapping[str, str],
    sizes: Mapping[str, Size],
    measure: Measure,
) -> None:
    for node in diagram.nodes:
        if node.group == group_id:
            size = sizes[node.id]
            width, height = size.width / _INCH, size.height / _INCH
            graph.body.append(f"\t{numbers[node.id]} [width={width:.4f} height={height:.4f}]\n")
    for place, group in enumerate(diagram.groups):
        if group.parent == group_id:
            with graph.subgraph(name=f"cluster_{place}") as inner:
                room = _room(*extent((group.label,), "group", measure))
                inner.body.append(f"\tgraph [label={room} margin=12 labelloc=t labeljust=l]\n")
                _put_group(inner, diagram, group.id, numbers, sizes, measure)


def _room(width: float, height: float) -> str:
    cell = f'FIXEDSIZE="TRUE" WIDTH="{round(width + _SPACE)}" HEIGHT="{round(height + 4)}" BORDER="0"'
    return f"<<TABLE {cell}><TR><TD></TD></TR></TABLE>>"


def readable(diagram: Diagram) -> str:
    """The diagram as DOT with its words, to look at and to take to other programs."""
    graph = graphviz.Digraph(comment=diagram.title, graph_attr={"rankdir": "TB" if diagram.is_downward else "LR"})
    graph.attr("node", shape="box", style="rounded")
    styles = {Line.DASHED: "dashed", Line.DOTTED: "dotted", Line.FAILED: "dashed", Line.NEVER: "dashed"}

    def put(inner: graphviz.Digraph, group_id: str) -> None:
        for node in diagram.nodes:
            if node.group == group_id:
                label = graphviz.escape("\n".join([node.label, *(f"- {entry.label}" for entry in node.entries)]))
                inner.node(
                    node.id, label=label.replace("\n", r"\n"), **({"shape": "diamond"} if node.is_choice else {})
                )
        for group in diagram.groups:
            if group.parent == group_id:
                with inner.subgraph(name=f"cluster_{group.id}") as deeper:
                    deeper.attr(label=graphviz.escape(group.label))
                    put(deeper, group.id)

    put(graph, "")
    for edge in diagram.edges:
        attributes = {"label": graphviz.escape(edge.label)} if edge.label else {}
        if edge.line in styles:
            attributes["style"] = styles[edge.line]
        if edge.line in (Line.FAILED, Line.NEVER):
            attributes["color"] = "red"
        if edge.line is Line.PLAIN or edge.is_both:
            attributes["dir"] = "both" if edge.is_both else "none"
        graph.edge(edge.tail, edge.head, **attributes)
    return str(graph.source)
