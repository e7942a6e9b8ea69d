"""Copies of the progress file: made whole, verified, thinned out with age, and restored."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from app import files
from app.errors import StoreError
from app.store import checks, database
from app.store.failures import damaged, translated

QUOTA_BYTES = 500_000_000

_ALL_OF = timedelta(days=2)
_DAILY, _WEEKLY, _MONTHLY = 12, 10, 9
_STAMP = "%Y%m%dT%H%M%S"
_SIDES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Backup:
    """One verified copy."""

    path: Path
    at: datetime
    schema: int
    size: int


def folder_of(path: Path) -> Path:
    """Where the copies of a progress file are."""
    return path.parent / "backups"


def listing(path: Path) -> tuple[Backup, ...]:
    """List the copies, newest first."""
    found = (_backup(copy) for copy in folder_of(path).glob("progress-*.db"))
    return tuple(sorted((one for one in found if one), key=lambda one: (one.at, one.path.name), reverse=True))


def make(path: Path, now: datetime) -> Backup:
    """Copy the progress file, verify the copy, and only then give it its name; older copies are thinned out."""
    folder = folder_of(path)
    with _disk_errors(path):
        folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{now.astimezone(UTC).strftime(_STAMP)}-{os.getpid()}.part"
    part.unlink(missing_ok=True)
    try:
        with translated(path), _disk_errors(path):
            _vacuum(path, part)
            schema = _verified(part)
            target = _free_name(folder, now, schema)
            digest = sha256(part.read_bytes()).hexdigest()
            files.write_whole(target.with_suffix(".sha256"), f"{digest}  {target.name}\n".encode())
            files.replace(part, target)
    finally:
        for side in _SIDES:
            with contextlib.suppress(OSError):
                part.with_name(part.name + side).unlink(missing_ok=True)
    thin(path, now)
    made = _backup(target)
    assert made is not None
    return made


def thin(path: Path, now: datetime) -> None:
    """Remove copies that are not worth their space; the newest one stays whatever happens."""
    copies = listing(path)
    for copy in set(copies) - set(worth_keeping(copies, now)):
        with contextlib.suppress(OSError):
            copy.path.unlink()
            copy.path.with_suffix(".sha256").unlink(missing_ok=True)


def worth_keeping(copies: Sequence[Backup], now: datetime, quota: int = QUOTA_BYTES) -> tuple[Backup, ...]:
    """Keep all of two days, then 12 days, 10 weeks and 9 months, newest first, within the quota."""
    newest_first = sorted(copies, key=lambda copy: copy.at, reverse=True)
    if not newest_first or newest_first[0].at > now:
        return tuple(newest_first)  # the clock is wrong: remove nothing
    kept = {copy for copy in newest_first if now - copy.at <= _ALL_OF}
    older = [copy for copy in newest_first if copy not in kept]
    kept |= _one_each(older, _DAILY, lambda at: at.date().isoformat())
    kept |= _one_each(older, _WEEKLY, lambda at: at.strftime("%G-%V"))
    kept |= _one_each(older, _MONTHLY, lambda at: at.strftime("%Y-%m"))
    result: list[Backup] = []
    total = 0
    for copy in newest_first:
        if copy in kept and (not result or total + copy.size <= quota):
            result.append(copy)
            total += copy.size
    return tuple(result)


def verify(copy: Path) -> int:
    """Check a copy against its digest and from inside; return its schema, or raise StoreDamaged."""
    with translated(copy), _disk_errors(copy):
        beside = copy.with_suffix(".sha256")
        digest = sha256(copy.read_bytes()).hexdigest()
        if beside.exists() and beside.read_text("ascii", "replace").split(" ")[0] != digest:
            raise damaged(copy, "the copy differs from its digest")
        return _verified(copy)


def newest_verified(path: Path) -> Backup | None:
    """Find the newest copy that is sound and not from a newer Certdeck."""
    for copy in listing(path):
        with contextlib.suppress(StoreError):
            if verify(copy.path) <= database.SCHEMA:
                return copy
    return None


def set_aside(path: Path, now: datetime) -> Path:
    """Move a damaged file away together with its log, so that nothing of it is lost or mixed with another."""
    target = path.with_name(f"{path.stem}-damaged-{now.astimezone(UTC).strftime(_STAMP)}{path.suffix}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.stem}-damaged-{now.astimezone(UTC).strftime(_STAMP)}-{number}{path.suffix}")
    with _disk_errors(path):
        for side in ("-wal", "-shm", "-journal", ""):
            source = path.with_name(path.name + side)
            if source.exists():
                files.replace(source, target.with_name(target.name + side))
    return target


def restore(path: Path, copy: Path) -> None:
    """Put a verified copy in the place of the progress file, which must be closed (and copied before, if sound)."""
    verify(copy)
    with _disk_errors(path):
        for side in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + side).unlink(missing_ok=True)
        files.write_whole(path, copy.read_bytes())


def restore_newest(path: Path, now: datetime) -> Backup | None:
    """Set the progress file aside and go on from the newest sound copy; None if there is none."""
    copy = newest_verified(path)
    if path.exists():
        set_aside(path, now)
    if copy is not None:
        restore(path, copy.path)
    return copy


def _vacuum(path: Path, part: Path) -> None:
    connection = database.connect(path)
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
    finally:
        connection.close()
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _verified(copy: Path) -> int:
    database.read_header(copy)
    connection = database.connect(copy, mode="ro", is_immutable=True)
    try:
        header = database.marks(connection)
        if header.application_id != database.APPLICATION_ID:
            raise damaged(copy, "not a progress file")
        checks.everything(connection, copy)
    finally:
        connection.close()
    return header.user_version


def _free_name(folder: Path, now: datetime, schema: int) -> Path:
    stamp = now.astimezone(UTC).strftime(_STAMP)
    target = folder / f"progress-{stamp}-v{schema}.db"
    number = 1
    while target.exists():
        number += 1
        target = folder / f"progress-{stamp}.{number}-v{schema}.db"
    return target


def _backup(copy: Path) -> Backup | None:
    parts = copy.stem.split("-")
    try:
        at = datetime.strptime(parts[1].split(".")[0], _STAMP).replace(tzinfo=UTC)
        return Backup(copy, at, int(parts[2].removeprefix("v")), copy.stat().st_size)
    except (IndexError, ValueError, OSError):
        return None


def _one_each(copies: Sequence[Backup], limit: int, period: Callable[[datetime], str]) -> set[Backup]:
    newest: dict[str, Backup] = {}
    for copy in copies:
        newest.setdefault(period(copy.at), copy)
    return set(list(newest.values())[:limit])


@contextlib.contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error:
        raise
    except OSError as error:
        raise StoreError(
            "A file of your progress could not be written or moved.",
            hint=f"Nothing was lost. Check that {path.parent} can be written to and has space.",
            details=repr(error),
        ) from error
