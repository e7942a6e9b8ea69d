"""Notes in the store: saved section by section, counted, listed, and searched as one types."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update

from app.domain.card import Card
from app.domain.note import Note, Section
from app.domain.problem import Problem, Severity
from app.store import cards as card_store
from app.store import indexing
from app.store.rows import CardRow, CardTextRow, NoteRow, ProblemRow, SectionRow
from app.store.store import Tx

Stamp = tuple[int, int, str]  # mtime_ns, size, digest


@dataclass(frozen=True, slots=True)
class NoteSaved:
    """What saving a note did to its sections and cards."""

    note_id: int
    sections: int
    unchanged_sections: int
    new_cards: int
    loose_cards: int


@dataclass(frozen=True, slots=True)
class TreeSection:
    """A section as the library's tree shows it; `parent_id` is None for a chapter."""

    id: int
    note_path: str
    note_title: str
    topic: str
    title: str
    level: int
    parent_id: int | None
    first: int
    last: int
    cards: int


@dataclass(frozen=True, slots=True)
class StoredSection:
    """A section with its own Markdown and its neighbours in note order."""

    id: int
    folder: str
    note_path: str
    note_title: str
    title: str
    level: int
    heading_path: tuple[str, ...]
    text: str
    first: int
    last: int
    parent_id: int | None
    previous_id: int | None
    next_id: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is; a section is a top-level chapter, a topic any heading below it."""

    notes: int = 0
    sections: int = 0
    topics: int = 0
    cards: int = 0
    comparisons: int = 0
    diagrams: int = 0
    problems: int = 0


def stamps(tx: Tx, folder: str) -> dict[str, Stamp]:
    """What each note's file looked like when it was read."""
    rows = tx.session.execute(
        select(NoteRow.path, NoteRow.mtime_ns, NoteRow.size, NoteRow.file_digest).where(
            NoteRow.folder_id == card_store.known_folder(tx, folder)
        )
    )
    return {path: (mtime_ns, size, digest) for path, mtime_ns, size, digest in rows}


def digests(tx: Tx, folder: str, path: str) -> frozenset[str]:
    """The sections of a note that need not be parsed again."""
    return frozenset(
        tx.session.execute(
            select(SectionRow.digest)
            .join(NoteRow, NoteRow.id == SectionRow.note_id)
            .where(NoteRow.folder_id == card_store.known_folder(tx, folder), NoteRow.path == path)
        ).scalars()
    )


def save(
    tx: Tx,
    folder: str,
    note: Note,
    cards: Sequence[Card],
    problems: Iterable[Problem] = (),
    *,
    stamp: Any,
    comparisons: int | Sequence[int] = (),
    diagrams: int | Sequence[int] = (),
) -> NoteSaved:
    """Write a note; `cards.apply` afterwards gives its cards their history.

    Sections that were not parsed keep their text, cards and problems and only move. `comparisons` and `diagrams`
    are the first lines of those in the parsed sections (a plain number counts for the whole note).
    """
    number = _save_note(tx, folder, note, stamp)
    found = list(note.walk())
    parents = {id(child): parent for parent in found for child in parent.children}
    kept, dropped = _place_sections(tx, number, found, parents)
    ids = [kept[id(section)] for section in found]
    parsed = {kept[id(section)] for section in found if section.is_parsed}
    loose = _loose_cards(tx, dropped)
    placed = _placed(found, ids, cards)
    fresh, left = _settle_same(tx, parsed, placed)
    card_store.put_aside(tx, [*loose, *left])
    _remove_sections(tx, dropped)
    card_store.add(tx, folder, fresh)
    _save_problems(tx, folder, note.path, found, ids, parsed, problems)
    _count_extras(tx, found, ids, parsed, comparisons=comparisons, diagrams=diagrams)
    return NoteSaved(number, len(found), len(found) - len(parsed), len(fresh), len(loose) + len(left))


