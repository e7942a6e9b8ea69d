"""Which cards come in a sitting, and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice
from typing import Generic, Protocol, TypeVar

from app.domain.clock import day_begins, study_day
from app.domain.ids import CardId
from app.domain.review import CardState, Schedule
from app.settings import Settings


class Row(Protocol):
    """What the queue must know of a card; siblings have an equal `fact`."""

    @property
    def id(self) -> CardId: ...  # noqa: D102
    @property
    def fact(self) -> int: ...  # noqa: D102
    @property
    def schedule(self) -> Schedule: ...  # noqa: D102


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class DoneToday:
    """What was answered on this study day: how many, and which cards and facts."""

    new: int = 0
    reviews: int = 0
    cards: frozenset[CardId] = frozenset()
    facts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Queue(Generic[R]):
    """The cards of a sitting. `learning` come when they are due, `main` in order; `apart` wait for a sibling."""

    learning: tuple[R, ...] = ()
    main: tuple[R, ...] = ()
    new: int = 0
    review: int = 0
    apart: int = 0
    held: int = 0  # reviews due, but over the limit of the day

    @property
    def counts(self) -> tuple[int, int, int]:
        """New, learning, review."""
        return (self.new, len(self.learning), self.review)


def pick(
    rows: Iterable[R], *, now: datetime, zone: tzinfo, settings: Settings, done_today: DoneToday = DoneToday()
) -> Queue[R]:
    """Choose and order the cards of a sitting from those that are not suspended, buried or parked.

    Learning cards of this study day; reviews due by its end, the ones most at risk first; new ones in the order
    given, spread evenly among the reviews. Of siblings one comes, and the others another day.
    """
    learning: list[R] = []
    review: list[R] = []
    new: list[R] = []
    by_review = review_horizon(now, zone, settings)
    by_learning = horizon(now, zone, settings)
    in_review = CardState.REVIEW
    for row in rows:
        schedule = row.schedule
        due = schedule.due
        if due is None:
            new.append(row)
        elif schedule.state is in_review:
            if due <= by_review:
                review.append(row)
        elif due <= by_learning:
            learning.append(row)
    learning.sort(key=lambda row: row.schedule.due or now)
    apart = _Apart(done_today)
    chosen_learning = apart.choose(learning, len(learning))
    hidden = apart.hidden
    chosen_review = apart.choose(_by_risk(review, now), settings.reviews_per_day - done_today.reviews)
    held = len(review) - len(chosen_review) - (apart.hidden - hidden)
    chosen_new = apart.choose(new, settings.new_per_day - done_today.new)
    return Queue(
        tuple(chosen_learning),
        tuple(mixed(chosen_review, chosen_new)),
        len(chosen_new),
        len(chosen_review),
        apart.hidden,
        held,
    )


def cram(rows: Iterable[R]) -> Queue[R]:
    """Take all cards as they come, siblings too."""
    every = tuple(rows)
    new = sum(1 for row in every if row.schedule.due is None)
    return Queue((), every, new, len(every) - new)


def end_of_day(now: datetime, zone: tzinfo, settings: Settings) -> datetime:
    """When this study day ends."""
    today = study_day(now, zone, settings.day_start_hour)
    return day_begins(today + timedelta(days=1), zone, settings.day_start_hour)


def review_horizon(now: datetime, zone: tzinfo, settings: Settings) -> datetime:
    """Until when reviews count as those of this study day: half a day around its start, see `memory.due_day`."""
    today = study_day(now, zone, settings.day_start_hour)
    return day_begins(today, zone, settings.day_start_hour) + timedelta(hours=12) - timedelta(microseconds=1)


def horizon(now: datetime, zone: tzinfo, settings: Settings) -> datetime:
    """The latest due moment that a sitting of this study day has to know of."""
    ahead = now + timedelta(minutes=settings.learn_ahead_minutes)
    return max(review_horizon(now, zone, settings), end_of_day(now, zone, settings), ahead)


def mixed(many: Sequence[R], few: Sequence[R]) -> list[R]:
    """Spread one sequence evenly over another, both in their own order."""
    if not few or not many:
        return [*many, *few]
    result: list[R] = []
    done = 0
    for number, row in enumerate(few):
        upto = -(-(number + 1) * len(many) // (len(few) + 1))
        result += many[done:upto]
        result.append(row)
        done = upto
    return result + list(many[done:])


_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def _by_risk(rows: Sequence[R], now: datetime) -> list[R]:
    """Order cards by how far they have faded: the time since their answer in units of their stability."""
    seconds = (now - _LONG_AGO).total_seconds()
    risks = [
        (seconds - last.timestamp()) / (schedule.stability or 1.0) if (last := schedule.last_review) else 0.0
        for schedule in (row.schedule for row in rows)
    ]
    return [rows[number] for number in sorted(range(len(rows)), key=risks.__getitem__, reverse=True)]


class _Apart:
    """Takes one card of each fact."""

    def __init__(self, done: DoneToday) -> None:
        self._done = done
        self._facts: set[int] = set()
        self.hidden = 0

    def choose(self, rows: Iterable[R], limit: int) -> list[R]:
        """Take up to `limit` rows whose fact was not met."""
        return list(islice(self._unmet(rows), max(0, limit)))

    def _unmet(self, rows: Iterable[R]) -> Iterable[R]:
        met, done = self._facts, self._done
        for row in rows:
            fact = row.fact
            if fact in met or (fact in done.facts and row.id not in done.cards):
                self.hidden += 1
                continue
            met.add(fact)
            yield row
