"""The single statements of a section: list entries and lines of paragraphs, with what stands around them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.note import Alert, Block, Directive, Item, ListBlock, Paragraph, Section, Source, Text

_ADDRESS = re.compile(r"\w+://|\bwww\.|s3://", re.IGNORECASE)
_CODE = re.compile(r"\$\(|\s--\w|^\s*[{}\[\]<]|;\s*$|\s\|\s|^[\w./-]+\.(ya?ml|json|sh|py)$|==|\(\)\s*[:{]")
_CODE_MARKS = re.compile(r"[$|;{}\[\]<=]|--|\.(?:ya?ml|json|sh|py)$")
_REMARK_STARTS = frozenset("tTfFnN([*#-!>\"'")  # a cheap test before the costly one
_GAPS = re.compile(r"\{\{c\d+::")
_REMARK = re.compile(r"^\W*(?:todo|fixme|tbd|note to self)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s?:\s+(?=\S)|\s[–—-]\s+(?=\S)")
_SENTENCE_END = re.compile(r"[;?]|[.!](?!\w)")
_DRAWN_ARROW = re.compile(r"[→⇢↔⟶⇒]|[-=]>")
_LONGEST_LABEL = 80
_WIDE = 70  # characters
_NEXT_SENTENCE = re.compile(r"[.!?]\s+[A-Z]")
_TRAILING = re.compile(r"(?:\betc\b\.*|\.\.\.|…)\s*\)?$", re.IGNORECASE)
_HINT = re.compile(r"^(?:exam (?:question|tip|hint)|remember|important|note)\b[:!]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One statement. `label` is the list entry above it, `intro` the paragraph that leads its list in."""

    text: Text
    source: Source
    label: str = ""
    intro: str = ""
    children: tuple[Item, ...] = ()
    anchor: str | None = None
    is_step: bool = False
    is_paragraph: bool = False
    plain: str = ""  # the words as read


def lines_of(section: Section) -> Iterator[Line]:
    """Yield the statements that may become cards; code, addresses and remarks to the author are none."""
    yield from _from_blocks(section.blocks, "")


def _from_blocks(blocks: Sequence[Block], label: str) -> Iterator[Line]:
    intro = ""
    is_drawn = False
    for block in blocks:
        if isinstance(block, Directive) and block.name == "diagram":
            is_drawn = block.value != "none"
        elif isinstance(block, Paragraph):
            last = block.lines[-1].plain.strip() if block.lines else ""
            intro = last if last.endswith(":") else ""
            if _is_wrapped(block) and not any(_is_marked(text) for text in block.lines):
                yield from _from_prose(block, label)
                continue
            for offset, text in enumerate(block.lines):
                words = text.plain.strip()
                if (is_statement(words, prose(text)) or _GAPS.search(words)) and not words.endswith(":"):
                    first = min(block.source.first + offset, block.source.last)
                    yield Line(
                        text, Source(block.source.path, first, first), label, "", (), block.anchor, False, True, words
                    )
        elif isinstance(block, ListBlock):
            yield from _without_parts(_from_list(block, label, intro), is_drawn)
            intro = ""
        elif isinstance(block, Alert) and block.kind in ("note", "tip", "important", "warning", "caution"):
            yield from _from_blocks(block.blocks, label)
            intro = ""
        else:
            intro = ""


def _is_wrapped(block: Paragraph) -> bool:
    """Whether the lines of a paragraph are as long as the editor was wide, and no line stands for itself."""
    return any(len(text.plain) >= _WIDE and text.plain.rstrip()[-1:] not in ".!?:;" for text in block.lines[:-1])


def _from_prose(block: Paragraph, label: str) -> Iterator[Line]:
    """A wrapped sentence as one statement; of several sentences none is a card."""
    words = block.text.plain.strip()
    if is_statement(words, prose(block.text)) and not words.endswith(":") and not _NEXT_SENTENCE.search(words):
        yield Line(block.text, block.source, label, "", (), block.anchor, False, True, words)


