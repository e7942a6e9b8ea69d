"""A picture before it is laid out: what is in it, and the note line and rule that each part of it came from."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.note import Source


class Form(StrEnum):
    """How a diagram is laid out: by Graphviz, or by arithmetic where order or columns are the message."""

    GRAPH = "graph"
    LIFELINES = "lifelines"  # actors across, messages down
    GRID = "grid"  # named columns, one row a thing
    TRACK = "track"  # moments along a line


class Line(StrEnum):
    """How an edge is drawn; the legend names the ones in use."""

    SOLID = "solid"
    DOTTED = "dotted"  # permission: assumes, role, policy
    DASHED = "dashed"  # later: async, retry
    FAILED = "failed"  # where it goes when something fails or is denied
    NEVER = "never"  # crossed out: what does not happen
    PLAIN = "plain"  # belongs together, without a direction


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of words: in a list-box, or in the numbered list that says a picture."""

    label: str
    source: Source


@dataclass(frozen=True, slots=True)
class Node:
    """A box. With `entries` it is a list-box; `group` is the id of the cluster that holds it.

    `cell` is (row, column) in a grid. `category` is one of the lexicon's, or empty. `is_choice` marks a decision.
    `number` counts the steps of a sequence from 1, or is 0. An open list-box shows all of its lines.
    """

    id: str
    label: str
    source: Source
    category: str = ""
    group: str = ""
    entries: tuple[Entry, ...] = ()
    cell: tuple[int, int] | None = None
    is_choice: bool = False
    number: int = 0
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between two nodes, named by their ids. `number` counts the messages of a sequence from 1, or is 0."""

    tail: str
    head: str
    source: Source
    rule: str
    label: str = ""
    line: Line = Line.SOLID
    number: int = 0
    is_both: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A cluster: a box around nodes and other clusters."""

    id: str
    label: str
    source: Source
    parent: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a section got this diagram: the words that spoke for it, its score, and what came second.

    `used` and `unused` are lines of the note: what the picture shows of the section and what it does not.
    """

    cues: tuple[str, ...]
    score: float
    is_asked_for: bool = False
    runner_up: str = ""
    runner_up_score: float = 0.0
    used: tuple[int, ...] = ()
    unused: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagram:
    """A picture of one section. `steps` say it in words: the numbered list beside it, and its alternative text.

    `columns` heads the columns of a grid, or holds the moment of each node of a track.
    """

    kind: str
    rule: str
    title: str
    heading_path: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]
    steps: tuple[Entry, ...]
    why: Why
    source: Source
    form: Form = Form.GRAPH
    is_downward: bool = False
    columns: tuple[str, ...] = ()

    def label_of(self, node_id: str) -> str:
        """The words of a node, by its id."""
        return next(node.label for node in self.nodes if node.id == node_id)
