"""A text is parted at its numbered questions; a numbered list inside a question must not be taken for more of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.kinds.bank_lines import BankLine
from app.kinds.draft import Mark

_HEADING = re.compile(r" {0,3}#{1,6}\s+\S")
_ODD = "a line in it has a number that fits neither a list nor the next question"
_TWICE = "its number comes twice, as if a list in a question had been taken for questions"

Start = Callable[[str], tuple[int, str] | None]


@dataclass(slots=True)
class Part:
    """The lines of one question; `trouble` says why they are not to be trusted."""

    number: int
    first_words: str
    lines: list[BankLine] = field(default_factory=list)
    has_choices: bool = False
    trouble: str = ""


def numbered_parts(lines: Sequence[BankLine], start: Start, mark: Mark, *, counts: bool = True) -> list[Part]:
    """Part lines at numbers and headings. Where numbers count, only the next one ends a question without choices."""
    parts: list[Part] = []
    current: Part | None = None
    run: dict[int, Part] = {}
    listed = 0  # how far a list within the question has come
    for line in lines:
        found = None if line.is_code else start(line.text)
        if found and mark(line.text):
            found = None
        if found and (not counts or current is None or current.has_choices or found[0] == current.number + 1):
            if counts and found[0] in run:
                if found[0] == 1:
                    run = {}
                else:
                    run[found[0]].trouble = _TWICE
            current = Part(found[0], found[1], [line])
            run[found[0]] = current
            parts.append(current)
            listed = 0
            continue
        if current is None:
            continue
        if not line.is_code and _HEADING.match(line.text):
            current = None
            continue
        if found and found[0] != 1 and found[0] != listed + 1 and not current.trouble:
            current.trouble = _ODD
        listed = found[0] if found else listed
        current.lines.append(line)
        current.has_choices = current.has_choices or (not line.is_code and mark(line.text) is not None)
    return parts
