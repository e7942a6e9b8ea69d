"""The exams that can be practised for: those that come with the program, and the learner's own."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app import paths
from app.domain.exam import Profile
from app.domain.problem import Problem
from app.errors import AppError, NotesUnreadable
from app.kinds import profile as profile_text
from app.notes import folder as note_folder

_log = logging.getLogger(__name__)
_MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Profiles:
    """The profiles that could be read, and what is wrong in the others; problems name the file whole."""

    profiles: tuple[Profile, ...]
    problems: tuple[Problem, ...] = ()


def own_folder() -> Path:
    """Where the learner's own profiles and imported banks lie."""
    return paths.folders().data / "exams"


def load() -> tuple[Profile, ...]:
    """All profiles that can be read, by their first day; raises AppError if those that come with the program cannot."""
    return load_all().profiles


def load_all() -> Profiles:
    """All profiles and what is wrong in them. One of the learner's with the code of a bundled one takes its place."""
    found: dict[str, Profile] = {}
    for path in _files(paths.shipped("content/exams")):
        bundled = read(path)
        if isinstance(bundled, Problem):
            raise AppError(
                "An exam profile that comes with Certdeck cannot be read.",
                hint="Install Certdeck again.",
                details=str(bundled),
            )
        found[bundled.code] = bundled
    if not found:
        raise AppError("The exam profiles that come with Certdeck are missing.", hint="Install Certdeck again.")
    problems: list[Problem] = []
    own: dict[str, Path] = {}
    for path in _files(own_folder()):
        profile = read(path)
        if isinstance(profile, Problem):
            problems.append(profile)
        elif profile.code in own:
            message = f"The code {profile.code} is that of {own[profile.code].name} too; this profile is left out."
            problems.append(Problem("profile", message, str(path), 1, "Give it a code of its own."))
        else:
            own[profile.code] = path
            found[profile.code] = profile
    for problem in problems:
        _log.info("Profile left out: %s", problem)
    return Profiles(tuple(sorted(found.values(), key=_age)), tuple(problems))


def default(profiles: Sequence[Profile], today: date) -> Profile:
    """The newest exam that can be sat today; if there is none, the next one that can be, else the last one."""
    if not profiles:
        raise AppError("There is no exam profile.", hint="Install Certdeck again.")
    ordered = sorted(profiles, key=_age)
    if open_now := [profile for profile in ordered if profile.can_be_sat(today)]:
        return open_now[-1]
    to_come = [profile for profile in ordered if profile.first_day and profile.first_day > today]
    return to_come[0] if to_come else ordered[-1]


def named(profiles: Sequence[Profile], code: str) -> Profile:
    """The profile with this code, however it is spelled; raises AppError with the codes that there are."""
    for profile in profiles:
        if profile.code.casefold() == code.strip().casefold():
            return profile
    known = ", ".join(profile.code for profile in profiles)
    raise AppError(f"There is no exam profile {code}.", hint=f"These are known: {known}.")


def read(path: Path) -> Profile | Problem:
    """Read one profile; whatever is in the file, it is a profile or a Problem."""
    file = note_folder.read(path.parent, path.name)
    if isinstance(file, Problem):
        return Problem("profile", file.message.replace("note", "profile"), str(path), 1, severity=file.severity)
    return profile_text.read(file.text, str(path))


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))[:_MOST_FILES]
    except OSError as error:
        raise NotesUnreadable(
            f"The folder {folder} cannot be read.", hint="Check that you may read it.", details=repr(error)
        ) from error


def _age(profile: Profile) -> tuple[date, str]:
    return profile.first_day or date.min, profile.code
