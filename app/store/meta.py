"""Single values that have a name, such as what belongs to a folder as a whole."""

from sqlalchemy import text

from app.store.store import Tx


def read(tx: Tx, name: str) -> str:
    """The value of a name, or nothing."""
    found = tx.connection.execute(text("SELECT value FROM meta WHERE name = :name"), {"name": name})
    return str(found.scalar_one_or_none() or "")


def write(tx: Tx, name: str, value: str) -> None:
    """Give a name another value."""
    tx.connection.execute(
        text("INSERT INTO meta(name, value) VALUES (:name, :value) ON CONFLICT(name) DO UPDATE SET value = :value"),
        {"name": name, "value": value},
    )
