"""Cards in the store: added, matched with edited notes, parked, marked, and read for the queue."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import delete, func, insert, select, text, update

from app.domain.card import Card, StudyCard
from app.domain.ids import CardId, first_card_id
from app.domain.note import Source
from app.domain.review import CardState, Schedule
from app.paths import BUNDLED
from app.store import history, indexing
from app.store.matching import Fingerprint, match
from app.store.rows import CardRow, CardTextRow, FolderRow, LedgerRow, RunRow, SectionRow
from app.store.store import Tx
from app.store.types import checksum, from_micros, key, to_micros

MOST_NEW = 9_999

_BATCH = 500  # SQLite takes 999 parameters on old versions
TEXT_COLUMNS = (
    "kind",
    "rule",
    "front",
    "back",
    "answer",
    "heading_path",
    "topic",
    "path",
    "first_line",
    "last_line",
    "fact",
    "place",
    "anchor",
    "front_key",
    "whole_key",
    "checksum",
)

_LIGHT = (  # columns of a light row
    "c.uid, c.fact, c.section_id, c.position, c.flag, c.state, c.due, c.stability, c.difficulty, c.step,"
    " c.last_review, c.reps, c.lapses"
)
_MOST_ENTRIES = 1000  # of a ledger that a page shows

T = TypeVar("T")
What = Literal["changed", "moved", "parked", "returned"]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What an ingest did to one card; `decision` is empty, "keep" or "reset"."""

    id: int
    card_id: CardId
    what: What
    similarity: float
    before: Card
    after: Card | None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What an ingest did to the cards. `kept` counts changed, moved and returned ones: all keep their history."""

    added: int = 0
    kept: int = 0
    changed: int = 0
    parked: int = 0
    returned: int = 0
    entries: tuple[LedgerEntry, ...] = ()
    run: int = 0


@dataclass(frozen=True, slots=True)
class DueRow:
    """What the queue must know of a card; equal `fact` means siblings."""

    id: CardId
    fact: int
    section_id: int | None
    position: int
    flag: int
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many cards wait: never seen, in learning steps, for review."""

    new: int
    learning: int
    review: int


def folder_id(tx: Tx, folder: str) -> int:
    """Find the number of a folder, adding it if it is new."""
    found = known_folder(tx, folder)
    if found:
        return found
    return tx.session.execute(insert(FolderRow).values(key=folder).returning(FolderRow.id)).scalar_one()


def known_folder(tx: Tx, folder: str) -> int:
    """Find the number of a folder; 0 if the store has never seen it."""
    cached = tx.session.info.get(("folder", folder))
    if cached:
        return int(cached)
    found = tx.session.execute(select(FolderRow.id).where(FolderRow.key == folder)).scalar() or 0
    tx.session.info[("folder", folder)] = found
    return found


def start_run(tx: Tx, folder: str) -> int:
    """Begin an ingest, so that what it adds and changes can be told and taken back as one."""
    return tx.session.execute(
        insert(RunRow)
        .values(folder_id=folder_id(tx, folder), at=tx.now, added=0, kept=0, changed=0, parked=0, returned=0)
        .returning(RunRow.id)
    ).scalar_one()


def current_run(tx: Tx, folder: str) -> int:
    """The ingest that this transaction belongs to, begun if need be."""
    run = tx.session.info.get(("run", folder))
    if run is None:
        run = tx.session.info[("run", folder)] = start_run(tx, folder)
    return int(run)


def stored_text(card: Card, first_line: int) -> dict[str, Any]:
    """A card's text and fingerprint as stored; lines are counted from `first_line`."""
    return {
        "kind": card.kind,
        "rule": card.rule,
        "front": card.front,
        "back": card.back,
        "answer": card.answer,
        "heading_path": _json(card.heading_path),
        "topic": card.topic,
        "path": card.source.path,
        "first_line": card.source.first - first_line,
        "last_line": card.source.last - first_line,
        "fact": card.fact,
        "place": card.place,
        "anchor": card.anchor,
        "front_key": key(_normal(card.front)),
        "whole_key": whole_key(card),
        "checksum": checksum(
            (card.kind, card.rule, card.front, card.back, card.answer, card.fact, card.place, card.anchor)
        ),
    }