def _without_parts(lines: Iterator[Line], is_drawn: bool) -> Iterator[Line]:
    """Leave out arrows and steps of which a picture was asked: they are its parts, and no facts of their own."""
    for line in lines:
        if not is_drawn or is_marked(line) or not (line.is_step or _DRAWN_ARROW.search(line.plain)):
            yield line


def _from_list(block: ListBlock, label: str, intro: str) -> Iterator[Line]:
    for item in block.items:
        words = item.text.plain.strip()
        own = Source(item.source.path, item.source.first, item.source.first)
        if is_statement(words, prose(item.text)) or _GAPS.search(words) or item.items:
            yield Line(item.text, own, label, intro, item.items, item.anchor, block.ordered, False, words)
        yield from _from_blocks(item.children, words.rstrip(": ") or label)


def prose(text: Text) -> str:
    """The words of a text with a letter in place of each inline code."""
    if not text.code:
        return text.plain.strip()
    parts: list[str] = []
    place = 0
    for start, end in text.code:
        parts += [text.plain[place:start], "x"]
        place = end
    return "".join([*parts, text.plain[place:]]).strip()


def coded(text: Text, start: int = 0, end: int | None = None) -> str:
    """A part of the words of a text as Markdown, in which inline code is code again."""
    plain = text.plain.strip()
    shift = len(text.plain) - len(text.plain.lstrip())
    parts: list[str] = []
    place, end = start, len(plain) if end is None else end
    for first, last in ((first - shift, last - shift) for first, last in text.code):
        if start <= first < last <= end and "`" not in plain[first:last]:
            parts += [plain[place:first], "`", plain[first:last], "`"]
            place = last
    return "".join([*parts, plain[place:end]])


def label_of(line: Line) -> tuple[int, int] | None:
    """Where the label of `Label: what it says` ends and where the rest begins; None if the line has none."""
    plain = line.plain
    for match in _SEPARATOR.finditer(plain):
        if any(start < match.end() and match.start() < end for start, end in line.text.code):
            continue
        label = plain[: match.start()]
        is_name = label[:1].isupper() or label[:1].isdigit() or label.startswith("(") or _begins_with_code(line)
        is_one = (
            is_name
            and label.count("(") == label.count(")")
            and len(label) <= _LONGEST_LABEL
            and not _SENTENCE_END.search(label)
        )
        return (match.start(), match.end()) if is_one else None
    return None


_MOMENT = re.compile(
    r"^(?:after|at|day|days|hour|minute|month|second|week|year|t\s?=|until|from)\b[^a-z]*(?:\d[\d.,–-]*)\s*(?:%|s|ms|h|days?|hours?|minutes?|months?|seconds?|weeks?|years?)?$",
    re.IGNORECASE,
)


def is_moment(label: str) -> bool:
    """Whether a label is a point of a timeline, as `After 60 days` or `Minute 5`, which asks for nothing."""
    return _MOMENT.match(label) is not None


def _begins_with_code(line: Line) -> bool:
    return bool(line.text.code) and line.text.code[0][0] == 0


def is_statement(words: str, outside_code: str | None = None) -> bool:
    """Whether words could be a fact at all; inline code may look like code, the words around it may not."""
    told = words if outside_code is None else outside_code
    if len(words) < 6 or " " not in words or (words[0] in _REMARK_STARTS and _REMARK.match(words)):
        return False
    if ("://" in words or "www" in words) and _ADDRESS.search(words):
        return False
    if words[-1] in ".)…cC" and _TRAILING.search(words):
        return False
    return not (_CODE_MARKS.search(told) and _CODE.search(told))


def without_hint(words: str) -> str:
    """Words without a leading “Remember:”."""
    return _HINT.sub("", words)


def is_marked(line: Line) -> bool:
    """Whether the author marked words of the line to be hidden, or wrote a card into it."""
    return _is_marked(line.text)


def _is_marked(text: Text) -> bool:
    markdown = text.markdown
    return "==" in markdown or "{{c" in markdown or " :: " in markdown or markdown.lstrip().startswith(("Q: ", "A: "))
