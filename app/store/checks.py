"""Find damage that SQLite's own checks miss: every review, card and asked question carries a checksum of its values."""

import sqlite3
from pathlib import Path

from app.store import database
from app.store.failures import damaged, translated
from app.store.types import checksum

REVIEW_COLUMNS = "uid, device, card_uid, at, offset_minutes, rating, taken_ms, kind, model, parameters_version, voids"
CARD_COLUMNS = "kind, rule, front, back, answer, fact, place, anchor"
ASKED_COLUMNS = "question, copy, choice_order, is_scored"
_SUMMED = ((1, "review", REVIEW_COLUMNS), (1, "card_text", CARD_COLUMNS), (2, "asked", ASKED_COLUMNS))  # since schema


def everything(connection: sqlite3.Connection, path: Path) -> None:
    """Check pages, indexes, references and checksums; raise StoreDamaged with what was found."""
    database.full_check(connection, path)
    with translated(path):
        schema = database.marks(connection).user_version
        for since, table, columns in _SUMMED:
            if schema >= since:
                _rows(connection, table, columns, path)


def search_index(connection: sqlite3.Connection) -> bool:
    """Tell whether the search index fits the tables; it can be made anew, so this is no damage."""
    try:
        connection.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError:
        return False
    return True


def _rows(connection: sqlite3.Connection, table: str, columns: str, path: Path) -> None:
    try:
        for number, *values, kept in connection.execute(f"SELECT rowid, {columns}, checksum FROM {table}"):
            if checksum(values) != kept:
                raise damaged(path, f"row {number} of {table} has changed by itself")
    except (UnicodeDecodeError, sqlite3.OperationalError) as error:
        raise damaged(path, f"{table}: {error}") from error
