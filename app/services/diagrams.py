"""Diagrams: those that the notes give, drawn anew from stored text and remembered while the text is the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Event

from app import files, paths
from app import settings as settings_file
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
from app.kinds.recall import name_of, names_for, order_of, parts_of, shuffled
from app.notes import folder as note_folder
from app.notes.parse import parse
from app.render import engine
from app.render.dot import readable
from app.render.engine import Engine
from app.render.layout import place, place_all
from app.schedule.memory import recall
from app.services.context import Services
from app.services.lexicon import lexicon
from app.settings import Settings
from app.store import cards, notes

__all__ = ["name_of", "names_for", "order_of", "shuffled"]  # what the pages ask of a picture

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
    bare: dict[int, int] = {}  # sections that say nothing of their own, by their place among the found
    with services.store.read() as tx:
        for row in notes.tree(tx, services.folder):
            chapters[row.id] = row.title if row.parent_id is None else chapters.get(row.parent_id, "")
            one = notes.section(tx, row.id)
            if one is None:
                continue
            if row.parent_id in bare:
                above = found[bare[row.parent_id]]
                found[bare[row.parent_id]] = replace(above, text=_below(above, one.text, one.first))
            if len(one.text.strip().splitlines()) == 1:
                bare[row.id] = len(found)
            found.append(Origin(row.id, chapters[row.id], one.text, one.first, one.note_path, one.heading_path))
    return Outcome(tuple(found))


def _below(above: Origin, text: str, first: int) -> str:
    """The text of a section with that of one below it, each at its line."""
    so_far = above.text.rstrip("\n")
    return so_far + "\n" * max(1, first - above.first - so_far.count("\n")) + text


def engine_for(settings: Settings, stop: Event | None = None) -> Engine:
    """The program that lays out by the learner's choice: the system's Graphviz if it is there, else the shipped one."""
    system = engine.of_the_system() if settings.graphviz == "system" else None
    return Engine(system or engine.shipped(), paths.folders().cache / "diagrams", stop)


def has_system_engine() -> bool:
    """Whether a Graphviz of the system could be chosen."""
    return engine.of_the_system() is not None


def gallery(found: Sequence[Origin], measure: Measure, engine: Engine) -> Outcome[tuple[Picture, ...]]:
    """Every diagram of these sections; one that cannot be laid out says why. Takes long, and needs no store.

    When the engine is told to stop, what was not reached is left out.
    """
    owners: list[Origin] = []
    drawn: list[Diagram] = []

    def walk() -> Iterator[Diagram]:
        for one in found:
            if engine.stop is not None and engine.stop.is_set():
                return
            for diagram in _drawn(one.text, one.first, one.path, one.heading_path):
                owners.append(one)
                drawn.append(diagram)
                yield diagram

    layouts = _laid_out(walk(), measure, engine)
    is_stopped = engine.stop is not None and engine.stop.is_set()
    return Outcome(
        tuple(
            _picture(owner, diagram, layout)
            for owner, diagram, layout in zip(owners, drawn, layouts, strict=True)
            if not (is_stopped and isinstance(layout, LayoutError))
        )
    )


def opened(picture: Picture, node_id: str, measure: Measure, engine: Engine) -> Outcome[Picture]:
    """The same picture with a list-box showing all of its lines, or few again."""
    nodes = tuple(
        replace(node, is_open=not node.is_open) if node.id == node_id else node for node in picture.diagram.nodes
    )
    diagram = replace(picture.diagram, nodes=nodes)
    (layout,) = _laid_out([diagram], measure, engine)
    if isinstance(layout, LayoutError):
        raise layout
    return Outcome(replace(picture, diagram=diagram, layout=layout))


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
    """Give a diagram its places by the engine that the settings name; raises LayoutError."""
    return place(diagram, measure, engine_for(settings_file.load(paths.folders().settings_file).settings))


def origin_of(services: Services, card: Card) -> Outcome[Origin | None]:
    """The section that a card came from; None if an edit took it away."""
    with services.store.read() as tx:
        rows = [row for row in notes.tree(tx, services.folder) if row.note_path == card.source.path]
        holders = [row for row in rows if row.first <= card.source.first <= row.last]
        one = notes.section(tx, max(holders, key=lambda row: row.first).id) if holders else None
    if one is None:
        return Outcome(None)
    return Outcome(Origin(one.id, one.heading_path[0], one.text, one.first, one.note_path, one.heading_path))


def asked(
    origin: Origin, card: Card, measure: Measure, engine: Engine
) -> Outcome[tuple[Picture, frozenset[str]] | None]:
    """The picture that a card asks parts of, and these parts; None if the note no longer draws it."""
    for picture in gallery((origin,), measure, engine).value:
        parts = parts_of(card, picture.diagram)
        if parts and picture.layout is not None:
            return Outcome((picture, parts))
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


def cards_of(services: Services, picture: Picture, *, only_order: bool = False) -> Outcome[tuple[CardId, ...]]:
    """The cards that were made from the lines of a diagram, or only the one that asks for the order of its steps."""
    used = set(picture.diagram.why.used)
    with services.store.read() as tx:
        found = [
            card.id
            for card in cards.of_section(tx, picture.section_id)
            if card.card.source.first in used
            and not card.is_suspended
            and (not only_order or len(parts_of(card.card, picture.diagram)) > 1)
        ]
    return Outcome(tuple(found))


@lru_cache(maxsize=4096)
def _drawn(text: str, first: int, path: str, heading_path: tuple[str, ...]) -> tuple[Diagram, ...]:
    """The diagrams of one section's text, at the lines that it has in its note."""
    found = parse("\n" * (first - 1) + text, path).note.sections
    if not found:
        return ()
    return pictures(replace(found[0], title=heading_path[-1], heading_path=heading_path), lexicon()).diagrams


_known_layouts: dict[tuple[Diagram, Measure, Path], Layout] = {}
_MOST_LAYOUTS = 1024


def _laid_out(drawn: Iterable[Diagram], measure: Measure, engine: Engine) -> list[Layout | LayoutError]:
    """Places for diagrams: remembered, else asked for all together."""
    found: list[Layout | LayoutError | None] = []
    fresh: list[tuple[int, Diagram]] = []

    def missing() -> Iterator[Diagram]:
        for number, diagram in enumerate(drawn):
            found.append(_known_layouts.get((diagram, measure, engine.program)))
            if found[-1] is None:
                fresh.append((number, diagram))
                yield diagram

    for layout, (number, diagram) in zip(place_all(missing(), measure, engine), fresh, strict=True):
        found[number] = layout
        if isinstance(layout, Layout):
            if len(_known_layouts) >= _MOST_LAYOUTS:
                _known_layouts.clear()
            _known_layouts[diagram, measure, engine.program] = layout
    return [one for one in found if one is not None]


def _picture(owner: Origin, diagram: Diagram, layout: Layout | LayoutError) -> Picture:
    if isinstance(layout, LayoutError):
        return Picture(owner.section_id, owner.chapter, diagram, None, f"{layout.message} {layout.hint}".strip())
    return Picture(owner.section_id, owner.chapter, diagram, layout)
