"""A picture that the author wrote in Graphviz's language: read into our values, so that nothing else gets through."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.domain.diagram import Line
from app.domain.note import Code, Source
from app.kinds.drawing import DiagramKind, Scene, Sheet, Sketch

MOST_NODES = 150
MOST_EDGES = 300
_LONGEST = 300  # characters of a label
_MOST_TOKENS = 15_000  # 150 nodes and 300 edges with thirty words each

_TOKEN = re.compile(
    r'(?P<skip>\s+|//[^\n]*|/\*.*?\*/|#[^\n]*)|(?P<string>"(?:[^"\\]|\\.)*")|(?P<arrow>->|--)|(?P<mark>[{}\[\];,=:])'
    r"|(?P<name>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*|-?(?:\.\d+|\d+(?:\.\d*)?))",
    re.DOTALL,
)
_STYLES = {"dashed": Line.DASHED, "dotted": Line.DOTTED}


class DotError(ValueError):
    """The text is not the part of the language that is understood; `line` counts from 0 within the block."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def find(scene: Scene) -> Sketch | None:
    """Draw the first `dot` block of a section; raises DotError where it is not understood."""
    for block in scene.blocks:
        if isinstance(block, Code) and block.language.lower() in ("dot", "graphviz"):
            return _Reader(block, Sheet(scene.lexicon, "R12 author's diagram")).read()
    return None


