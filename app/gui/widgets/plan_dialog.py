"""The plan to the exam before it is followed: day and minutes on top, and below at once what they bring."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QDateEdit, QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.errors import AppError
from app.gui.page import PageContext
from app.gui.tasks import Ticket
from app.gui.widgets.bars import Bars
from app.gui.widgets.parts import Number, button, words
from app.gui.widgets.ranges import Line, RangeTable
from app.services import plan
from app.services.plan import Outlook
from app.settings import Settings

_SIZE = QSize(720, 560)
_MARGIN = 48  # of the window around the dialog
_PAUSE_MS = 150
_FIRST_GUESS = 30  # days until the exam of somebody who did not say


class PlanDialog(QDialog):
    """Day and minutes are tried out; nothing is kept before a button says so."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.context = context
        self.outlook: Outlook | None = None
        self._asked: Ticket | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Plan to the exam")
        look = context.look()
        room = parent.window().size() - QSize(_MARGIN, _MARGIN)
        self.resize(QSize(look.px(_SIZE.width()), look.px(_SIZE.height())).boundedTo(room))
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self._build(context.services().settings)
        self._ask()

    def _build(self, settings: Settings) -> None:
        today = self._today()
        chosen = plan.exam_day(settings)
        day = _qdate(chosen) if chosen is not None and _qdate(chosen) > today else today.addDays(_FIRST_GUESS)
        self.exam_date = QDateEdit(day)
        self.exam_date.setMinimumDate(today.addDays(1))
        self.exam_date.setDisplayFormat("d MMMM yyyy")
        self.exam_date.lineEdit().setTextMargins(8, 0, 0, 0)
        self.minutes = Number(5, 600)
        self.minutes.setValue(settings.minutes_per_day or Settings().minutes_per_day)
        self.minutes.setSingleStep(5)
        self.minutes.setSuffix(" min")
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(4)
        for column, (name, field) in enumerate((("Day of the exam", self.exam_date), ("Time a day", self.minutes))):
            field.setAccessibleName(name)
            label = words(name, "small")
            label.setBuddy(field)
            fields.addWidget(label, 0, column)
            fields.addWidget(field, 1, column)
            fields.setColumnStretch(column, 1)
        self.promise = words(role="heading")
        self.how = words(role="soft")
        self.parts = RangeTable()
        self.days_words = words(role="small")
        self.days = Bars()
        self.days.setMinimumHeight(56)
        self.leave = button("Leave the plan", lambda: self._keep(is_followed=False), "quiet")
        self.only_date = button("Keep the day only", lambda: self._keep(is_followed=False))
        self.follow = button("Follow this plan", lambda: self._keep(is_followed=True), "primary")
        self.leave.setVisible(settings.follows_plan)
        self.only_date.setVisible(not settings.follows_plan)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        for one in (button("Cancel", self.reject), self.only_date, self.follow):
            foot.addWidget(one)
        self.follow.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(words("Plan to the exam", "large"))
        layout.addLayout(fields)
        layout.addSpacing(12)
        for widget in (self.promise, self.how):
            layout.addWidget(widget)
        layout.addSpacing(4)
        layout.addWidget(self.parts)
        layout.addSpacing(4)
        layout.addWidget(self.days_words)
        layout.addWidget(self.days)
        layout.addStretch(1)
        layout.addLayout(foot)
        self.exam_date.dateChanged.connect(lambda _: self._timer.start())
        self.minutes.valueChanged.connect(lambda _: self._timer.start())
        self.minutes.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field shows what it brings; only a button keeps it."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not isinstance(self.focusWidget(), QPushButton):
            self._ask()
        else:
            super().keyPressEvent(event)

    def chosen(self) -> Mapping[str, object]:
        """The settings that the fields stand for."""
        day = self.exam_date.date()
        return {
            "exam_date": date(day.year(), day.month(), day.day()).isoformat(),
            "minutes_per_day": self.minutes.value(),
        }

    def _ask(self) -> None:
        """Have the days played through; an answer to what is no longer asked is dropped."""
        if self._asked is not None:
            self.context.tasks.drop(self._asked)
        services = self.context.services()
        tried = services.with_settings(replace(services.settings, **self.chosen()))  # type: ignore[arg-type]
        self._asked = self.context.tasks.run(
            lambda: plan.outlook(tried), owner=self, then=self._show, failed=self._say_failed
        )

    def _show(self, outlook: Outlook | None) -> None:
        self._asked = None
        self.outlook = outlook
        self.follow.setEnabled(outlook is not None)
        for widget in (self.parts, self.days_words, self.days):
            widget.setVisible(outlook is not None)
        if outlook is None:
            self.promise.setText("There are no cards to plan with yet")
            self.how.setText("Open notes that make cards; the day of the exam can be kept already.")
            return
        look = self.context.look()
        self.promise.setText(promise(outlook, self.locale().toString(_qdate(outlook.exam), "d MMMM")))
        self.how.setText(how(outlook))
        self.parts.show_lines([_line(part) for part in outlook.parts], mark=None, look=look)
        self.days_words.setText(f"New cards, day by day: {outlook.new[0]} today")
        self.days.values = outlook.new
        self.days.colour, self.days.line = QColor(look.accent), QColor(look.line)
        self.days.setAccessibleName(f"New cards, day by day: {', '.join(map(str, outlook.new))}")
        self.days.update()

    def _say_failed(self, error: AppError) -> None:
        self.context.messages.error(error)
        self.reject()

    def _keep(self, *, is_followed: bool) -> None:
        self.context.change_settings({**self.chosen(), "follows_plan": is_followed})
        self.accept()

    def _today(self) -> QDate:
        return _qdate(self.context.services().today())


def promise(outlook: Outlook, day: str) -> str:
    """What will be known, against what is known without more study."""
    by_plan, as_it_is = percent(outlook.by_plan), percent(outlook.as_it_is)
    return f"On {day} you would recall {by_plan} of all cards; without more study, {as_it_is}."


def how(outlook: Outlook) -> str:
    """What the time is enough for."""
    unmet = outlook.cards - outlook.met
    if not unmet:
        met = "You have met every card; what you know least is gone over once more in the last week."
    elif outlook.to_meet >= unmet:
        met = f"There is time for all {unmet} new cards, and in the last week for what you know least, once more."
    else:
        exam = f" what counts most for {outlook.exam_name}" if outlook.exam_name else " a fair share"
        met = (
            f"There is time for {outlook.to_meet} of {unmet} new cards: of every section{exam}. "
            "In the last week, what you know least is gone over once more."
        )
    return met


def percent(share: float) -> str:
    """A share as it is read, never broken between two lines."""
    return f"{round(100 * share)}\u00a0%"


def _line(part: plan.Part) -> Line:
    said = f"{percent(part.as_it_is)} → {percent(part.by_plan)}"
    return Line(part.title, 0.0, part.by_plan, said)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
