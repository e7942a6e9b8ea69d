"""What drawing costs: against the layout program alone, and against the limits of a hand on the mouse."""

import subprocess
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.diagram import Diagram, Edge, Form, Node, Why
from app.domain.note import Section, Source
from app.gui.pages.diagrams import _thumbs
from app.gui.widgets.diagram_view import DiagramView
from app.kinds.drawing import short
from app.kinds.lexicon import Lexicon
from app.kinds.picture import lexicon_of, pictures
from app.notes.parse import parse
from app.paint import sheet
from app.paint.diagram import draw
from app.paint.ink import ink, measure
from app.paint.paper import Fit
from app.render.boxes import size_of
from app.render.dot import placing
from app.render.engine import Engine, shipped
from app.render.layout import place, place_all
from app.services.diagrams import Origin
from app.services.lexicon import lexicon
from tests.bench.measuring import compare, report, report_limit

pytestmark = pytest.mark.bench
NOTES = Path(__file__).parent.parent.parent / "content" / "notes"


def read() -> list[tuple[Section, Lexicon]]:
    """The sections of the bundled notes, with a lexicon that has not looked at them yet."""
    found: list[tuple[Section, Lexicon]] = []
    fresh = Lexicon(lexicon().names)
    for path in sorted(NOTES.glob("*.md")):
        note = parse(path.read_text(encoding="utf-8"), path.name).note
        terms = lexicon_of(note, fresh)
        found.extend((section, terms) for section in note.walk())
    return found


def found_in(sections: Iterable[tuple[Section, Lexicon]]) -> Iterator[Diagram]:
    for section, terms in sections:
        yield from pictures(section, terms).diagrams


