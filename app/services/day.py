"""This study day so far: what was answered, and how long answers take."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from app.domain.review import ReviewKind
from app.schedule.memory import moves_schedule
from app.schedule.queue import DoneToday
from app.services.context import Services
from app.store import cards, stats
from app.store.stats import Answered
from app.store.store import Tx
from app.store.types import key

_SECONDS_NEW = 20.0
_SECONDS_REVIEW = 8.0
_STEPS = 1.5  # how often a new card is asked again on its first day
_ENOUGH = 10  # answers before the learner's own pace counts
_LONGEST = 60.0  # seconds at one card that count as studying


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that one answer takes: to a card that is being learned, and to one that comes back."""

    new: float
    review: float

    @property
    def new_card(self) -> float:
        """What a new card takes on its first day, on which it is asked again."""
        return self.new + _STEPS * min(self.new, self.review)


def done_today(tx: Tx, services: Services) -> DoneToday:
    """Count what was answered on this study day."""
    every = stats.answers(tx, services.folder, since=services.day_began())
    answered = [row for row in every if moves_schedule(row.kind)]
    if not answered:
        return DoneToday()
    ids = frozenset(row.card_id for row in answered)
    facts = frozenset(
        key(services.folder, card.card.source.path, card.card.fact) for card in cards.get(tx, sorted(ids))
    )
    new = sum(1 for row in answered if row.days_since is None and row.kind == "learn")
    reviewed = sum(1 for row in answered if row.kind == "review")
    return DoneToday(new, reviewed, ids, facts)


def pace(lately: Sequence[Answered]) -> Pace:
    """The learner's own pace: the median, which one long pause does not move."""
    return Pace(
        _typical(lately, (ReviewKind.LEARN,), _SECONDS_NEW),
        _typical(lately, (ReviewKind.REVIEW, ReviewKind.RELEARN), _SECONDS_REVIEW),
    )


def spent(answers: Sequence[Answered]) -> float:
    """The seconds that answers took; whoever goes for a coffee does not study."""
    return sum(min(row.taken_ms / 1000, _LONGEST) for row in answers)


def _typical(lately: Sequence[Answered], kinds: tuple[ReviewKind, ...], otherwise: float) -> float:
    taken = [row.taken_ms / 1000 for row in lately if row.kind in kinds and row.taken_ms > 0]
    return median(taken) if len(taken) >= _ENOUGH else otherwise
