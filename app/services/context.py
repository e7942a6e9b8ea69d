"""What every service needs, in one value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain.clock import Clock, day_begins, offset_minutes, study_day
from app.schedule.memory import Memory
from app.settings import Settings
from app.store.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """The open store, the clock and the learner's settings."""

    store: Store
    clock: Clock
    settings: Settings
    parses_apart: bool = False  # whether notes are read in a process of their own

    def with_settings(self, settings: Settings) -> "Services":
        """The same with other settings."""
        return replace(self, settings=settings)

    @property
    def folder(self) -> str:
        """The notes folder that is open, by its key."""
        return self.settings.notes_folder

    @property
    def memory(self) -> Memory:
        """The memory model with the learner's settings."""
        return Memory(self.settings, self.clock.zone())

    def today(self) -> date:
        """The learner's study day."""
        return self.study_day(self.clock.now())

    def study_day(self, moment: datetime) -> date:
        """The learner's study day that a moment falls in."""
        return study_day(moment, self.clock.zone(), self.settings.day_start_hour)

    def day_ends(self) -> datetime:
        """When the study day is over, in UTC."""
        return day_begins(self.today() + timedelta(days=1), self.clock.zone(), self.settings.day_start_hour)

    def day_began(self) -> datetime:
        """When the study day began, in UTC."""
        return day_begins(self.today(), self.clock.zone(), self.settings.day_start_hour)

    def offset(self) -> int:
        """The zone's offset in minutes, now."""
        return offset_minutes(self.clock.now(), self.clock.zone())


def mean(values: Sequence[float]) -> float:
    """The mean, and 0 of nothing."""
    return sum(values) / len(values) if values else 0.0
