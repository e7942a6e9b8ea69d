"""Each kind makes of its golden notes exactly what is written there."""

import re
from pathlib import Path

import pytest

from app.domain.diagram import Diagram, Form
from app.kinds.build import Material, build
from app.notes.parse import parse
from app.services.lexicon import lexicon

GOLDEN = Path(__file__).parent.parent / "golden"
CASE = re.compile(r"^# (.+?)\n+`{5}markdown\n(.*?)`{5}\n+`{5}text\n(.*?)`{5}\n?", re.MULTILINE | re.DOTALL)
CASES = [
    pytest.param(path.stem, *match.groups()[1:], id=f"{path.stem}: {match.group(1)}")
    for path in sorted(GOLDEN.glob("*.md"))
    if path.stem.startswith(("cards_", "comparisons_", "diagrams_"))
    for match in CASE.finditer(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("stem", "text", "expected"), CASES)
def test_the_kind_makes_what_is_written(stem: str, text: str, expected: str) -> None:
    assert shown(build(parse(text, "note.md").note, lexicon()), stem) == expected


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
    elif what == "diagrams":
        lines = [drawn(found) for found in material.diagrams if found.kind == kind]
        lines += [
            f"L{problem.line} {problem.rule}: {problem.message}"
            for problem in material.problems
            if problem.rule.startswith("diagram")
        ]
    else:
        lines = [
            f"L{card.source.first} {card.rule}: {card.front!r} => {card.back!r}"
            for card in material.cards
            if card.kind == kind
        ]
    return "".join(f"{line}\n" for line in lines) or "nothing\n"


ARROWS = {"solid": "→", "dotted": "⋯>", "dashed": "⇢", "failed": "✗>", "never": "⊘>", "plain": "—"}


def drawn(found: Diagram) -> str:
    """Write a diagram with every part and the line it came from."""
    lines = [f"L{found.source.first} {found.rule}: {found.title}"]
    lines += [
        f"  L{group.source.first} {{{group.label}}}" + (f" in {group.parent}" if group.parent else "")
        for group in found.groups
    ]
    for place, node in enumerate(found.nodes):
        moment = f"{found.columns[place]}: " if found.form is Form.TRACK else ""
        where = f" in {node.group}" if node.group else f" at {found.columns[node.cell[1]] or '-'}" if node.cell else ""
        inside = "".join(f" / {entry.label}" for entry in node.entries)
        if where or inside or moment:
            lines.append(f"  L{node.source.first} [{moment}{node.label}{inside}]{where}")
    if found.form is not Form.TRACK:
        for edge in found.edges:
            label = f" ({edge.label})" if edge.label else ""
            arrow = "↔" if edge.is_both else ARROWS[edge.line]
            lines.append(
                f"  L{edge.source.first} {found.label_of(edge.tail)} {arrow} {found.label_of(edge.head)}{label}"
            )
    return "\n".join(lines)
