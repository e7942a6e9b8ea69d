"""A typed answer beside the right one."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.render.diff import is_right, typed_diff

COLOURS = {"soft": "#111", "good": "#222", "bad": "#333"}


def test_case_spacing_and_closing_points_do_not_matter() -> None:
    assert is_right(" 15  Minutes.", "15 minutes")
    assert not is_right("15 minute", "15 minutes")


def test_what_is_wrong_is_struck_out_and_what_is_missing_put_in() -> None:
    shown = typed_diff("14 minute", "15 minutes", **COLOURS)
    assert '<s style="color:#333">4</s>' in shown
    assert '<u style="color:#222">5</u>' in shown
    assert shown.endswith('<u style="color:#222">s</u>')


def test_markup_is_text() -> None:
    assert "<img" not in typed_diff("<img src=x>", "<b>", **COLOURS)


@given(st.text(alphabet="abc 123<", max_size=30), st.text(alphabet="abc 123<", min_size=1, max_size=30))
def test_the_diff_holds_the_whole_answer(typed: str, answer: str) -> None:
    shown = typed_diff(typed, answer, **COLOURS)
    if not is_right(typed, answer):
        kept = re.sub(r"<s [^>]*>.*?</s>", "", shown)
        plain = re.sub(r"<[^>]+>", "", kept).replace("&lt;", "<")
        assert plain.casefold() == answer.casefold()
