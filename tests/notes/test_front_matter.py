import pytest

from app.notes import front_matter
from app.notes.front_matter import FrontMatter


def read(text: str) -> FrontMatter:
    return front_matter.read(text.split("\n"), "note.md")


def test_values_and_lists() -> None:
    head = read(
        '---\nTitle: "A: b"\ntags: [a, \'b\', ]\n# remark\n\nmore:\n  - c\n  - "d"\nempty:\nurl: http://x\n---\ntext'
    )
    assert head.values == {
        "title": "A: b",
        "tags": ("a", "b"),
        "more": ("c", "d"),
        "empty": "",
        "url": "http://x",
    }
    assert head.lines == 11
    assert head.problems == ()


@pytest.mark.parametrize("text", ["", "text", "----", "---", "---\ntext\n---x", "--- \n\n# A"])
def test_no_head(text: str) -> None:
    assert read(text) == FrontMatter()


def test_a_head_may_end_in_dots() -> None:
    assert read("---\na: b\n...\nc").lines == 3


def test_a_head_without_an_end_is_told_and_stays_text() -> None:
    head = read("---\ntitle: A\n\n# B")
    assert (head.lines, dict(head.values)) == (0, {})
    assert [(problem.rule, problem.line) for problem in head.problems] == [("front-matter", 1)]


def test_a_head_has_a_limit() -> None:
    assert read("---\n" + "a: b\n" * 20_000 + "---").lines == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: b\na: c", 3), ("a: b\n- c", 3), ("- c", 2), ("nonsense", 2), ("a:b", 2), ("  a: &x [*x, *x]", 2)],
)
def test_what_is_not_understood_is_told_with_its_line(text: str, line: int) -> None:
    assert [problem.line for problem in read(f"---\n{text}\n---").problems] == [line]


def test_the_last_of_two_values_counts() -> None:
    assert read("---\na:\n- b\na: c\n---").values == {"a": "c"}


def test_nothing_in_it_is_run_or_unfolded() -> None:
    head = read("---\na: &a [x, x]\nb: *a\nc: !!python/object:os.system\n---")
    assert head.values == {"a": "&a [x, x]", "b": "*a", "c": "!!python/object:os.system"}
