"""The topics that the learner set side by side: by the names of note and headings, which outlive reading anew."""

import json
from collections.abc import Sequence

from sqlalchemy import text

from app.store.store import Tx

Pick = tuple[str, tuple[str, ...]]  # the path of a note, the headings down to a section


def read(tx: Tx, folder: str) -> tuple[tuple[Pick, ...], ...]:
    """The picks of a folder, oldest first; none if what is stored makes no sense."""
    value = tx.connection.execute(
        text("SELECT value FROM meta WHERE name = :name"), {"name": _name(folder)}
    ).scalar_one_or_none()
    try:
        stored = json.loads(value or "[]")
        return tuple(tuple((str(path), tuple(map(str, headings))) for path, headings in picks) for picks in stored)
    except (ValueError, TypeError):
        return ()


def write(tx: Tx, folder: str, picks: Sequence[Sequence[Pick]]) -> None:
    """Keep the picks of a folder."""
    value = json.dumps([[[path, list(headings)] for path, headings in one] for one in picks], ensure_ascii=False)
    tx.connection.execute(
        text("INSERT INTO meta(name, value) VALUES (:name, :value) ON CONFLICT(name) DO UPDATE SET value = :value"),
        {"name": _name(folder), "value": value},
    )


def _name(folder: str) -> str:
    return f"picks {folder}"
