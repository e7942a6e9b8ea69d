"""Comparisons as the page asks for them."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.changes import Change
from app.domain.review import Rating
from app.errors import AppError
from app.services import compare, ingest, study
from app.services.context import Services
from app.store import cards, picks, reviews

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


def asked(own: Services, view: compare.View, attribute: str, column: int, rating: Rating) -> compare.Asked:
    row = next(row for row in view.comparison.rows if row.attribute == attribute)
    return compare.Asked(attribute, view.comparison.columns[column], row.cells[column], rating)


def reviewed(own: Services) -> dict[str, list[Rating]]:
    """Ratings by the front of the card."""
    with own.store.read() as tx:
        return {
            card.card.front: [review.rating for review in log]
            for card in cards.all_cards(tx, own.folder)
            if (log := reviews.log(tx, card.id))
        }


def test_a_cell_that_was_asked_for_is_rated_by_its_own_schedule(own: Services) -> None:
    entry = compare.listing(own).value[0]
    view = compare.open_entry(own, entry.section_id, entry.number).value
    outcome = compare.grade(own, view, [asked(own, view, "Delivery", 1, Rating.GOOD)], 900)
    assert outcome.value == 1
    assert Change.REVIEWS in outcome.changes
    (front,) = reviewed(own)
    assert "Topic" in front
    assert "elivery" in front
    compare.grade(own, view, [asked(own, view, "Delivery", 0, Rating.AGAIN)], 900)
    assert sorted(reviewed(own).values()) == [[Rating.AGAIN], [Rating.GOOD]]


def test_an_answer_in_a_comparison_is_taken_back_as_any_other(own: Services) -> None:
    entry = compare.listing(own).value[0]
    view = compare.open_entry(own, entry.section_id, entry.number).value
    compare.grade(own, view, [asked(own, view, "Size", 0, Rating.GOOD)], 900)
    undone = study.undo(own).value
    assert undone is not None
    assert undone.name == "Answer"
    with own.store.read() as tx:
        assert all(card.schedule.due is None for card in cards.all_cards(tx, own.folder))


def test_cells_of_picked_topics_rate_the_cards_of_their_lines(own: Services) -> None:
    ids = {topic.title: topic.section_id for topic in compare.topics(own).value}
    view = compare.of_topics(own, [ids["Queue"], ids["Topic"]]).value
    assert compare.grade(own, view, [asked(own, view, "Retention", 0, Rating.GOOD)], 900).value == 1
    (front,) = reviewed(own)
    assert "etention" in front
    missing = compare.Asked("Retention", "Topic", view.comparison.rows[2].cells[1], Rating.GOOD)
    assert compare.grade(own, view, [missing], 900).value == 0, "what the notes do not say has no card"


def test_picks_are_kept_by_name_and_found_after_the_notes_were_read_anew(own: Services, tmp_path: Path) -> None:
    ids = {topic.title: topic.section_id for topic in compare.topics(own).value}
    compare.keep(own, [(ids["Topic"], ids["Queue"]), (ids["Queue"], ids["Queue or topic"])])
    note = tmp_path / "compared" / "messaging.md"
    note.write_text(
        NOTE.replace("# Messaging\n", "# Messaging\n\nA new line.\n").replace("## Queue or topic", "## Both")
    )
    ingest.ingest(own, note.parent, folder=own.folder)
    titles = {topic.section_id: topic.title for topic in compare.topics(own).value}
    assert [[titles[one] for one in kept] for kept in compare.kept(own).value] == [["Topic", "Queue"]]


def test_picks_that_make_no_sense_are_none(own: Services) -> None:
    with own.store.write() as tx:
        picks.write(tx, own.folder, [])
        tx.connection.execute(text("UPDATE meta SET value = '[[1, 2]]' WHERE name LIKE 'picks %'"))
    assert compare.kept(own).value == ()
