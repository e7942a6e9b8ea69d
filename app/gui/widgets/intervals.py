"""Says how long something is, shortly, as the rating buttons and the session's last page need it."""

from datetime import datetime, timedelta, tzinfo


def short(span: timedelta) -> str:
    """A span in its largest fitting unit: "10 min", "3 days", "1.4 years"."""
    minutes = span.total_seconds() / 60
    if minutes < 1:
        return "< 1 min"
    if minutes < 60:
        return f"{round(minutes)} min"
    if minutes < 24 * 60:
        return f"{round(minutes / 60)} h"
    days = minutes / (24 * 60)
    if days < 31:
        return _count(round(days), "day")
    if days < 365:
        return f"{days / 30.4:.1f} months".replace(".0 ", " ")
    return f"{days / 365.25:.1f} years".replace(".0 ", " ")


def moment(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A moment as one says it: a time today, else the day."""
    local, here = at.astimezone(zone), now.astimezone(zone)
    days = (local.date() - here.date()).days
    if days == 0:
        return f"at {local:%H:%M}"
    if days == 1:
        return f"tomorrow at {local:%H:%M}"
    if days < 7:
        return f"on {local:%A}"
    return f"on {local.day} {local:%B}"


def clock(span: timedelta) -> str:
    """A running time: "1:05"."""
    seconds = max(0, int(span.total_seconds() + 0.5))
    return (
        f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
        if seconds >= 3600
        else (f"{seconds // 60}:{seconds % 60:02}")
    )


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
