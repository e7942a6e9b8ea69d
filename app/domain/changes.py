"""What a service did to the store, so that pages know when they are stale."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Change(StrEnum):
    """A part of the store that moved."""

    NOTES = "notes"
    CARDS = "cards"
    REVIEWS = "reviews"
    PROBLEMS = "problems"
    EXAMS = "exams"
    SETTINGS = "settings"


NOTHING: frozenset[Change] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """What every service returns: its value, and which parts of the store it changed."""

    value: T_co
    changes: frozenset[Change] = field(default=NOTHING)
