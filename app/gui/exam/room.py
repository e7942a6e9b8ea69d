"""The exam room: a stem, its choices, the time, and nothing that moves from one question to the next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.exam import Mode, Response, is_right
from app.gui.exam.navigator import Cell, Navigator
from app.gui.exam.option import LETTERS, OptionRow, State
from app.gui.exam.sheet import Sheet
from app.gui.exam.words import MODES, clock_face, count
from app.gui.theme.palette import Look
from app.gui.widgets.card_face import Face
from app.gui.widgets.parts import button, words
from app.render.style import Style
from app.services.exam_session import ExamSession

_NUMBERS = {1: "ONE", 2: "TWO", 3: "THREE", 4: "FOUR", 5: "FIVE"}
_SHARES = (0.5, 0.42, 0.36)  # of the width for the stem: the first at which the choices fit
_SCALES = (1.0, 0.92, 0.85)  # of the text, when no share suffices
_NARROW = 760  # px, below which stem and choices stand above each other
_SOON, _NOW = timedelta(minutes=10), timedelta(minutes=2)
_SIDE = 32
_GAP = 8


class NoteField(QLineEdit):
    """A line to write on; Enter ends it and means nothing else."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter and Escape from the room."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.editingFinished.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class ExamRoom(QWidget):
    """Shows a session and tells what the learner wants; it changes nothing itself."""

    picked = Signal(str)
    struck = Signal(str)
    flagged = Signal()
    guessed = Signal()
    noted = Signal(str)
    moved = Signal(int)
    answer_asked = Signal()
    review_asked = Signal()
    line_asked = Signal()
    ticked = Signal()  # every second
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: ExamSession | None = None
        self._sheet: Sheet = ()
        self._look: Look | None = None
        self._style = Style()
        self._shown_position = -1
        self._aimed = ""  # the choice that keys are about
        self.rows: list[OptionRow] = []
        self._keys: Mapping[str, Callable[[], object]] = {
            "X": self._strike,
            "F": self.flagged.emit,
            "G": self.guessed.emit,
            "N": lambda: self._step(1),
            "P": lambda: self._step(-1),
            "R": self.review_asked.emit,
            "M": self._open_note,
            "J": self._go_to_line,
        }
        self._build()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = words(role="heading", wraps=False)
        self.hint = words(role="accent", wraps=False)
        self.pace = words(role="small", wraps=False)
        self.time = words(role="clock", wraps=False)
        self.time.setAccessibleName("Time left")
        head = QHBoxLayout()
        head.setContentsMargins(_SIDE, 16, _SIDE, 12)
        head.setSpacing(16)
        for widget in (self.title, self.hint):
            head.addWidget(widget)
        head.addStretch(1)
        for widget in (self.pace, self.time):
            head.addWidget(widget)
        self.stem = Face("Question")
        self.stem_area = _scrolling(self.stem)
        self._options = QWidget()
        self._option_column = QVBoxLayout(self._options)
        self._option_column.setContentsMargins(4, 4, 4, 4)
        self._option_column.setSpacing(_GAP)
        self.explanation = Face("Explanation")
        self.line_button = button("Go to the note line", self.line_asked.emit)
        self._option_column.addWidget(self.explanation)
        self._option_column.addWidget(self.line_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._option_column.addStretch(1)
        self.option_area = _scrolling(self._options)
        self._body = QWidget()
        self.note = NoteField()
        self.note.setPlaceholderText("Note to yourself")
        self.note.setAccessibleName("Note to yourself")
        self.note.setMaxLength(2000)
        self.note.textEdited.connect(self.noted)  # by letter, since the time may run out while one writes
        self.note.editingFinished.connect(self._end_note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(_rule())
        column.addWidget(self._body, 1)
        for area in (self.stem_area, self.option_area):
            area.setParent(self._body)
        column.addWidget(_rule())
        column.addLayout(self._build_foot())

    def _build_foot(self) -> QVBoxLayout:
        self.flag = _toggle("Flag", "F", self.flagged.emit)
        self.guess = _toggle("Guess", "G", self.guessed.emit)
        self.note_button = _toggle("Note", "M", self._toggle_note)
        self.check = button("Show answer", self._on_check, "primary")
        self.previous = button("Previous", lambda: self._step(-1))
        self.next = button("Next", lambda: self._step(1))
        self.review = button("Review", self.review_asked.emit)
        for widget, key in ((self.previous, "P"), (self.next, "N"), (self.review, "R"), (self.check, "Enter")):
            widget.setToolTip(f"{widget.text()} ({key})")
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for widget in (self.flag, self.guess, self.note_button):
            tools.addWidget(widget)
        tools.addStretch(1)
        for widget in (self.previous, self.check, self.next, self.review):
            tools.addWidget(widget)
        self.navigator = Navigator()
        self.navigator.chosen.connect(self.moved)
        foot = QVBoxLayout()
        foot.setContentsMargins(_SIDE, 12, _SIDE, 16)
        foot.setSpacing(12)
        foot.addWidget(self.note)
        foot.addLayout(tools)
        foot.addWidget(self.navigator)
        return foot

    # What is shown

    def enter(self, session: ExamSession, sheet: Sheet, look: Look) -> None:
        """Show a session from where it stands."""
        self._session, self._sheet = session, sheet
        self._shown_position = -1
        self.dress(look, sheet)
        self._timer.start()

    def leave(self) -> None:
        """Stop the clock on the screen; the attempt itself is not touched."""
        self._timer.stop()
        self._session = None

    def dress(self, look: Look, sheet: Sheet) -> None:
        """Take colours, text size and the questions rendered with them."""
        self._look, self._sheet, self._style = look, sheet, look.style(100)
        self.navigator.dress(look)
        self._shown_position = -1
        self.show_again()

    def show_again(self) -> None:
        """Show the session as it stands now."""
        session = self._session
        if session is None or not self._sheet:
            return
        if session.position != self._shown_position:
            self._set_question(session)
        response = session.response
        question = session.question
        number, whole = session.position + 1, len(session.attempt.asked)
        mode = "" if session.attempt.mode is Mode.EXAM else f"{MODES[session.attempt.mode]} · "
        self.title.setText(f"{mode}Question {number} of {whole}")
        self.hint.setText(f"Choose {_NUMBERS.get(question.picks, question.picks)}" if question.is_multiple else "")
        self._show_states(session)
        for widget, holds in ((self.flag, response.is_flagged), (self.guess, response.is_guess)):
            widget.setChecked(holds)
        self.previous.setEnabled(number > 1)
        self.next.setEnabled(number < whole)
        self.check.setVisible(session.attempt.shows_answers)
        is_last_shown = response.is_shown and number == whole
        self.check.setText(("To the result" if is_last_shown else "Next") if response.is_shown else "Show answer")
        self.next.setVisible(not (session.attempt.shows_answers and response.is_shown and number < whole))
        self.check.setEnabled(bool(response.picks))
        self.navigator.show_cells(self._cells(session), session.position)
        self._show_time()

    def _set_question(self, session: ExamSession) -> None:
        self._shown_position = session.position
        asked = session.asked
        while len(self.rows) < len(asked.order):
            row = OptionRow(self._options)
            row.clicked.connect(self._pick)
            row.focused.connect(self._aim)
            row.key_pressed.connect(self.keyPressEvent)
            self._option_column.insertWidget(len(self.rows), row)
            self.rows.append(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(asked.order))
            if place < len(asked.order):
                choice = asked.question.choice(asked.order[place])
                row.set(choice.id, LETTERS[place], choice.text)
        self._aimed = asked.order[0]
        self.note.setText(session.response.note)
        is_noted = bool(session.response.note)
        self.note.setVisible(is_noted)
        self.note_button.setChecked(is_noted)
        for area in (self.stem_area, self.option_area):
            area.verticalScrollBar().setValue(0)
        self._show_states(session)
        self._fit()
        if not self.note.hasFocus():
            self.setFocus()

    def _show_states(self, session: ExamSession) -> None:
        response, question = session.response, session.question
        for row in self._used():
            row.show_state(*state_of(row.choice_id, response, question.key, is_shown=response.is_shown))
        was_shown = self.line_button.property("shown") is True
        if was_shown != response.is_shown:
            self.line_button.setProperty("shown", response.is_shown)
            self._fit()
        self.line_button.setVisible(response.is_shown and bool(question.notes))
        has_words = response.is_shown and bool(self._sheet[session.position].explanation)
        self.explanation.setVisible(has_words)

    def _cells(self, session: ExamSession) -> Sequence[Cell]:
        attempt = session.attempt
        cells = []
        for position, asked in enumerate(attempt.asked):
            response = attempt.response(position)
            mark = ""
            if response.is_shown:
                mark = "right" if is_right(asked.question, response.picks) else "wrong"
            cells.append(Cell(len(response.picks) >= asked.question.picks, response.is_flagged, mark))
        return cells

    def _show_time(self) -> None:
        session = self._session
        if session is None:
            return
        left = session.remaining()
        self.time.setVisible(left is not None)
        pace = session.pace()
        self.pace.setVisible(pace is not None)
        if left is None or pace is None:
            return
        role = "clock-bad" if left <= _NOW else "clock-warn" if left <= _SOON else "clock"
        said = f"{clock_face(left)} left" if left <= _SOON else clock_face(left)
        self.time.setText(said)
        if self.time.property("role") != role:
            self.time.setProperty("role", role)
            self.time.style().polish(self.time)
        minutes = round(pace.ahead / timedelta(minutes=1))
        self.pace.setText(
            "" if not pace.answered or abs(minutes) < 2 else
            f"{count(abs(minutes), 'minute')} {'ahead' if minutes > 0 else 'behind'}"
        )  # fmt: skip

    def _tick(self) -> None:
        if self._session is not None:
            self._show_time()
            self.ticked.emit()

    # Room for everything

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Give the choices what they need to stay on the screen; the stem scrolls if it must."""
        session = self._session
        if session is None or not self._sheet or session.position != self._shown_position:
            return
        width, height = self._body.width(), self._body.height()
        if width < _NARROW:
            self._fit_above(width, height)
            return
        for scale in _SCALES:
            for share in _SHARES:
                left = round(width * share)
                if self._dress_options(width - left - _SIDE, scale) <= height - 24 or (scale, share) == (
                    _SCALES[-1],
                    _SHARES[-1],
                ):
                    self.stem_area.setGeometry(0, 0, left, height)
                    self.option_area.setGeometry(left, 12, width - left, height - 12)
                    self._dress_stem(left - _SIDE - 32)
                    return

    def _fit_above(self, width: int, height: int) -> None:
        needed = self._dress_options(width - _SIDE, 1.0)
        top = max(120, min(round(height * 0.45), height - needed - 24))
        self.stem_area.setGeometry(0, 0, width, top)
        self.option_area.setGeometry(0, top, width, height - top)
        self._dress_stem(width - 2 * _SIDE)

    def _dress_stem(self, width: int) -> None:
        assert self._session is not None
        sheet = self._sheet[self._session.position]
        self.stem.set_images(sheet.images)
        self.stem.show_face(sheet.stem, style=self._style, width=max(120, width), is_balanced=False)

    def _dress_options(self, width: int, scale: float) -> int:
        """Set the choices at a width, and return the height they take."""
        assert self._session is not None
        sheet, is_shown = self._sheet[self._session.position], self._session.response.is_shown
        style = replace(self._style, size=max(13.0, self._style.size * scale))
        room = width - 16
        self._option_column.setContentsMargins(4, 4, _SIDE - 4, 16)
        height = 20
        for row in self._used():
            reason = sheet.reasons.get(row.choice_id, "") if is_shown else ""
            height += row.dress(sheet.choices[row.choice_id], reason, style, room) + _GAP
        if is_shown and sheet.explanation:
            self.explanation.show_face(sheet.explanation, style=style, width=room - 16, is_balanced=False)
            height += self.explanation.height() + _GAP
        return height + (48 if is_shown else 0)

    def _used(self) -> list[OptionRow]:
        return [row for row in self.rows if not row.isHidden()] if self._session else []

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the room; letters and numbers pick."""
        key, mods = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        letter = event.text().upper()
        rows = self._used()
        if mods == Qt.KeyboardModifier.AltModifier and (row := _row_at(rows, key)) is not None:
            self.struck.emit(row.choice_id)
        elif mods not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(event)
        elif letter == "F" and mods == Qt.KeyboardModifier.ShiftModifier:
            self.flagged.emit()
        elif (row := _row_at(rows, key)) is not None and not mods:
            row.setFocus()
            self._pick(row.choice_id)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._aim_by(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Space and self._aimed:
            self._pick(self._aimed)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter()
        elif letter in self._keys:
            self._keys[letter]()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar = self.stem_area.verticalScrollBar()
            bar.setValue(bar.value() + (bar.pageStep() if key == Qt.Key.Key_PageDown else -bar.pageStep()))
        else:
            super().keyPressEvent(event)

    def _strike(self) -> None:
        if self._aimed:
            self.struck.emit(self._aimed)

    def _open_note(self) -> None:
        self.note_button.toggle()
        self._toggle_note()

    def _go_to_line(self) -> None:
        if self.line_button.isVisible():
            self.line_asked.emit()

    def _pick(self, choice_id: str) -> None:
        session = self._session
        if session is None or session.response.is_shown:
            return
        response, question = session.response, session.question
        if question.is_multiple and choice_id not in response.picks and session.is_full:
            self.refused.emit(f"{count(question.picks, 'choice')} are picked. Take one back to pick another.")
            return
        self.picked.emit(choice_id)

    def _aim(self, choice_id: str) -> None:
        self._aimed = choice_id

    def _aim_by(self, step: int) -> None:
        rows = self._used()
        place = next((place for place, row in enumerate(rows) if row.hasFocus()), -1 if step > 0 else len(rows))
        row = rows[max(0, min(len(rows) - 1, place + step))]
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self.option_area.ensureWidgetVisible(row)

    def _on_enter(self) -> None:
        if self._session is not None and self._session.attempt.shows_answers:
            self._on_check()
        else:
            self._step(1)

    def _on_check(self) -> None:
        session = self._session
        if session is None or not session.response.picks:
            return
        if not session.response.is_shown:
            self.answer_asked.emit()
        elif session.position + 1 < len(session.attempt.asked):
            self._step(1)
        else:
            self.review_asked.emit()

    def _step(self, step: int) -> None:
        if self._session is not None and 0 <= self._session.position + step < len(self._session.attempt.asked):
            self.moved.emit(self._session.position + step)

    def _toggle_note(self) -> None:
        is_open = self.note_button.isChecked()
        self.note.setVisible(is_open)
        if is_open:
            self.note.setFocus()
        else:
            self.setFocus()

    def _end_note(self) -> None:
        if self.note.hasFocus():
            self.setFocus()


def state_of(choice_id: str, response: Response, key: frozenset[str], *, is_shown: bool) -> tuple[State, str]:
    """How a choice looks, and what is said of it."""
    is_picked = choice_id in response.picks
    if is_shown and choice_id in key:
        return State.RIGHT, "Right: your pick" if is_picked else "Right"
    if is_shown and is_picked:
        return State.WRONG, "Wrong: your pick"
    if choice_id in response.struck:
        return State.STRUCK, ""
    return (State.PICKED, "") if is_picked and not is_shown else (State.OPEN, "")


def _row_at(rows: Sequence[OptionRow], key: int) -> OptionRow | None:
    """The row that a letter or number stands for, if there is one."""
    for first in (Qt.Key.Key_A, Qt.Key.Key_1):
        if 0 <= key - first < len(rows):
            return rows[key - first]
    return None


def _toggle(text: str, key: str, act: Callable[[], object]) -> QPushButton:
    made = button(text, act)
    made.setCheckable(True)
    made.setToolTip(f"{text} ({key})")
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def _scrolling(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if isinstance(inner, Face):
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(_SIDE, 20, 16, 16)
        column.addWidget(inner, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        inner = holder
    area.setWidget(inner)
    return area


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("kind", "rule")
    return rule
