import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from app.domain.note import Block, Code, ListBlock, Paragraph
from app.notes.blocks import read_blocks
from app.notes.inline import environment_for, read
from app.notes.page_text import escape, is_page_text, to_markdown
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
    assert not is_page_text(["• a", "• b", "• c", "- d", "- e", "- f", "- g"])


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


def shape(blocks: Sequence[Block]) -> list[object]:
    found: list[object] = []
    for block in blocks:
        if isinstance(block, ListBlock):
            found.append(
                (block.ordered, block.start, [(item.text.plain, shape(item.children)) for item in block.items])
            )
        elif isinstance(block, Paragraph):
            found.append(block.text.plain)
        else:
            assert isinstance(block, Code)
            found.append(("code", block.text))
    return found


WORDS = ["word", "*a*", "_b_", "__c__", "a_b", "[x](y)", "[r]: z", "`c`", "``", "\\", "\\*", "<b>", "&amp;", "& ~~d~~"]
WORDS += ["x# h", "- d", "1. e", "2) f", "+", "---", "===", "***", "> q", "| t", "~~~", "```", "[[w]]", "end:", "C#"]
STARTS = ["• ", "  • ", "    • ", "      • ", "3. ", "  4. ", "    1. ", "", "  ", "    "]
CODE = "\timport x\n\tdef f(a):\n\n\t\treturn '```'"


@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(STARTS), st.sampled_from(WORDS), st.sampled_from(WORDS)), st.just(("", CODE, ""))
        )
    )
)
def test_the_markdown_of_a_page_reads_as_the_same_blocks(lines: list[tuple[str, str, str]]) -> None:
    page = "• a\n• b\n• c\n" + "\n".join(f"{start}{first} {second}".rstrip() for start, first, second in lines)
    for section in parse(page, "page.txt").note.walk():
        again, problems = read_blocks(to_markdown(section.blocks).split("\n"), "", "page.txt", 1)
        assert problems == []
        assert shape(again) == shape(section.blocks)


@given(st.text(alphabet=st.sampled_from("ab 1.)*_`[]<>!&;~#+-=\\|(){}$\"'"), max_size=12))
def test_escaped_words_read_as_they_are(words: str) -> None:
    words = words.strip()
    assert read(escape(words), environment_for(words)).plain == words or "==" in words


def page(body: str) -> list[tuple[int, str]]:
    note = parse(f"Chapter\n\nTopic\n\nWords of it.\n\n{body}\n\n\nLast Chapter\n\n  • end", "page.txt").note
    return [(section.level, section.title) for section in note.walk()][2:-1]


GROUP = "  • {}\n    • one\n    • two\n    • three\n    • four\n"


def test_labelled_groups_of_a_long_list_become_headings() -> None:
    body = "".join(GROUP.format(label) for label in ("Classic One:", "Rolling Two: a few at a time", "Third (often)"))
    assert page(body) == [(3, "Classic One"), (3, "Rolling Two"), (3, "Third (often)")]
    note = parse(f"A Chapter\n\n{body}", "page.txt").note
    second = note.sections[0].children[1]
    assert isinstance(second.blocks[0], Paragraph)
    assert (second.blocks[0].text.plain, second.blocks[0].source.first) == ("a few at a time", 8)
    assert (second.source.first, second.source.last) == (8, 12)


@pytest.mark.parametrize(
    "body",
    [
        GROUP.format("One Thing") + GROUP.format("Other Thing"),
        GROUP.format("One") + GROUP.format("Two") + GROUP.format("Three Things"),
        "".join(GROUP.format(f"Thing No{number}") for number in range(3)) + "  • end\n",
        "  • a b\n" * 9 + "".join(GROUP.format(f"Thing No{number}") for number in range(3)),
        "".join(f"  • Thing No{number}\n    • one\n" for number in range(4)),
        "".join(GROUP.format(f"it is no label {number}") for number in range(3)),
        "".join(GROUP.format(f"is no label {number}: a") for number in range(3)),
        "".join(GROUP.format(f"Thing No{number}") for number in range(3)) + "\nEnd of it.\n",
    ],
)
def test_other_groups_stay_in_their_list(body: str) -> None:
    assert page(body) == []


