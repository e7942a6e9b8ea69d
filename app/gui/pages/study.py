"""The review screen: one card at a time, answered from the keyboard, each answer kept before the next counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app import paths
from app.domain.card import StudyCard
from app.domain.changes import Change, Outcome
from app.domain.ids import CardId
from app.domain.review import Rating
from app.errors import AppError
from app.gui.page import Page, PageContext, PageSpec
from app.gui.widgets.card_face import CardFace
from app.gui.widgets.info_panel import InfoPanel
from app.gui.widgets.intervals import clock, moment, short
from app.gui.widgets.name_choice import NameChoice
from app.gui.widgets.progress_line import ProgressLine
from app.gui.widgets.rating_bar import RatingBar
from app.gui.widgets.statement import Choice, Statement
from app.paint.diagram import Shown
from app.paint.ink import SIZES, ink, measure
from app.paint.sheet import Print, image
from app.render.diff import typed_diff
from app.render.html import face, to_plain
from app.render.style import Style
from app.services import diagrams, study, today
from app.services.context import Services
from app.services.diagrams import Origin, Picture
from app.services.study import Answer, CardHistory, Filter, StudySession, Undone
from app.services.today import TodayView
from app.settings import Settings

COLUMN = 680
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(slots=True)
class Tally:
    """What a session came to."""

    answered: int = 0
    again: int = 0
    milliseconds: int = 0

    def count(self, rating: Rating, taken_ms: int, by: int = 1) -> None:
        """Count an answer, or take one back with -1."""
        self.answered += by
        self.again += by * (rating is Rating.AGAIN)
        self.milliseconds += by * taken_ms

    def in_words(self) -> str:
        """One line for the last page."""
        share = round(100 * (self.answered - self.again) / self.answered) if self.answered else 0
        minutes = short(timedelta(milliseconds=self.milliseconds))
        return f"{_cards(self.answered)} answered in {minutes}, {share} % recalled"


def _cards(number: int) -> str:
    return f"{number} card{'' if number == 1 else 's'}"


_OF_A_DAY = ("follows_plan", "exam_date", "minutes_per_day", "new_per_day", "reviews_per_day")  # say what it brings


class StudyPage(Page):
    """Nothing but the card."""

    interests = frozenset({Change.NOTES, Change.CARDS, Change.SETTINGS})
    painted = Signal()  # the front of a card is on the screen

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._session: StudySession | None = None
        self._begun_with: Settings | None = None
        self._filter = Filter()
        self._answers: list[Answer] = []  # of this session, newest last
        self._tally = Tally()
        self._asked: tuple[Picture, frozenset[str]] | None = None
        self._found = 0  # steps that were put in order
        for role in SIZES:
            measure("x", role)  # fonts are made in the window's thread
        self._told = ""
        self._is_starting = False
        self._is_writing = False
        self._held_rating: Rating | None = None  # given while the last one was being written
        self._flags: dict[CardId, int] = {}
        self._taken = QElapsedTimer()
        self._style = Style()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.progress = ProgressLine()
        self.card = CardFace()
        self.field = QLineEdit()
        self.field.setPlaceholderText("Type the answer")
        self.field.setAccessibleName("Type the answer")
        self.field.setMaxLength(500)
        self.field.hide()
        self.hint = QLabel()
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setProperty("role", "soft")
        self.hint.setWordWrap(True)
        self.bar = RatingBar()
        self.names = NameChoice()
        foot = QVBoxLayout()
        foot.setSpacing(8)
        for widget in (self.names, self.field, self.hint, self.bar):
            foot.addWidget(widget)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        foot.setContentsMargins(24, 8, 24, 24)
        row = QHBoxLayout()
        row.addWidget(self._foot, 0, Qt.AlignmentFlag.AlignHCenter)
        desk = QWidget()
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.card, 1)
        column.addLayout(row)
        self.statement = Statement()
        self.blank = QWidget()
        self.pages = QStackedWidget()
        for page in (self.blank, desk, self.statement):
            self.pages.addWidget(page)
        self._desk = desk
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.progress)
        layout.addWidget(self.pages, 1)
        self.info = InfoPanel(self)
        self._countdown = QTimer(self)
        self._countdown.setInterval(1_000)

    def _connect(self) -> None:
        self.bar.revealed.connect(self._reveal)
        self.bar.rated.connect(self._rate)
        self.names.found.connect(self._on_found)
        self.names.done.connect(self._on_named)
        self._countdown.timeout.connect(self._on_second)
        for widget in (self.field, self.bar.show_button, *self.bar.buttons.values()):
            widget.installEventFilter(self)

    def event(self, event: QEvent) -> bool:
        """Claim the keys that mean something else in the rest of the window, as Ctrl+1 does."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._action(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys of the review screen, wherever on it the focus is."""
        if (act := self._action(event)) is not None:
            if not event.isAutoRepeat():
                act()
        elif event.key() == Qt.Key.Key_Escape and self.info.isVisible():
            self.info.hide()
        else:
            super().keyPressEvent(event)

    def _action(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does here."""
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == control and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_7:
            number = event.key() - int(Qt.Key.Key_0)
            return (lambda: self._flag(number)) if self._is_on_card else None
        if event.key() == Qt.Key.Key_Z and held in (control, control | shift):
            return self._undo if held == control else self._redo
        if held not in (Qt.KeyboardModifier.NoModifier, shift):
            return None
        if event.key() in (*_ENTER, Qt.Key.Key_Space):
            return self._go_on if self._is_on_card else None
        return self._letters().get(event.text())

    def _letters(self) -> dict[str, Callable[[], None]]:
        ratings = {str(int(rating)): lambda rating=rating: self._rate(rating) for rating in Rating}
        return {
            **ratings,
            "u": self._undo,
            "e": self._edit_note,
            "-": self._bury,
            "@": self._suspend,
            "i": self._toggle_info,
            "c": self._offer_names,
            "j": self._jump,
            "J": self._jump,
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on at the press of a key: buttons would wait for its release, and a field would pass Enter on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = _ENTER if watched is self.field else (*_ENTER, Qt.Key.Key_Space)
            if event.key() in keys:
                if not event.isAutoRepeat():
                    self._press(watched)
                return True
        return super().eventFilter(watched, event)

    def _press(self, button: QObject) -> None:
        """The focused rating counts: Tab to Hard and Enter is Hard."""
        rating = next((each for each, own in self.bar.buttons.items() if own is button), None)
        if rating is None:
            self._reveal()
        else:
            self._rate(rating)

    # What comes from outside

    def open(self, argument: object) -> None:
        """Study a section (its id) or what a `Filter` chooses; None goes on, or begins with whatever is due."""
        match argument:
            case Filter():
                self._start(argument)
            case int():
                self._start(Filter(section_id=argument))
            case _ if self._is_over and not self._is_starting:
                self._start(Filter())

    def refresh(self) -> None:
        """Begin if nothing is under way; otherwise see whether the card on screen is still there."""
        if self._is_over or self._is_outdated():
            self._start(self._filter)
        elif (card := self._current) is not None:
            self._look_after(card)

    def _is_outdated(self) -> bool:
        """Whether a day now brings other cards than when this sitting began; one that is being answered goes on."""
        session, begun = self._session, self._begun_with
        if session is None or begun is None or session.is_revealed or self._filter != Filter() or self._is_starting:
            return False
        own = self.context.services().settings
        return any(getattr(own, name) != getattr(begun, name) for name in _OF_A_DAY)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to what the next key should reach."""
        super().focusInEvent(event)
        session = self._session
        if not self._is_on_card or session is None:
            self.statement.take_focus()
        elif self.field.isVisible():
            self.field.setFocus()
        else:
            (self.bar.buttons[Rating.GOOD] if session.is_revealed else self.bar.show_button).setFocus()

    def apply_look(self) -> None:
        """Take colours and text size from the theme."""
        look = self.context.look()
        self._style = look.style(100)
        self.card.set_style(self._style)
        self.progress.set_colours(look.accent, look.line)
        self.bar.set_colours(
            {Rating.AGAIN: look.bad, Rating.HARD: look.warn, Rating.GOOD: look.good, Rating.EASY: look.accent},
            soft=look.text_soft,
        )
        self._place_foot()

    # The session

    @property
    def _is_on_card(self) -> bool:
        return self.pages.currentWidget() is self._desk

    @property
    def _current(self) -> StudyCard | None:
        return self._session.current if self._session is not None else None

    @property
    def _is_over(self) -> bool:
        """No card is left, nor one to wait for."""
        session = self._session
        return session is None or (session.current is None and session.waits_until is None)

    def _start(self, chosen: Filter) -> None:
        self._filter = chosen
        self._is_starting = True
        services = self.context.services()
        self._begun_with = services.settings
        self.context.tasks.run(
            lambda: study.start(services, chosen), owner=self, then=self._on_started, failed=self._on_not_started
        )

    def _on_started(self, session: StudySession) -> None:
        self._is_starting = False
        self._session = session
        self._answers.clear()
        self._tally = Tally()
        self._is_writing, self._held_rating = False, None
        self.bar.set_count(self.context.services().settings.buttons)
        self._show()

    def _on_not_started(self, error: AppError) -> None:
        self._is_starting = False
        self.statement.say(
            "The cards could not be read", error.message, choices=(Choice("Try again", self._again, True),)
        )
        self.pages.setCurrentWidget(self.statement)
        self.statement.take_focus()

    def _again(self) -> None:
        self._start(self._filter)

    def _show(self) -> None:
        """Show what the session has next: a card, a wait, or the end."""
        self._countdown.stop()
        self.info.hide()
        session = self._session
        if session is None:
            return
        self._show_progress(session)
        if session.current is not None:
            self._show_front(session.current)
        elif session.waits_until is not None:
            self._show_wait(session)
        else:
            self._show_end()

    def _show_front(self, card: StudyCard) -> None:
        self.pages.setCurrentWidget(self._desk)
        path = " › ".join(card.card.heading_path)
        self.card.show_front(path, face(card.card.front, self._style), to_plain(card.card.front))
        self._asked, self._found = None, 0
        self.names.clear()
        if card.card.kind == diagrams.CARD_KIND:
            self._look_for_picture(card)
        is_typed = self.context.services().settings.types_answers and bool(card.card.answer)
        self.field.setVisible(is_typed)
        self.field.clear()
        self._show_hint(card)
        self.bar.ask()
        if is_typed:
            self.field.setFocus()
        self._taken.start()

    def _look_for_picture(self, card: StudyCard) -> None:
        """Find the picture that the card hides a part of; the words of the card do until it is there."""
        services, tasks, failed = self.context.services(), self.context.tasks, self.context.messages.error

        def draw(origin: Origin | None) -> None:
            if origin is not None:
                tasks.run(
                    lambda: diagrams.asked(origin, card.card, measure, diagrams.engine_for(services.settings)),
                    owner=self,
                    then=lambda found: self._show_picture(card, found),
                    failed=failed,
                    lane="work",
                )

        tasks.run(lambda: diagrams.origin_of(services, card.card), owner=self, then=draw, failed=failed)

    def _show_picture(self, card: StudyCard, found: tuple[Picture, frozenset[str]] | None) -> None:
        session = self._session
        if found is None or session is None or self._current is None or self._current.id != card.id:
            return
        is_new = self._asked is None
        self._asked = found
        self._draw_picture()
        if is_new and not session.is_revealed:
            if len(found[1]) > 1:
                self._show_names()
            self._show_hint(card)

    def _draw_picture(self) -> None:
        """The picture with its blanks; those that were named and all of them after the answer are filled."""
        assert self._asked is not None
        assert self._session is not None
        picture, parts = self._asked
        assert picture.layout is not None
        named = set(diagrams.order_of(picture.diagram)[: self._found]) if len(parts) > 1 else set()
        is_over = self._session.is_revealed
        chosen = next(iter(parts)) if len(parts) == 1 and is_over else ""
        shown = Shown(chosen=chosen, hidden=frozenset() if is_over else parts - named)
        own = ink(is_dark=self.context.look().is_dark)
        self.card.show_picture(image(Print(picture.diagram, picture.layout), own, 2, shown))

    # Answers by a click

    def _offer_names(self) -> None:
        """The learner wants names: the keyboard goes there too."""
        self._show_names()
        if self.names.buttons:
            self.names.buttons[0].setFocus()
            self._show_hint_again()

    def _show_names(self) -> None:
        """Names to click for the hidden part of a picture, or its steps to be put in order."""
        if self._asked is None or self._session is None or self._session.is_revealed or self.names.isVisible():
            return
        picture, parts = self._asked
        if len(parts) > 1:
            steps = [step.label for step in picture.diagram.steps]
            self.names.offer(diagrams.shuffled(steps), steps, "Click the steps in their order")
        else:
            (part,) = parts
            names = diagrams.names_for(part, picture.diagram)
            if len(names) > 1:
                self.names.offer(names, [diagrams.name_of(part, picture.diagram)], "Which one is hidden?")

    def _show_hint_again(self) -> None:
        if self._current is not None:
            self._show_hint(self._current)

    def _on_found(self, number: int) -> None:
        if self._asked is not None and len(self._asked[1]) > 1:
            self._found = number
            self._draw_picture()

    def _on_named(self, slips: int) -> None:
        """The answer shows; how good it was is for the learner to say, as with a typed one."""
        self._reveal()
        self._tell("Right at once" if not slips else f"Found after {slips} wrong click{'' if slips == 1 else 's'}")

    def _tell(self, words: str) -> None:
        """Say something above the buttons, where no bar covers them; gone with the next answer."""
        self._told = words
        if self._current is not None and self._is_on_card:
            self._show_hint(self._current)
        elif not self._is_starting:
            self.context.messages.show(words)

    def _show_hint(self, card: StudyCard) -> None:
        flag = self._flags.get(card.id, card.flag)
        settings = self.context.services().settings
        words = [self._told] if self._told else []
        if flag:
            words.append(f"Flag {flag}")
        is_asked = self._session is not None and not self._session.is_revealed
        if self._asked is not None and is_asked and not self.names.isVisible():
            words.append("C shows names to choose from")
        if card.schedule.lapses >= settings.leech_lapses:
            words.append(f"Forgotten {card.schedule.lapses} times. Press J to read its line in the note.")
        if self._filter.cram:
            words.append("Cramming: answers here do not move the schedule.")
        self.hint.setText("  ·  ".join(words))

    def _show_progress(self, session: StudySession) -> None:
        new, learning, review = session.counts
        words = f"{session.position} of {session.total}: {new} new, {learning} learning and {review} review left"
        self.progress.set_progress(session.position, session.total, words)

    def _go_on(self) -> None:
        session = self._session
        if session is not None and session.current is not None:
            if session.is_revealed:
                self._rate(Rating.GOOD)
            else:
                self._reveal()

    def _reveal(self) -> None:
        session, card = self._session, self._current
        if session is None or card is None or session.is_revealed:
            return
        typed = ""
        if self.field.isVisible():
            look = self.context.look()
            typed = typed_diff(self.field.text(), card.card.answer, soft=look.text_soft, good=look.good, bad=look.bad)
            self.field.hide()
        session.reveal()
        self.names.clear()
        if self._asked is not None:
            self._draw_picture()
            self._show_hint(card)
        self.card.show_back(face(card.card.back, self._style), to_plain(card.card.back), typed=typed)
        self.bar.offer(session.previews())

    def _rate(self, rating: Rating) -> None:
        session, card = self._session, self._current
        if session is None or card is None or not session.is_revealed or not self.bar.has(rating):
            return
        if self._is_writing:
            self._held_rating = rating
            return
        taken_ms = min(int(self._taken.elapsed()), 10 * 60 * 1000)
        answer = session.rate(rating, taken_ms)
        self._told = ""
        self._answers.append(answer)
        self._tally.count(rating, taken_ms)
        self._is_writing = True
        services = self.context.services()
        self.context.tasks.run(
            lambda: study.record(services, answer),
            owner=self,
            then=lambda _none: self._on_recorded(answer),
            failed=lambda error: self._on_not_recorded(answer, error),
        )
        self._show()

    def _on_recorded(self, answer: Answer) -> None:
        self._is_writing = False
        if self._session is not None:
            self._session.acknowledge(answer)
        if answer.leech is not None:
            self._tell(f"The last card was forgotten {answer.leech.lapses} times. Reading its note may help more.")
        held, self._held_rating = self._held_rating, None
        if held is not None:
            self._rate(held)

    def _on_not_recorded(self, answer: Answer, error: AppError) -> None:
        self._is_writing, self._held_rating = False, None
        if self._session is not None and self._answers and self._answers[-1] is answer:
            self._forget_last()
            self._session.step_back(answer)
            self._show()
        self.context.messages.error(error)

    def _forget_last(self) -> Answer:
        answer = self._answers.pop()
        self._tally.count(answer.review.rating, answer.review.taken_ms, by=-1)
        return answer

    # Taking back, and putting aside

    def _undo(self) -> None:
        self._change(study.undo, self._on_undone)

    def _redo(self) -> None:
        self._change(study.redo, self._on_redone)

    def _change(self, act: Callable[[Services], Outcome[Undone | None]], then: Callable[[Undone | None], None]) -> None:
        services = self.context.services()
        self.context.tasks.run(lambda: act(services), owner=self, then=then, failed=self.context.messages.error)

    def _on_undone(self, undone: Undone | None) -> None:
        if undone is None:
            self._tell("Nothing to undo")
            return
        last = self._answers[-1] if self._answers else None
        if last is not None and self._session is not None and undone.card_id == last.review.card_id:
            self._session.step_back(self._forget_last())
            self._show()
        else:
            self._again()
        self._tell(f"Undone: {undone.name}")

    def _on_redone(self, redone: Undone | None) -> None:
        if redone is None:
            self._tell("Nothing to redo")
            return
        self._again()
        self._tell(f"Redone: {redone.name}")

    def _suspend(self) -> None:
        self._put_aside(study.suspend, "Suspended. Press U to take it back.")

    def _bury(self) -> None:
        self._put_aside(study.bury, "Buried until tomorrow. Press U to take it back.")

    def _put_aside(self, act: Callable[[Services, CardId], Outcome[None]], words: str) -> None:
        session, card = self._session, self._current
        if session is None or card is None or not self._is_on_card:
            return
        services = self.context.services()
        self.context.tasks.run(
            lambda: act(services, card.id),
            owner=self,
            failed=self._on_not_put_aside,
        )
        session.drop(card.id)
        self._show()
        self._tell(words)

    def _on_not_put_aside(self, error: AppError) -> None:
        self.context.messages.error(error)
        self._again()

    def _flag(self, number: int) -> None:
        card = self._current
        if card is None or not self._is_on_card:
            return
        flag = 0 if self._flags.get(card.id, card.flag) == number else number
        self._flags[card.id] = flag
        self._show_hint(card)
        services = self.context.services()
        self.context.tasks.run(
            lambda: study.flag(services, card.id, flag), owner=self, failed=self.context.messages.error
        )

    def _look_after(self, card: StudyCard) -> None:
        """The notes changed while this card was on the desk: it may have been parked, or said differently."""
        services = self.context.services()
        self.context.tasks.run(
            lambda: study.card_history(services, card.id),
            owner=self,
            then=self._on_looked_after,
            failed=lambda _error: self._drop(card.id),
        )

    def _on_looked_after(self, history: CardHistory) -> None:
        card, shown = history.card, self._current
        if shown is None or shown.id != card.id:
            return
        if card.is_parked:
            self._drop(card.id)
        elif card.card.front != shown.card.front or card.card.back != shown.card.back:
            self._again()
            self._tell("This card's note changed. The card kept its history.")

    def _drop(self, card_id: CardId) -> None:
        if self._session is not None:
            self._session.drop(card_id)
            self._show()
            self._tell("The last card is no longer in the notes. It is parked with its history.")

    # Looking closer

    def _toggle_info(self) -> None:
        card = self._current
        if self.info.isVisible():
            self.info.hide()
        elif card is not None and self._is_on_card:
            services = self.context.services()
            self.context.tasks.run(
                lambda: study.card_history(services, card.id),
                owner=self,
                then=self._show_info,
                failed=self.context.messages.error,
            )

    def _show_info(self, history: CardHistory) -> None:
        if self._current is not None and history.card.id == self._current.id:
            own = self.context.services().clock
            self.info.show_card(history.card, history.reviews, now=own.now(), zone=own.zone())

    def _jump(self) -> None:
        if (card := self._current) is not None:
            self.context.navigate("library", card.card.source)

    def _edit_note(self) -> None:
        card = self._current
        if card is None:
            return
        folder = self.context.services().settings.notes_folder
        if folder == paths.BUNDLED:
            self._jump()
            return
        root = paths.notes_folder(folder)
        file = root if root.is_file() else root / card.card.source.path
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self.context.messages.show(f"No program is set to open {file.name}")

    # Between and after cards

    def _show_wait(self, session: StudySession) -> None:
        self._say_wait(session)
        self.pages.setCurrentWidget(self.statement)
        self.statement.take_focus()
        self._countdown.start()

    def _say_wait(self, session: StudySession) -> None:
        own = self.context.services().clock
        until = session.waits_until or own.now()
        self.statement.say(
            f"Next card in {clock(until - own.now())}",
            "It is still being learned, and is worth more after the wait.",
            choices=(
                Choice("Show it now", self._learn_ahead, is_primary=True),
                Choice("Back to Today", lambda: self.context.navigate("today", None)),
            ),
        )

    def _on_second(self) -> None:
        session = self._session
        if session is None:
            return
        if session.current is not None or session.waits_until is None:
            self._show()
        else:
            own = self.context.services().clock
            self.statement.title.setText(f"Next card in {clock(session.waits_until - own.now())}")

    def _learn_ahead(self) -> None:
        if self._session is not None:
            self._session.learn_ahead()
            self._show()

    def _show_end(self) -> None:
        back = Choice("Back to Today", lambda: self.context.navigate("today", None), is_primary=True)
        more = self._more()
        if self._tally.answered:
            self.statement.say("Done for now", self._tally.in_words(), choices=(back, more))
        else:
            words = "Cards appear here one at a time, when they are due."
            self.statement.say("Nothing is due", words, choices=(back, more))
        self.pages.setCurrentWidget(self.statement)
        self.statement.take_focus()
        self._ask_next_due()

    def _more(self) -> Choice:
        """What one may do when the schedule asks for nothing."""
        if self._filter.section_id is None:
            return Choice("Choose a section", lambda: self.context.navigate("library", None))
        return Choice("Cram this section", lambda: self._start(replace(self._filter, cram=True)))

    def _ask_next_due(self) -> None:
        services = self.context.services()
        self.context.tasks.run(lambda: today.today(services), owner=self, then=self._on_next_due, failed=_ignore)

    def _on_next_due(self, view: TodayView) -> None:
        if view.next_due is not None and self.pages.currentWidget() is self.statement:
            own = self.context.services().clock
            words = f"The next card is due {moment(view.next_due, own.now(), own.zone())}."
            self.statement.words.setText(f"{self.statement.words.text()}\n{words}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the info panel at the edge."""
        super().resizeEvent(event)
        self._place_foot()
        self.info.place()

    def _place_foot(self) -> None:
        """The buttons are as wide as the card."""
        self._foot.setFixedWidth(min(self.width(), round(COLUMN * self._style.size / 16) + 48))


def _ignore(_error: AppError) -> None:
    """A figure that is only nice to have."""


PAGE = PageSpec("study", "Study", "study", StudyPage)
