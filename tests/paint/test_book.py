"""Pages: what stands on which, and what is drawn there."""

import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from app.domain.comparison import Cell, Comparison, ComparisonRow
from app.domain.diagram import Diagram, Node, Why
from app.domain.layout import Box, Layout
from app.domain.note import Source, Text
from app.paint.book import book, in_note_order
from app.paint.ink import ink
from app.paint.letters import line_height, width_of
from app.paint.page import Book, Print
from app.paint.paper import MARGIN, OVERLAP, Fit, Paper, Turn, tiles
from app.paint.table import grid

INK = ink(is_dark=False)


def picture(title: str, width: float, height: float, line: int = 1) -> Print:
    at = Source("note.md", line, line + 2)
    diagram = Diagram("flow", "R1", title, ("Chapter", title), (Node("a", "A", at),), (), (), (), Why((), 3), at)
    return Print(diagram, Layout(width, height, (Box("a", 0, 0, width, height, ("A",)),), ()))


def fence(width: int) -> Print:
    """Many small boxes in a row, each with the bar of its category."""
    at = Source("note.md", 1, 2)
    nodes = tuple(Node(f"n{x}", "", at, "storage") for x in range(0, width, 12))
    boxes = tuple(Box(node.id, 12 * place, 40, 10, 60, ()) for place, node in enumerate(nodes))
    diagram = Diagram("flow", "R1", "Fence", ("Chapter", "Fence"), nodes, (), (), (), Why((), 3), at)
    return Print(diagram, Layout(width, 300, boxes, ()))


def table(title: str, rows: int, columns: int = 2, words: str = "some words", line: int = 50) -> Comparison:
    at = Source("note.md", line, line + rows)
    lines = tuple(ComparisonRow(f"Row {n}", (Cell(Text(words, words), at),) * columns) for n in range(rows))
    return Comparison("table", "t", title, tuple(f"Thing {n}" for n in range(columns)), lines, ("Other", title), at)


