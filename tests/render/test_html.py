"""What a note may look like on screen, and what it must never bring along."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.render import html
from app.render.html import face, is_safe_link, line_of_anchor, plain_html, stylesheet, to_html, to_plain
from app.render.style import Style

OURS = {
    "a", "b", "i", "s", "u", "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "table", "tr", "td", "th", "pre",
    "code", "span", "sup", "hr", "br", "img", "blockquote",
}  # fmt: skip


def tags(text: str) -> set[str]:
    return set(re.findall(r"</?([A-Za-z][\w-]*)", text))


def lines(text: str) -> list[int]:
    return [int(number) for number in re.findall(r'<a name="L(\d+)">', text)]


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src="file:///etc/passwd">',
        "a <b>bold</b> <iframe src=x>",
        "<table><tr><td>x",
        "<!-- comment --> <?php ?> <![CDATA[x]]>",
    ],
)
def test_raw_html_is_shown_as_text(source: str) -> None:
    rendered = to_html(source).html
    assert "&lt;" in rendered
    assert tags(rendered) <= {"p", "a"}


def test_every_block_knows_its_line() -> None:
    source = "# Title\n\nOne\ntwo\n\n- a\n  - b\n\n```\nx\ny\n```\n\n| h |\n|---|\n| c |\n"
    assert lines(to_html(source, first_line=10).html) == [10, 12, 13, 15, 16, 19, 20, 23, 25]


def test_a_line_has_one_anchor_only() -> None:
    found = lines(to_html("- - - a\n> - b\n\n1. # c").html)
    assert len(found) == len(set(found))


def test_block_ids_are_for_the_program() -> None:
    source = "# Title ^top\n\nText ^fact-1\n\n- item ^i1\n"
    assert "^" not in to_html(source).html
    assert to_plain(source) == "Title\nText\nitem"


def test_a_caret_within_text_stays() -> None:
    assert "2^10 is 1024" in to_html("2^10 is 1024").html


def test_wiki_links_lead_inside() -> None:
    rendered = to_html("[[S3#Lifecycle rules|life]] and [[Lambda]] and [[]] and [[a").html
    assert '<a href="note:S3#Lifecycle rules">life</a>' in rendered
    assert '<a href="note:Lambda">Lambda</a>' in rendered
    assert "[[]]" in rendered


def test_alerts_become_side_notes_with_their_title() -> None:
    rendered = to_html("> [!CHANGED] since 2024\n> 15 minutes now\n\n> [!warning]\n> careful\n").html
    assert '<p class="label accent">' in rendered
    assert "since 2024" in rendered
    assert "Warning" in rendered
    assert "[!" not in rendered


def test_tasks_footnotes_marks_and_cloze() -> None:
    rendered = to_html("- [x] done\n- [ ] open\n\nA[^n] ==b `c`== {{c1::d::hint}}\n\n[^n]: foot\n").html
    assert '<li class="checked">' in rendered
    assert '<li class="unchecked">' in rendered
    assert "[x]" not in rendered
    assert "<sup>1</sup>" in rendered
    assert '<span class="mark">b <code>c</code></span>' in rendered
    assert '<span class="mark">d</span>' in rendered
    assert "hint" not in rendered
    assert "foot" in rendered


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://docs.aws.amazon.com/x?y=1#z", True),
        ("mailto:a@b.example", True),
        ("other.md", True),
        ("sub/other.md#heading", True),
        ("#heading", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:image/svg+xml;base64,AAAA", False),
        ("file:///etc/passwd", False),
        ("/etc/passwd", False),
        ("%2Fetc/passwd", False),
        ("//host/share", False),
        ("\\\\host\\share", False),
        ("smb://host/share", False),
        ("ms-msdt:/id", False),
        ("view-source:x", False),
        ("https://a.example/%0d%0aSet-Cookie", False),
        ("https://a.example/\u202etxt", False),
        ("https://a.example/" + "x" * 2_000, False),
    ],
)
def test_link_policy(url: str, is_safe: bool) -> None:
    assert is_safe_link(url) is is_safe


def test_refused_links_stay_text() -> None:
    assert "<a href" not in to_html("[x](javascript:alert(1)) [y](/etc/passwd)").html


def test_web_images_are_never_loaded() -> None:
    rendered = to_html("![a](https://x.example/a.png) ![b](pictures/b.png) ![b](pictures/b.png)")
    assert rendered.images == ("pictures/b.png",)
    assert rendered.hidden_images == 1
    assert 'src="https' not in rendered.html


def test_control_characters_are_made_visible() -> None:
    rendered = to_html("`a\u202eb` and \u2066c").html
    assert "\u202e" not in rendered
    assert "⟨U+202E⟩" in rendered


def test_long_words_can_break() -> None:
    longest = max(len(run) for run in re.split(r"[\s\u200b<>]", to_html("x" * 50_000).html))
    assert longest <= html.MAX_WORD


def test_a_long_line_comes_in_parts() -> None:
    rendered = to_html("word " * 100_000)
    assert len(rendered.parts) > 10
    assert to_html("word " * 10).parts == (to_html("word " * 10).html,)


def test_long_lists_are_split_and_numbers_go_on() -> None:
    rendered = to_html("\n".join(f"{number}. x" for number in range(1, 121)))
    assert len(rendered.parts) == 3
    assert '<ol start="51">' in rendered.parts[1]


def test_nested_lists_never_hold_too_many_items() -> None:
    rendered = to_html("- a\n" + "  - b\n" * 4_100).html
    assert rendered.count("<ul>") == 4


def test_output_is_capped() -> None:
    bomb = "[a]: <" + "x" * 1_900 + ">\n\n" + "[a] " * 8_000
    rendered = to_html(bomb)
    assert rendered.is_cut
    assert len(rendered.html) <= html.MAX_HTML + 1_000
    assert rendered.html.endswith("</p>")


def test_blocks_are_capped() -> None:
    assert to_html("a\n\n" * (html.MAX_BLOCKS + 5)).is_cut


def test_deep_nesting_is_told() -> None:
    rendered = to_html("\n".join("  " * depth + "- x" for depth in range(60)))
    assert rendered.too_deep > 20


def test_tables_never_nest_deeper_than_two() -> None:
    rendered = to_html("".join(">" * depth + " a\n\n" for depth in range(1, 30)) + "> > > > ```\n> > > > x\n").html
    depth = deepest = 0
    for tag in re.findall(r"<(/?)table", rendered):
        depth += -1 if tag else 1
        deepest = max(deepest, depth)
    assert depth == 0
    assert deepest <= html.MAX_TABLES_DEEP


def test_long_tables_and_code_come_in_parts() -> None:
    table = to_html("| a |\n|---|\n" + "| 1 |\n" * 100)
    assert len(table.parts) > 2
    assert all(part.count("<table") == part.count("</table>") for part in table.parts)
    code = to_html("```\n" + "x\n" * 500 + "```\n")
    assert code.html.count("<pre>") == 5


def test_cells_keep_their_side() -> None:
    rendered = to_html("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n").html
    assert [rendered.count(f'align="{side}"') for side in ("left", "center", "right")] == [2, 2, 2]


def test_a_face_has_no_lines_and_no_images() -> None:
    rendered = face("**Default** ![x](a.png)", Style())
    assert "name=" not in rendered
    assert "<img" not in rendered
    assert "<b>Default</b>" in rendered


def test_plain_text_has_no_markup() -> None:
    source = "**a** `b` [c](d.md) [[E|f]] ![g](h.png)\nnext\n\n```\ncode\n```\n\n> [!NOTE]\n> body"
    assert to_plain(source) == "a b c f g next\ncode\nNote\nbody"


def test_the_source_view_keeps_every_line() -> None:
    rendered = plain_html("a\n\n<b>", first_line=7)
    assert lines(rendered) == [7, 8, 9]
    assert "&lt;b&gt;" in rendered


def test_line_names_are_read_back() -> None:
    assert line_of_anchor("L12") == 12
    assert line_of_anchor("Lx") is None
    assert line_of_anchor("12") is None


def test_every_class_is_in_the_style_sheet() -> None:
    source = "> [!WARNING]\n> a\n\n```\nx\n```\n\n| a |\n|---|\n| b |\n\n[x](https://y.example) ==m== ![i](https://z.example)\n"
    used = {name for names in re.findall(r'class="([^"]+)"', to_html(source).html) for name in names.split()}
    sheet = stylesheet(Style())
    assert used
    assert all(f".{name}" in sheet for name in used)


@pytest.mark.parametrize(
    "source",
    [
        ">" * 10_000 + " a",
        "[" * 10_000,
        "[[" * 5_000,
        "[^1" * 5_000,
        "^[" * 5_000,
        "{{c1::" * 5_000,
        "== a" * 10_000,
        "==a" * 10_000,
        "- [ ] a\n" * 5_000,
        "x[^1]\n" + "[^1]: a\n\n" * 2_000,
        "*a **b " * 5_000,
        "`" * 10_000,
        "&amp;" * 10_000,
        "<a b='c' " * 2_000,
        "|a|b|\n|-|-|\n" + "|1|2|\n" * 3_000,
    ],
    ids=lambda source: source[:8],
)
def test_hostile_text_is_rendered_in_time(source: str) -> None:
    start = time.process_time()
    rendered = to_html(source)
    assert time.process_time() - start < 3
    assert len(rendered.html) <= html.MAX_HTML + 1_000


@given(st.text(alphabet="ab \n\t#*_`[]()!<>|-=^:{}c1~\\&\"'\u202e\x00", max_size=300))
def test_any_text_gives_only_our_tags_and_closes_them(source: str) -> None:
    rendered = to_html(source)
    assert tags(rendered.html) <= OURS
    for tag in ("table", "ul", "ol", "li", "td", "tr", "pre"):
        assert len(re.findall(rf"<{tag}[ >]", rendered.html)) == rendered.html.count(f"</{tag}>")
    assert not re.search("[\u202a-\u202e\x00]", rendered.html)
    to_plain(source)
    face(source, Style())
