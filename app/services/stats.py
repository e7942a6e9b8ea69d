"""How well it goes: answers by day, retention as Anki counts it, and what is to come."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta, timezone

from app.domain.changes import Outcome
from app.domain.clock import day_begins, study_day
from app.domain.review import CardState, Rating
from app.schedule.memory import due_day, moves_schedule
from app.services.context import Services
from app.store import stats
from app.store.stats import Answered

MATURE_DAYS = 21
_FORECAST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of the Progress page; a retention of None means that nothing counts yet."""

    reviewed_today: int
    retention_young: float | None
    retention_mature: float | None
    due_forecast: tuple[tuple[date, int], ...]
    per_day: tuple[tuple[date, int], ...]
    states: dict[CardState, int]
    suspended: int = 0


def summary(services: Services) -> Outcome[Summary]:
    """Add up the review log; cramming and exams do not count."""
    zone, start, today = services.clock.zone(), services.settings.day_start_hour, services.today()
    last = today + timedelta(days=_FORECAST_DAYS)
    with services.store.read() as tx:
        answers = [row for row in stats.answers(tx, services.folder) if moves_schedule(row.kind)]
        due = stats.due_moments(tx, services.folder, until=day_begins(last, zone, start))
        states = stats.states(tx, services.folder)
        suspended = stats.suspended(tx, services.folder)
    per_day = Counter(_day(row, start) for row in answers)
    ahead = Counter(max(today, due_day(moment, zone, start)) for moment in due)
    young, mature = retention(answers)
    return Outcome(
        Summary(
            reviewed_today=per_day[today],
            retention_young=young,
            retention_mature=mature,
            due_forecast=tuple(
                (today + timedelta(days=number), ahead[today + timedelta(days=number)])
                for number in range(_FORECAST_DAYS)
            ),
            per_day=tuple(sorted(per_day.items())),
            states=states,
            suspended=suspended,
        )
    )


def retention(answers: list[Answered]) -> tuple[float | None, float | None]:
    """The share recalled among reviews after at least a day, for young and mature cards."""
    young = [row for row in answers if row.days_since is not None and 1 <= row.days_since < MATURE_DAYS]
    mature = [row for row in answers if row.days_since is not None and row.days_since >= MATURE_DAYS]
    return _share(young), _share(mature)


def _share(answers: list[Answered]) -> float | None:
    return sum(1 for row in answers if row.rating is not Rating.AGAIN) / len(answers) if answers else None


def _day(row: Answered, start: int) -> date:
    """The study day as it was where the card was answered."""
    return study_day(row.at, timezone(timedelta(minutes=max(-1439, min(1439, row.offset_minutes)))), start)
