"""A run of Markdown text becomes the words that a reader sees."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from app.domain.note import Text

DEPTH = 40
_MOST_OPEN = 100

_MARKUP = re.compile(r"[*_`\[<&\\~]|==")
_ANCHOR = re.compile(r"(?:^|[ \t])\^([A-Za-z0-9][A-Za-z0-9_-]*)[ \t]*$", re.MULTILINE)
_WIKI = re.compile(r"!?\[\[([^\]\[|#\n]*)(?:#([^\]\[|\n]*))?(?:\|([^\]\[\n]*))?\]\]")
_BRACKET = re.compile(r"[\[\]]")
_LINE_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_HIGHLIGHT = re.compile(r"==(?=[^\s=])(.{1,500}?)(?<=[^\s=])==")
_BREAKS = ("softbreak", "hardbreak")

STEPS = "steps"  # in an environment: how often the parser may still look at a line or a mark

_parser: MarkdownIt | None = None


class TooComplex(Exception):
    """A text would take the parser far longer than its length says."""


def environment_for(text: str) -> dict[str, Any]:
    """What the parser may spend on a text: several times what any honest one of that length takes."""
    return {STEPS: 10_000 + len(text)}


def parser() -> MarkdownIt:
    """The one parser of the process, made on first use; it reads blocks and leaves their text to `read`."""
    global _parser
    if _parser is None:
        options = {"html": False, "linkify": False, "typographer": False, "maxNesting": DEPTH}
        made = MarkdownIt("gfm-like", options).use(footnote_plugin)
        made.core.ruler.enableOnly(["normalize", "block"])
        made.block.ruler.before(
            "table", "count", _count_block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
        )
        made.inline.ruler.before("text", "count", _count_inline)
        made.inline.ruler.before("link", "wiki_link", _wiki_link)
        made.inline.ruler.before("autolink", "line_break", _line_break)
        made.validateLink = _accept_link  # type: ignore[method-assign, assignment]
        _parser = made
    return _parser


def read(markdown: str, environment: dict[str, Any]) -> Text:
    """Read a run of text as one."""
    if not _MARKUP.search(markdown):
        return Text(markdown, _joined(markdown))
    return _text(markdown, _tokens(markdown, environment))


def read_lines(markdown: str, environment: dict[str, Any]) -> tuple[Text, tuple[Text, ...]]:
    """Read a run of text as one, and each of its lines."""
    if "\n" not in markdown:
        text = read(markdown, environment)
        return text, (text,)
    written = [line.strip() for line in markdown.split("\n")]
    if not _MARKUP.search(markdown):
        return Text(markdown, _joined(markdown)), tuple(Text(line, line) for line in written)
    tokens = _tokens(markdown, environment)
    runs = _split(tokens)
    if len(runs) == len(written):
        lines = tuple(_text(line.removesuffix("\\"), run) for line, run in zip(written, runs, strict=True))
    else:  # code or a link goes over a line break
        lines = tuple(read(line, environment) for line in written)
    return _text(markdown, tokens), lines


def split_anchor(text: str) -> tuple[str, str | None]:
    """Part a `^id` at the end of the text, or of a line in it, from the words; the last one counts."""
    if "^" not in text:
        return text, None
    anchors = _ANCHOR.findall(text)
    return (_ANCHOR.sub("", text).strip(), anchors[-1]) if anchors else (text, None)


def without_comments(text: str) -> str:
    """Leave out HTML comments, but for those in code and escaped ones."""
    kept: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        is_text = text[start - 1 : start] == "\\" or (text.count("`", 0, start) % 2 and "`" in text[end:])
        before = text[done : end + 3] if is_text else text[done:start]
        done = end + 3
        kept.append(before.rstrip(" ") if not is_text and text[done : done + 1] in (" ", "\n", "") else before)
    return "".join(kept) + text[done:] if kept else text


def _joined(markdown: str) -> str:
    return " ".join([line.strip() for line in markdown.split("\n")]) if "\n" in markdown else markdown


def _tokens(markdown: str, environment: dict[str, Any]) -> list[Token]:
    tokens: list[Token] = []
    if markdown.count("[") > _MOST_OPEN and _most_open(markdown) > _MOST_OPEN:
        raise TooComplex
    parser().inline.parse(markdown, parser(), environment, tokens)
    return tokens


def _most_open(markdown: str) -> int:
    """How many brackets are open at once."""
    most = depth = 0
    for match in _BRACKET.finditer(markdown):
        depth = depth + 1 if match.group() == "[" else max(0, depth - 1)
        most = max(most, depth)
    return most


def _split(tokens: Iterable[Token]) -> list[list[Token]]:
    runs: list[list[Token]] = [[]]
    for token in tokens:
        if token.type in _BREAKS and token.meta.get("written") is None:
            runs.append([])
        else:
            runs[-1].append(token)
    return runs


def _text(markdown: str, tokens: Iterable[Token]) -> Text:
    parts: list[str] = []
    code: list[tuple[int, int]] = []
    length = 0
    for token in tokens:
        words = " " if token.type in _BREAKS else token.content
        if token.type == "code_inline":
            code.append((length, length + len(words)))
        parts.append(words)
        length += len(words)
    plain = "".join(parts)
    return _without_highlights(markdown, plain, code) if "==" in plain else Text(markdown, plain, tuple(code))


def _without_highlights(markdown: str, plain: str, code: Sequence[tuple[int, int]]) -> Text:
    """Drop the marks of `==words==`."""
    marks: list[int] = []
    for match in _HIGHLIGHT.finditer(plain):
        both = (match.start(), match.end() - 2)
        if not any(start <= mark < end for start, end in code for mark in both):
            marks.extend(both)
    ends = [*marks, len(plain)]
    kept = [plain[after:before] for after, before in zip([0, *(mark + 2 for mark in marks)], ends, strict=True)]
    moved = tuple((start - 2 * bisect_left(marks, start), end - 2 * bisect_left(marks, end)) for start, end in code)
    return Text(markdown, "".join(kept), moved)


def _count_block(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: ARG001
    return _count(state.env)


def _count_inline(state: StateInline, silent: bool) -> bool:  # noqa: ARG001
    return _count(state.env)


def _count(environment: Any) -> bool:
    """Stop a parser that goes over the same text again and again, as some texts make it do."""
    left = environment.get(STEPS, 0) - 1
    if left < 0:
        raise TooComplex
    environment[STEPS] = left
    return False


def _wiki_link(state: StateInline, silent: bool) -> bool:
    match = _WIKI.match(state.src, state.pos) if state.src.startswith(("[[", "![["), state.pos) else None
    if not match:
        return False
    if not silent:
        state.push("text", "", 0).content = match.group(3) or match.group(2) or match.group(1)
    state.pos = match.end()
    return True


def _line_break(state: StateInline, silent: bool) -> bool:
    match = _LINE_BREAK.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.push("hardbreak", "br", 0).meta = {"written": match.group()}
    state.pos = match.end()
    return True


def _accept_link(address: str) -> bool:  # noqa: ARG001
    """Take any address: here a link only lends its words, and nothing follows it."""
    return True
