"""Search sections and cards as one types: the last word is taken as a beginning."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.domain.ids import CardId
from app.store import cards
from app.store.store import Tx

_WORD = re.compile(r"\w+")
_MOST_WORDS = 12
_RANKED = 400  # more hits than this are not ranked one by one: a single letter fits everything
_SNIPPET = 160
_TITLE_WEIGHT = 8.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A section or a card that fits; `ranges` are those of the words in `snippet`."""

    kind: Literal["section", "card"]
    title: str
    heading_path: tuple[str, ...]
    snippet: str
    ranges: tuple[tuple[int, int], ...]
    section_id: int | None
    card_id: CardId | None
    path: str
    line: int


def search(tx: Tx, folder: str, wanted: str, limit: int = 30) -> tuple[Hit, ...]:
    """Find sections and cards that have every word; the best first."""
    words = _WORD.findall(wanted)[:_MOST_WORDS]
    number = cards.known_folder(tx, folder)
    if not words or not number:
        return ()
    is_open = wanted[-1:].isalnum() or wanted[-1:] == "_"
    query = " ".join(f'"{word}"' for word in words) + ("*" if is_open else "")
    rows = _find(tx, number, query, limit)
    pattern = re.compile("|".join(rf"\b{re.escape(word)}" for word in words), re.IGNORECASE)
    return tuple(_hit(row, pattern) for row in rows)


def _find(tx: Tx, folder: int, query: str, limit: int) -> list[Any]:
    """Rank few hits; of many take those in titles first, since ranking must read every one of them."""
    in_title = _numbers(tx, f"title : ({query})", _RANKED + 1)
    if len(in_title) > _RANKED:
        found = _rows(tx, folder, in_title, limit)
        if len(found) >= limit:
            return found
    numbers = _numbers(tx, query, _RANKED + 1)
    if len(numbers) > _RANKED:
        return _rows(tx, folder, list(dict.fromkeys([*in_title, *numbers])), limit)
    ranked = tx.connection.exec_driver_sql(
        f"SELECT rowid FROM search WHERE search MATCH ? ORDER BY bm25(search, {_TITLE_WEIGHT}, 1.0)", (query,)
    )
    return _rows(tx, folder, ranked.scalars().all(), limit)


def _numbers(tx: Tx, query: str, limit: int) -> Sequence[int]:
    return (
        tx.connection.exec_driver_sql("SELECT rowid FROM search WHERE search MATCH ? LIMIT ?", (query, limit))
        .scalars()
        .all()
    )


def _rows(tx: Tx, folder: int, numbers: Any, limit: int) -> list[Any]:
    """Read the hits of one folder in the order given, until there are enough."""
    found: list[Any] = []
    for start in range(0, len(numbers), limit):
        batch = list(numbers[start : start + limit])
        sections = [number // 2 for number in batch if number % 2 == 0]
        own_cards = [number // 2 for number in batch if number % 2]
        rows: dict[int, Any] = {}
        if sections:
            marks = ",".join("?" * len(sections))
            for row in tx.connection.exec_driver_sql(
                "SELECT s.id * 2, s.title, s.heading_path, s.text, s.id, NULL, n.path, s.first_line FROM section s"
                f" JOIN note n ON n.id = s.note_id WHERE s.id IN ({marks}) AND +n.folder_id = ?",
                (*sections, folder),
            ):
                rows[row[0]] = row
        if own_cards:
            marks = ",".join("?" * len(own_cards))
            for row in tx.connection.exec_driver_sql(
                "SELECT c.id * 2 + 1, t.front, t.heading_path, t.back, c.section_id, c.uid, t.path,"
                " t.first_line + coalesce(s.first_line, 0) FROM card c JOIN card_text t ON t.card_id = c.id"
                f" LEFT JOIN section s ON s.id = c.section_id WHERE c.id IN ({marks}) AND +c.folder_id = ?"
                " AND +c.is_parked = 0",
                (*own_cards, folder),
            ):
                rows[row[0]] = row
        found += [rows[number] for number in batch if number in rows]
        if len(found) >= limit:
            break
    return found[:limit]


def _hit(row: Any, pattern: re.Pattern[str]) -> Hit:
    number, title, heading_path, body, section_id, card_id, path, line = row
    snippet, ranges = _snippet(body, pattern)
    return Hit(
        "card" if number % 2 else "section",
        title,
        tuple(json.loads(heading_path)),
        snippet,
        ranges,
        section_id,
        None if card_id is None else CardId(card_id),
        path,
        line,
    )


def _snippet(body: str, pattern: re.Pattern[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    first = pattern.search(body)
    start = max(0, first.start() - _SNIPPET // 4) if first else 0
    if start:
        start = body.find(" ", start, first.start() if first else start) + 1 or start
    snippet = " ".join(body[start : start + _SNIPPET].split())
    if start:
        snippet = "… " + snippet
    if start + _SNIPPET < len(body):
        snippet += " …"
    return snippet, tuple(found.span() for found in pattern.finditer(snippet))
