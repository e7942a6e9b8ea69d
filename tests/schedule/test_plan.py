from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.ids import CardId
from app.schedule.memory import Memory, recall
from app.schedule.plan import LAST_PASS, Course, Met, Place, Terms, foresee, ranked
from app.settings import Settings

TERMS = Terms(days=30, seconds=1800, new_seconds=30, review_seconds=8)


def played(met: list[Met] | None = None, new: int = 0, terms: Terms = TERMS) -> Course:
    return foresee(met or [], [0] * new, terms, Memory(Settings()))


def met(number: int, stability: float = 10.0, last: int = -3, due: int = 4) -> list[Met]:
    return [Met(CardId(f"card {n}"), stability, 5.0, last, due, 3) for n in range(number)]


def test_what_fits_is_met_evenly_and_early_enough_for_a_last_pass() -> None:
    course = played(new=240)
    assert sum(course.new) == 240
    assert max(course.new) == 11
    assert set(course.new[-LAST_PASS:]) == {0}
    assert sum(course.new_recall) / 240 > 0.95
    assert min(course.new_recall) > 0.8


def test_what_does_not_fit_fills_the_time_and_no_more() -> None:
    course = played(new=5000)
    assert 0 < sum(course.new) == len(course.new_recall) < 5000
    assert all(seconds <= TERMS.seconds + TERMS.review_seconds for seconds in course.seconds)
    assert min(course.seconds) > TERMS.seconds - 2 * TERMS.new_seconds
    assert course.new[0] > course.new[20]  # the reviews of the first days take their share


def test_more_minutes_meet_more_cards() -> None:
    twice = Terms(30, 3600, 30, 8)
    assert sum(played(new=5000, terms=twice).new) > 1.8 * sum(played(new=5000).new)


def test_time_that_went_by_today_is_not_there_again() -> None:
    late = Terms(30, 1800, 30, 8, spent=1500)
    assert played(new=5000, terms=late).new[0] == 10
    assert played(new=5000, terms=Terms(30, 1800, 30, 8, spent=4000)).new[0] == 0


def test_the_last_pass_takes_what_would_be_recalled_least_and_each_card_once() -> None:
    strong = met(60, stability=400.0, last=-9, due=200)
    weak = [Met(CardId(f"weak {n}"), 8.0, 5.0, -20, 90, 2) for n in range(60)]
    course = played([*strong, *weak], 0, Terms(days=6, seconds=80, new_seconds=30, review_seconds=8))
    assert 5 < len(course.again) <= 10
    assert all(one.startswith("weak") for one in course.again)
    assert sum(course.met_recall[60:]) / 60 > recall(8.0, 26) + 0.1
    answered_lately = [Met(CardId("late"), 8.0, 5.0, -1, 90, 2)]
    assert played(answered_lately, 0, Terms(3, 80, 30, 8)).again == ()


def test_before_the_last_days_nothing_is_gone_over_early() -> None:
    assert played([Met(CardId("weak"), 3.0, 5.0, -9, 90, 2)], 0, Terms(8, 800, 30, 8)).again == ()
    assert played([Met(CardId("weak"), 3.0, 5.0, -9, 90, 2)], 0, Terms(7, 800, 30, 8)).again == ("weak",)


def test_the_last_pass_is_spread_over_its_days() -> None:
    course = played(met(700, stability=60.0, last=-10, due=300), 0, Terms(35, 3600, 30, 8))
    week = course.seconds[-7:]
    assert not any(course.seconds[:-7])
    assert max(week) < 1.25 * min(week)
    assert sum(course.met_recall) / 700 > recall(60.0, 45) + 0.05


def test_reviews_come_before_new_cards_and_what_is_left_over_waits() -> None:
    course = played(met(400, stability=2.0, last=-4, due=-1), 100)
    assert course.new[0] == 0
    assert sum(course.new) > 0
    assert course.seconds[0] <= TERMS.seconds + TERMS.review_seconds


