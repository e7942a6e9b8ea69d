from pathlib import Path

import pytest

from app.domain.note import ListBlock, Paragraph
from app.notes.page_text import is_page_text
from app.notes.parse import parse

PAGE = """Skip to content

Latest commit

Table of Contents
1. Network Basics
2. Storage
3. The End

Network Basics

Routers

A router joins networks.

  • Forwards packets
    • by address
    • by port
  • Keeps a table
Switches
  • Learn addresses
  • Forward frames

TODO insert a picture

Storage

Disks

There are two kinds.

  • SSD:
    • fast
    • costly
  • HDD:
    • slow
    • cheap

The End

Farewell

  • Done
  • Over
"""


def test_it_is_told_from_markdown() -> None:
    assert is_page_text(PAGE.split("\n"))
    assert not is_page_text(["# A", "", "• a", "• b", "• c"])
    assert not is_page_text(["- a", "- b"])


def test_contents_fix_the_chapters_and_titles_the_topics() -> None:
    note = parse(PAGE, "page.txt").note
    assert [section.title for section in note.sections] == ["Network Basics", "Storage", "The End"]
    assert [child.title for child in note.sections[0].children] == ["Routers", "Switches"]


def test_lines_keep_their_numbers() -> None:
    switches = parse(PAGE, "page.txt").note.sections[0].children[1]
    assert PAGE.split("\n")[switches.source.first - 1] == "Switches"
    block = switches.blocks[0]
    assert isinstance(block, ListBlock)
    assert PAGE.split("\n")[block.items[1].source.first - 1].strip() == "• Forward frames"


def test_indentation_nests() -> None:
    note = parse(PAGE, "page.txt").note
    routers = note.sections[0].children[0]
    assert isinstance(routers.blocks[0], Paragraph)
    block = routers.blocks[1]
    assert isinstance(block, ListBlock)
    assert [item.text.plain for item in block.items[0].items] == ["by address", "by port"]


def test_groups_of_facts_are_kept_under_their_label() -> None:
    disks = parse(PAGE, "page.txt").note.sections[1].children[0]
    labels = [child.title for child in disks.children] or [
        item.text.plain for block in disks.blocks if isinstance(block, ListBlock) for item in block.items
    ]
    assert [label.rstrip(":") for label in labels] == ["SSD", "HDD"]


def test_the_page_around_the_text_and_remarks_to_the_author_are_left_out() -> None:
    parsed = parse(PAGE, "page.txt")
    assert "Skip to content" not in "".join(section.text for section in parsed.note.walk())
    assert [problem.rule for problem in parsed.problems] == ["todo"]


SEED = Path(__file__).resolve().parents[3] / "shared/content/000_cd514cc41f3280db.txt"


@pytest.mark.skipif(not SEED.exists(), reason="the seed notes are not beside this checkout")
def test_the_seed_yields_its_chapters_in_order() -> None:
    note = parse(SEED.read_text("utf-8"), "seed.txt").note
    assert len(note.sections) == 23
    assert note.sections[0].title == "IAM + Security"
    assert note.sections[-1].title == "AWS Security & Encryption"
    assert sum(1 for _ in note.walk()) - 23 >= 280
