"""Numbered questions with lettered choices: `1. stem`, `- A. text`, and the answer in a block that folds out."""

import re
from collections.abc import Iterator

from app.kinds.answer_lines import bulleted, lettered, lettered_or_bulleted, take_answer, without_badges
from app.kinds.bank_lines import BankLine, BankText
from app.kinds.draft import Draft, divide, markdown, tidy
from app.kinds.numbering import numbered_parts
from app.kinds.spec import QuestionForm

_START = re.compile(r" {0,3}(?:\*\*)?(?:Q(?:uestion)?\s*)?#?(\d{1,4})[.):](?:\*\*)?\s+(\S.*)$", re.IGNORECASE)
_DETAILS = re.compile(r"\s*<details\b", re.IGNORECASE)
_DETAILS_END = re.compile(r"</details\s*>", re.IGNORECASE)


def find(text: BankText) -> Iterator[Draft]:
    """Find numbered questions with lettered choices."""
    for part in numbered_parts(text.lines, _start, lettered_or_bulleted):
        yield _draft(part.first_words, part.lines, part.trouble)


def _start(line: str) -> tuple[int, str] | None:
    match = _START.match(line)
    return (int(match.group(1)), match.group(2)) if match else None


def _draft(first: str, lines: list[BankLine], trouble: str) -> Draft:
    head = lines[0]
    draft = Draft(head.number, max(line.number for line in lines if not line.is_blank))
    if trouble:
        draft.troubles.append((head.number, trouble))
    asked, folded = _unfolded(lines[1:])
    asked = tidy(take_answer(asked, draft))
    told = take_answer(folded, draft, is_folded=True)
    stem, draft.choices, tail, odd = divide(asked, lettered)
    if not draft.choices and draft.key:  # then its letters count bullets
        stem, draft.choices, tail, odd = divide(asked, bulleted)
        for choice, letter in zip(draft.choices, "ABCDEFGHIJKL", strict=False):
            choice.label = letter
    draft.stem = [BankLine(head.number, first), *stem]
    if any(not line.is_blank for line in tail):
        draft.explanation = [markdown([line.text for line in tail]), "", *draft.explanation]
    draft.explanation.extend(line.text for line in tidy(told))
    if odd:
        draft.troubles.append((odd, "text stands between its choices"))
    without_badges(draft.choices)
    return draft


def _unfolded(lines: list[BankLine]) -> tuple[list[BankLine], list[BankLine]]:
    """What is asked, and what the blocks that fold out tell."""
    asked: list[BankLine] = []
    folded: list[BankLine] = []
    is_folded = False
    for line in lines:
        is_folded = is_folded or (not line.is_code and _DETAILS.match(line.text) is not None)
        (folded if is_folded else asked).append(line)
        if is_folded and not line.is_code and _DETAILS_END.search(line.text):
            is_folded = False
    return asked, folded


KIND = QuestionForm("lettered", "Numbered, with lettered choices", find)