def painted(made: Book, number: int) -> QImage:
    width, height = made.paper.whole(is_wide=made.pages[number].is_wide)
    image = QImage(round(width), round(height), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    made.draw(painter, number, INK)
    painter.end()
    return image


def ink_within(image: QImage, x: int, y: int, width: int, height: int) -> bool:
    return any(
        image.pixel(column, row) & 0xFFFFFF != 0xFFFFFF
        for row in range(max(0, y), min(image.height(), y + height))
        for column in range(max(0, x), min(image.width(), x + width))
    )


def test_one_item_has_no_contents_and_lies_as_it_needs(qtbot: QtBot) -> None:
    assert [page.is_wide for page in book([picture("Wide", 600, 200)], Paper(), INK).pages] == [True]
    assert [page.is_wide for page in book([picture("High", 200, 600)], Paper(), INK).pages] == [False]
    assert [page.is_wide for page in book([picture("Wide", 600, 200)], Paper(turn=Turn.PORTRAIT), INK).pages] == [False]
    assert [page.is_wide for page in book([table("Five", 2, columns=5)], Paper(), INK).pages] == [True]


def test_several_small_items_share_a_page_where_they_may(qtbot: QtBot) -> None:
    items = [picture("One", 300, 120, 1), table("Two", 3, line=9), picture("Three", 300, 120, 30)]
    assert len(book(items, Paper(fit=Fit.FLOW), INK).pages) == 2
    assert len(book(items, Paper(fit=Fit.PAGE), INK).pages) == 4
    marks = [(mark.title, mark.page, mark.level) for mark in book(items, Paper(fit=Fit.FLOW), INK).marks]
    assert marks == [
        ("Chapter", 1, 0),
        ("One", 1, 1),
        ("Other", 1, 0),
        ("Two", 1, 1),
        ("Chapter", 1, 0),
        ("Three", 1, 1),
    ]


def test_each_line_of_the_contents_leads_to_its_place(qtbot: QtBot) -> None:
    made = book([table(f"Table {n}", 12, line=n) for n in range(80)], Paper(fit=Fit.FLOW), INK)
    contents = {link.page for link in made.links}
    assert contents == {0, 1}, "eighty lines take two pages"
    assert [(link.target, link.y) for link in made.links] == [(mark.page, mark.y) for mark in made.marks]
    assert all(link.target not in contents for link in made.links)
    for link in made.links:
        _, height = made.paper.whole(is_wide=False)
        assert link.area[1] + link.area[3] <= height - MARGIN


def test_a_worksheet_has_its_key_behind_it(qtbot: QtBot) -> None:
    made = book([table("Two", 3)], Paper(is_worksheet=True), INK)
    assert [page.note for page in made.pages] == ["Worksheet", "Key"]
    assert painted(made, 0) != painted(made, 1)
    assert [mark.title for mark in made.marks if mark.level == 0] == ["Other", "Key"]


def test_no_row_is_cut_that_a_page_can_hold(qtbot: QtBot) -> None:
    whole = grid(table("Long", 60, words="several words " * 14), 500)
    parts = whole.parts(300, 700)
    assert len(parts) > 2
    assert [row for part in parts for row in part.rows] == list(whole.rows)
    assert parts[0].height <= 300
    assert all(part.height <= 700 for part in parts)


def test_a_row_longer_than_a_page_is_cut_between_lines(qtbot: QtBot) -> None:
    whole = grid(table("Long", 1, words="several words " * 900), 300)
    parts = whole.parts(400, 400)
    assert all(part.height <= 400 for part in parts)
    assert sum((row.cells[1] for part in parts for row in part.rows), ()) == whole.rows[0].cells[1]


def test_columns_fill_the_width_and_keep_their_words_whole(qtbot: QtBot) -> None:
    wide = grid(table("Wide", 2, columns=6, words="x-amz-server-side-encryption Customer"), 760)
    assert sum(wide.widths) + 10 * 6 == pytest.approx(760, abs=0.1)
    assert all("Customer" in " ".join(cell) for row in wide.rows for cell in row.cells[1:])
    narrow = grid(table("Narrow", 2, columns=9, words="Unbreakable" * 6), 500)
    assert sum(narrow.widths) + 10 * 9 == pytest.approx(500, abs=0.1)
    for row in narrow.rows:
        for cell, width in zip(row.cells, narrow.widths, strict=True):
            assert all(width_of(line, narrow.size) <= width + 1 for line in cell)


def test_blank_cells_leave_room_for_a_hand(qtbot: QtBot) -> None:
    blank = grid(table("Two", 3), 500, is_blank=True)
    assert all(set(row.cells[1:]) == {("",)} for row in blank.rows)
    assert all(blank.height_of(row) >= 2 * line_height(blank.size) for row in blank.rows)


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize(("width", "height"), [(900, 300), (300, 900), (1200, 1200), (100, 100)])
def test_tiles_cover_the_picture_and_overlap_by_ten_millimetres(size: str, width: float, height: float) -> None:
    paper = Paper(size, fit=Fit.TILE, percent=200)
    cut = tiles(width, height, paper)
    across, down = paper.room(is_wide=cut.is_wide)
    first, last = cut.corner(0, 0), cut.corner(cut.columns - 1, cut.rows - 1)
    assert first[0] <= 0
    assert first[1] <= 0
    assert last[0] + across >= width * cut.scale - 0.01
    assert last[1] + down >= height * cut.scale - 0.01
    if cut.columns > 1:
        assert cut.corner(0, 0)[0] + across - cut.corner(1, 0)[0] == pytest.approx(OVERLAP)


def test_neighbouring_tiles_show_the_same_in_their_overlap(qtbot: QtBot) -> None:
    made = book([picture("Big", 700, 300)], Paper(fit=Fit.TILE, percent=150, has_crop_marks=False), INK)
    cut = tiles(700, 300, made.paper)
    assert (cut.columns, cut.rows) == (2, 1)
    assert len(made.pages) == 3, "the overview and two tiles"
    left, right = painted(made, 1), painted(made, 2)
    across, down = (round(side) for side in made.paper.room(is_wide=cut.is_wide))
    margin = round(MARGIN)
    for row in range(margin, margin + down, 7):
        assert ink_within(left, margin + across - 14, row, 3, 1) == ink_within(right, margin + 14, row, 3, 1)


def test_nothing_of_a_tile_stands_in_its_margins(qtbot: QtBot) -> None:
    made = book([fence(700)], Paper(fit=Fit.TILE, percent=150, has_crop_marks=False), INK)
    margin = round(MARGIN)
    for number in (1, 2):
        tile = painted(made, number)
        for x in (0, tile.width() - margin + 1):
            assert not ink_within(tile, x, 0, margin - 1, tile.height() - margin)


def test_crop_marks_stand_outside_the_corners(qtbot: QtBot) -> None:
    made = book([picture("Big", 700, 300)], Paper(fit=Fit.TILE, percent=150), INK)
    margin = round(MARGIN)
    assert ink_within(painted(made, 1), margin - 17, margin - 2, 12, 4)
    assert ink_within(painted(made, 1), margin - 2, margin - 17, 4, 12)


def test_a_small_picture_is_not_cut(qtbot: QtBot) -> None:
    assert len(book([picture("Small", 100, 60)], Paper(fit=Fit.TILE, percent=200), INK).pages) == 1


def test_a_giant_is_drawn_smaller_rather_than_on_hundreds_of_pages() -> None:
    assert tiles(20_000, 20_000, Paper(fit=Fit.TILE, percent=400)).number <= 60


def test_the_foot_names_notes_and_lines(qtbot: QtBot) -> None:
    made = book([picture("One", 300, 120)], Paper(), INK)
    _, height = made.paper.whole(is_wide=made.pages[0].is_wide)
    assert made.pages[0].sources == (Source("note.md", 1, 3),)
    assert ink_within(painted(made, 0), round(MARGIN), round(height - MARGIN - 6), 60, 12)


def test_items_follow_the_notes(qtbot: QtBot) -> None:
    items = [table("Later", 2, line=50), picture("Sooner", 10, 10, 4)]
    assert [one.title for one in in_note_order(items)] == ["Sooner", "Later"]


def test_a_wide_table_waits_until_the_upright_page_is_full(qtbot: QtBot) -> None:
    items = [table("One", 3, line=1), table("Wide", 3, columns=6, line=20), table("Two", 3, line=40)]
    made = book(items, Paper(fit=Fit.FLOW), INK)
    assert [page.is_wide for page in made.pages] == [False, False, True]
    assert [(mark.title, mark.page) for mark in made.marks if mark.level] == [("One", 1), ("Two", 1), ("Wide", 2)]


def test_nothing_waits_beyond_its_chapter(qtbot: QtBot) -> None:
    items = [table("One", 3, line=1), table("Wide", 3, columns=6, line=20), picture("Next", 300, 100, 40)]
    made = book(items, Paper(fit=Fit.FLOW), INK)
    titles = [mark.title for mark in made.marks]
    assert titles == ["Other", "One", "Wide", "Chapter", "Next"]


def test_a_part_of_a_long_table_is_not_torn_from_the_rest(qtbot: QtBot) -> None:
    items = [table("One", 3, line=1), table("Wide", 3, columns=6, line=20), table("Long", 90, line=40)]
    made = book(items, Paper(fit=Fit.FLOW), INK)
    assert [page.is_wide for page in made.pages].count(True) == 1
    sides = [page.is_wide for page in made.pages[1:]]
    assert sides[0] is False
    assert sides[-1] is False or sides[-2] is False
    long = [number for number, page in enumerate(made.pages) if Source("note.md", 40, 130) in page.sources]
    assert long == list(range(long[0], long[-1] + 1))


def test_a_few_lines_more_do_not_begin_a_page_of_contents(qtbot: QtBot) -> None:
    def contents(number: int) -> int:
        made = book([table(f"Table {n}", 2, line=n) for n in range(number)], Paper(fit=Fit.FLOW), INK)
        return len({link.page for link in made.links})

    assert [contents(number) for number in (40, 44, 48, 60)] == [1, 1, 1, 2]


def test_the_map_of_tiles_names_their_pages(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def listen(_painter: QPainter, lines: tuple[str, ...], *_: object, **__: object) -> None:
        said.extend(lines)

    made = book([picture("Small", 100, 50), picture("Big", 700, 300, 9)], Paper(fit=Fit.TILE, percent=150), INK)
    monkeypatch.setattr("app.paint.tile.write", listen)
    tiles_at = [number + 1 for number, page in enumerate(made.pages) if page.is_tile]
    painted(made, tiles_at[0] - 2)
    assert said == [str(number) for number in tiles_at] == ["4", "5"]
