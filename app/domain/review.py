"""What the learner answered, and what follows from it."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from app.domain.ids import CardId, ReviewId


class Rating(IntEnum):
    """The four buttons; the numbers are those of FSRS and of the keyboard."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class ReviewKind(StrEnum):
    """In which state a card was answered. Cramming and exams never touch the schedule."""

    LEARN = "learn"
    REVIEW = "review"
    RELEARN = "relearn"
    CRAM = "cram"
    EXAM = "exam"


class CardState(StrEnum):
    """Where a card is in its life."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True)
class Review:
    """One row of the append-only log; `voids` names the row that this one takes back.

    A voiding row may itself be voided: that is redo. `at` is UTC; `offset_minutes` is the local zone's offset
    then. `taken_ms` is the time from front to rating.
    """

    id: ReviewId
    card_id: CardId
    at: datetime
    offset_minutes: int
    rating: Rating
    taken_ms: int
    kind: ReviewKind
    model: str
    parameters_version: int
    voids: ReviewId | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the log says of a card, and when it is due; a replay of the log gives it again exactly.

    `stability` is in days, `difficulty` runs from 1 to 10, `step` is the learning step or None, `due` and
    `last_review` are UTC. A card never answered has state NEW and no due date.
    """

    card_id: CardId
    state: CardState = CardState.NEW
    due: datetime | None = None
    stability: float | None = None
    difficulty: float | None = None
    step: int | None = None
    last_review: datetime | None = None
    reps: int = 0
    lapses: int = 0
