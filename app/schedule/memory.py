"""How well a card is remembered and when it comes back: FSRS-6, fed with study days."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from hashlib import blake2b

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS

from app.domain.clock import day_begins, offset_minutes, study_day
from app.domain.ids import CardId, ReviewId
from app.domain.review import CardState, Rating, Review, ReviewKind, Schedule
from app.settings import Settings

MODEL = "fsrs-6"
PARAMETERS_VERSION = 1

_DECAY = -DEFAULT_PARAMETERS[20]
_FACTOR = 0.9 ** (1 / _DECAY) - 1
_KINDS = {
    CardState.NEW: ReviewKind.LEARN,
    CardState.LEARNING: ReviewKind.LEARN,
    CardState.REVIEW: ReviewKind.REVIEW,
    CardState.RELEARNING: ReviewKind.RELEARN,
}
_TO_FSRS = {
    CardState.NEW: fsrs.State.Learning,
    CardState.LEARNING: fsrs.State.Learning,
    CardState.REVIEW: fsrs.State.Review,
    CardState.RELEARNING: fsrs.State.Relearning,
}
_FROM_FSRS = {
    fsrs.State.Learning: CardState.LEARNING,
    fsrs.State.Review: CardState.REVIEW,
    fsrs.State.Relearning: CardState.RELEARNING,
}
_RATINGS = {rating: fsrs.Rating(int(rating)) for rating in Rating}
_SPREADS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))  # Anki's: from, to, share of the interval


_SOME_DAY = datetime(2020, 1, 1, tzinfo=timezone.utc)  # noqa: UP017  fsrs compares with exactly this object


@dataclass(frozen=True, slots=True)
class Learned:
    """What the model makes of an answer: where the card stands and how long it stays away, before any spread."""

    state: CardState
    away: timedelta
    stability: float | None
    difficulty: float | None
    step: int | None


class Memory:
    """The scheduler with the learner's settings and zone.

    Whatever it says follows from the log alone: a review knows the offset of its zone, so that a replay elsewhere
    and in another season gives the same.
    """

    def __init__(self, settings: Settings, zone: tzinfo = UTC) -> None:
        self._settings = settings
        self._zone = zone
        self._known: dict[tuple[object, ...], Learned] = {}
        self._scheduler = fsrs.Scheduler(
            desired_retention=settings.desired_retention,
            learning_steps=[timedelta(minutes=step) for step in settings.learning_steps_minutes],
            relearning_steps=[timedelta(minutes=step) for step in settings.relearning_steps_minutes],
            maximum_interval=settings.maximum_interval_days,
            enable_fuzzing=False,
        )

    def next(self, schedule: Schedule, rating: Rating, now: datetime) -> Schedule:
        """Say where a card stands after an answer."""
        return self._next(schedule, rating, now, offset_minutes(now, self._zone))

    def preview(self, schedule: Schedule, now: datetime) -> dict[Rating, timedelta]:
        """Say for each button how long the card would stay away: minutes while learning, else whole study days."""
        return {rating: self.interval(self.next(schedule, rating, now), now) for rating in Rating}

    def interval(self, schedule: Schedule, now: datetime) -> timedelta:
        """How long a card answered just now stays away, as the learner counts."""
        if schedule.due is None:
            return timedelta(0)
        if schedule.state is not CardState.REVIEW:
            return schedule.due - now
        zone = _fixed(offset_minutes(now, self._zone))
        return due_day(schedule.due, zone, self._settings.day_start_hour) - self._day(now, zone)

    def replay(self, card_id: CardId, reviews: Iterable[Review]) -> Schedule:
        """Derive where a card stands from its log, oldest row first."""
        schedule = Schedule(card_id)
        for review in effective(reviews):
            if moves_schedule(review.kind):
                schedule = self._next(schedule, review.rating, review.at, review.offset_minutes)
        return schedule

    def retrievability(self, schedule: Schedule, now: datetime) -> float:
        """Estimate the chance that the card is recalled now; 0 for a card never answered."""
        if schedule.stability is None or schedule.last_review is None:
            return 0.0
        return recall(
            schedule.stability, (self._day(now, self._zone) - self._day(schedule.last_review, self._zone)).days
        )

    def outcome(self, schedule: Schedule, rating: Rating, days: int) -> "Learned":
        """Say what an answer makes of a card that was answered so many study days ago, whatever day it is."""
        key = (schedule.state, schedule.step, schedule.stability, schedule.difficulty, days, rating)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._learned(schedule, rating, days)
        return found

    def _learned(self, schedule: Schedule, rating: Rating, days: int) -> "Learned":
        card = fsrs.Card(
            card_id=0,
            state=_TO_FSRS[schedule.state],
            step=schedule.step,
            stability=schedule.stability,
            difficulty=schedule.difficulty,
            due=_SOME_DAY,
            last_review=None if schedule.last_review is None else _SOME_DAY - timedelta(days=days),
        )
        answered, _ = self._scheduler.review_card(card, _RATINGS[rating], _SOME_DAY)
        return Learned(
            _FROM_FSRS[answered.state], answered.due - _SOME_DAY, answered.stability, answered.difficulty, answered.step
        )

    def _next(self, schedule: Schedule, rating: Rating, now: datetime, offset: int) -> Schedule:
        zone = _fixed(offset)
        today = self._day(now, zone)
        days = 0 if schedule.last_review is None else (today - self._day(schedule.last_review, zone)).days
        answered = self.outcome(schedule, rating, days)
        reps = schedule.reps + 1
        if answered.state is CardState.REVIEW:
            spread = jittered(answered.away.days, schedule.card_id, reps, self._settings.maximum_interval_days)
            due = day_begins(today + timedelta(days=spread), zone, self._settings.day_start_hour)
        else:
            due = now + answered.away
        is_lapse = rating is Rating.AGAIN and schedule.state is CardState.REVIEW
        return replace(
            schedule,
            state=answered.state,
            due=due,
            stability=answered.stability,
            difficulty=answered.difficulty,
            step=answered.step,
            last_review=now,
            reps=reps,
            lapses=schedule.lapses + is_lapse,
        )

    def _day(self, moment: datetime, zone: tzinfo) -> date:
        return study_day(moment, zone, self._settings.day_start_hour)


def effective(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Leave out what was taken back and the rows that only take back; taking a taking-back back is redo."""
    voided: set[ReviewId] = set()
    kept: list[Review] = []
    for review in reversed(list(reviews)):
        if review.id in voided:
            continue
        if review.voids is None:
            kept.append(review)
        else:
            voided.add(review.voids)
    return tuple(reversed(kept))


