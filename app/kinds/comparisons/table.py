"""A Markdown table is a comparison: its first column names the attributes or the things."""

from collections.abc import Iterator

from app.domain.comparison import Cell, Comparison, ComparisonRow
from app.domain.note import Section, Table
from app.kinds.spec import ComparisonKind
from app.kinds.tables import has_things_across

_FEWEST_COLUMNS = 3


def find(section: Section) -> Iterator[Comparison]:
    """Find the tables of a section with at least two things to compare; the things come to stand in the columns."""
    for block in section.blocks:
        if isinstance(block, Table) and len(block.header) >= _FEWEST_COLUMNS and block.rows:
            columns, rows = _as_written(block)
            if not has_things_across([text.plain for text in block.header]):
                columns, rows = _turned(columns, rows)
            if len(columns) > 1 and rows:
                path = section.heading_path
                yield Comparison("table", "markdown-table", section.title, columns, rows, path, block.source)


def _as_written(table: Table) -> tuple[tuple[str, ...], tuple[ComparisonRow, ...]]:
    columns = tuple(text.plain.strip() for text in table.header[1:])
    rows = tuple(
        ComparisonRow(
            row.cells[0].plain.strip(), tuple(Cell(text if text else None, row.source) for text in row.cells[1:])
        )
        for row in table.rows
        if row.cells
    )
    return columns, rows


def _turned(
    columns: tuple[str, ...], rows: tuple[ComparisonRow, ...]
) -> tuple[tuple[str, ...], tuple[ComparisonRow, ...]]:
    """Rows become columns; a row that is too short says nothing at its end."""
    return tuple(row.attribute for row in rows), tuple(
        ComparisonRow(
            attribute,
            tuple(row.cells[place] if place < len(row.cells) else Cell(None, row.cells[0].source) for row in rows),
        )
        for place, attribute in enumerate(columns)
    )


KIND = ComparisonKind("table", "Table", find)
