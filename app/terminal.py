"""What all commands share: services for a while, words and JSON for whoever reads them, and exit codes."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path

from app import log, paths
from app import settings as settings_file
from app.errors import AppError, NotesUnreadable
from app.services.context import Services
from app.store.store import Store

DONE, FINDINGS, WRONG_USE, FAILED, STOPPED = 0, 1, 2, 3, 130


def ask(prompt: str) -> str | None:
    """Read one line; the prompt is for people only. None is the end of the input."""
    if sys.stdin.isatty():
        print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    return line.strip().lower() if line else None


@contextlib.contextmanager
def services() -> Iterator[Services]:
    """Open the store for a while, with the learner's settings and a log."""
    chosen = settings()
    places = paths.folders()
    log.start(places.log_file)
    store = Store.open(places.progress_file)
    try:
        if store.warning:
            note(store.warning)
        yield Services(store=store, clock=store.clock, settings=chosen, parses_apart=True)
    finally:
        store.close()


@contextlib.contextmanager
def services_if_any() -> Iterator[Services | None]:
    """Services for commands that can do without: no file is made, and a window that holds the file is no obstacle."""
    with contextlib.ExitStack() as stack:
        found = None
        if paths.folders().progress_file.exists():
            try:
                found = stack.enter_context(services())
            except AppError as error:
                note(f"Ids are those of new cards: {error.message}")
        yield found


def settings() -> settings_file.Settings:
    """Read the settings; what was wrong with them is told."""
    loaded = settings_file.load(paths.folders().settings_file)
    if loaded.message:
        note(loaded.message)
    return loaded.settings


def existing(path: Path) -> Path:
    """Give the path back if something is there; raises NotesUnreadable otherwise."""
    try:
        path.stat()
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise NotesUnreadable(f"{path} cannot be read: {reason}.", hint="Check how it is spelled.") from error
    return path


def progress(what: str) -> Callable[[int, int], None] | None:
    """A line that counts up, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        print(f"\r{what}: {done} of {total}", end=end, file=sys.stderr, flush=True)

    return show


def count(number: int, plural: str) -> str:
    """Say how many, with one of them in the singular."""
    return f"{number} {plural.removesuffix('s') if number == 1 else plural}"


def one_line(text: str) -> str:
    """Put words on one line."""
    return " ".join(text.split())


def say(text: str) -> None:
    """Print what was asked for."""
    print(_visible(text))


def note(text: str) -> None:
    """Print what is for people only."""
    print(_visible(text), file=sys.stderr)


def complain(error: AppError) -> None:
    """Print what went wrong and what to do."""
    note(f"certdeck: {one_line(f'{error.message} {error.hint}')}")


def _visible(text: str) -> str:
    """Notes come from strangers: what would steer the terminal or reverse the line is shown as its number."""
    return "".join(char if _is_harmless(char) else f"\\u{ord(char):04x}" for char in text)


def _is_harmless(char: str) -> bool:
    return char in "\n\t" or not (char < " " or "\x7f" <= char <= "\x9f" or char in _STEERING)


_STEERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def print_json(value: object) -> None:
    """Print JSON that people can read too."""
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    print()


def jsonable(value: object) -> object:
    """Turn values of ours into what JSON knows."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: jsonable(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(jsonable(key)): jsonable(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [jsonable(entry) for entry in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value) if isinstance(value, Path) else value
