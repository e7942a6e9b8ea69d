"""The whole exam by keyboard alone, with a real bank, a real store and a real clock face."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.domain.exam import Mode
from app.domain.note import Source
from app.errors import StoreFull
from app.gui.exam.option import State
from app.gui.exam.words import clock_face, length
from app.gui.pages.exam import ExamPage
from app.kinds.bank_text import write_bank
from app.services import exam, profiles
from app.services.context import Services
from app.store.store import Store
from tests.factories import make_profile, make_question
from tests.fakes import FrozenClock
from tests.gui.desk import Desk, settings_for

NOTE = """\
# Queues ^queues

- Default visibility timeout: 30 seconds
- Longest retention: 14 days

| Attribute | Standard | FIFO |
| --- | --- | --- |
| Order | best effort | kept |
| Duplicates | possible | removed |
"""

PROFILE_TOML = """\
code = "TEST"
name = "Test exam"
minutes = 12
extra_minutes = 3
questions = 6
scored = 4
pass_score = 720

[[domains]]
id = "1"
title = "Queues"
weight = 50
[domains.tasks]
"1.1" = "Send"
"1.2" = "Receive"

[[domains]]
id = "2"
title = "Topics"
weight = 50
[domains.tasks]
"2.1" = "Publish"
"2.2" = "Subscribe"
"""

MakeDesk = Callable[[], Desk[ExamPage]]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "queues.md").write_text(NOTE, encoding="utf-8")
    return folder


@pytest.fixture
def services(store: Store, clock: FrozenClock, notes: Path) -> Services:
    from dataclasses import replace

    folder = profiles.own_folder()
    folder.mkdir(parents=True)
    (folder / "test.toml").write_text(PROFILE_TOML, encoding="utf-8")
    profile = make_profile(weights=(50, 50))
    questions = [  # each draw holds both kinds, because the tasks of a domain share it
        make_question(
            f"q-{task.id.replace('.', '-')}-{number}",
            task=task.id,
            key="ab" if task.id.endswith(".1") else "a",
            notes="queues.md#queues › retention",
        )
        for task in profile.tasks
        for number in range(5)
    ]
    (folder / "bank.md").write_text(write_bank(questions, {"bank": "Test", "profile": "TEST"}), encoding="utf-8")
    return Services(store, clock, replace(settings_for(notes), exam_profile="TEST"))


@pytest.fixture
def make_desk(qtbot: QtBot, services: Services, notes: Path) -> Iterator[MakeDesk]:
    desks: list[Desk[ExamPage]] = []

    def make() -> Desk[ExamPage]:
        desk = Desk(qtbot, services, ExamPage, notes)
        desks.append(desk)
        desk.page.refresh()
        desk.settle()
        return desk

    yield make
    for each in desks:
        each.close()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk[ExamPage]:
    return make_desk()


def press(
    desk: Desk[ExamPage], *keys: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press keys where the focus is, as a hand does."""
    for key in keys:
        target = QApplication.focusWidget() or desk.page
        if isinstance(key, str):
            desk.qtbot.keyClicks(target, key)
        else:
            desk.qtbot.keyClick(target, key, modifier)
        desk.settle()


def start(desk: Desk[ExamPage]) -> None:
    desk.page.home.start.setFocus()
    press(desk, Qt.Key.Key_Return)
    assert desk.page.stack.currentWidget() is desk.page.room, (desk.said, desk.page.home.bank_problems.text())


def session_of(desk: Desk[ExamPage]) -> exam.ExamSession:
    assert desk.page._session is not None
    return desk.page._session


def key_letters(desk: Desk[ExamPage]) -> str:
    asked = session_of(desk).asked
    return "".join("abcdef"[asked.order.index(one)] for one in sorted(asked.question.key))


def go_to(desk: Desk[ExamPage], *, multiple: bool) -> None:
    attempt = session_of(desk).attempt
    wanted = next(n for n, one in enumerate(attempt.asked) if one.question.is_multiple is multiple)
    while session_of(desk).position != wanted:
        press(desk, "n" if session_of(desk).position < wanted else "p")


def answer_box(desk: Desk[ExamPage], text: str) -> None:
    (box,) = [one for one in desk.window.findChildren(QMessageBox) if one.isVisible()]
    next(one for one in box.buttons() if one.text() == text).click()
    desk.settle()


