"""The text of a profile, in TOML, becomes the shape of an exam; what is wrong is named by file, line and field."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime

from app.domain.exam import ExamDomain, Profile, Task
from app.domain.problem import Problem, Severity

LARGEST = 200_000  # characters
_MOST_DOMAINS, _MOST_TASKS, _MOST_SERVICES, _MOST_NOTES = 50, 50, 1_000, 200
_MOST_QUESTIONS, _MOST_MINUTES = 1_000, 24 * 60
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_TASK = re.compile(r"[A-Za-z0-9]{1,8}(?:\.[A-Za-z0-9]{1,8}){1,3}")
_DOMAIN = re.compile(r"[A-Za-z0-9]{1,8}")
_WHERE = re.compile(r"line (\d+)")
_FIELDS = frozenset(
    {
        "code",
        "name",
        "minutes",
        "extra_minutes",
        "questions",
        "scored",
        "pass_score",
        "scale",
        "first_day",
        "last_day",
        "services",
        "source",
        "domains",
    }
)
_DOMAIN_FIELDS = frozenset({"id", "title", "weight", "tasks", "notes"})
_HINT = "content/README.md shows a whole profile."


class _Wrong(Exception):
    """A field that makes no sense; `table` counts the domains from 1, 0 is the head."""

    def __init__(self, field: str, message: str, table: int = 0) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.table = table


def read(text: str, path: str) -> Profile | Problem:
    """Read a profile; a wrong field makes a Problem that names it. Never raises."""
    if len(text) > LARGEST:
        return _problem(path, 1, f"This profile has more than {LARGEST:,} characters.")
    try:
        stored = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        match = _WHERE.search(str(error))
        return _problem(path, int(match.group(1)) if match else 1, f"This profile is not valid TOML: {error}.")
    try:
        return _profile(stored)
    except _Wrong as wrong:
        where = f"domain {wrong.table}, field" if wrong.table else "field"
        return _problem(path, _line(text, wrong), f"Profile, {where} “{wrong.field}”: {wrong.message}.")


def _profile(stored: Mapping[str, object]) -> Profile:
    _known(stored, _FIELDS)
    code = _text(stored, "code", most=40)
    if not _CODE.fullmatch(code):
        raise _Wrong("code", "only letters, digits, dots, dashes and underscores")
    questions = _number(stored, "questions", 1, _MOST_QUESTIONS)
    lowest, highest = _scale(stored)
    first_day, last_day = _day(stored, "first_day"), _day(stored, "last_day")
    if first_day and last_day and last_day < first_day:
        raise _Wrong("last_day", f"{last_day} lies before first_day, {first_day}")
    return Profile(
        code=code,
        name=_text(stored, "name"),
        minutes=_number(stored, "minutes", 1, _MOST_MINUTES),
        questions=questions,
        scored=_number(stored, "scored", 1, questions, default=questions),
        pass_score=_number(stored, "pass_score", lowest, highest),
        domains=_domains(stored),
        extra_minutes=_number(stored, "extra_minutes", 0, _MOST_MINUTES, default=0),
        lowest=lowest,
        highest=highest,
        first_day=first_day,
        last_day=last_day,
        services=_services(stored),
        source=_text(stored, "source", default=""),
    )


def _scale(stored: Mapping[str, object]) -> tuple[int, int]:
    value = stored.get("scale", [100, 1000])
    if not isinstance(value, list) or len(value) != 2 or not all(type(end) is int for end in value):
        raise _Wrong("scale", "two whole numbers, lowest and highest, such as [100, 1000]")
    if not 0 <= value[0] < value[1] <= 100_000:
        raise _Wrong("scale", "the first number must be smaller than the second one, and none below 0")
    return value[0], value[1]


def _services(stored: Mapping[str, object]) -> tuple[str, ...]:
    value = stored.get("services", [])
    if not isinstance(value, list) or len(value) > _MOST_SERVICES:
        raise _Wrong("services", f"a list of at most {_MOST_SERVICES} names in quotes")
    if not all(isinstance(name, str) and name.strip() and len(name) <= 200 for name in value):
        raise _Wrong("services", "every entry must be a name in quotes")
    return tuple(name.strip() for name in value)


def _domains(stored: Mapping[str, object]) -> tuple[ExamDomain, ...]:
    value = stored.get("domains")
    if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
        raise _Wrong("domains", "at least one [[domains]] table is needed")
    if len(value) > _MOST_DOMAINS:
        raise _Wrong("domains", f"at most {_MOST_DOMAINS}")
    domains = tuple(_domain(entry, place) for place, entry in enumerate(value, start=1))
    ids = [domain.id for domain in domains]
    for place, domain in enumerate(domains, start=1):
        if ids.index(domain.id) != place - 1:
            raise _Wrong("id", f"“{domain.id}” is given to two domains", place)
    if (whole := sum(domain.weight for domain in domains)) != 100:
        raise _Wrong("weight", f"the weights of all domains add up to {whole}, not to 100", len(domains))
    return domains


def _domain(entry: Mapping[str, object], place: int) -> ExamDomain:
    _known(entry, _DOMAIN_FIELDS, place)
    domain_id = _text(entry, "id", place=place, most=8)
    if not _DOMAIN.fullmatch(domain_id):
        raise _Wrong("id", 'letters and digits only, such as "1"', place)
    tasks = entry.get("tasks")
    if not isinstance(tasks, dict) or not tasks or len(tasks) > _MOST_TASKS:
        raise _Wrong("tasks", f'1 to {_MOST_TASKS} lines such as "1.1" = "Write code"', place)
    for task_id, title in tasks.items():
        if not _TASK.fullmatch(task_id) or task_id.split(".")[0] != domain_id:
            raise _Wrong(task_id, f'a task of this domain is named like "{domain_id}.1", in quotes', place)
        if not isinstance(title, str) or not title.strip() or len(title) > 500:
            raise _Wrong(task_id, "its title must be text in quotes", place)
    notes = _notes(entry, tasks, place)
    named = tuple(Task(task_id, title.strip(), notes.get(task_id, ())) for task_id, title in tasks.items())
    weight = _number(entry, "weight", 1, 100, place=place)
    return ExamDomain(domain_id, _text(entry, "title", place=place), weight, named)


def _notes(entry: Mapping[str, object], tasks: Mapping[str, object], place: int) -> dict[str, tuple[str, ...]]:
    """What to read for each task; the whole table may be left out."""
    value = entry.get("notes", {})
    if not isinstance(value, dict):
        raise _Wrong("notes", 'lines such as "1.1" = ["queues.md", "topics.md#fan-out"]', place)
    for task_id, names in value.items():
        if task_id not in tasks:
            raise _Wrong("notes", f"“{task_id}” is no task of this domain", place)
        if not isinstance(names, list) or len(names) > _MOST_NOTES:
            raise _Wrong("notes", f"“{task_id}” needs a list of at most {_MOST_NOTES} names in quotes", place)
        if not all(isinstance(name, str) and 0 < len(name) <= 300 and name.isprintable() for name in names):
            raise _Wrong("notes", f"“{task_id}”: every entry must be a file, or a file and an anchor, in quotes", place)
    return {task_id: tuple(names) for task_id, names in value.items()}


def _known(entry: Mapping[str, object], fields: frozenset[str], place: int = 0) -> None:
    for name in entry:
        if name not in fields:
            raise _Wrong(name, f"not known; the fields are {', '.join(sorted(fields))}", place)


def _text(
    entry: Mapping[str, object], name: str, *, place: int = 0, most: int = 300, default: str | None = None
) -> str:
    value = entry.get(name, default)
    if value is None:
        raise _Wrong(name, "is missing", place)
    if not isinstance(value, str) or (not value.strip() and default is None):
        raise _Wrong(name, "must be text in quotes", place)
    if len(value) > most or not value.isprintable():
        raise _Wrong(name, f"must be one line of at most {most} characters", place)
    return value.strip()


def _number(
    entry: Mapping[str, object], name: str, low: int, high: int, *, place: int = 0, default: int | None = None
) -> int:
    value = entry.get(name, default)
    if value is None:
        raise _Wrong(name, "is missing", place)
    if type(value) is not int or not low <= value <= high:
        raise _Wrong(name, f"must be a whole number from {low} to {high}", place)
    return value


def _day(entry: Mapping[str, object], name: str) -> date | None:
    value = entry.get(name)
    if value is None:
        return None
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise _Wrong(name, "must be a day such as 2026-12-01") from error
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise _Wrong(name, "must be a day such as 2026-12-01")


def _line(text: str, wrong: _Wrong) -> int:
    """Where the field stands, or the head of the table that lacks it."""
    field = re.compile(rf"\s*(?:\[+\s*(?:domains\.)?)?[\"']?{re.escape(wrong.field)}[\"']?\s*(?:=|\])")
    table, head = 0, 1
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*\[\[\s*domains\s*\]\]", line):
            table += 1
            head = number if table == wrong.table else head
        if (table == wrong.table or not wrong.table) and field.match(line):
            return number
    return head


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem("profile", message, path, line, _HINT, Severity.ERROR)
