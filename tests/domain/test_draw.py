from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.draw import Seen, Wish, draw, order_of
from app.domain.exam import Choice, Question
from app.errors import AppError
from tests.factories import make_bank, make_profile, make_question

C03 = make_profile(weights=(30, 26, 22, 22))
C02 = make_profile(weights=(32, 26, 24, 18))
BANK = make_bank(C03)


def domains_of(asked):
    return Counter(one.question.task_in("TEST").split(".")[0] for one in asked)


@pytest.mark.parametrize(
    ("profile", "shares"), [(C03, {"1": 20, "2": 17, "3": 14, "4": 14}), (C02, {"1": 21, "2": 17, "3": 15, "4": 12})]
)
def test_a_thousand_draws_have_the_exact_shares(profile, shares):
    for seed in range(1000):
        asked = draw(BANK, profile, Wish(65), {}, seed)
        assert domains_of(asked) == shares
        assert len({one.question.id for one in asked}) == 65
        assert sum(one.is_scored for one in asked) == 50


def test_the_scored_ones_have_the_shares_of_the_guide_too():
    scored = [one for one in draw(BANK, C03, Wish(65), {}, 4) if one.is_scored]
    assert domains_of(scored) == C03.quota(50)


def test_the_same_seed_draws_the_same_exam_whatever_the_order_of_the_bank():
    assert draw(BANK, C03, Wish(65), {}, 9) == draw(tuple(reversed(BANK)), C03, Wish(65), {}, 9)
    assert draw(BANK, C03, Wish(65), {}, 9) != draw(BANK, C03, Wish(65), {}, 10)


def test_unseen_questions_come_first_then_those_seen_longest_ago():
    history = {}
    for attempt in range(2):
        asked = draw(BANK, C03, Wish(65), history, attempt)
        assert not history.keys() & {one.question.id for one in asked}
        history |= {one.question.id: Seen(attempt, True) for one in asked}
    third = draw(BANK, C03, Wish(65), history, 3)
    again = [history[one.question.id].attempt for one in third if one.question.id in history]
    assert set(again) == {0}  # 160 questions: 30 are new, the others were seen two exams ago


def test_tasks_share_a_domain_by_their_stock():
    bank = [*make_bank(C03), *(make_question(task="1.1") for _ in range(20))]
    asked = draw(bank, C03, Wish(65), {}, 1)
    tasks = Counter(one.question.task_in("TEST") for one in asked)
    assert abs(tasks["1.1"] - 2 * tasks["1.2"]) <= 2


def test_a_short_domain_is_refused_with_figures():
    bank = [question for question in BANK if question.task_in("TEST") != "2.1"][:]
    short = [question for question in bank if not question.id.startswith("q-2-2-1")]
    with pytest.raises(AppError, match="9 questions for “Domain 2”; an exam asks 17"):
        draw(short, C03, Wish(65), {}, 1)


def test_a_wish_of_ones_own_takes_what_there_is():
    asked = draw(BANK, C03, Wish(50, domains=frozenset({"3"}), is_exact=False), {}, 1)
    assert domains_of(asked) == {"3": 40}
    with pytest.raises(AppError, match="no question"):
        draw(BANK, C03, Wish(5, tasks=frozenset({"9.9"}), is_exact=False), {}, 1)


def test_no_drill_and_no_question_without_a_key_is_drawn():
    bank = [*BANK, *(make_question(f"d-{n}", is_drill=True) for n in range(50)), make_question("nokey", key="")]
    for seed in range(20):
        ids = {one.question.id for one in draw(bank, C03, Wish(65), {}, seed)}
        assert "nokey" not in ids
        assert not any(one.startswith("d-") for one in ids)
    drilled = draw(bank, C03, Wish(400, is_exact=False, with_drills=True), {}, 1)
    assert sum(one.question.is_drill for one in drilled) == 50


@given(st.integers(), st.integers(2, 8))
def test_choices_are_shuffled_but_all_of_the_above_stays_last(seed, number):
    choices = (
        *(Choice(letter, letter) for letter in "abcdefgh"[:number]),
        Choice("z", "All of the above", is_last=True),
    )
    order = order_of(Question("q", "?", choices, frozenset("z")), seed)
    assert order[-1] == "z"
    assert sorted(order) == sorted(choice.id for choice in choices)


def test_every_order_of_choices_turns_up():
    question = make_question(choices=3)
    assert len({order_of(question, seed) for seed in range(200)}) == 6
