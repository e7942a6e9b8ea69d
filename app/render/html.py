"""Turns a note's Markdown into HTML that Qt's text classes can show safely, quickly and with its line numbers.

Qt reads files that HTML names, lays nested tables out in exponential time and wraps long words in quadratic time.
Hence nothing from a note reaches it as a tag: every tag below is ours, and every size has a limit.
"""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from app.render.style import Style

MAX_SOURCE = 2_000_000  # characters
MAX_HTML = 4_000_000
MAX_BLOCKS = 20_000
MAX_LIST_ITEMS = 2_000
MAX_WORD = 2_000
MAX_NESTING = 32
MAX_URL = 2_000
MAX_TABLES_DEEP = 2  # layout time doubles with each level
PART_SIZE = 5_000  # of HTML: what the screen takes in at one go
PART_ITEMS = 50
PART_CODE_LINES = 100
PART_ROWS = 40
PART_TEXT = 6_000  # characters of one paragraph

NOTE_SCHEME = "note:"
LINE_ANCHOR = "L"


@dataclass(frozen=True, slots=True)
class Html:
    """A rendered text. `parts` make up the whole in order, each complete in itself, to be shown step by step."""

    parts: tuple[str, ...]
    images: tuple[str, ...] = ()  # relative paths, to be loaded from the note's own folder
    hidden_images: int = 0  # those that are never loaded
    is_cut: bool = False
    too_deep: int = 0  # lines that were nested too deeply to show

    @property
    def html(self) -> str:
        """The whole text at once."""
        return "".join(self.parts)


def to_html(markdown: str, *, style: Style | None = None, first_line: int = 1) -> Html:
    """Render Markdown as safe HTML whose blocks carry `L<line>` anchors counted from `first_line`."""
    source = markdown[:MAX_SOURCE]
    try:
        tokens = _parser().parse(source, {})
    except RecursionError:
        return Html((plain_html(source, first_line=first_line),), is_cut=True)
    writer = _Writer(style or Style(), first_line)
    writer.write(tokens)
    return Html(
        tuple(writer.parts),
        tuple(dict.fromkeys(writer.images)),
        writer.hidden_images,
        writer.is_cut or len(markdown) > MAX_SOURCE,
        sum(_lines_too_deep(tokens)),
    )


