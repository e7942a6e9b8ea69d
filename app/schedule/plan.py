"""The plan to the exam: which cards, how many a day, and what will be known on the day.

Time is what is scarce. Each study day takes the reviews that are due first, then new cards; the last days before the
exam take what would be recalled least. What follows is played through day by day with the same memory model that
schedules the cards, so that the plan promises no more than the schedule does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil, inf

from app.domain.ids import CardId
from app.domain.review import CardState, Rating, Schedule
from app.schedule.memory import Memory, chance, jittered, recall

LAST_PASS = 7  # days before the exam in which all that was learnt is gone over once more
_MOST_STEPS = 12  # answers on the day a card is met
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Terms:
    """What there is to spend: study days before the exam with today, seconds a day, seconds that cards take.

    `spent` are the seconds that went by today already.
    """

    days: int
    seconds: float
    new_seconds: float
    review_seconds: float
    spent: float = 0.0

    @property
    def turn(self) -> int:
        """The day on which the last pass begins; negative if it has begun already."""
        return self.days - LAST_PASS

    @property
    def last_new(self) -> int:
        """The day by which new cards are met if the time is enough: before the last pass, but never all at once."""
        return max(self.turn, min(self.days - 1, LAST_PASS - 1))


@dataclass(frozen=True, slots=True)
class Met:
    """A card that was answered before; days count from today, so that `last` is not positive."""

    id: CardId
    stability: float
    difficulty: float
    last: int
    due: int
    reps: int
    fact: int = 0  # siblings have an equal one, and of these one comes a day; 0 has none


@dataclass(frozen=True, slots=True)
class Course:
    """How the days until the exam go. Recall is that on the day of the exam.

    `met_recall` is in the order of the cards that were given; `taken` are the places of the new cards that are met, and
    `new_recall` goes with them.
    """

    new: tuple[int, ...] = ()  # cards met, day by day
    seconds: tuple[float, ...] = ()  # day by day
    met_recall: tuple[float, ...] = ()
    taken: tuple[int, ...] = ()
    new_recall: tuple[float, ...] = ()
    again: tuple[CardId, ...] = ()  # what today goes over though it is not due


@dataclass(frozen=True, slots=True)
class Place:
    """A card as the choice of new ones sees it."""

    id: CardId
    section: int
    fact: int
    is_met: bool


@dataclass(slots=True)
class _Card:
    id: CardId
    stability: float
    difficulty: float
    last: int
    reps: int
    due: int = 0
    fact: int = 0

    def recall(self, day: int) -> float:
        return recall(self.stability, day - self.last)


@dataclass(slots=True)
class _Day:
    """What is left of a day."""

    seconds: float
    used: float = 0.0

    def takes(self, cost: float) -> bool:
        if self.used + cost > self.seconds:
            return False
        self.used += cost
        return True


@dataclass(slots=True)
class _Play:
    """The days being played through."""

    terms: Terms
    memory: Memory
    most_days: int
    due: dict[int, list[_Card]] = field(default_factory=lambda: defaultdict(list))
    cards: list[_Card] = field(default_factory=list)

    def put(self, card: _Card, day: int, interval: int) -> None:
        """Let a card come back."""
        card.due = day + jittered(interval, card.id, card.reps, self.most_days)
        self.due[card.due].append(card)

    def answer(self, card: _Card, day: int, left: _Day) -> None:
        """Answer a card as it will be answered on average: recalled as often as the model says."""
        days = day - card.last
        is_recalled = chance(card.id, card.reps) < recall(card.stability, days)
        rating = Rating.GOOD if is_recalled else Rating.AGAIN
        schedule = Schedule(
            card.id, CardState.REVIEW, None, card.stability, card.difficulty, None, _LONG_AGO, card.reps
        )
        self._learn(card, schedule, rating, days, day)
        if not is_recalled:
            left.used += self.terms.review_seconds

    def meet(self, number: int, day: int, fact: int) -> None:
        """Meet a new card and know it at once; a slower start costs the time that `new_seconds` has."""
        card = _Card(CardId(f"new {number}"), 0.0, 0.0, day, 0, fact=fact)
        self._learn(card, Schedule(card.id), Rating.GOOD, 0, day)
        self.cards.append(card)

    def _learn(self, card: _Card, schedule: Schedule, rating: Rating, days: int, day: int) -> None:
        for _ in range(_MOST_STEPS):
            found = self.memory.outcome(schedule, rating, days)
            card.reps += 1
            card.stability, card.difficulty = found.stability or 0.1, found.difficulty or 5.0
            if found.state is CardState.REVIEW:
                break
            schedule = Schedule(
                card.id, found.state, None, found.stability, found.difficulty, found.step, _LONG_AGO, card.reps
            )
            rating, days = Rating.GOOD, 0
        card.last = day
        self.put(card, day, max(1, found.away.days))


def foresee(met: Sequence[Met], new: Sequence[int], terms: Terms, memory: Memory, most_days: int = 36_500) -> Course:
    """Play the days until the exam through.

    `met` are all cards answered so far, `new` the facts of those that could still be met, the most wanted first.
    """
    play = _Play(terms, memory, most_days)
    for one in met:
        card = _Card(one.id, one.stability, one.difficulty, one.last, one.reps, max(0, one.due), one.fact)
        play.cards.append(card)
        play.due[card.due].append(card)
    waiting: list[_Card] = []
    by_day: list[int] = []
    used: list[float] = []
    again: list[CardId] = []
    taken: list[int] = []
    left_new = list(enumerate(new))
    for day in range(terms.days):
        left = _Day(terms.seconds, terms.spent if day == 0 else 0.0)
        facts: set[int] = set()
        waiting += play.due.pop(day, ())
        waiting.sort(key=lambda card: (card.last - day) / card.stability)
        kept: list[_Card] = []
        for card in waiting:
            if card.fact in facts or not left.takes(terms.review_seconds):
                kept.append(card)
            else:
                play.answer(card, day, left)
                facts.add(card.fact or -len(facts) - 1)
        waiting = kept
        if day >= terms.turn:
            for card in _least_known(play.cards, terms, day):
                if not left.takes(terms.review_seconds):
                    break
                play.due[card.due].remove(card)
                play.answer(card, day, left)
                if day == 0:
                    again.append(card.id)
        wanted = ceil(len(left_new) / max(1, terms.last_new - day))
        later: list[tuple[int, int]] = []
        before = len(taken)
        for number, fact in left_new:
            if len(taken) - before >= wanted or fact in facts or not left.takes(terms.new_seconds):
                later.append((number, fact))
                continue
            play.meet(number, day, fact)
            taken.append(number)
            if fact:
                facts.add(fact)
        left_new = later
        by_day.append(len(taken) - before)
        used.append(left.used)
    recalls = [card.recall(terms.days) for card in play.cards]
    return Course(
        tuple(by_day), tuple(used), tuple(recalls[: len(met)]), tuple(taken), tuple(recalls[len(met) :]), tuple(again)
    )


def _least_known(cards: Iterable[_Card], terms: Terms, day: int) -> list[_Card]:
    """A day's share of the last pass: what would be recalled least, each card once, evenly over the days left."""
    open_ones = [card for card in cards if card.last < terms.turn and card.due > day]
    share = ceil(len(open_ones) / (terms.days - day))
    return sorted(open_ones, key=lambda card: (card.recall(terms.days), card.id))[:share]


