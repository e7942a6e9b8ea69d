"""What came of an attempt: points, domains and tasks, then every question with the reason for every choice."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.exam import Attempt, Mode, Question, Tally, is_right
from app.gui.exam.option import LETTERS, OptionRow
from app.gui.exam.question_list import QuestionList
from app.gui.exam.room import state_of
from app.gui.exam.sheet import Sheet
from app.gui.exam.words import MODES, count, length, percent
from app.gui.theme.palette import Look
from app.gui.widgets.card_face import Face
from app.gui.widgets.parts import button, panel, reading_column, words
from app.gui.widgets.ranges import Line, RangeTable
from app.render.html import to_plain
from app.services.exam import Place, Record, Result

_COLUMN = 760
_LONGEST = 90
_SLOW = 3  # questions named as those that took longest


class Which(StrEnum):
    """What the list of questions shows."""

    WRONG = "Wrong"
    GUESSED = "Guessed"
    FLAGGED = "Flagged"
    ALL = "All"


class ExamResult(QWidget):
    """Two faces: the figures, and the questions."""

    closed = Signal()
    study_asked = Signal(object)  # questions
    opened = Signal(object)  # the question that is looked at
    went = Signal(str)  # "library", "compare" or "diagrams"
    export_asked = Signal()
    print_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: Result | None = None
        self._sheet: Sheet = ()
        self._look: Look | None = None
        self._which = Which.WRONG
        self._position = -1
        self.rows: list[OptionRow] = []
        self._build()

    def _build(self) -> None:
        self.points = words(role="title", wraps=False)
        self.verdict = words(role="large", wraps=False)
        self.said = words(role="soft")
        self.study = button("Study these", self._study_all, "primary")
        head_words = QVBoxLayout()
        head_words.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(16)
        for widget in (self.points, self.verdict):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignBaseline)
        line.addStretch(1)
        head_words.addLayout(line)
        head_words.addWidget(self.said)
        self.faces: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for number, name in enumerate(("Figures", "Questions")):
            made = button(name, partial(self._turn, number))
            made.setCheckable(True)
            group.addButton(made)
            tools.addWidget(made)
            self.faces[name] = made
        tools.addStretch(1)
        tools.addWidget(self.study)
        tools.addWidget(button("Export …", self.export_asked.emit))
        tools.addWidget(button("Print …", self.print_asked.emit))
        tools.addWidget(button("Back to exams", self.closed.emit))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._build_figures())
        self.stack.addWidget(self._build_questions())
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 0)
        column.setSpacing(16)
        column.addLayout(head_words)
        column.addLayout(tools)
        column.addWidget(self.stack, 1)

    def _build_figures(self) -> QWidget:
        self.domains, self.tasks = RangeTable(), RangeTable()
        self.time, self.changes, self.slow = (words(role="soft") for _ in range(3))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 12, 24)
        column.setSpacing(16)
        for title, parts in (
            ("By domain", (self.domains,)),
            ("By task", (self.tasks,)),
            ("Time", (self.time, self.slow)),
            ("Second thoughts", (self.changes,)),
        ):
            frame, layout = panel(title)
            for part in parts:
                layout.addWidget(part)
            column.addWidget(frame)
        return reading_column(column, _COLUMN, is_centred=False)

    def _build_questions(self) -> QWidget:
        self.list = QuestionList("Questions of this attempt")
        self.list.currentItemChanged.connect(lambda item, _: self._open(item))
        filters = QHBoxLayout()
        filters.setSpacing(4)
        self.choices: dict[Which, QPushButton] = {}
        group = QButtonGroup(self)
        for which in Which:
            made = button(which.value, partial(self._choose, which), "quiet-check")
            made.setCheckable(True)
            group.addButton(made)
            filters.addWidget(made)
            self.choices[which] = made
        filters.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 16, 16)
        column.setSpacing(8)
        column.addLayout(filters)
        column.addWidget(self.list, 1)
        self.stem = Face("Question")
        self.where = words(role="small")
        self.own_note = words(role="soft")
        self.so_far = words(role="small")
        self.explanation = Face("Explanation")
        self.to_line = button("Note line", lambda: self.went.emit("library"))
        self.to_table = button("Comparison", lambda: self.went.emit("compare"))
        self.to_picture = button("Diagram", lambda: self.went.emit("diagrams"))
        self.to_cards = button("Study its cards today", self._study_one)
        links = QHBoxLayout()
        links.setSpacing(8)
        for widget in (self.to_line, self.to_table, self.to_picture, self.to_cards):
            links.addWidget(widget)
        links.addStretch(1)
        inner = QWidget()
        self._detail = QVBoxLayout(inner)
        self._detail.setContentsMargins(24, 4, 16, 24)
        self._detail.setSpacing(12)
        for part in (self.where, self.stem, self.own_note, self.so_far, self.explanation):
            self._detail.addWidget(part)
        self._detail.addLayout(links)
        self._detail.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.area)
        splitter.setSizes([340, 700])
        splitter.setStretchFactor(1, 1)
        splitter.splitterMoved.connect(lambda: self._fit())
        return splitter

    # What is shown

    def enter(self, result: Result, sheet: Sheet, look: Look) -> None:
        """Show a result from its figures on."""
        self._result = result
        self._position = -1
        attempt, made = result.attempt, result.score
        is_exam = attempt.mode in (Mode.EXAM, Mode.CUSTOM)
        self.points.setText(str(made.points) if attempt.mode is Mode.EXAM else percent(made.whole.share))
        self.verdict.setText(
            ("Passed" if made.is_passed else "Not passed") if attempt.mode is Mode.EXAM else MODES[attempt.mode]
        )
        role = "large" if attempt.mode is not Mode.EXAM else "large-good" if made.is_passed else "large-bad"
        self.verdict.setProperty("role", role)
        self.verdict.style().polish(self.verdict)
        self.said.setText(_sentence(result))
        weak = self._weak()
        self.study.setText(f"Study these {len(weak)}" if len(weak) != 1 else "Study this one")
        self.study.setVisible(bool(weak))
        self.time.setText(_time_words(attempt))
        self.slow.setText(_slow_words(attempt))
        self.changes.setText(_change_words(result) if is_exam else _blank_words(result))
        self._which = Which.WRONG if weak else Which.ALL
        self.choices[self._which].setChecked(True)
        self.dress(look, sheet)
        self._fill()
        self._turn(0)

    def dress(self, look: Look, sheet: Sheet) -> None:
        """Take colours, text size and the questions rendered with them."""
        self._look, self._sheet = look, sheet
        if self._result is None:
            return
        profile, made = self._result.attempt.profile, self._result.score
        share = (profile.pass_score - profile.lowest) / (profile.highest - profile.lowest)
        self.domains.show_lines(
            [_line(f"{one.id}  {one.title}", made.domains.get(one.id)) for one in profile.domains],
            mark=share,
            look=look,
        )
        self.tasks.show_lines(
            [_line(f"{one.id}  {one.title}", made.tasks.get(one.id)) for one in profile.tasks if one.id in made.tasks],
            mark=None,
            look=look,
        )
        self._show_question()

    def show_place(self, question: Question, place: Place | None) -> None:
        """Offer what the notes have for the question that is open."""
        if self._question() is not question:
            return
        self.where.setText(
            place.heading if place else "The notes that are open do not hold the line that decides this."
        )
        self.to_line.setVisible(place is not None)
        self.to_table.setVisible(place is not None and bool(place.comparisons))
        self.to_picture.setVisible(place is not None and bool(place.diagrams))
        self.to_cards.setVisible(place is not None and bool(place.cards))

    def show_record(self, question: Question, record: Record) -> None:
        """Say how the question that is open went in all attempts."""
        if self._question() is not question or self._result is None:
            return
        order = self._result.attempt.asked[self._position].order
        picked = ", ".join(
            f"{LETTERS[order.index(one)]} {times} ×" for one, times in record.picks.items() if one in order
        )
        told = f"In {count(record.asked, 'attempt')} right {record.right} ×"
        typical = f", {length(timedelta(milliseconds=record.typical_ms))} in the median" if record.typical_ms else ""
        self.so_far.setText(f"{told}{typical}." + (f" Picked: {picked}." if picked else ""))
        self.so_far.setVisible(record.asked > 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the words to the new width."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J goes to the note line, Escape back."""
        if event.key() == Qt.Key.Key_J and self.to_line.isVisible():
            self.went.emit("library")
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _turn(self, number: int) -> None:
        self.stack.setCurrentIndex(number)
        list(self.faces.values())[number].setChecked(True)
        if number == 1:
            self.list.setFocus()
            self._fit()

    def _choose(self, which: Which) -> None:
        self._which = which
        self.choices[which].setChecked(True)
        self._fill()

    def _fill(self) -> None:
        result = self._result
        if result is None:
            return
        attempt = result.attempt
        chosen: Mapping[Which, Sequence[int]] = {
            Which.WRONG: [n for n in _counted(attempt) if not _was_right(attempt, n)],
            Which.GUESSED: [n for n in _counted(attempt) if attempt.response(n).is_guess],
            Which.FLAGGED: [n for n in range(len(attempt.asked)) if attempt.response(n).is_flagged],
            Which.ALL: range(len(attempt.asked)),
        }
        for which, made in self.choices.items():
            made.setText(f"{which.value} {len(chosen[which])}")
        self.list.clear()
        for position in chosen[self._which]:
            item = QListWidgetItem(_entry(attempt, position))
            item.setData(Qt.ItemDataRole.UserRole, position)
            self.list.addItem(item)
        self.area.setVisible(bool(self.list.count()))
        if self.list.count():
            self.list.setCurrentRow(0)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        self._position = item.data(Qt.ItemDataRole.UserRole)
        self._show_question()
        for widget in (self.so_far, self.to_line, self.to_table, self.to_picture, self.to_cards):
            widget.hide()
        self.where.setText("")
        self.area.verticalScrollBar().setValue(0)
        if (question := self._question()) is not None:
            self.opened.emit(question)

    def _show_question(self) -> None:
        question = self._question()
        if question is None or self._result is None:
            return
        attempt = self._result.attempt
        asked, response = attempt.asked[self._position], attempt.response(self._position)
        while len(self.rows) < len(asked.order):
            row = OptionRow()
            row.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._detail.insertWidget(2 + len(self.rows), row)
            self.rows.append(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(asked.order))
            if place < len(asked.order):
                choice = question.choice(asked.order[place])
                row.set(choice.id, LETTERS[place], choice.text)
                row.show_state(*state_of(choice.id, response, question.key, is_shown=True))
        told = [length(timedelta(milliseconds=response.spent_ms))] if response.spent_ms >= 1000 else []
        told += ["not scored"] if not asked.is_scored else []
        told += ["a guess"] if response.is_guess else []
        told += [f"your note: {response.note}"] if response.note else []
        self.own_note.setText(" · ".join(told))
        self.own_note.setVisible(bool(told))
        self._fit()

    def _fit(self) -> None:
        if self._look is None or self._question() is None or not self._sheet:
            return
        width = min(_COLUMN, self.area.viewport().width() - 40)
        style, sheet = self._look.style(100), self._sheet[self._position]
        self.stem.set_images(sheet.images)
        self.stem.show_face(sheet.stem, style=style, width=max(200, width), is_balanced=False)
        self.explanation.setVisible(bool(sheet.explanation))
        if sheet.explanation:
            self.explanation.show_face(sheet.explanation, style=style, width=width, is_balanced=False)
        for row in self.rows:
            if not row.isHidden():
                row.setFixedWidth(max(200, width))
                row.dress(sheet.choices[row.choice_id], sheet.reasons.get(row.choice_id, ""), style, max(200, width))

    def _question(self) -> Question | None:
        if self._result is None or self._position < 0:
            return None
        return self._result.attempt.asked[self._position].question

    def _weak(self) -> list[Question]:
        if self._result is None:
            return []
        attempt = self._result.attempt
        return [
            attempt.asked[n].question
            for n in _counted(attempt)
            if not _was_right(attempt, n) or attempt.response(n).is_guess
        ]

    def _study_all(self) -> None:
        self.study_asked.emit(self._weak())

    def _study_one(self) -> None:
        if (question := self._question()) is not None:
            self.study_asked.emit([question])


