"""The plain text of text2qti: `1.  stem`, `a)  wrong`, `*c)  right`, `[ ]` and `[*]`, feedback behind three dots."""

import re
from collections.abc import Iterator, Sequence

from app.kinds.bank_lines import BankLine, BankText
from app.kinds.draft import Draft, DraftChoice
from app.kinds.numbering import Part, numbered_parts
from app.kinds.spec import QuestionForm

_START = re.compile(r"(\d{1,4})\.\s+(\S.*)$")
_CHOICE = re.compile(r"\s{0,3}(\*?)([A-Za-z])\)\s+(.*)$")
_BOX = re.compile(r"\s{0,3}\[([ *]?)\]\s+(.*)$")
_FEEDBACK = re.compile(r"\s{0,3}(\.\.\.|\+|-|!)(?:\s+(.*)|)$")
_SETTING = re.compile(
    r"(?:title|points|text title|text|group|pick|points per question|end_group|quiz \w+)\s*:", re.IGNORECASE
)
_REMARK = re.compile(r"%|(?:END_)?GROUP\s*$")
_OTHER = re.compile(r"\s{0,3}(?:=\s|\*\s|_{3,}|\^{3,})")


def find(text: BankText) -> Iterator[Draft]:
    """Find questions whose right choices have a star."""
    for part in numbered_parts(_spoken(text.lines), _start, _choice, counts=False):
        yield _draft(part)


def _spoken(lines: Sequence[BankLine]) -> list[BankLine]:
    """Lines without settings and remarks."""
    kept: list[BankLine] = []
    is_remark = False
    last = max((line.number for line in lines if line.text.startswith("END_COMMENT")), default=0)
    for line in lines:
        if line.is_code:
            kept.append(line)
        elif is_remark or (line.text.rstrip() == "COMMENT" and line.number < last):
            is_remark = not line.text.startswith("END_COMMENT")
        elif not (_REMARK.match(line.text) or _SETTING.match(line.text)):
            kept.append(line)
    return kept


def _start(line: str) -> tuple[int, str] | None:
    match = _START.match(line)
    return (int(match.group(1)), match.group(2)) if match else None


def _choice(line: str) -> tuple[str, bool, str] | None:
    if match := _CHOICE.match(line):
        return "", bool(match.group(1)), match.group(3)  # letters need be neither unique nor in order
    if match := _BOX.match(line):
        return "", match.group(1) == "*", match.group(2)
    return None


def _draft(part: Part) -> Draft:
    from_line = part.lines[0].number
    draft = Draft(from_line, max(line.number for line in part.lines if not line.is_blank))
    if part.trouble:
        draft.troubles.append((from_line, part.trouble))
    draft.stem = [BankLine(from_line, part.first_words)]
    place: list[str] | None = None  # where words that go on belong to
    for line in part.lines[1:]:
        found = None if line.is_code else _choice(line.text)
        feedback = None if line.is_code or found else _FEEDBACK.match(line.text)
        if found:
            draft.choices.append(DraftChoice(line.number, [found[2]], found[0], found[1]))
            place = draft.choices[-1].text
        elif feedback and (feedback.group(1) != "-" or place is not None or draft.choices):
            of_choice = feedback.group(1) == "..." and draft.choices
            place = draft.choices[-1].reason if of_choice else draft.explanation
            place.append(feedback.group(2) or "")
        elif place is not None:
            place.append(line.text)
        else:
            if not line.is_code and _OTHER.match(line.text):
                draft.troubles.append((line.number, "it asks for a number or a text, and has no choices"))
            draft.stem.append(line)
    return draft


KIND = QuestionForm("text2qti", "text2qti", find)
