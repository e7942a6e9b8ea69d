"""How memory fades and when a card is due: the only home of FSRS, and of nothing that is random."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from hashlib import blake2b

import fsrs

from app.domain.clock import day_begins, study_day
from app.domain.ids import CardId, ReviewId
from app.domain.review import CardState, Rating, Review, ReviewKind, Schedule
from app.settings import Settings

MODEL = "fsrs-6"
PARAMETERS_VERSION = 1

_STATES = {
    CardState.LEARNING: fsrs.State.Learning,
    CardState.REVIEW: fsrs.State.Review,
    CardState.RELEARNING: fsrs.State.Relearning,
}
_NAMES = {state: name for name, state in _STATES.items()}
# Anki's ranges: (from days, to days, share of the interval) by which an interval may be moved.
_JITTER = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))


class Memory:
    """The model with the learner's settings; every answer it gives follows from its arguments alone."""

    def __init__(self, settings: Settings, zone: tzinfo) -> None:
        self._zone = zone
        self._day_start = settings.day_start_hour
        self._maximum = settings.maximum_interval_days
        self._fsrs = fsrs.Scheduler(
            desired_retention=settings.desired_retention,
            learning_steps=[timedelta(minutes=step) for step in settings.learning_steps_minutes],
            relearning_steps=[timedelta(minutes=step) for step in settings.relearning_steps_minutes],
            maximum_interval=settings.maximum_interval_days,
            enable_fuzzing=False,
        )

    def next(self, schedule: Schedule, rating: Rating, now: datetime) -> Schedule:
        """The schedule after an answer; a due date of a day or more is the start of its study day."""
        is_lapse = rating is Rating.AGAIN and schedule.state is CardState.REVIEW
        moment = self._on_day_scale(now)
        card, _ = self._fsrs.review_card(self._to_fsrs(schedule), fsrs.Rating(int(rating)), moment)
        state = _NAMES[card.state]
        interval = card.due - moment
        due = now + interval
        if state is CardState.REVIEW or interval >= timedelta(days=1):
            days = self._jittered(schedule, max(1, round(interval / timedelta(days=1))))
            due = day_begins(
                study_day(now, self._zone, self._day_start) + timedelta(days=days), self._zone, self._day_start
            )
        return Schedule(
            schedule.card_id,
            state,
            due,
            card.stability,
            card.difficulty,
            card.step,
            now,
            schedule.reps + 1,
            schedule.lapses + is_lapse,
        )

    def preview(self, schedule: Schedule, now: datetime) -> dict[Rating, timedelta]:
        """How long each button would put the card off."""
        found: dict[Rating, timedelta] = {}
        for rating in Rating:
            due = self.next(schedule, rating, now).due
            assert due is not None
            found[rating] = due - now
        return found

    def replay(self, card_id: CardId, reviews: Iterable[Review]) -> Schedule:
        """The schedule that the log gives; what was taken back, crammed or sat in an exam counts for nothing."""
        schedule = Schedule(card_id)
        for review in effective(reviews):
            if review.kind not in (ReviewKind.CRAM, ReviewKind.EXAM):
                schedule = self.next(schedule, review.rating, review.at)
        return schedule

    def retrievability(self, schedule: Schedule, now: datetime) -> float:
        """The chance to recall the card now; 0 for one never answered."""
        if schedule.stability is None or schedule.last_review is None:
            return 0.0
        return float(self._fsrs.get_card_retrievability(self._to_fsrs(schedule), self._on_day_scale(now)))

    def _to_fsrs(self, schedule: Schedule) -> fsrs.Card:
        if schedule.state is CardState.NEW:
            return fsrs.Card(card_id=0)
        last = schedule.last_review
        return fsrs.Card(
            card_id=0,
            state=_STATES[schedule.state],
            step=schedule.step,
            stability=schedule.stability,
            difficulty=schedule.difficulty,
            due=schedule.due,
            last_review=self._on_day_scale(last) if last else None,
        )

    def _on_day_scale(self, moment: datetime) -> datetime:
        """A moment such that whole 24 hours lie between it and another exactly when whole study days do.

        FSRS takes less than 24 hours for "the same day"; an evening learner would get no credit for a night.
        """
        day = study_day(moment, self._zone, self._day_start)
        return datetime.combine(day, time(12), UTC)

    def _jittered(self, schedule: Schedule, days: int) -> int:
        """Spread cards that would fall on one day; the same card and count always give the same day."""
        spread = sum(share * max(0.0, min(float(days), high) - low) for low, high, share in _JITTER if days > low)
        if days < _JITTER[0][0]:
            return min(days, self._maximum)
        reach = round(1 + spread)
        seed = blake2b(f"{schedule.card_id}:{schedule.reps}".encode(), digest_size=8).digest()
        offset = int.from_bytes(seed, "big") % (2 * reach + 1) - reach
        return min(max(2, days + offset), self._maximum)


def effective(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Leave out what was taken back and the rows that only take back; taking back a taking back is redo."""
    voided: set[ReviewId] = set()
    kept: list[Review] = []
    for review in reversed(list(reviews)):
        if review.id in voided:
            continue
        if review.voids is not None:
            voided.add(review.voids)
        else:
            kept.append(review)
    return tuple(reversed(kept))


def is_leech(schedule: Schedule, settings: Settings) -> bool:
    """Whether this lapse is one at which a card should be looked at rather than drilled."""
    over = schedule.lapses - settings.leech_lapses
    return over >= 0 and over % max(1, settings.leech_every) == 0


def today(now: datetime, zone: tzinfo, settings: Settings) -> date:
    """The learner's study day."""
    return study_day(now, zone, settings.day_start_hour)
