"""Our own form: `### stem ^q-id`, choices with boxes and a reason below each, and a line of tasks and notes."""

import re
from collections.abc import Iterator

from app.domain.exam import TaskRef
from app.kinds.bank_lines import BankLine, BankText
from app.kinds.boxes import boxed, is_near_box
from app.kinds.draft import Draft, DraftChoice, divide, tidy
from app.kinds.spec import QuestionForm

_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s+(.*))?$")
_ID = re.compile(r"(?:^|\s)\^(\S+)$")
_GOOD_ID = re.compile(r"q-[a-z0-9]+(?:-[a-z0-9]+)*")
_FACTS = re.compile(r"\s{0,3}\*(?:domain|difficulty|notes):\*")
_FACT = re.compile(r"\*(domain|difficulty|notes):\*\s*(.*?)(?=\s*·\s*\*(?:domain|difficulty|notes):\*|\s*·?\s*$)")
_TASK = re.compile(r"(?:([A-Za-z0-9][A-Za-z0-9._-]*)\s+)?([A-Za-z0-9]{1,8}(?:\.[A-Za-z0-9]{1,8}){1,3})")
_QUOTE = re.compile(r"\s*>\s?")
_LEVEL = 3
_LONGEST_ID = 80


def find(text: BankText) -> Iterator[Draft]:
    """Find the questions of a bank of ours: one that says so in its head, or has ids or lines of tasks."""
    if not _is_ours(text):
        return
    body: list[BankLine] = []
    for line in text.lines:
        match = None if line.is_code else _HEADING.match(line.text.rstrip())
        if match and len(match.group(1)) <= _LEVEL:
            yield from _draft(body, text)
            body = [line] if len(match.group(1)) == _LEVEL else []
        elif body:
            body.append(line)
    yield from _draft(body, text)


def _is_ours(text: BankText) -> bool:
    return "bank" in text.values or any(
        not line.is_code and (_FACTS.match(line.text) or (line.text.startswith("### ") and " ^q-" in line.text))
        for line in text.lines
    )


def _draft(body: list[BankLine], text: BankText) -> Iterator[Draft]:
    if not body:
        return
    head, *rest = body
    last = max((line.number for line in body if not line.is_blank), default=head.number)
    draft = Draft(head.number, last)
    match = _HEADING.match(head.text.rstrip())
    words = (match.group(2) if match else "") or ""
    if named := _ID.search(words):
        words = words[: named.start()].rstrip()
        draft.id = named.group(1)
        if not _GOOD_ID.fullmatch(draft.id) or len(draft.id) > _LONGEST_ID:
            draft.troubles.append((head.number, f"its id ^{draft.id[:40]} is not like ^q-two-words, in small letters"))
    kept: list[BankLine] = []
    for line in rest:
        if not line.is_code and _FACTS.match(line.text):
            _read_facts(line, draft, text)
        else:
            kept.append(line)
            if not line.is_code and is_near_box(line.text):
                draft.troubles.append((line.number, "a box is neither [ ] nor [x]"))
    stem, draft.choices, tail, odd = divide(kept, boxed)
    draft.stem = [BankLine(head.number, words), *tidy(stem)]
    if odd:
        draft.troubles.append((odd, "text stands between its choices"))
    for choice in draft.choices:
        _part_reason(choice)
    draft.explanation = [line.text if line.is_code else _QUOTE.sub("", line.text, count=1) for line in tidy(tail)]
    yield draft


def _part_reason(choice: DraftChoice) -> None:
    """The quote at the end of a choice is its reason."""
    for place, line in enumerate(choice.text[1:], start=1):
        if line.lstrip().startswith(">"):
            choice.reason = [_QUOTE.sub("", one, count=1) for one in choice.text[place:]]
            choice.text = choice.text[:place]
            return


def _read_facts(line: BankLine, draft: Draft, text: BankText) -> None:
    def odd(words: str) -> None:
        draft.remarks.append((line.number, "facts", words))

    for name, value in _FACT.findall(" ".join(line.text.split())):
        if name == "notes":
            draft.notes = value
        elif name == "difficulty":
            if value in ("1", "2", "3"):
                draft.difficulty = int(value)
            else:
                odd(f"The difficulty is 1, 2 or 3, not “{value[:40]}”; 2 is taken.")
        else:
            for part in filter(None, map(str.strip, value.split(","))):
                match = _TASK.fullmatch(part)
                profile = (match.group(1) if match else "") or text.values.get("profile", "")
                if match is None:
                    odd(f"“{part[:40]}” is no task such as 1.2 or DVA-C02 1.2; it is left out.")
                elif not profile:
                    odd(f"It is not said which exam the task {part} belongs to; it is left out.")
                else:
                    draft.tasks = (*draft.tasks, TaskRef(profile, match.group(2)))


KIND = QuestionForm("own", "Certdeck", find)
