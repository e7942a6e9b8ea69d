"""The gallery and one diagram large, with everything real behind it."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.note import Source
from app.gui.pages.diagrams import DiagramsPage
from app.services.context import Services
from app.services.study import Filter
from tests.gui.desk import Desk

NOTE = """# Queues

## Way of an order

<!-- diagram: flow -->

- App → SQS queue (sends)
- SQS queue → Lambda
- Lambda → DynamoDB (writes)

## Steps to the exam

1. Write the note
2. Read the cards
3. Sit the exam

## Nothing to draw

Only a sentence.
"""


@pytest.fixture
def desk(qtbot: QtBot, services: Services, tmp_path: Path) -> Iterator[Desk[DiagramsPage]]:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "queues.md").write_text(NOTE, encoding="utf-8")
    made = Desk(qtbot, services, DiagramsPage, notes)
    made.page.refresh()
    made.settle()
    yield made
    made.close()


def titles(desk: Desk[DiagramsPage]) -> list[str]:
    return [desk.page.list.item(row).text() for row in range(desk.page.list.count())]


def open_first(desk: Desk[DiagramsPage]) -> None:
    desk.page.list.setCurrentRow(0)
    QTest.keyClick(desk.page.list, Qt.Key.Key_Return)
    desk.settle()


def test_the_gallery_shows_what_the_notes_draw(desk: Desk[DiagramsPage]) -> None:
    assert titles(desk) == ["Way of an order", "Steps to the exam"]
    assert desk.page.count.text() == "2 diagrams"


def test_search_looks_into_the_parts_and_a_kind_narrows(desk: Desk[DiagramsPage]) -> None:
    desk.page.search.setText("dynamodb")
    assert titles(desk) == ["Way of an order"]
    desk.page.search.clear()
    desk.page.kinds.setCurrentText("Sequence")
    assert titles(desk) == ["Steps to the exam"]


def test_enter_opens_one_with_its_words_and_reasons(desk: Desk[DiagramsPage]) -> None:
    open_first(desk)
    page = desk.page
    assert page.stack.currentWidget() is page._viewer
    assert [page.steps.item(row).text() for row in range(page.steps.count())] == [
        "1.  App → SQS queue: sends",
        "2.  SQS queue → Lambda",
        "3.  Lambda → DynamoDB: writes",
    ]
    assert "asked for in the note" in page.why.text()
    assert "lines 7–9" in page.why.text()
    assert "App → SQS queue" in page.view.accessibleDescription()


def test_arrow_keys_walk_along_edges_and_enter_opens_the_line(desk: Desk[DiagramsPage]) -> None:
    open_first(desk)
    view = desk.page.view
    layout = desk.page._picture.layout  # type: ignore[union-attr]
    assert layout is not None
    forward = Qt.Key.Key_Right if layout.boxes[1].x > layout.boxes[0].x + 10 else Qt.Key.Key_Down
    QTest.keyClick(view, forward)
    assert view.shown.chosen == "node:app"
    QTest.keyClick(view, forward)
    assert view.shown.chosen == "node:sqs-queue"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert desk.went == [("library", Source("queues.md", 7, 7))]


def test_names_hide_and_come_back_one_by_one_or_by_a_click(desk: Desk[DiagramsPage]) -> None:
    open_first(desk)
    view = desk.page.view
    QTest.keyClick(view, Qt.Key.Key_H)
    assert view.shown.hidden == {"node:app", "node:sqs-queue", "node:lambda", "node:dynamodb"}
    assert desk.page.steps.item(0).isHidden(), "the words beside it would give the names away"
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert "node:app" not in view.shown.hidden
    box = desk.page._picture.layout.boxes[2]  # type: ignore[union-attr]
    point = view.mapFromScene(box.x + box.width / 2, box.y + box.height / 2)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(point))
    assert view.shown.hidden == {"node:sqs-queue", "node:dynamodb"}
    assert not desk.went, "a click on a blank reveals and goes nowhere"
    QTest.keyClick(view, Qt.Key.Key_H)
    assert not view.shown.hidden


def test_labels_hide_alone(desk: Desk[DiagramsPage]) -> None:
    open_first(desk)
    QTest.keyClick(desk.page.view, Qt.Key.Key_L)
    assert desk.page.view.shown.hidden == {"edge:0", "edge:2"}


def test_escape_goes_back_to_the_gallery(desk: Desk[DiagramsPage]) -> None:
    open_first(desk)
    QTest.keyClick(desk.page.view, Qt.Key.Key_Escape)
    assert desk.page.stack.currentWidget() is desk.page._gallery


def test_the_cards_of_its_lines_are_studied(desk: Desk[DiagramsPage]) -> None:
    desk.page.list.setCurrentRow(1)
    QTest.keyClick(desk.page.list, Qt.Key.Key_Return)
    desk.page.study.click()
    desk.settle()
    (page, argument) = desk.went[-1]
    assert page == "study"
    assert isinstance(argument, Filter)
    assert argument.card_ids


def test_a_note_line_leads_to_its_diagram(desk: Desk[DiagramsPage]) -> None:
    desk.page.open(Source("queues.md", 14, 14))
    assert desk.page.title.text() == "Steps to the exam"


def test_zoom_stays_within_reason(desk: Desk[DiagramsPage]) -> None:
    open_first(desk)
    view = desk.page.view
    for _ in range(40):
        QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.transform().m11() == pytest.approx(6.0)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.transform().m11() <= 1.6


def test_an_edit_of_the_note_shows(desk: Desk[DiagramsPage], tmp_path: Path) -> None:
    open_first(desk)
    path = tmp_path / "notes" / "queues.md"
    path.write_text(
        NOTE.replace("- Lambda → DynamoDB (writes)", "- Lambda → DynamoDB (writes)\n- Lambda → S3"), encoding="utf-8"
    )
    desk.read(tmp_path / "notes")
    desk.page.refresh()
    desk.settle()
    assert desk.page.steps.count() == 4


def test_a_long_list_opens_by_a_click_and_closes_again(desk: Desk[DiagramsPage], tmp_path: Path) -> None:
    names = "\n".join(f"- Service number {number}" for number in range(1, 15))
    text = f"# Events\n\n## Sources\n\n<!-- diagram: hub -->\n\nEventBridge receives events from:\n\n{names}\n"
    (tmp_path / "notes" / "queues.md").write_text(text, encoding="utf-8")
    desk.read(tmp_path / "notes")
    desk.page.refresh()
    desk.settle()
    open_first(desk)
    picture = desk.page._picture
    assert picture is not None
    assert picture.layout is not None
    box = next(one for one in picture.layout.boxes if one.entries)
    assert box.entries[-1] == "+ 2 more"
    point = desk.page.view.mapFromScene(box.x + box.width / 2, box.y + box.height - 14)
    QTest.mouseClick(desk.page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(point))
    desk.settle()
    shown = desk.page._picture
    assert shown is not None
    assert shown.layout is not None
    assert "· Service number 14" in next(one for one in shown.layout.boxes if one.entries).entries
    desk.page.view.choose(f"node:{box.id}")
    QTest.keyClick(desk.page.view, Qt.Key.Key_O)
    desk.settle()
    assert desk.page._picture == picture


def test_steps_are_put_in_order_by_their_own_card(desk: Desk[DiagramsPage]) -> None:
    desk.page.list.setCurrentRow(1)
    QTest.keyClick(desk.page.list, Qt.Key.Key_Return)
    assert desk.page.order.isVisible()
    desk.page.order.click()
    desk.settle()
    (page, argument) = desk.went[-1]
    assert page == "study"
    assert isinstance(argument, Filter)
    assert argument.card_ids is not None
    assert len(argument.card_ids) == 1
    assert not argument.cram, "the answer counts in the schedule"


def test_no_notes_say_what_would_be_drawn(qtbot: QtBot, services: Services, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "a.md").write_text("# Only words\n\nNothing here can be drawn.\n", encoding="utf-8")
    made = Desk(qtbot, services, DiagramsPage, empty)
    made.page.refresh()
    made.settle()
    assert made.page.statement.title.text() == "No diagrams yet"
    made.close()


BRANCHES = NOTE.replace("- SQS queue → Lambda\n", "- SQS queue → Lambda\n- App → S3\n- S3 → Lambda\n")


@pytest.fixture
def sleepy_dot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On this computer, `dot` takes forever."""
    program = tmp_path / "bin" / "dot"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec /bin/sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))