def test_of_siblings_one_comes_a_day() -> None:
    thirty_facts = [number % 30 + 1 for number in range(150)]
    course = foresee((), thirty_facts, Terms(4, 7200, 30, 8), Memory(Settings()))
    assert course.new[0] == 30
    assert max(course.new) <= 30
    assert course.taken[:30] == tuple(range(30))
    due = [Met(CardId(f"card {n}"), 5.0, 5.0, -5, 0, 3, fact=n // 2 + 1) for n in range(10)]
    assert foresee(due, [], Terms(1, 7200, 30, 8), Memory(Settings())).seconds[0] < 10 * 8


def test_one_more_day_never_brings_all_at_once() -> None:
    for days in range(2, 40):
        course = played(new=60, terms=Terms(days, 36_000, 30, 8))
        assert sum(course.new) == 60
        assert max(course.new) <= -(-60 // min(days - 1, 6)), days


def test_the_same_is_foreseen_again() -> None:
    assert played(met(50), 300) == played(met(50), 300)


@settings(max_examples=60, deadline=None)
@given(
    days=st.integers(0, 40),
    minutes=st.integers(0, 60),
    new=st.integers(0, 300),
    cards=st.lists(
        st.tuples(st.floats(0.01, 2000), st.floats(1, 10), st.integers(-400, 0), st.integers(-300, 500)), max_size=40
    ),
)
def test_whatever_there_is_the_days_are_kept(
    days: int, minutes: int, new: int, cards: list[tuple[float, float, int, int]]
) -> None:
    found = [Met(CardId(f"card {n}"), *one, reps=n % 9) for n, one in enumerate(cards)]
    terms = Terms(days, minutes * 60, 30, 8)
    course = played(found, new, terms)
    assert len(course.new) == len(course.seconds) == days
    assert sum(course.new) <= new
    assert len(course.met_recall) == len(found)
    assert len(course.new_recall) == sum(course.new)
    assert all(0 <= one <= 1 for one in (*course.met_recall, *course.new_recall))
    assert all(seconds <= terms.seconds + terms.review_seconds for seconds in course.seconds)


def places(section: int, number: int, *, facts: int = 0, are_met: int = 0) -> list[Place]:
    return [
        Place(CardId(f"{section}-{n}"), section, section * 1000 + (n % facts if facts else n), n < are_met)
        for n in range(number)
    ]


def choose(every: list[Place], weights: dict[int, float], number: int) -> tuple[CardId, ...]:
    """The best of them in note order, as the plan gives them to its days."""
    return tuple(every[order].id for order in sorted(ranked(every, weights)[:number]))


def sections_of(chosen: tuple[CardId, ...]) -> list[int]:
    return [int(one.split("-")[0]) for one in chosen]


def test_sections_take_part_by_their_weight_in_note_order() -> None:
    chosen = choose([*places(1, 100), *places(2, 100)], {1: 30.0, 2: 10.0}, 40)
    assert sections_of(chosen).count(1) == 30
    assert sections_of(chosen) == sorted(sections_of(chosen))


def test_what_was_met_of_a_section_counts() -> None:
    chosen = choose([*places(1, 100, are_met=20), *places(2, 100)], {1: 10.0, 2: 10.0}, 40)
    assert sections_of(chosen).count(2) == 30
    assert not set(chosen) & {f"1-{n}" for n in range(20)}


def test_one_card_of_each_fact_comes_before_a_second_one() -> None:
    chosen = choose(places(1, 12, facts=4), {1: 1.0}, 4)
    assert chosen == ("1-0", "1-1", "1-2", "1-3")
    again = choose([Place(CardId("seen"), 1, 1000, True), *places(1, 12, facts=4)], {1: 1.0}, 3)
    assert again == ("1-1", "1-2", "1-3")


def test_what_the_exam_does_not_name_comes_last() -> None:
    every = [*places(1, 3), *places(2, 3)]
    assert sections_of(choose(every, {2: 5.0}, 4)) == [1, 2, 2, 2]
    assert len(choose(every, {2: 5.0}, 99)) == 6
    assert choose(every, {2: 5.0}, 0) == ()
