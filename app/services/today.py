"""What waits today, how long it takes, and where it hurts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from app.domain.changes import Outcome
from app.domain.exam import Mode
from app.schedule.memory import moves_schedule
from app.services import plan
from app.services.context import Services
from app.services.day import Pace, pace
from app.services.mastery import known
from app.services.study import queue
from app.store import cards, exams, notes, stats
from app.store.exams import Summary

_WEAKEST = 3


@dataclass(frozen=True, slots=True)
class TodayView:
    """The figures of the Today page. `done` is how many cards were answered on this study day."""

    day: date
    new: int
    learning: int
    review: int
    minutes: int
    next_due: datetime | None
    exam_date: date | None
    days_left: int | None
    done: int
    weakest: tuple[tuple[str, int, float], ...]
    total_cards: int
    folder: str
    backlog: int = 0  # reviews due over the limit of the day
    last_exam: Summary | None = None  # the mock exam that is open, or the last one that was handed in


def today(services: Services) -> Outcome[TodayView]:
    """Say what waits on this study day."""
    plan.prepare(services)
    now, day, begin = services.clock.now(), services.today(), services.day_began()
    with services.store.read() as tx:
        found = queue(tx, services)
        next_due = cards.next_due(tx, services.folder, after=now)
        lately = stats.answers(tx, services.folder, since=begin - timedelta(days=1))
        total = sum(stats.states(tx, services.folder).values())
        tree = notes.tree(tx, services.folder)
        standings = stats.standings(tx, services.folder)
        attempts = exams.summaries(tx)
    new, learning, review = found.counts
    mastery = known(tree, standings, now)
    chapters = [entry for entry in tree if entry.parent_id is None and mastery[entry.id].seen]
    weakest = sorted(((entry.title, entry.id, mastery[entry.id].share) for entry in chapters), key=lambda one: one[2])
    exam = plan.exam_day(services.settings)
    return Outcome(
        TodayView(
            day=day,
            new=new,
            learning=learning,
            review=review,
            minutes=minutes(new, learning, review, pace(lately)),
            next_due=next_due,
            exam_date=exam,
            days_left=None if exam is None or exam < day else (exam - day).days,
            done=sum(1 for row in lately if row.at >= begin and moves_schedule(row.kind)),
            weakest=tuple(weakest[:_WEAKEST]),
            total_cards=total,
            folder=services.folder,
            backlog=found.held,
            last_exam=_last(attempts),
        )
    )


def minutes(new: int, learning: int, review: int, own: Pace) -> int:
    """Estimate the time that cards take."""
    return ceil((new * own.new_card + (learning + review) * own.review) / 60)


def _last(attempts: Sequence[Summary]) -> Summary | None:
    """What is open matters most; otherwise the last attempt in the shape of the real exam."""
    unfinished = [one for one in attempts if one.ended is None]
    sat = [one for one in attempts if one.mode is Mode.EXAM and one.score is not None]
    return next(reversed(unfinished or sat), None)
