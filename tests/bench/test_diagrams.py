"""What drawing costs: against the layout program alone, and against the limits of a hand on the mouse."""

import subprocess
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from app.domain.diagram import Diagram, Edge, Form, Node, Why
from app.domain.note import Source
from app.kinds.picture import lexicon_of, pictures
from app.notes.parse import parse
from app.paint import sheet
from app.paint.diagram import draw
from app.paint.ink import ink, measure
from app.paint.paper import Fit
from app.render.boxes import size_of
from app.render.dot import placing
from app.render.engine import Engine, shipped
from app.render.layout import place
from app.services.lexicon import lexicon
from tests.bench.measuring import compare, report, report_limit

pytestmark = pytest.mark.bench
NOTES = Path(__file__).parent.parent.parent / "content" / "notes"


def drawn() -> list[Diagram]:
    found: list[Diagram] = []
    for path in sorted(NOTES.glob("*.md")):
        note = parse(path.read_text(encoding="utf-8"), path.name).note
        terms = lexicon_of(note, lexicon())
        found.extend(one for section in note.walk() for one in pictures(section, terms).diagrams)
    return found


def test_all_bundled_diagrams_against_the_engine_alone(qtbot: QtBot) -> None:
    engine = Engine(shipped())
    graphs = [one for one in drawn() if one.form is Form.GRAPH]
    texts = [
        placing(one, {node.id: size_of(node, measure) for node in one.nodes}, measure, is_downward=one.is_downward)
        for one in graphs
    ]

    def alone() -> None:
        for text in texts:
            subprocess.run([str(shipped()), "-Tjson0"], input=text.encode(), capture_output=True, check=True)

    ours, peer = compare(
        {"found and laid out": lambda: [place(one, measure, engine) for one in drawn()], "engine alone": alone}, runs=5
    )
    report(f"{len(drawn())} bundled diagrams, {len(texts)} by the engine, cold", ours, peer, target=1.3)


def test_a_gallery_that_was_seen_before(qtbot: QtBot, tmp_path: Path) -> None:
    kept = Engine(shipped(), tmp_path)
    found = drawn()
    (warm,) = compare({"places from the cache on disk": lambda: [place(one, measure, kept) for one in found]}, runs=7)
    report_limit(f"{len(found)} diagrams, warm", warm, limit_ms=50)


def test_two_hundred_boxes_are_painted_within_a_frame(qtbot: QtBot) -> None:
    at = Source("big.md", 1, 1)
    nodes = tuple(Node(f"n{number}", f"Box {number}", at, "compute") for number in range(200))
    edges = tuple(Edge(f"n{number}", f"n{number // 3}", at, "R") for number in range(1, 200))
    big = Diagram("flow", "R", "Big", ("Big",), nodes, edges, (), (), Why((), 0), at)
    layout = place(big, measure, Engine(shipped()))
    image = QImage(1280, 800, QImage.Format.Format_ARGB32_Premultiplied)

    def paint() -> None:
        painter = QPainter(image)
        scale = min(1280 / layout.width, 800 / layout.height)
        painter.scale(scale, scale)
        draw(painter, big, layout, ink(is_dark=False))
        painter.end()

    (painting,) = compare({"200 boxes": paint}, runs=31)
    report_limit("Zoom and pan: one frame", painting, limit_ms=16.7)


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