def replace_texts(tx: Tx, cards: Sequence[tuple[int, Card, int]]) -> None:
    """Write what cards say now, given as number, card and the line that its lines are counted from."""
    if cards:
        tx.connection.exec_driver_sql(
            f"UPDATE card_text SET {', '.join(f'{name} = ?' for name in TEXT_COLUMNS)} WHERE card_id = ?",
            [(*stored_text(card, first_line).values(), number) for number, card, first_line in cards],
        )


def whole_key(card: Card) -> int:
    """Equal for cards that say the same, wherever they stand."""
    return key(card.kind, card.front, card.back)


def add(tx: Tx, folder: str, placed: Sequence[tuple[Card, int, int, int]]) -> None:
    """Add cards never seen, each with its section, its position there and the section's first line."""
    if not placed:
        return
    folder_number, run = folder_id(tx, folder), current_run(tx, folder)
    uids = _fresh_uids(tx, folder, [card for card, _, _, _ in placed])
    start = (tx.session.execute(select(func.max(CardRow.id))).scalar() or 0) + 1
    tx.connection.exec_driver_sql(
        "INSERT INTO card(id, uid, folder_id, section_id, position, fact, run) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (start + index, uid, folder_number, section, position, key(folder, card.source.path, card.fact), run)
            for index, (uid, (card, section, position, _)) in enumerate(zip(uids, placed, strict=True))
        ],
    )
    tx.connection.exec_driver_sql(
        f"INSERT INTO card_text(card_id, {', '.join(TEXT_COLUMNS)}) VALUES (?{', ?' * len(TEXT_COLUMNS)})",
        [
            (start + index, *stored_text(card, first_line).values())
            for index, (card, _, _, first_line) in enumerate(placed)
        ],
    )
    indexing.add_cards(tx, range(start, start + len(placed)))


def put_aside(tx: Tx, card_numbers: Sequence[int]) -> None:
    """Take cards out of their sections until `apply` finds their place, or parks them."""
    loose = tx.session.info.setdefault("loose", {})
    loose.update(_snapshots(tx, card_numbers))
    for batch in _batches(card_numbers):
        rows = tx.session.execute(
            select(CardTextRow.card_id, SectionRow.first_line)
            .join(CardRow, CardRow.id == CardTextRow.card_id)
            .join(SectionRow, SectionRow.id == CardRow.section_id)
            .where(CardRow.id.in_(batch))
        ).all()
        if rows:
            tx.connection.execute(
                text(
                    "UPDATE card_text SET first_line = first_line + :line, last_line = last_line + :line"
                    " WHERE card_id = :id"
                ),
                [{"id": number, "line": line} for number, line in rows],
            )
        tx.session.execute(update(CardRow).where(CardRow.id.in_(batch)).values(section_id=None, is_parked=True))


