"""Figures of an exam in words."""

from datetime import date, timedelta

from app.domain.exam import Mode, Profile

MODES = {
    Mode.EXAM: "Exam",
    Mode.PRACTICE: "Practice",
    Mode.DRILL: "Drill",
    Mode.MISTAKES: "Mistakes",
    Mode.CUSTOM: "Custom",
}


def clock_face(left: timedelta) -> str:
    """Time left as 1:04:59, counted so that it reads 0:00 only when it is over."""
    seconds = -(-left // timedelta(seconds=1))
    hours, rest = divmod(int(seconds), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def length(span: timedelta) -> str:
    """A span as one would say it."""
    seconds = round(span / timedelta(seconds=1))
    if seconds < 60:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def count(number: int, word: str) -> str:
    """A number with its word, in the plural where that is right."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """A share in whole per cent."""
    return f"{round(100 * share)} %"


def when_sat(profile: Profile, today: date) -> str:
    """When the exam can be sat, as seen from today."""
    if profile.first_day is not None and today < profile.first_day:
        return f"Can be sat from {day(profile.first_day)}."
    if profile.last_day is not None:
        word = "Can be sat until" if today <= profile.last_day else "Could be sat until"
        return f"{word} {day(profile.last_day)}."
    return "Can be sat now."


def day(moment: date) -> str:
    """A day without its zero."""
    return f"{moment.day} {moment:%B %Y}"
