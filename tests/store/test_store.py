import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from app.errors import StoreBusy, StoreDamaged, StoreReadOnly, StoreTooNew
from app.store import cards, database, derived, notes
from app.store.rows import Base
from app.store.store import Store


def test_pragmas(store):
    with store.write() as tx:
        read = {
            name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "temp_store",
                         "application_id", "user_version")
        }  # fmt: skip
    assert read == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1,
        "temp_store": 2, "application_id": database.APPLICATION_ID, "user_version": database.SCHEMA,
    }  # fmt: skip


def test_importing_and_opening_leaves_alembic_alone(tmp_path):
    Store.open(tmp_path / "p.db").close()
    code = (
        "import sys; from pathlib import Path; from app.store.store import Store;"
        f"Store.open(Path({str(tmp_path / 'p.db')!r})).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_rows_and_migrations_agree(store, tmp_path):
    fresh = sqlite3.connect(tmp_path / "rows.db")
    engine = database.engine_of(lambda: database.connect(tmp_path / "rows.db"))
    Base.metadata.create_all(engine)
    engine.dispose()
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    wanted = {row[:2]: " ".join(row[2].split()) for row in fresh.execute(query)}
    fresh.close()
    with store.read() as tx:
        found = {tuple(row[:2]): " ".join(row[2].split()) for row in tx.connection.exec_driver_sql(query)}
        tables = inspect(tx.connection).get_table_names()
    assert wanted.items() <= found.items()
    assert all("STRICT" in wanted["table", name] for name in tables if ("table", name) in wanted)


def test_a_second_process_is_told(store):
    code = (
        "import sys; from pathlib import Path; from app.store.store import Store; from app.errors import StoreBusy\n"
        f"try: Store.open(Path({str(store.path)!r}))\n"
        "except StoreBusy as error: print(error.message, error.hint)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False)
    assert "already open" in done.stdout, done.stderr


def test_a_foreign_writer_makes_it_busy(store, monkeypatch):
    with store.write() as tx:
        tx.connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreBusy, match="Another program"), store.write() as tx:
            cards.folder_id(tx, "bundled")
    finally:
        other.close()
    with store.write() as tx:
        cards.folder_id(tx, "bundled")


def test_a_failing_write_changes_nothing(ingest, store):
    ingest({"a.md": "# A\nOne? :: 1\n"})

    def fail():
        with store.write() as tx:
            notes.remove(tx, "bundled", ["a.md"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.read() as tx:
        assert notes.counts(tx, "bundled").cards == 1


@pytest.mark.parametrize(
    ("statement", "error"),
    [("PRAGMA user_version=99", StoreTooNew), ("PRAGMA application_id=7", StoreDamaged)],
)
def test_newer_and_foreign_files_are_left_alone(statement, error, tmp_path):
    path = tmp_path / "progress.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.close()
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        Store.open(path)
    assert caught.value.message
    assert caught.value.hint
    assert path.read_bytes() == before
    Store.open(tmp_path / "other.db").close()


def test_newer_is_seen_in_the_log_as_well(tmp_path):
    path = tmp_path / "progress.db"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=99")
    shutil.copy(path.with_name("progress.db-wal"), tmp_path / "kept-wal")
    connection.close()
    untouched = sqlite3.connect(path)
    untouched.close()
    with pytest.raises(StoreTooNew):
        Store.open(path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs root to become somebody else")
def test_a_read_only_folder_can_be_looked_at(ingest, store):
    ingest({"a.md": "# A\nOne? :: 1\n"})
    store.close()
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to others
    path = folder / "progress.db"
    shutil.copy(store.path, path)
    code = (
        "from pathlib import Path; import os; from app.store.store import Store; from app.store import notes\n"
        "from app.errors import StoreReadOnly\n"
        f"path = Path({path.name!r})\n"
        "import sqlalchemy.dialects.sqlite.pysqlite, rapidfuzz.fuzz\n"
        "os.setuid(65534)\n"
        "store = Store.open(path)\n"
        "assert store.is_read_only and store.warning\n"
        "with store.read() as tx: assert notes.counts(tx, 'bundled').cards == 1\n"
        "try:\n    store.write().__enter__()\nexcept StoreReadOnly as error: print(error.hint)\n"
        "store.close()\n"
    )
    os.chmod(path.parent, 0o555)
    os.chmod(path, 0o444)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=path.parent, capture_output=True, text=True, timeout=20, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    shutil.rmtree(folder)
    assert "Allow writing" in done.stdout, done.stderr


def test_a_missing_file_in_a_read_only_place(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "is_writable", lambda _: False)
    with pytest.raises(StoreReadOnly):
        Store.open(tmp_path / "progress.db")


def test_without_wal_it_still_saves(tmp_path, monkeypatch):
    path = tmp_path / "progress.db"
    Store.open(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("PRAGMA journal_mode=MEMORY")
    connection.close()
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        assert "cannot keep" in database.set_journal(memory)
        assert memory.execute("PRAGMA synchronous").fetchone() == (2,)
    finally:
        memory.close()


def test_derived_things_can_be_made_again(ingest, store):
    ingest({"a.md": "# A\nOne? :: 1\n"})
    with store.write() as tx:
        derived.recreate(tx.connection.exec_driver_sql)
        found = tx.session.execute(text("SELECT count(*) FROM search WHERE search MATCH 'one'")).scalar()
    assert found == 2
