"""The small parts of the pages: words for spans, the rating bar, the find bar, what was made from a line."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QTextDocument, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.domain.review import CardState, Rating
from app.gui.widgets.card_face import CardFace, balanced_width
from app.gui.widgets.find_bar import FindBar
from app.gui.widgets.info_panel import facts, history
from app.gui.widgets.intervals import clock, moment, short
from app.gui.widgets.made_panel import MadePanel, made_cards, state_in_words
from app.gui.widgets.parts import Number, Pick
from app.gui.widgets.rating_bar import RatingBar
from app.render.html import face
from app.render.style import Style
from tests.factories import NOON, make_card, make_review, make_schedule, make_study_card


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=20), "< 1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=20), "20 days"),
        (timedelta(days=76), "2.5 months"),
        (timedelta(days=365.25 * 2), "2 years"),
    ],
)
def test_spans_are_short(span: timedelta, words: str) -> None:
    assert short(span) == words


def test_moments_are_said_as_one_says_them() -> None:
    now = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    said = [moment(now + timedelta(hours=hours), now, UTC) for hours in (2, 24, 72, 24 * 20)]
    assert said == ["at 12:00", "tomorrow at 10:00", "on Thursday", "on 22 March"]
    assert [clock(timedelta(seconds=s)) for s in (65, 3_725, -5)] == ["1:05", "1:02:05", "0:00"]


def test_the_bar_asks_then_offers(qtbot: QtBot) -> None:
    bar = RatingBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.set_count(4)
    bar.ask()
    assert bar.show_button.isVisible()
    height = bar.height()
    bar.offer({Rating.AGAIN: timedelta(minutes=1), Rating.GOOD: timedelta(days=3)})
    assert bar.height() == height
    assert bar.buttons[Rating.GOOD].accessibleName() == "Good, 3 days"
    with qtbot.waitSignal(bar.rated) as told:
        qtbot.mouseClick(bar.buttons[Rating.HARD], Qt.MouseButton.LeftButton)
    assert told.args == [Rating.HARD]
    bar.set_count(2)
    assert not bar.buttons[Rating.EASY].isVisible()
    assert not bar.has(Rating.HARD)


def test_the_front_stays_when_the_back_appears(qtbot: QtBot) -> None:
    card = CardFace()
    qtbot.addWidget(card)
    card.resize(1000, 700)
    card.show()
    card.set_style(Style())
    front = "What is the default visibility timeout of a message in a standard queue of Amazon SQS?"
    card.show_front("Amazon SQS › Queues", face(front, Style()), front)
    qtbot.wait(1)
    before = card.front.geometry()
    assert not card.back.isVisible()
    card.show_back(face("**30 seconds**", Style()), "30 seconds")
    qtbot.wait(1)
    assert card.front.geometry() == before
    assert card.back.isVisible()
    long = "\n".join(f"- item {number}" for number in range(80))
    card.show_back(face(long, Style()), long)
    qtbot.wait(1)
    assert card.front.geometry() == before
    card.show_back(face("**30 seconds**", Style()), "30 seconds")
    assert card.front.accessibleName() == f"Question: {front}"
    assert card.back.accessibleName() == "Answer: 30 seconds"


def test_lines_are_balanced(qtbot: QtBot) -> None:
    document = QTextDocument()
    font = QFont()
    font.setPixelSize(28)
    document.setDefaultFont(font)
    document.setPlainText("Which storage class keeps its data in one Availability Zone only?")
    width = balanced_width(document, 680)
    lines = [document.begin().layout().lineAt(n).naturalTextWidth() for n in range(2)]
    assert width < 680
    assert min(lines) > 0.6 * max(lines)


def test_the_find_bar_is_driven_by_keys(qtbot: QtBot) -> None:
    bar = FindBar()
    qtbot.addWidget(bar)
    steps: list[int] = []
    bar.stepped.connect(steps.append)
    bar.open_bar()
    qtbot.keyClicks(bar.field, "s3")
    bar.show_count(1, 4)
    assert bar.count.text() == "1 of 4"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert steps == [1, -1]
    bar.show_count(0, 0)
    assert bar.count.text() == "Not found"
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_a_card_says_how_it_stands() -> None:
    due = make_schedule(state=CardState.REVIEW, due=NOON)
    card = make_study_card(schedule=due)
    assert state_in_words(make_study_card(), NOON) == "New"
    assert state_in_words(card, NOON) == "Due now"
    assert state_in_words(card, NOON - timedelta(days=3)) == "Due in 3 days"
    assert state_in_words(make_study_card(schedule=due, is_suspended=True), NOON) == "Suspended"
    assert state_in_words(make_study_card(schedule=due, is_parked=True), NOON).startswith("Parked")
    assert state_in_words(make_study_card(schedule=due, is_buried=True), NOON) == "Buried, due"


def test_what_was_made_from_a_line_is_pointed_out(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    panel = MadePanel()
    qtbot.addWidget(panel)
    panel.show()
    cards = [make_study_card(make_card(f"**Front** {line}", line=line)) for line in (9, 3, 5)]
    panel.show_cards(made_cards(cards, NOON))
    qtmodeltester.check(panel.model, force_py=True)
    assert [panel.model.index(row).data() for row in range(3)] == ["Front 3", "Front 5", "Front 9"]
    assert panel.model.set_line(5) == 1
    assert panel.model.set_line(6) is None
    assert panel.heading.text() == "3 cards made from this section"
    panel.show_cards(())
    assert panel.nothing.isVisible()


def test_info_tells_source_rule_and_history() -> None:
    card = make_study_card(schedule=make_schedule(state=CardState.REVIEW, due=NOON, stability=4.2, difficulty=5.0))
    told = dict(facts(card, NOON, UTC))
    assert told["Note"] == "note.md:1"
    assert told["Why"] == "number: default"
    assert told["Stability"] == "4.2 days"
    first = make_review(rating=Rating.AGAIN)
    second = make_review(at=NOON + timedelta(minutes=1))
    undone = make_review(at=NOON + timedelta(minutes=2), voids=second.id)
    assert history((first, second, undone), UTC) == (("2026-03-02 12:00", "Again, 2 s"),)


def test_the_wheel_changes_a_number_only_where_the_focus_is(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    number, pick, other = Number(1, 100), Pick(), QPushButton("Other")
    number.setValue(50)
    pick.addItems(["one", "two", "three"])
    for widget in (number, pick, other):
        layout.addWidget(widget)
    holder.show()
    other.setFocus()

    def turn(widget: QWidget) -> None:
        middle = widget.rect().center()
        event = QWheelEvent(
            middle.toPointF(), widget.mapToGlobal(middle).toPointF(), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    turn(number)
    turn(pick)
    assert (number.value(), pick.currentIndex()) == (50, 0)
    number.setFocus()
    qtbot.waitUntil(number.hasFocus)
    turn(number)
    assert number.value() == 49