def ranked(places: Sequence[Place], weights: Mapping[int, float]) -> tuple[int, ...]:
    """Say which new cards are worth their time most, as places in `places`, the best first.

    Each section takes part by its weight, what was met of it counts; within it, one card of each fact comes before a
    second one. Sections without weight come last.
    """
    seen: dict[int, int] = defaultdict(int)
    met_facts = {place.fact for place in places if place.is_met}
    for place in places:
        seen[place.section] += place.is_met
    keys = [
        ((seen[section] + rank + 0.5) / weight if (weight := weights.get(section, 0.0)) > 0 else inf, order)
        for section, own in _sections(places).items()
        for rank, order in enumerate(_facts_first(own, met_facts))
    ]
    return tuple(order for _, order in sorted(keys))


def _sections(places: Sequence[Place]) -> dict[int, list[tuple[int, Place]]]:
    found: dict[int, list[tuple[int, Place]]] = defaultdict(list)
    for order, place in enumerate(places):
        if not place.is_met:
            found[place.section].append((order, place))
    return found


def _facts_first(own: Sequence[tuple[int, Place]], met: set[int]) -> Iterator[int]:
    """Places in a section so that each fact is met once before any is met again."""
    times: dict[int, int] = defaultdict(int)
    rounds = []
    for order, place in own:
        rounds.append((times[place.fact] + (place.fact in met), order))
        times[place.fact] += 1
    return (order for _, order in sorted(rounds))
