"""What to study now, and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from app.domain.ids import CardId
from app.domain.review import CardState, Schedule
from app.settings import Settings


class Waiting(Protocol):
    """What the queue must know of a card."""

    @property
    def id(self) -> CardId:
        """Its id."""
        ...

    @property
    def fact(self) -> int:
        """Equal for siblings."""
        ...

    @property
    def schedule(self) -> Schedule:
        """How it stands."""
        ...


@dataclass(frozen=True, slots=True)
class DoneToday:
    """What of the daily limits is used."""

    new: int = 0
    reviews: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    """The cards to study, in order, and how many of them are new, in learning and due for review."""

    ids: tuple[CardId, ...]
    new: int
    learning: int
    review: int


def pick(cards: Iterable[Waiting], *, now: datetime, day_ends: datetime, settings: Settings, done: DoneToday) -> Queue:
    """Choose the cards of this sitting: learning ones first, reviews by how overdue they are, new ones spread among them."""
    learning: list[Waiting] = []
    reviews: list[Waiting] = []
    new: list[Waiting] = []
    ahead = now + timedelta(minutes=settings.learn_ahead_minutes)
    for card in cards:
        state, due = card.schedule.state, card.schedule.due
        if state is CardState.NEW:
            new.append(card)
        elif due is None:
            continue
        elif state is CardState.REVIEW:
            if due < day_ends:
                reviews.append(card)
        elif due <= ahead or due < day_ends:
            learning.append(card)
    learning.sort(key=lambda card: (card.schedule.due or now, card.id))
    reviews.sort(key=lambda card: (-_overdue(card.schedule, now), card.id))
    met = {card.fact for card in learning}
    chosen_reviews = _apart(reviews, met, max(0, settings.reviews_per_day - done.reviews))
    chosen_new = _apart(new, met, max(0, settings.new_per_day - done.new))
    ids = [card.id for card in (*learning, *_spread(chosen_reviews, chosen_new))]
    return Queue(tuple(ids), len(chosen_new), len(learning), len(chosen_reviews))


def _overdue(schedule: Schedule, now: datetime) -> float:
    """How late a review is, measured by its interval: one day late hurts a short interval more."""
    assert schedule.due is not None
    if schedule.last_review is None:
        return 0.0
    interval = max(timedelta(hours=1), schedule.due - schedule.last_review)
    return (now - schedule.due) / interval


def _apart(cards: Sequence[Waiting], met: set[int], limit: int) -> list[Waiting]:
    """At most `limit` cards, and of siblings only the first: the other would be answered by it."""
    chosen: list[Waiting] = []
    for card in cards:
        if len(chosen) >= limit:
            break
        if card.fact not in met:
            met.add(card.fact)
            chosen.append(card)
    return chosen


def _spread(many: Sequence[Waiting], few: Sequence[Waiting]) -> list[Waiting]:
    """Mix two runs evenly, each in its own order."""
    if not few or not many:
        return [*many, *few]
    total = len(many) + len(few)
    result: list[Waiting] = []
    taken = 0
    for position in range(total):
        if taken < len(few) and (position + 1) * len(few) >= (taken + 1) * total:
            result.append(few[taken])
            taken += 1
        else:
            result.append(many[position - taken])
    return result
