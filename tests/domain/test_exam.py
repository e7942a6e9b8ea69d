from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.exam import Asked, Attempt, Mode, Response, is_right, score
from tests.factories import make_profile, make_question

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def attempt_of(questions, responses, *, mode=Mode.EXAM, scored=None, **profile):
    asked = tuple(
        Asked(one, tuple(choice.id for choice in one.choices), scored is None or number in scored)
        for number, one in enumerate(questions)
    )
    return Attempt("a", make_profile(**profile), mode, 1, asked, NOON, responses=tuple(responses))


@pytest.mark.parametrize(
    ("key", "picks", "right"),
    [
        ("a", "a", True),
        ("a", "b", False),
        ("a", "", False),
        ("ab", "ba", True),
        ("ab", "a", False),
        ("ab", "abc", False),
        ("", "", False),
    ],
)
def test_multiple_response_is_all_or_nothing(key, picks, right):
    assert is_right(make_question(key=key), tuple(picks)) is right


def test_blanks_are_wrong_in_an_exam_and_not_counted_in_practice():
    questions = [make_question(), make_question()]
    responses = [Response(picks=("a",)), Response()]
    assert score(attempt_of(questions, responses)).whole.share == 0.5
    practice = score(attempt_of(questions, responses, mode=Mode.PRACTICE))
    assert (practice.whole.right, practice.whole.asked, practice.blank) == (1, 1, 1)


def test_only_scored_questions_make_the_points():
    questions = [make_question(task="1.1"), make_question(task="2.1")]
    made = score(attempt_of(questions, [Response(picks=("a",)), Response(picks=("b",))], scored={0}))
    assert (made.points, made.is_passed) == (1000, True)
    assert made.whole.share == 0.5
    assert made.domains["2"].right == 0


def test_35_of_50_is_730_and_passes_and_34_does_not():
    questions = [make_question() for _ in range(50)]
    for right, points, passed in ((35, 730, True), (34, 712, False)):
        made = score(attempt_of(questions, [Response(picks=("a" if n < right else "b",)) for n in range(50)]))
        assert (made.points, made.is_passed) == (points, passed)


def test_changes_are_told_by_whether_they_helped():
    questions = [make_question() for _ in range(3)]
    responses = [Response(("a",), first=("b",)), Response(("b",), first=("a",)), Response(("a",), first=("a",))]
    made = score(attempt_of(questions, responses))
    assert (made.changed_to_right, made.changed_to_wrong) == (1, 1)


@given(st.integers(0, 200), st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_quotas_add_up_and_stay_within_one_of_the_exact_share(count, weights):
    quota = make_profile(weights=weights).quota(count)
    assert sum(quota.values()) == count
    for domain_id, given_number in quota.items():
        assert abs(given_number - count * weights[int(domain_id) - 1] / sum(weights)) < 1


def test_a_profile_knows_when_it_can_be_sat():
    from dataclasses import replace

    old = replace(make_profile(), last_day=date(2026, 11, 30))
    new = replace(make_profile(), first_day=date(2026, 12, 1))
    assert [one.can_be_sat(date(2026, 11, 30)) for one in (old, new)] == [True, False]
    assert [one.can_be_sat(date(2026, 12, 1)) for one in (old, new)] == [False, True]
