"""Which picture a section gets: every kind looks, the surest draws, and if none is sure there is no picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.diagram import Diagram, Edge, Entry, Form, Node, Why
from app.domain.note import Block, Code, Directive, Note, Section, Source
from app.domain.problem import Problem
from app.kinds.diagrams import DIAGRAM_KINDS
from app.kinds.diagrams.dot import DotError
from app.kinds.drawing import Scene, Sketch
from app.kinds.lexicon import Lexicon
from app.kinds.split import MOST_NODES, fits, parts_of

_FEWEST_POINTS = 3.0
_AHEAD = 1.0
_FEWEST_OF_A_TREE = 3  # boxes: two and a line say nothing that the note does not
_MOST_NODES_ASKED = 24
_MOST_EDGES_ASKED = 32
_NAMES = {kind.name: kind for kind in DIAGRAM_KINDS}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pictures of a section, and what was asked for and could not be drawn."""

    diagrams: tuple[Diagram, ...] = ()
    problems: tuple[Problem, ...] = ()


def pictures(section: Section, lexicon: Lexicon) -> Drawn:
    """Draw a section: what its directives ask for, else what one kind is sure of."""
    if not section.blocks and not any(child.blocks for child in section.children):
        return Drawn()
    found: list[tuple[Diagram, ...]] = []
    problems: list[Problem] = []
    asked: list[tuple[Directive | None, tuple[Block, ...]]] = list(_asked(section)) or [(None, section.blocks)]
    for directive, blocks in asked:
        scene = Scene(section, blocks, lexicon, directive is not None and directive.value != "auto")
        try:
            drawn = _best(scene) if directive is None else _wanted(scene, directive)
        except DotError as error:
            line = next((block.source.first for block in blocks if isinstance(block, Code)), section.source.first)
            problems.append(
                Problem(
                    "diagram-dot", str(error), section.source.path, line + 1 + error.line,
                    "Mend the block, or say the same in Markdown. The rest of the section is not touched.",
                )
            )  # fmt: skip
            continue
        if drawn:
            found.append(drawn)
        elif directive is not None and directive.value != "none":
            problems.append(_unmet(section, directive))
    return Drawn(tuple(_titled(found)), tuple(problems))


def lexicon_of(note: Note, lexicon: Lexicon) -> Lexicon:
    """The lexicon with the terms that the note's front matter adds."""
    terms = note.front_matter.get("terms", ())
    return lexicon.with_terms((terms,) if isinstance(terms, str) else terms)


def _asked(section: Section) -> Iterator[tuple[Directive | None, tuple[Block, ...]]]:
    """Each directive about diagrams with the blocks that it speaks of: up to the next one."""
    blocks = section.blocks
    places = [place for place, block in enumerate(blocks) if isinstance(block, Directive) and block.name == "diagram"]
    for place, end in zip(places, [*places, len(blocks)][1:], strict=True):
        directive = blocks[place]
        assert isinstance(directive, Directive)
        yield directive, blocks[place + 1 : end]


def _wanted(scene: Scene, directive: Directive) -> tuple[Diagram, ...]:
    kind = _NAMES.get({"sequence": "seq", "containment": "contain"}.get(directive.value, directive.value))
    sketch = kind.find(scene) if kind is not None else None
    if kind is None or sketch is None:
        return ()
    sketch = _folded(sketch)
    why = Why(sketch.cues, sketch.score, True)
    if kind.name != "dot" and (len(sketch.nodes) > _MOST_NODES_ASKED or len(sketch.edges) > _MOST_EDGES_ASKED):
        return _in_parts(scene, kind.name, sketch, why, directive.source)
    return (_diagram(scene, kind.name, sketch, why, directive.source),)


def _best(scene: Scene) -> tuple[Diagram, ...]:
    sketches = [(kind.name, sketch) for kind in DIAGRAM_KINDS if (sketch := kind.find(scene)) is not None]
    sketches = [(name, _folded(sketch)) for name, sketch in sketches]
    sketches = [(name, sketch) for name, sketch in sketches if fits(sketch) or parts_of(sketch)]
    sketches.sort(key=lambda one: -one[1].score)
    if not sketches or sketches[0][1].score < _FEWEST_POINTS:
        return ()
    name, sketch = sketches[0]
    other, score = (sketches[1][0], sketches[1][1].score) if len(sketches) > 1 else ("", 0.0)
    if other and sketch.score - score < _AHEAD:
        return ()
    why = Why(sketch.cues, sketch.score, False, other, score)
    return (_diagram(scene, name, sketch, why, None),) if fits(sketch) else _in_parts(scene, name, sketch, why, None)


