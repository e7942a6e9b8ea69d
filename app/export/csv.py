"""A spreadsheet of the cards, in which no cell can be a formula; reading it gives back every cell as it was."""

import csv
import io
import re
from collections.abc import Iterator

from app.domain.card import StudyCard
from app.errors import ExportError
from app.export.spec import Bundle, Exporter, encoded

COLUMNS = (
    "id",
    "front",
    "back",
    "heading",
    "topic",
    "kind",
    "rule",
    "note",
    "line",
    "state",
    "due",
    "suspended",
    "flag",
)
LARGEST_CELL = 1_000_000

_MARK = "'"
_FORMULA = re.compile(r"[\s\"']*[=+\-@\t\r＝＋－＠]")


def make(bundle: Bundle) -> bytes:
    """Write the cards as comma-separated values with a byte order mark, which Excel needs to see UTF-8."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(cell) for cell in _cells(card)] for card in bundle.cards)
    return b"\xef\xbb\xbf" + encoded(lines.getvalue())


def rows(content: bytes) -> Iterator[dict[str, str]]:
    """Read such a file back, one row a card, cells as they were before writing."""
    before = csv.field_size_limit(LARGEST_CELL)
    try:
        for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            yield {name: unguarded(cell or "") for name, cell in row.items() if name}
    except (csv.Error, UnicodeDecodeError) as error:
        raise ExportError("This is not a spreadsheet of cards.", details=repr(error)) from error
    finally:
        csv.field_size_limit(before)


def guarded(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return _MARK + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Take the apostrophe away again, and no other."""
    return cell[1:] if cell.startswith(_MARK) and _FORMULA.match(cell[1:]) else cell


def _cells(study_card: StudyCard) -> tuple[str, ...]:
    card, schedule = study_card.card, study_card.schedule
    return (
        study_card.id,
        card.front,
        card.back,
        " › ".join(card.heading_path),
        card.topic,
        card.kind,
        card.rule,
        card.source.path,
        str(card.source.first),
        schedule.state.value,
        schedule.due.isoformat() if schedule.due else "",
        "yes" if study_card.is_suspended else "no",
        str(study_card.flag),
    )


EXPORTER = Exporter("csv", "Spreadsheet (CSV)", ".csv", make)
