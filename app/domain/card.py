"""One thing to recall, and how it stands with the learner."""

from dataclasses import dataclass

from app.domain.ids import CardId
from app.domain.note import Source
from app.domain.review import Schedule


@dataclass(frozen=True, slots=True)
class Card:
    """What a kind made of a note line; both faces are Markdown.

    `rule` names the pattern that fired. `fact` is equal for siblings: cards made from the same piece of
    knowledge, which must not meet in one sitting. `answer` is the short text to type, or empty where typing
    makes no sense. `place` tells apart cards of one kind under one heading without counting lines (a table
    cell's row and column, the term of a definition); `anchor` is an explicit `^id` in the note and wins over all.
    """

    kind: str
    rule: str
    front: str
    back: str
    heading_path: tuple[str, ...]
    topic: str
    source: Source
    fact: str
    place: str = ""
    answer: str = ""
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class StudyCard:
    """A card as the store knows it: its id, its schedule and what the learner did to it."""

    id: CardId
    card: Card
    schedule: Schedule
    is_suspended: bool = False
    is_buried: bool = False
    is_parked: bool = False
    flag: int = 0  # 0 is none, 1 to 7 as in Anki
