"""Markdown tokens become blocks, so that nothing beyond this package knows the parser."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from app.domain.note import Alert, Block, Code, Directive, Item, ListBlock, Paragraph, Quote, Row, Source, Table, Text

DEPTH = 40

_MARKUP = re.compile(r"[*_`\[<&\\~]|https?:")
_ANCHOR = re.compile(r"(?:^|[ \t])\^([A-Za-z0-9][A-Za-z0-9_-]*)[ \t]*$")
_TASK = re.compile(r"^\[([ xX])\][ \t]+")
_WIKI = re.compile(r"!?\[\[([^\]\[|#]*)(?:#([^\]\[|]*))?(?:\|([^\]\[]*))?\]\]")
_ALERT = re.compile(r"^\[!([A-Za-z]+)\][ \t]*")
_DIRECTIVE = re.compile(r"^<!--\s*([a-z][a-z-]*)\s*:\s*(.*?)\s*-->$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HIGHLIGHT = re.compile(r"==(?=\S)(.+?)(?<=\S)==")

_parser: MarkdownIt | None = None


def parser() -> MarkdownIt:
    """The one parser of the process, made on first use."""
    global _parser
    if _parser is None:
        made = MarkdownIt("gfm-like", {"html": False, "linkify": False, "typographer": False, "maxNesting": DEPTH})
        made.use(footnote_plugin)
        made.core.ruler.disable(
            ["inline", "linkify", "replacements", "smartquotes", "footnote_tail"], ignoreInvalid=True
        )
        _parser = made
    return _parser


def split_anchor(text: str) -> tuple[str, str | None]:
    """Part a `^id` at the end from the words before it."""
    if "^" not in text:
        return text, None
    match = _ANCHOR.search(text)
    return (text[: match.start()].rstrip(), match.group(1)) if match else (text, None)


def inline(markdown: str, environment: dict[str, Any]) -> Text:
    """Read one run of inline text."""
    if not _MARKUP.search(markdown) and "==" not in markdown:
        plain = " ".join(markdown.split("\n")) if "\n" in markdown else markdown
        return Text(markdown, plain)
    if "[[" in markdown:
        read_as = _WIKI.sub(lambda match: match.group(3) or match.group(2) or match.group(1), markdown)
    else:
        read_as = markdown
    tokens: list[Token] = []
    parser().inline.parse(_COMMENT.sub("", read_as), parser(), environment, tokens)
    parts: list[str] = []
    code: list[tuple[int, int]] = []
    length = 0
    for token in tokens:
        if token.type == "code_inline":
            code.append((length, length + len(token.content)))
            words = token.content
        elif token.type in ("softbreak", "hardbreak"):
            words = " "
        elif token.type == "image":
            words = token.content
        else:
            words = token.content
        parts.append(words)
        length += len(words)
    plain = "".join(parts)
    if "==" in plain and not code:
        plain = _HIGHLIGHT.sub(r"\1", plain)
    return Text(markdown, plain, tuple(code))


class Reader:
    """Walks the tokens of one chunk; a walk of its own for each chunk, so that nothing is shared."""

    def __init__(self, path: str, first_line: int, environment: dict[str, Any]) -> None:
        self._path = path
        self._offset = first_line
        self._environment = environment

    def blocks(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        """Turn a run of sibling tokens with their contents into blocks."""
        found: list[Block] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            end = _closing(tokens, index) if token.nesting == 1 else index
            found.extend(self._block(token, tokens[index + 1 : end]))
            index = end + 1
        return tuple(found)

    def _block(self, token: Token, inner: Sequence[Token]) -> Sequence[Block]:
        source = self._source(token)
        match token.type:
            case "paragraph_open":
                return self._paragraph(inner[0], source)
            case "bullet_list_open" | "ordered_list_open":
                start = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else 1
                return (ListBlock(self._items(inner), source, token.type == "ordered_list_open", start),)
            case "table_open":
                return (self._table(inner, source),)
            case "fence":
                return (Code(token.info.split()[0].lower() if token.info.split() else "", token.content, source),)
            case "code_block":
                return (Code("", token.content, source),)
            case "blockquote_open":
                return (self._quote(inner, source),)
            case "heading_open":
                return self._paragraph(inner[0], source)  # only where the scanner saw no heading, as in a quote
            case _ if token.nesting == 1:
                return self.blocks(inner)
        return ()

    def _paragraph(self, token: Token, source: Source) -> Sequence[Block]:
        content = token.content
        if content.startswith("<!--"):
            directive = _DIRECTIVE.match(content.strip())
            if directive:
                return (Directive(directive.group(1), directive.group(2), source),)
            content = _COMMENT.sub("", content).strip()
            if not content:
                return ()
        content, anchor = split_anchor(content)
        text = inline(content, self._environment)
        lines = tuple(inline(line, self._environment) for line in content.split("\n")) if "\n" in content else (text,)
        return (Paragraph(text, source, lines, anchor),)

    def _items(self, tokens: Sequence[Token]) -> tuple[Item, ...]:
        found: list[Item] = []
        index = 0
        while index < len(tokens):
            end = _closing(tokens, index)
            found.append(self._item(tokens[index], tokens[index + 1 : end]))
            index = end + 1
        return tuple(found)

    def _item(self, token: Token, inner: Sequence[Token]) -> Item:
        children = self.blocks(inner)
        if children and isinstance(children[0], Paragraph):
            head = children[0]
            checked: bool | None = None
            text = head.text
            match = _TASK.match(text.markdown)
            if match:
                checked = match.group(1) != " "
                text = inline(text.markdown[match.end() :], self._environment)
            return Item(text, self._source(token), children[1:], checked, head.anchor)
        return Item(Text("", ""), self._source(token), children)

    def _table(self, tokens: Sequence[Token], source: Source) -> Table:
        rows: list[Row] = []
        cells: list[Text] = []
        row_source = source
        for token in tokens:
            if token.type == "tr_open":
                cells, row_source = [], self._source(token)
            elif token.type == "inline":
                cells.append(inline(token.content, self._environment))
            elif token.type == "tr_close":
                rows.append(Row(tuple(cells), row_source))
        return Table(rows[0].cells if rows else (), tuple(rows[1:]), source)

    def _quote(self, tokens: Sequence[Token], source: Source) -> Quote | Alert:
        blocks = self.blocks(tokens)
        if blocks and isinstance(blocks[0], Paragraph):
            head = blocks[0]
            match = _ALERT.match(head.text.markdown)
            if match:
                rest = head.text.markdown[match.end() :].lstrip("\n")
                text = inline(rest, self._environment)
                lines = tuple(inline(line, self._environment) for line in rest.split("\n"))
                body = (Paragraph(text, head.source, lines, head.anchor),) if text else ()
                return Alert(match.group(1).lower(), (*body, *blocks[1:]), source)
        return Quote(blocks, source)

    def _source(self, token: Token) -> Source:
        first, last = token.map or (0, 1)
        return Source(self._path, self._offset + first, self._offset + max(first, last - 1))


def _closing(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens)