@dataclass
class _Reader:
    block: Code
    sheet: Sheet
    _tokens: list[tuple[str, str, int]] = field(default_factory=list)
    _place: int = 0
    _nodes: dict[str, str] = field(default_factory=dict)
    _is_downward: bool = True

    def read(self) -> Sketch:
        self._tokens = list(self._scan())
        if self._peek() == "strict":
            self._next()
        word = self._next()
        if word.lower() not in ("digraph", "graph"):
            raise self._error("a diagram begins with “digraph {”")
        if self._peek() != "{":
            self._next()
        self._expect("{")
        self._statements("", {})
        if not self.sheet.nodes:
            raise DotError("The diagram has no nodes.", 0)
        return self.sheet.sketch(100, ["dot"], is_downward=self._is_downward)

    def _statements(self, group: str, inherited: dict[str, str]) -> list[str]:
        """Read to the closing brace; return the nodes that were named."""
        named: list[str] = []
        defaults = dict(inherited)
        while (word := self._peek()) != "}":
            if word == "":
                raise self._error("a closing brace is missing")
            if word in (";", ","):
                self._next()
            elif word.lower() in ("graph", "node", "edge") and self._peek(1) == "[":
                kind = self._next().lower()
                values = self._attributes()
                if kind == "edge":
                    defaults.update(values)
                elif kind == "graph":
                    self._graph(group, values)
            elif self._peek(1) == "=":
                name = self._next()
                self._next()
                self._graph(group, {name.lower(): self._next_text()})
            else:
                named.extend(self._edge_or_node(group, defaults))
        self._expect("}")
        return named

    def _edge_or_node(self, group: str, defaults: dict[str, str]) -> list[str]:
        ends = [self._end(group, defaults)]
        arrows: list[str] = []
        while self._peek() in ("->", "--"):
            arrows.append(self._next())
            ends.append(self._end(group, defaults))
        values = self._attributes() if self._peek() == "[" else {}
        if not arrows:
            if len(ends[0]) == 1 and values:
                self._describe(ends[0][0], values)
            return ends[0]
        line = self._here()
        for arrow, tails, heads in zip(arrows, ends, ends[1:], strict=False):
            for tail in tails:
                for head in heads:
                    self._join(tail, head, {**defaults, **values}, line, is_plain=arrow == "--")
        return [node for end in ends for node in end]

    def _end(self, group: str, defaults: dict[str, str]) -> list[str]:
        if self._peek().lower() == "subgraph" or self._peek() == "{":
            name = ""
            if self._peek().lower() == "subgraph":
                self._next()
                name = self._next() if self._peek() != "{" else ""
            self._expect("{")
            own = (
                self.sheet.group(name.removeprefix("cluster").strip("_ ") or "group", self._here(), group)
                if name.startswith("cluster")
                else group
            )
            return self._statements(own, defaults)
        name = self._next_text()
        while self._peek() == ":":  # a port
            self._next()
            self._next()
        if name not in self._nodes:
            self._nodes[name] = self.sheet.node(self._label(name), self._here(), group=group, is_own=True)
            if len(self._nodes) > MOST_NODES:
                raise self._error(f"it has more than {MOST_NODES} nodes, which nobody could read")
        return [self._nodes[name]]

    def _join(self, tail: str, head: str, values: dict[str, str], source: Source, *, is_plain: bool) -> None:
        style = next((line for word, line in _STYLES.items() if word in values.get("style", "")), Line.SOLID)
        if values.get("color", "").lower() in ("red", "darkred", "crimson", "firebrick"):
            style = Line.FAILED
        if is_plain or values.get("dir", "").lower() == "none":
            style = Line.PLAIN
        self.sheet.edge(tail, head, source, self._label(values.get("label", "")), style)
        if values.get("dir", "").lower() == "both":
            self.sheet.edge(head, tail, source, self._label(values.get("label", "")), style)
        if len(self.sheet.edges) > MOST_EDGES:
            raise self._error(f"it has more than {MOST_EDGES} edges, which nobody could read")

    def _describe(self, node_id: str, values: dict[str, str]) -> None:
        old = self.sheet.nodes[node_id]
        label = self._label(values["label"]) if "label" in values else old.label
        is_choice = values.get("shape", "").lower() == "diamond"
        self.sheet.nodes[node_id] = replace(
            old, label=label or old.label, is_choice=is_choice, category=self.sheet.lexicon.category(label)
        )

    def _graph(self, group: str, values: dict[str, str]) -> None:
        if group and "label" in values:
            label = self._label(values["label"])
            old = self.sheet.groups[group]
            self.sheet.groups[group] = replace(old, label=label, category=self.sheet.lexicon.category(label))
        elif "rankdir" in values:
            self._is_downward = values["rankdir"].upper() in ("TB", "BT")

    def _attributes(self) -> dict[str, str]:
        values: dict[str, str] = {}
        while self._peek() == "[":
            self._next()
            while self._peek() != "]":
                if self._peek() in (",", ";"):
                    self._next()
                    continue
                name = self._next_text().lower()
                if self._peek() == "=":
                    self._next()
                    values[name] = self._next_text()
            self._next()
        return values

    def _label(self, words: str) -> str:
        words = re.sub(r"\\[nlr]", " ", words).replace('\\"', '"').replace("\\\\", "\\")
        return " ".join(words.split())[:_LONGEST]

    # Tokens

    def _scan(self) -> Iterator[tuple[str, str, int]]:
        text, place, line, number = self.block.text, 0, 0, 0
        while place < len(text):
            match = _TOKEN.match(text, place)
            if match is None:
                raise DotError(f"“{text[place : place + 12].split(chr(10))[0]}” is not understood.", line)
            if match.lastgroup != "skip":
                number += 1
                if number > _MOST_TOKENS:  # no need to read on
                    raise DotError(f"It has more than {MOST_NODES} nodes, which nobody could read.", line)
                yield match.lastgroup or "", match.group(), line
            line += match.group().count("\n")
            place = match.end()

    def _peek(self, ahead: int = 0) -> str:
        place = self._place + ahead
        return self._tokens[place][1] if place < len(self._tokens) else ""

    def _next(self) -> str:
        word = self._peek()
        if word == "":
            raise self._error("it ends too early")
        self._place += 1
        return word

    def _next_text(self) -> str:
        kind = self._tokens[self._place][0] if self._place < len(self._tokens) else ""
        word = self._next()
        if kind not in ("string", "name"):
            raise self._error(f"a name is missing before “{word}”")
        return word[1:-1] if kind == "string" else word

    def _expect(self, mark: str) -> None:
        if self._next() != mark:
            raise self._error(f"“{mark}” is missing")

    def _error(self, reason: str) -> DotError:
        line = self._tokens[min(self._place, len(self._tokens) - 1)][2] if self._tokens else 0
        return DotError(f"The diagram cannot be drawn: {reason}.", line)

    def _here(self) -> Source:
        line = self._tokens[min(max(self._place - 1, 0), len(self._tokens) - 1)][2] if self._tokens else 0
        first = min(self.block.source.first + 1 + line, self.block.source.last)
        return Source(self.block.source.path, first, first)


KIND = DiagramKind("dot", "Author’s diagram", find)
