from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.gui.pages.today import TodayPage
from app.gui.widgets.plan_dialog import PlanDialog
from app.services.context import Services
from tests.gui.desk import Desk

NOTE = "# Limits\n\n" + "\n".join(f"- **Limit {number}**: {number * 7} items at most." for number in range(1, 41))


@pytest.fixture
def desk(qtbot: QtBot, services: Services, tmp_path: Path) -> Iterator[Desk[TodayPage]]:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "limits.md").write_text(NOTE, encoding="utf-8")
    made = Desk(qtbot, services, TodayPage, notes)
    made.page.refresh()
    made.settle()
    yield made
    made.close()


def opened(desk: Desk[TodayPage]) -> PlanDialog:
    desk.page.plan.click()
    desk.settle()
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, PlanDialog) and one.isVisible())


def tried(desk: Desk[TodayPage], dialog: PlanDialog, day: date, minutes: int) -> None:
    dialog.exam_date.setDate(QDate(day.year, day.month, day.day))
    dialog.minutes.setValue(minutes)
    desk.qtbot.waitUntil(lambda: not dialog._timer.isActive())
    desk.settle()


def words_of(dialog: PlanDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible()).replace("\u00a0", " ")


def test_a_plan_can_be_made_on_the_first_start(desk: Desk[TodayPage]) -> None:
    assert desk.page.plan.isVisible()
    assert desk.page.plan.text() == "Make a plan"
    assert "Certdeck plans the days" in desk.page.exam_words.text()


def test_what_is_tried_out_shows_at_once_and_is_kept_by_a_button(desk: Desk[TodayPage]) -> None:
    dialog = opened(desk)
    tried(desk, dialog, date(2026, 3, 12), 5)
    assert dialog.outlook is not None
    assert dialog.outlook.days == 10
    assert "There is time for all 40 new cards" in words_of(dialog)
    assert "All notes" in words_of(dialog)
    assert not desk.chosen
    dialog.follow.click()
    assert desk.chosen == [{"exam_date": "2026-03-12", "minutes_per_day": 5, "follows_plan": True}]


def test_enter_in_a_field_keeps_nothing(desk: Desk[TodayPage]) -> None:
    dialog = opened(desk)
    dialog.minutes.setFocus()
    QTest.keyClick(dialog.minutes, Qt.Key.Key_Return)
    desk.settle()
    assert dialog.isVisible()
    assert not desk.chosen
    dialog.follow.setFocus()
    QTest.keyClick(dialog.follow, Qt.Key.Key_Return)
    assert desk.chosen[-1]["follows_plan"] is True


def test_too_little_time_is_said_in_figures(desk: Desk[TodayPage]) -> None:
    dialog = opened(desk)
    tried(desk, dialog, date(2026, 3, 4), 5)
    assert dialog.outlook is not None
    assert dialog.outlook.to_meet < 40
    assert f"There is time for {dialog.outlook.to_meet} of 40 new cards" in words_of(dialog)
    assert dialog.exam_date.minimumDate() == QDate(2026, 3, 3)


def test_the_day_can_be_kept_without_the_plan_and_a_plan_left(desk: Desk[TodayPage]) -> None:
    dialog = opened(desk)
    tried(desk, dialog, date(2026, 3, 12), 5)
    assert not dialog.leave.isVisible()
    dialog.only_date.click()
    assert desk.chosen[-1]["follows_plan"] is False
    desk.set(exam_date="2026-03-12", follows_plan=True)
    dialog = opened(desk)
    assert not dialog.only_date.isVisible()
    dialog.leave.click()
    assert desk.chosen[-1] == {"follows_plan": False}, "what was tried out is not kept"


def test_what_is_followed_already_is_kept_only_if_it_changes(desk: Desk[TodayPage]) -> None:
    desk.set(exam_date="2026-03-12", follows_plan=True)
    dialog = opened(desk)
    assert not dialog.follow.isEnabled()
    assert "You follow a plan." in words_of(dialog)
    dialog.minutes.setValue(10)
    assert not dialog.follow.isEnabled(), "not before its figures are there"
    tried(desk, dialog, date(2026, 3, 12), 10)
    assert dialog.follow.isEnabled()
    dialog.reject()
    desk.set(follows_plan=False)
    dialog = opened(desk)
    dialog.leave.click()
    assert desk.chosen[-1] == {"exam_date": ""}


def test_a_slip_in_the_year_costs_nothing(desk: Desk[TodayPage]) -> None:
    dialog = opened(desk)
    tried(desk, dialog, date(9999, 12, 31), 5)
    assert dialog.exam_date.date() == QDate(2028, 3, 1)
    desk.set(exam_date="9999-12-31")
    desk.page.refresh()
    desk.settle()


def test_without_cards_the_dialog_says_so(qtbot: QtBot, services: Services, tmp_path: Path) -> None:
    notes = tmp_path / "empty"
    notes.mkdir()
    desk = Desk(qtbot, services, TodayPage, notes)
    dialog = PlanDialog(desk.page.context, desk.page)
    dialog.open()
    desk.settle()
    assert "no cards to plan with" in dialog.promise.text()
    assert not dialog.follow.isEnabled()
    dialog.reject()
    desk.close()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-03-12", "until 12 March 2026"),
        ("2026-03-02", "Today is the day. Good luck!"),
        ("2026-02-20", "Your exam was on 20 February 2026."),
    ],
)
def test_the_panel_knows_where_the_day_is(desk: Desk[TodayPage], day: str, said: str) -> None:
    desk.set(exam_date=day, follows_plan=True)
    desk.page.refresh()
    desk.settle()
    assert desk.page.exam_words.text() == said
    is_to_come = day == "2026-03-12"
    assert desk.page.days.isVisible() == desk.page.plan_words.isVisible() == is_to_come
    assert (desk.page.plan.text() == "See the plan") == is_to_come
    if is_to_come:
        assert desk.page.plan_words.text().startswith("You follow the plan: 30 minutes a day")
