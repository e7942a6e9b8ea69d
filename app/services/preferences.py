"""What the learner chooses is kept at once, and can be taken back like any other change."""

from collections.abc import Mapping
from dataclasses import asdict

from app import paths
from app import settings as settings_file
from app.domain.changes import Change, Outcome
from app.services.context import Services
from app.settings import Settings
from app.store import history


def change(services: Services, settings: Settings) -> Outcome[Services]:
    """Keep other settings. Raises SettingsError if they cannot be written."""
    if settings == services.settings:
        return Outcome(services)
    settings_file.save(settings, paths.folders().settings_file)
    if not services.store.is_read_only:
        with services.store.write() as tx:
            history.record(
                tx,
                "Change settings",
                {"kind": "settings", "settings": asdict(services.settings)},
                {"kind": "settings", "settings": asdict(settings)},
            )
    return Outcome(services.with_settings(settings), frozenset({Change.SETTINGS}))


def restore_settings(values: Mapping[str, object]) -> Settings:
    """Write settings from the journal back to their file."""
    settings = Settings(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})  # type: ignore[arg-type]
    settings_file.save(settings, paths.folders().settings_file)
    return settings


def current() -> Settings:
    """The settings as they are on the disk."""
    return settings_file.load(paths.folders().settings_file).settings
