"""Text copied from a web page, with typed bullets and no headings, becomes blocks and Markdown, tied to its lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.note import Block, Code, Item, ListBlock, Paragraph, Source, Text
from app.domain.problem import Problem
from app.notes.page_lines import Kind, Line, is_bullet, read_lines
from app.notes.page_outline import is_label, outline

_FEWEST_BULLETS = 3
_DEEPEST = 16
_HEADING = re.compile(r"^ {0,3}#{1,6} \S", re.MULTILINE)
_MARKED = re.compile(r"^[ \t]*(?:[-*+] |\d+[.)] |```|~~~|\|)", re.MULTILINE)
_TICKS = re.compile(r"`+")
_ACTIVE = re.compile(r"[\\`*_\[<&~]")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[`*\[<]|\\$|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,32};)|~(?=~)|(?<=~)~")
_OPENING = re.compile(r"(?:[#>+=-]|~~~)|(\d{1,9})([.)])(?=[ \t]|$)")

_LOWEST_LEVEL = 6
_FEWEST_GROUPS = 3
_FEWEST_FACTS = 14
_VERSUS = re.compile(r"\bvs\b|\bversus\b", re.IGNORECASE)
_LABELLED = re.compile(r"(\S[^:,(]*?)(?::| ?\(|, | - ).")

_Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of a page with what stands directly below it; level 0 is what stands before any heading."""

    level: int
    title: str
    first: int
    last: int
    blocks: _Blocks


@dataclass(frozen=True, slots=True)
class Page:
    """A page in parts, in order, the title it gives itself, and what was left out of it."""

    title: str
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]


def is_page_text(lines: Sequence[str]) -> bool:
    """Tell page text from Markdown: typed bullets, more of them than marks of Markdown, and no heading."""
    bullets = sum(map(is_bullet, lines))
    if bullets < _FEWEST_BULLETS:
        return False
    text = "\n".join(lines)
    return not _HEADING.search(text) and len(_MARKED.findall(text)) <= bullets


def read_page(texts: Sequence[str], path: str, offset: int = 0) -> Page:
    """Read a page; `offset` lines of the note stand before it."""
    lines = read_lines(texts, offset)
    found = outline(lines)
    heads = sorted(found.levels)
    parts: list[Part] = []
    if heads and heads[0] > found.start:
        parts.append(_part(0, "", lines[found.start : heads[0]], path))
    for place, index in enumerate(heads):
        end = heads[place + 1] if place + 1 < len(heads) else len(lines)
        level = found.levels[index]
        first, *promoted = _promoted(_part(level, _title(lines[index].words), lines[index:end], path))
        parts.extend((first, *promoted))
    if not heads:
        parts.append(_part(0, "", lines, path))
    return Page(
        found.title,
        tuple(part for part in parts if part.level or part.blocks),
        tuple(_problems(lines, found.missing, path)),
    )


def to_markdown(blocks: Sequence[Block]) -> str:
    """Write blocks of a page as Markdown that reads as the same blocks."""
    return "\n".join(_written(blocks, ""))


def escape(words: str) -> str:
    """Write words so that Markdown takes none of them as markup."""
    if _ACTIVE.search(words):
        words = _ESCAPED.sub(lambda match: "\\" + match.group(), words)
    opening = _OPENING.match(words)
    if not opening:
        return words
    if opening.group(1):
        return f"{opening.group(1)}\\{words[opening.end(1) :]}"
    return "\\" + words


def _title(words: str) -> str:
    return words.rstrip(": ") or words


def _problems(lines: Sequence[Line], missing: Sequence[Line], path: str) -> Iterator[Problem]:
    for entry in missing:
        message = f"The contents name “{entry.words}”, but no chapter begins with these words."
        yield Problem("missing-chapter", message, path, entry.number, "Give the chapter the same title.")
    for line in lines:
        if line.kind is Kind.REMARK:
            yield Problem("todo", f"A note to the author was left out: {line.words[:80]}", path, line.number)