def origins_in_notes() -> Iterator[Origin]:
    for path in sorted(NOTES.glob("*.md")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for section in parse("\n".join(lines), path.name).note.walk():
            first, last = section.source.first, max((block.source.last for block in section.blocks), default=0)
            text = "\n".join(lines[first - 1 : max(first, last)])
            yield Origin(1, section.heading_path[0], text, first, path.name, section.heading_path)


def drawn() -> list[Diagram]:
    return list(found_in(read()))


def test_all_bundled_diagrams_against_the_engine_alone(qtbot: QtBot) -> None:
    engine = Engine(shipped())
    graphs = [one for one in drawn() if one.form is Form.GRAPH]
    texts = [
        placing(one, {node.id: size_of(node, measure) for node in one.nodes}, measure, is_downward=one.is_downward)
        for one in graphs
    ]
    sections = read()

    def alone() -> None:
        for text in texts:
            subprocess.run([str(shipped()), "-Tjson0"], input=text.encode(), capture_output=True, check=True)

    def fresh() -> list[tuple[Section, Lexicon]]:
        for terms in {id(terms): terms for _, terms in sections}.values():
            for remembered in (terms._known_texts, terms._known_terms, terms._roles):
                remembered.clear()
        short.cache_clear()
        return sections

    ours, read_too, peer = compare(
        {
            "found and laid out": lambda: place_all(found_in(fresh()), measure, engine),
            "the same with reading the notes": lambda: place_all(found_in(read()), measure, engine),
            "engine alone": alone,
        },
        runs=7,
    )
    report(f"{len(drawn())} bundled diagrams, {len(texts)} by the engine, cold", ours, peer, target=1.3)
    report("With parsing, which the reading of notes does in any case", read_too, peer)


def test_a_gallery_that_was_seen_before(qtbot: QtBot, tmp_path: Path) -> None:
    origins = tuple(origins_in_notes())
    kept = Engine(shipped(), tmp_path)
    found = drawn()
    on_disk, in_memory = compare(
        {
            "places from the cache on disk": lambda: place_all(found, measure, kept),
            "gallery with its small pictures": lambda: _thumbs(origins, kept, is_dark=False, ratio=1.0),
        },
        runs=7,
    )
    report_limit(f"{len(found)} diagrams, warm", on_disk, limit_ms=50)
    report_limit(f"{len(found)} diagrams, the page looked at again", in_memory, limit_ms=50)


def test_two_hundred_boxes_are_painted_within_a_frame(qtbot: QtBot) -> None:
    at = Source("big.md", 1, 1)
    nodes = tuple(Node(f"n{number}", f"Box {number}", at, "compute") for number in range(200))
    edges = tuple(
        Edge(f"n{number}", f"n{number // 3}", at, "R", f"label {number}" if number % 10 == 0 else "")
        for number in range(1, 200)
    )
    big = Diagram("flow", "R", "Big", ("Big",), nodes, edges, (), (), Why((), 0), at)
    view = DiagramView()
    qtbot.addWidget(view)
    view.resize(1280, 800)
    view.show_diagram(big, place(big, measure, Engine(shipped())), ink(is_dark=False))
    with qtbot.waitExposed(view):
        view.show()
    turn = count()

    def show() -> None:
        view.viewport().repaint()
        QApplication.processEvents()

    def zoom() -> None:
        view.zoom(1.1 if next(turn) % 40 < 20 else 1 / 1.1)
        show()

    def pan() -> None:
        bars = (view.horizontalScrollBar(), view.verticalScrollBar())
        for bar in bars:
            bar.setValue(bar.value() + (7 if next(turn) % 60 < 30 else -7))
        show()

    def point() -> None:
        view._point(f"node:n{next(turn) % 200}")
        show()

    for name, scale in (("the whole picture", 1.0), ("near", 6.0)):
        view.fit()
        view.zoom(scale)
        for times in compare({"zoom": zoom, "pan": pan, "point at a box": point}, runs=60):
            report_limit(f"200 boxes, {name}: one frame", times, limit_ms=16.7)


def test_a_block_of_five_thousand_nodes_is_refused(qtbot: QtBot) -> None:
    rows = "\n".join(f"  n{number} -> n{number // 2};" for number in range(5000))
    text = f"# T\n\n## Big\n\n```dot\ndigraph {{\n{rows}\n}}\n```\n"
    (section,) = [one for one in parse(text, "big.md").note.walk() if one.title == "Big"]
    made = pictures(section, lexicon())
    assert not made.diagrams
    assert "more than 150 nodes" in made.problems[0].message
    (refusing,) = compare({"a dot block of 5,000 nodes": lambda: pictures(section, lexicon())}, runs=5)
    report_limit("Refused with words", refusing, limit_ms=100)


def test_a_hundred_diagrams_to_paper(qtbot: QtBot, tmp_path: Path) -> None:
    prints = [sheet.Print(one, place(one, measure, Engine(shipped(), tmp_path))) for one in drawn()]
    hundred = (prints * (100 // len(prints) + 1))[:100]

    def bare() -> None:
        writer = QPdfWriter(str(tmp_path / "bare.pdf"))
        writer.setResolution(72)
        painter = QPainter(writer)
        for number, one in enumerate(hundred):
            if number:
                writer.newPage()
            draw(painter, one.diagram, one.layout, ink(is_dark=False))
        painter.end()

    def tiled() -> None:
        sheet.pdf(hundred, tmp_path / "tiles.pdf", ink(is_dark=False), sheet.Paper(fit=Fit.TILE))

    printing, strokes, tiles = compare(
        {
            "with contents, bookmarks, legend, words": lambda: sheet.pdf(
                hundred, tmp_path / "all.pdf", ink(is_dark=False)
            ),
            "the pictures alone by Qt": bare,
            "as tiles": tiled,
        },
        runs=5,
    )
    report("100 diagrams to one PDF", printing, strokes)
    report_limit("100 diagrams to one PDF", printing, limit_ms=5000)
    report_limit("100 diagrams as tiles", tiles, limit_ms=5000)
