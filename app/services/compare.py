"""Comparisons: those that the notes hold, and those of topics that the learner picks. Built anew from stored text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from app.domain.card import StudyCard
from app.domain.changes import Outcome
from app.domain.comparison import Cell, Comparison
from app.domain.ids import CardId
from app.domain.note import Section
from app.domain.problem import Problem
from app.domain.review import Rating
from app.errors import AppError
from app.kinds.align import FEWEST_TOPICS, MOST_TOPICS, align, differences, is_alike, normalised
from app.kinds.comparisons import COMPARISON_KINDS
from app.notes import folder as note_folder
from app.notes.parse import parse
from app.services import study
from app.services.context import Services
from app.store import cards, notes, picks
from app.store.notes import TreeSection
from app.store.store import Tx

__all__ = [
    "MOST_TOPICS",
    "Asked",
    "Entry",
    "Topic",
    "View",
    "cell_cards",
    "differences",
    "every",
    "grade",
    "in_notes",
    "is_alike",
    "keep",
    "kept",
    "listing",
    "of_topics",
    "open_entry",
    "topics",
]

_MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A comparison that stands in the notes: the `number`-th of its section."""

    section_id: int
    number: int
    title: str
    chapter: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A section that can be picked."""

    section_id: int
    title: str
    chapter: str


@dataclass(frozen=True, slots=True)
class View:
    """A comparison to look at, and the sections it came from, column by column where topics were picked."""

    comparison: Comparison
    section_ids: tuple[int, ...]
    is_picked: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A cell that was asked for, and how well it was known."""

    attribute: str
    column: str
    cell: Cell
    rating: Rating


def in_notes(root: Path) -> tuple[Comparison, ...]:
    """Every comparison that the notes of a folder or file give, without storing anything."""
    found: list[Comparison] = []
    for file in note_folder.read_changed(note_folder.listing(root), {}):
        if not isinstance(file, Problem):
            for section in parse(file.text, file.path).note.walk():
                found.extend(one for kind in COMPARISON_KINDS for one in kind.find(section))
    return tuple(found)


def listing(services: Services) -> Outcome[tuple[Entry, ...]]:
    """Find the comparisons of the open notes, in note order."""
    found: list[Entry] = []
    with services.store.read() as tx:
        rows = notes.tree(tx, services.folder)
        holders = notes.with_comparisons(tx, services.folder)
        for row, chapter in _with_chapters(rows):
            if row.id in holders:
                for number, one in enumerate(_comparisons(tx, rows, row.id)):
                    found.append(Entry(row.id, number, one.title, chapter, one.columns))
    return Outcome(tuple(found))


def open_entry(services: Services, section_id: int, number: int) -> Outcome[View]:
    """Read one comparison of the notes; raises AppError if an edit took it away."""
    with services.store.read() as tx:
        found = _comparisons(tx, notes.tree(tx, services.folder), section_id)
    if number >= len(found):
        raise AppError("This comparison is no longer in the notes.", hint="Choose another one in the list.")
    return Outcome(View(found[number], (section_id,), False))


def every(services: Services) -> Outcome[tuple[Comparison, ...]]:
    """Read the comparisons of the open notes whole, in note order."""
    with services.store.read() as tx:
        rows = notes.tree(tx, services.folder)
        holders = notes.with_comparisons(tx, services.folder)
        found = [one for row in rows if row.id in holders for one in _comparisons(tx, rows, row.id)]
    return Outcome(tuple(found))


def topics(services: Services) -> Outcome[tuple[Topic, ...]]:
    """List every section that can be compared with another one."""
    with services.store.read() as tx:
        rows = _with_chapters(notes.tree(tx, services.folder))
    return Outcome(tuple(Topic(row.id, row.title, chapter) for row, chapter in rows))


def of_topics(services: Services, section_ids: Sequence[int]) -> Outcome[View]:
    """Compare picked sections, each with what is nested in it; raises AppError unless there are two to five."""
    if not FEWEST_TOPICS <= len(section_ids) <= MOST_TOPICS:
        raise AppError(
            f"{FEWEST_TOPICS} to {MOST_TOPICS} topics can stand side by side.", hint="Add a topic, or take one away."
        )
    with services.store.read() as tx:
        rows = notes.tree(tx, services.folder)
        read = [_read(tx, _nested(rows, section_id)) for section_id in section_ids]
    columns = [(section.title, tuple(section.walk())) for section in read if section is not None]
    if len(columns) < len(section_ids):
        raise AppError("A topic is no longer in the notes.", hint="Pick the topics again.")
    return Outcome(View(align(columns), tuple(section_ids), True))


def cell_cards(services: Services, view: View) -> Outcome[tuple[CardId, ...]]:
    """Find the cards whose answers stand in the table, to be quizzed on it."""
    lines = {(cell.source.path, cell.source.first) for row in view.comparison.rows for cell in row.cells if cell.text}
    with services.store.read() as tx:
        rows = notes.tree(tx, services.folder)
        sections = {one for section_id in view.section_ids for one in _nested(rows, section_id)}
        found = [
            card.id
            for section_id in sorted(sections)
            for card in cards.of_section(tx, section_id)
            if (card.card.source.path, card.card.source.first) in lines and not card.is_suspended
        ]
    return Outcome(tuple(found))


