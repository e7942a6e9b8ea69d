"""Comparisons as the page asks for them."""

from pathlib import Path

import pytest

from app.errors import AppError
from app.services import compare, ingest
from app.services.context import Services

NOTE = """# Messaging

## Queue ^queue

- Order: kept within a group
- Retention: 4 days

### Limits of a queue

- Size: 256 KB

## Topic

- Order: none
- Size: 256 KB

## Queue or topic

| Attribute | Queue | Topic |
|---|---|---|
| Delivery | pull | push |
| Size | 256 KB | 256 KB |

## Push vs pull

- Push
  - Latency: low
- Pull
  - Latency: higher
"""


@pytest.fixture
def own(services: Services, tmp_path: Path) -> Services:
    root = tmp_path / "compared"
    root.mkdir()
    (root / "messaging.md").write_text(NOTE, encoding="utf-8")
    ingest.ingest(services, root, folder=services.folder)
    return services


def test_what_the_notes_compare_is_listed_in_order(own: Services) -> None:
    found = compare.listing(own).value
    assert [(entry.title, entry.chapter, entry.columns) for entry in found] == [
        ("Queue or topic", "Messaging", ("Queue", "Topic")),
        ("Push vs pull", "Messaging", ("Push", "Pull")),
    ]
    table = compare.open_entry(own, found[0].section_id, 0).value
    assert [cell.source.first for cell in table.comparison.rows[0].cells] == [
        NOTE.splitlines().index("| Delivery | pull | push |") + 1
    ] * 2


def test_any_topics_are_compared_with_what_is_nested_in_them(own: Services) -> None:
    ids = {topic.title: topic.section_id for topic in compare.topics(own).value}
    view = compare.of_topics(own, [ids["Queue"], ids["Topic"]]).value
    rows = {
        row.attribute: [cell.text.plain if cell.text else None for cell in row.cells] for row in view.comparison.rows
    }
    assert rows == {
        "Order": ["kept within a group", "none"],
        "Size": ["256 KB", "256 KB"],
        "Retention": ["4 days", None],
    }
    size = next(row for row in view.comparison.rows if row.attribute == "Size")
    assert [NOTE.splitlines()[cell.source.first - 1] for cell in size.cells] == ["- Size: 256 KB"] * 2
    assert view.comparison.columns == ("Queue", "Topic")


def test_the_cards_of_a_table_are_those_of_its_cells(own: Services) -> None:
    entry = compare.listing(own).value[0]
    view = compare.open_entry(own, entry.section_id, entry.number).value
    assert len(compare.cell_cards(own, view).value) == 4


def test_what_is_gone_is_told_in_words(own: Services) -> None:
    with pytest.raises(AppError, match="no longer"):
        compare.open_entry(own, 99999, 0)
    with pytest.raises(AppError, match="no longer"):
        compare.of_topics(own, [99998, 99999])
    with pytest.raises(AppError, match="side by side"):
        compare.of_topics(own, [1])


def test_siblings_are_found_when_only_one_of_them_was_edited(services: Services, tmp_path: Path) -> None:
    root = tmp_path / "siblings"
    root.mkdir()
    note = "# Stores\n\n## Queue\n\n- Order: kept\n- Size: 1 KB\n\n## Topic\n\n- Order: none\n"
    (root / "stores.md").write_text(note, encoding="utf-8")
    ingest.ingest(services, root, folder=services.folder)
    assert compare.listing(services).value == ()
    (root / "stores.md").write_text(note + "- Size: 2 KB\n", encoding="utf-8")
    ingest.ingest(services, root, folder=services.folder)
    (found,) = compare.listing(services).value
    assert (found.title, found.columns) == ("Stores", ("Queue", "Topic"))
    (whole,) = compare.every(services).value
    assert [row.attribute for row in whole.rows] == ["Order", "Size"]
