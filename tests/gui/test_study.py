"""The review screen, driven by the keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.note import Source
from app.domain.review import Rating
from app.errors import StoreFull
from app.gui.pages.study import StudyPage, Tally
from app.gui.widgets.note_view import SafeBrowser
from app.services import study
from app.services.context import Services
from app.services.diagrams import CARD_KIND
from app.services.ingest import cards_in
from app.services.study import Filter
from app.store.store import Store
from tests.fakes import FrozenClock
from tests.gui.desk import Desk, settings_for

NOTE = "# Limits\n\n" + "".join(
    f"Q: What is limit number {number}?\nA: {number * 10} units\n\n" for number in range(1, 13)
)

MakeDesk = Callable[[Services, Path | None], Desk[StudyPage]]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "limits"
    folder.mkdir()
    (folder / "limits.md").write_text(NOTE, encoding="utf-8")
    return folder


@pytest.fixture
def services(store: Store, clock: FrozenClock, notes: Path) -> Services:
    return Services(store, clock, settings_for(notes))


@pytest.fixture
def make_desk(qtbot: QtBot) -> Iterator[MakeDesk]:
    desks: list[Desk[StudyPage]] = []

    def make(services: Services, notes: Path | None) -> Desk[StudyPage]:
        desks.append(Desk(qtbot, services, StudyPage, notes))
        return desks[-1]

    yield make
    for each in desks:
        each.close()


@pytest.fixture
def desk(make_desk: MakeDesk, services: Services, notes: Path) -> Desk[StudyPage]:
    desk = make_desk(services, notes)
    desk.page.refresh()
    desk.settle()
    return desk


def press(desk: Desk[StudyPage], *keys: Qt.Key | str, modifier: Qt.KeyboardModifier | None = None) -> None:
    """Press keys where the focus is, as a hand does."""
    for key in keys:
        target = QApplication.focusWidget() or desk.page
        if isinstance(key, str):
            desk.qtbot.keyClicks(target, key)
        else:
            desk.qtbot.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)
        desk.settle()


def front(desk: Desk[StudyPage]) -> str:
    return desk.page.card.front.toPlainText()


def reviews(desk: Desk[StudyPage]) -> int:
    return sum(len(study.card_history(desk.services, card.id).value.reviews) for card in all_cards(desk))


def all_cards(desk: Desk[StudyPage]) -> list[object]:
    session = study.start(desk.services, Filter(cram=True)).value
    found = []
    while session.current is not None:
        found.append(session.current)
        session.drop(session.current.id)
    return found


def test_space_shows_then_rates_good(desk: Desk[StudyPage]) -> None:
    first = front(desk)
    assert first
    assert not desk.page.card.back.isVisible()
    assert desk.page.bar.show_button.hasFocus()
    press(desk, Qt.Key.Key_Space)
    assert desk.page.card.back.isVisible()
    assert desk.page.card.front.toPlainText() == first
    assert desk.page.bar.buttons[Rating.GOOD].hasFocus()
    press(desk, Qt.Key.Key_Return)
    assert front(desk) != first
    assert reviews(desk) == 1


@pytest.mark.parametrize(("key", "rating"), [("1", 1), ("2", 2), ("3", 3), ("4", 4)])
def test_digits_rate_once_the_answer_is_shown(desk: Desk[StudyPage], key: str, rating: int) -> None:
    card = desk.page._current
    assert card is not None
    press(desk, key)
    assert desk.page._current is card
    press(desk, Qt.Key.Key_Space, key)
    history = study.card_history(desk.services, card.id).value
    assert [int(review.rating) for review in history.reviews] == [rating]
    assert history.reviews[0].taken_ms >= 0


def test_the_buttons_say_what_happens(desk: Desk[StudyPage], clock: FrozenClock) -> None:
    card = desk.page._current
    assert card is not None
    press(desk, Qt.Key.Key_Space)
    assert desk.page.bar.buttons[Rating.GOOD].accessibleName() == "Good, 10 min"
    press(desk, "3")
    due = study.card_history(desk.services, card.id).value.card.schedule.due
    assert due is not None
    assert (due - clock.now()).total_seconds() == 600


def test_undo_brings_the_card_back_and_redo_answers_it_again(desk: Desk[StudyPage]) -> None:
    first = front(desk)
    press(desk, Qt.Key.Key_Space, "1", "u")
    assert front(desk) == first
    assert reviews(desk) == 0
    assert desk.page._tally.answered == 0
    press(desk, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert reviews(desk) == 1
    press(desk, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert reviews(desk) == 0
    press(desk, "u", "u", "u")
    assert desk.page.hint.text() == "Nothing to undo" or desk.page.hint.text().startswith("Undone")


@pytest.mark.parametrize(("key", "words"), [("-", "Buried"), ("@", "Suspended")])
def test_putting_aside_drops_the_card_and_u_takes_it_back(desk: Desk[StudyPage], key: str, words: str) -> None:
    first = front(desk)
    press(desk, key)
    assert front(desk) != first
    assert desk.page.hint.text().startswith(words)
    press(desk, "u")
    assert front(desk) == first


def test_a_day_that_brings_other_cards_begins_anew(desk: Desk[StudyPage]) -> None:
    begun = desk.page._session
    desk.set(theme="dark")
    desk.page.refresh()
    desk.settle()
    assert desk.page._session is begun
    desk.set(new_per_day=1)
    desk.page.refresh()
    desk.settle()
    assert desk.page._session is not begun
    assert desk.page._session is not None
    assert desk.page._session.counts == (1, 0, 0)


def test_flags_toggle(desk: Desk[StudyPage]) -> None:
    card = desk.page._current
    assert card is not None
    press(desk, Qt.Key.Key_3, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.page.hint.text() == "Flag 3"
    assert study.card_history(desk.services, card.id).value.card.flag == 3
    press(desk, Qt.Key.Key_3, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.page.hint.text() == ""
    assert study.card_history(desk.services, card.id).value.card.flag == 0


def test_keys_of_the_window_mean_something_else_here(desk: Desk[StudyPage]) -> None:
    pages: list[str] = []
    for keys in ("Ctrl+3", "Ctrl+Z"):
        QShortcut(QKeySequence(keys), desk.window, lambda keys=keys: pages.append(keys))
    press(desk, Qt.Key.Key_3, modifier=Qt.KeyboardModifier.ControlModifier)
    press(desk, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert pages == []
    assert desk.page.hint.text().startswith("Undone")
    press(desk, Qt.Key.Key_9, modifier=Qt.KeyboardModifier.ControlModifier)


def test_info_tells_about_the_card(desk: Desk[StudyPage]) -> None:
    press(desk, "i")
    assert desk.page.info.isVisible()
    assert "limits.md:" in desk.page.info.accessibleDescription()
    press(desk, "i")
    assert not desk.page.info.isVisible()
    press(desk, "i", Qt.Key.Key_Escape)
    assert not desk.page.info.isVisible()


def test_jump_goes_to_the_note_line(desk: Desk[StudyPage]) -> None:
    card = desk.page._current
    assert card is not None
    press(desk, "j")
    page, place = desk.went[-1]
    assert page == "library"
    assert place == card.card.source
    assert isinstance(place, Source)


def test_two_buttons(make_desk: MakeDesk, services: Services, notes: Path) -> None:
    desk = make_desk(services, notes)
    desk.set(buttons=2)
    desk.page.refresh()
    desk.settle()
    press(desk, Qt.Key.Key_Space)
    shown = [rating for rating, button in desk.page.bar.buttons.items() if button.isVisible()]
    assert shown == [Rating.AGAIN, Rating.GOOD]
    before = front(desk)
    press(desk, "2", "4")
    assert front(desk) == before
    press(desk, "3")
    assert front(desk) != before


def test_typed_answers_are_compared(make_desk: MakeDesk, services: Services, notes: Path) -> None:
    desk = make_desk(services, notes)
    desk.set(types_answers=True)
    desk.page.refresh()
    desk.settle()
    card = desk.page._current
    assert card is not None
    if not card.card.answer:
        pytest.skip("this kind has nothing to type")
    assert desk.page.field.hasFocus()
    press(desk, "u1-@", Qt.Key.Key_Return)  # letters are text here, not keys
    assert desk.page.card.typed.isVisible()
    assert "<s" in desk.page.card.typed.text()
    assert not desk.page.field.isVisible()
    assert desk.page.bar.buttons[Rating.GOOD].hasFocus()
    press(desk, "3")
    assert desk.page._current is not card


def test_nothing_moves_when_the_answer_appears(desk: Desk[StudyPage]) -> None:
    page = desk.page
    places = [page.card.front.mapTo(page, page.card.front.rect().topLeft()), page.bar.geometry()]
    press(desk, Qt.Key.Key_Space)
    assert [page.card.front.mapTo(page, page.card.front.rect().topLeft()), page.bar.geometry()] == places


def test_the_session_ends_with_figures(desk: Desk[StudyPage]) -> None:
    for _ in range(40):
        if not desk.page._is_on_card:
            break
        press(desk, Qt.Key.Key_Space, "4")
    assert desk.page.statement.title.text() == "Done for now"
    assert "12 cards answered" in desk.page.statement.words.text()
    assert "100 % recalled" in desk.page.statement.words.text()
    assert desk.page.statement.buttons[0].hasFocus()
    press(desk, Qt.Key.Key_Space)
    assert desk.went[-1] == ("today", None)


def test_with_nothing_due_it_says_so(make_desk: MakeDesk, services: Services) -> None:
    desk = make_desk(services, None)
    desk.page.refresh()
    desk.settle()
    assert desk.page.statement.title.text() == "Nothing is due"


def test_a_failed_write_steps_back(
    desk: Desk[StudyPage], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = front(desk)

    def full(_services: Services, _answer: object) -> None:
        raise StoreFull("The disk is full.", hint="Free some space, then answer again.")

    monkeypatch.setattr(study, "record", full)
    press(desk, Qt.Key.Key_Space, "3")
    assert front(desk) == first
    assert desk.said[-1].startswith("The disk is full.")
    assert desk.page._tally.answered == 0
    monkeypatch.undo()
    press(desk, Qt.Key.Key_Space, "3")
    assert reviews(desk) == 1


def test_a_rating_given_while_the_last_is_written_is_kept(desk: Desk[StudyPage]) -> None:
    page = desk.page
    page._go_on()
    page._go_on()
    page._go_on()
    page._go_on()  # before the store lane has answered
    desk.settle()
    assert page._tally.answered == 2
    assert reviews(desk) == 2


def test_a_card_whose_note_is_gone_is_dropped_with_words(desk: Desk[StudyPage], notes: Path) -> None:
    first = front(desk)
    text = (notes / "limits.md").read_text()
    number = first.split("number ")[1].split("?")[0]
    gone = text.replace(f"Q: What is limit number {number}?\nA: {int(number) * 10} units\n\n", "")
    assert gone != text
    (notes / "limits.md").write_text(gone)
    desk.read(notes)
    desk.page.refresh()
    desk.settle()
    assert front(desk) != first
    assert desk.page.hint.text().startswith("The last card is no longer in the notes")


def test_a_whole_note_deleted_while_it_is_studied(desk: Desk[StudyPage], notes: Path) -> None:
    (notes / "limits.md").unlink()
    (notes / "other.md").write_text("# Other\n\nNothing here.\n")
    desk.read(notes)
    for _ in range(14):
        desk.page.refresh()
        desk.settle()
    assert not desk.page._is_on_card


def test_one_section_may_be_studied_and_crammed(desk: Desk[StudyPage]) -> None:
    desk.page.open(Filter(cram=True))
    desk.settle()
    assert "Cramming" in desk.page.hint.text()
    card = desk.page._current
    assert card is not None
    press(desk, Qt.Key.Key_Space, "1")
    assert study.card_history(desk.services, card.id).value.card.schedule == card.schedule


def test_learning_cards_are_waited_for(desk: Desk[StudyPage], clock: FrozenClock) -> None:
    desk.set(learn_ahead_minutes=0)
    desk.page.open(Filter())
    desk.settle()
    for _ in range(40):
        if not desk.page._is_on_card:
            break
        press(desk, Qt.Key.Key_Space, "3")
    assert desk.page.statement.title.text() == "Next card in 10:00"
    clock.advance(minutes=10)
    desk.page._on_second()
    assert desk.page._is_on_card


def test_card_text_is_for_screen_readers_too(desk: Desk[StudyPage]) -> None:
    assert desk.page.card.front.accessibleName().startswith("Question: ")
    press(desk, Qt.Key.Key_Space)
    assert desk.page.card.back.accessibleName().startswith("Answer: ")
    assert isinstance(desk.page.card.front, SafeBrowser)


def test_a_tally_counts_back() -> None:
    tally = Tally()
    tally.count(Rating.GOOD, 60_000)
    tally.count(Rating.AGAIN, 60_000)
    assert tally.in_words() == "2 cards answered in 2 min, 50 % recalled"
    tally.count(Rating.AGAIN, 60_000, by=-1)
    assert tally.in_words() == "1 card answered in 1 min, 100 % recalled"


def test_coming_back_goes_on_where_one_was(desk: Desk[StudyPage]) -> None:
    press(desk, Qt.Key.Key_Space, "3", Qt.Key.Key_Space)
    before = front(desk)
    desk.page.open(None)
    desk.page.setFocus()
    desk.settle()
    assert front(desk) == before
    assert desk.page._tally.answered == 1
    assert desk.page.bar.buttons[Rating.GOOD].hasFocus()


PICTURED = """# Web