def stop_when_offered(desk: Desk[DiagramsPage]) -> None:
    def offered() -> QPushButton | None:
        buttons = desk.page.findChildren(QPushButton)
        return next((one for one in buttons if one.text() == "Stop drawing" and one.isVisible()), None)

    desk.qtbot.waitUntil(lambda: offered() is not None, timeout=5_000)
    begun = monotonic()
    if (found := offered()) is not None:
        found.click()
    desk.settle()
    assert monotonic() - begun < 5
    assert offered() is None


@pytest.mark.usefixtures("sleepy_dot")
def test_the_system_s_dot_draws_if_chosen_and_can_be_stopped(desk: Desk[DiagramsPage], tmp_path: Path) -> None:
    (tmp_path / "notes" / "queues.md").write_text(BRANCHES, encoding="utf-8")
    desk.read(tmp_path / "notes")
    desk.set(graphviz="system")
    desk.page.refresh()
    stop_when_offered(desk)
    assert desk.said[-1] == "Stopped; these are as they were. F5 draws again."
    assert len(titles(desk)) == 2

    desk.set(graphviz="shipped")
    desk.page.refresh()
    desk.settle()
    assert len(titles(desk)) == 2


@pytest.mark.usefixtures("sleepy_dot")
@pytest.mark.parametrize("steps", [True, False])
def test_what_needs_no_engine_is_there_when_stopped(
    qtbot: QtBot, services: Services, tmp_path: Path, steps: bool
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "queues.md").write_text(BRANCHES if steps else BRANCHES.partition("## Steps")[0], encoding="utf-8")
    made = Desk(qtbot, services, DiagramsPage, notes)
    made.set(graphviz="system")
    made.page.refresh()
    stop_when_offered(made)
    if steps:
        assert made.said[-1] == "Stopped. F5 draws the rest."
        assert titles(made) == ["Steps to the exam"]
    else:
        assert made.page.statement.title.text() == "Stopped"
    made.set(graphviz="shipped")
    made.page.refresh()
    made.settle()
    assert len(titles(made)) == 1 + steps
    made.close()


def test_export_writes_what_was_chosen(desk: Desk[DiagramsPage], tmp_path: Path) -> None:
    open_first(desk)
    desk.page._export((desk.page._picture,), str(tmp_path / "way.pdf"), "pdf")  # type: ignore[arg-type]
    desk.settle()
    assert (tmp_path / "way.pdf").read_bytes().startswith(b"%PDF")
    assert desk.said[-1] == "Written: way.pdf"