def _counted(attempt: Attempt) -> list[int]:
    """The questions that count: of practice those that were answered."""
    return [n for n in range(len(attempt.asked)) if attempt.counts(n)]


def _was_right(attempt: Attempt, position: int) -> bool:
    return is_right(attempt.asked[position].question, attempt.response(position).picks)


def _entry(attempt: Attempt, position: int) -> str:
    response = attempt.response(position)
    state = "Right" if _was_right(attempt, position) else "Wrong" if response.picks else "Not answered"
    extras = ["guess"] if response.is_guess else []
    stem = " ".join(to_plain(attempt.asked[position].question.stem).split())
    shown = stem if len(stem) <= _LONGEST else stem[: _LONGEST - 1] + "…"
    return f"{position + 1}   {', '.join([state, *extras])}\n{shown}"


def _line(title: str, tally: Tally | None) -> Line:
    own = tally or Tally()
    return Line(title, 0.0, own.share, f"{own.right} of {own.asked}", is_known=bool(own.right))


def _sentence(result: Result) -> str:
    attempt, made = result.attempt, result.score
    if attempt.mode is not Mode.EXAM:
        return f"{made.whole.right} of {count(made.whole.asked, 'question')} right."
    late = " The time ran out; what was answered by then counts." if attempt.is_late else ""
    hidden = made.whole.asked - made.scored.asked
    unscored = f", the other {hidden} are not scored" if hidden else ""
    return (
        f"{made.scored.right} of {made.scored.asked} scored questions right ({percent(made.scored.share)}){unscored}. "
        f"Points are an approximation on a straight line; {attempt.profile.pass_score} are needed.{late}"
    )


