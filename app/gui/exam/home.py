"""Where exams begin: the real shape, practice of one's own, how ready one is, and how it went so far."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.draw import Wish
from app.domain.exam import Mode
from app.gui.exam.trend import Point, Trend
from app.gui.exam.words import MODES, count, length, percent, when_sat
from app.gui.theme.palette import Look
from app.gui.widgets.parts import Number, Pick, button, panel, reading_column, words
from app.gui.widgets.ranges import Line, RangeTable
from app.gui.widgets.wrapped import WrappedDelegate
from app.services import exam
from app.services.exam import Plan, Range, Summary
from app.services.exam_home import Home

_COLUMN = 760
_PRACTISED = 10
_LISTED = 8  # problems of banks that are shown at once


@dataclass(frozen=True, slots=True)
class Scope:
    """What practice is drawn from."""

    title: str
    domains: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()


class ExamHome(QWidget):
    """Offers what can be begun, and shows what is known."""

    begun = Signal(object)  # a Plan
    profile_chosen = Signal(str)
    extra_time_chosen = Signal(bool)
    result_asked = Signal(str)  # id of an attempt
    import_asked = Signal()
    note_asked = Signal(object)  # a Source

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home: Home | None = None
        self._look: Look | None = None
        self._scopes: list[Scope] = []
        self._build()

    def _build(self) -> None:
        self.profiles = Pick()
        self.profiles.setAccessibleName("Exam")
        self.profiles.activated.connect(self._on_profile)
        self.when = words(role="soft", wraps=False)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(words("Exam", "large", wraps=False))
        head.addStretch(1)
        head.addWidget(self.when)
        head.addWidget(self.profiles)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(head)
        for build in (
            self._build_real,
            self._build_practice,
            self._build_readiness,
            self._build_history,
            self._build_coverage,
            self._build_bank,
        ):
            column.addWidget(build())
        self.area = reading_column(column, _COLUMN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)

    def _build_real(self) -> QWidget:
        frame, layout = panel("Mock exam")
        self.real = words(role="soft")
        self.extra = QCheckBox("30 more minutes, for those whose first language is another")
        self.extra.toggled.connect(self._on_extra)
        self.start = button("Start the exam", self._begin_real, "primary")
        layout.addWidget(self.real)
        layout.addWidget(self.extra)
        layout.addSpacing(4)
        layout.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def _build_practice(self) -> QWidget:
        frame, layout = panel("Practice")
        layout.addWidget(
            words("Each answer is explained at once, with the note line that decides it. No clock runs.", "soft")
        )
        self.scope = Pick()
        self.scope.setAccessibleName("Questions from")
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.scope.setMinimumContentsLength(24)
        self.number = _number(1, 400, _PRACTISED, "Number of questions")
        self.practise = button("Practise", self._begin_practice)
        self.mistakes = button("Mistakes only", self._begin_mistakes)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.scope, 1)
        row.addWidget(self.number)
        row.addWidget(words("questions", "soft", wraps=False))
        layout.addLayout(row)
        self.drills = QCheckBox("With drills that are generated from the tables and numbers of the notes")
        layout.addWidget(self.drills)
        self.timed = QCheckBox("Against the clock, answers at the end")
        self.minutes = _number(1, 600, 20, "Minutes")
        self.minutes.setEnabled(False)
        self.timed.toggled.connect(self._on_timed)
        timed = QHBoxLayout()
        timed.setSpacing(8)
        timed.addWidget(self.timed)
        timed.addWidget(self.minutes)
        timed.addWidget(words("minutes", "soft", wraps=False))
        timed.addStretch(1)
        layout.addLayout(timed)
        layout.addSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.practise)
        buttons.addWidget(self.mistakes)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        return frame

    def _build_readiness(self) -> QWidget:
        frame, layout = panel("Readiness")
        self.ready = words(role="soft")
        self.ready_domains, self.ready_tasks = RangeTable(), RangeTable()
        self.ready_how = words(role="small")
        self.show_tasks = button("Show tasks", lambda: _toggle(self.ready_tasks, self.show_tasks, "tasks"), "quiet")
        self.show_how = button(
            "Show how this is computed", lambda: _toggle(self.ready_how, self.show_how, _HOW), "quiet"
        )
        layout.addWidget(self.ready)
        layout.addWidget(self.ready_domains)
        layout.addWidget(self.ready_tasks)
        layout.addWidget(self.ready_how)
        row = QHBoxLayout()
        row.addWidget(self.show_tasks)
        row.addWidget(self.show_how)
        row.addStretch(1)
        layout.addLayout(row)
        self.ready_tasks.hide()
        self.ready_how.hide()
        return frame

    def _build_history(self) -> QWidget:
        self.history_frame, layout = panel("So far")
        self.trend_words = words(role="soft")
        self.trend = Trend()
        self.history = QListWidget()
        self.history.setAccessibleName("Attempts, newest first")
        self.history.setWordWrap(True)
        self.history.setItemDelegate(WrappedDelegate(self.history, across=16, down=14))
        self.history.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.history.itemActivated.connect(self._on_attempt)
        self.history.itemClicked.connect(self._on_attempt)
        for widget in (self.trend_words, self.trend, self.history):
            layout.addWidget(widget)
        return self.history_frame

    def _build_coverage(self) -> QWidget:
        self.coverage_frame, layout = panel("What the notes cover")
        layout.addWidget(words("Each task of the exam guide with its notes. Enter on a note opens it.", "soft"))
        self.coverage = QTreeWidget()
        self.coverage.setAccessibleName("Tasks with their notes, cards and questions")
        self.coverage.setHeaderLabels(["Task", "Cards", "Known", "Questions"])
        for column in (1, 2, 3):
            at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self.coverage.headerItem().setTextAlignment(column, at_right)
        self.coverage.setFrameShape(QFrame.Shape.NoFrame)
        self.coverage.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.coverage.setUniformRowHeights(True)
        self.coverage.header().setStretchLastSection(False)
        self.coverage.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.coverage.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.coverage.itemActivated.connect(self._on_covered)
        self.coverage.itemExpanded.connect(self._fit_coverage)
        self.coverage.itemCollapsed.connect(self._fit_coverage)
        layout.addWidget(self.coverage)
        return self.coverage_frame

    def _build_bank(self) -> QWidget:
        frame, layout = panel("Question banks")
        self.bank = words(role="soft")
        self.bank_problems = words(role="small")
        layout.addWidget(self.bank)
        layout.addWidget(self.bank_problems)
        layout.addSpacing(4)
        layout.addWidget(button("Import a bank …", self.import_asked.emit), 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    # What is shown

    def show_home(self, home: Home, look: Look, *, today: date, has_extra_time: bool) -> None:
        """Show everything about a profile."""
        self._home, self._look = home, look
        profile = home.profile
        self.profiles.clear()
        for one in home.profiles:
            self.profiles.addItem(f"{one.code}", one.code)
        self.profiles.setCurrentIndex([one.code for one in home.profiles].index(profile.code))
        self.profiles.setToolTip(profile.name)
        self.when.setText(when_sat(profile, today))
        with_extra = profile.extra_minutes > 0
        self.extra.setVisible(with_extra)
        self.extra.setText(f"{profile.extra_minutes} more minutes, for those whose first language is another")
        self.extra.blockSignals(True)
        self.extra.setChecked(has_extra_time)
        self.extra.blockSignals(False)
        self._say_real()
        self._fill_scopes(home)
        has_bank = bool(home.questions)
        self.start.setEnabled(has_bank)
        self.practise.setEnabled(has_bank or bool(home.loose))
        self.mistakes.setText(f"Mistakes only ({home.mistakes})")
        self.mistakes.setEnabled(home.mistakes > 0)
        self._show_readiness(home)
        self._show_history(home)
        self._show_coverage(home)
        said = f"{count(len(home.questions), 'question')} for {profile.code}."
        if home.loose:
            said += f" {count(len(home.loose), 'more question')} belong to no task and are asked in practice only."
        self.bank.setText(said if has_bank else f"No question for {profile.code} yet. Import a bank to begin.")
        more = len(home.problems) - _LISTED
        self.bank_problems.setText("\n".join(home.problems[:_LISTED]) + (f"\n… and {more} more" if more > 0 else ""))
        self.bank_problems.setVisible(bool(home.problems))

    def dress(self, look: Look) -> None:
        """Take the theme's colours."""
        self._look = look
        if self._home is not None:
            self._show_readiness(self._home)
            self._show_history(self._home)

    def _say_real(self) -> None:
        assert self._home is not None
        profile = self._home.profile
        minutes = profile.minutes + (profile.extra_minutes if self.extra.isChecked() else 0)
        self.real.setText(
            f"{profile.questions} questions in {minutes} minutes, shared among the domains as in the real exam. "
            f"{profile.scored} are scored, and nobody tells which. Answers come at the end; the clock does not stop."
        )

    def _fill_scopes(self, home: Home) -> None:
        chosen = self.scope.currentText()
        profile = home.profile
        self._scopes = [Scope("All domains")]
        for domain in profile.domains:
            self._scopes.append(Scope(f"{domain.id}  {domain.title}", domains=frozenset({domain.id})))
            self._scopes += [Scope(f"{task.id}  {task.title}", tasks=frozenset({task.id})) for task in domain.tasks]
        files = sorted({question.notes.split("#")[0] for question in home.questions if question.notes})
        self._scopes += [Scope(_note_title(file), notes=frozenset({file})) for file in files]
        self.scope.clear()
        for scope in self._scopes:
            self.scope.addItem(scope.title)
        self.scope.setCurrentIndex(max(0, self.scope.findText(chosen)))

    def _show_readiness(self, home: Home) -> None:
        assert self._look is not None
        ready, profile = home.readiness, home.profile
        share = (profile.pass_score - profile.lowest) / (profile.highest - profile.lowest)
        known = ready.whole.answers > 0
        for widget in (self.ready_domains, self.show_tasks, self.show_how):
            widget.setVisible(known)
        if not known:
            self.ready.setText("After the first answers this shows what an exam would give now, as a range.")
            self.ready_tasks.hide()
            self.ready_how.hide()
            return
        low, high = ready.points
        self.ready.setText(
            f"An exam now would give about {low} to {high} points; {profile.pass_score} are needed (the tick). "
            f"That rests on {count(ready.whole.answers, 'answer')}."
        )
        self.ready_how.setText(ready.how)
        self.ready_domains.show_lines(
            [_range_line(f"{one.id}  {one.title}", ready.domains[one.id]) for one in profile.domains],
            mark=share,
            look=self._look,
        )
        self.ready_tasks.show_lines(
            [_range_line(f"{one.id}  {one.title}", ready.tasks[one.id]) for one in profile.tasks],
            mark=share,
            look=self._look,
        )

    def _show_history(self, home: Home) -> None:
        assert self._look is not None
        profile = home.profile
        ended = [one for one in home.history if one.ended is not None and one.profile == profile.code]
        exams = [one for one in ended if one.mode is Mode.EXAM and one.score is not None]
        self.history_frame.setVisible(bool(ended))
        self.trend.setVisible(len(exams) > 1)
        self.trend_words.setVisible(bool(exams))
        if exams:
            best = max(one.score.points for one in exams if one.score)
            passed = sum(1 for one in exams if one.score and one.score.is_passed)
            self.trend_words.setText(f"{count(len(exams), 'mock exam')}, {passed} passed; the best gave {best} points.")
        self.trend.show_points(
            [Point(one.score.points, f"{one.started:%d %b}", one.score.is_passed) for one in exams if one.score],
            pass_score=profile.pass_score,
            lowest=profile.lowest,
            highest=profile.highest,
            look=self._look,
        )
        self.history.clear()
        for one in reversed(ended):
            item = QListWidgetItem(_attempt_words(one))
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            self.history.addItem(item)
        height = sum(self.history.sizeHintForRow(row) for row in range(self.history.count()))
        self.history.setFixedHeight(height + 8)

    def _show_coverage(self, home: Home) -> None:
        self.coverage_frame.setVisible(any(one.notes for one in home.coverage))
        self.coverage.clear()
        for one in home.coverage:
            item = _figures(
                [f"{one.task.id}  {one.task.title}", str(one.cards), percent(one.known), str(one.questions)]
            )
            item.setToolTip(0, one.task.title)
            for note in one.notes:
                below = _figures([note.title, str(note.cards), percent(note.known), ""])
                below.setData(0, Qt.ItemDataRole.UserRole, note.source)
                item.addChild(below)
            for link in one.missing:
                item.addChild(QTreeWidgetItem([f"{link} is not in the notes that are open", "", "", ""]))
            self.coverage.addTopLevelItem(item)
        self._fit_coverage()

    def _fit_coverage(self) -> None:
        """As high as its rows: the page scrolls, not the list in it."""
        rows, item = 0, self.coverage.topLevelItem(0)
        while item is not None:
            rows, item = rows + 1, self.coverage.itemBelow(item)
        height = max(1, self.coverage.sizeHintForRow(0))
        self.coverage.setFixedHeight(self.coverage.header().sizeHint().height() + rows * height + 8)

    # What the learner does

    def _on_covered(self, item: QTreeWidgetItem) -> None:
        if (source := item.data(0, Qt.ItemDataRole.UserRole)) is not None:
            self.note_asked.emit(source)

    def _begin_real(self) -> None:
        assert self._home is not None
        self.begun.emit(exam.full_exam(self._home.profile, with_extra_time=self.extra.isChecked()))

    def _begin_practice(self) -> None:
        scope = self._scopes[max(0, self.scope.currentIndex())]
        wish = Wish(
            self.number.value(),
            scope.domains,
            scope.tasks,
            scope.notes,
            is_exact=False,
            with_drills=self.drills.isChecked(),
        )
        is_all = scope == self._scopes[0]
        title = "Practice" if is_all else scope.title
        if self.timed.isChecked():
            self.begun.emit(Plan(Mode.CUSTOM, wish, self.minutes.value(), title=title))
        else:
            self.begun.emit(Plan(Mode.PRACTICE if is_all else Mode.DRILL, wish, title=title))

    def _begin_mistakes(self) -> None:
        assert self._home is not None
        self.begun.emit(Plan(Mode.MISTAKES, Wish(self._home.mistakes, is_exact=False), title="Mistakes only"))

    def _on_profile(self, index: int) -> None:
        self.profile_chosen.emit(self.profiles.itemData(index))

    def _on_extra(self, is_on: bool) -> None:
        self._say_real()
        self.extra_time_chosen.emit(is_on)

    def _on_timed(self, is_on: bool) -> None:
        self.minutes.setEnabled(is_on)
        if is_on:
            self.minutes.setValue(self.number.value() * 2)

    def _on_attempt(self, item: QListWidgetItem) -> None:
        self.result_asked.emit(item.data(Qt.ItemDataRole.UserRole))


