"""Cards from the cells of a table: what does this row say in that column?"""

import re
from collections.abc import Iterator, Sequence

from app.domain.card import Card
from app.domain.note import Alert, Block, ListBlock, Quote, Table
from app.kinds.spec import CardKind, Context
from app.kinds.tables import has_things_across

_EMPTY = re.compile(r"^[\s–—-]*$|^n/?a$", re.IGNORECASE)
_MOST_WORDS = 28
_COMMON = frozenset(
    [
        "after",
        "attached",
        "best",
        "billing",
        "bound",
        "can",
        "charge",
        "commitment",
        "control",
        "cost",
        "credentials",
        "default",
        "discount",
        "example",
        "for",
        "interrupted",
        "kind",
        "latency",
        "layer",
        "level",
        "limit",
        "meaning",
        "name",
        "order",
        "own",
        "price",
        "protocols",
        "purpose",
        "reach",
        "rules",
        "scope",
        "setup",
        "size",
        "state",
        "target",
        "targets",
        "type",
        "unique",
        "use",
        "when",
        "where",
        "who",
        "why",
        "works",
    ]
)
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
    """Ask for an attribute of a thing, whichever of the two stands in the rows."""
    if has_things_across(corner):
        return f"{context.subject}: **{column}** — {_asked(key)}?"
    row = f"{corner} **{key}**" if corner and corner.lower() not in key.lower() and len(corner) < 24 else f"**{key}**"
    return f"{context.subject}: {row} — {_asked(column)}?"


def _asked(words: str) -> str:
    """Words in the middle of a sentence; names keep their capitals."""
    first = words.split(" ", 1)[0]
    is_word = first[:1].isupper() and first[1:].islower() and first.lower() in _COMMON
    return (words[0].lower() + words[1:] if is_word else words).rstrip("?")


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
