"""The topics that the learner set side by side: by the names of note and headings, which outlive reading anew."""

import json
from collections.abc import Sequence

from app.store import meta
from app.store.store import Tx

Pick = tuple[str, tuple[str, ...]]  # the path of a note, the headings down to a section


def read(tx: Tx, folder: str) -> tuple[tuple[Pick, ...], ...]:
    """The picks of a folder, oldest first; none if what is stored makes no sense."""
    try:
        stored = json.loads(meta.read(tx, _name(folder)) or "[]")
        return tuple(tuple((str(path), tuple(map(str, headings))) for path, headings in picks) for picks in stored)
    except (ValueError, TypeError):
        return ()


def write(tx: Tx, folder: str, picks: Sequence[Sequence[Pick]]) -> None:
    """Keep the picks of a folder."""
    value = json.dumps([[[path, list(headings)] for path, headings in one] for one in picks], ensure_ascii=False)
    meta.write(tx, _name(folder), value)


def _name(folder: str) -> str:
    return f"picks {folder}"
