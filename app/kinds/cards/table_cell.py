"""Cards from the cells of a table: what does this row say in that column?"""

import re
from collections.abc import Iterator, Sequence

from app.domain.card import Card
from app.domain.note import Alert, Block, ListBlock, Quote, Table
from app.kinds.spec import CardKind, Context, PassedOver
from app.kinds.tables import has_things_across

_EMPTY = re.compile(r"^[\s–—-]*$|^n/?a$", re.IGNORECASE)
_REMARKS = re.compile(r"^(?:remarks?|notes?|comments?)$", re.IGNORECASE)  # what a cell there answers, nobody can tell
_SAYS_NOTHING = re.compile(r"^(?:values?|answer)$", re.IGNORECASE)  # in the head of a column
_PAST = re.compile(r"^(?:\w+ )?(?:in|of|until|before) (?:19|20)\d\d\b", re.IGNORECASE)
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
                if _REMARKS.match(column) or _PAST.search(column) or _PAST.search(key):
                    continue  # what held once is told beside what holds, and is not to be learnt
                if _EMPTY.match(words) or len(words.split()) > _MOST_WORDS:
                    continue
                yield context.card(
                    "table_cell", "cell", _front(context, columns, key, column), cell.markdown.strip(), row.source,
                    place=f"{columns[0]} / {key} / {column}", answer=words,
                    fact=f"{row.source.path} {' '.join(columns)} {key}",
                )  # fmt: skip


def _front(context: Context, header: Sequence[str], key: str, column: str) -> str:
    """Ask for an attribute of a thing, whichever of the two stands in the rows."""
    corner = header[0]
    if has_things_across(header):
        return f"{context.subject}: **{column}** — {key.rstrip('?')}?"
    if _SAYS_NOTHING.match(column):
        return f"{context.subject}: **{key.rstrip('?')}**?"
    row = f"{corner} **{key}**" if corner and corner.lower() not in key.lower() and len(corner) < 24 else f"**{key}**"
    return f"{context.subject}: {row} — {column.rstrip('?')}?"


def passed_over(context: Context) -> Iterator[PassedOver]:
    """Tell of rows that begin alike, and of cells that are too long to be known by heart."""
    for table in _tables(context.section.blocks):
        keys = [row.cells[0].plain.strip() if row.cells else "" for row in table.rows]
        for row, key in zip(table.rows, keys, strict=True):
            if keys.count(key) > 1 and not _EMPTY.match(key):
                words = f"Two rows begin with “{key}”, so their cards could not be told apart and are left out."
                yield PassedOver(row.source.first, "alike-rows", words, "Name each row by words of its own.")
            longest = max((len(cell.plain.split()) for cell in row.cells[1:]), default=0)
            if longest > _MOST_WORDS:
                words = f"A cell of {longest} words makes no card: at most {_MOST_WORDS} can be known by heart."
                yield PassedOver(row.source.first, "long-cell", words, "Say it in fewer words, or split the row.")


def _tables(blocks: Sequence[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from _tables(item.children)
        elif isinstance(block, Quote | Alert):
            yield from _tables(block.blocks)


KIND = CardKind("table_cell", "Table cell", find, passed_over)
