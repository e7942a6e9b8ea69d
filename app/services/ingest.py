"""A folder of notes is read into the store; cards keep their history, and nothing unchanged is read twice."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from app.domain.card import Card
from app.domain.changes import NOTHING, Change, Outcome
from app.domain.ids import CardId, first_card_id
from app.domain.problem import Problem
from app.kinds.build import review
from app.notes import folder as note_folder
from app.notes.folder import FileStamp, NoteFile
from app.services.context import Services
from app.services.reader import Apart, Made, make
from app.store import cards, notes
from app.store.cards import Ledger
from app.store.store import Tx

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

_BATCH_CHARACTERS = 4_000_000  # of notes kept in memory before they are written
_BATCH_NOTES = 500


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What the store holds after reading a folder, and what that did to the cards."""

    notes: int
    sections: int
    topics: int
    cards: int
    comparisons: int
    diagrams: int
    problems: int
    ledger: Ledger
    seconds: float
    was_cancelled: bool = False


def ingest(
    services: Services,
    root: Path,
    *,
    folder: str | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Outcome[IngestReport]:
    """Read what changed in a folder, in one transaction a batch; cancelling keeps whole notes and parks nothing.

    Raises NotesUnreadable or a StoreError; the store is then as it was after the last whole batch.
    """
    started = perf_counter()
    key = folder or services.folder
    found = note_folder.listing(root)
    with services.store.read() as tx:
        known = {path: FileStamp(*stamp) for path, stamp in notes.stamps(tx, key).items()}
    gone = [path for path in known if path not in found.stamps] if not found.is_cut_short else []
    changed = note_folder.changed(found, known)
    ledger = Ledger()
    was_cancelled = False
    apart = Apart() if services.parses_apart and changed else None
    try:
        for batch, done in _batches(found, changed, cancelled):
            made = [entry for file in batch if (entry := _read(services, key, file, apart, cancelled)) is not None]
            was_cancelled = bool(cancelled and cancelled())
            with services.store.write() as tx:
                for file, result in made:
                    _save(tx, key, file, result)
                is_last = done >= len(changed)
                if is_last and not was_cancelled:
                    notes.remove(tx, key, gone)
                    notes.save_problems(tx, key, "", found.problems)
                ledger = _added(ledger, cards.apply(tx, key))
            if progress:
                progress(done, len(changed))
            if was_cancelled:
                break
    finally:
        if apart is not None:
            apart.close()
    if not changed and gone:
        with services.store.write() as tx:
            notes.remove(tx, key, gone)
            ledger = cards.apply(tx, key)
    with services.store.read() as tx:
        counts = notes.counts(tx, key)
    report = IngestReport(
        counts.notes,
        counts.sections,
        counts.topics,
        counts.cards,
        counts.comparisons,
        counts.diagrams,
        counts.problems,
        ledger,
        perf_counter() - started,
        was_cancelled,
    )
    moved = frozenset({Change.NOTES, Change.CARDS, Change.PROBLEMS}) if changed or gone else NOTHING
    return Outcome(report, moved)


def cards_in(root: Path, *, services: Services | None = None, folder: str = "") -> tuple[tuple[CardId, Card], ...]:
    """Every card that notes give, without storing anything; ids are those of the store where it knows the card."""
    found = [card for made in _all(root) for card in made.material.cards]
    ids: dict[tuple[str, str, str, str], CardId] = {}
    if services is not None:
        with services.store.read() as tx:
            for stored in cards.all_cards(tx, folder):
                ids[_identity(stored.card)] = stored.id
    return tuple((ids.get(_identity(card)) or _new_id(folder, card), card) for card in found)


def problems_in(root: Path) -> tuple[Problem, ...]:
    """Everything a learner would stumble over in notes, without storing anything."""
    found = note_folder.listing(root)
    made = list(_all(root))
    unreadable = [entry for entry in note_folder.read_changed(found, {}) if isinstance(entry, Problem)]
    own = [problem for entry in made for problem in entry.problems]
    across = review(card for entry in made for card in entry.material.cards)
    everything = [*found.problems, *unreadable, *own, *across]
    return tuple(sorted(everything, key=lambda problem: (problem.path, problem.line, problem.rule)))


def _all(root: Path) -> Iterator[Made]:
    for file in note_folder.read_changed(note_folder.listing(root), {}):
        if isinstance(file, NoteFile):
            yield make(file)


def _identity(card: Card) -> tuple[str, str, str, str]:
    return card.source.path, card.kind, card.front, card.back


def _new_id(folder: str, card: Card) -> CardId:
    return first_card_id(folder, card.source.path, *card.heading_path, card.kind, card.place, card.front)


def _batches(
    found: note_folder.Listing, changed: Sequence[str], cancelled: Cancelled | None
) -> Iterator[tuple[list[NoteFile | Problem], int]]:
    """Yield files in batches, each with how many are read by then; at least one batch where anything changed."""
    batch: list[NoteFile | Problem] = []
    size = 0
    for done, path in enumerate(changed, start=1):
        if cancelled and cancelled():
            break
        file = note_folder.read(found.root, path)
        batch.append(file)
        size += len(file.text) if isinstance(file, NoteFile) else 0
        if size >= _BATCH_CHARACTERS or len(batch) >= _BATCH_NOTES:
            yield batch, done
            batch, size = [], 0
    if batch:
        yield batch, len(changed)


def _read(
    services: Services, key: str, file: NoteFile | Problem, apart: Apart | None, cancelled: Cancelled | None
) -> tuple[NoteFile | Problem, Made | None] | None:
    if cancelled and cancelled():
        return None
    if isinstance(file, Problem):
        return file, None
    with services.store.read() as tx:
        known: Collection[str] = notes.digests(tx, key, file.path)
    return file, (apart.make(file, known) if apart else make(file, known))


def _save(tx: Tx, key: str, file: NoteFile | Problem, made: Made | None) -> None:
    if isinstance(file, Problem) or made is None:
        if isinstance(file, Problem):
            notes.save_problems(tx, key, file.path, [file])
        return
    notes.save(
        tx,
        key,
        made.note,
        made.material.cards,
        made.problems,
        stamp=(file.stamp.mtime_ns, file.stamp.size, file.stamp.digest),
        comparisons=[comparison.source.first for comparison in made.material.comparisons],
        diagrams=(),
    )


def _added(first: Ledger, second: Ledger) -> Ledger:
    """Two batches of one ingest as one ledger."""
    return Ledger(
        first.added + second.added,
        first.kept + second.kept,
        first.changed + second.changed,
        first.parked + second.parked,
        first.returned + second.returned,
        (*first.entries, *second.entries),
        second.run or first.run,
    )