def moves_schedule(kind: ReviewKind) -> bool:
    """Cramming and exams leave the schedule alone."""
    return kind not in (ReviewKind.CRAM, ReviewKind.EXAM)


def kind_of(state: CardState) -> ReviewKind:
    """Name what an answer given in a state is."""
    return _KINDS[state]


def recall(stability: float, days: float) -> float:
    """Estimate the chance of recall some days after an answer."""
    return float((1 + _FACTOR * max(0.0, days) / stability) ** _DECAY)


def due_day(due: datetime, zone: tzinfo, day_start: int) -> date:
    """The study day that a review card is due on.

    It is due when a day starts where it was answered; travel and the change of the clocks move that by hours, and
    so the nearest start of a day here counts.
    """
    return study_day(due + timedelta(hours=12), zone, day_start)


def jittered(days: int, card_id: CardId, reps: int, maximum: int) -> int:
    """Spread intervals so that cards learned together do not stay together; the same card gets the same spread."""
    if days < 2.5:
        return min(days, maximum)
    delta = 1.0 + sum(share * max(0.0, min(days, end) - start) for start, end, share in _SPREADS)
    low = min(max(2, _rounded(days - delta)), maximum)
    high = min(max(2, _rounded(days + delta)), maximum)
    if low == high and 2 < high < maximum:
        high += 1
    return low + int(chance(card_id, reps) * (high - low + 1))


def chance(card_id: CardId, reps: int) -> float:
    """A number from 0 to 1 that looks random and is always the same for a card and its count of answers."""
    digest = blake2b(f"{card_id}\x1f{reps}".encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / (1 << 48)


def _rounded(number: float) -> int:
    return int(number + 0.5)


def _fixed(offset: int) -> timezone:
    return timezone(timedelta(minutes=max(-1439, min(1439, offset))))
