"""Diagrams: those that the notes give, drawn anew from stored text and remembered while the text is the same."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from app import files, paths
from app.domain.card import Card
from app.domain.changes import Outcome
from app.domain.diagram import Diagram
from app.domain.ids import CardId
from app.domain.layout import Layout, Measure
from app.domain.problem import Problem
from app.errors import AlreadyThere, ExportError, LayoutError
from app.kinds import recall as recall_cards
from app.kinds.diagrams import DIAGRAM_KINDS
from app.kinds.drawing import slug
from app.kinds.picture import lexicon_of, pictures
from app.kinds.recall import part_of
from app.notes import folder as note_folder
from app.notes.parse import parse
from app.render import engine
from app.render.dot import readable
from app.render.layout import place
from app.schedule.memory import recall
from app.services.context import Services
from app.services.lexicon import lexicon
from app.store import cards, notes

CARD_KIND = recall_cards.KIND
KIND_TITLES = {kind.name: kind.title for kind in DIAGRAM_KINDS}


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram of the open notes with its places, or why it has none; then its steps stand for it."""

    section_id: int
    chapter: str
    diagram: Diagram
    layout: Layout | None
    trouble: str = ""

    @property
    def kind(self) -> str:
        """The kind in words."""
        return KIND_TITLES[self.diagram.kind]


@dataclass(frozen=True, slots=True)
class Origin:
    """The text of a section, from which its diagrams are drawn away from the store."""

    section_id: int
    chapter: str
    text: str
    first: int
    path: str
    heading_path: tuple[str, ...]


def origins(services: Services) -> Outcome[tuple[Origin, ...]]:
    """Read the sections of the open notes, in note order."""
    found: list[Origin] = []
    chapters: dict[int, str] = {}
    with services.store.read() as tx:
        for row in notes.tree(tx, services.folder):
            chapters[row.id] = row.title if row.parent_id is None else chapters.get(row.parent_id, "")
            one = notes.section(tx, row.id)
            if one is not None:
                found.append(Origin(row.id, chapters[row.id], one.text, one.first, one.note_path, one.heading_path))
    return Outcome(tuple(found))


def gallery(found: Sequence[Origin], measure: Measure) -> Outcome[tuple[Picture, ...]]:
    """Every diagram of these sections; one that cannot be laid out says why. Takes long, and needs no store."""
    return Outcome(
        tuple(
            _placed(one.section_id, one.chapter, diagram, measure)
            for one in found
            for diagram in _drawn(one.text, one.first, one.path, one.heading_path)
        )
    )


def in_notes(root: Path) -> tuple[Diagram, ...]:
    """Every diagram that the notes of a folder or file give, without storing anything."""
    found: list[Diagram] = []
    for file in note_folder.read_changed(note_folder.listing(root), {}):
        if isinstance(file, Problem):
            continue
        note = parse(file.text, file.path).note
        terms = lexicon_of(note, lexicon())
        for section in note.walk():
            found.extend(pictures(section, terms).diagrams)
    return tuple(found)


def lay_out(diagram: Diagram, measure: Measure) -> Layout:
    """Give a diagram its places; raises LayoutError."""
    return place(diagram, measure, engine.Engine(engine.shipped(), paths.folders().cache / "diagrams"))


def origin_of(services: Services, card: Card) -> Outcome[Origin | None]:
    """The section that a card came from; None if an edit took it away."""
    with services.store.read() as tx:
        rows = [row for row in notes.tree(tx, services.folder) if row.note_path == card.source.path]
        holders = [row for row in rows if row.first <= card.source.first <= row.last]
        one = notes.section(tx, max(holders, key=lambda row: row.first).id) if holders else None
    if one is None:
        return Outcome(None)
    return Outcome(Origin(one.id, one.heading_path[0], one.text, one.first, one.note_path, one.heading_path))


def asked(origin: Origin, card: Card, measure: Measure) -> Outcome[tuple[Picture, str] | None]:
    """The picture that a card asks a part of, and that part; None if the note no longer draws it."""
    for picture in gallery((origin,), measure).value:
        part = part_of(card, picture.diagram)
        if part and picture.layout is not None:
            return Outcome((picture, part))
    return Outcome(None)


def write_dot(found: Sequence[Diagram], out: Path, *, overwrite: bool) -> tuple[Path, ...]:
    """Write each diagram as a DOT file into a folder; raises ExportError."""
    targets = [out / f"{number:03}-{slug(one.title)}.dot" for number, one in enumerate(found, 1)]
    if not overwrite and (standing := next((path for path in targets if path.exists()), None)):
        raise AlreadyThere(f"{standing} is there already.", hint="Choose another folder, or add --replace.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for one, path in zip(found, targets, strict=True):
            files.write_whole(path, readable(one).encode())
    except OSError as error:
        raise ExportError(f"{out} could not be written.", hint="Choose another folder.", details=str(error)) from error
    return tuple(targets)


def known(services: Services, picture: Picture) -> Outcome[dict[str, float]]:
    """How well each part is known: the mean recall of the cards from its note line, by `node:id` and `edge:place`."""
    lines: dict[int, list[float]] = defaultdict(list)
    with services.store.read() as tx:
        for card in cards.of_section(tx, picture.section_id):
            stability, last = card.schedule.stability, card.schedule.last_review
            days = (services.clock.now() - last).total_seconds() / 86_400 if last else 0.0
            chance = recall(stability, days) if stability and last else 0.0
            for line in range(card.card.source.first, card.card.source.last + 1):
                lines[line].append(chance)
    found: dict[str, float] = {}
    for node in picture.diagram.nodes:
        sources = [node.source, *(entry.source for entry in node.entries)]
        own = [chance for source in sources for chance in lines.get(source.first, ())]
        if own:
            found[f"node:{node.id}"] = sum(own) / len(own)
    return Outcome(found)


def cards_of(services: Services, picture: Picture) -> Outcome[tuple[CardId, ...]]:
    """The cards that were made from the lines of a diagram."""
    used = set(picture.diagram.why.used)
    with services.store.read() as tx:
        found = [
            card.id
            for card in cards.of_section(tx, picture.section_id)
            if card.card.source.first in used and not card.is_suspended
        ]
    return Outcome(tuple(found))


@lru_cache(maxsize=4096)
def _drawn(text: str, first: int, path: str, heading_path: tuple[str, ...]) -> tuple[Diagram, ...]:
    """The diagrams of one section's text, at the lines that it has in its note."""
    found = parse("\n" * (first - 1) + text, path).note.sections
    if not found:
        return ()
    return pictures(replace(found[0], title=heading_path[-1], heading_path=heading_path), lexicon()).diagrams


@lru_cache(maxsize=1024)
def _laid_out(diagram: Diagram, measure: Measure) -> Layout:
    return lay_out(diagram, measure)


def _placed(section_id: int, chapter: str, diagram: Diagram, measure: Measure) -> Picture:
    try:
        return Picture(section_id, chapter, diagram, _laid_out(diagram, measure))
    except LayoutError as error:
        return Picture(section_id, chapter, diagram, None, f"{error.message} {error.hint}".strip())
