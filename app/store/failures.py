"""Turn SQLite's result codes into words for the learner."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from app.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreReadOnly

_PRIMARY = 0xFF  # the lower byte of an extended result code

_NOT_OURS = {  # a mistake in the program, not of the file: these go up as they are
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_RANGE,
}


def store_error(error: BaseException, path: Path) -> StoreError | None:
    """Say what a database error means for the learner, or None if the program itself is wrong."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    details = f"{getattr(error, 'sqlite_errorname', code)}: {error} ({path})"
    match code & _PRIMARY:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(
                "Another program is using your progress file.",
                hint="Nothing was changed. Close the other program, for instance a second Certdeck, and try again.",
                details=details,
            )
        case sqlite3.SQLITE_FULL:
            return StoreFull(
                "The disk is full, so this could not be saved.",
                hint="Everything saved before is safe. Free some space and try again.",
                details=details,
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return read_only(path, details)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path, details)
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(
                "Your progress file cannot be opened.",
                hint=f"Nothing was changed. Check that {path.parent} exists and that you may read and write it.",
                details=details,
            )
        case sqlite3.SQLITE_IOERR:
            return StoreError(
                "The disk reported an error, so this could not be saved.",
                hint="Everything saved before is safe. Check that the disk has space and is still connected.",
                details=details,
            )
        case sqlite3.SQLITE_NOMEM:
            return StoreError(
                "There is not enough memory for this.",
                hint="Everything saved before is safe. Close other programs and try again.",
                details=details,
            )
        case primary if primary in _NOT_OURS:
            return None
    return StoreError(
        "Your progress file could not be used.", hint="Everything saved before is safe. Try again.", details=details
    )


def damaged(path: Path, details: str) -> StoreDamaged:
    """Say that the file is not sound."""
    return StoreDamaged(
        "Your progress file is damaged.",
        hint="It was not changed. Certdeck can set it aside and go on from the newest backup.",
        details=f"{details} ({path})" if str(path) not in details else details,
    )


def read_only(path: Path, details: str = "") -> StoreReadOnly:
    """Say that nothing can be saved here."""
    return StoreReadOnly(
        "Your progress file is read-only, so this was not saved.",
        hint=f"Everything saved before is safe. Allow writing to {path.parent} and start Certdeck again.",
        details=details,
    )


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise the store's own errors instead of the database's."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        found = store_error(error.orig or error, path)
        if found is None:
            raise
        raise found from error
    except sqlite3.Error as error:
        found = store_error(error, path)
        if found is None:
            raise
        raise found from error
    except UnicodeDecodeError as error:  # text in the file, or in SQLite's own message about a broken schema
        raise damaged(path, repr(error)) from error
