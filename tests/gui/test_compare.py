"""Comparing: the list, the table, its keys, and topics of one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.comparison import MISSING
from app.domain.note import Source
from app.gui.models.comparison import HIDDEN, Shown
from app.gui.pages.compare import ComparePage
from app.services.context import Services
from app.services.study import Filter
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


def test_columns_are_guessed_from_one_row(desk: Desk[ComparePage]) -> None:
    page = desk.page
    page._guess()
    (row,) = shown(desk).values()
    assert sorted(row) == ["pull", "push"]
    assert [page.model.headerData(column, Qt.Orientation.Horizontal) for column in range(2)] == ["?", "?"]
    page._pin(0)
    named = page.model.headerData(0, Qt.Orientation.Horizontal)
    assert (row[0], named) in (("pull", "Queue"), ("push", "Topic"))
    page._end_quiz()
    assert len(shown(desk)) == 2
