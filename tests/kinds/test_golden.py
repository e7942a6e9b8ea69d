"""Each kind makes of its golden notes exactly what is written there."""

import re
from pathlib import Path

import pytest

from app.kinds.build import Material, build
from app.notes.parse import parse

GOLDEN = Path(__file__).parent.parent / "golden"
CASE = re.compile(r"^# (.+?)\n+`{5}markdown\n(.*?)`{5}\n+`{5}text\n(.*?)`{5}\n?", re.MULTILINE | re.DOTALL)
CASES = [
    pytest.param(path.stem, *match.groups()[1:], id=f"{path.stem}: {match.group(1)}")
    for path in sorted(GOLDEN.glob("*.md"))
    if path.stem.startswith(("cards_", "comparisons_"))
    for match in CASE.finditer(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("stem", "text", "expected"), CASES)
def test_the_kind_makes_what_is_written(stem: str, text: str, expected: str) -> None:
    assert shown(build(parse(text, "note.md").note), stem) == expected


def shown(material: Material, stem: str) -> str:
    """Write material as a golden file has it: one kind's part of it."""
    what, kind = stem.split("_", 1)
    if what == "comparisons":
        lines = [
            f"L{found.source.first} {found.rule}: {found.title} | {' | '.join(found.columns)}\n"
            + "\n".join(
                f"  {row.attribute} | {' | '.join(cell.text.plain if cell.text else '-' for cell in row.cells)}"
                for row in found.rows
            )
            for found in material.comparisons
            if found.kind == kind
        ]
    else:
        lines = [
            f"L{card.source.first} {card.rule}: {card.front!r} => {card.back!r}"
            for card in material.cards
            if card.kind == kind
        ]
    return "".join(f"{line}\n" for line in lines) or "nothing\n"
