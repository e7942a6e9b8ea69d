from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import paths
from app import settings as settings_file
from app.gui.actions import WINDOW_ACTIONS, conflict
from app.gui.application import Application
from app.gui.pages import PAGES
from app.gui.pages.problems import ProblemsPage
from app.gui.pages.settings import SettingsPage
from app.gui.pages.today import TodayPage
from app.gui.rail import RAIL
from app.gui.widgets.licences_dialog import LicencesDialog
from app.gui.widgets.print_dialog import PrintDialog
from app.main import Program
from app.services import library
from app.settings import Settings
from app.store import notes


def start(qtbot: QtBot, settings: Settings) -> Program:
    settings_file.save(settings, _settings_place())
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program = Program(application)
    with qtbot.waitSignal(program.read, timeout=60_000):
        program.show()
    return settle(qtbot, program)


def settle(qtbot: QtBot, program: Program) -> Program:
    qtbot.waitUntil(lambda: program.tasks.is_idle, timeout=20_000)
    return program


@pytest.fixture
def program(qtbot: QtBot, notes_dir: Path) -> Iterator[Program]:
    (notes_dir / "odd.md").write_bytes(b"# Odd\n\ncaf\xe9 costs 3 euros.\n")
    made = start(qtbot, Settings(notes_folder=str(notes_dir)))
    yield made
    made.window.close()
    end(made)


def end(program: Program) -> None:
    program.close()
    program.window.deleteLater()
    program.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_rail_says_what_the_pages_are() -> None:
    assert [(entry.id, entry.title, entry.icon) for entry in RAIL] == [
        (spec.id, spec.title, spec.icon) for spec in PAGES
    ]


def test_every_action_has_keys_of_its_own() -> None:
    for action in WINDOW_ACTIONS:
        assert conflict(WINDOW_ACTIONS, action.id, action.keys) is None


def test_today_says_what_waits_and_starts_it(qtbot: QtBot, program: Program) -> None:
    page = program.window.page("today")
    assert isinstance(page, TodayPage)
    assert page.view is not None
    assert page.view.new > 0
    assert str(page.view.total_cards) in page.sentence.text()
    assert str(page.view.new) in page.start.text()
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    assert program.window.current_id == "study"


def test_every_page_opens_by_its_key(qtbot: QtBot, program: Program) -> None:
    for entry in RAIL:
        program.window.act(f"page.{entry.id}")
        settle(qtbot, program)
        assert program.window.current_id == entry.id
        assert program.window.buttons[entry.id].isChecked()


def test_nothing_on_any_page_is_taken_for_markup_and_every_button_has_a_name(qtbot: QtBot, program: Program) -> None:
    for entry in RAIL:
        program.window.go_to(entry.id)
        settle(qtbot, program)
    for label in program.window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text(), label.text()
    for button in program.window.findChildren(QPushButton):
        assert button.accessibleName() or button.text()


def test_problems_are_listed_and_open_their_line(qtbot: QtBot, program: Program) -> None:
    program.window.go_to("problems")
    settle(qtbot, program)
    page = program.window.current
    assert isinstance(page, ProblemsPage)
    assert page.model.rowCount() == 1
    assert page.model.problem(0).line == 3
    page.table.activated.emit(page.model.index(0, 0))
    settle(qtbot, program)
    assert program.window.current_id == "library"


def test_settings_hold_at_once_are_kept_and_can_be_taken_back(qtbot: QtBot, program: Program) -> None:
    program.window.go_to("settings")
    assert isinstance(program.window.current, SettingsPage)
    program.change_settings({"theme": "dark", "text_percent": 150})
    qtbot.waitUntil(lambda: program.window.look.is_dark and program.window.look.percent == 150)
    settle(qtbot, program)
    assert settings_file.load(paths.folders().settings_file).settings.theme == "dark"
    program.window.act("undo")
    qtbot.waitUntil(lambda: program.window.look.percent == 100)
    settle(qtbot, program)
    assert settings_file.load(paths.folders().settings_file).settings.theme == "system"


def test_about_shows_the_licences(qtbot: QtBot, program: Program) -> None:
    program.window.go_to("settings")
    page = program.window.current
    assert isinstance(page, SettingsPage)
    asking = next(button for button in page.findChildren(QPushButton) if button.text() == "Show the licences")
    asking.click()
    settle(qtbot, program)
    dialog = page.findChild(LicencesDialog)
    assert dialog is not None
    row = next(row for row in range(dialog.names.count()) if dialog.names.item(row).text() == "PySide6-Essentials")
    dialog.names.setCurrentRow(row)
    assert "LGPL" in dialog.about.text()
    assert "Lesser" in dialog.text.toPlainText()
    dialog.accept()