def remove(tx: Tx, folder: str, paths: Collection[str]) -> int:
    """Forget notes that are gone; `cards.apply` afterwards parks their cards or finds where they moved."""
    folder_number = card_store.known_folder(tx, folder)
    removed = 0
    for path in paths:
        number = tx.session.execute(
            select(NoteRow.id).where(NoteRow.folder_id == folder_number, NoteRow.path == path)
        ).scalar()
        if number is None:
            continue
        sections = tx.session.execute(select(SectionRow.id).where(SectionRow.note_id == number)).scalars().all()
        card_store.put_aside(tx, _loose_cards(tx, sections))
        tx.session.execute(delete(ProblemRow).where(ProblemRow.folder_id == folder_number, ProblemRow.path == path))
        _remove_sections(tx, sections)
        tx.session.execute(delete(NoteRow).where(NoteRow.id == number))
        removed += 1
    return removed


def save_problems(tx: Tx, folder: str, path: str, problems: Iterable[Problem]) -> None:
    """Replace the findings of a file that could not be read as a note."""
    number = card_store.folder_id(tx, folder)
    tx.session.execute(delete(ProblemRow).where(ProblemRow.folder_id == number, ProblemRow.path == path))
    rows = [_problem_row(number, path, None, problem.line, problem) for problem in problems]
    if rows:
        tx.session.execute(insert(ProblemRow), rows)


def tree(tx: Tx, folder: str) -> tuple[TreeSection, ...]:
    """Every section in note order, with how many cards it has itself."""
    rows = tx.session.execute(
        text(
            "SELECT s.id, n.path, n.title, n.topic, s.title, s.level, s.parent_id, s.first_line, s.last_line,"
            " (SELECT count(*) FROM card c INDEXED BY ix_card_section WHERE c.section_id = s.id AND c.is_parked = 0)"
            " FROM note n JOIN section s ON s.note_id = n.id WHERE n.folder_id = :folder ORDER BY n.path, s.position"
        ),
        {"folder": card_store.known_folder(tx, folder)},
    )
    return tuple(TreeSection(*row) for row in rows)


def with_comparisons(tx: Tx, folder: str) -> frozenset[int]:
    """The sections in which comparisons may begin.

    Those in which one was found when they were read, and those below which two sections or more have labelled entries:
    whether these share their labels is not known when only one of them was read anew.
    """
    rows = tx.session.execute(
        text(
            "SELECT s.id FROM section s JOIN note n ON n.id = s.note_id WHERE n.folder_id = :folder AND s.comparisons"
            " UNION SELECT s.parent_id FROM section s JOIN note n ON n.id = s.note_id WHERE n.folder_id = :folder"
            " AND s.parent_id IS NOT NULL AND (s.text LIKE '%- %: %' OR s.text LIKE '%•%: %')"
            " GROUP BY s.parent_id HAVING count(*) > 1"
        ),
        {"folder": card_store.known_folder(tx, folder)},
    )
    return frozenset(row[0] for row in rows)


def section(tx: Tx, section_id: int) -> StoredSection | None:
    """One section; None if it is gone."""
    row = tx.session.execute(
        text(
            "SELECT s.id, f.key, n.path, n.title, s.title, s.level, s.heading_path, s.text, s.first_line,"
            " s.last_line, s.parent_id, n.folder_id, s.note_id, s.position FROM section s"
            " JOIN note n ON n.id = s.note_id JOIN folder f ON f.id = n.folder_id WHERE s.id = :id"
        ),
        {"id": section_id},
    ).first()
    if row is None:
        return None
    values = {"folder": row[11], "path": row[2], "note": row[12], "position": row[13]}
    before = tx.session.execute(text(_BEFORE), values).scalar()
    after = tx.session.execute(text(_AFTER), values).scalar()
    return StoredSection(
        row[0], row[1], row[2], row[3], row[4], row[5], tuple(json.loads(row[6])), row[7], row[8], row[9], row[10],
        before, after,
    )  # fmt: skip


def find(tx: Tx, folder: str, path: str, anchor: str) -> int | None:
    """The section of a note that an anchor names: its own, that of one of its lines, or without one the first."""
    rows = tx.session.execute(
        text(
            "SELECT s.id FROM section s JOIN note n ON n.id = s.note_id WHERE n.folder_id = :folder AND n.path = :path"
            " AND (:anchor IN ('', s.anchor) OR EXISTS (SELECT 1 FROM card c JOIN card_text t ON t.card_id = c.id"
            " WHERE c.section_id = s.id AND t.anchor = :anchor)) ORDER BY s.position LIMIT 1"
        ),
        {"folder": card_store.known_folder(tx, folder), "path": path, "anchor": anchor},
    )
    return rows.scalar_one_or_none()


