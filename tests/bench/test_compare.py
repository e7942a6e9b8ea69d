"""What comparing and printing cost: to show a large comparison, and to put a hundred diagrams on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from app.domain.comparison import Comparison
from app.gui.pages.compare import ComparePage
from app.paint.book import book
from app.paint.ink import ink, measure
from app.paint.page import Print
from app.paint.paper import Fit, Paper
from app.services import compare as comparing
from app.services.compare import View
from app.services.context import Services
from app.services.diagrams import in_notes, lay_out
from app.store.store import Store
from tests.bench.measuring import compare, report, report_limit
from tests.fakes import FrozenClock
from tests.gui.desk import Desk, settings_for

pytestmark = pytest.mark.bench
NOTES = Path(__file__).parent.parent.parent / "content" / "notes"
WORDS = "the value of this attribute in the words of the note, which may take two lines or three of a cell"


def note(topics: int, rows: int) -> str:
    parts = ["# Large\n"]
    for topic in range(topics):
        lines = [f"- Attribute {row}: {topic} {WORDS[: 20 + (row * 13 + topic * 7) % 80]}" for row in range(rows)]
        parts.append(f"## Topic {topic}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


@pytest.fixture
def desk(qtbot: QtBot, store: Store, clock: FrozenClock, tmp_path: Path) -> Iterator[Desk[ComparePage]]:
    notes = tmp_path / "large"
    notes.mkdir()
    (notes / "large.md").write_text(note(5, 60), encoding="utf-8")
    made = Desk(qtbot, Services(store, clock, settings_for(notes)), ComparePage, notes)
    made.page.refresh()
    made.settle()
    yield made
    made.close()


def test_five_topics_with_sixty_rows_are_shown(desk: Desk[ComparePage], qtbot: QtBot) -> None:
    ids = [topic.section_id for topic in comparing.topics(desk.services).value if topic.title.startswith("Topic")]
    view = comparing.of_topics(desk.services, ids).value
    assert (len(view.comparison.columns), len(view.comparison.rows)) == (5, 60)
    plain = QTableWidget(60, 5, desk.window)
    plain.resize(desk.page.table.size())
    plain.show()
    empty = View(Comparison("table", "", "", ("A", "B"), (), (), view.comparison.source), (), False)

    def ours() -> None:
        desk.page._show(comparing.of_topics(desk.services, ids).value)
        desk.page.table.grab()
        desk.page._show(empty)

    def peer() -> None:
        for row, one in enumerate(view.comparison.rows):
            for column, cell in enumerate(one.cells):
                plain.setItem(row, column, QTableWidgetItem(cell.text.plain if cell.text else ""))
        plain.resizeRowsToContents()
        plain.grab()

    shown, bare = compare(
        {"aligned, measured and painted": ours, "a bare table of Qt, filled and painted": peer}, runs=15
    )
    report("Comparison of five topics with 60 rows", shown, bare)
    report_limit("Comparison of five topics with 60 rows", shown, limit_ms=50)


def test_everything_is_set_on_pages(qtbot: QtBot) -> None:
    prints = [Print(one, lay_out(one, measure)) for one in in_notes(NOTES)]
    items = [*prints, *comparing.in_notes(NOTES)]
    papers = iter(Paper(fit=Fit.FLOW, percent=100 + number) for number in range(1000))
    (setting,) = compare({f"{len(items)} items": lambda: book(items, next(papers), ink(is_dark=False))}, runs=7)
    report_limit("A booklet for the preview", setting, limit_ms=100)
