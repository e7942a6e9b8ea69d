"""Topics side by side."""

import pytest

from app.domain.note import Section
from app.kinds.align import align, differences, facts_of, is_alike, normalised
from app.notes.parse import parse

QUEUE = """# Queue

- Default retention: 4 days
- Order: kept within a group
- Largest message: 256 KB
- Consumers poll for messages.

```
Order: code
```
"""
TOPIC = """# Topic

- Order: none
- Maximum message: 0.25 MB
- Messages are pushed to subscribers.
- Protocols:
  - HTTP
  - email
"""


def section(text: str) -> Section:
    return parse(text, "note.md").note.sections[0]


def test_equal_attributes_stand_in_one_row_and_what_is_missing_is_said_so() -> None:
    found = align([("Queue", [section(QUEUE)]), ("Topic", [section(TOPIC)])])
    rows = {row.attribute: [cell.text.plain if cell.text else None for cell in row.cells] for row in found.rows}
    assert rows["Order"] == ["kept within a group", "none"]
    assert rows["Largest message"] == ["256 KB", "0.25 MB"]
    assert rows["Delivery"] == ["Consumers poll for messages.", "Messages are pushed to subscribers."]
    assert rows["Default retention"] == ["4 days", None]
    assert rows["Protocols"] == [None, "HTTP; email"]
    assert [row.attribute for row in found.rows][:3] == ["Order", "Largest message", "Delivery"]  # shared rows first


def test_each_cell_knows_its_line() -> None:
    found = align([("Queue", [section(QUEUE)]), ("Topic", [section(TOPIC)])])
    order = next(row for row in found.rows if row.attribute == "Order")
    assert [cell.source.first for cell in order.cells] == [4, 3]


def test_values_are_compared_and_not_their_spelling() -> None:
    found = align([("Queue", [section(QUEUE)]), ("Topic", [section(TOPIC)])])
    size = next(row for row in found.rows if row.attribute == "Largest message")
    assert is_alike(size)
    assert normalised("5 minutes") == normalised("300 s")
    assert normalised("The same.") == normalised("the same")
    assert normalised("5 minutes") != normalised("5 hours")


def test_a_reference_counts_what_differs_from_it() -> None:
    three = align([(name, [section(f"# {name}\n\n- Cost: {cost}\n")]) for name, cost in (("A", 1), ("B", 1), ("C", 2))])
    assert differences(three.rows[0]) == 1
    assert differences(three.rows[0], reference=2) == 2
    assert differences(three.rows[0], reference=0) == 1


def test_a_missing_cell_is_no_difference_and_no_likeness() -> None:
    two = align([("A", [section("# A\n\n- Cost: 1\n")]), ("B", [section("# B\n\n- Price of all: 1\n")])])
    assert all(differences(row) == 0 and not is_alike(row) for row in two.rows)


def test_code_says_nothing() -> None:
    assert not any("code" in fact.value.plain for fact in facts_of(section(QUEUE)))


def test_one_topic_or_six_are_refused() -> None:
    one = ("A", [section("# A\n\n- Cost: 1\n")])
    for number in (1, 6):
        with pytest.raises(ValueError, match="topics"):
            align([one] * number)