def extras(tx: Tx, section_id: int) -> tuple[int, int]:
    """How many comparisons and diagrams begin in a section."""
    query = select(SectionRow.comparisons, SectionRow.diagrams).where(SectionRow.id == section_id)
    found = tx.session.execute(query).first()
    return (0, 0) if found is None else (found[0], found[1])


def counts(tx: Tx, folder: str) -> Counts:
    """Count what a folder holds."""
    number = card_store.known_folder(tx, folder)
    row = tx.session.execute(
        text(
            "SELECT (SELECT count(*) FROM note WHERE folder_id = :folder),"
            " count(*) FILTER (WHERE s.parent_id IS NULL), count(*) FILTER (WHERE s.parent_id IS NOT NULL),"
            " (SELECT count(*) FROM card WHERE folder_id = :folder AND is_parked = 0),"
            " coalesce(sum(s.comparisons), 0), coalesce(sum(s.diagrams), 0),"
            " (SELECT count(*) FROM problem WHERE folder_id = :folder)"
            " FROM note n JOIN section s ON s.note_id = n.id WHERE n.folder_id = :folder"
        ),
        {"folder": number},
    ).one()
    return Counts(*row)


def problems(tx: Tx, folder: str) -> tuple[Problem, ...]:
    """Every finding of a folder, by file and line."""
    rows = tx.session.execute(
        select(
            ProblemRow.rule,
            ProblemRow.message,
            ProblemRow.path,
            ProblemRow.line + func.coalesce(SectionRow.first_line, 0),
            ProblemRow.hint,
            ProblemRow.severity,
        )
        .outerjoin(SectionRow, SectionRow.id == ProblemRow.section_id)
        .where(ProblemRow.folder_id == card_store.known_folder(tx, folder))
    )
    found = (Problem(rule, message, path, line, hint, Severity(sev)) for rule, message, path, line, hint, sev in rows)
    return tuple(sorted(found, key=lambda problem: (problem.path, problem.line, problem.rule)))


_BEFORE = """
SELECT s.id FROM section s WHERE s.note_id = :note AND s.position = :position - 1
UNION ALL
SELECT * FROM (SELECT s.id FROM note n JOIN section s ON s.note_id = n.id
WHERE n.folder_id = :folder AND n.path < :path ORDER BY n.path DESC, s.position DESC LIMIT 1) LIMIT 1
"""
_AFTER = """
SELECT s.id FROM section s WHERE s.note_id = :note AND s.position = :position + 1
UNION ALL
SELECT * FROM (SELECT s.id FROM note n JOIN section s ON s.note_id = n.id
WHERE n.folder_id = :folder AND n.path > :path ORDER BY n.path, s.position LIMIT 1) LIMIT 1
"""


def _save_note(tx: Tx, folder: str, note: Note, stamp: Any) -> int:
    mtime_ns, size, digest = stamp if isinstance(stamp, tuple) else (stamp.mtime_ns, stamp.size, stamp.digest)
    values = {
        "title": note.title,
        "topic": note.topic,
        "digest": note.digest,
        "mtime_ns": mtime_ns,
        "size": size,
        "file_digest": digest,
    }
    folder_number = card_store.folder_id(tx, folder)
    old = tx.session.execute(
        select(NoteRow.id, NoteRow.topic).where(NoteRow.folder_id == folder_number, NoteRow.path == note.path)
    ).first()
    if old is None:
        return tx.session.execute(
            insert(NoteRow).values(folder_id=folder_number, path=note.path, **values).returning(NoteRow.id)
        ).scalar_one()
    tx.session.execute(update(NoteRow).where(NoteRow.id == old.id).values(**values))
    return int(old.id)


