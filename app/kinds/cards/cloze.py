"""Cards from words that the author marked to be hidden: `==words==` and `{{c1::words::hint}}`."""

import re
from collections.abc import Iterator

from app.domain.card import Card
from app.kinds.hide import BLANK
from app.kinds.lines import Line
from app.kinds.spec import CardKind, Context

_NUMBERED = re.compile(r"\{\{c(\d+)::(.+?)(?:::(.*?))?\}\}")
_MARKED = re.compile(r"(?<![=`])==(?=\S)([^=`]+?)(?<=\S)==(?![=`])")


def find(context: Context) -> Iterator[Card]:
    """Find clozes; marks inside inline code are none."""
    for line in context.marked_lines:
        markdown = line.text.markdown
        outside = _without_code(markdown)
        if "{{c" in outside:
            yield from _numbered(context, line, markdown)
        elif "==" in outside:
            yield from _marked(context, line, markdown)


def _numbered(context: Context, line: Line, markdown: str) -> Iterator[Card]:
    numbers = sorted({match.group(1) for match in _NUMBERED.finditer(markdown)}, key=int)
    for number in numbers:
        answers = [match.group(2) for match in _NUMBERED.finditer(markdown) if match.group(1) == number]

        def shown(match: re.Match[str], number: str = number) -> str:
            if match.group(1) != number:
                return match.group(2)
            return f"[{match.group(3)}]" if match.group(3) else BLANK

        yield _card(context, line, "numbered-cloze", _NUMBERED.sub(shown, markdown), " · ".join(answers), number)


def _marked(context: Context, line: Line, markdown: str) -> Iterator[Card]:
    for index, match in enumerate(_MARKED.finditer(markdown)):
        before, after = markdown[: match.start()], markdown[match.end() :]
        front = _MARKED.sub(r"\1", before) + BLANK + _MARKED.sub(r"\1", after)
        yield _card(context, line, "highlight", front, match.group(1), str(index + 1))


def _card(context: Context, line: Line, rule: str, front: str, answer: str, number: str) -> Card:
    fact = _MARKED.sub(r"\1", _NUMBERED.sub(r"\2", line.text.markdown))
    front = front if context.subject.lower() in front.lower() else f"{context.subject}: {front}"
    return context.card(
        "cloze", rule, front, f"**{answer}**", line.source, place=f"{number} {fact}", answer=answer, fact=fact,
        anchor=f"{line.anchor}-{number}" if line.anchor else None,
    )  # fmt: skip


def _without_code(markdown: str) -> str:
    return re.sub(r"(`+).+?\1", "", markdown)


KIND = CardKind("cloze", "Fill the gap", find)