def grade(services: Services, view: View, asked: Sequence[Asked], taken_ms: int) -> Outcome[int]:
    """Rate the cards of cells that were asked for, each by its own schedule; say how many cells have a card."""
    with services.store.read() as tx:
        rows = notes.tree(tx, services.folder)
        sections = {one for section_id in view.section_ids for one in _nested(rows, section_id)}
        known = [card for one in sorted(sections) for card in cards.of_section(tx, one)]
    given: dict[CardId, Rating] = {}
    for one in asked:
        card = _card_of(known, one)
        if card is not None:
            given[card.id] = min(one.rating, given.get(card.id, one.rating))
    return study.rate(services, given, taken_ms)


def kept(services: Services) -> Outcome[tuple[tuple[int, ...], ...]]:
    """The topics that the learner set side by side before, as far as they are still in the notes."""
    with services.store.read() as tx:
        ids = {pick: number for number, pick in _named(notes.tree(tx, services.folder)).items()}
        found = picks.read(tx, services.folder)
    standing = (tuple(ids[pick] for pick in one if pick in ids) for one in found)
    return Outcome(tuple(one for one in standing if len(one) >= FEWEST_TOPICS))


def keep(services: Services, chosen: Sequence[Sequence[int]]) -> Outcome[None]:
    """Remember topics that are set side by side, the newest last."""
    if not services.store.is_read_only:
        with services.store.write() as tx:
            names = _named(notes.tree(tx, services.folder))
            named = [[names[number] for number in one if number in names] for one in chosen[-_MOST_KEPT:]]
            picks.write(tx, services.folder, named)
    return Outcome(None)


def _named(rows: Sequence[TreeSection]) -> dict[int, picks.Pick]:
    """Sections by what tells them apart; in `rows` a parent comes before its children."""
    named: dict[int, picks.Pick] = {}
    for row in rows:
        above = named[row.parent_id][1] if row.parent_id is not None else ()
        named[row.id] = (row.note_path, (*above, row.title))
    return named


def _card_of(known: Sequence[StudyCard], asked: Asked) -> StudyCard | None:
    """The card that asks for a cell: of a table by row and column, else the one of the line whose answer it says."""
    cell = asked.cell
    if cell.text is None:
        return None
    own = [
        card
        for card in known
        if (card.card.source.path, card.card.source.first) == (cell.source.path, cell.source.first)
    ]
    places = (f" / {asked.attribute} / {asked.column}", f" / {asked.column} / {asked.attribute}")
    exact = [card for card in own if card.card.place.endswith(places)]
    if exact or any(card.card.kind == "table_cell" for card in own):
        return exact[0] if exact else None
    words = normalised(cell.text.plain)
    said = [card for card in own if (answer := normalised(card.card.answer or card.card.back)) and answer in words]
    return next(iter(said or own), None)


def _comparisons(tx: Tx, rows: Sequence[TreeSection], section_id: int) -> tuple[Comparison, ...]:
    """The comparisons that begin in a section; one that sets its sub-sections side by side needs them too."""
    section = _read(tx, _nested(rows, section_id))
    return _found(section) if section else ()


@lru_cache(maxsize=1024)
def _found(section: Section) -> tuple[Comparison, ...]:
    return tuple(one for kind in COMPARISON_KINDS for one in kind.find(section))


def _read(tx: Tx, section_ids: Sequence[int]) -> Section | None:
    """Parse a section with what is nested in it, each text at its own lines, so that sources are those of the note."""
    stored = [known for one in section_ids if (known := notes.section(tx, one)) is not None]
    if not stored:
        return None
    lines: list[str] = []
    for one in stored:
        lines.extend([""] * (one.first - 1 - len(lines)))
        lines.extend(one.text.split("\n"))
    return _parsed("\n".join(lines), stored[0].note_path, stored[0].title, stored[0].heading_path)


@lru_cache(maxsize=1024)
def _parsed(text: str, path: str, title: str, heading_path: tuple[str, ...]) -> Section | None:
    """The first section of a text, kept while the text is the same."""
    found = parse(text, path).note.sections
    return replace(found[0], title=title, heading_path=heading_path) if found else None


def _nested(rows: Sequence[TreeSection], section_id: int) -> list[int]:
    """A section and all below it; in `rows` a parent comes before its children."""
    found = {section_id}
    order = [section_id]
    for row in rows:
        if row.parent_id in found:
            found.add(row.id)
            order.append(row.id)
    return order


def _with_chapters(rows: Sequence[TreeSection]) -> tuple[tuple[TreeSection, str], ...]:
    """Each section with the title of the chapter it stands in."""
    chapters: dict[int, str] = {}
    for row in rows:
        chapters[row.id] = row.title if row.parent_id is None else chapters.get(row.parent_id, "")
    return tuple((row, chapters[row.id]) for row in rows)