def apply(tx: Tx, folder: str, *, name: str = "Read notes") -> Ledger:
    """Give the cards of edited notes the history of what they were, park the rest, and write the ledger.

    Call it once, after every `notes.save` and `notes.remove` of an ingest, in the same transaction.
    """
    run = tx.session.info.pop(("run", folder), None)
    loose: dict[int, dict[str, Any]] = tx.session.info.pop("loose", {})
    if run is None and not loose:
        return Ledger()
    run = run or start_run(tx, folder)
    added = CardRow.run == run, CardRow.is_parked.is_(False)
    stored = _candidates(tx, folder, run, loose)
    found = _fingerprints(tx, _fingerprint_query().where(*added)) if stored else []
    matches = match(stored, found)
    new = tx.session.execute(select(func.count()).select_from(CardRow).where(*added)).scalar_one()
    entries: list[dict[str, Any]] = []
    counts = {"changed": 0, "moved": 0, "returned": 0, "parked": 0}
    for pair in matches.pairs:
        before = loose.get(pair.stored.id) or _snapshot(tx, pair.stored.id)
        after = _snapshot(tx, pair.found.id)
        _take_over(tx, pair.stored.id, pair.found.id)
        is_loose = pair.stored.id in loose
        is_changed = pair.stored.whole_key != pair.found.whole_key
        what = ("changed" if is_changed else "moved") if is_loose else "returned"
        counts[what] += 1
        entries.append(_entry(run, pair.stored.id, what, pair.similarity, before, after))
    for card in matches.parked:
        if card.id in loose:
            counts["parked"] += 1
            entries.append(_entry(run, card.id, "parked", 0.0, loose[card.id], None))
    if entries:
        tx.session.execute(insert(LedgerRow), entries)
    ledger = Ledger(
        added=new - len(matches.pairs),
        kept=len(matches.pairs),
        changed=counts["changed"],
        parked=counts["parked"],
        returned=counts["returned"],
        run=run,
    )
    tx.session.execute(
        update(RunRow)
        .where(RunRow.id == run)
        .values(
            added=ledger.added,
            kept=ledger.kept,
            changed=ledger.changed,
            parked=ledger.parked,
            returned=ledger.returned,
        )
    )
    if ledger.added or entries:
        payload = {"kind": "run", "run": run}
        history.record(tx, name, payload, payload)
    return replace(ledger, entries=ledger_entries(tx, run))


def ledger(tx: Tx, folder: str) -> Ledger:
    """What the last ingest of a folder did that changed anything."""
    row = tx.session.execute(
        select(RunRow)
        .where(
            RunRow.folder_id == known_folder(tx, folder),
            RunRow.added + RunRow.kept + RunRow.parked > 0,
        )
        .order_by(RunRow.id.desc())
        .limit(1)
    ).scalar()
    if row is None:
        return Ledger()
    return Ledger(row.added, row.kept, row.changed, row.parked, row.returned, ledger_entries(tx, row.id), row.id)


def ledger_entries(tx: Tx, run: int) -> tuple[LedgerEntry, ...]:
    """What an ingest did, card by card."""
    rows = tx.session.execute(
        select(LedgerRow, CardRow.uid)
        .join(CardRow, CardRow.id == LedgerRow.card_id)
        .where(LedgerRow.run_id == run)
        .order_by(LedgerRow.id)
        .limit(_MOST_ENTRIES)
    ).all()
    return tuple(
        LedgerEntry(
            row.id,
            CardId(uid),
            row.what,  # type: ignore[arg-type]
            row.similarity,
            _card_of(row.before),
            _card_of(row.after) if row.after else None,
            row.decision,
        )
        for row, uid in rows
    )


def get(tx: Tx, ids: Iterable[CardId]) -> tuple[StudyCard, ...]:
    """Read cards by id, in the order asked for; unknown ids are left out."""
    wanted = list(ids)
    found = {
        card.id: card
        for batch in _batches(wanted)
        for card in _study_cards(tx, f"WHERE c.uid IN ({','.join('?' * len(batch))})", batch)
    }
    return tuple(found[one] for one in wanted if one in found)


def ids_of(tx: Tx, folder: str, among: Iterable[CardId] | None = None) -> frozenset[CardId]:
    """The ids of a folder's cards, parked ones too; with `among`, only of those."""
    query = select(CardRow.uid).where(CardRow.folder_id == known_folder(tx, folder))
    if among is None:
        return frozenset(CardId(uid) for uid in tx.session.execute(query).scalars())
    return frozenset(
        CardId(uid)
        for batch in _batches(among)
        for uid in tx.session.execute(query.where(CardRow.uid.in_(batch))).scalars()
    )


def all_cards(tx: Tx, folder: str) -> tuple[StudyCard, ...]:
    """Read every card of a folder in note order, without the parked ones."""
    return tuple(
        _study_cards(
            tx,
            "WHERE c.folder_id = ? AND c.is_parked = 0 ORDER BY t.path, s.position, c.position",
            (known_folder(tx, folder),),
        )
    )


