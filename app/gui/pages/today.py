"""Today: what waits, how long it takes, and one button to begin."""

from datetime import date
from functools import partial

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QDateEdit,
    QGridLayout,
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
from app.gui.widgets.statement import Choice, Statement
from app.paths import BUNDLED
from app.services import today
from app.services.today import TodayView

_COLUMN = 960


class TodayPage(Page):
    """One sentence, one button, three quiet panels."""

    interests = frozenset({Change.NOTES, Change.CARDS, Change.REVIEWS, Change.SETTINGS})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view: TodayView | None = None
        self._build()

    def _build(self) -> None:
        self.sentence = words(role="title")
        self.more = words(role="soft")
        self.start = button("Start", lambda: self.context.navigate("study", None), "primary")
        self.second = button("Read the notes", lambda: self.context.navigate("library", None))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.start)
        row.addWidget(self.second)
        row.addStretch(1)
        panels = QGridLayout()
        panels.setSpacing(16)
        for column, frame in enumerate((self._build_plan(), self._build_weak(), self._build_exam())):
            panels.addWidget(frame, 0, column)
            panels.setColumnStretch(column, 1)
        column_layout = QVBoxLayout()
        column_layout.setSpacing(12)
        column_layout.addSpacing(24)
        column_layout.addWidget(self.sentence)
        column_layout.addWidget(self.more)
        column_layout.addSpacing(8)
        column_layout.addLayout(row)
        column_layout.addSpacing(32)
        column_layout.addLayout(panels)
        column_layout.addStretch(1)
        holder = QWidget()
        holder.setLayout(column_layout)
        holder.setMaximumWidth(_COLUMN)
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
        frame, layout = panel("Exam")
        self.exam_words = words(role="soft")
        self.exam_date = QDateEdit()
        self.exam_date.setAccessibleName("Date of the exam")
        self.exam_date.lineEdit().setTextMargins(8, 0, 0, 0)
        self.exam_date.setDisplayFormat("d MMMM yyyy")
        self.exam_date.setDate(QDate.currentDate().addDays(30))
        self.keep_date = button("Set the date", self._keep_date)
        layout.addWidget(self.exam_words)
        layout.addWidget(self.exam_date)
        layout.addWidget(self.keep_date, 0, Qt.AlignmentFlag.AlignLeft)
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
        layout.addWidget(words("None yet. Mock exams come with a later version.", "soft"))
        layout.addStretch(1)
        return frame

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
        self._show_sentence(view)
        self._show_plan(view)
        self._show_weak(view)
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
                    Choice("Use the bundled notes", lambda: self.context.open_folder(BUNDLED)),
                ),
            )
        self.stack.setCurrentWidget(self.statement)

    def _folder_choice(self, is_primary: bool) -> Choice:
        return Choice("Open your own notes", lambda: self.context.open_folder(""), is_primary)

    def _show_sentence(self, view: TodayView) -> None:
        waiting = view.new + view.learning + view.review
        if waiting:
            cards = f"{waiting} card{'' if waiting == 1 else 's'}"
            minutes = f"about {view.minutes} minute{'' if view.minutes == 1 else 's'}"
            exam = f"; exam in {_days(view.days_left)}" if view.days_left is not None else ""
            self.sentence.setText(f"{cards}, {minutes}{exam}")
            self.start.setText(f"Start {cards}")
            parts = [f"{view.review} to review", f"{view.learning} in learning", f"{view.new} new"]
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
        if view.exam_date is None:
            self.exam_words.setText("With a date set, this page counts the days.")
        else:
            self.exam_words.setText(f"In {_days(view.days_left)}, on {view.exam_date:%d %B %Y}.")
            self.exam_date.setDate(QDate(view.exam_date.year, view.exam_date.month, view.exam_date.day))
        self.keep_date.setText("Change the date" if view.exam_date else "Set the date")

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

    def _keep_date(self) -> None:
        chosen = self.exam_date.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        self.context.change_settings({"exam_date": day.isoformat()})


def _days(number: int | None) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _done(number: int) -> str:
    return f"  ·  {number} answered today" if number else ""


PAGE = PageSpec("today", "Today", "today", TodayPage)
