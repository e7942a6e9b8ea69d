"""Bring a progress file to the newest version in one transaction, so that a kill leaves the old one or the new one."""

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from app import files
from app.store import derived
from app.store.database import APPLICATION_ID, SCHEMA, connect, engine_of
from app.store.failures import damaged, translated

MIGRATIONS = "app.store:migrations"


def create(path: Path, *, newest: int = SCHEMA, versions: Sequence[str] = ()) -> None:
    """Make a new progress file through the same migrations; it gets its name when it is complete."""
    part = path.with_name(path.name + ".part")
    _remove(part)
    try:
        with translated(path):
            upgrade(part, newest=newest, versions=versions, mode="rwc")
        files.replace(part, path)
    except BaseException:
        _remove(part)
        raise


def upgrade(path: Path, *, newest: int = SCHEMA, versions: Sequence[str] = (), mode: str = "rw") -> None:
    """Run the missing migrations; whatever goes wrong, the file stays as it was."""
    # Alembic takes as long to import as SQLAlchemy, and most starts need no upgrade.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    if versions:
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", "\n".join(["app.store:migrations/versions", *versions]))
    engine = engine_of(lambda: connect(path, mode=mode))
    try:
        with engine.connect() as connection:
            # Batch migrations rebuild tables that others refer to; this pragma only works outside a transaction.
            connection = connection.execution_options(writes=True)
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.execute("PRAGMA synchronous=FULL")
            driver.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, f"{newest:04d}")
                derived.recreate(connection.exec_driver_sql)
                connection.exec_driver_sql(
                    "INSERT OR IGNORE INTO meta(name, value) VALUES ('device', ?)", (uuid4().hex,)
                )
                _expect_sound(driver, path)
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version={newest}")
            driver.execute("PRAGMA foreign_keys=ON")
    finally:
        engine.dispose()


def _expect_sound(driver: sqlite3.Connection, path: Path) -> None:
    if broken := driver.execute("PRAGMA foreign_key_check").fetchone():
        raise damaged(path, f"after the upgrade, a row of {broken[0]} points nowhere")
    (found,) = driver.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise damaged(path, f"after the upgrade: {found}")


def _remove(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
