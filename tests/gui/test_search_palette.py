"""Search and commands, driven by the keyboard alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.note import Source
from app.gui.widgets.search_palette import (
    Command,
    PaletteRow,
    RowKind,
    SearchPalette,
    matching,
    rows_of,
    without_markup,
)
from app.services.library import Hit

COMMANDS = (
    Command("today", "Go to Today", "Ctrl+1"),
    Command("start", "Start studying"),
    Command("theme", "Change theme"),
)


def hit(title: str, kind: RowKind = RowKind.SECTION) -> PaletteRow:
    return PaletteRow(kind, title, title, "Amazon S3 › Storage classes", ((0, 6),))


class Desk:
    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1000, 700)
        self.button = QPushButton("here", self.window)
        self.searched: list[str] = []
        self.palette = SearchPalette(self.window, search=self.searched.append, commands=lambda: COMMANDS)
        self.window.show()
        self.button.setFocus()

    def titles(self) -> list[str]:
        model = self.palette.model
        return [model.index(row).data(Qt.ItemDataRole.DisplayRole).split(".")[0] for row in range(model.rowCount())]

    @property
    def current(self) -> str:
        return self.palette.view.currentIndex().data(Qt.ItemDataRole.DisplayRole).split(".")[0]


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    yield desk
    desk.window.close()


def test_commands_match_by_words_and_beginnings_come_first() -> None:
    assert [row.value for row in matching(COMMANDS, "st")] == ["start"]
    assert [row.value for row in matching(COMMANDS, "to go")] == ["today"]
    assert len(matching(COMMANDS, "")) == 3


def test_it_opens_with_all_commands_and_the_first_chosen(desk: Desk) -> None:
    desk.palette.open_palette()
    assert desk.palette.isVisible()
    assert desk.titles() == ["Commands", "Change theme", "Go to Today", "Start studying"]
    assert desk.current == "Change theme"
    assert desk.searched == []


def test_each_letter_searches_and_an_old_answer_is_dropped(qtbot: QtBot, desk: Desk) -> None:
    desk.palette.open_palette()
    qtbot.keyClicks(desk.palette.field, "s3")
    assert desk.searched == ["s", "s3"]
    desk.palette.show_found("s", [hit("Old")])
    assert "Old" not in desk.titles()
    desk.palette.show_found("s3", [hit("Storage"), hit("Which class?", RowKind.CARD)])
    assert desk.titles() == ["Sections", "Storage", "Cards", "Which class?"]


def test_arrows_skip_the_headings_and_enter_chooses(qtbot: QtBot, desk: Desk) -> None:
    chosen: list[PaletteRow] = []
    desk.palette.chosen.connect(chosen.append)
    desk.palette.open_palette()
    qtbot.keyClicks(desk.palette.field, "s3")
    desk.palette.show_found("s3", [hit("Storage"), hit("Which class?", RowKind.CARD)])
    field = desk.palette.field
    assert desk.current == "Storage"
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert desk.current == "Which class?"
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert desk.current == "Which class?"
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert desk.current == "Storage"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [row.title for row in chosen] == ["Storage"]
    assert not desk.palette.isVisible()


def test_escape_closes(qtbot: QtBot, desk: Desk) -> None:
    desk.palette.open_palette()
    qtbot.keyClick(desk.palette.field, Qt.Key.Key_Escape)
    assert not desk.palette.isVisible()


def test_nothing_found_is_said(desk: Desk) -> None:
    desk.palette.open_palette("zzz")
    assert desk.palette.nothing.text() == "Nothing found for “zzz”"
    assert not desk.palette.nothing.isHidden()


def test_titles_are_never_taken_for_markup(desk: Desk) -> None:
    desk.palette.open_palette("<img src=/etc/passwd>")
    assert desk.palette.nothing.textFormat() is Qt.TextFormat.PlainText


def test_hits_say_where_they_stand() -> None:
    hit = Hit("section", "Limits", ("AWS Lambda", "Limits"), "Timeout is 15\nminutes", ((0, 7),), 4, None, "a.md", 12)
    (row,) = rows_of([hit])
    assert row.below == "AWS Lambda   Timeout is 15 minutes"
    assert [row.below[first:last] for first, last in row.ranges] == ["Timeout"]
    assert row.value == Source("a.md", 12, 12)


def test_snippets_lose_their_markup_and_keep_their_marks() -> None:
    text, ranges = without_markup("## The **Lambda** `timeout` is - ==15== min", ((9, 15), (19, 26), (35, 37)))
    assert text == "The Lambda timeout is 15 min"
    assert [text[first:last] for first, last in ranges] == ["Lambda", "timeout", "15"]
