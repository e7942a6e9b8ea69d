"""Take the last change back, or make it again: what each payload of the journal means to the store."""

from typing import Any

from app.domain.ids import CardId, ReviewId
from app.store import cards, history, reviews
from app.store.store import Tx


def undo(tx: Tx, *, offset_minutes: int = 0, replay: reviews.Replay | None = None) -> history.Entry | None:
    """Take the last change back and return it; payloads of a kind unknown here are left to the caller.

    With `replay` the schedule of a review's card is made from its log, else it is the one kept in the journal.
    """
    entry = history.undoable(tx)
    if entry is None:
        return None
    payload = entry.undo
    if payload["kind"] == "review":
        reviews.void(tx, ReviewId(payload["review"]), offset_minutes=offset_minutes)
        _reschedule(tx, payload, replay)
    elif payload["kind"] == "run":
        cards.take_back_run(tx, payload["run"])
    else:
        _apply(tx, payload)
    history.mark(tx, entry.seq, is_undone=True)
    return entry


def redo(tx: Tx, *, offset_minutes: int = 0, replay: reviews.Replay | None = None) -> history.Entry | None:
    """Make again what was taken back last, and return it; unknown payloads are left to the caller."""
    entry = history.redoable(tx)
    if entry is None:
        return None
    payload = entry.redo
    if payload["kind"] == "review":
        voiding = reviews.newest_void_of(tx, ReviewId(payload["review"]))
        if voiding is not None:
            reviews.void(tx, voiding, offset_minutes=offset_minutes)
        _reschedule(tx, payload, replay)
    elif payload["kind"] == "run":
        cards.make_run_again(tx, payload["run"])
    else:
        _apply(tx, payload)
    history.mark(tx, entry.seq, is_undone=False)
    return entry


def _apply(tx: Tx, payload: Any) -> None:
    if payload["kind"] == "marks":
        cards.write_marks(tx, payload["column"], payload["cards"])
    elif payload["kind"] == "snapshots":
        cards.write_snapshots(tx, payload["cards"])
        cards.decide(tx, *payload["entry"])


def _reschedule(tx: Tx, payload: Any, replay: reviews.Replay | None) -> None:
    card_id = CardId(payload["card"])
    if replay is None:
        reviews.replace_schedule(tx, cards.schedule_of(card_id, payload["schedule"]))
    else:
        reviews.replace_schedule(tx, replay(card_id, reviews.in_effect(reviews.log(tx, card_id))))
