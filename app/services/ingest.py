"""A folder of notes is read into the store; cards keep their history, and nothing unchanged is read twice."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from app.domain.card import Card
from app.domain.changes import NOTHING, Change, Outcome
from app.domain.ids import CardId, first_card_id
from app.domain.problem import Problem
from app.kinds.build import review
from app.kinds.spelling import Spelled, spelling_problems
from app.notes import folder as note_folder
from app.notes.folder import FileStamp, Listing, NoteFile
from app.services import bank
from app.services.context import Services
from app.services.reader import Made, Reader, as_written, is_bank, make, proofread, too_complex
from app.services.spelling import dictionary
from app.store import cards, notes
from app.store.cards import Ledger
from app.store.store import Tx

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

_MOVED = frozenset({Change.NOTES, Change.CARDS, Change.PROBLEMS})
_BATCH_CHARACTERS = 4_000_000  # of notes kept in memory before they are written
_BATCH_NOTES = 500  # so many that most ingests are one batch, and one step of undo


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
    """Read what changed in a folder, one transaction a batch; cancelling between files keeps what is read by then.

    Raises NotesUnreadable or a StoreError; the store is then as it was after the last whole batch.
    """
    started = perf_counter()
    key = folder or services.folder
    found = note_folder.listing(root)
    with services.store.read() as tx:
        known = {path: FileStamp(*stamp) for path, stamp in notes.stamps(tx, key).items()}
        told = notes.problems(tx, key)
    changed = note_folder.changed(found, known)
    ledger, was_moved = _tidy(services, key, found, _gone(found, known), told)
    if progress:
        progress(0, len(changed))
    with Reader(services.parses_apart) as reader:
        done = 0
        for batch in _batches(services, key, found, changed, reader, cancelled):
            with services.store.write() as tx:
                for one in batch:
                    _save(tx, key, one, is_known=one.file.path in known)
                ledger = _added(ledger, cards.apply(tx, key))
            done += len(batch)
            if progress:
                progress(done, len(changed))
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
        done < len(changed),
    )
    return Outcome(report, _MOVED if done or was_moved else NOTHING)


def cards_in(root: Path, *, services: Services | None = None, folder: str = "") -> tuple[tuple[CardId, Card], ...]:
    """Every card that notes give, without storing anything; ids are those of the store where it knows the card."""
    ids: dict[tuple[str, ...], list[CardId]] = defaultdict(list)
    if services is not None:
        with services.store.read() as tx:
            for stored in reversed(cards.all_cards(tx, folder)):
                ids[_identity(stored.card)].append(stored.id)
    seen: Counter[tuple[str, ...]] = Counter()
    result: list[tuple[CardId, Card]] = []
    for file in note_folder.read_changed(note_folder.listing(root), {}):
        for card in make(file).cards if isinstance(file, NoteFile) else ():
            stored_ids = ids[_identity(card)]
            result.append((stored_ids.pop() if stored_ids else _new_id(folder, card, seen), card))
    return tuple(result)


def _identity(card: Card) -> tuple[str, ...]:
    return (card.source.path, *card.heading_path, card.kind, card.place, card.front, card.back)


def _new_id(folder: str, card: Card, seen: Counter[tuple[str, ...]]) -> CardId:
    """The id that the store would give."""
    identity = (folder, card.source.path, *card.heading_path, card.kind, card.place, card.front)
    seen[identity] += 1
    return first_card_id(*identity) if seen[identity] == 1 else first_card_id(*identity, str(seen[identity]))


def problems_in(root: Path) -> tuple[Problem, ...]:
    """Everything a learner would stumble over in notes, without storing anything."""
    found = note_folder.listing(root)
    everything = list(found.problems)
    made: list[Card] = []
    read: list[Spelled] = []
    for file in note_folder.read_changed(found, {}):
        if isinstance(file, Problem):
            everything.append(file)
        else:
            one, words = proofread(file)
            everything += bank.of_text(file, file.path).problems if is_bank(one.note) else one.problems
            made += one.cards
            read.append(words)
    everything += [*review(made), *spelling_problems(read, dictionary())]
    return tuple(sorted(everything, key=lambda problem: (problem.path, problem.line, problem.rule)))


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read: with what was made of it, or only with what was wrong."""

    file: NoteFile | Problem
    made: Made | None


def _gone(found: Listing, known: Mapping[str, FileStamp]) -> list[str]:
    """Notes that are no longer there; what lies where the disk could not be read is not gone."""
    if found.is_cut_short:
        return []
    closed = tuple(problem.path + "/" for problem in found.problems)
    shut = {problem.path for problem in found.problems}
    return [
        path for path in known if path not in found.stamps and path not in shut and not path.startswith(closed or "/")
    ]


def _tidy(
    services: Services, key: str, found: Listing, gone: Sequence[str], told: Sequence[Problem]
) -> tuple[Ledger, bool]:
    """Park the cards of notes that are gone, before anything is added, so that a moved note finds them.

    Findings about files that are gone or were passed over are brought up to date too.
    """
    now_wrong: dict[str, list[Problem]] = defaultdict(list)
    for problem in found.problems:
        now_wrong[problem.path].append(problem)
    outdated = {problem.path for problem in told} - set(found.stamps) - set(gone) - set(now_wrong)
    is_news = outdated or not set(found.problems) <= set(told)
    if not gone and not is_news:
        return Ledger(), False
    with services.store.write() as tx:
        for path in outdated:
            notes.save_problems(tx, key, path, ())
        for path, problems in now_wrong.items():
            notes.save_problems(tx, key, path, problems)
        notes.remove(tx, key, gone)
        return cards.apply(tx, key), True


def _batches(
    services: Services,
    key: str,
    found: Listing,
    changed: Sequence[str],
    reader: Reader,
    cancelled: Cancelled | None,
) -> Iterator[list[_Read]]:
    """Read and parse files, some at a time; the store is free meanwhile. Ends early when cancelled."""
    batch: list[_Read] = []
    size = 0
    for path in changed:
        if cancelled and cancelled():
            break
        file = note_folder.read(found.root, path)
        if isinstance(file, Problem):
            batch.append(_Read(file, None))
            continue
        with services.store.read() as tx:
            known = notes.digests(tx, key, path)
        batch.append(_Read(file, reader.make(file, known)))
        size += len(file.text)
        if size >= _BATCH_CHARACTERS or len(batch) >= _BATCH_NOTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _save(tx: Tx, key: str, one: _Read, *, is_known: bool) -> None:
    file, made = one.file, one.made
    if isinstance(file, Problem):
        notes.save_problems(tx, key, file.path, [file])
    elif made is None:
        if is_known:  # it was readable before: keep its cards, and try again next time
            notes.save_problems(tx, key, file.path, [too_complex(file)])
        else:
            _save_made(tx, key, file, as_written(file))
    else:
        _save_made(tx, key, file, made)


def _save_made(tx: Tx, key: str, file: NoteFile, made: Made) -> None:
    notes.save(
        tx,
        key,
        made.note,
        made.cards,
        made.problems,
        stamp=(file.stamp.mtime_ns, file.stamp.size, file.stamp.digest),
        comparisons=made.comparisons,
        diagrams=made.diagrams,
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
