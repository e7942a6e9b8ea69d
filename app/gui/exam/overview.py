"""The review screen: every question in a line, those that are open first in mind, and the way to hand in."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from app.gui.exam.question_list import QuestionList
from app.gui.exam.words import count
from app.gui.widgets.parts import button, words
from app.render.html import to_plain
from app.services.exam_session import ExamSession

_COLUMN = 880
_LONGEST = 110


class Which(StrEnum):
    """What the list shows."""

    ALL = "All"
    INCOMPLETE = "Incomplete"
    FLAGGED = "Flagged"


class ExamOverview(QWidget):
    """Lists the questions of a session; Enter opens one."""

    opened = Signal(int)
    back_asked = Signal()
    hand_in_asked = Signal()
    discard_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: ExamSession | None = None
        self._which = Which.ALL
        self._build()

    def _build(self) -> None:
        self.title = words("Review", "large")
        self.figures = words(role="soft")
        self.time = words(role="soft", wraps=False)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        self.choices: dict[Which, QPushButton] = {}
        group = QButtonGroup(self)
        for which in Which:
            made = button(which.value, partial(self._choose, which))
            made.setCheckable(True)
            group.addButton(made)
            tools.addWidget(made)
            self.choices[which] = made
        self.choices[Which.ALL].setChecked(True)
        tools.addStretch(1)
        tools.addWidget(self.time)
        self.list = QuestionList("Questions")
        self.list.itemActivated.connect(lambda item: self.opened.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.list.itemClicked.connect(lambda item: self.opened.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.empty = words(role="soft")
        row = QHBoxLayout()
        row.setSpacing(8)
        self.hand_in = button("Hand in", self.hand_in_asked.emit, "primary")
        row.addWidget(self.hand_in)
        row.addWidget(button("Back to the questions", self.back_asked.emit))
        row.addStretch(1)
        row.addWidget(button("Discard …", self.discard_asked.emit, "quiet"))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.title, self.figures):
            column.addWidget(widget)
        column.addLayout(tools)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(_COLUMN)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(32, 24, 32, 24)
        outer.addStretch(1)
        outer.addWidget(holder, 100)
        outer.addStretch(1)

    def enter(self, session: ExamSession) -> None:
        """Show how a session stands."""
        self._session = session
        self._fill()
        self.list.setFocus()

    def show_time(self, text: str) -> None:
        """Show the time left."""
        self.time.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """R and Escape go back to the questions."""
        if event.key() in (Qt.Key.Key_R, Qt.Key.Key_Escape):
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, which: Which) -> None:
        self._which = which
        self._fill()

    def _fill(self) -> None:
        session = self._session
        if session is None:
            return
        whole = len(session.attempt.asked)
        chosen: dict[Which, Sequence[int]] = {
            Which.ALL: range(whole),
            Which.INCOMPLETE: session.unanswered,
            Which.FLAGGED: session.flagged,
        }
        for which, made in self.choices.items():
            made.setText(f"{which.value} ({len(chosen[which])})")
        missing = len(session.unanswered)
        self.figures.setText(
            f"{whole - missing} of {count(whole, 'question')} answered."
            + (f" {count(missing, 'question')} incomplete: a blank is wrong, a guess costs nothing." if missing else "")
            if not session.attempt.shows_answers
            else f"{whole - missing} of {count(whole, 'question')} answered. Only these count."
        )
        self.hand_in.setText("End and see the result" if session.attempt.shows_answers else "Hand in")
        self.list.clear()
        for position in chosen[self._which]:
            item = QListWidgetItem(_line(session, position))
            item.setData(Qt.ItemDataRole.UserRole, position)
            self.list.addItem(item)
            if position == session.position:
                self.list.setCurrentItem(item)
        nothing = {Which.INCOMPLETE: "Every question is answered.", Which.FLAGGED: "No question is flagged."}
        self.empty.setText(nothing.get(self._which, ""))
        self.empty.setVisible(not self.list.count())
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)


def _line(session: ExamSession, position: int) -> str:
    response, question = session.attempt.response(position), session.attempt.asked[position].question
    picked = len(response.picks)
    state = (
        "Answered"
        if picked >= question.picks
        else "Not answered"
        if not picked
        else f"{picked} of {question.picks} picked"
    )
    extras = [word for word, holds in (("flagged", response.is_flagged), ("guess", response.is_guess)) if holds]
    stem = " ".join(to_plain(question.stem).split())
    shown = stem if len(stem) <= _LONGEST else stem[: _LONGEST - 1] + "…"
    return f"{position + 1}   {', '.join([state, *extras])}\n{shown}"
