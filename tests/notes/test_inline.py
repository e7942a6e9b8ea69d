import pytest

from app.domain.note import Text
from app.notes.inline import TooComplex, environment_for, read, read_lines, split_anchor, without_comments


def words(markdown: str) -> str:
    return read(markdown, environment_for(markdown)).plain


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("nothing special, at all!", "nothing special, at all!"),
        ("**a** _b_ ~~c~~ `d`", "a b c d"),
        ("[a](http://x) ![b](y.png) <http://z>", "a b http://z"),
        ("[a](javascript:alert(1))", "a"),
        (
            "[[Note]] [[Note#Part]] [[Note|shown]] [[Note#Part|there]] ![[picture.png]]",
            "Note Part shown there picture.png",
        ),
        ("[x [[Note]]", "[x Note"),
        ("`[[code]]`", "[[code]]"),
        ("[[a](b)", "[a"),
        ("a<br>b<BR/>c <b>d", "a b c <b>d"),
        ("[a<br>b](c)", "a b"),
        ("&amp; \\* &lt;", "& * <"),
        ("==a b== c==d", "a b c==d"),
        ("== a ==", "== a =="),
        ("`a==b==`", "a==b=="),
        ("a  \nb\nc", "a b c"),
        ("*a\n   b*", "a b"),
    ],
)
def test_words_as_read(markdown: str, plain: str) -> None:
    assert words(markdown) == plain


def test_code_is_marked_where_it_stands() -> None:
    text = read("==a== `b` c `dd`", environment_for(" " * 20))
    assert text.plain == "a b c dd"
    assert [text.plain[start:end] for start, end in text.code] == ["b", "dd"]


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("one", ["one"]),
        ("one  \ntwo\\\nthree", ["one", "two", "three"]),
        ("*one\ntwo* `x`", ["one", "two x"]),
        ("a\n  b", ["a", "b"]),
        ("`one\ntwo` *c*", ["`one", "two` c"]),
        ("a<br>b\n*c*", ["a b", "c"]),
    ],
)
def test_each_line_has_its_own_text(markdown: str, lines: list[str]) -> None:
    whole, found = read_lines(markdown, environment_for(markdown))
    assert [line.plain for line in found] == lines
    assert isinstance(whole, Text)
    assert whole.markdown == markdown


def test_marks_at_the_end_of_a_line_are_not_its_text() -> None:
    _, found = read_lines("*one*\\\ntwo  \nthree", environment_for(""))
    assert [line.markdown for line in found] == ["*one*", "two", "three"]


@pytest.mark.parametrize(
    ("text", "words", "anchor"),
    [
        ("a", "a", None),
        ("a ^b-1", "a", "b-1"),
        ("^b", "", "b"),
        ("2^10", "2^10", None),
        ("a ^b c", "a ^b c", None),
        ("a ^b\nc ^d", "a\nc", "d"),
    ],
)
def test_anchors(text: str, words: str, anchor: str | None) -> None:
    assert split_anchor(text) == (words, anchor)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a", "a"),
        ("a <!-- b --> c <!--d-->", "a c"),
        ("a <!-- b", "a <!-- b"),
        ("`<!-- a -->` <!-- b -->", "`<!-- a -->`"),
        ("`a <!-- b -->", "`a"),
    ],
)
def test_comments(text: str, left: str) -> None:
    assert without_comments(text) == left


@pytest.mark.parametrize("text", ["[" * 101, "[^" * 101, "*a_ " * 40])
def test_a_text_may_cost_no_more_than_its_budget(text: str) -> None:
    with pytest.raises(TooComplex):
        read(text, {"steps": 50})


def test_many_links_are_no_reason_to_stop() -> None:
    text = "[a](b) " * 500
    assert words(text).split() == ["a"] * 500
