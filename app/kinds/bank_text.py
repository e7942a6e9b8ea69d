"""Questions are written in our own form, so that reading them again gives the same questions."""

import re
from collections.abc import Mapping, Sequence

from app.domain.exam import Choice, Question
from app.kinds.bank_lines import scan, split_lines
from app.kinds.draft import is_ornament

_MARKER = re.compile(r" {0,3}(?:#{1,6}(?:\s|$)|[-*+]\s*\[|\*(?:domain|difficulty|notes):\*|<!--)")
_QUOTE = re.compile(r"\s*>")
_NO_HEADING = re.compile(r"\s*(?:[-*+>|#~!<]|\d{1,9}[.)]\s|$)")


def write_bank(questions: Sequence[Question], head: Mapping[str, str]) -> str:
    """Write a whole bank; `head` is its front matter, which must name the `bank`."""
    lines = ["---", *(f"{name}: {_one_line(value)}" for name, value in head.items() if _one_line(value)), "---"]
    parts = ["\n".join([*lines, f"# {_one_line(head['bank'])}"]), *(_question(question) for question in questions)]
    return "\n\n".join(parts) + "\n"


def _question(question: Question) -> str:
    first, rest = _heading(_escaped(question.stem))
    lines = [f"### {first} ^{question.id}".replace("###  ", "### "), ""]
    if rest:
        lines += [*rest, ""]
    for choice in question.choices:
        lines += _choice(choice, is_right=choice.id in question.key)
    if question.explanation:
        lines += ["", *(f"> {line}".rstrip() for line in split_lines(question.explanation))]
    facts = []
    if question.tasks:
        facts.append("*domain:* " + ", ".join(f"{ref.profile} {ref.task}" for ref in question.tasks))
    if question.tasks or question.notes:
        facts.append(f"*difficulty:* {question.difficulty}")
    if question.notes:
        facts.append(f"*notes:* {question.notes}")
    return "\n".join([*lines, "", " · ".join(facts)] if facts else lines)


def _heading(lines: list[str]) -> tuple[str, list[str]]:
    """The first paragraph as one line, if it is one; and the lines below."""
    end = next((place for place, line in enumerate(lines) if not line.strip()), len(lines))
    if any(_NO_HEADING.match(line) or "```" in line for line in lines[:end]):
        return "", lines
    rest = lines[end:]
    while rest and not rest[0].strip():
        rest = rest[1:]
    return " ".join(line.strip() for line in lines[:end]), rest


def _choice(choice: Choice, *, is_right: bool) -> list[str]:
    first, *rest = _escaped(choice.text, _QUOTE)
    lines = [f"- [{'x' if is_right else ' '}] {first}", *(f"  {line}".rstrip() for line in rest)]
    if choice.reason:
        lines += [f"  > {line}".rstrip() for line in split_lines(choice.reason)]
    return lines


def _escaped(text: str, also: re.Pattern[str] | None = None) -> list[str]:
    """Lines of which none is taken for a heading, a choice or a comment when they are read again."""
    found: list[str] = []
    for line in scan(split_lines(text), "").lines:
        words = line.text
        if not line.is_code:
            if is_ornament(words):
                continue
            if _MARKER.match(words) or (also and also.match(words)):
                place = len(words) - len(words.lstrip())
                words = f"{words[:place]}\\{words[place:]}"
        found.append(words)
    return found or [""]


def _one_line(text: str) -> str:
    """Words that front matter gives back as they are."""
    return " ".join(text.split()).strip("'\"[]")[:300]
