from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.domain.clock import day_begins, study_day
from app.domain.ids import CardId
from app.domain.review import CardState, Schedule
from app.schedule.queue import DoneToday, cram, mixed, pick
from app.settings import Settings

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TODAY = day_begins(study_day(NOW, UTC), UTC)


@dataclass(frozen=True, slots=True)
class Row:
    id: CardId
    fact: int
    schedule: Schedule


def new(name: str, fact: int | None = None) -> Row:
    return Row(CardId(name), hash(name) if fact is None else fact, Schedule(CardId(name)))


def due(
    name: str,
    when: datetime = TODAY,
    *,
    fact: int | None = None,
    state: CardState = CardState.REVIEW,
    stability: float = 10.0,
    last: datetime = NOW - timedelta(days=10),
) -> Row:
    schedule = Schedule(CardId(name), state, when, stability, 5.0, None, last, 3)
    return Row(CardId(name), hash(name) if fact is None else fact, schedule)


NOTHING_DONE = DoneToday()


def picked(*rows: Row, done: DoneToday = NOTHING_DONE, **settings: int) -> list[str]:
    queue = pick(rows, now=NOW, zone=UTC, settings=Settings(**settings), done_today=done)  # type: ignore[arg-type]
    return [row.id for row in (*queue.learning, *queue.main)]


def test_learning_cards_come_first_and_by_time() -> None:
    late = due("late", NOW + timedelta(minutes=9), state=CardState.LEARNING)
    early = due("early", NOW - timedelta(minutes=1), state=CardState.RELEARNING)
    assert picked(due("review"), late, new("new"), early) == ["early", "late", "review", "new"]


def test_reviews_are_due_until_the_end_of_the_study_day_only() -> None:
    assert (
        picked(due("tomorrow", TODAY + timedelta(days=1)), due("today"), due("past", TODAY - timedelta(days=3))) != []
    )
    assert "tomorrow" not in picked(due("tomorrow", TODAY + timedelta(days=1)))
    assert picked(due("here", TODAY + timedelta(hours=9))) == ["here"]  # answered far in the west, due this day
    assert picked(due("there", TODAY + timedelta(hours=15))) == []  # answered far in the east, due tomorrow


def test_reviews_come_by_how_far_they_have_faded() -> None:
    strong = due("strong", TODAY - timedelta(days=5), stability=100.0)
    weak = due("weak", TODAY, stability=2.0)
    assert picked(strong, weak) == ["weak", "strong"]


def test_new_cards_are_spread_among_reviews() -> None:
    assert mixed(list("abcdef"), list("12")) == ["a", "b", "1", "c", "d", "2", "e", "f"]
    assert mixed([], list("12")) == ["1", "2"]
    assert mixed(list("ab"), []) == ["a", "b"]


@given(many=st.lists(st.integers(0, 99), max_size=40), few=st.lists(st.integers(100, 199), max_size=40))
def test_mixing_loses_nothing_and_keeps_both_orders(many: list[int], few: list[int]) -> None:
    result = mixed(many, few)
    assert [number for number in result if number < 100] == many
    assert [number for number in result if number >= 100] == few


def test_limits_of_the_day_count_what_is_done() -> None:
    rows = [new(f"n{number}") for number in range(30)] + [due(f"r{number}") for number in range(30)]
    queue = pick(
        rows,
        now=NOW,
        zone=UTC,
        settings=Settings(new_per_day=10, reviews_per_day=12),
        done_today=DoneToday(new=4, reviews=20),
    )
    assert queue.counts == (6, 0, 0)
    assert queue.held == 30
    assert pick(rows, now=NOW, zone=UTC, settings=Settings(new_per_day=0, reviews_per_day=5)).counts == (0, 0, 5)


def test_learning_cards_know_no_limit() -> None:
    rows = [due(f"l{number}", NOW, state=CardState.LEARNING) for number in range(5)]
    assert len(picked(*rows, reviews_per_day=0, new_per_day=0)) == 5


@given(
    cards=st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from(["new", "review", "learning"])), min_size=1, max_size=40
    ),
    answered=st.sets(st.integers(0, 6)),
)
def test_siblings_never_meet(cards: list[tuple[int, str]], answered: set[int]) -> None:
    made = {
        "new": lambda name, fact: new(name, fact),
        "review": lambda name, fact: due(name, fact=fact),
        "learning": lambda name, fact: due(name, NOW, fact=fact, state=CardState.LEARNING),
    }
    rows = [made[what](f"c{number}", fact) for number, (fact, what) in enumerate(cards)]
    done = DoneToday(facts=frozenset(answered))
    queue = pick(rows, now=NOW, zone=UTC, settings=Settings(), done_today=done)
    facts = [row.fact for row in (*queue.learning, *queue.main)]
    assert len(facts) == len(set(facts))
    assert not set(facts) & answered
    assert set(facts) | answered >= {row.fact for row in rows}
    assert queue.apart == len(rows) - len(facts)


def test_the_card_answered_today_is_not_its_own_sibling() -> None:
    again = due("again", NOW, fact=7, state=CardState.LEARNING)
    done = DoneToday(new=1, cards=frozenset({again.id}), facts=frozenset({7}))
    assert picked(again, new("sibling", 7), done=done) == ["again"]


def test_cramming_takes_all() -> None:
    queue = cram([new("a", 1), new("b", 1), due("c", NOW + timedelta(days=90))])
    assert [row.id for row in queue.main] == ["a", "b", "c"]
    assert queue.counts == (2, 0, 1)


def test_a_late_evening_still_belongs_to_the_day() -> None:
    zone = ZoneInfo("Europe/Berlin")
    late = datetime(2026, 3, 3, 1, 30, tzinfo=zone).astimezone(UTC)
    today = day_begins(study_day(late, zone), zone)
    rows = [due("today", today), due("tomorrow", today + timedelta(days=1))]
    queue = pick(rows, now=late, zone=zone, settings=Settings())
    assert [row.id for row in queue.main] == ["today"]


def test_each_card_is_looked_at_a_fixed_number_of_times() -> None:
    """Otherwise 50,000 cards would take more than ten times as long as 5,000."""
    looks = 0

    @dataclass(frozen=True)
    class Watched:
        id: CardId
        fact: int
        own: Schedule

        @property
        def schedule(self) -> Schedule:
            nonlocal looks
            looks += 1
            return self.own

    for number in (100, 3000):
        looks = 0
        plain = [due(f"r{index}", stability=1 + index % 50) for index in range(number)]
        pick([Watched(row.id, row.fact, row.schedule) for row in plain], now=NOW, zone=UTC, settings=Settings())
        assert looks == 2 * number