def test_settings_are_found_by_their_words(qtbot: QtBot, program: Program) -> None:
    program.window.go_to("settings")
    page = program.window.current
    assert isinstance(page, SettingsPage)
    page.search.setText("retention")
    assert page.nothing.isHidden()
    page.search.setText("no such thing")
    assert not page.nothing.isHidden()


def test_keys_can_be_changed(qtbot: QtBot, program: Program) -> None:
    program.change_settings({"keys": (("page.library", "Ctrl+L"),)})
    qtbot.waitUntil(lambda: program.settings.keys == (("page.library", "Ctrl+L"),))
    settle(qtbot, program)
    program.window.activateWindow()
    qtbot.keyClick(program.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.window.current_id == "library")
    settle(qtbot, program)


def test_a_saved_edit_shows_within_a_second(qtbot: QtBot, program: Program, notes_dir: Path) -> None:
    before = program.services
    assert before is not None
    with qtbot.waitSignal(program.read, timeout=3_000):
        (notes_dir / "new.md").write_text("# New\n\n- Limit: 77 units\n", encoding="utf-8")
    settle(qtbot, program)
    from app.services import library

    assert "New" in [entry.title for entry in library.tree(before).value]


def test_text_at_200_percent_fits_its_widgets(qtbot: QtBot, program: Program) -> None:
    program.change_settings({"text_percent": 200})
    qtbot.waitUntil(lambda: program.window.look.percent == 200)
    settle(qtbot, program)
    program.window.resize(1280, 800)
    for page_id in ("today", "settings"):
        program.window.go_to(page_id)
        settle(qtbot, program)
        QApplication.processEvents()
        for button in visible(program.window, QPushButton):
            assert button.width() >= button.fontMetrics().horizontalAdvance(button.text().strip()), button.text()


def visible(window: QWidget, kind: type[QPushButton]) -> list[QPushButton]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


@pytest.mark.qt_log_ignore("does not support raise")
def test_what_the_system_asks_to_open_is_opened(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    application = QApplication.instance()
    assert isinstance(application, Application)
    other = tmp_path / "other notes"
    other.mkdir()
    note = other / "a.md"
    note.write_text("# Widgets\n\n- Longest wait: 12 hours\n", encoding="utf-8")
    QCoreApplication.sendEvent(application, QFileOpenEvent(str(tmp_path / "gone.md")))
    assert application.asked_for == ""
    QCoreApplication.sendEvent(application, QFileOpenEvent(str(note)))
    qtbot.waitUntil(lambda: program.settings.notes_folder == str(other))
    settle(qtbot, program)
    application.asked_for = ""


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_question_bank_is_opened_on_the_exam_page(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    bank = tmp_path / "queues.md"
    bank.write_text(BANK, encoding="utf-8")
    before = program.settings.notes_folder
    QCoreApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(bank)))
    settle(qtbot, program)
    assert program.window.current_id == "exam"
    box = next(box for box in program.window.findChildren(QMessageBox) if box.isVisible())
    assert box.text() == "Import 1 question from queues.md?"
    box.reject()
    assert program.settings.notes_folder == before


BANK = """\
---
bank: Queues
---

# Queues

### Where does a message wait?

- [x] In a queue
  > Until a consumer takes it.
- [ ] In a bucket
  > That is for objects.
- [ ] In a key
  > That is for secrets.
- [ ] In a role
  > That is for rights.
"""


def test_what_is_asked_for_during_the_start_waits(qtbot: QtBot, notes_dir: Path) -> None:
    application = QApplication.instance()
    assert isinstance(application, Application)
    settings_file.save(Settings(), _settings_place())
    program = Program(application)
    QCoreApplication.sendEvent(application, QFileOpenEvent(str(notes_dir)))
    program.show()
    qtbot.waitUntil(lambda: program.settings.notes_folder == str(notes_dir), timeout=20_000)
    settle(qtbot, program)
    application.asked_for = ""
    program.window.close()
    end(program)