def _part(level: int, title: str, lines: Sequence[Line], path: str) -> Part:
    body = lines[1:] if level else lines
    entries = _entries(body)
    blocks, _ = _Builder(path, entries).blocks(0, 0)
    return Part(level, title, lines[0].number, lines[-1].number, blocks)


@dataclass(slots=True)
class _Entry:
    """A line with how deep in lists it stands, and whether a blank line is above it."""

    line: Line
    level: int
    is_apart: bool


def _entries(lines: Sequence[Line]) -> list[_Entry]:
    found: list[_Entry] = []
    depths: list[int] = []  # indents of the bullets around
    is_apart = False
    for line in lines:
        if line.kind in (Kind.BLANK, Kind.CHROME, Kind.REMARK):
            is_apart = True
            continue
        if line.kind in (Kind.BULLET, Kind.NUMBER):
            while depths and depths[-1] > line.indent:
                depths.pop()
            if not depths or depths[-1] < line.indent:
                depths.append(line.indent)
            level = len(depths) - 1
        elif line.kind is Kind.CODE and found and found[-1].line.kind is Kind.CODE:
            level = found[-1].level
        else:
            while depths and depths[-1] >= line.indent:
                depths.pop()
            level = len(depths)
        is_lead = line.kind is Kind.WORDS and line.words.endswith(":") and level > 0
        found.append(_Entry(line, min(level, _DEEPEST), is_apart or is_lead))
        is_apart = False
    return found


class _Builder:
    """Turns the entries of one part into blocks."""

    def __init__(self, path: str, entries: Sequence[_Entry]) -> None:
        self._path = path
        self._entries = entries

    def blocks(self, index: int, level: int) -> tuple[_Blocks, int]:
        """Read blocks from an entry on until one stands less deep; return the index of that."""
        found: list[Block] = []
        while index < len(self._entries) and self._entries[index].level >= level:
            kind = self._entries[index].line.kind
            if kind is Kind.CODE:
                block, index = self._code(index)
            elif kind is Kind.WORDS:
                block, index = self._paragraph(index)
            else:
                block, index = self._list(index)
            found.append(block)
        return tuple(found), index

    def _list(self, index: int) -> tuple[Block, int]:
        first, level = self._entries[index].line, self._entries[index].level
        items: list[Item] = []
        while index < len(self._entries) and self._entries[index].level == level:
            entry = self._entries[index]
            if entry.line.kind is not first.kind:
                break
            end = self._run(index, level + 1)
            words = [other.line.words for other in self._entries[index:end]]
            children, end = self.blocks(end, level + 1)
            items.append(Item(_text(words), self._source(index, end), children))
            index = end
        source = Source(self._path, first.number, items[-1].source.last)
        return ListBlock(tuple(items), source, first.kind is Kind.NUMBER, first.start or 1), index

    def _paragraph(self, index: int) -> tuple[Block, int]:
        end = self._run(index, self._entries[index].level)
        words = [entry.line.words for entry in self._entries[index:end]]
        return Paragraph(_text(words), self._source(index, end), tuple(_text([line]) for line in words)), end

    def _code(self, index: int) -> tuple[Block, int]:
        end = index + 1
        while end < len(self._entries) and self._entries[end].line.kind is Kind.CODE:
            end += 1
        source = self._source(index, end)
        raw = [""] * (source.last - source.first + 1)
        for entry in self._entries[index:end]:
            raw[entry.line.number - source.first] = entry.line.raw.expandtabs(4).rstrip()
        indent = min(len(line) - len(line.lstrip()) for line in raw if line)
        return Code(_language(raw), "".join(f"{line[indent:]}\n" for line in raw), source), end

    def _run(self, index: int, level: int) -> int:
        """The end of the run of lines that belong to one paragraph, which begins at `index` whatever that is."""
        end = index + 1
        while end < len(self._entries):
            entry = self._entries[end]
            if entry.is_apart or entry.level != level or entry.line.kind is not Kind.WORDS:
                break
            end += 1
        return end

    def _source(self, index: int, end: int) -> Source:
        return Source(self._path, self._entries[index].line.number, self._entries[end - 1].line.number)


