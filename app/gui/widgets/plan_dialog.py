"""The plan to the exam before it is followed: day and minutes on top, and below at once what they bring."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

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
_FARTHEST = 730  # days
_WHOLE = 100


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
        self.exam_date.setDateRange(today.addDays(1), today.addDays(_FARTHEST))
        self.exam_date.setDisplayFormat("d MMMM yyyy")
        self.exam_date.lineEdit().setTextMargins(8, 0, 0, 0)
        self.minutes = Number(5, 600)
        self.minutes.setValue(settings.minutes_per_day or Settings().minutes_per_day)
        self.minutes.setSingleStep(5)
        self.minutes.setSuffix(" min")
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(4)
        for place, (name, field) in enumerate((("Day of the exam", self.exam_date), ("Time a day", self.minutes))):
            field.setAccessibleName(name)
            label = words(name, "small")
            label.setBuddy(field)
            fields.addWidget(label, 0, place)
            fields.addWidget(field, 1, place)
            fields.setColumnStretch(place, 1)
        self.promise = words(role="heading")
        self.how = words(role="soft")
        self.parts = RangeTable()
        self.days_words = words(role="small")
        self.days = Bars()
        self.days.setMinimumHeight(56)
        follows = settings.follows_plan
        self.leave = button("Leave the plan" if follows else "Forget the day", self._leave, "quiet")
        self.only_date = button("Keep the day only", lambda: self._keep(is_followed=False))
        self.follow = button("Keep the changes" if follows else "Follow this plan", self._follow, "primary")
        self.leave.setVisible(bool(settings.exam_date))
        self.only_date.setVisible(not follows)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        for one in (button("Cancel", self.reject), self.only_date, self.follow):
            foot.addWidget(one)
        self.follow.setDefault(True)
        column = QVBoxLayout()
        column.setContentsMargins(24, 24, 24, 0)
        column.setSpacing(12)
        column.addWidget(words("Plan to the exam", "large"))
        column.addLayout(fields)
        column.addSpacing(12)
        for widget in (self.promise, self.how):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self.parts)
        column.addSpacing(4)
        column.addWidget(self.days_words)
        column.addWidget(self.days)
        column.addStretch(1)
        holder = QWidget()
        holder.setLayout(column)
        scroll = QScrollArea()  # large text in a small window
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        foot.setContentsMargins(24, 0, 24, 24)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        self.exam_date.dateChanged.connect(self._on_change)
        self.minutes.valueChanged.connect(self._on_change)
        self.minutes.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field shows what it brings; only a button keeps it."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not isinstance(self.focusWidget(), QPushButton):
            self._ask()
        else:
            super().keyPressEvent(event)

    def _on_change(self, _value: object) -> None:
        """What is shown is no longer what would be kept."""
        self.follow.setEnabled(False)
        self._timer.start()

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
        own = self.context.services().settings
        is_new = any(getattr(own, name) != value for name, value in self.chosen().items())
        self.follow.setEnabled(outlook is not None and (is_new or not own.follows_plan))
        for widget in (self.parts, self.days_words, self.days):
            widget.setVisible(outlook is not None)
        if outlook is None:
            self.promise.setText("There are no cards to plan with yet")
            self.how.setText("Open notes that make cards; the day of the exam can be kept already.")
            return
        look = self.context.look()
        self.promise.setText(promise(outlook, self.locale().toString(_qdate(outlook.exam), "d MMMM")))
        self.how.setText(how(outlook, is_followed=own.follows_plan))
        self.parts.show_lines([_line(part) for part in outlook.parts], mark=None, look=look)
        self.days_words.setText(f"New cards, day by day until the exam: {outlook.new[0]} today")
        self.days.values = outlook.new
        self.days.colour, self.days.line = QColor(look.accent), QColor(look.line)
        self.days.setAccessibleName(f"New cards, day by day: {', '.join(map(str, outlook.new))}")
        self.days.update()

    def _say_failed(self, error: AppError) -> None:
        self.context.messages.error(error)
        self.reject()

    def _follow(self) -> None:
        self._keep(is_followed=True)

    def _leave(self) -> None:
        """Go back to what was before the plan; what was tried out here is not kept."""
        follows = self.context.services().settings.follows_plan
        self.context.change_settings({"follows_plan": False} if follows else {"exam_date": ""})
        self.accept()

    def _keep(self, *, is_followed: bool) -> None:
        self.context.change_settings({**self.chosen(), "follows_plan": is_followed})
        self.accept()

    def _today(self) -> QDate:
        return _qdate(self.context.services().today())


def promise(outlook: Outlook, day: str) -> str:
    """What will be known on the day."""
    what = f"of the cards for {_name(outlook)}" if outlook.exam_name else "of all cards"
    return f"On {day} you would recall {percent(outlook.by_plan)} {what}"


def how(outlook: Outlook, *, is_followed: bool = False) -> str:
    """What the time is enough for, against no more study at all."""
    unmet, said = outlook.cards - outlook.met, ["You follow a plan." if is_followed else ""]
    if unmet and not outlook.to_meet:
        said.append("There is no time for new cards beside those that come back.")
    elif unmet and outlook.to_meet >= unmet:
        said.append(f"There is time for {_all_new(unmet)}.")
    elif unmet:
        exam = f"what counts most for {_name(outlook)}" if outlook.exam_name else "a fair share of each section"
        said.append(f"There is time for {outlook.to_meet} of {unmet} new cards: {exam}.")
    when = "In the last week" if outlook.days > plan.LAST_WEEK else "From now on"
    said.append(f"{when}, what you know least is gone over once more.")
    if outlook.met:
        said.append(f"Without more study you would recall {percent(outlook.as_it_is)}.")
    return " ".join(filter(None, said))


def _name(outlook: Outlook) -> str:
    return outlook.exam_name.replace("-", "\u2011")  # never broken between two lines


def _all_new(number: int) -> str:
    return "the one new card" if number == 1 else f"all {number} new cards"


def percent(share: float) -> str:
    """A share as it is read, never broken between two lines."""
    return f"{round(100 * share)}\u00a0%"


def _line(part: plan.Part) -> Line:
    before = f"{percent(part.as_it_is)} → " if part.as_it_is else ""
    title = part.title if part.weight == _WHOLE else f"{part.title} ({part.weight}\u00a0%)"
    return Line(title, 0.0, part.by_plan, f"{before}{percent(part.by_plan)}")


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
