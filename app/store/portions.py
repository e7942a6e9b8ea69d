"""What the plan gave to one study day, so that it stays what it was however often it is looked at."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.ids import CardId
from app.store import meta
from app.store.store import Tx


@dataclass(frozen=True, slots=True)
class Portion:
    """How many new cards and reviews a day takes, which new cards come next, and what is gone over though not due.

    `terms` tells when it is outdated.
    """

    day: date
    terms: str
    new: int
    reviews: int
    order: tuple[CardId, ...]
    again: tuple[CardId, ...] = ()


def read(tx: Tx, folder: str) -> Portion | None:
    """The newest portion of a folder; None if there is none, or what is stored makes no sense."""
    try:
        day, terms, new, reviews, order, again = json.loads(meta.read(tx, _name(folder)))
        return Portion(date.fromisoformat(day), str(terms), int(new), int(reviews), _ids(order), _ids(again))
    except (ValueError, TypeError):
        return None


def write(tx: Tx, folder: str, portion: Portion) -> None:
    """Keep the portion of a day in place of the one before."""
    stored: Sequence[object] = (
        portion.day.isoformat(), portion.terms, portion.new, portion.reviews, list(portion.order), list(portion.again),
    )  # fmt: skip
    meta.write(tx, _name(folder), json.dumps(stored))


def _ids(stored: Sequence[object]) -> tuple[CardId, ...]:
    return tuple(CardId(str(one)) for one in stored)


def _name(folder: str) -> str:
    return f"portion {folder}"