def _place_sections(
    tx: Tx, note_number: int, found: Sequence[Section], parents: dict[int, Section]
) -> tuple[dict[int, int], list[int]]:
    """Give each section the row it had: equal text first, else the same heading; return rows that are left over."""
    rows = tx.session.execute(
        text(
            "SELECT id, digest, heading_path, position, parent_id, first_line, last_line FROM section"
            " WHERE note_id = :note ORDER BY position"
        ),
        {"note": note_number},
    ).all()
    by_digest: dict[str, list[Any]] = defaultdict(list)
    by_heading: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for row in rows:
        by_digest[row.digest].append(row)
    chosen: dict[int, Any] = {}
    for one in found:
        if same := by_digest.get(one.digest):
            chosen[id(one)] = same.pop(0)
    taken = {row.id for row in chosen.values()}
    for row in rows:
        if row.id not in taken:
            by_heading[tuple(json.loads(row.heading_path))].append(row)
    for one in found:
        if id(one) not in chosen and (same := by_heading.get(one.heading_path)):
            chosen[id(one)] = same.pop(0)
    ids = {key: int(row.id) for key, row in chosen.items()}
    start = (tx.session.execute(select(func.max(SectionRow.id))).scalar() or 0) + 1
    for one in found:
        if id(one) not in ids:
            ids[id(one)] = start
            start += 1
    inserts: list[dict[str, Any]] = []
    moves: list[dict[str, Any]] = []
    for position, one in enumerate(found):
        own_parent = parents.get(id(one))
        parent = None if own_parent is None else ids[id(own_parent)]
        old = chosen.get(id(one))
        first, last = one.source.first, max(one.source.first, one.source.last)
        if old is not None and old.digest == one.digest:
            if (old.position, old.parent_id, old.first_line, old.last_line) != (position, parent, first, last):
                moves.append({"id": old.id, "position": position, "parent": parent, "first": first, "last": last})
            continue
        values = {
            "note_id": note_number,
            "parent_id": parent,
            "position": position,
            "level": one.level,
            "title": one.title,
            "heading_path": list(one.heading_path),
            "digest": one.digest,
            "first_line": first,
            "last_line": last,
            "text": one.text,
            "anchor": one.anchor,
        }
        if old is None:
            inserts.append({"id": ids[id(one)]} | values)
        else:
            indexing.remove_sections(tx, [old.id])
            tx.session.execute(
                update(SectionRow)
                .where(SectionRow.id == old.id)
                .values(**values)
                .execution_options(synchronize_session=False)
            )
            indexing.add_sections(tx, [old.id])
    if moves:
        tx.connection.execute(
            text(
                "UPDATE section SET position = :position, parent_id = :parent, first_line = :first,"
                " last_line = :last WHERE id = :id"
            ),
            moves,
        )
    if inserts:
        tx.session.execute(insert(SectionRow), inserts)
        indexing.add_sections(tx, [row["id"] for row in inserts])
    used = {int(row.id) for row in chosen.values()}
    return ids, [int(row.id) for row in rows if row.id not in used]


def _loose_cards(tx: Tx, sections: Sequence[int]) -> list[int]:
    found: list[int] = []
    for start in range(0, len(sections), 500):
        found += tx.session.execute(
            select(CardRow.id).where(CardRow.section_id.in_(sections[start : start + 500]))
        ).scalars()
    return found


def _remove_sections(tx: Tx, sections: Sequence[int]) -> None:
    indexing.remove_sections(tx, sections)
    for start in range(0, len(sections), 500):
        tx.session.execute(delete(SectionRow).where(SectionRow.id.in_(sections[start : start + 500])))


Placed = tuple[Card, int, int, int]


def _placed(found: Sequence[Section], ids: Sequence[int], cards: Sequence[Card]) -> list[Placed]:
    """Find each card's section: the last heading at or above its line."""
    if not found:
        return []
    order = sorted(range(len(found)), key=lambda index: found[index].source.first)
    lines = [found[index].source.first for index in order]
    positions: dict[int, int] = defaultdict(int)
    placed: list[Placed] = []
    for card in cards:
        index = order[max(0, bisect_right(lines, card.source.first) - 1)]
        own = ids[index]
        placed.append((card, own, positions[own], found[index].source.first))
        positions[own] += 1
    return placed


