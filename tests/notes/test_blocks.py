from typing import Any

import pytest

from app.domain.note import Alert, Block, Code, Directive, ListBlock, Paragraph, Quote, Table
from app.notes import blocks as reader
from app.notes.blocks import as_written, read_blocks
from app.notes.inline import TooComplex


def read(text: str, definitions: str = "") -> list[Block]:
    blocks, problems = read_blocks(text.split("\n"), definitions, "note.md", 1)
    assert problems == []
    return list(blocks)


def told(text: str) -> tuple[tuple[Block, ...], list[tuple[str, int]]]:
    blocks, problems = read_blocks(text.split("\n"), "", "note.md", 11)
    return blocks, [(problem.rule, problem.line) for problem in problems]


def test_paragraphs_keep_their_lines_and_the_last_anchor() -> None:
    (block,) = read("one *two*\nthree ^a")
    assert isinstance(block, Paragraph)
    assert [line.plain for line in block.lines] == ["one two", "three"]
    assert (block.anchor, block.source.first, block.source.last) == ("a", 1, 2)


def test_a_line_of_nothing_but_an_anchor_is_no_paragraph() -> None:
    assert [type(block) for block in read("| a |\n|---|\n\n^id\n\n---")] == [Table]


def test_comments_are_left_out_and_directives_found_between_lines() -> None:
    first, second, third = read("a <!-- b -->c\n<!-- diagram: none -->\n\n<!-- c -->\n\n<!-- cards : off -->")
    assert isinstance(first, Paragraph)
    assert first.text.markdown == "a c"
    assert isinstance(second, Directive)
    assert (second.name, second.value, second.source.first) == ("diagram", "none", 1)
    assert isinstance(third, Directive)
    assert (third.name, third.value) == ("cards", "off")


def test_lists() -> None:
    (bullets, plus, numbers) = read(
        "- a\n  b\n\n  c\n  - d ^x\n-\n- ```\n  e\n  ```\n- > f\n+ [X] g\n7. [ ] h\n8. [ ]i"
    )
    assert isinstance(bullets, ListBlock)
    assert [item.text.plain for item in bullets.items] == ["a b", "", "", ""]
    assert [type(block) for block in bullets.items[0].children] == [Paragraph, ListBlock]
    assert bullets.items[0].items[0].anchor == "x"
    assert [[type(block) for block in item.children] for item in bullets.items[1:]] == [[], [Code], [Quote]]
    assert isinstance(plus, ListBlock)
    assert (plus.items[0].text.markdown, plus.items[0].checked) == ("g", True)
    assert isinstance(numbers, ListBlock)
    assert (numbers.ordered, numbers.start) == (True, 7)
    assert [(item.text.plain, item.checked) for item in numbers.items] == [("h", False), ("[ ]i", None)]


def test_blank_lines_at_the_end_belong_to_no_block() -> None:
    bullets, after = read("- a\n\n  b\n\n\nc")
    assert (bullets.source.first, bullets.source.last, after.source.first) == (1, 3, 6)


def test_headings_where_none_can_stand_read_as_paragraphs() -> None:
    (quote, bullets) = read("> # a\n\n- b\n  ===\n  c")
    assert isinstance(quote, Quote)
    assert isinstance(quote.blocks[0], Paragraph)
    assert quote.blocks[0].text.plain == "a"
    assert isinstance(bullets, ListBlock)
    assert bullets.items[0].text.plain == "b"


def test_code() -> None:
    fenced, indented, plain = read("``` Python title=x\na\n```\n\n    b\n\n~~~\nc\n~~~")
    assert isinstance(fenced, Code)
    assert (fenced.language, fenced.text) == ("python", "a\n")
    assert isinstance(indented, Code)
    assert (indented.language, indented.text, indented.source.first) == ("", "b\n", 5)
    assert isinstance(plain, Code)
    assert plain.language == ""


@pytest.mark.parametrize(
    ("text", "kind", "words", "first"),
    [
        ("> [!NOTE]\n> a\n> b", "note", ["a b"], 2),
        ("> [!Tip] a\n> b", "tip", ["a b"], 1),
        ("> [!retired]- 2020", "retired", ["2020"], 1),
        ("> [!CHANGED]\n>\n> a", "changed", ["a"], 3),
        ("> [!note]", "note", [], 1),
    ],
)
def test_alerts(text: str, kind: str, words: list[str], first: int) -> None:
    (alert,) = read(text)
    assert isinstance(alert, Alert)
    assert alert.kind == kind
    paragraphs = [block for block in alert.blocks if isinstance(block, Paragraph)]
    assert [block.text.plain for block in paragraphs] == words
    assert not paragraphs or paragraphs[0].source.first == first


def test_quotes_are_no_alerts() -> None:
    words, code = read("> a [!NOTE]\n\n>     [!NOTE]")
    assert isinstance(words, Quote)
    assert isinstance(code, Quote)


def test_tables_pad_short_rows_and_tell_of_long_ones() -> None:
    (table,), problems = told("| a | b |\n|---|---|\n| `1\\|2` |\n| 3 | 4 | 5 |\n\\| 6 | 7")
    assert isinstance(table, Table)
    assert [text.plain for text in table.header] == ["a", "b"]
    assert [[cell.plain for cell in row.cells] for row in table.rows] == [["1|2", ""], ["3", "4"], ["| 6", "7"]]
    assert [row.source.first for row in table.rows] == [13, 14, 15]
    assert problems == [("row-too-long", 14)]


def test_footnotes_and_references_from_elsewhere_are_known() -> None:
    text, note = read("a[^1] [b][c] d[^x]\n\n[^x]: *note*", "[^1]: one\n\n[c]: http://x")
    assert isinstance(text, Paragraph)
    assert text.text.plain == "a b d"
    assert isinstance(note, Paragraph)
    assert note.text.plain == "note"


@pytest.mark.parametrize(
    ("text", "line", "count"),
    [
        ("fine\n\n" + ">" * 50 + " lost\n", 13, "1 line is"),
        ("\n".join("  " * depth + f"- {depth}" for depth in range(30)), 30, "11 lines are"),
        ("> " * 38 + "fine\n\n" + "> " * 45 + "- lost", 13, "1 line is"),
    ],
)
def test_lines_too_deep_are_told_and_kept_as_written(text: str, line: int, count: str) -> None:
    blocks, problems = read_blocks(text.split("\n"), "", "note.md", 11)
    assert [(problem.rule, problem.line) for problem in problems] == [("too-deep", line)]
    assert problems[0].message.startswith(count)
    last = blocks[-1]
    assert isinstance(last, Code)
    assert last.text in text
    assert last.source.first == line


def test_deep_lines_that_fit_are_not_told() -> None:
    blocks, problems = told("> " * 38 + "a\n>\n> ```\n> b\n> ```")
    assert len(blocks) == 1
    assert problems == []


@pytest.mark.parametrize(("error", "rule"), [(RecursionError(), "too-deep"), (TooComplex(), "too-complex")])
def test_what_the_parser_cannot_read_stays_as_it_is_written(
    monkeypatch: pytest.MonkeyPatch, error: Exception, rule: str
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(reader, "read_lines", fail)
    blocks, problems = told("a\nb")
    assert problems == [(rule, 11)]
    assert isinstance(blocks[0], Code)
    assert (blocks[0].text, blocks[0].source.last) == ("a\nb", 12)


def test_nothing_is_written_of_nothing() -> None:
    assert as_written([], "note.md", 1) == ()
