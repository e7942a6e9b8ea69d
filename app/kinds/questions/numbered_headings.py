"""Headings that only count: `## Question 1`, paragraphs, `- A. text`; often without a key, or with a vote for one."""

import re
from collections.abc import Iterator

from app.kinds.answer_lines import lettered, take_answer, without_badges
from app.kinds.bank_lines import BankLine, BankText
from app.kinds.draft import Draft, divide, tidy
from app.kinds.spec import QuestionForm

_COUNTS = re.compile(
    r"(#{1,6}) \W{0,4}(?:(?:exam |topic \d{1,3} )?question|frage|pregunta|pergunta|questão|domanda|q)?"
    r" ?(?:no\.?|nr\.?|n°|number)? ?#? ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?\W{0,10}$",
    re.IGNORECASE,
)
_HEADING = re.compile(r" {0,3}(#{1,6})\s+\S")


def find(text: BankText) -> Iterator[Draft]:
    """Find what stands below headings that only count."""
    body: list[BankLine] = []
    depth = 0
    for line in text.lines:
        match = None if line.is_code else _counts(line)
        if match is None and body and not line.is_code:
            other = _HEADING.match(line.text)
            if other and len(other.group(1)) <= depth:
                yield _draft(body)
                body = []
        if match:
            if body:
                yield _draft(body)
            body, depth = [line], len(match.group(1))
        elif body:
            body.append(line)
    if body:
        yield _draft(body)


def _counts(line: BankLine) -> re.Match[str] | None:
    words = " ".join(line.text[:300].split()) if "#" in line.text[:4] else ""
    return _COUNTS.match(words) if words and line.indent < 4 and len(line.text) < 300 else None


def _draft(body: list[BankLine]) -> Draft:
    head, *rest = body
    draft = Draft(head.number, max(line.number for line in body if not line.is_blank))
    lines = [BankLine(line.number, line.text.lstrip(" #")) if _is_heading(line) else line for line in rest]
    stem, draft.choices, tail, odd = divide(tidy(take_answer(lines, draft)), lettered)
    while stem and stem[0].is_blank:
        stem = stem[1:]
    draft.stem = stem
    draft.explanation = [*draft.explanation, *(line.text for line in tail)]
    if odd:
        draft.troubles.append((odd, "text stands between its choices"))
    if without_badges(draft.choices):
        words = "What others voted for is no key; it is left out."
        draft.remarks.append((head.number, "hearsay", words))
    return draft


def _is_heading(line: BankLine) -> bool:
    return not line.is_code and _HEADING.match(line.text) is not None


KIND = QuestionForm("numbered_headings", "Headings that count", find)