def plain_html(text: str, *, first_line: int = 1) -> str:
    """Show text as it was written, line by line: the way out when it cannot be rendered."""
    lines = text[: MAX_HTML // 8].split("\n")[:MAX_BLOCKS]
    return "".join(
        f'<pre class="plain"><a name="{LINE_ANCHOR}{number}"></a>{_text(line) or "&nbsp;"}</pre>'
        for number, line in enumerate(lines, first_line)
    )


def face(markdown: str, style: Style) -> str:
    """Render one face of a card: no images, no line anchors, one part."""
    writer = _Writer(style, None)
    try:
        writer.write(_parser().parse(markdown[:MAX_SOURCE], {}))
    except RecursionError:
        return plain_html(markdown)
    return "".join(writer.parts)


def to_plain(markdown: str) -> str:
    """What a reader sees of some Markdown, without any markup: for labels, titles and screen readers."""
    try:
        tokens = _parser().parse(markdown[:MAX_SOURCE], {})
    except RecursionError:
        return markdown
    return "\n".join(line for line in _plain_lines(tokens) if line)


def stylesheet(style: Style) -> str:
    """Give the style sheet that the classes of the rendered HTML need."""
    px, leading = style.px, f"line-height: {style.leading}%;"
    return f"""
    body, p, li, td, th, h1, h2, h3 {{ color: {style.text}; }}
    p {{ {leading} margin: 0 0 {px(0.75)}px 0; }}
    p.more {{ margin-top: -{px(0.75)}px; }}
    ul, ol {{ margin: {px(0.375)}px 0 {px(0.75)}px 0; }}
    ul ul, ol ol, ul ol, ol ul {{ margin: 0; }}
    li {{ {leading} margin: 0 0 {px(0.25)}px 0; }}
    h1 {{ font-size: {px(1.75)}px; font-weight: 600; line-height: 100%; margin: {px(1.25)}px 0 {px(0.75)}px 0; }}
    h2 {{ font-size: {px(1.25)}px; font-weight: 600; line-height: 100%; margin: {px(1.75)}px 0 {px(0.5)}px 0; }}
    h3 {{ font-size: {px(1.0625)}px; font-weight: 600; line-height: 100%; margin: {px(1.5)}px 0 {px(0.375)}px 0; }}
    h4 {{ font-size: {px(1)}px; font-weight: 600; line-height: 100%; margin: {px(1.25)}px 0 {px(0.25)}px 0;
          color: {style.soft}; }}
    a {{ color: {style.accent}; text-decoration: none; }}
    a.out {{ text-decoration: underline; }}
    code {{ font-family: {style.mono}; font-size: {px(0.9)}px; background-color: {style.tint}; }}
    pre {{ font-family: {style.mono}; font-size: {px(0.875)}px; line-height: {style.leading}%; margin: 0;
           white-space: pre-wrap; color: {style.text}; }}
    pre.deep {{ background-color: {style.tint}; margin: {px(0.25)}px 0 {px(0.75)}px {px(0.75)}px; }}
    pre.plain {{ font-size: {px(0.9)}px; }}
    .code {{ background-color: {style.tint}; margin: {px(0.625)}px 0 {px(1)}px 0; }}
    .grid {{ border-collapse: collapse; margin: {px(0.375)}px 0 {px(1.25)}px 0; }}
    .grid th {{ font-weight: 600; color: {style.soft}; font-size: {px(0.875)}px;
                border-bottom: 1px solid {style.soft}; padding: {px(0.375)}px {px(1)}px {px(0.375)}px 0; }}
    .grid td {{ border-bottom: 1px solid {style.line}; padding: {px(0.375)}px {px(1)}px {px(0.375)}px 0; }}
    .grid p {{ margin: 0; }}
    .side {{ margin: {px(0.25)}px 0 {px(1)}px 0; }}
    .side td {{ border-left: 2px solid {style.line}; padding: {px(0.125)}px 0 {px(0.125)}px {px(0.875)}px; }}
    .side td.accent {{ border-left-color: {style.accent}; }}
    .side td.warn {{ border-left-color: {style.warn}; }}
    .side p, .side li {{ font-size: {px(0.9375)}px; color: {style.soft}; margin-bottom: {px(0.375)}px; }}
    .side p.label {{ font-size: {px(0.8125)}px; font-weight: 600; margin-bottom: {px(0.125)}px; }}
    .side p.accent {{ color: {style.accent}; }}
    .side p.warn {{ color: {style.warn}; }}
    .mark {{ background-color: {style.mark}; }}
    .soft, .soft p, .soft li {{ color: {style.soft}; }}
    .small, .small p {{ font-size: {px(0.875)}px; }}
    """


def is_safe_link(url: str) -> bool:
    """Tell whether an address may stay in a text: web, mail, this note or a note beside it, and nothing else."""
    if len(url) > MAX_URL or _CONTROL.search(url) or _CONTROL.search(unquote(url)):
        return False
    scheme = _SCHEME.match(url)
    if scheme:
        return scheme[1].lower() in ("http", "https", "mailto")
    bare = unquote(url)
    return not bare.startswith(("/", "\\")) and "\\" not in bare


def line_of_anchor(name: str) -> int | None:
    """Read a line number back from an anchor's name."""
    number = name[len(LINE_ANCHOR) :]
    return int(number) if name.startswith(LINE_ANCHOR) and number.isdecimal() and len(number) < 10 else None


_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]*):")
_CONTROL = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD}}}(?=\S)")
_ANCHOR = re.compile(r"(?:^|[ \t])\^[A-Za-z0-9][A-Za-z0-9-]*[ \t]*$")
_ALERT = re.compile(r"\[!([A-Za-z]{2,20})\][+-]?[ \t]*([^\n]*)(?:\n|$)")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_CLOZE = re.compile(r"\{\{c\d{1,3}::(.+?)(?:::[^{}]*)?\}\}")
_parsers = threading.local()
_WARNING_ALERTS = frozenset({"warning", "caution", "important"})


def _parser() -> MarkdownIt:
    """This thread's parser: it holds state while it parses, so threads must not share one."""
    parser: MarkdownIt | None = getattr(_parsers, "parser", None)
    if parser is None:
        parser = _parsers.parser = _new_parser()
    return parser


def _new_parser() -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark", {"html": False, "linkify": False, "typographer": False, "maxNesting": MAX_NESTING}
    )
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    parser.disable("footnote_inline")
    parser.inline.ruler.before("link", "wiki_link", _wiki_link)
    parser.inline.ruler.before("emphasis", "mark", _mark)
    parser.inline.ruler.before("text", "cloze", _cloze)
    parser.validateLink = is_safe_link  # type: ignore[method-assign]
    return parser


