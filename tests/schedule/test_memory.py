import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clock import offset_minutes, study_day
from app.domain.ids import CardId, ReviewId
from app.domain.review import CardState, Rating, Review, ReviewKind, Schedule
from app.schedule.memory import Memory, due_day, effective, jittered, kind_of, moves_schedule, recall
from app.settings import Settings
from tests.factories import make_review, make_schedule

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
TOKYO = ZoneInfo("Asia/Tokyo")
CARD = CardId("card")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def graduated(memory: Memory, at: datetime) -> Schedule:
    """A card that just left its learning steps."""
    return memory.next(Schedule(CARD), Rating.EASY, at)


@given(
    steps=st.lists(
        st.tuples(
            st.integers(1, 60 * 24 * 40),  # minutes to the next answer
            st.sampled_from(Rating),
            st.sampled_from([None, ReviewKind.CRAM, ReviewKind.EXAM]),
            st.sampled_from([UTC, BERLIN, NEW_YORK, TOKYO]),
            st.sampled_from(["keep", "keep", "keep", "undo", "redo"]),
        ),
        max_size=25,
    ),
    retention=st.sampled_from([0.8, 0.9, 0.97]),
    learning=st.sampled_from([(1, 10), (), (1440,), (15,)]),
)
def test_cache_equals_replay(
    steps: list[tuple[int, Rating, ReviewKind | None, tzinfo, str]], retention: float, learning: tuple[int, ...]
) -> None:
    """Answers, undo and redo in any order and zone: following step by step gives what a replay of the log gives."""
    settings = Settings(desired_retention=retention, learning_steps_minutes=learning)
    log: list[Review] = []
    done: list[tuple[Review, Schedule]] = []  # in effect, each with the schedule before it
    undone: list[tuple[Review, Schedule, Schedule]] = []
    cached, now = Schedule(CARD), START
    for number, (minutes, rating, kind, zone, act) in enumerate(steps):
        now += timedelta(minutes=minutes)
        memory = Memory(settings, zone)
        if act == "undo" and done:
            review, before = done.pop()
            log.append(_void(review, number, now))
            undone.append((review, before, cached))
            cached = before
        elif act == "redo" and undone:
            review, before, after = undone.pop()
            void = next(row for row in reversed(log) if row.voids == review.id)
            log.append(_void(void, number, now))
            done.append((review, before))
            cached = after
        else:
            own_kind = kind or kind_of(cached.state)
            review = Review(
                ReviewId(str(number)), CARD, now, offset_minutes(now, zone), rating, 1000, own_kind, "fsrs-6", 1
            )
            log.append(review)
            done.append((review, cached))
            undone.clear()
            cached = memory.next(cached, rating, now) if moves_schedule(own_kind) else cached
        assert Memory(settings, TOKYO).replay(CARD, log) == cached


def _void(review: Review, number: int, now: datetime) -> Review:
    return replace(review, id=ReviewId(str(number)), voids=review.id, at=now)


@pytest.mark.parametrize("state", list(CardState))
@pytest.mark.parametrize("zone", [UTC, BERLIN, TOKYO])
def test_preview_is_what_happens(state: CardState, zone: tzinfo) -> None:
    memory = Memory(Settings(), zone)
    schedule = Schedule(CARD)
    now = START + timedelta(hours=11)
    ways = {
        CardState.NEW: [],
        CardState.LEARNING: [Rating.AGAIN],
        CardState.REVIEW: [Rating.EASY],
        CardState.RELEARNING: [Rating.EASY, Rating.AGAIN],
    }
    for rating in ways[state]:
        schedule = memory.next(schedule, rating, now)
        now += timedelta(days=9)
    assert schedule.state is state
    for rating, promised in memory.preview(schedule, now).items():
        after = memory.next(schedule, rating, now)
        assert after.due is not None
        if after.state is CardState.REVIEW:
            assert promised == due_day(after.due, zone, 4) - study_day(now, zone)
            assert promised >= timedelta(days=1)
        else:
            assert promised == after.due - now


def test_preview_is_kept_when_asked_again() -> None:
    memory = Memory(Settings(), BERLIN)
    schedule = graduated(memory, START)
    assert memory.preview(schedule, START + timedelta(days=7)) == memory.preview(schedule, START + timedelta(days=7))


def test_an_evening_learner_gets_credit_for_the_night() -> None:
    """From 22:00 to 8:00 is ten hours, and a study day: the card must grow as after a day."""
    memory = Memory(Settings(), BERLIN)
    evening = datetime(2026, 3, 2, 22, 0, tzinfo=BERLIN).astimezone(UTC)
    schedule = graduated(memory, evening)
    next_morning = memory.next(schedule, Rating.GOOD, evening + timedelta(hours=10))
    next_evening = memory.next(schedule, Rating.GOOD, evening + timedelta(hours=24))
    late_same_night = memory.next(schedule, Rating.GOOD, evening + timedelta(hours=5))
    assert next_morning.stability == next_evening.stability
    assert late_same_night.stability is not None
    assert next_morning.stability is not None
    assert next_morning.stability > late_same_night.stability


