"""Cards that the author wrote as such: `Q:` and `A:` lines, and `front :: back`."""

import re
from collections.abc import Iterator, Sequence

from app.domain.card import Card
from app.domain.note import Alert, Block, ListBlock, Paragraph, Quote, Source, Text
from app.kinds.spec import CardKind, Context

_QUESTION = re.compile(r"^\s*Q:\s+(.+)$")
_ANSWER = re.compile(r"^\s*A:\s+(.+)$")
_SEPARATOR = re.compile(r"\s::\s")
_FEWEST = 2


def find(context: Context) -> Iterator[Card]:
    """Find explicit cards; a separator inside inline code is none."""
    if "::" not in context.section.text and "Q:" not in context.section.text:
        return
    for texts, source, anchor in _runs(context.section.blocks):
        question, asked_at = "", 0
        for offset, text in enumerate(texts):
            line = Source(source.path, min(source.first + offset, source.last), min(source.first + offset, source.last))
            match = _QUESTION.match(text.markdown)
            if match:
                question, asked_at = match.group(1).strip(), line.first
                continue
            match = _ANSWER.match(text.markdown)
            if match and question:
                where = Source(source.path, asked_at, line.first)
                yield _card(context, "question-answer", question, match.group(1).strip(), where, anchor)
                question = ""
                continue
            parts = _parts(text)
            if parts:
                yield _card(context, "double-colon", *parts, line, anchor)


def _card(context: Context, rule: str, front: str, back: str, source: Source, anchor: str | None) -> Card:
    plain = back.replace("`", "").replace("*", "")
    return context.card("explicit", rule, front, back, source, place=front, answer=plain, anchor=anchor)


def _parts(text: Text) -> tuple[str, str] | None:
    if "::" not in text.plain:
        return None
    for match in _SEPARATOR.finditer(text.plain):
        if any(start <= match.start() < end for start, end in text.code):
            continue
        parts = _SEPARATOR.split(text.markdown, maxsplit=1)
        if len(parts) == _FEWEST and parts[0].count("`") % 2 == 0 and all(part.strip() for part in parts):
            return parts[0].strip(), parts[1].strip()
    return None


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[tuple[Text, ...], Source, str | None]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.lines, block.source, block.anchor
        elif isinstance(block, ListBlock):
            for item in block.items:
                head = tuple(Text(line, _plain_line(item.text, line), ()) for line in item.text.markdown.split("\n"))
                yield (head if len(head) > 1 else (item.text,)), item.source, item.anchor
                yield from _runs(item.children)
        elif isinstance(block, Quote | Alert):
            yield from _runs(block.blocks)


def _plain_line(text: Text, line: str) -> str:
    return line if not text.code else re.sub(r"`[^`]*`", "", line)


KIND = CardKind("explicit", "Question and answer", find)
