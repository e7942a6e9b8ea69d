"""Exam: begin, sit, review, hand in, and learn from what came of it."""

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from app.domain.changes import Change, Outcome
from app.domain.exam import Attempt, Question
from app.errors import AppError
from app.gui.exam.home import ExamHome
from app.gui.exam.overview import ExamOverview
from app.gui.exam.result import ExamResult
from app.gui.exam.room import ExamRoom
from app.gui.exam.sheet import Sheet, render
from app.gui.exam.words import count
from app.gui.page import Page, PageContext, PageSpec
from app.gui.widgets.statement import Choice, Statement
from app.paint import exam_report
from app.render.style import Style
from app.services import bank, bank_import, drills, exam, exam_home
from app.services.bank_import import Report
from app.services.context import Services
from app.services.exam import Place, Plan, Pulled, Result
from app.services.exam_home import Home
from app.services.exam_session import ExamSession, Step

_BEAT = 15  # seconds between two signs of life


class ExamPage(Page):
    """Shows one of: what can be begun, the room, the review, a result. Steps are kept before they are shown."""

    interests = frozenset({Change.EXAMS, Change.NOTES, Change.SETTINGS})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._home: Home | None = None
        self._session: ExamSession | None = None
        self._result: Result | None = None
        self._place: Place | None = None
        self._waiting: deque[Callable[[], Step | None]] = deque()
        self._is_writing = False
        self._is_ending = False
        self._seconds = 0
        self._build()
        self._connect()

    def _build(self) -> None:
        self.home, self.room, self.overview, self.result = ExamHome(), ExamRoom(), ExamOverview(), ExamResult()
        self.statement = Statement()
        self.stack = QStackedWidget()
        for widget in (QWidget(), self.home, self.room, self.overview, self.result, self.statement):
            self.stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _connect(self) -> None:
        home, room, overview, result = self.home, self.room, self.overview, self.result
        home.begun.connect(self._begin)
        home.profile_chosen.connect(lambda code: self.context.change_settings({"exam_profile": code}))
        home.extra_time_chosen.connect(lambda is_on: self.context.change_settings({"exam_extra_time": is_on}))
        home.result_asked.connect(self._ask_result)
        home.import_asked.connect(self._ask_bank)
        home.note_asked.connect(lambda source: self.context.navigate("library", source))
        room.picked.connect(lambda choice: self._do(lambda session: session.pick(choice)))
        room.struck.connect(lambda choice: self._do(lambda session: session.strike(choice)))
        room.flagged.connect(lambda: self._do(ExamSession.flag))
        room.guessed.connect(lambda: self._do(ExamSession.guess))
        room.noted.connect(lambda text: self._do(lambda session: session.write_note(text)))
        room.moved.connect(lambda position: self._do(lambda session: session.go(position)))
        room.answer_asked.connect(lambda: self._do(ExamSession.show))
        room.review_asked.connect(self._show_overview)
        room.line_asked.connect(self._go_to_line)
        room.refused.connect(self.context.messages.show)
        room.ticked.connect(self._on_tick)
        overview.opened.connect(self._open_question)
        overview.back_asked.connect(self._show_room)
        overview.hand_in_asked.connect(self._ask_hand_in)
        overview.discard_asked.connect(self._ask_discard)
        result.closed.connect(self._close_result)
        result.opened.connect(self._find_place)
        result.opened.connect(self._find_record)
        result.went.connect(self._go_from_result)
        result.study_asked.connect(self._study)
        result.export_asked.connect(self._ask_export)
        result.print_asked.connect(self._ask_print)

    # What is there

    def refresh(self) -> None:
        """Read everything anew; a sitting or a result on the screen stays there."""
        if self._session is not None or self._result is not None:
            return
        services, code = self.context.services(), self.context.services().settings.exam_profile
        tasks, failed = self.context.tasks, self.context.messages.error
        tasks.run(lambda: exam.resume(services), owner=self, then=self._on_resumed, failed=failed)
        tasks.run(lambda: exam_home.home(services, code), owner=self, then=self._show_home, failed=self._on_no_home)

    def open(self, argument: object) -> None:
        """Ask whether a question bank (its path) is to be imported."""
        if not isinstance(argument, Path):
            return
        if self._session is not None:
            self.context.messages.show(f"Hand in the exam first; then import {argument.name}.")
        else:
            self._try_bank(str(argument))

    def apply_look(self) -> None:
        """Dress what is shown; questions are rendered anew for colours and size."""
        look = self.context.look()
        self.home.dress(look)
        if self._session is not None:
            self._render(self._session.attempt, lambda sheet: self.room.dress(look, sheet))
        if self._result is not None:
            self._render(self._result.attempt, lambda sheet: self.result.dress(look, sheet))

    def heading(self) -> str:
        """The title of what is sat."""
        return self._session.attempt.title if self._session is not None else ""

    def _on_resumed(self, found: ExamSession | Result | None) -> None:
        if isinstance(found, ExamSession):
            self._enter(found)
        elif isinstance(found, Result):
            self.context.messages.show("The time ran out meanwhile. The exam was handed in with all that was answered.")
            self._show_result(found)

    def _show_home(self, home: Home) -> None:
        self._home = home
        services = self.context.services()
        self.home.show_home(
            home, self.context.look(), today=services.today(), has_extra_time=services.settings.exam_extra_time
        )
        if self._session is None and self._result is None:
            self.stack.setCurrentWidget(self.home)
            self.home.start.setFocus()

    def _on_no_home(self, error: AppError) -> None:
        self.statement.say(
            "Exams cannot be shown", f"{error.message} {error.hint}", choices=(Choice("Try again", self.refresh),)
        )
        self.stack.setCurrentWidget(self.statement)

    # The sitting

    def _begin(self, plan: Plan) -> None:
        if self._home is None:
            return
        services, home = self.context.services(), self._home
        questions = home.questions if plan.wish.is_exact else (*home.questions, *home.loose)
        self.context.tasks.run(
            lambda: exam.begin(services, plan, home.profile, _with_drills(services, plan, questions)),
            owner=self,
            then=self._enter,
            failed=self.context.messages.error,
        )

    def _enter(self, session: ExamSession) -> None:
        self._session, self._result = session, None
        self._waiting.clear()
        self._is_writing = self._is_ending = False
        self._render(session.attempt, self._show_sitting)

    def _show_sitting(self, sheet: Sheet) -> None:
        if self._session is not None:
            self.room.enter(self._session, sheet, self.context.look())
            self.stack.setCurrentWidget(self.room)
            self.room.setFocus()

    def _render(self, attempt: Attempt, then: Callable[[Sheet], None]) -> None:
        style = self.context.look().style(100)
        self.context.tasks.run(
            lambda: _rendered(attempt, style), owner=self, then=then, failed=self.context.messages.error, lane="work"
        )

    def _do(self, act: Callable[[ExamSession], Step | None]) -> None:
        """Do what a click means; while one is being written the next waits its turn."""
        session = self._session
        if session is not None:
            self._waiting.append(lambda: act(session))
            self._work()

    def _work(self) -> None:
        while self._waiting and not self._is_writing and not self._is_ending:
            step = self._waiting.popleft()()
            if step is not None:
                self._keep(step)

    def _keep(self, step: Step) -> None:
        services = self.context.services()
        self._is_writing = True
        self.context.tasks.run(
            lambda: exam.save(services, step),
            owner=self,
            then=lambda _: self._on_kept(),
            failed=lambda error: self._on_not_kept(step, error),
        )

    def _on_kept(self) -> None:
        self._is_writing = False
        self.room.show_again()
        self._work()

    def _on_not_kept(self, step: Step, error: AppError) -> None:
        self._is_writing = False
        self._waiting.clear()
        if self._session is not None:
            self._session.restore(step)
        self.room.show_again()
        self.context.messages.error(error)

    def _on_tick(self) -> None:
        session = self._session
        if session is None:
            return
        self._seconds += 1
        if self.stack.currentWidget() is self.overview:
            self.overview.show_time(f"{self.room.time.text()} left" if session.remaining() is not None else "")
        if session.is_over and not self._is_writing and not self._is_ending:
            self.context.messages.show("The time is over. The exam was handed in.")
            self._hand_in()
        elif self._seconds % _BEAT == 0 and (self.isVisible() or session.attempt.deadline is not None):
            self._do(ExamSession.beat)  # practice on another page spends no time on its question

    def _show_room(self) -> None:
        self.stack.setCurrentWidget(self.room)
        self.room.setFocus()

    def _show_overview(self) -> None:
        if self._session is not None:
            self.overview.enter(self._session)
            self.stack.setCurrentWidget(self.overview)

    def _open_question(self, position: int) -> None:
        self._do(lambda session: session.go(position))
        self._show_room()

    def _ask_hand_in(self) -> None:
        session = self._session
        if session is None:
            return
        missing = len(session.unanswered)
        if session.attempt.shows_answers or not missing:
            self._hand_in()
            return
        self.context.messages.ask(
            f"Hand in with {count(missing, 'question')} incomplete?",
            "A blank counts as wrong, and a guess costs nothing. Nothing can be changed afterwards.",
            yes="Hand in",
            then=self._hand_in,
        )

    def _hand_in(self) -> None:
        session = self._session
        if session is None or self._is_ending:
            return
        self._is_ending = True
        services, attempt, anchor = self.context.services(), session.finished(), session.anchor
        self.context.tasks.run(
            lambda: exam.hand_in(services, attempt, anchor),
            owner=self,
            then=self._show_result,
            failed=self._on_not_ended,
        )

    def _on_not_ended(self, error: AppError) -> None:
        self._is_ending = False
        self.context.messages.error(error)

    def _ask_discard(self) -> None:
        session = self._session
        if session is None:
            return
        services, attempt_id = self.context.services(), session.attempt.id
        self.context.messages.ask(
            "Discard this attempt?",
            "Its answers are forgotten and count nowhere. To keep them, hand in instead.",
            yes="Discard",
            then=lambda: self.context.tasks.run(
                lambda: exam.discard(services, attempt_id),
                owner=self,
                then=lambda _: self._end_sitting(),
                failed=self.context.messages.error,
            ),
        )

    def _end_sitting(self) -> None:
        self.room.leave()
        self._session = None
        self._waiting.clear()
        self.refresh()

    def _go_to_line(self) -> None:
        if self._session is not None:
            self._look_up(self._session.question, self._go_to_place)

    # The result

    def _ask_result(self, attempt_id: str) -> None:
        services = self.context.services()
        self.context.tasks.run(
            lambda: exam.result(services, attempt_id),
            owner=self,
            then=self._show_result,
            failed=self.context.messages.error,
        )

    def _show_result(self, result: Result) -> None:
        self.room.leave()
        self._session, self._result, self._is_ending = None, result, False
        self._waiting.clear()
        self._render(result.attempt, self._enter_result)

    def _enter_result(self, sheet: Sheet) -> None:
        if self._result is not None:
            self.result.enter(self._result, sheet, self.context.look())
            self.stack.setCurrentWidget(self.result)
            self.result.setFocus()

    def _close_result(self) -> None:
        self._result = None
        self.refresh()

    def _find_place(self, question: Question) -> None:
        self._look_up(question, lambda place: self._keep_place(question, place))

    def _find_record(self, question: Question) -> None:
        services = self.context.services()
        self.context.tasks.run(
            lambda: exam.record(services, question.id),
            owner=self,
            then=lambda record: self.result.show_record(question, record),
            failed=self.context.messages.error,
        )

    def _look_up(self, question: Question, then: Callable[[Place | None], None]) -> None:
        services = self.context.services()
        self.context.tasks.run(
            lambda: exam.place(services, question), owner=self, then=then, failed=self.context.messages.error
        )

    def _keep_place(self, question: Question, place: Place | None) -> None:
        self._place = place
        self.result.show_place(question, place)

    def _go_to_place(self, place: Place | None) -> None:
        if place is None:
            self.context.messages.show("The notes that are open do not hold this line.")
        else:
            self.context.navigate("library", place.source)

    def _go_from_result(self, page: str) -> None:
        if self._place is not None:
            places = {"library": self._place.source, "diagrams": self._place.whole, "compare": self._place.section_id}
            self.context.navigate(page, places[page])

    def _study(self, questions: Sequence[Question]) -> None:
        services = self.context.services()
        self.context.tasks.run(
            lambda: exam.study_these(services, questions),
            owner=self,
            then=self._on_pulled,
            failed=self.context.messages.error,
        )

    def _on_pulled(self, pulled: Pulled) -> None:
        if pulled.added:
            said = f"{count(pulled.added, 'card')} added to today."
        elif pulled.cards:
            said = "Their cards are on today's list already."
        else:
            said = "The notes that are open have no cards for this. Nothing was added."
        self.context.messages.show(said)

    def _ask_export(self) -> None:
        result = self._result
        if result is not None:
            name = f"{result.attempt.title} {result.attempt.started:%Y-%m-%d}.pdf"
            self.context.messages.choose_file(
                "Export the result", name, ["PDF (*.pdf)"], lambda path, _: self._export(result, Path(path))
            )

    def _export(self, result: Result, path: Path) -> None:
        self.context.tasks.run(
            lambda: _exported(result, path),
            owner=self,
            then=self.context.messages.show,
            failed=self.context.messages.error,
            lane="work",
        )

    def _ask_print(self) -> None:
        result = self._result
        if result is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            self.context.messages.show("No printer is set up on this computer. Export a PDF, and print that elsewhere.")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(result.attempt.title)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(result, printer))
        QDialog.open(dialog)  # the class has another `open`, without the modality

    def print_on(self, result: Result, printer: QPrinter) -> None:
        """Send a result to a printer."""
        self.context.tasks.run(
            lambda: _printed(result, printer),
            owner=self,
            then=self.context.messages.show,
            failed=self.context.messages.error,
            lane="work",
        )

    # Banks of others

    def _ask_bank(self) -> None:
        self.context.messages.open_file(
            "Import a question bank", ["Markdown and text (*.md *.markdown *.txt)", "All files (*)"], self._try_bank
        )

    def _try_bank(self, path: str) -> None:
        """Count first what an import would bring; the learner then decides."""
        code = self._home.profile.code if self._home else ""
        self.context.tasks.run(
            lambda: bank_import.import_bank(Path(path), dry_run=True, profile=code),
            owner=self,
            then=lambda report: self._ask_import(Path(path), code, report),
            failed=self.context.messages.error,
            lane="work",
        )

    def _ask_import(self, path: Path, code: str, report: Report) -> None:
        told = _told(report)
        if not report.questions:
            self.context.messages.show(f"Nothing to import from {path.name}. {told}")
            return
        self.context.messages.ask(
            f"Import {count(report.questions, 'question')} from {path.name}?",
            told,
            yes="Import",
            then=lambda: self.context.tasks.run(
                lambda: bank_import.import_bank(path, dry_run=False, profile=code),
                owner=self,
                then=self._on_imported,
                failed=self.context.messages.error,
                lane="work",
            ),
        )

    def _on_imported(self, report: Report) -> None:
        self.context.messages.show(f"{count(report.questions, 'question')} imported.")
        self.refresh()


def _with_drills(services: Services, plan: Plan, questions: Sequence[Question]) -> Sequence[Question]:
    return (*questions, *drills.drills(services).value) if plan.wish.with_drills else questions


def _rendered(attempt: Attempt, style: Style) -> Outcome[Sheet]:
    return Outcome(render(attempt, style, bank.image_folder))


def _exported(result: Result, path: Path) -> Outcome[str]:
    exam_report.write_pdf(result, path)
    return Outcome(f"The result was written to {path.name}")


def _printed(result: Result, printer: QPrinter) -> Outcome[str]:
    exam_report.put_on(result, printer)
    return Outcome("The result was sent to the printer.")


def _told(report: Report) -> str:
    parts = [
        f"{count(report.without_key, 'question')} without a key: kept, and never asked." if report.without_key else "",
        f"{len(report.quarantined)} left out: {report.quarantined[0]}" if report.quarantined else "",
        f"{count(len(report.duplicates), 'duplicate')} left out." if report.duplicates else "",
        f"{count(len(report.warnings), 'warning')}: {report.warnings[0]}" if report.warnings else "",
    ]
    return "\n".join(part for part in parts if part) or "Every question could be read."


PAGE = PageSpec("exam", "Exam", "exam", ExamPage)
