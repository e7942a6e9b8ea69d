import sys

import pytest

from app.domain.note import Alert, Code, Directive, ListBlock, Paragraph, Section, Table
from app.notes.parse import parse


def titles(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in parse(text, "note.md").note.walk()]


def only(text: str) -> Section:
    note = parse(text, "note.md").note
    assert len(note.sections) == 1
    return note.sections[0]


def test_headings_nest_under_the_nearest_lower_level() -> None:
    note = parse("# A\n### B\n##### C\n### D\n## E\n# F\n", "note.md").note
    assert [section.title for section in note.sections] == ["A", "F"]
    assert [child.title for child in note.sections[0].children] == ["B", "D", "E"]
    assert note.sections[0].children[0].children[0].heading_path == ("A", "B", "C")


def test_setext_headings_and_hashes_in_code_are_told_apart() -> None:
    assert titles("One\n===\n\nTwo\n---\n\n```sh\n# a comment\n```\n\n    # indented\n") == [(1, "One"), (2, "Two")]


def test_a_thematic_break_makes_no_heading() -> None:
    assert titles("# A\n\n- item\n\n---\n\ntext\n") == [(1, "A")]


def test_a_heading_inside_a_list_item_is_a_section_with_the_rest_of_the_item() -> None:
    note = parse("# A\n- ## B\n  words\n  - nested\n", "note.md").note
    inner = note.sections[0].children[0]
    assert inner.title == "B"
    assert [type(block) for block in inner.blocks] == [Paragraph, ListBlock]


def test_text_before_the_first_heading_is_a_section_named_after_the_note() -> None:
    note = parse("---\ntitle: My note\n---\nwords\n\n# A\n", "note.md").note
    assert [section.title for section in note.sections] == ["My note", "A"]
    assert note.sections[0].source.first == 4


@pytest.mark.parametrize(
    ("text", "title", "topic"),
    [
        ("---\ntitle: Given\ntopic: aws/x\n---\n# One\n", "Given", "aws/x"),
        ("# One\n## Two\n", "One", "folder"),
        ("# One\n# Two\n", "file", "folder"),
        ("words", "file", "folder"),
    ],
)
def test_title_and_topic(text: str, title: str, topic: str) -> None:
    note = parse(text, "folder/file.md").note
    assert (note.title, note.topic) == (title, topic)


def test_blocks_carry_the_lines_they_stand_on() -> None:
    section = only("# A\n\nwords ^one\n\n- [ ] open\n- [x] done\n  1. first\n\n| a | b |\n|---|---|\n| 1 | `x` |\n")
    paragraph, tasks, table = section.blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text.plain, paragraph.anchor, paragraph.source.first) == ("words", "one", 3)
    assert isinstance(tasks, ListBlock)
    assert [item.checked for item in tasks.items] == [False, True]
    assert tasks.items[1].items[0].source.first == 7
    assert isinstance(table, Table)
    assert table.rows[0].cells[1].code == ((0, 1),)
    assert table.rows[0].source.first == 11


def test_alerts_directives_and_code() -> None:
    section = only("# A\n\n> [!CHANGED] 2020: a\n> b\n\n<!-- diagram: none -->\n\n```Py x\n1\n```\n")
    alert, directive, code = section.blocks
    assert isinstance(alert, Alert)
    assert alert.kind == "changed"
    assert isinstance(alert.blocks[0], Paragraph)
    assert alert.blocks[0].text.plain == "2020: a b"
    assert isinstance(directive, Directive)
    assert (directive.name, directive.value) == ("diagram", "none")
    assert isinstance(code, Code)
    assert (code.language, code.source.first) == ("py", 8)


def test_wiki_links_marks_and_footnotes_read_as_words() -> None:
    section = only("# A\n\nsee [[Note#Part|there]] and [[Other]] ==now== **b** `c`[^1]\n\n[^1]: a foot\n")
    assert isinstance(section.blocks[0], Paragraph)
    assert section.blocks[0].text.plain.startswith("see there and Other")


def test_definitions_count_wherever_they_stand() -> None:
    note = parse("# A\n[x][ref]\n# B\n[ref]: https://example.org\n", "note.md").note
    block = note.sections[0].blocks[0]
    assert isinstance(block, Paragraph)
    assert block.text.plain == "x"


def test_known_sections_are_not_parsed_again() -> None:
    text = "# A\n\n- one\n\n# B\n\n- two\n"
    first = parse(text, "note.md").note
    known = {section.digest for section in first.walk()}
    again = parse(text.replace("two", "three"), "note.md", known=known).note
    assert [section.is_parsed for section in again.walk()] == [False, True]
    assert again.sections[0].blocks == ()
    assert again.sections[0].digest == first.sections[0].digest


def test_renaming_a_parent_parses_its_children_again() -> None:
    known = {section.digest for section in parse("# A\n## B\nx\n", "note.md").note.walk()}
    assert all(section.is_parsed for section in parse("# C\n## B\nx\n", "note.md", known=known).note.walk())


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000 + " deep",
        "\n".join("  " * depth + "- x" for depth in range(2_000)),
        "[" * 20_000,
        "- " * 5_000 + "x",
        "\ufeff# A\n\x00\x01\u2028b",
        "\ud800 lone",
        "---\n" + "a: [" * 2_000,
        "# " + "x" * 1_000_000,
        "word " * 200_000,
        "```\nnever closed\n# A\n",
        "<!-- never closed\n# A\n",
        "",
    ],
    ids=[
        "quotes",
        "lists",
        "brackets",
        "bullets",
        "odd",
        "surrogate",
        "front",
        "heading",
        "line",
        "fence",
        "comment",
        "empty",
    ],
)
def test_nothing_makes_it_fail(text: str) -> None:
    limit = sys.getrecursionlimit()
    parsed = parse(text, "note.md")
    assert parsed.note.path == "note.md"
    assert sys.getrecursionlimit() == limit


def test_what_is_too_deep_or_too_long_is_told_with_its_line_and_kept_as_text() -> None:
    parsed = parse("# A\n\nfine\n\n" + ">" * 100 + " deep\n\n# B\n\n" + "x" * 300_000 + "\n", "note.md")
    assert [(problem.rule, problem.line) for problem in parsed.problems] == [
        ("too-deep", 5),
        ("too-complex", 8),
    ]  # a part too long is told where it begins
    assert "deep" in parsed.note.sections[0].text


def test_front_matter_problems_name_their_line() -> None:
    parsed = parse("---\ntitle: A\nnonsense\ntitle: B\ntags:\n  - x\n  - y\n---\n# A\n", "note.md")
    assert [problem.line for problem in parsed.problems] == [3, 4]
    assert parsed.note.title == "B"
    assert parsed.note.front_matter["tags"] == ("x", "y")
