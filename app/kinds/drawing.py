"""What every kind of diagram draws on: a section as it sees it, and a sheet that nodes and edges are put on."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from app.domain.diagram import Edge, Entry, Form, Group, Line, Node
from app.domain.note import Alert, Block, Item, ListBlock, Paragraph, Section, Source, Text
from app.kinds.lexicon import Lexicon
from app.kinds.lines import without_hint
from app.kinds.subject import clean

_ASIDE = re.compile(r"\s*\([^()]*\)")
_ARTICLE = re.compile(r"^(?:an?|the|your|our)\s+(?=\S)", re.IGNORECASE)
_CUT = re.compile(r"\s*(?::\s|:$|\s[–—-]{1,2}\s|\.\.\.|…|\.$|;).*$", re.DOTALL)
_LONGEST_LABEL = 60
_FEWEST_SIBLINGS = 3
_CONTENTS = re.compile(r"^(?:table of |page |section )?contents\b|^(?:on|in) this (?:page|article|section)\b", re.I)
_STATUS = re.compile(  # behind a name: a list of who has what, and not of what there is
    r":\s*(?:$|\W*(?:no|none|not\b.*|missing|unknown|un(?:supported|available)|deprecated|removed|false|never|n/?a|disabled"
    r"|denied|complete|partial|yes|true|optional|mandatory|required|experimental)\W*$)", re.IGNORECASE
)  # fmt: skip
_MOST_HEADING_WORDS = 4  # a short line above a list leads it in without a colon
_SLUG = re.compile(r"[^a-z0-9]+")
_EXAMPLES = re.compile(r",?\s*\b(?:e\.?g\.?|for example|such as|ex:)\s.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of a note with what is nested below it; `label` is the entry above it."""

    words: str
    source: Source
    items: tuple[Item, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Entries that stand together, with the words that lead them in and the heading's where there are none."""

    lead: str
    source: Source
    items: tuple[Item, ...]
    is_ordered: bool
    depth: int
    is_led: bool
    is_inner: bool = False  # below an entry of a numbered list: a part of one step
    start: int = 1  # the number of the first entry
    is_announced: bool = True  # by a colon or a few words, and not below a sentence that is whole without it


@dataclass(frozen=True)
class Scene:
    """The part of a section that a diagram may be drawn from."""

    section: Section
    blocks: tuple[Block, ...]
    lexicon: Lexicon
    is_asked_for: bool = False

    @cached_property
    def title(self) -> str:
        """The heading's words."""
        return clean(self.section.title)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every line of paragraphs and lists, in note order."""
        return tuple(_statements(self.blocks))

    @cached_property
    def bundles(self) -> tuple[Bundle, ...]:
        """Every list at any depth with what leads it in; tables of contents say nothing."""
        found = _bundles(self.blocks, self.section)
        return tuple(one for one in found if self.is_asked_for or not _CONTENTS.match(one.lead))

    @cached_property
    def siblings(self) -> Bundle | None:
        """The headings below a heading that says nothing of its own, as entries with their lists."""
        children = self.section.children
        if self.blocks or len(children) < _FEWEST_SIBLINGS:
            return None
        items = tuple(
            Item(Text(child.title, clean(child.title)), child.source, child.blocks)
            for child in children
            if child.blocks
        )
        return Bundle(self.title, self.section.source, items, False, 0, False)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a kind saw in a section, and how sure it is. Three points make a picture."""

    rule: str
    score: float
    cues: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    groups: tuple[Group, ...] = ()
    steps: tuple[Entry, ...] = ()
    form: Form = Form.GRAPH
    is_downward: bool = False
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiagramKind:
    """A way to see a picture in a section."""

    name: str
    title: str
    find: Callable[[Scene], Sketch | None]


@dataclass
class Sheet:
    """Where a kind puts what it finds; equal labels in one group are one node."""

    lexicon: Lexicon
    rule: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def node(
        self,
        label: str,
        source: Source,
        *,
        group: str = "",
        entries: Sequence[Entry] = (),
        cell: tuple[int, int] | None = None,
        is_choice: bool = False,
        is_own: bool = False,
        number: int = 0,
    ) -> str:
        """Put a box there, unless it stands there already (`is_own` always makes a new one); return its id."""
        known = self.lexicon.term(label)
        key = (known.id if known else _key(label), group)
        if not is_own and key in self._ids:
            return self._ids[key]
        own = _free(slug(label) or "node", {*self.nodes, *self.groups})
        if not is_own:
            self._ids[key] = own
        is_step = number > 0 and known is None  # which only mentions a service
        category = "" if cell or is_step else self.lexicon.category(label)
        self.nodes[own] = Node(own, label, source, category, group, tuple(entries), cell, is_choice, number)
        return own

    def group(self, label: str, source: Source, parent: str = "") -> str:
        """Put a cluster there; return its id."""
        own = _free(slug(label) or "group", {*self.nodes, *self.groups})
        self.groups[own] = Group(own, label, source, parent, self.lexicon.category(label))
        return own

    def edge(
        self, tail: str, head: str, source: Source, label: str = "", line: Line = Line.SOLID, *, number: int = 0
    ) -> bool:
        """Draw an arrow unless the same one is there; a reply with the same words is drawn on it. Tell if it is new."""
        for place, one in enumerate(self.edges):
            if number == one.number == 0 and (one.tail, one.head) == (tail, head) and one.label == label:
                return False
            if number == one.number == 0 and (one.tail, one.head, one.label, one.line) == (head, tail, label, line):
                self.edges[place] = Edge(head, tail, one.source, self.rule, label, line, 0, True)
                return False
        self.edges.append(Edge(tail, head, source, self.rule, label, line, number))
        return True

    def sketch(
        self,
        score: float,
        cues: Sequence[str],
        *,
        form: Form = Form.GRAPH,
        is_downward: bool = False,
        columns: Sequence[str] = (),
        steps: Sequence[Entry] = (),
    ) -> Sketch:
        """What stands on the sheet; without `steps` the edges say it in words."""
        said = tuple(steps) or tuple(Entry(self._said(edge), edge.source) for edge in self.edges)
        return Sketch(
            self.rule,
            score,
            tuple(dict.fromkeys(cue for cue in cues if cue)),
            tuple(self.nodes.values()),
            tuple(self.edges),
            tuple(self.groups.values()),
            said,
            form,
            is_downward,
            tuple(columns),
        )

    def _said(self, edge: Edge) -> str:
        tail, head = self.nodes[edge.tail].label, self.nodes[edge.head].label
        arrow = "–" if edge.line is Line.PLAIN else "↔" if edge.is_both else "→"
        return f"{tail} {arrow} {head}" + (f": {edge.label}" if edge.label else "")


@lru_cache(maxsize=8192)
def short(words: str) -> str:
    """A line cut down to the name at its beginning: no aside, no explanation, no article."""
    words = without_hint(words.strip())
    words = _CUT.sub("", _EXAMPLES.sub("", _ASIDE.sub("", words)))
    return _ARTICLE.sub("", words).strip(" .,;:")


def is_name(words: str, most: int = 5) -> bool:
    """Whether words can stand in a box as the name of something."""
    count = sum(any(letter.isalnum() for letter in word) for word in words.split())
    return 0 < count <= most and len(words) <= 44


def says_whether(item: Item) -> bool:
    """Whether an entry says of a thing that it is there, or not: without that it would say the opposite."""
    return not item.items and _STATUS.search(item.text.plain.strip()) is not None


def holds_directly(item: Item) -> bool:
    """Whether what is nested in an entry stands directly below its words, and below nothing else that it says."""
    return not item.items or isinstance(item.children[0], ListBlock)


def slug(words: str) -> str:
    """Words as an id."""
    return _SLUG.sub("-", words.lower()).strip("-")[:48]


def is_connected(nodes: Sequence[str], edges: Sequence[tuple[str, str]]) -> bool:
    """Whether every node can be reached from the first, whichever way the edges point."""
    if not nodes:
        return False
    reached, waiting = {nodes[0]}, [nodes[0]]
    while waiting:
        here = waiting.pop()
        for tail, head in edges:
            for other in (head,) if tail == here else (tail,) if head == here else ():
                if other not in reached:
                    reached.add(other)
                    waiting.append(other)
    return len(reached) == len(set(nodes))


def _statements(blocks: Sequence[Block], label: str = "") -> Iterator[Statement]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for offset, text in enumerate(block.lines):
                line = min(block.source.first + offset, block.source.last)
                if text:
                    yield Statement(text.plain.strip(), Source(block.source.path, line, line), (), label)
        elif isinstance(block, ListBlock):
            for item in block.items:
                words = item.text.plain.strip()
                yield Statement(words, _first_line(item.source), item.items, label)
                yield from _statements(item.children, words if len(words) <= _LONGEST_LABEL else "")
        elif isinstance(block, Alert) and block.kind not in ("changed", "retired"):
            yield from _statements(block.blocks, label)


def _bundles(blocks: Sequence[Block], section: Section) -> Iterator[Bundle]:
    title = clean(section.title)
    lead, source = title, section.source
    is_led = is_bold = False
    for block in _joined(blocks):
        if isinstance(block, Paragraph):
            words = block.lines[-1].plain.strip() if block.lines else ""
            is_heading = len(words.split()) <= _MOST_HEADING_WORDS and not words.endswith((".", "!", ","))
            if words.endswith((":", "?")) or (words and is_heading):
                lead, is_led = words.rstrip(": ?"), True
                source = Source(block.source.path, block.source.last, block.source.last)
                is_bold = block.lines[-1].markdown.strip().startswith(("**", "__"))
            elif is_led and not is_bold:  # what was led in was this, and not a list further down
                lead, source, is_led = title, section.source, False
        elif isinstance(block, ListBlock):
            yield Bundle(lead, source, _said(block.items), block.ordered, 0, is_led, start=block.start)
            if not _CONTENTS.match(lead):
                yield from _nested(block.items, 1, is_inner=block.ordered)
            lead, source, is_led = title, section.source, False
        else:
            lead, source, is_led = title, section.source, False


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks, with a numbered list that goes on behind something else as part of the list that it continues."""
    found: list[Block] = []
    last = -1  # the place of the numbered list that could go on
    for block in blocks:
        before = found[last] if last >= 0 else None
        if isinstance(block, ListBlock) and block.ordered:
            if isinstance(before, ListBlock) and block.start == before.start + len(before.items):
                found[last] = replace(before, items=(*before.items, *block.items))
                continue
            last = len(found)
        found.append(block)
    return iter(found)


def _said(items: Sequence[Item]) -> tuple[Item, ...]:
    """Entries that say something."""
    return tuple(item for item in items if item.text.plain.strip())


def _nested(items: Sequence[Item], depth: int, *, is_inner: bool) -> Iterator[Bundle]:
    for item in items:
        said, source = item.text.plain.strip(), _first_line(item.source)
        for block in item.children:
            if isinstance(block, Paragraph) and block.lines:  # which then leads in what stands below it
                said = block.lines[-1].plain.strip()
                source = Source(block.source.path, block.source.last, block.source.last)
            elif isinstance(block, ListBlock):
                words = said.rstrip(": ")
                is_announced = said.endswith((":", "?")) or (
                    len(words.split()) <= _MOST_HEADING_WORDS and not words.endswith(".")
                )
                yield Bundle(
                    words, source, _said(block.items), block.ordered, depth, True, is_inner, block.start, is_announced
                )
                yield from _nested(block.items, depth + 1, is_inner=is_inner or block.ordered)


def _first_line(source: Source) -> Source:
    return Source(source.path, source.first, source.first)


def _key(label: str) -> str:
    words = " ".join(label.lower().split())
    return words[:-1] if words.endswith("s") and not words.endswith("ss") else words


def _free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