def _time_words(attempt: Attempt) -> str:
    ended = attempt.ended or attempt.started
    spent = [attempt.response(n).spent_ms for n in range(len(attempt.asked)) if attempt.response(n).spent_ms]
    if not spent:
        return f"{length(ended - attempt.started)} in all."
    each = timedelta(milliseconds=sum(spent) / len(spent))
    whole = length(ended - attempt.started)
    if attempt.deadline is None:
        return f"{length(timedelta(milliseconds=sum(spent)))} in all, {length(each)} a question."
    given = attempt.deadline - attempt.started
    return (
        f"{whole} of {length(given)} used, {length(each)} a question; {length(given / len(attempt.asked))} are given."
    )


def _slow_words(attempt: Attempt) -> str:
    by_time = sorted(range(len(attempt.asked)), key=lambda n: -attempt.response(n).spent_ms)[:_SLOW]
    slow = [n for n in by_time if attempt.response(n).spent_ms >= 1000]
    if len(slow) < 2:
        return ""
    named = ", ".join(f"{n + 1} ({length(timedelta(milliseconds=attempt.response(n).spent_ms))})" for n in slow)
    return f"Longest: questions {named}."


def _change_words(result: Result) -> str:
    better, worse = result.score.changed_to_right, result.score.changed_to_wrong
    if not better and not worse:
        told = "No change of an answer made a difference."
    else:
        told = f"{count(better, 'changed answer')} became right, {worse} became wrong."
    return f"{told} {_blank_words(result)}".strip()


def _blank_words(result: Result) -> str:
    blank = result.score.blank
    if not blank:
        return "No question was left blank."
    if result.attempt.shows_answers:
        return f"{count(blank, 'question')} not answered and not counted."
    return f"{count(blank, 'question')} left blank and counted as wrong."
