"""Markdown tokens become blocks, so that nothing beyond this package knows the parser."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from markdown_it.token import Token

from app.domain.note import Alert, Block, Code, Directive, Item, ListBlock, Paragraph, Quote, Row, Source, Table, Text
from app.domain.problem import Problem, Severity
from app.notes.inline import (
    DEPTH,
    TooComplex,
    environment_for,
    parser,
    read,
    read_lines,
    split_anchor,
    without_comments,
)

_TASK = re.compile(r"\[([ xX])\][ \t]+")
_ALERT = re.compile(r"\[!([A-Za-z]+)\][+-]?[ \t]*\n?")
_DIRECTIVE = re.compile(r"<!--\s*([a-z][a-z-]{0,40})\s*:\s*([^<>]{0,200}?)\s*-->")
_PIPE = re.compile(r"(?<!\\)\|")
_LEAVES = ("inline", "fence", "code_block", "hr", "heading_open", "table_open")
_PREFIX = re.compile(r"^(?:[ \t>]|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))*")


def read_blocks(
    lines: Sequence[str], definitions: str, path: str, first: int
) -> tuple[tuple[Block, ...], list[Problem]]:
    """Read lines that hold no heading; `first` is the number of the first one in the note."""
    text = "\n".join(lines)
    environment = environment_for(definitions + text)
    try:
        if definitions:
            parser().parse(definitions, environment)
        return _Reader(path, first, lines, environment).read(parser().parse(text, environment))
    except TooComplex:
        message = "This part is too tangled to be read as Markdown; it is shown as it is written."
        return as_written(lines, path, first), [Problem("too-complex", message, path, first, severity=Severity.ERROR)]
    except RecursionError:
        message = "This part is nested too deeply to be read; it is shown as it is written."
        return as_written(lines, path, first), [Problem("too-deep", message, path, first, severity=Severity.ERROR)]


def as_written(lines: Sequence[str], path: str, first: int) -> tuple[Block, ...]:
    """What cannot be read as Markdown stays readable."""
    if not lines:
        return ()
    return (Code("text", "\n".join(lines), Source(path, first, first + len(lines) - 1)),)


class _Reader:
    """Walks the tokens of one chunk; each chunk has one of its own, so that nothing is shared."""

    def __init__(self, path: str, first_line: int, lines: Sequence[str], environment: dict[str, Any]) -> None:
        self._path = path
        self._offset = first_line
        self._lines = lines
        self._environment = environment
        self._problems: list[Problem] = []

    def read(self, tokens: Sequence[Token]) -> tuple[tuple[Block, ...], list[Problem]]:
        blocks = self._blocks(tokens, 0, len(tokens))
        if any(token.level >= DEPTH - 3 for token in tokens):
            blocks += self._too_deep(tokens)
        return blocks, self._problems

    def _blocks(self, tokens: Sequence[Token], index: int, end: int) -> tuple[Block, ...]:
        """Turn a run of sibling tokens with their contents into blocks."""
        found: list[Block] = []
        while index < end:
            token = tokens[index]
            close = _closing(tokens, index) if token.nesting == 1 else index
            found.extend(self._block(tokens, index, close))
            index = close + 1
        return tuple(found)

    def _block(self, tokens: Sequence[Token], index: int, close: int) -> Sequence[Block]:
        token = tokens[index]
        match token.type:
            case "paragraph_open" | "heading_open":  # a heading only where the scanner sees none, as in a quote
                return self._paragraph(tokens[index + 1], self._source(token))
            case "bullet_list_open" | "ordered_list_open":
                is_ordered = token.type == "ordered_list_open"
                start = int(token.attrs.get("start", 1)) if is_ordered else 1
                return (ListBlock(self._items(tokens, index + 1, close), self._source(token), is_ordered, start),)
            case "table_open":
                return (self._table(tokens[index + 1 : close], self._source(token)),)
            case "fence":
                language = token.info.split()[0].lower() if token.info.strip() else ""
                return (Code(language, token.content, self._source(token)),)
            case "code_block":
                return (Code("", token.content, self._source(token)),)
            case "blockquote_open":
                return (self._quote(self._blocks(tokens, index + 1, close), self._source(token)),)
            case _ if token.nesting == 1:  # a footnote
                return self._blocks(tokens, index + 1, close)
        return ()

    def _paragraph(self, token: Token, source: Source) -> Sequence[Block]:
        content = token.content
        directives: list[Block] = []
        if "<!--" in content:
            directives = [Directive(match.group(1), match.group(2), source) for match in _DIRECTIVE.finditer(content)]
            content = without_comments(content).strip()
        content, anchor = split_anchor(content)
        if not content:
            return directives
        return [Paragraph(*self._texts(content, source, anchor)), *directives]

    def _texts(
        self, content: str, source: Source, anchor: str | None
    ) -> tuple[Text, Source, tuple[Text, ...], str | None]:
        text, lines = read_lines(content, self._environment)
        return text, source, lines, anchor

    def _items(self, tokens: Sequence[Token], index: int, end: int) -> tuple[Item, ...]:
        found: list[Item] = []
        while index < end:
            close = _closing(tokens, index)
            found.append(self._item(tokens, index, close))
            index = close + 1
        return tuple(found)

    def _item(self, tokens: Sequence[Token], index: int, close: int) -> Item:
        source = self._source(tokens[index])
        checked: bool | None = None
        if index + 1 < close and tokens[index + 1].type == "paragraph_open":
            words = tokens[index + 2]
            task = _TASK.match(words.content)
            if task:
                checked = task.group(1) != " "
                words.content = words.content[task.end() :]
        children = self._blocks(tokens, index + 1, close)
        if (
            children
            and isinstance(children[0], Paragraph)
            and tokens[index + 1].type in ("paragraph_open", "heading_open")
        ):
            head = children[0]
            return Item(head.text, source, children[1:], checked, head.anchor)
        return Item(Text("", ""), source, children, checked)

    def _table(self, tokens: Sequence[Token], source: Source) -> Table:
        rows: list[Row] = []
        cells: list[Text] = []
        row_source = source
        for token in tokens:
            if token.type == "tr_open":
                cells, row_source = [], self._source(token)
            elif token.type == "inline":
                cells.append(read(token.content, self._environment))
            elif token.type == "tr_close":
                rows.append(Row(tuple(cells), row_source))
                self._check_width(row_source, len(cells))
        return Table(rows[0].cells, tuple(rows[1:]), source)

    def _check_width(self, source: Source, columns: int) -> None:
        line = self._lines[source.first - self._offset].strip(" \t>")
        cells = len(_PIPE.findall(line.strip("|"))) + 1
        if cells > columns:
            message = f"This row has {cells} cells and the table has {columns} columns; the rest is not shown."
            hint = "Add columns to the head of the table, or write a bar inside a cell as \\|."
            self._problems.append(Problem("row-too-long", message, self._path, source.first, hint))

    def _quote(self, blocks: tuple[Block, ...], source: Source) -> Quote | Alert:
        if blocks and isinstance(blocks[0], Paragraph):
            head = blocks[0]
            match = _ALERT.match(head.text.markdown)
            if match:
                rest = head.text.markdown[match.end() :]
                own_line = "\n" in match.group()
                below = replace(head.source, first=min(head.source.first + own_line, head.source.last))
                body = (Paragraph(*self._texts(rest, below, head.anchor)),) if rest else ()
                return Alert(match.group(1).lower(), (*body, *blocks[1:]), source)
        return Quote(blocks, source)

    def _too_deep(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        """Say which lines the parser dropped for their depth, and keep them as they are written."""
        kept = {
            line
            for token in tokens
            if token.map and token.type in _LEAVES
            for line in range(token.map[0], token.map[1])
        }
        lost = [number for number, line in enumerate(self._lines) if number not in kept and _says_something(line)]
        if not lost:
            return ()
        count = "1 line is" if len(lost) == 1 else f"{len(lost):,} lines are"
        message = f"{count} nested too deeply to be read; shown as written at the end of the section."
        hint = "Move what is deepest into a section of its own."
        first, last = self._offset + lost[0], self._offset + lost[-1]
        self._problems.append(Problem("too-deep", message, self._path, first, hint, Severity.ERROR))
        return (Code("text", "\n".join(self._lines[number] for number in lost), Source(self._path, first, last)),)

    def _source(self, token: Token) -> Source:
        first, after = token.map or (0, 1)
        while after - 1 > first and after <= len(self._lines) and not self._lines[after - 1].strip():
            after -= 1
        return Source(self._path, self._offset + first, self._offset + max(first, after - 1))


def _says_something(line: str) -> bool:
    return bool(_PREFIX.sub("", line, count=1).strip())


def _closing(tokens: Sequence[Token], start: int) -> int:
    level = tokens[start].level
    after = range(start + 1, len(tokens))
    return next(index for index in after if tokens[index].level == level and tokens[index].nesting == -1)