def test_a_whole_exam_by_keyboard(desk, services, clock):
    start(desk)
    room = desk.page.room
    assert room.title.text() == "Question 1 of 6"
    assert room.time.text() == "12:00"
    for number in range(6):
        press(desk, *key_letters(desk))
        clock.advance(minutes=1)
        if number < 5:
            press(desk, "n")
    press(desk, "r")
    assert desk.page.stack.currentWidget() is desk.page.overview
    assert "6 of 6 questions answered" in desk.page.overview.figures.text()
    desk.page.overview.hand_in.setFocus()
    press(desk, Qt.Key.Key_Return)
    result = desk.page.result
    assert desk.page.stack.currentWidget() is result
    assert (result.points.text(), result.verdict.text()) == ("1000", "Passed")
    assert "4 of 4 scored questions right" in result.said.text()
    assert "6 min of 12 min used" in result.time.text()
    press(desk, Qt.Key.Key_Escape)
    assert desk.page.stack.currentWidget() is desk.page.home
    assert desk.page.home.history.count() == 1
    assert "1000 points, passed" in desk.page.home.history.item(0).text()


def test_what_is_on_the_screen_is_on_the_disk(desk, services):
    start(desk)
    press(desk, "b", "f", "g")
    press(desk, Qt.Key.Key_C, modifier=Qt.KeyboardModifier.AltModifier)
    found = exam.resume(services).value
    order = found.asked.order
    assert found.response.picks == (order[1],)
    assert found.response.is_flagged
    assert found.response.is_guess
    assert found.response.struck == {order[2]}
    rows = desk.page.room.rows
    assert [rows[n].state for n in range(4)] == [State.OPEN, State.PICKED, State.STRUCK, State.OPEN]
    assert "picked" in rows[1].accessibleName()
    assert "struck out" in rows[2].accessibleName()
    assert [row.text.document().defaultFont().strikeOut() for row in rows[:4]] == [False, False, True, False]