def test_what_stands_above_the_groups_stays() -> None:
    body = "  • first words\n" + "".join(GROUP.format(f"Thing No{number}") for number in range(3))
    topic = parse(f"A Chapter\n\n{body}", "page.txt").note.sections[0]
    assert shape(topic.blocks) == [(False, 1, [("first words", [])])]
    assert topic.blocks[0].source.last == 3
    assert len(topic.children) == 3


def test_sides_of_a_comparison_become_headings() -> None:
    note = parse("Cats vs Dogs\n\n  • Cats:\n    • purr\n  • Dogs:\n    • bark\n", "page.txt").note
    assert [child.title for child in note.sections[0].children] == ["Cats", "Dogs"]


def test_headings_never_go_below_the_sixth_level() -> None:
    body = "A vs B\n" + "".join(f"{'  ' * depth}• A vs B\n{'  ' * depth}• A vs C\n" for depth in range(1, 9))
    assert max(section.level for section in parse(body, "page.txt").note.walk()) <= 6


def test_text_before_the_first_heading_is_a_section_of_its_own() -> None:
    note = parse("words of no title form.\n\nA Title\n\n  • a\n  • b\n  • c\n", "page.txt").note
    assert [section.title for section in note.sections] == ["page", "A Title"]
    text = "• one\n• two\n• three and more\n"
    assert [section.title for section in parse(text, "page.txt").note.sections] == ["page"]


def test_lines_that_lead_in_a_list_inside_an_entry_are_paragraphs_of_their_own() -> None:
    note = parse("• one\n• two\n  goes on\n  Exam Question:\n• three", "page.txt").note
    assert shape(note.sections[0].blocks) == [
        (False, 1, [("one", []), ("two goes on", ["Exam Question:"]), ("three", [])])
    ]


def test_lines_of_a_paragraph_stay_lines() -> None:
    section = parse("• a\n• b\n• c\n\none\ntwo *x*\n", "page.txt").note.sections[0]
    assert section.text.endswith("one  \ntwo \\*x\\*")


def test_code_keeps_its_shape_and_language() -> None:
    text = '• a\n• b\n• c\nWords:\nimport os\n\ndef f(a):\n\treturn a\n\nWords here.\n\n{\n  "a": 1,\n  "b": 2\n}\n\nWords.\n\nx = f(1)\ny = f(2)'
    found = [block for block in parse(text, "page.txt").note.sections[0].blocks if isinstance(block, Code)]
    assert [(block.language, block.source.first, block.source.last) for block in found] == [
        ("python", 5, 8),
        ("json", 12, 15),
        ("", 19, 20),
    ]
    assert found[0].text == "import os\n\ndef f(a):\n    return a\n"


def test_known_sections_of_a_page_come_without_blocks() -> None:
    first = parse(PAGE, "page.txt").note
    known = {section.digest for section in first.walk()}
    again = parse(PAGE.replace("frames", "packets"), "page.txt", known=known).note
    assert [section.title for section in again.walk() if section.is_parsed] == ["Switches"]
    assert all(section.text for section in again.walk())


def test_a_chapter_that_the_contents_name_and_the_text_lacks_is_told() -> None:
    problems = parse(PAGE.replace("3. The End", "3. The End\n4. Nowhere At All"), "page.txt").problems
    assert [(problem.rule, problem.line) for problem in problems] == [("missing-chapter", 9), ("todo", 25)]


@pytest.mark.skipif(not SEED.exists(), reason="the seed notes are not beside this checkout")
def test_the_seed_yields_the_topics_of_its_outline() -> None:
    note = parse(SEED.read_text("utf-8"), "seed.txt").note
    chapters: list[list[str]] = []
    for line in (SEED.parent / "outline.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            chapters.append([])
        elif line.startswith("- ") and chapters:
            chapters[-1].append(re.sub(r" \(\d+\)$", "", line[2:]))
    missed: list[str] = []
    for wanted, section in zip(chapters, note.sections, strict=True):
        found = [words_of(child.title) for child in section.walk()][1:]
        missed += [title for title in wanted if not any(is_like(words_of(title), other) for other in found)]
    assert len(missed) <= 25, missed


def words_of(title: str) -> str:
    return " ".join(word for word in re.findall(r"[a-z0-9]+", title.lower()) if word not in ("aws", "amazon"))


def is_like(wanted: str, found: str) -> bool:
    return 0.4 * fuzz.token_set_ratio(wanted, found) + 0.6 * fuzz.ratio(wanted, found) >= 60