_HOW = "how this is computed"


def _toggle(widget: QWidget, by: QPushButton, what: str) -> None:
    widget.setVisible(not widget.isVisible())
    by.setText(f"{'Hide' if widget.isVisible() else 'Show'} {what}")


def _figures(texts: list[str]) -> QTreeWidgetItem:
    """A row whose figures stand at the right."""
    item = QTreeWidgetItem(texts)
    for column in range(1, len(texts)):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def _number(low: int, high: int, value: int, name: str) -> Number:
    made = Number(low, high)
    made.setValue(value)
    made.setAccessibleName(name)
    return made


def _range_line(title: str, expected: Range) -> Line:
    if not expected.answers:
        return Line(title, 0.0, 1.0, "no answers yet", is_known=False)
    return Line(title, expected.low, expected.high, f"{percent(expected.low)} – {percent(expected.high)}")


def _note_title(file: str) -> str:
    """A note's file as words: 14-lambda.md → Lambda."""
    words_of = file.rsplit("/", 1)[-1].removesuffix(".md").lstrip("0123456789-").replace("-", " ")
    return f"Notes: {words_of or file}"


def _attempt_words(one: Summary) -> str:
    assert one.score is not None
    assert one.ended is not None
    if one.mode is Mode.EXAM:
        how = f"{one.score.points} points, {'passed' if one.score.is_passed else 'not passed'}"
    else:
        how = f"{one.score.whole.right} of {one.score.whole.asked} right"
    late = ", out of time" if one.is_late else ""
    return f"{one.ended:%d %b %Y}   {MODES[one.mode]}: {one.title}\n{how}, {length(one.ended - one.started)}{late}"
