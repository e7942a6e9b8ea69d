"""What leaves the app on paper and in files."""

import re
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.domain.comparison import Cell, Comparison, ComparisonRow
from app.domain.diagram import Diagram
from app.domain.note import Source, Text
from app.errors import ExportError
from app.kinds.picture import pictures
from app.notes.parse import parse
from app.paint import command, sheet
from app.paint.diagram import Shown
from app.paint.ink import ink, measure
from app.paint.paper import Fit, Paper
from app.services.diagrams import lay_out
from app.services.lexicon import lexicon

TEXT = """# Queues

## Way of an order

<!-- diagram: flow -->

- App → SQS queue (sends)
- SQS queue → Lambda
- Lambda → Dead letter (fails)

## Steps

1. Write the note
2. Read the cards
3. Sit the exam
"""


@pytest.fixture
def prints(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[sheet.Print]:
    monkeypatch.setenv("CERTDECK_HOME", str(tmp_path / "home"))
    return [sheet.Print(one, lay_out(one, measure)) for one in diagrams()]


def diagrams() -> list[Diagram]:
    note = parse(TEXT, "queues.md").note
    return [one for section in note.walk() for one in pictures(section, lexicon()).diagrams]


def test_a_pdf_has_contents_and_a_page_for_each(prints: list[sheet.Print], tmp_path: Path) -> None:
    path = tmp_path / "all.pdf"
    sheet.pdf(prints, path, ink(is_dark=False))
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", content)) == 1 + len(prints)
    assert b"/FontFile" in content, "text is kept as text"
    assert not list(tmp_path.glob("*.tmp*"))


def test_a_worksheet_has_the_key_at_the_end(prints: list[sheet.Print], tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    sheet.pdf(prints, path, ink(is_dark=False), sheet.Paper("Letter", is_worksheet=True))
    content = path.read_bytes()
    assert len(re.findall(rb"/Type /Page\b", content)) == 1 + 2 * len(prints)
    assert b"[0 0 612" in content.replace(b"\n", b" ") or b"612" in content


def test_an_svg_is_a_picture_and_nothing_else(prints: list[sheet.Print], tmp_path: Path) -> None:
    path = tmp_path / "one.svg"
    sheet.svg(prints[0], path, ink(is_dark=False))
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    tags = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    assert "text" in tags
    assert not tags & {"image", "script", "use", "style", "a"}
    assert "SQS queue" in "".join(root.itertext())


def test_a_png_has_300_dots_an_inch(prints: list[sheet.Print], tmp_path: Path) -> None:
    path = tmp_path / "one.png"
    sheet.png(prints[0], path, ink(is_dark=False))
    image = QImage(str(path))
    assert image.dotsPerMeterX() == pytest.approx(300 / 0.0254, abs=1)
    assert image.width() == pytest.approx(prints[0].layout.width * 300 / 72, abs=1)


def test_hidden_words_are_not_in_the_picture(prints: list[sheet.Print]) -> None:
    one = prints[0]
    full = sheet.image(one, ink(is_dark=False), 1)
    hidden = sheet.image(one, ink(is_dark=False), 1, Shown(hidden=sheet.every_part(one.diagram)))
    assert full != hidden
    assert sheet.every_part(one.diagram) == {
        "node:app", "node:sqs-queue", "node:lambda", "node:dead-letter", "edge:0", "edge:2",
    }  # fmt: skip


def test_dark_ink_is_another_picture(prints: list[sheet.Print]) -> None:
    assert sheet.image(prints[0], ink(is_dark=True), 1) != sheet.image(prints[0], ink(is_dark=False), 1)


def test_nothing_is_written_over_unasked(prints: list[sheet.Print], tmp_path: Path) -> None:
    written = command.write(diagrams(), (), "svg", tmp_path / "out", lay_out)
    assert [path.name for path in written] == ["001-way-of-an-order.svg", "002-steps.svg"]
    with pytest.raises(ExportError, match="is there already"):
        command.write(diagrams(), (), "svg", tmp_path / "out", lay_out)
    command.write(diagrams(), (), "svg", tmp_path / "out", lay_out, overwrite=True)


def test_a_folder_that_is_a_file_is_said(prints: list[sheet.Print], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(ExportError, match="could not be written"):
        command.write(diagrams(), (), "pdf", tmp_path / "file" / "x.pdf", lay_out)


def test_streams_of_the_pdf_are_sound(prints: list[sheet.Print], tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    sheet.pdf(prints[:1], path, ink(is_dark=False))
    streams = re.findall(rb"FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", path.read_bytes(), re.DOTALL)
    assert streams
    assert any(b"Tj" in zlib.decompress(stream) or b"TJ" in zlib.decompress(stream) for stream in streams)


def table(rows: int, words: str = "value ", columns: int = 2) -> Comparison:
    source = Source("queues.md", 30, 30 + rows)
    lines = tuple(
        ComparisonRow(
            f"Attribute {n}",
            (Cell(Text("", f"{words}{n} " * 9), source), *[Cell(None, source)] * (columns - 1)),
        )
        for n in range(rows)
    )
    names = tuple(f"Thing {n}" for n in range(columns))
    return Comparison("table", "markdown-table", "A vs B", names, lines, ("Chapter", "A vs B"), source)


def test_a_comparison_takes_the_pages_it_needs(prints: list[sheet.Print], tmp_path: Path) -> None:
    long = table(60)
    sheet.pdf([long], tmp_path / "long.pdf", ink(is_dark=False))
    pages = len(re.findall(rb"/Type /Page\b", (tmp_path / "long.pdf").read_bytes()))
    assert pages > 1
    sheet.pdf([prints[0], long], tmp_path / "booklet.pdf", ink(is_dark=False))
    assert len(re.findall(rb"/Type /Page\b", (tmp_path / "booklet.pdf").read_bytes())) == 2 + pages


def test_a_table_is_a_picture_too(prints: list[sheet.Print], tmp_path: Path) -> None:
    written = command.write((), (table(3),), "svg", tmp_path, lay_out)
    root = ElementTree.fromstring(written[0].read_text(encoding="utf-8"))
    assert "not in the notes" in "".join(root.itertext())
    (picture,) = command.write((), (table(3),), "png", tmp_path, lay_out)
    assert QImage(str(picture)).width() == pytest.approx((450 + 32) * 300 / 72, abs=1)


def test_tiles_come_after_a_page_that_maps_them(prints: list[sheet.Print], tmp_path: Path) -> None:
    sheet.pdf(prints[:1], tmp_path / "fit.pdf", ink(is_dark=False))
    sheet.pdf(prints[:1], tmp_path / "tiles.pdf", ink(is_dark=False), Paper(fit=Fit.TILE, percent=400))
    counts = [len(re.findall(rb"/Type /Page\b", (tmp_path / name).read_bytes())) for name in ("fit.pdf", "tiles.pdf")]
    assert counts[0] == 1
    assert counts[1] >= 3
