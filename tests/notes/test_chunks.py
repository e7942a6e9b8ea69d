import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.notes.chunks import Chunk, Cut, cut


def cut_text(text: str) -> Cut:
    return cut(text.split("\n"))


def headings(text: str) -> list[tuple[int, int, str]]:
    return [(chunk.first, chunk.level, chunk.title) for chunk in cut_text(text).chunks if chunk.level]


def body(chunk: Chunk) -> str:
    return "\n".join(chunk.body).strip("\n")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("# A", [(1, 1, "A")]),
        ("### A ###", [(1, 3, "A")]),
        ("# A#", [(1, 1, "A#")]),
        ("# #", [(1, 1, "")]),
        ("#", [(1, 1, "")]),
        ("#\tA", [(1, 1, "A")]),
        ("   # A", [(1, 1, "A")]),
        ("    # A", []),
        ("#A", []),
        ("####### A", []),
        ("> # A", []),
        ("- # A", [(1, 1, "A")]),
        ("12) - # A", [(1, 1, "A")]),
        ("-      # A", []),
        ("- a\n\n  # A", [(3, 1, "A")]),
        ("- a\n\n      # A", []),
        ("* * *\n# A", [(2, 1, "A")]),
        ("-\n  # A", [(2, 1, "A")]),
    ],
)
def test_hashes(line: str, found: list[tuple[int, int, str]]) -> None:
    assert headings(line) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A\n===", [(1, 1, "A")]),
        ("A\nB\n---", [(1, 2, "A B")]),
        ("A\n-", [(1, 2, "A")]),
        ("A\n\n---", []),
        ("A\n= b", []),
        ("- A\n---", []),
        ("> A\n---", []),
        ("***\nA\n---", [(2, 2, "A")]),
        ("    A\n---", []),
        ("# A\nB\n===", [(1, 1, "A"), (2, 1, "B")]),
        ("A\n2. b\n---", [(1, 2, "A 2. b")]),
        ("a | b\n--- | ---\nc | d\n---", []),
        ("[a]: x\n---", []),
        ("A\n[a]: x\n---", [(1, 2, "A [a]: x")]),
        ("<!-- a -->\n---", []),
    ],
)
def test_underlines(text: str, found: list[tuple[int, int, str]]) -> None:
    assert headings(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "```\n# A\n```",
        "~~~ py\n# A\n```\n# B\n~~~",
        "````\n```\n# A\n````",
        "- ```\n  # A\n  ```",
        "> ```\n> # A\n> ```",
        "```\n# A",
        "<!--\n# A\n-->",
    ],
)
def test_hashes_in_code_and_comments_are_no_headings(text: str) -> None:
    assert headings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "- ```\n  a\n# A",
        "> ```\n> a\n# A",
        "    ```\n# A",
        "``` a`b\n# A",
        "a ```\n# A",
        "<!-- a\n# A",
        "<!-- a -->\n# A",
    ],
)
def test_code_ends_where_its_list_or_quote_ends(text: str) -> None:
    assert [title for _, _, title in headings(text)] == ["A"]


def test_code_without_an_end_is_told() -> None:
    assert cut(["a", "```", "b", "~~~"], 10).unclosed == 12
    assert cut(["```", "b", "```"]).unclosed == 0


def test_a_heading_in_a_list_takes_the_rest_of_its_entry_and_no_more() -> None:
    top, inner, deepest = cut_text("# A\n- a\n- ## B\n\n  b\n  - ### C\n    c\n  d\n- e\n\nf").chunks
    assert (body(inner), inner.first, inner.last) == ("b\n\n\nd", 3, 8)
    assert body(deepest) == "c"
    assert top.body == ["- a", "", "", "", "", "", "", "- e", "", "f"]
    assert top.body[7] == "- e", "its place tells its line"


def test_tabs_count_as_columns() -> None:
    _, inner = cut_text("-\ta\n\n\t# B\n\tb").chunks
    assert inner.body == ["b"]


def test_lists_may_nest_as_deep_as_they_like() -> None:
    assert headings("- " * 200 + "# A") == []
    assert len(cut_text("- " * 100 + "# A").chunks) == 1


def test_comments_leave_their_lines_blank() -> None:
    (chunk,) = cut_text("a\n<!--\n- b\n-->\nc").chunks
    assert chunk.body == ["a", "", "", "", "c"]


def test_a_head_of_comments_and_definitions_is_none() -> None:
    assert [chunk.level for chunk in cut_text("<!-- a -->\n\n[a]: b\n# A").chunks] == [1]


def test_the_context_is_what_a_body_refers_to() -> None:
    found = cut_text(
        "# A\n[One  two] and [b]\n\n[one Two]: first\n[one two]: second\n[^1]: note\n```\n[b]: code\n```\nx]: y"
    )
    assert found.context("see [One\ttwo]") == "[one Two]: first"
    assert found.context("see [^1] and [one two]") == "[^1]: note\n\n[one Two]: first"
    assert found.context("none") == ""
    assert found.context("[b]") == ""


LINES = [
    "# A",
    "## B",
    "text",
    "more",
    "===",
    "---",
    "- item",
    "  inner",
    "  # C",
    "",
    "",
    "```",
    "> quote",
    "1. one",
    "| a |",
]


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_headings_are_those_that_the_parser_finds(lines: list[str]) -> None:
    text = "\n".join(lines)
    expected = []
    around: list[str] = []
    tokens = MarkdownIt("gfm-like", {"html": False, "linkify": False}).parse(text)
    for index, token in enumerate(tokens):
        if token.nesting == 1 and token.type != "heading_open":
            around.append(token.type)
        elif token.nesting == -1 and token.type != "heading_close":
            around.pop()
        elif token.type == "heading_open" and not (around and token.markup in "=-"):
            assert token.map
            expected.append((token.map[0] + 1, int(token.tag[1]), tokens[index + 1].content.replace("\n", " ")))
    assert headings(text) == expected
