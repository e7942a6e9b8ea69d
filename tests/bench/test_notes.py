"""How much the way from text to cards costs, against the Markdown parser alone."""

import pytest
from markdown_it import MarkdownIt

from app.kinds.build import build
from app.notes.parse import parse
from tests.bench.measuring import Times, compare, report, time_of
from tests.bench.texts import seed_like

pytestmark = pytest.mark.bench


def everything(text: str) -> int:
    return len(build(parse(text, "seed.md").note).cards)


@pytest.mark.parametrize("times", [1, 10, 100])
def test_parse_and_build_against_the_parser_alone(times: int) -> None:
    text = "\n\n".join(seed_like().replace("# ", f"# {copy} ", 1) for copy in range(times))
    alone = MarkdownIt("commonmark").enable("table")
    named = {
        "parse and build": lambda: everything(text),
        "parse": lambda: parse(text, "seed.md"),
        "markdown-it-py": lambda: alone.parse(text),
    }
    runs = 7 if times < 100 else 1
    if times < 100:
        whole, parsing, peer = compare(named, runs=runs)
    else:
        whole, parsing, peer = (Times(name, tuple(time_of(run) for _ in range(3))) for name, run in named.items())
    report(
        f"Text × {times}: {len(text) / 1e6:.1f} MB, {everything(text) if times < 100 else '…'} cards",
        whole,
        peer,
        target=3,
    )
    report(f"Text × {times}: parse alone", parsing, peer)


def test_edit_of_one_section_against_the_whole_note() -> None:
    text = seed_like()
    known = frozenset(section.digest for section in parse(text, "seed.md").note.walk())
    edited = text.replace("within a day", "within two days", 1)
    part, whole = compare(
        {
            "one section changed": lambda: build(parse(edited, "seed.md", known=known).note),
            "whole note": lambda: build(parse(edited, "seed.md").note),
        }
    )
    report("Edit of one section", part, whole)
