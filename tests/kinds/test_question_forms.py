"""Each form of question bank gives exactly the questions, and the problems, that are written in its golden file."""

import re
from pathlib import Path

import pytest

from app.kinds.bank import read_bank
from app.kinds.bank_lines import split_lines
from app.notes import front_matter

GOLDEN = Path(__file__).parent.parent / "golden"
CASE = re.compile(r"^# (.+?)\n+`{5}markdown\n(.*?)`{5}\n+`{5}text\n(.*?)`{5}\n?", re.MULTILINE | re.DOTALL)
CASES = [
    pytest.param(*match.groups()[1:], id=f"{path.stem}: {match.group(1)}")
    for path in sorted(GOLDEN.glob("questions_*.md"))
    for match in CASE.finditer(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_form_reads_what_is_written(text: str, expected: str) -> None:
    assert shown(text) == expected


def shown(text: str) -> str:
    """Write a bank as a golden file has it: its forms, every question with its lines, every problem."""
    lines = split_lines(text)
    head = front_matter.read(lines, "bank.md")
    values = {name: value for name, value in head.values.items() if isinstance(value, str)}
    bank = read_bank(lines, "bank.md", skip=head.lines, values=values)
    told = [f"form: {', '.join(bank.forms) or 'none'}"]
    for question in bank.questions:
        named = f" ^{question.id}" if not re.fullmatch(r"q-[0-9a-f]{16}", question.id) else ""
        told.append(f"L{question.source.first}-{question.source.last} {question.stem!r}{named}")
        for choice in question.choices:
            box = "x" if choice.id in question.key else " "
            reason = f" > {choice.reason!r}" if choice.reason else ""
            told.append(f"  [{box}] {choice.text!r}{reason}{' (stays last)' if choice.is_last else ''}")
        tasks = ", ".join(f"{ref.profile} {ref.task}" for ref in question.tasks)
        if tasks or question.notes:
            told.append(f"  {tasks or '-'} | {question.difficulty} | {question.notes or '-'}")
        if question.explanation:
            told.append(f"  why: {question.explanation!r}")
    told += [f"L{problem.line} {problem.rule}: {problem.message}" for problem in bank.problems]
    return "".join(f"{line}\n" for line in told)
