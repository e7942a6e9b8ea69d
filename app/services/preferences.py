"""Change what the learner has chosen: kept in the settings file, followed by the schedules, and undoable."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from app import paths
from app import settings as settings_file
from app.domain.changes import Change, Outcome
from app.schedule.memory import Memory
from app.services.context import Services
from app.settings import Settings
from app.store import history, reviews
from app.store.store import Tx

_SCHEDULING = (
    "desired_retention",
    "learning_steps_minutes",
    "relearning_steps_minutes",
    "maximum_interval_days",
    "day_start_hour",
)


def change(services: Services, settings: Settings) -> Outcome[Services]:
    """Make other settings hold, and return the services that have them."""
    old, new = _values(services.settings), _values(settings)
    changed = [name for name in new if new[name] != old[name]]
    if not changed:
        return Outcome(services)
    if services.store.is_read_only:  # nothing to take back later, but the window may look otherwise
        settings_file.save(settings, paths.folders().settings_file)
        return Outcome(services.with_settings(settings), frozenset({Change.SETTINGS}))
    with services.store.write() as tx:
        history.record(
            tx,
            "Change settings",
            {"kind": "settings", "settings": {name: old[name] for name in changed}},
            {"kind": "settings", "settings": {name: new[name] for name in changed}},
        )
        is_rescheduled = _follow(tx, services, settings)
        settings_file.save(settings, paths.folders().settings_file)
    moved = {Change.SETTINGS, Change.REVIEWS} if is_rescheduled else {Change.SETTINGS}
    return Outcome(services.with_settings(settings), frozenset(moved))


def put_back(tx: Tx, services: Services, values: Any) -> Settings:
    """Give some settings the values that the journal kept."""
    kept = values if isinstance(values, Mapping) else {}
    settings = settings_file.from_values({**_values(services.settings), **kept})
    _follow(tx, services, settings)
    settings_file.save(settings, paths.folders().settings_file)
    return settings


def _follow(tx: Tx, services: Services, settings: Settings) -> bool:
    """Schedules follow from the log and these settings; tell whether they were made anew."""
    if all(getattr(settings, name) == getattr(services.settings, name) for name in _SCHEDULING):
        return False
    reviews.rebuild_schedules(tx, Memory(settings, services.clock.zone()).replay)
    return True


def _values(settings: Settings) -> dict[str, Any]:
    """The settings as JSON has them."""
    values: dict[str, Any] = json.loads(json.dumps(asdict(settings)))
    return values
