"""Time as the learner lives it: a study day starts at 4 am, and only here is that said."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

DAY_START_HOUR = 4


class Clock(Protocol):
    """Where the program asks for the time; tests bring their own."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        ...

    def zone(self) -> tzinfo:
        """The learner's time zone, as it is now."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock and zone."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def zone(self) -> tzinfo:
        """The machine's zone, asked anew each time because laptops travel."""
        zone = datetime.now().astimezone().tzinfo
        assert zone is not None
        return zone


def study_day(moment: datetime, zone: tzinfo, day_start: int = DAY_START_HOUR) -> date:
    """The study day that a moment falls in: until `day_start` o'clock it is still yesterday."""
    return (moment.astimezone(zone) - timedelta(hours=day_start)).date()


def day_begins(day: date, zone: tzinfo, day_start: int = DAY_START_HOUR) -> datetime:
    """When a study day starts, in UTC; in a zone change the local wall clock decides."""
    return datetime.combine(day, time(day_start), zone).astimezone(UTC)


def offset_minutes(moment: datetime, zone: tzinfo) -> int:
    """How far the zone is ahead of UTC at that moment."""
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
