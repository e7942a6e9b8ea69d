"""Take the pictures for README and software centres from the running program.

    .venv/bin/python packaging/screenshots.py           all of them, into packaging/screenshots
    .venv/bin/python packaging/screenshots.py FOLDER    somewhere else

The program runs on the bundled notes in a home that goes again, with a few answers given, 1280 × 800, without a screen.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "packaging" / "screenshots"
SIZE = (1280, 800)
FONTS = ("Inter", "Noto Sans", "Cantarell", "Segoe UI", "DejaVu Sans")  # the first that is there
DIAGRAM = "CloudFront in front of a private bucket"
COMPARISON = "Standard vs FIFO"
READ = "Visibility timeout"
SEED = 12  # of the mock exam
PATIENCE = 60  # seconds
COLOURS = 256

sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QFont, QFontDatabase, QImage, QKeyEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QListWidget  # noqa: E402

from app import paths  # noqa: E402
from app import settings as settings_file  # noqa: E402
from app.domain.draw import Wish  # noqa: E402
from app.domain.exam import Mode  # noqa: E402
from app.domain.note import Source  # noqa: E402
from app.gui.application import Application  # noqa: E402
from app.gui.pages.compare import ComparePage  # noqa: E402
from app.gui.pages.exam import ExamPage  # noqa: E402
from app.main import Program  # noqa: E402
from app.services import exam, library  # noqa: E402
from app.services.exam import Plan  # noqa: E402
from app.services.exam_session import ExamSession  # noqa: E402
from app.services.library import TreeEntry  # noqa: E402
from app.settings import Settings  # noqa: E402


def main(arguments: list[str]) -> int:
    """Open the program once for light and once for dark, and take every page."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="certdeck-screenshots-") as home:
        os.environ[paths.HOME_VARIABLE] = home
        application = Application(sys.argv[:1])
        application.setStyle("Fusion")
        family = next((name for name in FONTS if name in QFontDatabase.families()), "")
        if family:
            application.setFont(QFont(family))
        exam_date = (date.today() + timedelta(days=31)).isoformat()
        for theme in ("light", "dark"):
            file = paths.folders().settings_file
            file.parent.mkdir(parents=True, exist_ok=True)
            settings_file.save(Settings(theme=theme, exam_date=exam_date, minutes_per_day=45, follows_plan=True), file)
            take(application, theme, folder)
    return 0


def take(application: QApplication, theme: str, folder: Path) -> None:
    """Take all pages in one theme."""
    program = Program(application)
    read: list[bool] = []
    program.read.connect(lambda: read.append(True))
    program.show()
    program.window.resize(*SIZE)
    wait(lambda: bool(read))
    settle(program)
    for name, go in PAGES.items():
        go(program)
        settle(program)
        keep(program, folder / f"{name}-{theme}.png")
    program.window.close()
    program.close()
    program.window.deleteLater()
    application.processEvents()


def show_study(program: Program) -> None:
    """A card of a section with its answer, after two that were known."""
    program.window.go_to("study", section(program, READ).id)
    settle(program)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_3, Qt.Key.Key_Space, Qt.Key.Key_3, Qt.Key.Key_Space):
        press(program, key)


def show_library(program: Program) -> None:
    """A section in reading view, with what was made of it."""
    program.window.go_to("library", section(program, READ).id)


def show_diagram(program: Program) -> None:
    """One picture, large."""
    found = section(program, DIAGRAM)
    program.window.go_to("diagrams")
    settle(program)
    program.window.go_to("diagrams", Source(found.note_path, found.first, found.first + 5))


def show_comparison(program: Program) -> None:
    """Alternatives side by side."""
    program.window.go_to("compare")
    settle(program)
    page = program.window.current
    assert isinstance(page, ComparePage)
    listed: QListWidget = page.list
    titles = [listed.item(row).text() for row in range(listed.count())]
    row = next((row for row, title in enumerate(titles) if COMPARISON in title), 0)
    listed.setCurrentRow(row)


def show_exam(program: Program) -> None:
    """A question of a mock exam, with a choice that is picked and one that is struck out."""
    assert program.services is not None
    found = exam.resume(program.services).value
    if isinstance(found, ExamSession):  # of the other theme
        exam.discard(program.services, found.attempt.id)
    program.window.go_to("exam")
    settle(program)
    page = program.window.current
    assert isinstance(page, ExamPage)
    page.home.begun.emit(Plan(Mode.EXAM, Wish(65), 130, seed=SEED, title="Mock exam"))
    settle(program)
    for key in (Qt.Key.Key_N, Qt.Key.Key_B, Qt.Key.Key_F, Qt.Key.Key_N, Qt.Key.Key_C, Qt.Key.Key_N):
        press(program, key)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_X, Qt.Key.Key_B):
        press(program, key)


PAGES: dict[str, Callable[[Program], object]] = {
    "study": show_study,
    "library": show_library,
    "diagram": show_diagram,
    "compare": show_comparison,
    "exam": show_exam,
    "today": lambda program: program.window.go_to("today"),
}


def section(program: Program, title: str) -> TreeEntry:
    """The first section whose title begins so."""
    assert program.services is not None
    return next(entry for entry in every(library.tree(program.services).value) if entry.title.startswith(title))


def press(program: Program, key: Qt.Key) -> None:
    """Press a key as a learner would, and wait for what it does."""
    text = chr(key).lower() if key < Qt.Key.Key_Escape else ""
    target = QApplication.focusWidget() or program.window.current or program.window
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))
    settle(program)


def every(entries: Iterable[TreeEntry]) -> Iterable[TreeEntry]:
    """A tree, flat."""
    for entry in entries:
        yield entry
        yield from every(entry.children)


def settle(program: Program) -> None:
    """Wait until nothing is under way any more, and messages have gone."""
    for _ in range(3):
        wait(lambda: program.tasks.is_idle)
        rest(120)
    program.window.messages.bar.hide()


def rest(milliseconds: int) -> None:
    """Let the program, and the threads beside it, work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait(is_so: Callable[[], bool]) -> None:
    """Let the program work until something is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            sys.exit("The program did not come to rest; no picture was taken.")
        rest(20)


def with_few_colours(image: QImage) -> QImage:
    """The image with its 256 most frequent colours; the others, all at the edges of letters, take the nearest."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(image.constBits()).cast("I")
    counts = Counter(pixels)
    table = [colour for colour, _ in counts.most_common(COLOURS)]
    index = {colour: min(range(len(table)), key=lambda place: distance(table[place], colour)) for colour in counts}
    small = QImage(image.width(), image.height(), QImage.Format.Format_Indexed8)
    small.setColorTable(table)
    memoryview(small.bits())[:] = bytes(map(index.__getitem__, pixels))
    return small


def distance(one: int, other: int) -> int:
    """How far apart two colours are."""
    return sum(((one >> shift & 255) - (other >> shift & 255)) ** 2 for shift in (0, 8, 16))


def keep(program: Program, file: Path) -> None:
    """Write the window as a small PNG: screens of text need no more colours than that."""
    with_few_colours(program.window.grab().toImage()).save(str(file), "PNG", 0)
    print(f"{file.name}  {file.stat().st_size // 1000} KB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
