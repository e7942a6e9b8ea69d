"""Figures about studying, read from the log and the schedules as small values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from app.domain.ids import CardId, ReviewId
from app.domain.review import CardState, Rating, Review, ReviewKind
from app.store import cards, reviews
from app.store.store import Tx
from app.store.types import from_micros, to_micros


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer that counts, with the days since the answer before it (None for the first)."""

    review_id: ReviewId
    card_id: CardId
    at: datetime
    offset_minutes: int
    rating: Rating
    taken_ms: int
    kind: ReviewKind
    days_since: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the cards of one section stand: what the bar beside its title is made of."""

    section_id: int
    cards: int
    seen: int
    schedules: tuple[tuple[float, datetime], ...]  # stability in days, last review


def answers(
    tx: Tx, folder: str | None = None, *, since: datetime | None = None, until: datetime | None = None
) -> tuple[Answered, ...]:
    """Every answer in effect, oldest first."""
    previous: dict[str, datetime] = {}
    found: list[Answered] = []
    for review in _rows(tx, folder, since, until):
        before = previous.get(review.card_id)
        previous[review.card_id] = review.at
        if since is not None and review.at < since:
            continue
        found.append(
            Answered(
                review.id,
                review.card_id,
                review.at,
                review.offset_minutes,
                review.rating,
                review.taken_ms,
                review.kind,
                None if before is None else (review.at - before).total_seconds() / 86400,
            )
        )
    return tuple(found)


def states(tx: Tx, folder: str) -> dict[CardState, int]:
    """How many cards are in each state; suspended ones count, parked ones do not."""
    rows = tx.connection.execute(
        text("SELECT state, count(*) FROM card WHERE folder_id = :folder AND is_parked = 0 GROUP BY state"),
        {"folder": cards.known_folder(tx, folder)},
    )
    found = dict.fromkeys(CardState, 0)
    for state, number in rows:
        found[CardState(state)] = number
    return found


def suspended(tx: Tx, folder: str) -> int:
    """How many cards are suspended."""
    return int(
        tx.connection.execute(
            text("SELECT count(*) FROM card WHERE folder_id = :folder AND is_parked = 0 AND is_suspended = 1"),
            {"folder": cards.known_folder(tx, folder)},
        ).scalar_one()
    )


def due_moments(tx: Tx, folder: str, *, until: datetime) -> tuple[datetime, ...]:
    """When each studied card falls due, up to a moment, in order: what a forecast is counted from."""
    rows = tx.connection.execute(
        text(
            "SELECT due FROM card WHERE folder_id = :folder AND is_parked = 0 AND is_suspended = 0"
            " AND state IN ('learning', 'relearning', 'review') AND due <= :until ORDER BY due"
        ),
        {"folder": cards.known_folder(tx, folder), "until": to_micros(until)},
    )
    return tuple(from_micros(due) for (due,) in rows)


def started_since(tx: Tx, folder: str, since: datetime) -> tuple[int, int]:
    """How many cards were answered for the first time since a moment, and how many reviews were done since."""
    rows = answers(tx, folder, since=since)
    new = sum(1 for row in rows if row.days_since is None and row.kind is ReviewKind.LEARN)
    return new, sum(1 for row in rows if row.kind is ReviewKind.REVIEW)


def standings(tx: Tx, folder: str) -> tuple[Standing, ...]:
    """How the cards of each section stand, for sections that have cards."""
    found: dict[int, tuple[int, list[tuple[float, datetime]]]] = {}
    counted = tx.connection.execute(
        text(
            "SELECT section_id, count(*) FROM card WHERE folder_id = :folder AND is_parked = 0"
            " AND section_id IS NOT NULL GROUP BY section_id"
        ),
        {"folder": cards.known_folder(tx, folder)},
    )
    for section_id, number in counted:
        found[section_id] = (number, [])
    seen = tx.connection.execute(
        text(
            "SELECT section_id, stability, last_review FROM card WHERE folder_id = :folder AND is_parked = 0"
            " AND section_id IS NOT NULL AND state <> 'new' AND stability IS NOT NULL AND last_review IS NOT NULL"
        ),
        {"folder": cards.known_folder(tx, folder)},
    )
    for section_id, stability, last_review in seen:
        found[section_id][1].append((stability, from_micros(last_review)))
    return tuple(
        Standing(section_id, number, len(schedules), tuple(schedules))
        for section_id, (number, schedules) in found.items()
    )


def _rows(tx: Tx, folder: str | None, since: datetime | None, until: datetime | None) -> Sequence[Review]:
    """What counts of the log of a folder's cards; with `since`, of those answered after that, from their beginning."""
    log: list[Review] = []
    if since is None:
        log += reviews.in_effect(reviews.log(tx))
    else:
        answered = tx.connection.execute(
            text("SELECT DISTINCT card_uid FROM review WHERE at >= :since"), {"since": to_micros(since)}
        ).scalars()
        for uid in answered.all():
            log += reviews.in_effect(reviews.log(tx, CardId(uid)))
        log.sort(key=lambda review: review.at)
    if folder is not None:
        own = cards.ids_of(tx, folder) if since is None else cards.ids_of(tx, folder, {row.card_id for row in log})
        log = [review for review in log if review.card_id in own]
    return log if until is None else [review for review in log if review.at <= until]
