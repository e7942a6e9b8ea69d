"""Keep the search index in step with sections and cards.

Not by triggers: with trusted_schema=OFF a trigger may not write to a virtual table. The index keeps no text of its
own, so what leaves it must be named with its old text, before that changes.
"""

from collections.abc import Iterable
from itertools import islice

from app.store.store import Tx

_BATCH = 2000
_SECTION = "id * 2, title, text FROM section WHERE id IN"
_CARD = "card_id * 2 + 1, front, back FROM card_text WHERE card_id IN"


def add_sections(tx: Tx, numbers: Iterable[int]) -> None:
    """Make sections found."""
    _run(tx, f"INSERT INTO search(rowid, title, body) SELECT {_SECTION}", numbers)


def remove_sections(tx: Tx, numbers: Iterable[int]) -> None:
    """Make sections not found, before they change or go."""
    _run(tx, f"INSERT INTO search(search, rowid, title, body) SELECT 'delete', {_SECTION}", numbers)


def add_cards(tx: Tx, numbers: Iterable[int]) -> None:
    """Make cards found."""
    _run(tx, f"INSERT INTO search(rowid, title, body) SELECT {_CARD}", numbers)


def remove_cards(tx: Tx, numbers: Iterable[int]) -> None:
    """Make cards not found, before they change or go."""
    _run(tx, f"INSERT INTO search(search, rowid, title, body) SELECT 'delete', {_CARD}", numbers)


def _run(tx: Tx, statement: str, numbers: Iterable[int]) -> None:
    iterator = iter(numbers)
    while batch := list(islice(iterator, _BATCH)):
        tx.connection.exec_driver_sql(f"{statement} ({','.join(str(int(number)) for number in batch)})")
