"""Stand-ins for what a test must hold still: time, threads."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from app.domain.clock import Steady


@dataclass(slots=True)
class FrozenClock:
    """A clock that moves only when told to."""

    moment: datetime = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # a Monday morning
    local: tzinfo = field(default=UTC)
    boot: str = "one"
    wrong_by: timedelta = timedelta()  # how far somebody has set the clock

    def now(self) -> datetime:
        """The moment that the test chose."""
        return self.moment

    def zone(self) -> tzinfo:
        """The zone that the test chose."""
        return self.local

    def advance(self, **parts: float) -> None:
        """Let time pass, as in `clock.advance(days=1)`."""
        self.moment += timedelta(**parts)

    def steady(self) -> Steady:
        """Time that runs on however the clock is set."""
        return Steady(self.boot, (self.moment - self.wrong_by).timestamp())

    def set(self, **parts: float) -> None:
        """Set the clock wrong by so much, while no time passes."""
        self.moment += timedelta(**parts)
        self.wrong_by += timedelta(**parts)