def _text(words: Sequence[str]) -> Text:
    if len(words) == 1:
        return Text(escape(words[0]), words[0])
    return Text("\n".join(map(escape, words)), " ".join(words))


def _language(lines: Sequence[str]) -> str:
    first = lines[0].strip()
    if first[:1] in "{[":
        return "json"
    return "python" if first.startswith(("import ", "from ", "def ", "class ")) else ""


def _written(blocks: Sequence[Block], indent: str) -> Iterator[str]:
    before: Block | None = None
    for block in blocks:
        if before is not None:
            yield ""
        before = block
        if isinstance(block, ListBlock):
            yield from _written_list(block, indent)
        elif isinstance(block, Paragraph):
            *most, last = block.text.markdown.split("\n")
            yield from (f"{indent}{line}  " for line in most)
            yield indent + last
        else:
            assert isinstance(block, Code), "a page has no other blocks"
            fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(block.text)), default=0))
            yield f"{indent}{fence}{block.language}"
            yield from (f"{indent}{line}".rstrip() for line in block.text.rstrip("\n").split("\n"))
            yield indent + fence


def _written_list(block: ListBlock, indent: str) -> Iterator[str]:
    inner = indent + "    "
    for number, item in enumerate(block.items, start=block.start):
        first, *rest = item.text.markdown.split("\n")
        yield f"{indent}{min(number, 99)}. {first}" if block.ordered else f"{indent}- {first}"
        yield from (inner + line for line in rest)
        if item.children:
            below = item.children[0]
            if not isinstance(below, ListBlock) or below.start != 1:
                yield ""
            yield from _written(item.children, inner)


def _promoted(part: Part) -> Iterator[Part]:
    """Part the labelled groups that end a long list, or are the sides of a comparison, into headings of their own."""
    last = part.blocks[-1] if part.blocks else None
    if part.level not in range(1, _LOWEST_LEVEL) or not isinstance(last, ListBlock):
        yield part
        return
    start = len(last.items)
    while start and _is_group(last.items[start - 1]):
        start -= 1
    groups = last.items[start:]
    if 2 * len(groups) < len(last.items) or not (_VERSUS.search(part.title) or _is_long(groups)):
        yield part
        return
    above = part.blocks[:-1]
    if start:
        rest = last.items[:start]
        source = replace(last.source, last=rest[-1].source.last)
        above = (*above, replace(last, items=rest, source=source))
    yield replace(part, blocks=above, last=groups[0].source.first - 1)
    for item in groups:
        title, blocks = _label(item.text.plain), item.children
        if title != _title(item.text.plain):
            text = _text([item.text.plain.removeprefix(title + ":").strip()])
            blocks = (Paragraph(text, replace(item.source, last=item.source.first), (text,)), *blocks)
        yield from _promoted(Part(part.level + 1, title, item.source.first, item.source.last, blocks))


def _is_long(groups: Sequence[Item]) -> bool:
    is_telling = 2 * sum(" " in _label(item.text.plain) for item in groups) > len(groups)
    return len(groups) >= _FEWEST_GROUPS and is_telling and _facts(groups) >= _FEWEST_FACTS


def _is_group(item: Item) -> bool:
    return bool(item.items) and bool(_label(item.text.plain))


def _facts(items: Sequence[Item]) -> int:
    return sum(1 + _facts(item.items) for item in items)


def _label(words: str) -> str:
    """The words of an entry that could be a title: all of them, or those before a colon or an aside; else none."""
    whole = _title(words)
    match = _LABELLED.match(whole)
    if is_label(whole) and not (match and whole[match.end(1)] == ":"):
        return whole
    return match.group(1) if match and is_label(match.group(1)) else ""
