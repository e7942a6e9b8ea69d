"""A Markdown table is a comparison: its first column names the attributes or the things."""

from collections.abc import Iterator

from app.domain.comparison import Cell, Comparison, ComparisonRow
from app.domain.note import Section, Table
from app.kinds.spec import ComparisonKind

_FEWEST_COLUMNS = 3


def find(section: Section) -> Iterator[Comparison]:
    """Find the tables of a section with at least two things to compare."""
    for block in section.blocks:
        if isinstance(block, Table) and len(block.header) >= _FEWEST_COLUMNS and block.rows:
            rows = tuple(
                ComparisonRow(
                    row.cells[0].plain.strip(),
                    tuple(Cell(text if text else None, row.source) for text in row.cells[1:]),
                )
                for row in block.rows
                if row.cells
            )
            columns = tuple(text.plain.strip() for text in block.header[1:])
            title = section.title
            yield Comparison("table", "markdown-table", title, columns, rows, section.heading_path, block.source)


KIND = ComparisonKind("table", "Table", find)
