"""Identifiers that outlive edits of the notes."""

from typing import NewType
from uuid import NAMESPACE_URL, UUID, uuid5

CardId = NewType("CardId", str)
ReviewId = NewType("ReviewId", str)
SectionId = NewType("SectionId", int)

_NAMESPACE = uuid5(NAMESPACE_URL, "certdeck:card")


def first_card_id(*identity: str) -> CardId:
    """The id a card gets when it is first seen; afterwards the store's fingerprint keeps it."""
    return CardId(str(uuid5(_NAMESPACE, "\x1f".join(identity))))


def is_card_id(text: str) -> bool:
    """Tell whether `text` is a well-formed card id."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