def of_section(tx: Tx, section_id: int) -> tuple[StudyCard, ...]:
    """Read the cards of one section."""
    return tuple(_study_cards(tx, "WHERE c.section_id = ? AND c.is_parked = 0 ORDER BY c.position", (int(section_id),)))


def parked(tx: Tx, folder: str) -> tuple[StudyCard, ...]:
    """Read the cards whose text is gone from the notes."""
    return tuple(
        _study_cards(tx, "WHERE c.folder_id = ? AND c.is_parked = 1 ORDER BY t.path, c.id", (known_folder(tx, folder),))
    )


def due_rows(
    tx: Tx,
    folder: str,
    *,
    until: datetime,
    today: date,
    new_limit: int,
    sections: Sequence[int] | None = None,
    new_ids: Sequence[CardId] | None = None,
) -> tuple[DueRow, ...]:
    """Read what is due until a moment, then up to `new_limit` new cards; light rows for the queue.

    New cards come in note order, or only those of `new_ids` in theirs.
    """
    number = known_folder(tx, folder)
    within = "" if sections is None else f" AND c.section_id IN ({','.join(str(int(one)) for one in sections)})"
    shown = "(c.buried_until IS NULL OR c.buried_until <= :today)"
    values = {"folder": number, "until": to_micros(until), "today": today.toordinal(), "limit": new_limit}
    due = tx.connection.execute(
        text(
            f"SELECT {_LIGHT} FROM card c WHERE c.folder_id = :folder AND c.is_parked = 0 AND c.is_suspended = 0"
            f" AND c.state IN ('learning', 'relearning', 'review') AND c.due <= :until AND {shown}{within}"
            " ORDER BY c.due"
        ),
        values,
    ).all()
    new: Sequence[Any] = ()
    if new_limit > 0 and new_ids is not None:
        found = {
            row[0]: row
            for batch in _batches(new_ids)
            for row in tx.connection.execute(
                text(
                    f"SELECT {_LIGHT} FROM card c WHERE c.uid IN ({','.join(f':id{n}' for n in range(len(batch)))})"
                    f" AND c.folder_id = :folder AND c.state = 'new' AND c.is_parked = 0 AND c.is_suspended = 0"
                    f" AND {shown}{within}"
                ),
                {**values, **{f"id{n}": uid for n, uid in enumerate(batch)}},
            )
        }
        new = [found[uid] for uid in new_ids if uid in found][:new_limit]
    elif new_limit > 0:
        new = tx.connection.execute(
            text(
                f"SELECT {_LIGHT} FROM note n CROSS JOIN section s ON s.note_id = n.id"
                " CROSS JOIN card c INDEXED BY ix_card_new ON c.section_id = s.id AND c.state = 'new'"
                f" AND c.is_parked = 0 AND c.is_suspended = 0 WHERE n.folder_id = :folder AND {shown}{within}"
                " ORDER BY n.path, s.position, c.position LIMIT :limit"
            ),
            values,
        ).all()
    return tuple(_light(row) for row in (*due, *new))


def stock_of(tx: Tx, folder: str) -> tuple[int, int]:
    """How many cards can be studied, and the newest of them: other figures mean that other cards are there."""
    row = tx.connection.execute(
        text("SELECT count(*), max(id) FROM card WHERE folder_id = :folder AND is_parked = 0 AND is_suspended = 0"),
        {"folder": known_folder(tx, folder)},
    ).one()
    return int(row[0]), int(row[1] or 0)


def standing_rows(tx: Tx, folder: str) -> tuple[DueRow, ...]:
    """Every card that is studied or could be, in note order; light rows for the plan."""
    rows = tx.connection.execute(
        text(
            f"SELECT {_LIGHT} FROM card c JOIN section s ON s.id = c.section_id"
            " JOIN note n ON n.id = s.note_id"
            " WHERE c.folder_id = :folder AND c.is_parked = 0 AND c.is_suspended = 0"
            " ORDER BY n.path, s.position, c.position"
        ),
        {"folder": known_folder(tx, folder)},
    )
    return tuple(map(_light, rows))


