"""How much reading question banks costs, against one pass of the note parser over the same text."""

import random
from pathlib import Path

import pytest

from app.kinds.bank import read_bank
from app.kinds.bank_lines import split_lines
from app.notes.parse import parse
from app.services.bank_import import import_bank
from tests.bench.measuring import compare, report

pytestmark = pytest.mark.bench

WORDS = [
    "a",
    "the",
    "queue",
    "function",
    "lambda",
    "developer",
    "needs",
    "message",
    "data",
    "store",
    "policy",
    "with",
    "without",
    "when",
    "from",
    "table",
    "key",
]


def bank_of(number: int, *, is_ours: bool) -> str:
    """A bank of so many questions, in our own form or as headings with boxes."""
    chance = random.Random(1)

    def words(count: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(count))

    lines = ["---", "bank: B", "profile: DVA-C03", "---"] if is_ours else []
    for question in range(number):
        lines += [f"### {words(100)} {question}?" + (f" ^q-{question}" if is_ours else ""), ""]
        for choice in range(4):
            lines.append(f"- [{'x' if choice == 1 else ' '}] {words(16)} {choice}")
            lines += [f"  > {words(16)}"] if is_ours else []
        lines += ["*domain:* 1.2 · *notes:* a.md#b › c" if is_ours else "\n**[⬆ Back to Top](#top)**", ""]
    return "\n".join(lines)


@pytest.mark.parametrize("is_ours", [True, False])
def test_reading_a_bank_against_the_note_parser(is_ours: bool) -> None:
    text = bank_of(400, is_ours=is_ours)
    values = {"bank": "B", "profile": "DVA-C03"} if is_ours else {}
    named = {
        "read_bank": lambda: read_bank(split_lines(text), "b.md", skip=4 * is_ours, values=values),
        "parse": lambda: parse(text, "b.md"),
    }
    reading, peer = compare(named)
    report(f"400 questions, {'ours' if is_ours else 'others'}: {len(text) / 1e6:.1f} MB", reading, peer, target=3)


def test_import_against_reading(tmp_path: Path) -> None:
    text = bank_of(387, is_ours=False)
    path = tmp_path / "bank.md"
    path.write_text(text, encoding="utf-8")
    named = {
        "dry run": lambda: import_bank(path, dry_run=True),
        "read_bank": lambda: read_bank(split_lines(text), "b.md"),
    }
    trying, reading = compare(named)
    report(f"import of 387 questions: {len(text) / 1e6:.1f} MB", trying, reading, target=8)