def _wiki_link(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos + 2, state.pos + 400)
    inner = state.src[state.pos + 2 : end] if end > 0 else ""
    if not inner.strip() or "\n" in inner or "[" in inner:
        return False
    if not silent:
        target, _, label = inner.partition("|")
        token = state.push("wiki_link", "a", 0)
        token.content = label.strip() or target.strip().removeprefix("#").replace("#", " › ")
        token.meta = {"target": target.strip()}
    state.pos = end + 2
    return True


def _mark(state: StateInline, silent: bool) -> bool:
    start = state.pos + 2
    following = state.src[start : start + 1]
    if not state.src.startswith("==", state.pos) or not following.strip() or following == "=":
        return False
    end = state.src.find("==", start, min(start + 1_000, state.posMax))
    if end < 0 or state.src[end - 1].isspace():
        return False
    _push_marked(state, silent, (start, end), end + 2)
    return True


def _cloze(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{{c", state.pos):
        return False
    match = _CLOZE.match(state.src[state.pos : state.pos + 400])
    if not match:
        return False
    _push_marked(state, silent, (state.pos + match.start(1), state.pos + match.end(1)), state.pos + match.end())
    return True


def _push_marked(state: StateInline, silent: bool, inner: tuple[int, int], end: int) -> None:
    """Parse what lies between two marks as usual, then go on after the second."""
    if not silent:
        whole = state.posMax
        state.push("mark_open", "span", 1)
        state.pos, state.posMax = inner
        state.md.inline.tokenize(state)
        state.push("mark_close", "span", -1)
        state.posMax = whole
    state.pos = end


def _visible(text: str) -> str:
    """Let no character reorder the line around it, nor end it."""
    return _BIDI.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text).replace("\x00", "\ufffd")


def _text(text: str) -> str:
    if len(text) > MAX_WORD:
        text = _LONG_WORD.sub(lambda found: found[0] + "\u200b", text)
    return escape(_visible(text))


class _Full(Exception):
    """The budget is spent."""


@dataclass(slots=True)
class _List:
    tag: str
    number: int
    items: int = 0
    is_plain: bool = False


@dataclass(slots=True)
class _Writer:
    """Walks the tokens once and writes tags, counting what it spends. `first_line` None leaves out lines and images."""

    style: Style
    first_line: int | None
    parts: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    hidden_images: int = 0
    is_cut: bool = False
    _now: list[str] = field(default_factory=list)
    _now_size: int = 0
    _size: int = 0
    _blocks: int = 0
    _lists: list[_List] = field(default_factory=list)
    _tables: int = 0
    _quotes: list[str] = field(default_factory=list)
    _pending: str = ""
    _rows: int = 0
    _used: set[int] = field(default_factory=set)

    def write(self, tokens: Sequence[Token]) -> None:
        index = 0
        try:
            while index < len(tokens):
                token = tokens[index]
                if token.type == "inline":
                    self._inline_block(token, tokens[index - 1])
                elif handler := _BLOCKS.get(token.type):
                    handler(self, token, tokens, index)
                index += 1
        except _Full:
            self.is_cut = True
            self._close_all()
        self._flush()

    def put(self, html: str) -> None:
        self._size += len(html)
        self._now_size += len(html)
        if self._size > MAX_HTML:
            raise _Full
        self._now.append(html)

    def flush_if_long(self) -> None:
        if self._now_size > PART_SIZE:
            self._flush()

    def _flush(self) -> None:
        if self._now:
            self.parts.append("".join(self._now))
            self._now.clear()
            self._now_size = 0

    def _close_all(self) -> None:
        self._now.append("</p>")
        self._now.extend(f"</li></{each.tag}>" for each in reversed(self._lists))
        self._now.extend("</td></tr></table>" for _ in range(self._tables))

    def _count_block(self) -> None:
        self._blocks += 1
        if self._blocks > MAX_BLOCKS:
            raise _Full

    def _line(self, token: Token, offset: int = 0) -> str:
        """Anchor for the line a token starts at, once a line."""
        if self.first_line is None or not token.map:
            return ""
        number = self.first_line + token.map[0] + offset
        if number in self._used:
            return ""
        self._used.add(number)
        return f'<a name="{LINE_ANCHOR}{number}"></a>'

    # Blocks

    def heading(self, token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self._count_block()
        if not self._is_nested:
            self.flush_if_long()
        level = min(int(token.tag[1]), 4)
        self.put(f"<h{level}>{self._take_pending()}{self._line(token)}")

    def heading_end(self, token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self.put(f"</h{min(int(token.tag[1]), 4)}>")

    def paragraph(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        self._count_block()
        if not self._is_nested:
            self.flush_if_long()
        in_item = bool(self._lists) and index > 0 and tokens[index - 1].type == "list_item_open"
        if token.hidden or in_item:  # Qt would put the bullet on a line of its own
            self.put(self._take_pending() + self._line(token))
        else:
            self.put(f"<p>{self._take_pending()}{self._line(token)}")

    def paragraph_end(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        in_item = bool(self._lists) and index > 2 and tokens[index - 3].type == "list_item_open"
        if not (token.hidden or in_item):
            self.put("</p>")

    def list_start(self, token: Token, _tokens: Sequence[Token], _index: int) -> None:
        start = token.attrGet("start")
        entry = _List(token.tag, int(start) if start is not None else 1)
        self._lists.append(entry)
        self._open_list(entry)

    def _open_list(self, entry: _List) -> None:
        start = f' start="{min(entry.number, 10**6)}"' if entry.tag == "ol" and entry.number != 1 else ""
        self.put(f"<{entry.tag}{start}>")

    def list_end(self, token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self._lists.pop()
        self.put(f"</{token.tag}>")

    def item(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        self._count_block()
        entry = self._lists[-1]
        is_outer = len(self._lists) == 1 and not self._tables and not self._quotes
        if entry.items and entry.items % (PART_ITEMS if is_outer else MAX_LIST_ITEMS) == 0:
            self.put(f"</{entry.tag}>")
            if is_outer:
                self._flush()
            self._open_list(entry)
        entry.items += 1
        entry.number += 1
        state = _task_state(tokens, index)
        self.put({None: "<li>", False: '<li class="unchecked">', True: '<li class="checked">'}[state])
        self._pending = self._line(token)

    def item_end(self, _token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self.put(self._take_pending() + "</li>")

    def quote(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        kind = _alert_kind(tokens, index)
        tone = "" if not kind else "warn" if kind in _WARNING_ALERTS else "accent"
        if self._tables < MAX_TABLES_DEEP:
            self._tables += 1
            self._quotes.append("table")
            self.put(f'<table class="side" width="100%" cellspacing="0"><tr><td class="{tone}">')
        else:
            self._quotes.append("block")
            self.put('<blockquote class="soft">')
        if kind:
            title = _alert_title(tokens, index)
            label = f"{kind.capitalize()} · {title}" if title else kind.capitalize()
            self.put(f'<p class="label {tone}">{self._line(token)}{_text(label)}</p>')

    def quote_end(self, _token: Token, _tokens: Sequence[Token], _index: int) -> None:
        if self._quotes.pop() == "table":
            self._tables -= 1
            self.put("</td></tr></table>")
        else:
            self.put("</blockquote>")

    def code(self, token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self._count_block()
        if not self._is_nested:
            self.flush_if_long()
        self.put(self._take_pending())
        skipped = 1 if token.type == "fence" else 0
        lines = token.content.rstrip("\n").split("\n")
        for start in range(0, len(lines), PART_CODE_LINES):
            self._blocks += PART_CODE_LINES
            body = "\n".join(
                self._line(token, start + offset + skipped) + _text(line)
                for offset, line in enumerate(lines[start : start + PART_CODE_LINES])
            )
            if self._tables < MAX_TABLES_DEEP:
                self.put(
                    '<table class="code" width="100%" cellspacing="0" cellpadding="'
                    f'{self.style.px(0.625)}"><tr><td><pre>{body}</pre></td></tr></table>'
                )
            else:
                self.put(f'<pre class="deep">{body}</pre>')
            if not self._is_nested:
                self.flush_if_long()

    def rule(self, _token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self._count_block()
        self.put(f"{self._take_pending()}<hr>")

    @property
    def _is_nested(self) -> bool:
        return bool(self._lists or self._tables or self._quotes)

    def _take_pending(self) -> str:
        pending, self._pending = self._pending, ""
        return pending

    # Tables

    def table(self, _token: Token, _tokens: Sequence[Token], _index: int) -> None:
        if not self._is_nested:
            self.flush_if_long()
        self.put(self._take_pending())
        self._rows = 0
        self._tables += 1
        self.put('<table class="grid" width="100%" cellspacing="0">')

    def table_end(self, _token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self._tables -= 1
        self.put("</table>")

    def row(self, token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self._count_block()
        self._rows += 1
        if self._rows % PART_ROWS == 0:
            self.put("</table>")
            if self._tables == 1 and not self._lists and not self._quotes:
                self._flush()
            self.put('<table class="grid" width="100%" cellspacing="0">')
        self.put("<tr>")
        self._pending = self._line(token)

    def row_end(self, _token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self.put("</tr>")

    def cell(self, token: Token, _tokens: Sequence[Token], _index: int) -> None:
        style = str(token.attrGet("style") or "")
        side = next((side for side in ("right", "center") if side in style), "left")
        self.put(f'<{token.tag} align="{side}" valign="top">{self._take_pending()}')

    def cell_end(self, token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self.put(f"</{token.tag}>")

    # Footnotes

    def footnotes(self, _token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self.put("<hr>")

    def footnote(self, token: Token, _tokens: Sequence[Token], _index: int) -> None:
        self._pending = f'<span class="soft">{_footnote_number(token)}&nbsp;&nbsp;</span>'

    # Inline

    def _inline_block(self, token: Token, opener: Token) -> None:
        children = list(token.children or ())
        line = (token.map[0] if token.map else 0) + (self.first_line or 0)
        if opener.type in ("paragraph_open", "heading_open"):
            children, skipped = _without_markers(children, token.content)
            line += skipped
        self._inline(children, line, can_split=opener.type == "paragraph_open" and not self._is_nested)

    def _inline(self, tokens: Iterable[Token], line: int, *, can_split: bool) -> None:
        depth = length = unbroken = 0
        for token in tokens:
            depth += token.nesting
            if token.type in ("softbreak", "hardbreak"):
                line += 1
                self.put("<br>" if token.type == "hardbreak" else " ")
                if self.first_line is not None and line not in self._used:
                    self._used.add(line)
                    self.put(f'<a name="{LINE_ANCHOR}{line}"></a>')
            elif token.type == "text":
                for piece in _pieces(token.content) if can_split and not depth else (token.content,):
                    if length >= PART_TEXT and can_split and not depth:
                        self.put("</p>")
                        self.flush_if_long()
                        self.put('<p class="more">')
                        length = 0
                    length += len(piece)
                    unbroken = 0 if " " in piece else unbroken + len(piece)
                    if unbroken > MAX_WORD:  # one word, but in many pieces
                        self.put("\u200b")
                        unbroken = 0
                    self.put(_text(piece))
            elif handler := _INLINES.get(token.type):
                self.put(handler(self, token))

    def link(self, token: Token) -> str:
        href = str(token.attrGet("href") or "")
        kind = ' class="out"' if _SCHEME.match(href) else ""
        return f'<a href="{escape(href)}"{kind}>'

    def wiki_link(self, token: Token) -> str:
        target = quote(token.meta["target"], safe="#/ ")
        return f'<a href="{escape(NOTE_SCHEME + target)}">{_text(token.content)}</a>'

    def image(self, token: Token) -> str:
        source = str(token.attrGet("src") or "")
        words = _text(token.content) or "image"
        if self.first_line is None or not source or _SCHEME.match(source) or source.startswith("#"):
            self.hidden_images += 1
            return f'<span class="soft">[{words}]</span>'
        self.images.append(source)
        return f'<img src="{escape(source)}" alt="{words}">'

    def footnote_ref(self, token: Token) -> str:
        return f"<sup>{_footnote_number(token)}</sup>"


def _pieces(text: str) -> Iterator[str]:
    """Cut a very long text at spaces."""
    start = 0
    while len(text) - start > PART_TEXT:
        cut = text.find(" ", start + PART_TEXT, start + 2 * PART_TEXT)
        cut = cut + 1 if cut > 0 else start + PART_TEXT
        yield text[start:cut]
        start = cut
    yield text[start:]


def _footnote_number(token: Token) -> int:
    return int(token.meta.get("id", 0)) + 1 if token.meta else 1


def _first_inline(tokens: Sequence[Token], index: int) -> Token | None:
    """The text that a container opens with."""
    if index + 2 < len(tokens) and tokens[index + 1].type == "paragraph_open":
        return tokens[index + 2]
    return None


def _alert_kind(tokens: Sequence[Token], index: int) -> str:
    inline = _first_inline(tokens, index)
    match = _ALERT.match(inline.content) if inline else None
    return match[1].lower() if match else ""


def _alert_title(tokens: Sequence[Token], index: int) -> str:
    inline = _first_inline(tokens, index)
    match = _ALERT.match(inline.content) if inline else None
    return match[2].strip()[:200] if match else ""


def _task_state(tokens: Sequence[Token], index: int) -> bool | None:
    inline = _first_inline(tokens, index)
    match = _TASK.match(inline.content) if inline else None
    return match[1] != " " if match else None


def _without_markers(children: list[Token], content: str) -> tuple[list[Token], int]:
    """Leave out what is for the program and not for the reader; say how many lines went at the top."""
    skipped = 0
    if _ALERT.match(content):
        breaks = [index for index, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
        children = children[breaks[0] + 1 :] if breaks else []
        skipped = 1
    elif _TASK.match(content) and children and children[0].type == "text":
        children = [_with_content(children[0], _TASK.sub("", children[0].content, count=1)), *children[1:]]
    if children and children[-1].type == "text" and _ANCHOR.search(children[-1].content):
        children = [*children[:-1], _with_content(children[-1], _ANCHOR.sub("", children[-1].content))]
    return children, skipped


def _with_content(token: Token, content: str) -> Token:
    return Token(token.type, token.tag, token.nesting, content=content)


def _lines_too_deep(tokens: Sequence[Token]) -> Iterator[int]:
    """The parser drops what is nested too deeply: count the lines of containers that stayed empty for it."""
    for token, following in pairwise(tokens):
        if token.nesting == 1 and following.nesting == -1 and token.level >= MAX_NESTING - 2 and token.map:
            yield token.map[1] - token.map[0]


def _plain_lines(tokens: Sequence[Token]) -> Iterator[str]:
    for index, token in enumerate(tokens):
        if token.type == "inline":
            children, _ = _without_markers(list(token.children or ()), token.content)
            yield _visible("".join(_plain_inline(child) for child in children)).strip()
        elif token.type in ("fence", "code_block"):
            yield _visible(token.content.rstrip("\n"))
        elif token.type == "blockquote_open" and (kind := _alert_kind(tokens, index)):
            yield _alert_title(tokens, index) or kind.capitalize()


def _plain_inline(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content


_Block = Callable[[_Writer, Token, Sequence[Token], int], None]
_BLOCKS: dict[str, _Block] = {
    "heading_open": _Writer.heading,
    "heading_close": _Writer.heading_end,
    "paragraph_open": _Writer.paragraph,
    "paragraph_close": _Writer.paragraph_end,
    "bullet_list_open": _Writer.list_start,
    "ordered_list_open": _Writer.list_start,
    "bullet_list_close": _Writer.list_end,
    "ordered_list_close": _Writer.list_end,
    "list_item_open": _Writer.item,
    "list_item_close": _Writer.item_end,
    "blockquote_open": _Writer.quote,
    "blockquote_close": _Writer.quote_end,
    "fence": _Writer.code,
    "code_block": _Writer.code,
    "hr": _Writer.rule,
    "table_open": _Writer.table,
    "table_close": _Writer.table_end,
    "tr_open": _Writer.row,
    "tr_close": _Writer.row_end,
    "th_open": _Writer.cell,
    "td_open": _Writer.cell,
    "th_close": _Writer.cell_end,
    "td_close": _Writer.cell_end,
    "footnote_block_open": _Writer.footnotes,
    "footnote_open": _Writer.footnote,
}
_INLINES: dict[str, Callable[[_Writer, Token], str]] = {
    "em_open": lambda _writer, _token: "<i>",
    "em_close": lambda _writer, _token: "</i>",
    "strong_open": lambda _writer, _token: "<b>",
    "strong_close": lambda _writer, _token: "</b>",
    "s_open": lambda _writer, _token: "<s>",
    "s_close": lambda _writer, _token: "</s>",
    "code_inline": lambda _writer, token: f"<code>{_text(token.content)}</code>",
    "mark_open": lambda _writer, _token: '<span class="mark">',
    "mark_close": lambda _writer, _token: "</span>",
    "link_open": _Writer.link,
    "link_close": lambda _writer, _token: "</a>",
    "wiki_link": _Writer.wiki_link,
    "image": _Writer.image,
    "footnote_ref": _Writer.footnote_ref,
}
