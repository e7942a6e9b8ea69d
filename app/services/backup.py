"""Copies of the progress file: made, listed, restored."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.changes import Change, Outcome
from app.errors import StoreError
from app.services.context import Services
from app.store import backups
from app.store.backups import Backup
from app.store.store import Store

__all__ = ["EVERY", "Backup", "create", "create_if_old", "listing", "restore", "restore_newest"]

EVERY = timedelta(minutes=30)

_EVERYTHING = frozenset(Change) - {Change.SETTINGS}


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


def restore(services: Services, copy: Path) -> Outcome[Services]:
    """Go back to a copy; what there is now is copied first. Raises StoreDamaged before anything moves.

    Where the disk refuses, the store that comes back is the one that was, and its warning says so.
    """
    backups.verify(copy)
    create(services)
    services.store.close()
    warning = ""
    try:
        backups.restore(services.store.path, copy)
    except StoreError as error:  # the file is as it was: go on with it
        warning = f"{error.message} {error.hint}".strip()
    store = Store.open(services.store.path, clock=services.clock)
    store.warning = warning or store.warning
    return Outcome(replace(services, store=store), _EVERYTHING)
