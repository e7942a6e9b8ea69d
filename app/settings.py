"""What the learner has chosen, as one frozen value kept in a JSON file."""

import contextlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from app import files
from app.errors import SettingsError

VERSION = 1

_LIMIT_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """All choices with their defaults; units are in the names."""

    notes_folder: str = "bundled"  # "bundled" or an absolute path
    recent_folders: tuple[str, ...] = ()
    new_per_day: int = 20
    reviews_per_day: int = 200
    desired_retention: float = 0.90
    learn_ahead_minutes: int = 20
    learning_steps_minutes: tuple[int, ...] = (1, 10)
    relearning_steps_minutes: tuple[int, ...] = (10,)
    maximum_interval_days: int = 36500
    day_start_hour: int = 4
    leech_lapses: int = 8
    leech_every: int = 4
    exam_date: str = ""  # ISO date, or empty
    minutes_per_day: int = 30
    follows_plan: bool = False  # whether the plan to the exam says how many cards a day brings, and which
    exam_profile: str = ""  # the code of an exam, or empty for the newest that can be sat
    exam_extra_time: bool = False
    buttons: int = 4  # 4, or 2: Again and Good
    types_answers: bool = False
    theme: str = "system"  # system, light, dark
    text_percent: int = 100  # 80 to 200
    reduced_motion: bool = False
    paper: str = ""  # A4, Letter, or empty: as the country has it
    graphviz: str = "shipped"  # shipped, system: what lays diagrams out
    keys: tuple[tuple[str, str], ...] = field(default=())  # action id, key sequence: only what differs from the default
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings as read from the disk; `message` is empty, or tells the learner what was wrong with the file."""

    settings: Settings
    message: str = ""


def load(path: Path) -> Loaded:
    """Read the settings; whatever is in the file, the program starts."""
    try:
        stored = _read(path)
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        return Loaded(
            Settings(), f"The settings in {path} cannot be read ({error.strerror}). Defaults are used for now."
        )
    except ValueError:
        return _recover(path)
    settings, refused = _checked(_upgraded(stored))
    newer = _stored_version(stored) > VERSION
    if not refused and not newer:
        return Loaded(settings)
    kept = _keep(path, ".newer" if newer else ".bad")
    if newer:
        return Loaded(settings, f"The settings were written by a newer Certdeck. What this one knows is used.{kept}")
    return Loaded(settings, f"Some settings made no sense and have their defaults: {', '.join(refused)}.{kept}")


def save(settings: Settings, path: Path) -> None:
    """Keep the settings; the file that was there before stays beside the new one as `.bak`."""
    content = json.dumps(asdict(settings), indent=2, ensure_ascii=False).encode() + b"\n"
    try:
        if path.exists():
            files.write_whole(path.with_name(path.name + ".bak"), path.read_bytes())
        files.write_whole(path, content)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingsError(
            f"The settings could not be kept: {reason}.",
            hint=f"They hold until you quit. Check that {path.parent} can be written to.",
            details=repr(error),
        ) from error


def from_values(values: Mapping[str, object]) -> Settings:
    """Make settings of stored values, as the journal of changes keeps them; what makes no sense has its default."""
    return _checked(_upgraded(values))[0]


def _read(path: Path) -> Mapping[str, object]:
    with path.open("rb") as file:
        raw = file.read(_LIMIT_BYTES + 1)
    if len(raw) > _LIMIT_BYTES:
        raise ValueError("too large")
    try:
        stored = json.loads(raw.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(stored, dict):
        raise ValueError("not an object")
    return stored


def _recover(path: Path) -> Loaded:
    kept = _keep(path, ".bad")
    with contextlib.suppress(OSError, ValueError):
        settings, refused = _checked(_upgraded(_read(path.with_name(path.name + ".bak"))))
        if not refused:
            return Loaded(settings, f"The settings file was damaged. The one before it is used.{kept}")
    return Loaded(Settings(), f"The settings file was damaged. Defaults are used.{kept}")


def _keep(path: Path, suffix: str) -> str:
    copy = path.with_name(path.name + suffix)
    try:
        files.write_whole(copy, path.read_bytes())
    except OSError:
        return ""
    return f" The file is kept as {copy.name}."


def _stored_version(stored: Mapping[str, object]) -> int:
    version = stored.get("version", 1)
    return version if isinstance(version, int) and not isinstance(version, bool) else 1


def _upgraded(stored: Mapping[str, object]) -> Mapping[str, object]:
    """Bring what an older version wrote up to date, one numbered step after the other."""
    version = _stored_version(stored)
    while version in UPGRADES:
        stored = UPGRADES[version](stored)
        version += 1
    return {**stored, "version": VERSION}


def _checked(stored: Mapping[str, object]) -> tuple[Settings, tuple[str, ...]]:
    good: dict[str, object] = {}
    refused: list[str] = []
    for name, read in _FIELDS.items():
        if name not in stored:
            continue
        try:
            good[name] = read(stored[name])
        except ValueError:
            refused.append(name)
    return replace(Settings(), **good), tuple(refused)  # type: ignore[arg-type]


def _integer(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(value)
        return value

    return read


def _fraction(low: float, high: float) -> Callable[[object], float]:
    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError(value)
        if not low <= value <= high:
            raise ValueError(value)
        return float(value)

    return read


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _buttons(value: object) -> int:
    if (number := _integer(2, 4)(value)) == 3:
        raise ValueError(value)
    return number


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(value)
        return value

    return read


def _text(value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > 4096 or not value.isprintable():
        raise ValueError(value)
    return value


def _day(value: object) -> str:
    if value == "":
        return ""
    return date.fromisoformat(_text(value)).isoformat()


def _code(value: object) -> str:
    return "" if value == "" else _text(value)


def _several(read_one: Callable[[object], object], most: int) -> Callable[[object], tuple[object, ...]]:
    def read(value: object) -> tuple[object, ...]:
        if not isinstance(value, list | tuple) or len(value) > most:
            raise ValueError(value)
        return tuple(read_one(entry) for entry in value)

    return read


def _pair(value: object) -> tuple[str, str]:
    if not isinstance(value, list | tuple) or len(value) != 2 or not isinstance(value[1], str):
        raise ValueError(value)
    return _text(value[0]), value[1] and _text(value[1])


_MINUTES = _several(_integer(1, 60 * 24), 20)

_FIELDS: Mapping[str, Callable[[object], object]] = {
    "notes_folder": _text,
    "recent_folders": _several(_text, 50),
    "new_per_day": _integer(0, 9999),
    "reviews_per_day": _integer(0, 9999),
    "desired_retention": _fraction(0.70, 0.99),
    "learn_ahead_minutes": _integer(0, 60 * 24),
    "learning_steps_minutes": _MINUTES,
    "relearning_steps_minutes": _MINUTES,
    "maximum_interval_days": _integer(1, 36500),
    "day_start_hour": _integer(0, 23),
    "leech_lapses": _integer(1, 99),
    "leech_every": _integer(1, 99),
    "exam_date": _day,
    "minutes_per_day": _integer(0, 60 * 24),
    "follows_plan": _flag,
    "exam_profile": _code,
    "exam_extra_time": _flag,
    "buttons": _buttons,
    "types_answers": _flag,
    "theme": _one_of("system", "light", "dark"),
    "text_percent": _integer(80, 200),
    "reduced_motion": _flag,
    "paper": _one_of("", "A4", "Letter"),
    "graphviz": _one_of("shipped", "system"),
    "keys": _several(_pair, 500),
    "version": _integer(VERSION, VERSION),
}

UPGRADES: Mapping[int, Callable[[Mapping[str, object]], Mapping[str, object]]] = {}
"""Version n → how to turn its content into that of version n + 1."""
