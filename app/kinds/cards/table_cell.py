"""Cards from the cells of a table: what does this row say in that column?"""

import re
from collections.abc import Iterator, Sequence

from app.domain.card import Card
from app.domain.note import Alert, Block, ListBlock, Quote, Table
from app.kinds.spec import CardKind, Context

_EMPTY = re.compile(r"^[\s–—-]*$|^n/?a$", re.IGNORECASE)
_MOST_WORDS = 28
_FEWEST_COLUMNS = 2


def find(context: Context) -> Iterator[Card]:
    """Ask for each cell by its row and column; siblings are the cells of a row."""
    for table in _tables(context.section.blocks):
        columns = [text.plain.strip() for text in table.header]
        if len(columns) < _FEWEST_COLUMNS or not all(columns[1:]):
            continue
        keys = [row.cells[0].plain.strip() if row.cells else "" for row in table.rows]
        for row, key in zip(table.rows, keys, strict=True):
            if _EMPTY.match(key) or keys.count(key) > 1:
                continue
            for column, cell in zip(columns[1:], row.cells[1:], strict=False):
                words = cell.plain.strip()
                if _EMPTY.match(words) or len(words.split()) > _MOST_WORDS:
                    continue
                yield context.card(
                    "table_cell", "cell", _front(context, columns[0], key, column), cell.markdown.strip(), row.source,
                    place=f"{columns[0]} / {key} / {column}", answer=words,
                    fact=f"{row.source.path} {' '.join(columns)} {key}",
                )  # fmt: skip


def _front(context: Context, corner: str, key: str, column: str) -> str:
    row = f"{corner} **{key}**" if corner and corner.lower() not in key.lower() and len(corner) < 24 else f"**{key}**"
    ask = column[0].lower() + column[1:] if column[1:2].islower() else column
    return f"{context.subject}: {row} — {ask.rstrip('?')}?"


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from _tables(item.children)
        elif isinstance(block, Quote | Alert):
            yield from _tables(block.blocks)


KIND = CardKind("table_cell", "Table cell", find)
