import gc
import sys
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.note import Alert, Code, Directive, ListBlock, Paragraph, Section, Table
from app.notes import parse as parser
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
        ("too-complex", 9),
    ]
    assert "deep" in parsed.note.sections[0].text


def test_front_matter_problems_name_their_line() -> None:
    parsed = parse("---\ntitle: A\nnonsense\ntitle: B\ntags:\n  - x\n  - y\n---\n# A\n", "note.md")
    assert [problem.line for problem in parsed.problems] == [3, 4]
    assert parsed.note.title == "B"
    assert parsed.note.front_matter["tags"] == ("x", "y")


def test_sections_with_the_same_words_have_digests_of_their_own() -> None:
    note = parse("# A\n## B\nx\n## B\nx\n## B\nx\n", "note.md").note
    assert len({section.digest for section in note.walk()}) == 4
    assert note.sections[0].digest == parse("# A\n## B\ny\n", "note.md").note.sections[0].digest


def test_a_definition_concerns_only_the_sections_that_refer_to_it() -> None:
    text = "# A\n[x][ref]\n\n# B\n[y]\n\n# C\n\n[ref]: http://one\n"
    known = {section.digest for section in parse(text, "note.md").note.walk()}
    again = parse(text.replace("one", "two"), "note.md", known=known).note
    assert [section.is_parsed for section in again.walk()] == [True, False, True]


def test_headings_carry_their_anchor_and_may_have_no_words() -> None:
    parsed = parse("# A *b* [[C|d]] ^top\n##\n", "note.md")
    section = parsed.note.sections[0]
    assert (section.title, section.anchor, section.text) == ("A b d", "top", "# A *b* [[C|d]] ^top\n")
    assert section.children[0].title == "Untitled"
    assert [(problem.rule, problem.line) for problem in parsed.problems] == [("empty-heading", 2)]


def test_a_tangled_heading_reads_as_it_is_written() -> None:
    title = "[" * 200
    assert parse(f"# {title}\n# B\n", "note.md").note.sections[0].title == title


def test_lines_end_as_they_do_on_any_machine() -> None:
    for end in ("\n", "\r\n", "\r"):
        note = parse(end.join(["# A", "", "- b", "# C"]), "note.md").note
        assert [section.source.first for section in note.sections] == [1, 4]


def test_a_text_that_is_too_tangled_is_shown_as_written() -> None:
    parsed = parse("# A\n" + ">" * 8_000 + "\na" * 4_000 + "\n# B\n\n- b", "note.md")
    assert [(problem.rule, problem.line) for problem in parsed.problems] == [("too-complex", 2)]
    assert isinstance(parsed.note.sections[0].blocks[0], Code)
    assert isinstance(parsed.note.sections[1].blocks[0], ListBlock)


TANGLES = {
    "footnotes": "^[", "pictures": "![a", "links": "[a](b", "wiki links": "[[a", "sections": "<![CDATA[a", "refs": "[a\n",
    "titles": "[a]: b\n'", "comments": "<!--", "anchors": " ^a", "marks": "==a ", "emphasis": "*a_ ", "strikes": "~~a ",
    "tasks": "- [ ] a\n", "attributes": "<a b='c' ", "code": "```\n", "code in quotes": "> ```\n\n", "rows": "|a|\n|-|\n",
    "hashes": "# ", "dashes": "-\n", "lists": "- - ", "mixed": "> - ", "autolinks": "<http://a", "backslashes": "\\",
    "bullets": "• a\n", "page titles": "• a\n\nTitle\n\nTitle More\n\n", "page code": "• a\n\tx = {\n",
    "chapters": "1. A\n2. B\n3. C\n• a\n\nA\n\nB\n\nC\n\n", "heads": "---\na: b\n", "carriage returns": "\r", "zeros": "\0",
}  # fmt: skip


@pytest.mark.parametrize("part", TANGLES.values(), ids=TANGLES)
def test_no_text_costs_much_more_than_its_length(part: str) -> None:
    text = part * (20_000 // len(part))
    started = perf_counter()
    parse(text, "note.md")
    assert perf_counter() - started < 4


def test_a_long_part_is_read_in_pieces_between_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "LARGEST_PIECE", 2_000)
    monkeypatch.setattr(parser, "MOST_LINES", 200)
    code = "```\n" + "x\n\ny\n" * 700 + "```\n"
    text = "# A\n\n" + "- one\n\nwords\n\n" * 300 + code + "\n~~~\nend\n\n~~~\n\n" + "- last\n"
    parsed = parse(text, "note.md")
    blocks = parsed.note.sections[0].blocks
    assert [(problem.rule, problem.line) for problem in parsed.problems] == [("too-complex", 1203)]
    assert sum(isinstance(block, ListBlock) for block in blocks) == 301
    assert [block.source.last for block in blocks[-3:]] == [3305, 3309, 3311]


def test_a_long_part_without_a_gap_is_shown_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "MOST_LINES", 10)
    parsed = parse("- a\n" * 11, "note.md")
    assert isinstance(parsed.note.sections[0].blocks[0], Code)
    assert parsed.problems[0].rule == "too-complex"


def test_the_rest_of_a_huge_note_is_shown_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "LARGEST_NOTE", 20)
    text = "# A\n- a\n# B\n- 34567890\n\n# C\n- 34567890\n# D\n# E\n- e\n"
    parsed = parse(text, "note.md")
    assert [[type(block) for block in section.blocks] for section in parsed.note.sections] == [
        [ListBlock], [ListBlock], [Code], [], [Code],
    ]  # fmt: skip
    assert [(problem.rule, problem.line) for problem in parsed.problems] == [("too-large", 6)]
    known = {section.digest for section in parsed.note.walk()}
    assert not any(section.is_parsed for section in parse(text, "note.md", known=known).note.walk())


def test_the_collector_is_as_it_was() -> None:
    assert gc.isenabled()
    parse("# A", "note.md")
    assert gc.isenabled()
    gc.disable()
    try:
        parse("# A", "note.md")
        assert not gc.isenabled()
    finally:
        gc.enable()


@given(st.text(alphabet=st.sampled_from("#-*>`[]()|:!^=\\<& \t\nab•1."), max_size=80))
def test_no_text_makes_it_fail_and_no_line_is_outside_the_note(text: str) -> None:
    parsed = parse(text, "note.md")
    lines = text.count("\n") + 1
    for section in parsed.note.walk():
        assert 1 <= section.source.first <= section.source.last <= lines
        for block in section.blocks:
            assert section.source.first <= block.source.first <= block.source.last <= section.source.last
    assert all(1 <= problem.line <= lines for problem in parsed.problems)
    known = {section.digest for section in parsed.note.walk()}
    assert not any(section.is_parsed for section in parse(text, "note.md", known=known).note.walk())
