"""The review log, which is the truth, and the schedules, which only follow from it."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update

from app.domain.ids import CardId, ReviewId
from app.domain.review import CardState, Rating, Review, ReviewKind, Schedule
from app.store import history
from app.store.rows import CardRow, ReviewRow
from app.store.store import Tx
from app.store.types import checksum, to_micros

Replay = Callable[[CardId, Sequence[Review]], Schedule]

_COLUMNS = (
    ReviewRow.uid,
    ReviewRow.card_uid,
    ReviewRow.at,
    ReviewRow.offset_minutes,
    ReviewRow.rating,
    ReviewRow.taken_ms,
    ReviewRow.kind,
    ReviewRow.model,
    ReviewRow.parameters_version,
    ReviewRow.voids,
)


def new_id(at: datetime) -> ReviewId:
    """Make an id that sorts by time (UUID version 7)."""
    millis = to_micros(at) // 1000 & (1 << 48) - 1
    noise = int.from_bytes(os.urandom(10), "big")
    value = millis << 80 | 7 << 76 | (noise >> 68 & 0xFFF) << 64 | 2 << 62 | noise & (1 << 62) - 1
    return ReviewId(str(UUID(int=value)))


def append(tx: Tx, review: Review, schedule: Schedule, *, name: str = "Answer") -> None:
    """Log an answer, replace the card's schedule and make it undoable: one transaction, one commit."""
    before = schedule_of(tx, review.card_id)
    _insert(tx, review)
    replace_schedule(tx, schedule)
    history.record(
        tx,
        name,
        {"kind": "review", "review": review.id, "card": review.card_id, "schedule": to_json(before)},
        {"kind": "review", "review": review.id, "card": review.card_id, "schedule": to_json(schedule)},
    )


def void(tx: Tx, review_id: ReviewId, *, offset_minutes: int = 0) -> Review | None:
    """Take a log row back by adding one that says so; return the new row, or None if there is no such row."""
    found = tx.session.execute(select(*_COLUMNS).where(ReviewRow.uid == review_id)).first()
    if found is None:
        return None
    old = _review(found)
    voiding = Review(
        id=new_id(tx.now),
        card_id=old.card_id,
        at=tx.now,
        offset_minutes=offset_minutes,
        rating=old.rating,
        taken_ms=0,
        kind=old.kind,
        model=old.model,
        parameters_version=old.parameters_version,
        voids=old.id,
    )
    _insert(tx, voiding)
    return voiding


def newest_void_of(tx: Tx, review_id: ReviewId) -> ReviewId | None:
    """The row that took a review back last."""
    uid = tx.session.execute(
        select(ReviewRow.uid).where(ReviewRow.voids == review_id).order_by(ReviewRow.seq.desc()).limit(1)
    ).scalar()
    return None if uid is None else ReviewId(uid)


def log(tx: Tx, card_id: CardId | None = None) -> tuple[Review, ...]:
    """Read the log as written, oldest first: of one card, or all of it."""
    query: Any = select(*_COLUMNS).order_by(ReviewRow.seq)
    if card_id is not None:
        query = query.where(ReviewRow.card_uid == card_id)
    return tuple(_review(row) for row in tx.session.execute(query))


def in_effect(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Leave out what was taken back, and the rows that only take back; voiding a voiding row is redo."""
    rows = list(reviews)
    voided: set[ReviewId] = set()
    kept: list[Review] = []
    for review in reversed(rows):
        if review.id in voided:
            continue
        if review.voids is not None:
            voided.add(review.voids)
        else:
            kept.append(review)
    return tuple(reversed(kept))


def schedule_of(tx: Tx, card_id: CardId) -> Schedule:
    """Read the schedule of a card."""
    row = tx.session.execute(
        select(
            CardRow.state,
            CardRow.due,
            CardRow.stability,
            CardRow.difficulty,
            CardRow.step,
            CardRow.last_review,
            CardRow.reps,
            CardRow.lapses,
        ).where(CardRow.uid == card_id)
    ).first()
    if row is None:
        return Schedule(card_id)
    state, due, stability, difficulty, step, last_review, reps, lapses = row
    return Schedule(card_id, CardState(state), due, stability, difficulty, step, last_review, reps, lapses)


def replace_schedule(tx: Tx, schedule: Schedule) -> None:
    """Write what follows from the log."""
    tx.session.execute(
        update(CardRow)
        .where(CardRow.uid == schedule.card_id)
        .values(
            state=schedule.state.value,
            due=schedule.due,
            stability=schedule.stability,
            difficulty=schedule.difficulty,
            step=schedule.step,
            last_review=schedule.last_review,
            reps=schedule.reps,
            lapses=schedule.lapses,
        )
        .execution_options(synchronize_session=False)
    )


def rebuild_schedules(tx: Tx, replay: Replay, ids: Iterable[CardId] | None = None) -> int:
    """Make schedules anew from the log, of some cards or of all; return how many changed."""
    wanted = None if ids is None else set(ids)
    by_card: dict[CardId, list[Review]] = defaultdict(list)
    rows = log(tx) if wanted is None else (row for one in wanted for row in log(tx, one))
    for review in rows:
        by_card[review.card_id].append(review)
    studied = tx.session.execute(text("SELECT uid FROM card WHERE state <> 'new' OR reps > 0")).scalars().all()
    everyone = (set(by_card) | {CardId(uid) for uid in studied}) if wanted is None else wanted
    changed = 0
    for card_id in everyone:
        schedule = replay(card_id, in_effect(by_card.get(card_id, [])))
        if schedule != schedule_of(tx, card_id):
            replace_schedule(tx, schedule)
            changed += 1
    return changed


def to_json(schedule: Schedule) -> list[Any]:
    """A schedule as a short list, for the journal."""
    return [
        schedule.state.value,
        None if schedule.due is None else to_micros(schedule.due),
        schedule.stability,
        schedule.difficulty,
        schedule.step,
        None if schedule.last_review is None else to_micros(schedule.last_review),
        schedule.reps,
        schedule.lapses,
    ]


def _insert(tx: Tx, review: Review) -> None:
    stored = (
        review.id,
        tx.device,
        review.card_id,
        to_micros(review.at),
        review.offset_minutes,
        int(review.rating),
        review.taken_ms,
        review.kind.value,
        review.model,
        review.parameters_version,
        review.voids,
    )
    tx.session.execute(
        insert(ReviewRow).values(
            uid=review.id,
            device=tx.device,
            card_uid=review.card_id,
            at=review.at,
            offset_minutes=review.offset_minutes,
            rating=int(review.rating),
            taken_ms=review.taken_ms,
            kind=review.kind.value,
            model=review.model,
            parameters_version=review.parameters_version,
            voids=review.voids,
            checksum=checksum(stored),
        )
    )


def _review(row: Any) -> Review:
    uid, card_uid, at, offset, rating, taken_ms, kind, model, version, voids = row
    return Review(
        id=ReviewId(uid),
        card_id=CardId(card_uid),
        at=at,
        offset_minutes=offset,
        rating=Rating(rating),
        taken_ms=taken_ms,
        kind=ReviewKind(kind),
        model=model,
        parameters_version=version,
        voids=None if voids is None else ReviewId(voids),
    )
