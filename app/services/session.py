"""A sitting as a pure state machine: which card is up, what an answer means, what comes next."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.card import StudyCard
from app.domain.clock import Clock, offset_minutes
from app.domain.ids import CardId, ReviewId
from app.domain.review import CardState, Rating, Review, ReviewKind, Schedule
from app.schedule.memory import MODEL, PARAMETERS_VERSION, Memory, kind_of
from app.schedule.queue import end_of_day
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Filter:
    """What to study: all that is due, a section with what is below it, or chosen cards; cramming skips the schedule."""

    section_id: int | None = None
    cram: bool = False
    card_ids: tuple[CardId, ...] | None = None


@dataclass(frozen=True, slots=True)
class LeechHit:
    """A card was forgotten once too often: it needs its note more than another answer."""

    card_id: CardId
    lapses: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A rating with all that follows from it, ready to be recorded."""

    review: Review
    before: Schedule
    after: Schedule
    leech: LeechHit | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sitting stands; small, so that each answer keeps the one before it."""

    ahead: int = 0  # how far into the main row of cards
    learning: tuple[StudyCard, ...] = ()  # by due time
    current: StudyCard | None = None
    answered: int = 0


class StudySession:
    """Shows one card after the other; the caller records the answers and says if that failed."""

    def __init__(
        self,
        main: Sequence[StudyCard],
        learning: Sequence[StudyCard],
        *,
        clock: Clock,
        memory: Memory,
        settings: Settings,
        new_id: Callable[[datetime], ReviewId],
        chosen: Filter,
    ) -> None:
        self.chosen = chosen
        self._main = tuple(main)
        self._clock = clock
        self._memory = memory
        self._settings = settings
        self._new_id = new_id
        self._dropped: set[CardId] = set()
        self._taken: list[tuple[Answer, _Place]] = []
        self._waiting: set[ReviewId] = set()
        self._is_revealed = False
        self._at = {card.id: number for number, card in enumerate(self._main)}
        self._new_from = _new_from(self._main)
        self._place = _Place(learning=_by_due(learning))
        self._advance()

    @property
    def current(self) -> StudyCard | None:
        """The card on the desk. While there is none, a learning card comes up by itself when it is due."""
        if self._place.current is None and self._place.learning:
            self._advance()
        return self._place.current

    @property
    def is_revealed(self) -> bool:
        """Whether the back is shown."""
        return self._is_revealed

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is neither acknowledged nor stepped back yet."""
        return bool(self._waiting)

    @property
    def position(self) -> int:
        """How many answers were given."""
        return self._place.answered

    @property
    def total(self) -> int:
        """How many answers the sitting takes, as far as one can know."""
        return self._place.answered + sum(self.counts)

    @property
    def counts(self) -> tuple[int, int, int]:
        """New, learning and review cards that are left, the current one among them."""
        ahead = self._place.ahead
        new = self._new_from[ahead]
        review = len(self._main) - ahead - new
        for card_id in self._dropped:
            if (at := self._at.get(card_id, -1)) >= ahead:
                is_new = self._main[at].schedule.state is CardState.NEW
                new, review = new - is_new, review - (not is_new)
        learning = len(self._place.learning)
        if (current := self._place.current) is not None:
            state = current.schedule.state
            new += state is CardState.NEW
            review += state is CardState.REVIEW
            learning += state in _STEPS
        return (new, learning, review)

    @property
    def waits_until(self) -> datetime | None:
        """When the next learning card is due, if nothing can be shown before."""
        if self.current is not None or not self._place.learning:
            return None
        return self._place.learning[0].schedule.due

    def reveal(self) -> None:
        """Show the back."""
        self._is_revealed = self.current is not None

    def previews(self) -> dict[Rating, timedelta]:
        """Say how long each button would put the card away."""
        card = self.current
        if card is None:
            return {}
        if self.chosen.cram:
            return dict.fromkeys(Rating, timedelta(0))
        return self._memory.preview(card.schedule, self._clock.now())

    def rate(self, rating: Rating, taken_ms: int) -> Answer:
        """Answer the current card and go on to the next one at once."""
        card = self.current
        if card is None:
            raise ValueError("There is no card to rate")
        answer = self._answer(card, rating, max(0, taken_ms))
        place = self._place
        self._taken.append((answer, place))
        self._waiting.add(answer.review.id)
        learning = place.learning
        if not self.chosen.cram and self._comes_back(answer.after):
            learning = _by_due([*learning, replace(card, schedule=answer.after)])
        self._place = replace(place, learning=learning, current=None, answered=place.answered + 1)
        self._advance()
        return answer

    def acknowledge(self, answer: Answer) -> None:
        """Take note that an answer is safe on the disk."""
        self._waiting.discard(answer.review.id)

    def step_back(self, answer: Answer) -> None:
        """Return to before an answer, because it could not be recorded or was taken back."""
        for number, (given, place) in enumerate(self._taken):
            if given is answer or given.review.id == answer.review.id:
                self._waiting -= {later.review.id for later, _ in self._taken[number:]}
                del self._taken[number:]
                self._go_to(place)
                return

    def drop(self, card_id: CardId) -> None:
        """Take a card out of the sitting: it was suspended, buried or parked."""
        self._dropped.add(card_id)
        self._go_to(self._place)

    def learn_ahead(self) -> None:
        """Show the next learning card now instead of waiting for it."""
        if self.current is None and self._place.learning:
            first, *rest = self._place.learning
            self._set(replace(self._place, current=first, learning=tuple(rest)))

    def _answer(self, card: StudyCard, rating: Rating, taken_ms: int) -> Answer:
        answer = answered(
            card,
            rating,
            taken_ms,
            clock=self._clock,
            memory=self._memory,
            new_id=self._new_id,
            is_cram=self.chosen.cram,
        )
        return replace(answer, leech=self._leech(answer.before, answer.after))

    def _leech(self, before: Schedule, after: Schedule) -> LeechHit | None:
        over = after.lapses - self._settings.leech_lapses
        if after.lapses == before.lapses or over < 0 or over % self._settings.leech_every:
            return None
        return LeechHit(after.card_id, after.lapses)

    def _comes_back(self, schedule: Schedule) -> bool:
        """Whether a card in its steps is due again in this sitting."""
        now, due = self._clock.now(), schedule.due
        if schedule.state not in _STEPS or due is None:
            return False
        return due < max(end_of_day(now, self._clock.zone(), self._settings), now + self._ahead)

    @property
    def _ahead(self) -> timedelta:
        return timedelta(minutes=self._settings.learn_ahead_minutes)

    def _go_to(self, place: _Place) -> None:
        current = place.current
        learning = tuple(card for card in place.learning if card.id not in self._dropped)
        if current is not None and current.id in self._dropped:
            current = None
        is_same = current is not None and current is self._place.current
        revealed = self._is_revealed and is_same
        self._set(replace(place, current=current, learning=learning))
        self._is_revealed = revealed
        if current is None:
            self._advance()

    def _advance(self) -> None:
        """Choose the next card: learning ones that are due, the main row, then learning ones due soon."""
        place, now = self._place, self._clock.now()
        if place.learning and _is_due(place.learning[0], now):
            self._take_learning(place)
            return
        ahead = place.ahead
        while ahead < len(self._main):
            card = self._main[ahead]
            ahead += 1
            if card.id not in self._dropped:
                self._set(replace(place, ahead=ahead, current=card))
                return
        place = replace(place, ahead=ahead, current=None)
        if place.learning and _is_due(place.learning[0], now + self._ahead):
            self._take_learning(place)
        else:
            self._set(place)

    def _take_learning(self, place: _Place) -> None:
        first, *rest = place.learning
        self._set(replace(place, current=first, learning=tuple(rest)))

    def _set(self, place: _Place) -> None:
        self._place = place
        self._is_revealed = False