def test_arrows_space_and_x_do_it_too(desk):
    start(desk)
    go_to(desk, multiple=False)
    press(desk, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert session_of(desk).response.picks == (session_of(desk).asked.order[1],)
    press(desk, "x")
    assert session_of(desk).response.picks == ()
    assert session_of(desk).response.struck == {session_of(desk).asked.order[1]}


def test_choose_two_blocks_the_third_with_words(desk):
    start(desk)
    go_to(desk, multiple=True)
    assert desk.page.room.hint.text() == "Choose TWO"
    press(desk, "1", "2", "3")
    assert len(session_of(desk).response.picks) == 2
    assert desk.said[-1] == "2 choices are picked. Take one back to pick another."


def test_a_note_is_written_and_kept(desk, services):
    start(desk)
    press(desk, "m")
    press(desk, "ask again", Qt.Key.Key_Return)
    assert exam.resume(services).value.response.note == "ask again"
    press(desk, "n", "p")
    assert desk.page.room.note.text() == "ask again"


def test_a_note_is_kept_while_it_is_written(desk, services):
    start(desk)
    press(desk, "m")
    press(desk, "ask ag")
    desk.settle()
    assert desk.page.room.note.hasFocus() or not desk.page.room.note.isActiveWindow()
    assert exam.resume(services).value.response.note == "ask ag"


def test_after_a_restart_the_same_question_is_open(make_desk):
    first = make_desk()
    start(first)
    press(first, "n", "n", "a", "f")
    before = session_of(first).attempt
    first.page.room.leave()
    second = make_desk()
    assert second.page.stack.currentWidget() is second.page.room
    assert session_of(second).attempt == before
    assert second.page.room.title.text() == "Question 3 of 6"


def test_at_nought_it_is_handed_in(desk, services, clock):
    start(desk)
    press(desk, *key_letters(desk))
    clock.advance(minutes=10, seconds=30)
    desk.page.room._tick()
    assert desk.page.room.time.text() == "1:30 left"
    assert desk.page.room.time.property("role") == "clock-bad"
    clock.advance(minutes=2)
    desk.page.room._tick()
    desk.settle()
    assert desk.page.stack.currentWidget() is desk.page.result
    assert desk.page._result.attempt.is_late
    assert desk.page._result.score.blank == 5
    assert "The time ran out" in desk.page.result.said.text()


def test_an_exam_that_ran_out_while_closed_shows_its_result(make_desk, clock):
    first = make_desk()
    start(first)
    press(first, *key_letters(first))
    first.page.room.leave()
    clock.advance(hours=3)
    second = make_desk()
    assert second.page.stack.currentWidget() is second.page.result
    assert second.page._result.score.whole.right == 1


def test_incomplete_exams_ask_before_they_are_handed_in(desk):
    start(desk)
    press(desk, "a", "r")
    desk.page.overview.hand_in.click()
    desk.settle()
    answer_box(desk, "Cancel")
    assert desk.page.stack.currentWidget() is desk.page.overview
    desk.page.overview.hand_in.click()
    answer_box(desk, "Hand in")
    assert desk.page.stack.currentWidget() is desk.page.result


def test_the_review_lists_what_is_open_and_leads_there(desk):
    start(desk)
    press(desk, *key_letters(desk), "n", "f", "r")
    overview = desk.page.overview
    overview.choices[next(one for one in overview.choices if one.value == "Flagged")].click()
    assert [overview.list.item(n).text().split()[0] for n in range(overview.list.count())] == ["2"]
    overview.list.setFocus()
    press(desk, Qt.Key.Key_Return)
    assert session_of(desk).position == 1


def test_no_answer_is_to_be_seen_in_an_exam(desk):
    start(desk)
    press(desk, "a", Qt.Key.Key_Return, "j")
    assert not desk.went
    assert not desk.page.room.check.isVisible()
    assert all(row.state in (State.OPEN, State.PICKED) for row in desk.page.room.rows)


def test_practice_explains_at_once(desk):
    desk.page.home.practise.click()
    desk.settle()
    room = desk.page.room
    assert session_of(desk).attempt.mode is Mode.PRACTICE
    assert not room.time.isVisible()
    go_to(desk, multiple=False)
    wrong = next(n for n, one in enumerate(session_of(desk).asked.order) if one not in session_of(desk).question.key)
    press(desk, str(wrong + 1), Qt.Key.Key_Return)
    assert room.rows[wrong].state is State.WRONG
    assert "Because of" in room.rows[wrong].reason.toPlainText()
    (key,) = session_of(desk).question.key
    right = session_of(desk).asked.order.index(key)
    assert room.rows[right].state is State.RIGHT
    press(desk, "j")
    assert desk.went == [("library", Source("queues.md", 4, 4))]


def test_the_result_leads_to_the_notes_and_asks_for_cards_today(desk, services):
    start(desk)
    press(desk, "r")
    desk.page.overview.hand_in.click()
    answer_box(desk, "Hand in")
    result = desk.page.result
    result.faces["Questions"].click()
    desk.settle()
    assert result.list.count() == 6
    assert result.to_line.isVisible()
    assert result.to_table.isVisible()
    result.to_line.click()
    result.to_table.click()
    assert desk.went == [("library", Source("queues.md", 4, 4)), ("compare", 1)]
    desk.qtbot.keyClick(result.list, "j")
    assert desk.went[-1] == ("library", Source("queues.md", 4, 4))
    assert len(desk.went) == 3
    from app.services import study, today

    assert not study.start(services).value.chosen.cram
    before = today.today(services).value
    result.study.click()
    desk.settle()
    assert desk.said[-1] == "1 card added to today."
    after = today.today(services).value
    assert (after.done, after.new) == (before.done, before.new)
    result.study.click()
    desk.settle()
    assert desk.said[-1] == "Their cards are on today's list already."


def test_a_question_that_came_before_says_how_it_went(desk):
    told = []
    for _ in range(4):  # of six questions each, out of twenty
        desk.page.home.start.click()
        desk.settle()
        desk.page.room.review.click()
        desk.page.overview.hand_in.click()
        answer_box(desk, "Hand in")
        result = desk.page.result
        result.faces["Questions"].click()
        for row in range(result.list.count()):
            result.list.setCurrentRow(row)
            desk.settle()
            if result.so_far.isVisible():
                told.append(result.so_far.text())
        desk.qtbot.keyClick(result.list, Qt.Key.Key_Escape)
        desk.settle()
    assert len(told) == 4
    assert all(words.startswith("In 2 attempts right 0 ×") for words in told)


def test_in_the_review_r_goes_back_though_the_list_has_the_focus(desk):
    start(desk)
    press(desk, "r")
    desk.qtbot.keyClick(desk.page.overview.list, "r")
    assert desk.page.stack.currentWidget() is desk.page.room


def test_cards_of_missed_questions_come_at_the_end_of_today_though_none_are_due(desk, services, clock):
    from dataclasses import replace

    from app.services import study
    from app.services.exam import Pulled
    from tests.factories import make_question

    quiet = services.with_settings(replace(services.settings, new_per_day=0))
    assert study.start(quiet).value.current is None
    pulled = exam.study_these(quiet, [make_question(notes="queues.md#queues › retention")]).value
    assert pulled == Pulled(1, 1)
    waiting = study.start(quiet).value
    assert waiting.current is not None
    assert "retention" in waiting.current.card.front.lower()
    assert waiting.current.schedule.reps == 0
    clock.advance(days=1)
    assert study.start(quiet).value.current is None
    assert exam.study_these(quiet, [make_question(notes="gone.md#gone")]).value == Pulled(0, 0)


def test_a_failed_save_steps_back_and_says_so(desk, monkeypatch, caplog):
    start(desk)
    from app.services import exam as service

    def full(*_: object) -> None:
        raise StoreFull("The disk is full.", hint="Make room.")

    monkeypatch.setattr(service, "save", full)
    press(desk, "a")
    assert session_of(desk).response.picks == ()
    assert "disk is full" in desk.said[-1]
    assert desk.page.room.rows[0].state is State.OPEN


def test_discarding_forgets_the_attempt(desk, services):
    start(desk)
    press(desk, "a", "r")
    desk.page.overview.discard_asked.emit()
    answer_box(desk, "Discard")
    assert exam.resume(services).value is None
    assert desk.page.stack.currentWidget() is desk.page.home


def test_the_result_is_written_as_a_pdf(desk, tmp_path, caplog):
    start(desk)
    press(desk, *key_letters(desk), "r")
    desk.page.overview.hand_in.click()
    answer_box(desk, "Hand in")
    path = tmp_path / "result.pdf"
    desk.page._export(desk.page._result, path)
    desk.settle()
    assert path.read_bytes().startswith(b"%PDF")
    assert not list(tmp_path.glob("*.part"))
    desk.page._export(desk.page._result, tmp_path / "missing" / "result.pdf")
    desk.settle()
    assert "could not be written" in desk.said[-1]


@pytest.mark.parametrize("percent", [100, 150])
def test_choices_stay_on_the_screen(qtbot, services, notes, percent):
    from dataclasses import replace

    long = services.with_settings(replace(services.settings, text_percent=percent))
    desk = Desk(qtbot, long, ExamPage, notes)
    desk.page.refresh()
    desk.settle()
    start(desk)
    for _ in range(6):
        qtbot.wait(20)
        room = desk.page.room
        used = [row for row in room.rows if row.isVisible()]
        bottom = used[-1].mapTo(desk.page, used[-1].rect().bottomLeft()).y()
        assert bottom <= room.mapTo(desk.page, room._body.geometry().bottomLeft()).y()
        press(desk, "n")
    desk.close()


@pytest.mark.parametrize(
    ("left", "shown"),
    [(timedelta(minutes=130), "2:10:00"), (timedelta(seconds=59, milliseconds=100), "1:00"), (timedelta(), "0:00")],
)
def test_the_clock_reads_nought_only_when_it_is_over(left, shown):
    assert clock_face(left) == shown


def test_lengths_are_said_as_one_would():
    assert [length(timedelta(seconds=n)) for n in (5, 90, 3600, 7500)] == ["5 s", "2 min", "1 h", "2 h 5 min"]


def test_local_pictures_in_a_stem_are_shown_and_others_never_asked_for(desk, services):
    from dataclasses import replace

    from PySide6.QtGui import QImage

    from app.domain.note import Source as Place
    from app.gui.exam.sheet import render
    from app.render.style import Style
    from app.services import bank

    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    assert picture.save(str(profiles.own_folder() / "flow.png"))
    start(desk)
    stem = "What is drawn?\n\n![the flow](flow.png) ![gone](https://pictures.example/x.png)"
    question = replace(make_question(), stem=stem, source=Place("imported/bank.md", 3, 3))
    attempt = session_of(desk).attempt
    asked = replace(attempt.asked[0], question=question, order=("a", "b", "c", "d"))
    (sheet,) = render(replace(attempt, asked=(asked,)), Style(), bank.image_folder)
    assert list(sheet.images) == ["flow.png"]
    assert "pictures.example" not in sheet.stem


def test_today_tells_how_the_last_exam_went(desk, services):
    from app.services import today

    assert today.today(services).value.last_exam is None
    start(desk)
    press(desk, *key_letters(desk))
    under_way = today.today(services).value.last_exam
    assert (under_way.answered, under_way.ended) == (1, None)
    press(desk, "r")
    desk.page.overview.hand_in.click()
    answer_box(desk, "Hand in")
    assert today.today(services).value.last_exam.score == desk.page._result.score
