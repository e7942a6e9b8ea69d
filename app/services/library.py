"""The notes as one reads them: tree, sections, search, problems, and what the last reading of them did."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from app import paths
from app.domain.card import StudyCard
from app.domain.changes import Change, Outcome
from app.domain.ids import CardId
from app.domain.note import Source
from app.domain.problem import Problem
from app.errors import AppError
from app.services.context import Services
from app.services.mastery import known
from app.store import cards, notes, stats
from app.store import search as words
from app.store.cards import Ledger, LedgerEntry
from app.store.notes import Counts, TreeSection
from app.store.search import Hit

__all__ = [
    "Counts",
    "Hit",
    "Ledger",
    "LedgerEntry",
    "SectionView",
    "TreeEntry",
    "cards_of",
    "counts",
    "keep",
    "ledger",
    "parked",
    "problems",
    "reset",
    "search",
    "section",
    "tree",
]


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A section in the tree. `cards` and `known` take in what is nested in it; `first` is its line in the note."""

    id: int
    title: str
    level: int
    note_path: str
    first: int
    children: tuple["TreeEntry", ...]
    cards: int
    known: float


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section to read: its own Markdown, where it stands, and its neighbours in note order."""

    id: int
    title: str
    heading_path: tuple[str, ...]
    text: str
    source: Source
    note_path: str
    root: Path
    previous_id: int | None
    next_id: int | None


def tree(services: Services) -> Outcome[tuple[TreeEntry, ...]]:
    """Read the sections of all notes as a tree, with how well each is known."""
    with services.store.read() as tx:
        rows = notes.tree(tx, services.folder)
        standings = stats.standings(tx, services.folder)
    mastery = known(rows, standings, services.clock.now())
    below: dict[int | None, list[TreeEntry]] = defaultdict(list)
    for row in reversed(rows):
        own = mastery[row.id]
        children = tuple(reversed(below.pop(row.id, [])))
        below[row.parent_id].append(_entry(row, children, own.cards, own.share))
    return Outcome(tuple(reversed(below[None])))


def section(services: Services, section_id: int) -> Outcome[SectionView]:
    """Read one section."""
    with services.store.read() as tx:
        found = notes.section(tx, section_id)
    if found is None:
        raise AppError("This section is no longer in the notes.", hint="Choose another one in the tree.")
    return Outcome(
        SectionView(
            found.id,
            found.title,
            found.heading_path,
            found.text,
            Source(found.note_path, found.first, found.last),
            found.note_path,
            _root(found.folder),
            found.previous_id,
            found.next_id,
        )
    )


def search(services: Services, text: str, *, limit: int = 30) -> Outcome[tuple[Hit, ...]]:
    """Find sections and cards while one types."""
    with services.store.read() as tx:
        return Outcome(words.search(tx, services.folder, text, limit))


def cards_of(services: Services, section_id: int) -> Outcome[tuple[StudyCard, ...]]:
    """Read the cards of one section, without those nested in it."""
    with services.store.read() as tx:
        return Outcome(cards.of_section(tx, section_id))


def parked(services: Services) -> Outcome[tuple[StudyCard, ...]]:
    """Read the cards whose text is gone from the notes."""
    with services.store.read() as tx:
        return Outcome(cards.parked(tx, services.folder))


def problems(services: Services) -> Outcome[tuple[Problem, ...]]:
    """Read what is wrong in the notes, by file and line."""
    with services.store.read() as tx:
        return Outcome(notes.problems(tx, services.folder))


def ledger(services: Services) -> Outcome[Ledger]:
    """Read what the last ingest that moved anything did to the cards."""
    with services.store.read() as tx:
        return Outcome(cards.ledger(tx, services.folder))


def keep(services: Services, entry_id: int) -> Outcome[None]:
    """Agree with what the ledger says of a card."""
    with services.store.write() as tx:
        cards.keep(tx, entry_id)
    return Outcome(None, frozenset({Change.CARDS}))


def reset(services: Services, entry_id: int) -> Outcome[CardId | None]:
    """Let a card that the ledger calls changed begin afresh; return the new card's id."""
    with services.store.write() as tx:
        fresh = cards.reset(tx, entry_id)
    return Outcome(fresh, frozenset({Change.CARDS, Change.REVIEWS}))


def counts(services: Services) -> Outcome[Counts]:
    """Count what the notes folder holds."""
    with services.store.read() as tx:
        return Outcome(notes.counts(tx, services.folder))


def _entry(row: TreeSection, children: tuple[TreeEntry, ...], own_cards: int, share: float) -> TreeEntry:
    return TreeEntry(row.id, row.title, row.level, row.note_path, row.first, children, own_cards, share)


def _root(folder: str) -> Path:
    root = paths.notes_folder(folder)
    return root.parent if root.is_file() else root
