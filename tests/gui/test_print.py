"""The print dialog: what, how, and where to."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.gui.pages.compare import ComparePage
from app.gui.widgets.page_preview import PagePreview
from app.gui.widgets.print_dialog import PrintDialog, What
from app.paint.paper import Fit, Paper, Turn
from app.services.context import Services
from app.store.store import Store
from tests.fakes import FrozenClock
from tests.gui.desk import Desk, settings_for

NOTE = """# Queues

## Way of an order

App → Queue → Worker

## Way of a letter

Author → Printer → Reader

| Attribute | Queue | Topic |
|---|---|---|
| Delivery | pull | push |
| Size | 256 KB | 1 MB |
"""


@pytest.fixture
def desk(qtbot: QtBot, store: Store, clock: FrozenClock, tmp_path: Path) -> Iterator[Desk[ComparePage]]:
    notes = tmp_path / "printed"
    notes.mkdir()
    (notes / "queues.md").write_text(NOTE, encoding="utf-8")
    PrintDialog._paper = Paper()
    made = Desk(qtbot, Services(store, clock, settings_for(notes)), ComparePage, notes)
    made.page.refresh()
    made.settle()
    yield made
    made.close()


@pytest.fixture
def dialog(desk: Desk[ComparePage]) -> PrintDialog:
    desk.page.print_out()
    (made,) = desk.window.findChildren(PrintDialog)
    desk.settle()
    assert isinstance(made, PrintDialog)
    return made


def choose(desk: Desk[ComparePage], dialog: PrintDialog, what: What) -> None:
    dialog.what.setCurrentIndex(dialog.what.findData(what))
    desk.settle()


def titles(dialog: PrintDialog) -> list[str]:
    return [one.title for one in dialog.items() or ()]


def test_it_begins_with_what_the_page_shows(desk: Desk[ComparePage], dialog: PrintDialog) -> None:
    assert dialog.what.currentText() == "This comparison"
    assert titles(dialog) == ["Way of a letter"]
    assert dialog.summary.text() == "1 page, A4"
    dialog.reject()


def test_all_of_a_kind_or_everything_in_note_order(desk: Desk[ComparePage], dialog: PrintDialog) -> None:
    choose(desk, dialog, What.DIAGRAMS)
    assert titles(dialog) == ["Way of an order", "Way of a letter"]
    assert dialog.what.currentText() == "All diagrams (2)"
    choose(desk, dialog, What.BOOKLET)
    assert titles(dialog) == ["Way of an order", "Way of a letter", "Way of a letter"]
    assert dialog.summary.text().startswith("4 pages"), "contents, and each on a page of its own"
    dialog.fit.setCurrentIndex(dialog.fit.findData(Fit.FLOW))
    desk.settle()
    assert dialog.summary.text().startswith("3 pages")
    dialog.reject()


def test_chosen_ones_are_ticked_in_a_list(desk: Desk[ComparePage], dialog: PrintDialog) -> None:
    choose(desk, dialog, What.CHOSEN)
    assert dialog.list.isVisible()
    assert titles(dialog) == ["Way of a letter"], "what the page showed is ticked already"
    dialog.list.item(2).setCheckState(Qt.CheckState.Unchecked)
    desk.settle()
    assert dialog.summary.text() == "Nothing is chosen yet."
    assert not dialog.send.isEnabled()
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    desk.settle()
    assert titles(dialog) == ["Way of an order"]
    dialog.filter.setText("letter")
    assert [dialog.list.item(row).isHidden() for row in range(3)] == [True, False, False]
    dialog.reject()


def test_choices_make_the_pages(desk: Desk[ComparePage], dialog: PrintDialog) -> None:
    dialog.sheet_size.setCurrentText("Letter")
    dialog.turn.setCurrentIndex(dialog.turn.findData(Turn.LANDSCAPE))
    dialog.worksheet.setChecked(True)
    desk.settle()
    assert dialog._book is not None
    assert dialog._book.paper == Paper("Letter", True, Fit.PAGE, Turn.LANDSCAPE)
    assert [(page.is_wide, page.note) for page in dialog._book.pages] == [(True, "Worksheet"), (True, "Key")]
    dialog.reject()


def test_scale_and_crop_marks_are_asked_of_tiles_only(desk: Desk[ComparePage], dialog: PrintDialog) -> None:
    assert not dialog.scale.isVisible()
    choose(desk, dialog, What.DIAGRAMS)
    dialog.fit.setCurrentIndex(dialog.fit.findData(Fit.TILE))
    dialog.scale.setValue(400)
    desk.settle()
    assert dialog.scale.isVisible()
    assert dialog._book is not None
    assert sum(page.is_tile for page in dialog._book.pages) >= 4
    dialog.reject()


def test_choices_of_the_paper_are_remembered(desk: Desk[ComparePage], dialog: PrintDialog) -> None:
    dialog.turn.setCurrentIndex(dialog.turn.findData(Turn.LANDSCAPE))
    dialog.worksheet.setChecked(True)
    desk.settle()
    dialog.reject()
    desk.set(paper="Letter")
    desk.page.print_out()
    desk.settle()
    again = desk.window.findChildren(PrintDialog)[-1]
    assert again.paper() == Paper("Letter", turn=Turn.LANDSCAPE)
    again.reject()


def test_a_pdf_is_written_and_told(desk: Desk[ComparePage], dialog: PrintDialog, tmp_path: Path) -> None:
    choose(desk, dialog, What.BOOKLET)
    dialog.save.click()
    (asking,) = dialog.findChildren(QFileDialog)
    assert asking.defaultSuffix() == "pdf"
    asking.fileSelected.emit(str(tmp_path / "all.pdf"))
    desk.settle()
    assert desk.said == ["Written: all.pdf"]
    assert b"/Outlines" in (tmp_path / "all.pdf").read_bytes()
    assert not desk.window.findChildren(PrintDialog), "it closes when it is done"


def test_where_nothing_can_be_written_the_dialog_stays(
    desk: Desk[ComparePage], dialog: PrintDialog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("here")
    assert dialog._book is not None
    dialog._write(dialog._book, tmp_path / "file" / "x.pdf")
    desk.settle()
    assert "could not be written" in dialog.messages.words.text()
    assert dialog.isVisible()
    assert dialog.save.isEnabled()
    dialog.reject()


def test_pages_go_to_a_printer(desk: Desk[ComparePage], dialog: PrintDialog, tmp_path: Path) -> None:
    choose(desk, dialog, What.BOOKLET)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    dialog.print_on(printer)
    desk.settle()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+)", (tmp_path / "printed.pdf").read_bytes())
    assert len(boxes) == 2
    assert desk.said[-1].endswith("2 pages")


def test_without_a_printer_it_says_what_to_do(
    desk: Desk[ComparePage], dialog: PrintDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.gui.widgets.print_dialog.QPrinterInfo.availablePrinterNames", list)
    dialog.send.click()
    assert "Save a PDF" in dialog.messages.words.text()
    dialog.reject()


def test_stop_leaves_no_file(desk: Desk[ComparePage], dialog: PrintDialog, tmp_path: Path) -> None:
    choose(desk, dialog, What.BOOKLET)
    assert dialog._book is not None
    dialog._write(dialog._book, tmp_path / "all.pdf")
    assert dialog.cancel.text() == "Stop"
    dialog._stop.set()  # type: ignore[union-attr]
    desk.settle()
    if dialog.isVisible():  # unless it was done before
        assert dialog.summary.text().startswith("Stopped")
        assert not (tmp_path / "all.pdf").exists()
        dialog.reject()
    assert not list(tmp_path.glob(".*part"))


def test_the_preview_turns_zooms_and_fits(desk: Desk[ComparePage], dialog: PrintDialog) -> None:
    choose(desk, dialog, What.BOOKLET)
    preview = dialog.preview
    assert isinstance(preview, PagePreview)
    assert dialog.where.text() == "Page 1 of 4"
    desk.qtbot.keyClick(preview, Qt.Key.Key_PageDown)
    assert dialog.where.text() == "Page 2 of 4"
    wide = preview._areas[0].width()
    desk.qtbot.keyClick(preview, Qt.Key.Key_Plus)
    assert preview._areas[0].width() > wide
    assert dialog.where.text() == "Page 2 of 4"
    desk.qtbot.keyClick(preview, Qt.Key.Key_0)
    assert preview._areas[0].width() == wide
    desk.qtbot.keyClick(preview, Qt.Key.Key_End)
    assert dialog.where.text() == "Page 4 of 4"
    shown = preview.viewport().grab().toImage()
    centre = preview._areas[3].center().x()
    assert shown.pixelColor(centre, 40).name() == "#ffffff"
    dialog.reject()