def _light(row: Sequence[Any]) -> DueRow:
    return DueRow(CardId(row[0]), row[1], row[2], row[3], row[4], schedule_of(row[0], row[5:]))


def due_counts(tx: Tx, folder: str, *, until: datetime, today: date, most_new: int = MOST_NEW) -> DueCounts:
    """Count what is due until a moment; new cards only up to `most_new`, since no day takes more."""
    rows = tx.connection.execute(
        text(
            "SELECT state, count(*) FROM card WHERE folder_id = :folder AND is_parked = 0 AND is_suspended = 0"
            " AND state IN ('learning', 'relearning', 'review') AND due <= :until"
            " AND (buried_until IS NULL OR buried_until <= :today) GROUP BY state"
            " UNION ALL SELECT 'new', count(*) FROM (SELECT 1 FROM card WHERE folder_id = :folder AND is_parked = 0"
            " AND is_suspended = 0 AND state = 'new' AND (buried_until IS NULL OR buried_until <= :today) LIMIT :most)"
        ),
        {
            "folder": known_folder(tx, folder),
            "until": to_micros(until),
            "today": today.toordinal(),
            "most": most_new,
        },
    ).all()
    found = {row[0]: row[1] for row in rows}
    return DueCounts(found.get("new", 0), found.get("learning", 0) + found.get("relearning", 0), found.get("review", 0))


def next_due(tx: Tx, folder: str, *, after: datetime) -> datetime | None:
    """When the next card falls due after a moment."""
    return tx.session.execute(
        select(func.min(CardRow.due)).where(
            CardRow.folder_id == known_folder(tx, folder),
            CardRow.is_parked.is_(False),
            CardRow.is_suspended.is_(False),
            CardRow.state.in_(("learning", "relearning", "review")),
            CardRow.due > after,
        )
    ).scalar()


def set_suspended(tx: Tx, ids: Iterable[CardId], value: bool) -> int:
    """Suspend cards or bring them back; return how many changed."""
    return _mark(tx, ids, "Suspend" if value else "Unsuspend", is_suspended=value)


def set_buried(tx: Tx, ids: Iterable[CardId], until_day: date | None) -> int:
    """Hide cards until a study day, or show them again; return how many changed."""
    return _mark(tx, ids, "Bury" if until_day else "Unbury", buried_until=until_day)


def set_flag(tx: Tx, ids: Iterable[CardId], flag: int) -> int:
    """Flag cards from 1 to 7, or take the flag away with 0; return how many changed."""
    return _mark(tx, ids, "Flag" if flag else "Remove flag", flag=flag)


def reset(tx: Tx, entry_id: int) -> CardId | None:
    """Let a changed card begin afresh: the old one is parked with its history and its old text."""
    entry = tx.session.get(LedgerRow, entry_id)
    if entry is None or entry.decision == "reset" or entry.after is None:
        return None
    old = tx.session.get_one(CardRow, entry.card_id)
    current = _snapshot(tx, old.id)
    folder = tx.session.execute(select(FolderRow.key).where(FolderRow.id == old.folder_id)).scalar_one()
    run = tx.session.info[("run", folder)] = entry.run_id
    add(tx, folder, [(_card_of(current), old.section_id or 0, old.position, _first_line(tx, old.section_id))])
    tx.session.info.pop(("run", folder))
    new_number = tx.session.execute(select(func.max(CardRow.id)).where(CardRow.run == run)).scalar_one()
    _write_snapshot(tx, old.id, entry.before | {"section_id": None, "is_parked": True})
    entry.decision = "reset"
    tx.session.flush()
    uid = tx.session.execute(select(CardRow.uid).where(CardRow.id == new_number)).scalar_one()
    history.record(
        tx,
        "Start card afresh",
        {"kind": "snapshots", "cards": [[old.id, current], [new_number, None]], "entry": [entry_id, ""]},
        {
            "kind": "snapshots",
            "cards": [[old.id, _snapshot(tx, old.id)], [new_number, _snapshot(tx, new_number)]],
            "entry": [entry_id, "reset"],
        },
    )
    return CardId(uid)


