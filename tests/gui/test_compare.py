"""Comparing: the list, the table, its keys, and topics of one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.comparison import MISSING
from app.domain.note import Source
from app.domain.review import Rating, Review
from app.gui.models.comparison import HIDDEN, Shown
from app.gui.pages.compare import ComparePage
from app.services.context import Services
from app.services.study import Filter
from app.store import reviews
from app.store.store import Store
from tests.fakes import FrozenClock
from tests.gui.desk import Desk, settings_for
from tests.services.test_compare import NOTE


@pytest.fixture
def desk(qtbot: QtBot, store: Store, clock: FrozenClock, tmp_path: Path) -> Iterator[Desk[ComparePage]]:
    notes = tmp_path / "compared"
    notes.mkdir()
    (notes / "messaging.md").write_text(NOTE, encoding="utf-8")
    made = Desk(qtbot, Services(store, clock, settings_for(notes)), ComparePage, notes)
    made.page.refresh()
    made.settle()
    yield made
    made.close()


def log(desk: Desk[ComparePage]) -> tuple[Review, ...]:
    with desk.services.store.read() as tx:
        return reviews.log(tx)


def ratings(desk: Desk[ComparePage]) -> list[Rating]:
    return [review.rating for review in log(desk)]


def shown(desk: Desk[ComparePage]) -> dict[str, list[str]]:
    model = desk.page.model
    return {
        model.headerData(row, Qt.Orientation.Vertical): [
            model.index(row, column).data() for column in range(model.columnCount())
        ]
        for row in range(model.rowCount())
    }


def test_the_first_comparison_of_the_notes_is_open(desk: Desk[ComparePage]) -> None:
    assert [desk.page.list.item(row).text() for row in range(desk.page.list.count())] == [
        "Queue or topic",
        "Push vs pull",
    ]
    assert shown(desk) == {"Delivery": ["pull", "push"], "Size": ["256 KB", "256 KB"]}


def test_differences_and_likeness_are_counted_and_set_apart(desk: Desk[ComparePage]) -> None:
    page = desk.page
    assert [page.choices[one].text() for one in Shown] == ["All 2", "Differences 1", "Alike 1"]
    page.choices[Shown.DIFFERENT].click()
    assert list(shown(desk)) == ["Delivery"]
    page.choices[Shown.ALIKE].click()
    assert list(shown(desk)) == ["Size"]


def test_a_column_is_the_reference_after_a_click_on_its_name(desk: Desk[ComparePage]) -> None:
    page = desk.page
    page.table.horizontalHeader().sectionClicked.emit(1)
    assert page.model.headerData(1, Qt.Orientation.Horizontal) == "Topic  (reference)"
    page.table.horizontalHeader().sectionClicked.emit(1)
    assert page.model.headerData(1, Qt.Orientation.Horizontal) == "Topic"


def test_cells_columns_and_rows_are_hidden_and_revealed_by_keys(desk: Desk[ComparePage]) -> None:
    page, table = desk.page, desk.page.table
    table.setCurrentIndex(page.model.index(0, 0))
    desk.qtbot.keyClick(table, Qt.Key.Key_H)
    assert shown(desk)["Delivery"] == [HIDDEN, "push"]
    desk.qtbot.keyClick(table, Qt.Key.Key_Space)
    assert shown(desk)["Delivery"] == ["pull", "push"]
    desk.qtbot.keyClick(table, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    assert [cells[0] for cells in shown(desk).values()] == [HIDDEN, HIDDEN]
    desk.qtbot.keyClick(table, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert shown(desk)["Delivery"] == [HIDDEN, HIDDEN]


def test_a_cell_leads_to_its_line_and_to_its_cards(desk: Desk[ComparePage]) -> None:
    page = desk.page
    page.table.setCurrentIndex(page.model.index(0, 1))
    desk.qtbot.keyClick(page.table, Qt.Key.Key_Return)
    line = NOTE.splitlines().index("| Delivery | pull | push |") + 1
    assert desk.went == [("library", Source("messaging.md", line, line))]
    page.study.click()
    desk.settle()
    target, argument = desk.went[-1]
    assert target == "study"
    assert isinstance(argument, Filter)
    assert argument.card_ids is not None
    assert len(argument.card_ids) == 4


def test_topics_of_ones_own_stand_side_by_side(desk: Desk[ComparePage]) -> None:
    page = desk.page
    page._begin_own()
    for typed in ("queue  ‹", "topic  ‹"):
        page.add.setText(typed)
        desk.qtbot.keyClick(page.add, Qt.Key.Key_Return)
        desk.settle()
    assert shown(desk) == {
        "Order": ["kept within a group", "none"],
        "Size": ["256 KB", "256 KB"],
        "Retention": ["4 days", MISSING],
    }
    page._take_away(page._picked[0])
    desk.settle()
    assert page.table.isHidden()


def test_a_word_that_no_topic_has_is_told(desk: Desk[ComparePage]) -> None:
    desk.page._begin_own()
    desk.page.add.setText("zebra")
    desk.qtbot.keyClick(desk.page.add, Qt.Key.Key_Return)
    assert desk.said == ["No topic has these words."]


def test_a_swapped_cell_is_found_by_enter(desk: Desk[ComparePage]) -> None:
    page = desk.page
    page._swap()
    assert shown(desk) == {"Delivery": ["push", "pull"], "Size": ["256 KB", "256 KB"]}
    page._open_line(page.model.index(1, 0))
    assert desk.said[-1] == "Not this one."
    assert not desk.went, "while it is asked, Enter answers and goes nowhere"
    page._open_line(page.model.index(0, 1))
    assert desk.said[-1].startswith("Right")
    assert shown(desk)["Delivery"] == ["pull", "push"]
    desk.settle()
    assert ratings(desk) == [Rating.AGAIN, Rating.AGAIN]


def test_a_swapped_cell_that_is_found_at_once_is_known(desk: Desk[ComparePage]) -> None:
    desk.page._swap()
    desk.page._on_clicked(desk.page.model.index(0, 1))
    desk.settle()
    assert ratings(desk) == [Rating.GOOD, Rating.GOOD]
    assert len({review.card_id for review in log(desk)}) == 2, "each cell has a schedule of its own"


def test_columns_are_guessed_from_one_row(desk: Desk[ComparePage]) -> None:
    page = desk.page
    page._guess()
    (row,) = shown(desk).values()
    assert sorted(row) == ["pull", "push"]
    assert [page.model.headerData(column, Qt.Orientation.Horizontal) for column in range(2)] == ["?", "?"]
    right = {"pull": "Queue", "push": "Topic"}[row[0]]
    wrong = "Topic" if right == "Queue" else "Queue"
    menu = {action.text(): action for action in page._names_for(0).actions()}
    assert list(menu) == ["Queue", "Topic"]
    menu[wrong].trigger()
    assert desk.said[-1] == f"Not {wrong}."
    page._name(0, right)
    assert [page.model.headerData(column, Qt.Orientation.Horizontal) for column in range(2)] == [right, wrong]
    assert page.hint.text().startswith("1 of 2 at the first try")
    desk.settle()
    assert ratings(desk) == [Rating.AGAIN], "the first answer counts, and the last name stands by itself"
    page._end_quiz()
    assert len(shown(desk)) == 2


def test_a_revealed_cell_is_rated_by_a_key(desk: Desk[ComparePage]) -> None:
    page, table = desk.page, desk.page.table
    table.setCurrentIndex(page.model.index(0, 1))
    desk.qtbot.keyClick(table, Qt.Key.Key_3)
    desk.qtbot.keyClick(table, Qt.Key.Key_H)
    desk.qtbot.keyClick(table, Qt.Key.Key_3)
    desk.settle()
    assert not ratings(desk), "nothing was revealed yet"
    desk.qtbot.keyClick(table, Qt.Key.Key_Space)
    desk.qtbot.keyClick(table, Qt.Key.Key_2)
    desk.qtbot.keyClick(table, Qt.Key.Key_3)
    desk.settle()
    assert ratings(desk) == [Rating.HARD], "a second key rates nothing"


def test_picks_are_there_after_a_restart(desk: Desk[ComparePage], qtbot: QtBot) -> None:
    page = desk.page
    page._begin_own()
    for typed in ("topic  ‹", "queue  ‹"):
        page.add.setText(typed)
        desk.qtbot.keyClick(page.add, Qt.Key.Key_Return)
        desk.settle()
    assert page.list.item(0).text() == "Topic vs Queue"
    again = Desk(qtbot, desk.services, ComparePage, None)
    again.page.refresh()
    again.settle()
    assert again.page.list.item(0).text() == "Topic vs Queue"
    again.page.list.setCurrentRow(0)
    again.settle()
    assert again.page.model.headerData(0, Qt.Orientation.Horizontal) == "Topic"
    again.page._take_away(again.page._picked[0])
    again.settle()
    assert again.page.list.item(0).text() == "Queue or topic"
    again.close()


def test_a_narrow_table_shows_two_things_of_choice(desk: Desk[ComparePage]) -> None:
    page = desk.page
    page._begin_own()
    for typed in ("queue  ‹", "topic  ‹", "push vs"):
        page.add.setText(typed)
        desk.qtbot.keyClick(page.add, Qt.Key.Key_Return)
        desk.settle()
    header = page.table.horizontalHeader()
    assert not page.pair.isVisible()
    page.resize(720, 800)
    desk.settle()
    assert page.pair.isVisible()
    assert [header.isSectionHidden(column) for column in range(3)] == [False, False, True]
    page.sides[1].setCurrentIndex(2)
    page.sides[1].activated.emit(2)
    assert [header.isSectionHidden(column) for column in range(3)] == [False, True, False]
    page.sides[0].setCurrentIndex(2)
    page.sides[0].activated.emit(2)
    assert [side.currentIndex() for side in page.sides] == [2, 0], "never the same thing twice"
    page.resize(1280, 800)
    desk.settle()
    assert not page.pair.isVisible()
    assert not any(header.isSectionHidden(column) for column in range(3))


def test_a_comparison_is_saved_as_a_picture(desk: Desk[ComparePage], tmp_path: Path) -> None:
    desk.page._export(str(tmp_path / "table.svg"), "SVG (*.svg)")
    desk.settle()
    assert desk.said == ["Written: table.svg"]
    assert "256 KB" in (tmp_path / "table.svg").read_text(encoding="utf-8")


def test_where_room_is_short_list_and_table_take_turns(desk: Desk[ComparePage]) -> None:
    page = desk.page
    assert page.side.isVisible()
    assert not page.back.isVisible()
    page.resize(600, 800)
    desk.settle()
    assert (page.side.isVisible(), page.right.isVisible()) == (False, True)
    page.back.click()
    assert (page.side.isVisible(), page.right.isVisible()) == (True, False)
    page.list.setCurrentRow(1)
    desk.settle()
    assert page.side.isVisible(), "arrow keys walk through the list"
    page.list.itemActivated.emit(page.list.item(1))
    assert (page.side.isVisible(), page.right.isVisible()) == (False, True)
    assert page.title.text() == "Push vs pull"
    page.resize(1280, 800)
    desk.settle()
    assert (page.side.isVisible(), page.right.isVisible()) == (True, True)


def test_a_section_leads_to_its_comparison(desk: Desk[ComparePage]) -> None:
    last = desk.page._entries[-1]
    desk.page.open(last.section_id)
    desk.settle()
    assert desk.page.list.currentItem().text() == "Push vs pull"
    assert desk.page.title.text() == "Push vs pull"