def _settings_place() -> Path:
    file = paths.folders().settings_file
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_second_start_brings_the_first_window_forward_and_goes(
    qtbot: QtBot, program: Program, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program.window.showMinimized()
    other = tmp_path / "other notes"
    other.mkdir()
    (other / "a.md").write_text("# Other\n\n- Limit of others: 5 units\n", encoding="utf-8")
    second = Program(application, str(other))
    with qtbot.waitSignals([program.summons.called, second.window.closing], timeout=20_000):
        second.show()
    assert not program.window.isMinimized()
    assert "already open" in caplog.text
    end(second)
    qtbot.waitUntil(lambda: program.settings.notes_folder == str(other), timeout=10_000)
    settle(qtbot, program)


def test_a_copy_is_made_listed_and_gone_back_to(qtbot: QtBot, program: Program) -> None:
    program.window.go_to("settings")
    settle(qtbot, program)
    page = program.window.current
    assert isinstance(page, SettingsPage)
    page._copy_now()
    settle(qtbot, program)
    copies = page.copies.count()
    assert copies >= 1
    assert program.services is not None
    cards = library.counts(program.services).value.cards
    with program.services.store.write() as tx:
        notes.remove(tx, program.services.folder, list(notes.stamps(tx, program.services.folder)))
    with qtbot.waitSignal(program.read, timeout=20_000):
        program.go_back(page.copies.itemData(0))
    settle(qtbot, program)
    assert library.counts(program.services).value.cards == cards
    assert page.copies.count() == copies + 1


def test_an_edit_is_told_card_by_card_and_a_card_can_begin_afresh(
    qtbot: QtBot, program: Program, notes_dir: Path
) -> None:
    with qtbot.waitSignal(program.read, timeout=10_000):
        (notes_dir / "new.md").write_text("# New widgets\n\n- Limit of widgets: 77 units\n", encoding="utf-8")
    settle(qtbot, program)
    with qtbot.waitSignal(program.read, timeout=10_000):
        (notes_dir / "new.md").write_text("# New widgets\n\n- Limit of widgets: 79 units\n", encoding="utf-8")
    settle(qtbot, program)
    program.window.go_to("problems")
    settle(qtbot, program)
    page = program.window.current
    assert isinstance(page, ProblemsPage)
    assert page.ledger_model.rowCount() == 1
    assert page.reset.isEnabled()
    qtbot.mouseClick(page.reset, Qt.MouseButton.LeftButton)
    settle(qtbot, program)
    assert "afresh" in page.ledger_model.index(0, 0).data()
    assert not page.reset.isEnabled()


def test_a_store_that_is_taken_by_a_hung_window_is_told_in_words(
    qtbot: QtBot, program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    from app.gui.start_error import StartError

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program.summons.deleteLater()
    QCoreApplication.sendPostedEvents(program.summons, QEvent.Type.DeferredDelete)
    second = Program(application)
    second.show()
    qtbot.waitUntil(lambda: second.window.findChild(StartError) is not None, timeout=20_000)
    dialog = second.window.findChild(StartError)
    assert dialog is not None
    assert "already open" in " ".join(label.text() for label in dialog.findChildren(QLabel))
    dialog.reject()
    assert "already open" in caplog.text
    end(second)


def test_another_folder_is_opened_and_remembered(
    qtbot: QtBot, program: Program, tmp_path: Path, notes_dir: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.md").write_text("# Other\n\n- Limit: 5 units\n", encoding="utf-8")
    with qtbot.waitSignal(program.read, timeout=10_000):
        program.open_folder(str(other))
    settle(qtbot, program)
    assert program.settings.notes_folder == str(other)
    assert program.settings.recent_folders[0] == str(notes_dir)


def test_cards_are_exported_to_the_file_that_was_named(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    program._choose_export({"Text (*.tsv)": "tsv"})
    dialog = program.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "cards.tsv"))
    dialog.reject()
    qtbot.waitUntil(lambda: (tmp_path / "cards.tsv").exists())
    settle(qtbot, program)
    assert "cards written" in program.window.messages.words.text()


def test_print_opens_from_any_page(qtbot: QtBot, program: Program) -> None:
    program.window.go_to("today")
    settle(qtbot, program)
    program._act("print")
    settle(qtbot, program)
    assert program.window.current_id == "diagrams"
    (dialog,) = program.window.findChildren(PrintDialog)
    assert dialog.isVisible()
    dialog.reject()
    program.window.go_to("compare")
    settle(qtbot, program)
    program._act("print")
    settle(qtbot, program)
    dialog = program.window.findChildren(PrintDialog)[-1]
    assert dialog.what.currentText() == "This comparison"
    dialog.sheet_size.textActivated.emit("Letter")
    dialog.reject()
    qtbot.waitUntil(lambda: program.settings.paper == "Letter")