def _settle_same(tx: Tx, parsed: Collection[int], placed: Sequence[Placed]) -> tuple[list[Placed], list[int]]:
    """Keep the cards of parsed sections that say the same; return what is new, and who lost its text."""
    stored: dict[tuple[int, int], list[Any]] = defaultdict(list)
    sections = list(parsed)
    for start in range(0, len(sections), 500):
        rows = tx.session.execute(
            select(CardRow.id, CardRow.section_id, CardTextRow.whole_key, CardRow.position, CardRow.is_parked)
            .join(CardTextRow, CardTextRow.card_id == CardRow.id)
            .where(CardRow.section_id.in_(sections[start : start + 500]))
            .order_by(CardRow.position)
        )
        for row in rows:
            stored[(row.section_id, row.whole_key)].append(row)
    if not stored:
        return list(placed), []
    fresh: list[Placed] = []
    same: list[tuple[Any, Placed]] = []
    for one in placed:
        rows_left = stored.get((one[1], card_store.whole_key(one[0])))
        if rows_left:
            same.append((rows_left.pop(0), one))
        else:
            fresh.append(one)
    card_store.replace_texts(tx, [(row.id, card, first_line) for row, (card, _, _, first_line) in same])
    moved = [(position, row.id) for row, (_, _, position, _) in same if row.position != position or row.is_parked]
    if moved:
        tx.connection.exec_driver_sql("UPDATE card SET position = ?, is_parked = 0 WHERE id = ?", moved)
    return fresh, [row.id for rows_left in stored.values() for row in rows_left]


def _save_problems(
    tx: Tx,
    folder: str,
    path: str,
    found: Sequence[Section],
    ids: Sequence[int],
    parsed: Collection[int],
    problems: Iterable[Problem],
) -> None:
    number = card_store.folder_id(tx, folder)
    kept = set(ids) - set(parsed)
    stale = [
        row.id
        for row in tx.session.execute(
            select(ProblemRow.id, ProblemRow.section_id).where(ProblemRow.folder_id == number, ProblemRow.path == path)
        )
        if row.section_id not in kept
    ]
    for start in range(0, len(stale), 500):
        tx.session.execute(delete(ProblemRow).where(ProblemRow.id.in_(stale[start : start + 500])))
    order = sorted(range(len(found)), key=lambda index: found[index].source.first)
    lines = [found[index].source.first for index in order]
    rows = []
    for problem in problems:
        at = bisect_right(lines, problem.line) - 1
        own = ids[order[at]] if at >= 0 else None
        if own is None or own in kept:
            rows.append(_problem_row(number, path, None, problem.line, problem))
        else:
            rows.append(_problem_row(number, path, own, problem.line - lines[at], problem))
    if rows:
        tx.session.execute(insert(ProblemRow), rows)


def _problem_row(folder: int, path: str, section_id: int | None, line: int, problem: Problem) -> dict[str, Any]:
    return {
        "folder_id": folder,
        "path": path,
        "section_id": section_id,
        "line": line,
        "rule": problem.rule,
        "message": problem.message,
        "hint": problem.hint,
        "severity": problem.severity.value,
    }


def _count_extras(
    tx: Tx,
    found: Sequence[Section],
    ids: Sequence[int],
    parsed: Collection[int],
    **extras: int | Sequence[int],
) -> None:
    if not found:
        return
    order = sorted(range(len(found)), key=lambda index: found[index].source.first)
    lines = [found[index].source.first for index in order]
    for column, given in extras.items():
        per_section = dict.fromkeys(ids if isinstance(given, int) else parsed, 0)
        if isinstance(given, int):
            per_section[ids[0]] = given
        else:
            for line in given:
                own = ids[order[max(0, bisect_right(lines, line) - 1)]]
                per_section[own] = per_section.get(own, 0) + 1
        rows = [{"id": own, "value": value} for own, value in per_section.items()]
        if rows:
            tx.connection.execute(
                text(f"UPDATE section SET {column} = :value WHERE id = :id AND {column} <> :value"), rows
            )