def test_the_start_of_the_day_may_be_another() -> None:
    evening = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    one_in_the_morning = evening + timedelta(hours=2)
    late, early = Memory(Settings(day_start_hour=4)), Memory(Settings(day_start_hour=0))
    same_day = late.next(graduated(late, evening), Rating.GOOD, one_in_the_morning)
    next_day = early.next(graduated(early, evening), Rating.GOOD, one_in_the_morning)
    assert same_day.stability != next_day.stability


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK])
def test_review_cards_are_due_when_their_study_day_starts(zone: tzinfo) -> None:
    memory = Memory(Settings(), zone)
    now = datetime(2026, 6, 1, 20, 0, tzinfo=zone).astimezone(UTC)
    due = graduated(memory, now).due
    assert due is not None
    assert due.astimezone(zone).hour == 4


@pytest.mark.parametrize("change", [datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)])
def test_a_change_of_the_clocks_moves_no_card_to_another_day(change: datetime) -> None:
    memory = Memory(Settings(learning_steps_minutes=(), maximum_interval_days=1), BERLIN)
    schedule = Schedule(CARD)
    for number in range(4):
        now = change + timedelta(days=number)
        schedule = memory.next(schedule, Rating.GOOD, now)
        assert schedule.due is not None
        assert due_day(schedule.due, BERLIN, 4) == study_day(now, BERLIN) + timedelta(days=1)


def test_travel_moves_no_card_to_another_day() -> None:
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    due = graduated(Memory(Settings(), BERLIN), now).due
    assert due is not None
    assert due_day(due, NEW_YORK, 4) == due_day(due, BERLIN, 4) == due_day(due, TOKYO, 4)


def test_cramming_and_exams_never_move_the_schedule() -> None:
    memory = Memory(Settings())
    serious = [make_review(CARD, Rating.GOOD, at=START)]
    also = [make_review(CARD, Rating.AGAIN, at=START + timedelta(days=1), kind=kind) for kind in ("cram", "exam")]
    also = [replace(review, kind=ReviewKind(review.kind)) for review in also]
    assert memory.replay(CARD, [*serious, *also]) == memory.replay(CARD, serious)


def test_a_taking_back_that_is_taken_back_is_redo() -> None:
    answer = make_review(CARD)
    void = replace(answer, id=ReviewId("void"), voids=answer.id)
    again = replace(answer, id=ReviewId("again"), voids=void.id)
    assert effective([answer]) == (answer,)
    assert effective([answer, void]) == ()
    assert effective([answer, void, again]) == (answer,)


def test_lapses_count_only_what_was_known() -> None:
    memory = Memory(Settings())
    learning = memory.next(Schedule(CARD), Rating.AGAIN, START)
    assert learning.lapses == 0
    forgotten = memory.next(graduated(memory, START), Rating.AGAIN, START + timedelta(days=9))
    assert (forgotten.lapses, forgotten.reps, forgotten.state) == (1, 2, CardState.RELEARNING)


@given(days=st.integers(1, 5000), reps=st.integers(1, 50), maximum=st.integers(1, 36500))
def test_jitter_stays_within_its_bounds(days: int, reps: int, maximum: int) -> None:
    found = jittered(days, CARD, reps, maximum)
    assert 1 <= found <= max(1, maximum)
    assert found == jittered(days, CARD, reps, maximum)
    if days < 3:
        assert found == min(days, maximum)
    elif maximum > 2 * days:
        assert abs(found - days) <= 0.5 + 1 + 0.15 * 4.5 + 0.1 * 13 + 0.05 * max(0, days - 20)


def test_jitter_spreads_cards_evenly_over_its_range() -> None:
    found = [jittered(10, CardId(str(number)), 3, 36500) for number in range(3000)]
    assert set(found) == {8, 9, 10, 11, 12}  # Anki: 10 days give 8 to 12
    assert all(abs(found.count(day) - 600) < 100 for day in set(found))


def test_recall_fades() -> None:
    memory = Memory(Settings())
    schedule = make_schedule(CARD, state=CardState.REVIEW, stability=10.0, difficulty=5.0, last_review=START)
    assert memory.retrievability(schedule, START) == pytest.approx(1.0)
    assert memory.retrievability(schedule, START + timedelta(days=10)) == pytest.approx(0.9)
    assert memory.retrievability(Schedule(CARD), START) == 0.0
    assert recall(10.0, -3) == pytest.approx(1.0)


def test_the_library_agrees_on_recall() -> None:
    import fsrs

    card = fsrs.Card(card_id=0, state=fsrs.State.Review, stability=7.5, difficulty=5.0, last_review=START)
    for days in (0, 1, 5, 400):
        theirs = fsrs.Scheduler().get_card_retrievability(card, START + timedelta(days=days))
        assert recall(7.5, days) == pytest.approx(theirs)


def test_steps_may_be_taken_away_while_cards_are_in_them() -> None:
    card = Memory(Settings()).next(Schedule(CARD), Rating.GOOD, START)
    after = Memory(Settings(learning_steps_minutes=())).next(card, Rating.AGAIN, START + timedelta(minutes=10))
    assert after.state is CardState.REVIEW


def test_a_clock_set_back_is_no_harm() -> None:
    memory = Memory(Settings())
    schedule = graduated(memory, START)
    after = memory.next(schedule, Rating.GOOD, START - timedelta(days=30))
    assert after.stability is not None
    assert schedule.stability is not None
    assert after.stability >= schedule.stability
    random.seed(1)  # nothing here draws at random, so a seed changes nothing
    assert memory.next(schedule, Rating.GOOD, START - timedelta(days=30)) == after
