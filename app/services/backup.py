"""Copies of the progress file: made, listed, restored."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.changes import Outcome
from app.services.context import Services
from app.store import backups
from app.store.backups import Backup

EVERY = timedelta(minutes=30)


def create(services: Services) -> Outcome[Backup]:
    """Make a verified copy now."""
    return Outcome(backups.make(services.store.path, services.clock.now()))


def create_if_old(services: Services) -> Outcome[Backup | None]:
    """Make a copy if the newest is more than half an hour old."""
    if services.store.is_read_only:
        return Outcome(None)
    newest = max((copy.at for copy in backups.listing(services.store.path)), default=None)
    if newest is not None and services.clock.now() - newest < EVERY:
        return Outcome(None)
    return Outcome(create(services).value)


def listing(path: Path) -> Outcome[tuple[Backup, ...]]:
    """List the copies of a progress file, newest first."""
    return Outcome(tuple(sorted(backups.listing(path), key=lambda copy: copy.at, reverse=True)))


def restore_newest(path: Path, now: datetime) -> Outcome[Backup | None]:
    """Put the newest verified copy in the place of a damaged file, which is kept beside it."""
    return Outcome(backups.restore_newest(path, now))


def restore(services: Services, copy: Path, reopen: Callable[[], None]) -> Outcome[None]:
    """Go back to a copy: the present file is copied first, and the caller opens the store again."""
    create(services)
    services.store.close()
    backups.restore(services.store.path, copy)
    reopen()
    return Outcome(None)
