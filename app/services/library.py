"""The notes as the library shows them: tree, sections, search, problems."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app import paths
from app.domain.card import StudyCard
from app.domain.changes import Change, Outcome
from app.domain.ids import CardId
from app.domain.note import Source
from app.domain.problem import Problem
from app.domain.review import CardState, Schedule
from app.errors import NotesUnreadable
from app.services.context import Services
from app.store import cards, notes, stats
from app.store import search as search_store
from app.store.cards import Ledger
from app.store.notes import TreeSection
from app.store.search import Hit

__all__ = ["Hit", "Ledger"]


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A section in the tree; `known` is the mean chance to recall its cards now, unseen ones counting as 0."""

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
    """A section to read; `root` is the folder its images may come from."""

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
    """List all sections of the open folder with how well each is known."""
    with services.store.read() as tx:
        sections = notes.tree(tx, services.folder)
        standings = stats.standings(tx, services.folder)
    memory, now = services.memory, services.clock.now()
    known: dict[int, tuple[int, float]] = {}
    for standing in standings:
        recalled = sum(
            memory.retrievability(Schedule(CardId(""), CardState.REVIEW, last, stability, 5.0, None, last), now)
            for stability, last in standing.schedules
        )
        known[standing.section_id] = (standing.cards, recalled)
    below: dict[int | None, list[TreeSection]] = defaultdict(list)
    for section in sections:
        below[section.parent_id].append(section)
    return Outcome(tuple(_entry(section, below, known)[0] for section in below[None]))


def section(services: Services, section_id: int) -> Outcome[SectionView]:
    """Read one section. Raises NotesUnreadable if it is gone."""
    with services.store.read() as tx:
        found = notes.section(tx, section_id)
    if found is None:
        raise NotesUnreadable("This section is no longer in the notes.", hint="Choose another one in the tree.")
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
    """Find sections and cards as one types."""
    with services.store.read() as tx:
        return Outcome(search_store.search(tx, services.folder, text, limit))


def cards_of(services: Services, section_id: int) -> Outcome[tuple[StudyCard, ...]]:
    """Read the cards made from a section."""
    with services.store.read() as tx:
        return Outcome(cards.of_section(tx, section_id))


def problems(services: Services) -> Outcome[tuple[Problem, ...]]:
    """List what is wrong in the notes."""
    with services.store.read() as tx:
        return Outcome(notes.problems(tx, services.folder))


def ledger(services: Services) -> Outcome[Ledger]:
    """What the last reading of the notes did to the cards."""
    with services.store.read() as tx:
        return Outcome(cards.ledger(tx, services.folder))


def keep(services: Services, entry_id: int) -> Outcome[None]:
    """Confirm that a changed card is still the same, so that it keeps its history."""
    with services.store.write() as tx:
        cards.keep(tx, entry_id)
    return Outcome(None, frozenset({Change.CARDS}))


def reset(services: Services, entry_id: int) -> Outcome[None]:
    """Start a changed card afresh; its history stays in the log."""
    with services.store.write() as tx:
        cards.reset(tx, entry_id)
    return Outcome(None, frozenset({Change.CARDS, Change.REVIEWS}))


def _entry(
    section: TreeSection, below: Mapping[int | None, list[TreeSection]], known: Mapping[int, tuple[int, float]]
) -> tuple[TreeEntry, int, float]:
    made = [_entry(child, below, known) for child in below.get(section.id, ())]
    number, recalled = known.get(section.id, (0, 0.0))
    number += sum(entry[1] for entry in made)
    recalled += sum(entry[2] for entry in made)
    entry = TreeEntry(
        section.id,
        section.title,
        section.level,
        section.note_path,
        section.first,
        tuple(child for child, _, _ in made),
        number,
        recalled / number if number else 0.0,
    )
    return entry, number, recalled


def _root(folder: str) -> Path:
    root = paths.notes_folder(folder)
    return root if root.is_dir() else root.parent
