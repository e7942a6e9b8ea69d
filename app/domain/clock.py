"""Time as the learner lives it: a study day starts at 4 am, and only here is that said."""

import sys
import time as ticking
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Protocol
from uuid import uuid4

DAY_START_HOUR = 4


@dataclass(frozen=True, slots=True)
class Steady:
    """Seconds that no setting of the clock moves and that run on while the machine sleeps, within one `boot`."""

    boot: str
    seconds: float


class Clock(Protocol):
    """Where the program asks for the time; tests bring their own."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        ...

    def zone(self) -> tzinfo:
        """The learner's time zone, as it is now."""
        ...

    def steady(self) -> Steady:
        """A reading of the time that nobody can set."""
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

    def steady(self) -> Steady:
        """The system's count since it started; sleep is part of it on all three systems."""
        if sys.platform == "linux":
            return Steady(_boot(), ticking.clock_gettime(ticking.CLOCK_BOOTTIME))
        if sys.platform == "darwin":  # time.monotonic() stands still there while the machine sleeps
            return Steady(_boot(), ticking.clock_gettime(ticking.CLOCK_MONOTONIC))
        return Steady(_boot(), ticking.monotonic())


@dataclass(frozen=True, slots=True)
class Anchor:
    """A moment that is known to be true, with the steady reading of then."""

    at: datetime
    steady: Steady


def true_now(anchor: Anchor, clock: Clock) -> datetime:
    """What time it really is: whoever sets the clock neither gains nor loses.

    After a restart of the machine only its clock is left to ask; it is not believed to be before the anchor.
    """
    steady = clock.steady()
    if steady.boot == anchor.steady.boot:
        return anchor.at + timedelta(seconds=max(0.0, steady.seconds - anchor.steady.seconds))
    return max(clock.now(), anchor.at)


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


@cache
def _boot() -> str:
    """What tells one start of the machine from the next; where the system does not say, one start of the program."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return uuid4().hex