def _in_parts(scene: Scene, kind: str, sketch: Sketch, why: Why, asked_at: Source | None) -> tuple[Diagram, ...]:
    """An overview and its details, or pieces; lines that another part shows are not called unused."""
    parts = [part for part in parts_of(sketch) if kind != "tree" or len(part.sketch.nodes) >= _FEWEST_OF_A_TREE]
    made = [(part.name, _diagram(scene, kind, part.sketch, why, asked_at)) for part in parts]
    used = {line for _, one in made for line in one.why.used}
    return tuple(
        replace(
            one,
            title=f"{one.title}: {name}",
            why=replace(one.why, unused=tuple(line for line in one.why.unused if line not in used)),
        )
        for name, one in made
    )


def _folded(sketch: Sketch) -> Sketch:
    """Leaves that hang on one node in the same way become lines of one list-box, if there are too many nodes."""
    if sketch.form is not Form.GRAPH or len(sketch.nodes) <= MOST_NODES or sketch.rule.startswith("R12"):
        return sketch
    degree: dict[str, int] = {}
    for edge in sketch.edges:
        for end in (edge.tail, edge.head):
            degree[end] = degree.get(end, 0) + 1
    bunches: dict[tuple[str, bool, str], list[Edge]] = {}
    for edge in sketch.edges:
        for end, hub, is_in in ((edge.tail, edge.head, True), (edge.head, edge.tail, False)):
            if degree[end] == 1 and degree[hub] > 1:
                bunches.setdefault((hub, is_in, edge.label + edge.line), []).append(edge)
    nodes = {node.id: node for node in sketch.nodes}
    edges = list(sketch.edges)
    for (_, is_in, _), bunch in bunches.items():
        leaves = [nodes[edge.tail if is_in else edge.head] for edge in bunch]
        if len(leaves) < 3 or any(leaf.entries or leaf.is_choice for leaf in leaves):
            continue
        first = leaves[0]
        entries = tuple(Entry(leaf.label, leaf.source) for leaf in leaves)
        nodes[first.id] = Node(first.id, f"{len(leaves)} of them", first.source, first.category, first.group, entries)
        for leaf in leaves[1:]:
            del nodes[leaf.id]
        edges = [edge for edge in edges if edge not in bunch[1:]]
    return replace(sketch, nodes=tuple(nodes.values()), edges=tuple(edges))


def _diagram(scene: Scene, kind: str, sketch: Sketch, why: Why, asked_at: Source | None) -> Diagram:
    entries = [entry for node in sketch.nodes for entry in node.entries]
    used = {part.source.first for parts in (sketch.nodes, sketch.edges, sketch.groups, entries) for part in parts}
    used |= {step.source.first for step in sketch.steps}
    every = {one.source.first for one in scene.statements}
    lines = sorted(used - {scene.section.source.first}) or [scene.section.source.first]
    return Diagram(
        kind,
        sketch.rule,
        scene.title,
        scene.section.heading_path,
        sketch.nodes,
        sketch.edges,
        sketch.groups,
        sketch.steps,
        replace(why, used=tuple(sorted(used)), unused=tuple(sorted(every - used))),
        Source(scene.section.source.path, asked_at.first if asked_at else lines[0], lines[-1]),
        sketch.form,
        sketch.is_downward,
        sketch.columns,
    )


def _titled(found: Sequence[tuple[Diagram, ...]]) -> Iterator[Diagram]:
    """Several pictures of one section are told apart by a number."""
    for place, drawn in enumerate(found, 1):
        for diagram in drawn:
            yield replace(diagram, title=f"{diagram.title} ({place})") if len(found) > 1 else diagram


def _unmet(section: Section, directive: Directive) -> Problem:
    known = ", ".join(sorted(_NAMES))
    if directive.value not in _NAMES and directive.value not in ("sequence", "containment"):
        message = f"There is no kind of diagram named “{directive.value}”."
        hint = f"The kinds are {known}, and none."
    else:
        message = f"Nothing below this line can be drawn as “{directive.value}”."
        hint = (
            "See in the notes format what this kind is drawn from. A picture has at most 24 parts: split longer lists."
        )
    return Problem("diagram-directive", message, section.source.path, directive.source.first, hint)
