"""Open the progress file safely: pragmas, marks of identity, checks, and the two connections everything uses."""

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from app.errors import StoreError, StoreTooNew
from app.store.failures import damaged, translated

APPLICATION_ID = 0x43446B31  # "CDk1"
SCHEMA = 2  # PRAGMA user_version of the newest migration

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_BUSY_MS = 5000

_PRAGMAS = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "mmap_size=0",
    "fullfsync=ON",  # these two do something on macOS only
    "checkpoint_fullfsync=ON",
    "cache_size=-16000",
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the first bytes of the file say, without SQLite and without touching it."""

    application_id: int
    user_version: int


def read_header(path: Path) -> Header | None:
    """Read the marks of a progress file; None if there is no file yet, StoreDamaged if it is something else."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(
            "Your progress file cannot be opened.",
            hint=f"Nothing was changed. Check that you may read {path}.",
            details=repr(error),
        ) from error
    if not head:
        raise damaged(path, "the file is empty")
    if len(head) < _HEADER_BYTES or not head.startswith(_MAGIC):
        raise damaged(path, "not an SQLite file")
    return Header(int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big"))


def check_marks(header: Header, path: Path, newest: int = SCHEMA) -> None:
    """Refuse a file of another program or of a newer Certdeck, before anything is written."""
    if header.application_id != APPLICATION_ID:
        raise damaged(path, f"not a progress file of Certdeck: application id {header.application_id:#x}")
    if header.user_version > newest:
        raise StoreTooNew(
            "A newer Certdeck wrote your progress file.",
            hint="It was not changed. Install the newer version again, or go on from a backup made before it.",
            details=f"schema {header.user_version}, this version knows {newest} ({path})",
        )
    if header.user_version < 1:
        raise damaged(path, f"schema {header.user_version}")


def marks(connection: sqlite3.Connection) -> Header:
    """Read the marks in one statement, this time with what the write-ahead log adds."""
    row = connection.execute(
        "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    return Header(*row)


def connect(path: Path, *, mode: str = "rw", is_immutable: bool = False) -> sqlite3.Connection:
    """Open a connection with our pragmas; transactions are begun by hand."""
    uri = f"file:{quote(str(path))}?mode={mode}" + ("&immutable=1" if is_immutable else "")
    connection = sqlite3.connect(
        uri,
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_MS / 1000,
        cached_statements=256,
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def set_journal(connection: sqlite3.Connection) -> str:
    """Ask for WAL and full synchronisation; return a warning if this disk cannot do it, else nothing."""
    try:
        (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            raise
        mode = "delete"
    connection.execute("PRAGMA synchronous=FULL")
    if mode == "wal":
        return ""
    connection.execute("PRAGMA journal_mode=DELETE")
    return "Your progress file is on a disk that cannot keep a write-ahead log, so saving is slower there."


def engine_of(connect_one: Callable[[], sqlite3.Connection]) -> Engine:
    """Wrap connections for SQLAlchemy: BEGIN IMMEDIATE where `writes` is set, so that a write waits its turn."""
    engine = create_engine("sqlite://", creator=connect_one, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def quick_check(connection: sqlite3.Connection, path: Path) -> None:
    """Walk the file's pages, and raise StoreDamaged if one is not sound."""
    _expect_ok(connection, "PRAGMA quick_check(1)", path)


def full_check(connection: sqlite3.Connection, path: Path) -> None:
    """Compare tables with their indexes and references, and raise StoreDamaged if they differ."""
    _expect_ok(connection, "PRAGMA integrity_check(1)", path)
    if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
        raise damaged(path, f"a row of {broken[0]} points nowhere")


def is_writable(path: Path) -> bool:
    """Tell whether file and folder may be written to."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def was_left_open(path: Path) -> bool:
    """Tell whether the last program that used the file did not come to close it."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _expect_ok(connection: sqlite3.Connection, statement: str, path: Path) -> None:
    with translated(path):
        (found,) = connection.execute(statement).fetchone()
    if found != "ok":
        raise damaged(path, str(found))