def keep(tx: Tx, entry_id: int) -> None:
    """Remember that the learner is content with what the ingest decided."""
    decide(tx, entry_id, "keep")


def schedule_of(uid: str, values: Sequence[Any]) -> Schedule:
    """Build a schedule from state, due, stability, difficulty, step, last review, reps, lapses as stored."""
    state, due, stability, difficulty, step, last_review, reps, lapses = values
    return Schedule(
        CardId(uid), CardState(state), _moment(due), stability, difficulty, step, _moment(last_review), reps, lapses
    )


def write_marks(tx: Tx, column: str, cards: Iterable[tuple[str, Any]]) -> None:
    """Set one mark of cards, given as ids with their new values as stored."""
    if column not in ("is_suspended", "buried_until", "flag"):
        raise ValueError(column)
    tx.connection.execute(
        text(f"UPDATE card SET {column} = :value WHERE uid = :uid"),
        [{"uid": uid, "value": value} for uid, value in cards],
    )


def write_snapshots(tx: Tx, cards: Iterable[tuple[int, Mapping[str, Any] | None]]) -> None:
    """Put cards back to what they said and where they stood; None parks a card."""
    for number, snapshot in cards:
        if snapshot is None:
            tx.session.execute(update(CardRow).where(CardRow.id == number).values(is_parked=True))
        else:
            _write_snapshot(tx, number, snapshot)


def decide(tx: Tx, entry_id: int, decision: str) -> None:
    """Remember what the learner decided about an entry of the ledger."""
    tx.session.execute(update(LedgerRow).where(LedgerRow.id == entry_id).values(decision=decision))


def take_back_run(tx: Tx, run: int) -> None:
    """Undo an ingest: what it added is parked, what it changed says again what it said."""
    matched = select(LedgerRow.card_id).where(LedgerRow.run_id == run)
    tx.session.execute(update(CardRow).where(CardRow.run == run, CardRow.id.not_in(matched)).values(is_parked=True))
    write_snapshots(tx, _entries_of(tx, run, "before"))


def make_run_again(tx: Tx, run: int) -> None:
    """Redo an ingest that was taken back."""
    matched = select(LedgerRow.card_id).where(LedgerRow.run_id == run)
    tx.session.execute(update(CardRow).where(CardRow.run == run, CardRow.id.not_in(matched)).values(is_parked=False))
    write_snapshots(tx, [(number, after or None) for number, after in _entries_of(tx, run, "after")])


def _entries_of(tx: Tx, run: int, column: str) -> list[tuple[int, dict[str, Any]]]:
    rows = tx.session.execute(
        select(LedgerRow.card_id, getattr(LedgerRow, column)).where(LedgerRow.run_id == run)
    ).all()
    return [(number, snapshot) for number, snapshot in rows]


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)


def _mark(tx: Tx, ids: Iterable[CardId], name: str, **values: Any) -> int:
    column = next(iter(values))
    before: list[list[Any]] = []
    for batch in _batches(list(ids)):
        rows = tx.session.execute(select(CardRow.uid, getattr(CardRow, column)).where(CardRow.uid.in_(batch))).all()
        before += [[uid, _plain(old)] for uid, old in rows if old != values[column]]
    if not before:
        return 0
    new = _plain(values[column])
    redo = {"kind": "marks", "column": column, "cards": [[uid, new] for uid, _ in before]}
    write_marks(tx, column, [(uid, new) for uid, _ in before])
    history.record(tx, name, {"kind": "marks", "column": column, "cards": before}, redo)
    return len(before)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return value.toordinal() if isinstance(value, date) else value


def _normal(text_: str) -> str:
    return " ".join(text_.casefold().split())


