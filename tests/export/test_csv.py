import csv as stdlib_csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ExportError
from app.export import csv
from app.export.spec import Bundle
from tests.export.conftest import bundle_of
from tests.factories import make_card

FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '"=1', "'=1", "''=1", "' \"=1", "＝1", "\u00a0=1",
    "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")",
)  # fmt: skip
PLAIN = ("", "'", "''", "'a'", "a=1", "1-2", "x\r\ny", '"quoted"', "a,b;c\td", "é ü 日本 😀")


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert csv.guarded(cell) == "'" + cell


@pytest.mark.parametrize("cell", PLAIN)
def test_plain_cells_stay_as_they_are(cell: str) -> None:
    assert csv.guarded(cell) == cell


@given(st.text(st.sampled_from("=+-@\t\r\n'\" ax,;＝\u00a0"), max_size=8))
def test_reading_gives_back_what_was_written(cell: str) -> None:
    found = bundle_of(make_card("f" + cell, cell), make_card(cell, cell + "b"))

    read = list(csv.rows(csv.make(found)))

    assert [(row["front"], row["back"]) for row in read] == [
        ("f" + cell, cell),
        (found.cards[1].card.front, cell + "b"),
    ]


def test_a_spreadsheet_sees_guarded_cells(bundle: Bundle) -> None:
    table = list(stdlib_csv.reader(io.StringIO(csv.make(bundle).decode("utf-8-sig"), newline="")))

    assert table[0] == list(csv.COLUMNS)
    assert table[1][1:9] == [
        "SQS: default visibility timeout?", "**30 seconds**", "Amazon SQS › Limits", "Amazon SQS", "number", "default",
        "note.md", "5",
    ]  # fmt: skip
    assert table[1][9:] == ["review", "2026-03-05T12:00:00+00:00", "yes", "2"]
    assert table[2][2].startswith("'- messages")
    assert table[4][2] == "'=cmd|' /C calc'!A0"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in table for cell in row)


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(ExportError):
        list(csv.rows(b"\xff\xfe\x00"))
    with pytest.raises(ExportError):
        list(csv.rows(b"front\r\n" + b"x" * (csv.LARGEST_CELL + 1)))
