"""The progress file as the rest of the program sees it: open, read, write, close."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from threading import RLock

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from app.domain.clock import Clock, SystemClock, study_day
from app.errors import StoreError
from app.store import backups, checks, database, lock, upgrade
from app.store.failures import damaged, read_only, translated


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction, passed to the functions of this package; `now` is when it began."""

    session: Session
    now: datetime
    zone: tzinfo
    device: str

    @property
    def today(self) -> date:
        """The study day that `now` falls in."""
        return study_day(self.now, self.zone)

    @property
    def connection(self) -> Connection:
        """For statements that need no objects."""
        return self.session.connection()


class Store:
    """An open progress file: one connection that writes, one that reads, both kept warm."""

    def __init__(
        self, path: Path, clock: Clock, engine: Engine, held: lock.Lock | None, *, is_read_only: bool, warning: str
    ) -> None:
        self.path = path
        self.clock = clock
        self.is_read_only = is_read_only
        self.warning = warning
        self._engine = engine
        self._lock = held
        self._write_lock = RLock()
        self._read_lock = RLock()
        self._writer = None if is_read_only else engine.connect().execution_options(writes=True)
        self._reader = engine.connect()
        self._device = str(
            self._reader.exec_driver_sql("SELECT value FROM meta WHERE name = 'device'").scalar_one_or_none() or ""
        )
        self._reader.rollback()
        self._is_closed = False

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        clock: Clock | None = None,
        is_thorough: bool = False,
        newest: int = database.SCHEMA,
        versions: Sequence[str] = (),
    ) -> "Store":
        """Open or create the progress file; raise one of the StoreError family, with words, if that cannot be."""
        own_clock = clock or SystemClock()
        path = Path(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                "The folder for your progress cannot be made.",
                hint=f"Check that {path.parent} can be written to.",
                details=repr(error),
            ) from error
        if not database.is_writable(path):
            return cls._open_read_only(path, own_clock, newest)
        held = _take_lock(path)
        try:
            with translated(path):
                return cls._open_writable(path, own_clock, held, is_thorough, newest, versions)
        except BaseException:
            held.release()
            raise

    @classmethod
    def _open_writable(
        cls, path: Path, clock: Clock, held: lock.Lock, is_thorough: bool, newest: int, versions: Sequence[str]
    ) -> "Store":
        _clear_leftovers(path)
        header = database.read_header(path)
        if header is None:
            upgrade.create(path, newest=newest, versions=versions)
        else:
            database.check_marks(header, path, newest)
            _prepare(path, clock.now(), is_thorough, newest, versions)
        warnings: list[str] = []

        def connect() -> sqlite3.Connection:
            connection = database.connect(path)
            try:
                warnings.append(database.set_journal(connection))
            except BaseException:
                connection.close()
                raise
            return connection

        return cls._build(path, clock, database.engine_of(connect), held, is_read_only=False, warnings=warnings)

    @classmethod
    def _open_read_only(cls, path: Path, clock: Clock, newest: int) -> "Store":
        header = database.read_header(path)
        if header is None:
            raise read_only(path, "there is no progress file yet")
        database.check_marks(header, path, newest)
        if header.user_version < newest:
            raise read_only(path, f"the file has schema {header.user_version} and needs an upgrade")
        # A reader of a WAL file must write beside it; where it cannot, only a file without a log may be read.
        is_immutable = not database.was_left_open(path)
        with translated(path):
            engine = database.engine_of(lambda: database.connect(path, mode="ro", is_immutable=is_immutable))
            warning = "Your progress file is read-only: you can look at everything, but nothing is saved."
            return cls._build(path, clock, engine, None, is_read_only=True, warnings=[warning])

    @classmethod
    def _build(
        cls,
        path: Path,
        clock: Clock,
        engine: Engine,
        held: lock.Lock | None,
        *,
        is_read_only: bool,
        warnings: list[str],
    ) -> "Store":
        try:
            store = cls(path, clock, engine, held, is_read_only=is_read_only, warning="")
        except BaseException:
            engine.dispose()
            raise
        store.warning = next((warning for warning in warnings if warning), "")
        return store

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """Look at one state of the store; nothing can be changed."""
        with self._read_lock, translated(self.path), Session(self._reader, autoflush=False) as session:
            yield Tx(session, self.clock.now(), self.clock.zone(), self._device)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """Change the store in one transaction: all of it is on the disk afterwards, or nothing."""
        if self._writer is None:
            raise read_only(self.path)
        with (
            self._write_lock,
            translated(self.path),
            Session(self._writer, autoflush=False, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield Tx(session, self.clock.now(), self.clock.zone(), self._device)

    def verify(self) -> None:
        """Check every page, index, reference and row checksum; raise StoreDamaged with what was found."""
        connection = database.connect(self.path, mode="ro")
        try:
            checks.everything(connection, self.path)
        finally:
            connection.close()

    def close(self) -> None:
        """Fold the write-ahead log into the file and let others in."""
        if self._is_closed:
            return
        self._is_closed = True
        with self._write_lock, self._read_lock:
            self._reader.close()
            if self._writer is not None:
                self._writer.close()
            self._engine.dispose()
            if self._lock is not None:
                self._lock.release()


def _take_lock(path: Path) -> lock.Lock:
    try:
        return lock.take(path)
    except OSError as error:
        raise StoreError(
            "Your progress file cannot be opened.",
            hint=f"Nothing was changed. Check that {path.parent} can be written to.",
            details=repr(error),
        ) from error


def _prepare(path: Path, now: datetime, is_thorough: bool, newest: int, versions: Sequence[str]) -> None:
    """Check the file before it is used, and upgrade it if it is older."""
    is_thorough = is_thorough or database.was_left_open(path)
    connection = database.connect(path)
    try:
        header = database.marks(connection)
        database.check_marks(header, path, newest)
        if is_thorough:
            checks.everything(connection, path)
        else:
            database.quick_check(connection, path)
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'review'").fetchone():
            raise damaged(path, "the review log is missing")
    finally:
        connection.close()
    if header.user_version < newest:
        backups.make(path, now)
        upgrade.upgrade(path, newest=newest, versions=versions)


def _clear_leftovers(path: Path) -> None:
    """Remove what a kill left half-made."""
    for leftover in (*path.parent.glob(path.name + ".part*"), *backups.folder_of(path).glob("*.part*")):
        leftover.unlink(missing_ok=True)