def _fresh_uids(tx: Tx, folder: str, cards: Sequence[Card]) -> list[str]:
    """Ids that no card of the store has: the first one of a text, or a later one where it is taken."""
    wanted: list[str] = []
    seen: dict[tuple[str, ...], int] = {}
    taken: set[str] = set()
    for card in cards:
        identity = (folder, card.source.path, *card.heading_path, card.kind, card.place, card.front)
        wanted.append(first_card_id(*identity))
    for batch in _batches(wanted):
        rows = tx.connection.exec_driver_sql(
            f"SELECT uid FROM card WHERE uid IN ({','.join('?' * len(batch))})", tuple(batch)
        )
        taken |= set(rows.scalars())
    result: list[str] = []
    for uid, card in zip(wanted, cards, strict=True):
        identity = (folder, card.source.path, *card.heading_path, card.kind, card.place, card.front)
        own = uid
        while own in taken:
            number = seen[identity] = seen.get(identity, 1) + 1
            own = first_card_id(*identity, str(number))
            if number > 1 and own not in taken and _exists(tx, own):
                taken.add(own)
        taken.add(own)
        result.append(own)
    return result


def _exists(tx: Tx, uid: str) -> bool:
    return tx.session.execute(select(CardRow.id).where(CardRow.uid == uid)).scalar() is not None


def _fingerprint_query() -> Any:
    return (
        select(
            CardRow.id,
            CardTextRow.path,
            CardTextRow.heading_path,
            CardTextRow.kind,
            CardTextRow.place,
            CardRow.position,
            CardTextRow.front_key,
            CardTextRow.whole_key,
            CardTextRow.front,
            CardTextRow.back,
            CardTextRow.anchor,
        )
        .join(CardTextRow, CardTextRow.card_id == CardRow.id)
        .order_by(CardRow.id)
    )


def _fingerprints(tx: Tx, query: Any) -> list[Fingerprint]:
    return [
        Fingerprint(
            row[0],
            row[1],
            tuple(row[2]),
            row[3],
            row[4],
            row[5],
            row[6],
            row[7],
            f"{row[8]}\n{row[9]}",
            row[10],
        )
        for row in tx.session.execute(query)
    ]


def _candidates(tx: Tx, folder: str, run: int, loose: Collection[int]) -> list[Fingerprint]:
    """Cards without a place: those of this ingest, those parked before, those of folders that are gone."""
    number = folder_id(tx, folder)
    gone = [
        other
        for other, name in tx.session.execute(select(FolderRow.id, FolderRow.key)).all()
        if other != number and name != BUNDLED and not Path(name).exists()
    ]
    own_texts = select(CardTextRow.whole_key).join(CardRow, CardRow.id == CardTextRow.card_id).where(CardRow.run == run)
    query = _fingerprint_query().where(
        ((CardRow.folder_id == number) & CardRow.is_parked.is_(True))
        # That folder may only be unplugged, so a mere resemblance takes nothing from it.
        | (CardRow.folder_id.in_(gone) & CardTextRow.whole_key.in_(own_texts))
    )
    return [replace(card, is_parked=card.id not in loose) for card in _fingerprints(tx, query)]


def _take_over(tx: Tx, stored: int, found: int) -> None:
    """Give a stored card the place and text of one that was just added, which goes."""
    after = _snapshot(tx, found)
    indexing.remove_cards(tx, [found])
    tx.session.execute(delete(CardRow).where(CardRow.id == found))
    _write_snapshot(tx, stored, after)


_SNAPSHOT_TEXT = TEXT_COLUMNS[:-3]


def _snapshot(tx: Tx, number: int) -> dict[str, Any]:
    return _snapshots(tx, [number])[number]


