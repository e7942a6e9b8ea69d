"""Reading: the tree, the note, its lines, its links, and what was made of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.note import Source
from app.gui.pages.library import LibraryPage, find_note
from app.services import library
from app.services.context import Services
from app.store.store import Store
from tests.fakes import FrozenClock
from tests.gui.desk import Desk, settings_for

SECOND = """\
# Amazon S3

Objects live in buckets. See [[note#AWS Lambda|functions]], [the queue](note.md#queue-types),
[docs](https://docs.example/s3), [gone](missing.md) and [bad](https://u:p@bank.example/).

## Storage classes

- **Standard**: three zones or more.
- **One Zone-IA**: a single zone.
"""

MakeDesk = Callable[[Services, Path | None], Desk[LibraryPage]]


@pytest.fixture
def services(store: Store, clock: FrozenClock, notes_dir: Path) -> Services:
    (notes_dir / "second.md").write_text(SECOND, encoding="utf-8")
    return Services(store, clock, settings_for(notes_dir))


@pytest.fixture
def make_desk(qtbot: QtBot) -> Iterator[MakeDesk]:
    desks: list[Desk[LibraryPage]] = []

    def make(services: Services, notes: Path | None) -> Desk[LibraryPage]:
        desks.append(Desk(qtbot, services, LibraryPage, notes))
        return desks[-1]

    yield make
    for each in desks:
        each.close()


@pytest.fixture
def desk(make_desk: MakeDesk, services: Services, notes_dir: Path) -> Desk[LibraryPage]:
    desk = make_desk(services, notes_dir)
    desk.page.refresh()
    desk.settle()
    return desk


def section_id(desk: Desk[LibraryPage], title: str) -> int:
    def find(entries: tuple[library.TreeEntry, ...]) -> Iterator[int]:
        for entry in entries:
            if entry.title == title:
                yield entry.id
            yield from find(entry.children)

    return next(find(library.tree(desk.services).value))


def titles(desk: Desk[LibraryPage]) -> list[str]:
    return [index.data() for index in desk.page._indexes()]


def test_it_opens_the_first_chapter_with_all_that_is_in_it(desk: Desk[LibraryPage]) -> None:
    text = desk.page.view.toPlainText()
    assert text.startswith("Amazon SQS")
    assert "Queue types" in text
    assert "nearly unlimited" in text
    assert desk.page.panel.model.rowCount() > 0
    assert desk.page.study_button.isEnabled()


def test_choosing_in_the_tree_opens_a_section(desk: Desk[LibraryPage]) -> None:
    page = desk.page
    page.tree.setCurrentIndex(page.model.index_of(section_id(desk, "AWS Lambda")))
    desk.settle()
    assert page.view.toPlainText().startswith("AWS Lambda")


def test_next_and_previous_walk_through_the_notes(desk: Desk[LibraryPage]) -> None:
    desk.qtbot.keyClick(desk.page, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert desk.page.view.toPlainText().startswith("AWS Lambda")
    assert desk.page.model.entry(desk.page.tree.currentIndex()).title == "AWS Lambda"
    desk.page.previous_button.click()
    desk.settle()
    assert desk.page.view.toPlainText().startswith("Queue types")
    assert desk.page.path.text() == "Amazon SQS"


def test_a_note_line_is_opened_marked_and_its_cards_pointed_out(desk: Desk[LibraryPage]) -> None:
    desk.page.open(Source("note.md", 6, 6))
    desk.settle()
    selection = desk.page.view.extraSelections()[0]
    assert selection.cursor.block().text().startswith("Messages are kept")
    here = [row for row in desk.page.panel.model._rows if desk.page.panel.model.is_at_line(row)]
    assert here
    assert all(row.card.card.source.first == 6 for row in here)


def test_a_place_asked_for_before_the_tree_is_there(make_desk: MakeDesk, services: Services, notes_dir: Path) -> None:
    desk = make_desk(services, notes_dir)
    desk.page.open(Source("second.md", 8, 8))
    desk.page.refresh()
    desk.settle()
    assert desk.page.view.toPlainText().startswith("Storage classes")


def test_the_filter_keeps_matches(desk: Desk[LibraryPage]) -> None:
    desk.qtbot.keyClicks(desk.page.filter, "storage")
    assert titles(desk) == ["Amazon S3", "Storage classes"]
    desk.page.filter.clear()
    assert "AWS Lambda" in titles(desk)


def test_find_in_the_note(desk: Desk[LibraryPage]) -> None:
    page = desk.page
    desk.qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.keyClicks(page.find_bar.field, "messages")
    assert page.find_bar.count.text() == "1 of 2"
    desk.qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Return)
    assert page.find_bar.count.text() == "2 of 2"
    desk.qtbot.keyClick(page.find_bar.field, Qt.Key.Key_Escape)
    assert page.view.extraSelections() == []


def test_links_inside_are_followed_and_others_asked_or_refused(desk: Desk[LibraryPage]) -> None:
    page = desk.page
    page.open(section_id(desk, "Amazon S3"))
    desk.settle()
    page._on_link("note:note#AWS Lambda")
    desk.settle()
    assert page.view.toPlainText().startswith("AWS Lambda")
    page._on_link("note.md#queue-types")
    desk.settle()
    assert page.view.toPlainText().startswith("Queue types")
    page._on_link("missing.md")
    page._on_link("https://u:p@bank.example/")
    assert desk.said[-2] == "There is no note “missing.md”"
    assert desk.said[-1].startswith("This link was not opened")


def test_a_link_may_name_a_note_a_heading_or_a_path(desk: Desk[LibraryPage]) -> None:
    entries = library.tree(desk.services).value
    found = [
        find_note(entries, target, beside="note.md")
        for target in ("second", "second.md", "Amazon S3", "#Queue types", "second#storage-classes", "nothing")
    ]
    assert [entry.title if entry else None for entry in found] == [
        "Amazon S3", "Amazon S3", "Amazon S3", "Queue types", "Storage classes", None,
    ]  # fmt: skip


def test_studying_the_section_is_one_button(desk: Desk[LibraryPage]) -> None:
    desk.page.study_button.click()
    assert desk.went == [("study", section_id(desk, "Amazon SQS"))]


def test_an_edit_shows_and_the_place_stays(desk: Desk[LibraryPage], notes_dir: Path) -> None:
    page = desk.page
    page.open(section_id(desk, "AWS Lambda"))
    desk.settle()
    note = notes_dir / "note.md"
    note.write_text(note.read_text().replace("15 minutes at most", "900 seconds at most"), encoding="utf-8")
    desk.read(notes_dir)
    page.refresh()
    desk.settle()
    assert "900 seconds" in page.view.toPlainText()
    assert page.view.toPlainText().startswith("AWS Lambda")


def test_without_notes_it_says_what_to_do(make_desk: MakeDesk, services: Services) -> None:
    desk = make_desk(services, None)
    desk.page.refresh()
    desk.settle()
    assert desk.page.statement.isVisible()
    desk.page.statement.buttons[0].click()
    assert desk.went[0][0] == "settings"


def test_zoom_keeps_within_bounds(desk: Desk[LibraryPage]) -> None:
    page = desk.page
    for _ in range(20):
        page._on_zoom(1)
    desk.settle()
    assert page.view.style_of_text.size == 32
    page._on_zoom(0)
    desk.settle()
    assert page.view.style_of_text.size == 16
