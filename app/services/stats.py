"""How well it goes: what was done, what is kept, what comes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.changes import Outcome
from app.domain.clock import study_day
from app.domain.review import CardState, Rating, ReviewKind
from app.services.context import Services
from app.store import stats
from app.store.stats import Answered

MATURE_DAYS = 21
_FORECAST_DAYS = 31
_HISTORY_DAYS = 365


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures as Anki counts them: an answer counts for retention if at least a day lay before it."""

    reviewed_today: int
    retention_young: float | None
    retention_mature: float | None
    due_forecast: tuple[tuple[date, int], ...]
    per_day: tuple[tuple[date, int], ...]
    states: dict[CardState, int]
    suspended: int


def summary(services: Services) -> Outcome[Summary]:
    """Read the figures of the open folder."""
    zone, start, today = services.clock.zone(), services.settings.day_start_hour, services.today()
    with services.store.read() as tx:
        answers = stats.answers(tx, services.folder, since=services.day_began() - timedelta(days=_HISTORY_DAYS))
        due = stats.due_moments(tx, services.folder, until=services.day_ends() + timedelta(days=_FORECAST_DAYS))
        states = stats.states(tx, services.folder)
        suspended = stats.suspended(tx, services.folder)
    counted = [answer for answer in answers if answer.kind not in (ReviewKind.CRAM, ReviewKind.EXAM)]
    days = Counter(study_day(answer.at, zone, start) for answer in counted)
    forecast = Counter(max(today, study_day(moment, zone, start)) for moment in due)
    return Outcome(
        Summary(
            days[today],
            _retention([answer for answer in counted if 1 <= (answer.days_since or 0) < MATURE_DAYS]),
            _retention([answer for answer in counted if (answer.days_since or 0) >= MATURE_DAYS]),
            tuple(
                (today + timedelta(days=day), forecast[today + timedelta(days=day)]) for day in range(_FORECAST_DAYS)
            ),
            tuple(sorted(days.items())),
            dict(states),
            suspended,
        )
    )


def _retention(answers: Sequence[Answered]) -> float | None:
    if not answers:
        return None
    return sum(answer.rating is not Rating.AGAIN for answer in answers) / len(answers)