def answered(
    card: StudyCard,
    rating: Rating,
    taken_ms: int,
    *,
    clock: Clock,
    memory: Memory,
    new_id: Callable[[datetime], ReviewId],
    is_cram: bool = False,
) -> Answer:
    """A rating of a card with what follows from it; cramming leaves the schedule as it is."""
    now, before = clock.now(), card.schedule
    review = Review(
        id=new_id(now),
        card_id=card.id,
        at=now,
        offset_minutes=offset_minutes(now, clock.zone()),
        rating=rating,
        taken_ms=taken_ms,
        kind=ReviewKind.CRAM if is_cram else kind_of(before.state),
        model=MODEL,
        parameters_version=PARAMETERS_VERSION,
    )
    return Answer(review, before, before if is_cram else memory.next(before, rating, now))


_STEPS = (CardState.LEARNING, CardState.RELEARNING)


def _is_due(card: StudyCard, moment: datetime) -> bool:
    return card.schedule.due is not None and card.schedule.due <= moment


def _by_due(cards: Iterable[StudyCard]) -> tuple[StudyCard, ...]:
    return tuple(sorted(cards, key=lambda card: (card.schedule.due is not None, card.schedule.due)))


def _new_from(cards: Sequence[StudyCard]) -> list[int]:
    """How many new cards there are from each place to the end."""
    counts = [0] * (len(cards) + 1)
    for number in range(len(cards) - 1, -1, -1):
        counts[number] = counts[number + 1] + (cards[number].schedule.state is CardState.NEW)
    return counts
