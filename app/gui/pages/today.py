"""Today: what waits, how long it takes, and one button to begin."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Change
from app.gui.page import Page, PageContext, PageSpec
from app.gui.widgets.intervals import moment
from app.gui.widgets.parts import button, panel, words
from app.gui.widgets.plan_dialog import PlanDialog, percent
from app.gui.widgets.statement import Choice, Statement
from app.paths import BUNDLED
from app.services import plan, today
from app.services.plan import Outlook
from app.services.today import TodayView

_COLUMN = 960
_SIDE_BY_SIDE = 720  # narrower, at 100 % text, the panels stand one below the other
_FIRST_START = (
    ("Notes are the source", "Every card comes from a line of a note and shows it. Certdeck never writes in notes."),
    (
        "Little and often",
        "What you know comes back later and later; what you forget comes back soon. Progress is one file on this "
        "machine; nothing is sent anywhere.",
    ),
)


class TodayPage(Page):
    """One sentence, one button, three quiet panels."""

    interests = frozenset({Change.NOTES, Change.CARDS, Change.REVIEWS, Change.SETTINGS, Change.EXAMS})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: TodayView | None = None
        self._build()

    def _build(self) -> None:
        self.sentence = words(role="title")
        self.more = words(role="soft")
        self.start = button("Start", lambda: self.context.navigate("study", None), "primary")
        self.second = button("Open the library", self._second)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.start)
        row.addWidget(self.second)
        row.addStretch(1)
        self.first = [self._build_words(title, text) for title, text in _FIRST_START]
        self.usual = [self._build_weak(), self._build_exam()]
        panels = self._panels((*self.first, self._build_plan(), *self.usual))
        column_layout = QVBoxLayout()
        column_layout.setSpacing(12)
        column_layout.addSpacing(24)
        column_layout.addWidget(self.sentence)
        column_layout.addWidget(self.more)
        column_layout.addSpacing(8)
        column_layout.addLayout(row)
        column_layout.addSpacing(32)
        column_layout.addWidget(panels)
        column_layout.addStretch(1)
        holder = QWidget()
        holder.setLayout(column_layout)
        self._holder = holder
        outer = QWidget()
        line = QHBoxLayout(outer)
        line.setContentsMargins(32, 24, 32, 24)
        line.addStretch(1)
        line.addWidget(holder, 100)
        line.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(outer)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.blank = QWidget()
        self.statement = Statement()
        self.stack = QStackedWidget()
        for page in (self.blank, scroll, self.statement):
            self.stack.addWidget(page)
        self._full = scroll
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _build_plan(self) -> QWidget:
        frame, layout = panel("Plan to the exam")
        self.days = words(role="large")
        self.exam_words = words(role="soft")
        self.plan_words = words(role="soft")
        self.plan = button("Make a plan", lambda: PlanDialog(self.context, self).open())
        for widget in (self.days, self.exam_words, self.plan_words):
            layout.addWidget(widget)
        layout.addSpacing(4)
        layout.addWidget(self.plan, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        return frame

    def _build_weak(self) -> QWidget:
        frame, layout = panel("Weakest sections")
        self.weak_words = words(role="soft")
        self.weak = QVBoxLayout()
        self.weak.setSpacing(4)
        layout.addWidget(self.weak_words)
        layout.addLayout(self.weak)
        layout.addStretch(1)
        return frame

    def _build_exam(self) -> QWidget:
        frame, layout = panel("Last mock exam")
        self.points = words(role="title")
        self.last_words = words(role="soft")
        self.to_exams = button("Go to exams", lambda: self.context.navigate("exam", None))
        for widget in (self.points, self.last_words):
            layout.addWidget(widget)
        layout.addSpacing(4)
        layout.addWidget(self.to_exams, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        return frame

    @staticmethod
    def _build_words(title: str, text: str) -> QWidget:
        frame, layout = panel(title)
        layout.addWidget(words(text, "soft"))
        layout.addStretch(1)
        return frame

    def _panels(self, frames: Iterable[QWidget]) -> QWidget:
        holder = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        for frame in frames:
            frame.setMinimumWidth(1)  # equal shares, whatever is written in them
            self._row.addWidget(frame, 1)
        return holder

    def apply_look(self) -> None:
        """Keep the column in step with the text."""
        self._holder.setMaximumWidth(self.context.look().px(_COLUMN))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Panels stand side by side where there is room."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        is_wide = self.width() - 64 >= self.context.look().px(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)

    def refresh(self) -> None:
        """Count anew."""
        services = self.context.services()
        self.context.tasks.run(
            lambda: today.today(services), owner=self, then=self._show, failed=self.context.messages.error
        )

    def _show(self, view: TodayView) -> None:
        had_focus = self.view is None
        self.view = view
        if not view.total_cards:
            self._show_first_start(view)
            return
        self.stack.setCurrentWidget(self._full)
        is_first = not (view.done or view.weakest or view.review or view.learning)
        for panels, are_shown in ((self.first, is_first), (self.usual, not is_first)):
            for one in panels:
                one.setVisible(are_shown)
        self.second.setText("Open your own notes" if is_first and view.folder == BUNDLED else "Open the library")
        self.second.setAccessibleName(self.second.text())
        self._show_sentence(view)
        if is_first and view.new:
            self._show_welcome(view)
        self._show_plan(view)
        self._show_weak(view)
        self._show_last_exam(view)
        if had_focus and self.isVisible() and self.start.isEnabled():
            self.start.setFocus()

    def _show_first_start(self, view: TodayView) -> None:
        if view.folder == BUNDLED:
            words_ = "The notes that come with Certdeck are being read. This takes a few seconds, once."
            self.statement.say("Welcome to Certdeck", words_, choices=(self._folder_choice(True),))
        else:
            self.statement.say(
                "No cards yet",
                "The open folder has no notes that make cards. Cards come from headings with labelled lists, numbers, "
                "definitions and tables; the page Problems says what could not be read.",
                choices=(
                    self._folder_choice(True),
                    Choice("Use bundled notes", lambda: self.context.open_folder(BUNDLED)),
                ),
            )
        self.stack.setCurrentWidget(self.statement)

    def _show_welcome(self, view: TodayView) -> None:
        source = "the notes that come with Certdeck" if view.folder == BUNDLED else "your notes"
        self.sentence.setText(f"{_cards(view.total_cards)} from {source}")
        self.more.setText(
            f"Today brings {view.new} of them, about {_minutes(view.minutes)}. Space shows an answer; then the keys "
            "1 to 4 say how well you knew it."
        )

    def _second(self) -> None:
        if self.second.text() == "Open the library":
            self.context.navigate("library", None)
        else:
            self.context.open_folder("")

    def _folder_choice(self, is_primary: bool) -> Choice:
        return Choice("Open your own notes", lambda: self.context.open_folder(""), is_primary)

    def _show_sentence(self, view: TodayView) -> None:
        waiting = view.new + view.learning + view.review
        if waiting:
            cards = _cards(waiting)
            is_near = view.days_left is not None
            exam = f"; exam {f'in {_days(view.days_left)}' if view.days_left else 'today'}" if is_near else ""
            self.sentence.setText(f"{cards}, about {_minutes(view.minutes)}{exam}")
            self.start.setText(f"Start {cards}")
            figures = ((view.review, "to review"), (view.learning, "in learning"), (view.new, "new"))
            parts = [f"{number} {name}" for number, name in figures if number]
            if view.backlog:
                parts.append(f"{view.backlog} more wait for another day")
            self.more.setText(", ".join(parts) + _done(view.done))
        else:
            self.sentence.setText("Done for today")
            own = self.context.services().clock
            coming = f"The next card is due {moment(view.next_due, own.now(), own.zone())}." if view.next_due else ""
            self.more.setText((coming + _done(view.done)).strip(" ·") or "Nothing is due.")
            self.start.setText("Start")
        self.start.setEnabled(waiting > 0)
        self.start.setAccessibleName(self.start.text())

    def _show_plan(self, view: TodayView) -> None:
        day, left = view.exam_date, view.days_left
        self.days.setVisible(bool(left))
        self.plan_words.hide()
        self.plan.setText("See the plan" if left else "Make a plan")
        self.plan.setAccessibleName(self.plan.text())
        if day is None:
            self.exam_words.setText("With the day of your exam, Certdeck plans the days until then.")
            return
        named = self.locale().toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")
        self.days.setText(_days(left))
        self.exam_words.setText(f"until {named}" if left else _of_the_day(named, is_today=day == view.day))
        if left:
            services = self.context.services()
            self.context.tasks.run(
                lambda: plan.outlook(services), owner=self, then=self._show_outlook, failed=self.context.messages.error
            )

    def _show_outlook(self, outlook: Outlook | None) -> None:
        self.plan_words.setVisible(outlook is not None)
        if outlook is not None:
            minutes = self.context.services().settings.minutes_per_day
            follows = "You follow the plan" if outlook.is_followed else "A plan is not followed yet"
            self.plan_words.setText(
                f"{follows}: {minutes} minutes a day, {percent(outlook.by_plan)} recalled on the day."
            )

    def _show_last_exam(self, view: TodayView) -> None:
        last = view.last_exam
        made = last.score if last else None
        self.points.setVisible(made is not None)
        self.to_exams.setText("Go on" if last and last.ended is None else "Go to exams")
        self.to_exams.setAccessibleName(self.to_exams.text())
        if last is None:
            self.last_words.setText("None yet. One takes as long as the real exam, and tells what to study next.")
        elif made is None:
            self.last_words.setText(f"“{last.title}” is under way: {last.answered} of {last.questions} answered.")
        else:
            self.points.setText(f"{made.points} points")
            day = QDate(last.started.year, last.started.month, last.started.day)
            verdict = "passed" if made.is_passed else f"{last.pass_score} are needed"
            self.last_words.setText(f"{verdict}, on {self.locale().toString(day, 'd MMMM')}")

    def _show_weak(self, view: TodayView) -> None:
        while (item := self.weak.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.weak_words.setVisible(not view.weakest)
        self.weak_words.setText("They show once you have studied some cards.")
        for title, section_id, known in view.weakest:
            entry = button(
                f"{title}  ·  {round(known * 100)} %",
                partial(self.context.navigate, "library", section_id),
                "quiet",
            )
            entry.setToolTip("Open in the library")
            self.weak.addWidget(entry, 0, Qt.AlignmentFlag.AlignLeft)


def _days(number: int | None) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _of_the_day(named: str, *, is_today: bool) -> str:
    return "Today is the day. Good luck!" if is_today else f"Your exam was on {named}."


def _cards(number: int) -> str:
    return f"{number} card{'' if number == 1 else 's'}"


def _minutes(number: int) -> str:
    return f"{number} minute{'' if number == 1 else 's'}"


def _done(number: int) -> str:
    return f"  ·  {number} answered today" if number else ""


PAGE = PageSpec("today", "Today", "today", TodayPage)