## Way of a request

<!-- diagram: flow -->

- Browser → CloudFront
- CloudFront → Load balancer
"""


def test_a_part_of_a_picture_is_asked_with_its_picture(make_desk: MakeDesk, services: Services, notes: Path) -> None:
    (notes / "limits.md").write_text(PICTURED, encoding="utf-8")
    desk = make_desk(services, notes)
    desk.page.refresh()
    desk.settle()
    ids = [
        number for number, card in cards_in(notes, services=services, folder=services.folder) if card.kind == CARD_KIND
    ]
    desk.page.open(Filter(card_ids=tuple(ids), cram=True))
    desk.settle()
    card = desk.page._current
    assert card is not None
    assert card.card.back == "CloudFront"
    assert desk.page.card.picture.isVisible()
    hidden = desk.page.card.picture.pixmap().toImage()
    press(desk, Qt.Key.Key_Space)
    desk.settle()
    assert desk.page.card.picture.pixmap().toImage() != hidden, "the picture reveals with the answer"


def pictured_desk(make_desk: MakeDesk, services: Services, notes: Path, text: str) -> Desk[StudyPage]:
    (notes / "limits.md").write_text(text, encoding="utf-8")
    desk = make_desk(services, notes)
    desk.page.refresh()
    desk.settle()
    found = cards_in(notes, services=services, folder=services.folder)
    desk.page.open(Filter(card_ids=tuple(number for number, card in found if card.kind == CARD_KIND)))
    desk.settle()
    return desk


def click(desk: Desk[StudyPage], name: str) -> None:
    next(one for one in desk.page.names.buttons if one.accessibleName() == name).click()
    desk.settle()


def test_a_hidden_part_is_answered_by_a_click_on_its_name(make_desk: MakeDesk, services: Services, notes: Path) -> None:
    desk = pictured_desk(make_desk, services, notes, PICTURED)
    assert not desk.page.names.isVisible(), "names are shown when they are asked for"
    press(desk, "c")
    assert {one.accessibleName() for one in desk.page.names.buttons} == {"Browser", "CloudFront", "Load balancer"}
    click(desk, "Browser")
    session = desk.page._session
    assert session is not None
    assert not session.is_revealed
    click(desk, "CloudFront")
    assert session.is_revealed
    assert "after 1 wrong click" in desk.page.hint.text()
    press(desk, "1")
    desk.settle()
    assert desk.page._tally.again == 1


STEPS = """# Exam

## Order of work

1. Write the note down
2. Read the cards twice
3. Sit the exam calmly
"""


def test_steps_are_clicked_in_their_order(make_desk: MakeDesk, services: Services, notes: Path) -> None:
    desk = pictured_desk(make_desk, services, notes, STEPS)
    names = [one.accessibleName() for one in desk.page.names.buttons]
    right = ["Write the note down", "Read the cards twice", "Sit the exam calmly"]
    assert sorted(names) == sorted(right)
    assert names != right
    blank = desk.page.card.picture.pixmap().toImage()
    click(desk, right[0])
    assert desk.page.card.picture.pixmap().toImage() != blank, "what was named appears"
    click(desk, right[1])
    click(desk, right[2])
    assert "Right at once" in desk.page.hint.text()
    press(desk, "3")
    desk.settle()
    assert desk.page._tally.answered == 1
