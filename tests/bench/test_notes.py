"""How much the way from text to cards costs, against the Markdown parser alone."""

from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt

from app.kinds.build import build
from app.notes.parse import parse
from tests.bench.measuring import compare, report
from tests.bench.texts import seed_like

pytestmark = pytest.mark.bench


def everything(text: str) -> int:
    return len(build(parse(text, "seed.md").note).cards)


@pytest.mark.parametrize(("times", "notes"), [(1, 1), (10, 1), (10, 10), (100, 100)])
def test_parse_and_build_against_the_parser_alone(times: int, notes: int) -> None:
    """The same amount of text as one note and as many; beyond some MB a single note is cut, so 100 × is many."""
    whole_text = "\n\n".join(seed_like().replace("# ", f"# {copy} ", 1) for copy in range(times // notes))
    alone = MarkdownIt("commonmark").enable("table")

    def each(run: Callable[[str], object]) -> Callable[[], object]:
        return lambda: [run(whole_text) for _ in range(notes)] and None

    named = {
        "parse and build": each(everything),
        "parse": each(lambda text: parse(text, "seed.md")),
        "markdown-it-py": each(alone.parse),
    }
    whole, parsing, peer = compare(named, runs=7 if times < 100 else 3)
    title = f"Text × {times} in {notes} notes: {notes * len(whole_text) / 1e6:.1f} MB"
    report(f"{title}, {notes * everything(whole_text)} cards", whole, peer, target=3)
    report(f"{title}, parse alone", parsing, peer)


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
