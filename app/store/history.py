"""The journal of undo and redo: every change with what takes it back, kept in the progress file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.store.rows import HistoryRow
from app.store.store import Tx

KEPT = 5000  # changes that can be taken back


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; the payloads say in `kind` who knows how to apply them."""

    seq: int
    name: str
    at: datetime
    undo: Any
    redo: Any
    is_undone: bool


def record(tx: Tx, name: str, undo: Any, redo: Any) -> int:
    """Add a change to the journal; what was undone before can no longer be redone."""
    tx.session.execute(delete(HistoryRow).where(HistoryRow.is_undone.is_(True)))
    seq = tx.session.execute(
        insert(HistoryRow).values(name=name, at=tx.now, undo=undo, redo=redo, is_undone=False).returning(HistoryRow.seq)
    ).scalar_one()
    if seq % 100 == 0:
        tx.session.execute(delete(HistoryRow).where(HistoryRow.seq <= seq - KEPT))
    return seq


def undoable(tx: Tx) -> Entry | None:
    """The change that undo would take back."""
    return _one(tx, select(func.max(HistoryRow.seq)).where(HistoryRow.is_undone.is_(False)))


def redoable(tx: Tx) -> Entry | None:
    """The change that redo would make again."""
    return _one(tx, select(func.min(HistoryRow.seq)).where(HistoryRow.is_undone.is_(True)))


def mark(tx: Tx, seq: int, *, is_undone: bool) -> None:
    """Note that a change was taken back, or made again."""
    tx.session.execute(update(HistoryRow).where(HistoryRow.seq == seq).values(is_undone=is_undone))


def _one(tx: Tx, number: Any) -> Entry | None:
    row = tx.session.execute(
        select(
            HistoryRow.seq, HistoryRow.name, HistoryRow.at, HistoryRow.undo, HistoryRow.redo, HistoryRow.is_undone
        ).where(HistoryRow.seq == number.scalar_subquery())
    ).first()
    return Entry(*row) if row else None