def _snapshots(tx: Tx, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """All that an ingest may change of a card; `base` is the line that its lines are counted from."""
    names = ("section_id", "position", "is_parked", "folder_id", "fact_key", "base", *_SNAPSHOT_TEXT)
    found: dict[int, dict[str, Any]] = {}
    for batch in _batches(numbers):
        rows = tx.session.execute(
            select(
                CardRow.id,
                CardRow.section_id,
                CardRow.position,
                CardRow.is_parked,
                CardRow.folder_id,
                CardRow.fact,
                func.coalesce(SectionRow.first_line, 0),
                *(getattr(CardTextRow, name) for name in _SNAPSHOT_TEXT),
            )
            .join(CardTextRow, CardTextRow.card_id == CardRow.id)
            .outerjoin(SectionRow, SectionRow.id == CardRow.section_id)
            .where(CardRow.id.in_(batch))
        )
        for number, *values in rows:
            found[number] = dict(zip(names, values, strict=True))
    return found


def _write_snapshot(tx: Tx, number: int, snapshot: Mapping[str, Any]) -> None:
    section = snapshot["section_id"]
    if section is not None and tx.session.get(SectionRow, section) is None:
        section = None
    card = _card_of(snapshot)
    first_line = snapshot["base"] if section is not None else 0
    tx.session.execute(
        update(CardRow)
        .where(CardRow.id == number)
        .values(
            section_id=section,
            position=snapshot["position"],
            is_parked=snapshot["is_parked"],
            folder_id=snapshot["folder_id"],
            fact=snapshot["fact_key"],
        )
    )
    indexing.remove_cards(tx, [number])
    replace_texts(tx, [(number, card, first_line)])
    indexing.add_cards(tx, [number])


def _card_of(snapshot: Mapping[str, Any]) -> Card:
    return Card(
        kind=snapshot["kind"],
        rule=snapshot["rule"],
        front=snapshot["front"],
        back=snapshot["back"],
        heading_path=tuple(snapshot["heading_path"]),
        topic=snapshot["topic"],
        source=Source(
            snapshot["path"], snapshot["first_line"] + snapshot["base"], snapshot["last_line"] + snapshot["base"]
        ),
        fact=snapshot["fact"],
        place=snapshot["place"],
        answer=snapshot["answer"],
        anchor=snapshot["anchor"],
    )


def _entry(
    run: int, card: int, what: str, similarity: float, before: Mapping[str, Any], after: Mapping[str, Any] | None
) -> dict[str, Any]:
    return {
        "run_id": run,
        "card_id": card,
        "what": what,
        "similarity": similarity,
        "before": before,
        "after": after or {},
    }


def _first_line(tx: Tx, section: int | None) -> int:
    if section is None:
        return 0
    return tx.session.execute(select(SectionRow.first_line).where(SectionRow.id == section)).scalar_one()


_CARD_QUERY = """
SELECT c.uid, c.is_suspended, c.buried_until, c.is_parked, c.flag, t.kind, t.rule, t.front, t.back, t.heading_path,
    t.topic, t.path, t.first_line + coalesce(s.first_line, 0), t.last_line + coalesce(s.first_line, 0), t.fact,
    t.place, t.answer, t.anchor, c.state, c.due, c.stability, c.difficulty, c.step, c.last_review, c.reps, c.lapses
FROM card c JOIN card_text t ON t.card_id = c.id LEFT JOIN section s ON s.id = c.section_id
"""


def _study_cards(tx: Tx, rest: str, values: Sequence[Any] = ()) -> Iterator[StudyCard]:
    today = tx.today.toordinal()
    paths: dict[str, tuple[str, ...]] = {}
    for row in tx.connection.exec_driver_sql(f"{_CARD_QUERY} {rest}", tuple(values)):
        heading_path = paths.get(row[9])
        if heading_path is None:
            heading_path = paths[row[9]] = tuple(json.loads(row[9]))
        yield StudyCard(
            row[0],
            Card(
                row[5],
                row[6],
                row[7],
                row[8],
                heading_path,
                row[10],
                Source(row[11], row[12], row[13]),
                row[14],
                row[15],
                row[16],
                row[17],
            ),
            schedule_of(row[0], row[18:]),
            bool(row[1]),
            row[2] is not None and row[2] > today,
            bool(row[3]),
            row[4],
        )


def _json(value: Sequence[str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _batches(items: Iterable[T]) -> Iterable[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
