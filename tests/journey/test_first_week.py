"""The first week in the window: open a folder, study, edit a note, take back, quit, come back."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.pages.library import LibraryPage
from app.gui.pages.study import StudyPage
from app.main import Program
from app.services import study, today

STALL_MS = 50
NOTE = "# Service limits\n\n" + "".join(
    f"## Service {number}\n\nQ: What is the limit of service {number}?\nA: {number * 10} units\n\n"
    for number in range(1, 31)
)
_log = logging.getLogger(__name__)


class Watchdog(QObject):
    """Logs every time that the window's thread was busy for longer than a person notices.

    It counts the thread's own processor time: other programs on the machine are not the window's fault.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stage = "start"
        self.stalls: list[tuple[str, float]] = []
        self.longest = 0.0
        self._before = time.thread_time()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.thread_time()
        busy = (now - self._before) * 1000
        self._before = now
        self.longest = max(self.longest, busy)
        if busy > STALL_MS:
            self.stalls.append((self.stage, busy))
            _log.info("The window's thread was busy for %.0f ms (%s)", busy, self.stage)

    def at(self, stage: str) -> None:
        """Name what happens from now on, and do not count what the test itself did meanwhile."""
        self.stage = stage
        self._before = time.thread_time()


class Learner:
    """Does with the program what a person does, by keys where there are keys."""

    def __init__(self, qtbot: QtBot, dog: Watchdog) -> None:
        self.qtbot = qtbot
        self.dog = dog
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.program = Program(application)
        with qtbot.waitSignal(self.program.read, timeout=60_000):
            self.program.show()
        self.settle()

    @property
    def study(self) -> StudyPage:
        page = self.program.window.page("study")
        assert isinstance(page, StudyPage)
        return page

    @property
    def library(self) -> LibraryPage:
        page = self.program.window.page("library")
        assert isinstance(page, LibraryPage)
        return page

    @property
    def front(self) -> str:
        return self.study.card.front.toPlainText()

    def settle(self) -> None:
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self.program.tasks.is_idle, timeout=30_000)
            self.qtbot.wait(12)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.program.window, key, modifier)
        self.settle()

    def answered(self) -> int:
        """How many answers count today, as the store says."""
        assert self.program.services is not None
        return today.today(self.program.services).value.done

    def quit(self) -> None:
        self.program.window.close()
        self.program.close()
        self.program.window.deleteLater()
        self.program.deleteLater()


@pytest.fixture
def dog(qtbot: QtBot) -> Iterator[Watchdog]:
    dog = Watchdog()
    yield dog
    dog.deleteLater()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "My notes"
    folder.mkdir()
    (folder / "limits.md").write_text(NOTE, encoding="utf-8")
    return folder


def test_the_first_week(qtbot: QtBot, dog: Watchdog, folder: Path) -> None:
    learner = Learner(qtbot, dog)
    program = learner.program

    dog.at("open a folder")
    with qtbot.waitSignal(program.read, timeout=60_000):
        program.open_folder(str(folder))
    learner.settle()
    assert program.services is not None
    assert today.today(program.services).value.new == 20

    dog.at("read a note")
    learner.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert "What is the limit of service 1?" in learner.library.view.toPlainText()

    dog.at("study 20 cards")
    learner.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    seen = []
    for _ in range(20):
        seen.append(learner.study._current)
        learner.press(Qt.Key.Key_Space)
        learner.press(Qt.Key.Key_4)
    dog.at("look at the figures")
    assert learner.answered() == 20
    assert learner.study.statement.title.text() == "Done for now"

    dog.at("edit a note")
    edited = seen[3]
    assert edited is not None
    file = folder / "limits.md"
    changed = file.read_text().replace(edited.card.front, edited.card.front.replace("limit of", "highest limit of"))
    assert changed != file.read_text()
    saved = time.monotonic()
    with qtbot.waitSignal(program.read, timeout=5_000):
        file.write_text(changed, encoding="utf-8")
    took = time.monotonic() - saved
    learner.settle()
    history = study.card_history(program.services, edited.id).value
    assert "highest limit of" in history.card.card.front
    assert len(history.reviews) == 1
    assert history.card.schedule.reps == 1
    dog.at("read the edited note")
    learner.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert "highest limit of" in learner.library.view.toPlainText()

    dog.at("undo")
    learner.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # the reading of the notes
    undone = 1
    while learner.answered() == 20 and undone < 4:
        learner.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        undone += 1
    assert learner.answered() == 19

    dog.at("quit")
    learner.quit()

    dog.at("start again")
    again = Learner(qtbot, dog)
    dog.at("the second day")
    assert again.program.settings.notes_folder == str(folder)
    assert again.answered() == 19
    again.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert again.answered() == 20
    again.quit()

    starting = ("start", "start again")
    later = [(stage, round(busy)) for stage, busy in dog.stalls if stage not in starting]
    print(f"an edit was read after {took * 1000:.0f} ms; busy at most {dog.longest:.0f} ms; stalls {dog.stalls}")
    assert not later
