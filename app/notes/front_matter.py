"""The `key: value` lines at the head of a note; no YAML, so nothing in it can run or explode."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.problem import Problem

LIMIT = 65_536
_KEY = re.compile(r"^([A-Za-z][\w-]*):[ \t]*(.*)$")

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head says, how many lines it takes, and what could not be read in it."""

    values: Mapping[str, Value] = field(default_factory=dict)
    lines: int = 0
    problems: tuple[Problem, ...] = ()


def read(lines: list[str], path: str) -> FrontMatter:
    """Read the head of a note, if it begins with a line of three dashes."""
    if not lines or lines[0].rstrip() != "---":
        return FrontMatter()
    end = _end(lines)
    if end is None:
        return FrontMatter()
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    key = ""
    for number, line in enumerate(lines[1:end], start=2):
        match = _KEY.match(line)
        if match:
            key = match.group(1).lower()
            if key in values:
                problems.append(Problem("front-matter", f"“{key}” is given twice; the last one counts.", path, number))
            values[key] = _value(match.group(2).strip())
        elif line.strip().startswith("- ") and key and not isinstance(values[key], str):
            values[key] = (*values[key], _unquoted(line.strip()[2:]))
        elif line.strip().startswith("- ") and key and values[key] == "":
            values[key] = (_unquoted(line.strip()[2:]),)
        elif line.strip() and not line.lstrip().startswith("#"):
            hint = "Write `key: value`, or `- item` below a key."
            problems.append(
                Problem("front-matter", "This line of the front matter is not understood.", path, number, hint)
            )
    return FrontMatter(values, end + 1, tuple(problems))


def _end(lines: list[str]) -> int | None:
    size = 0
    for number in range(1, len(lines)):
        if lines[number].rstrip() in ("---", "..."):
            return number
        size += len(lines[number])
        if size > LIMIT:
            return None
    return None


def _value(text: str) -> Value:
    if text.startswith("[") and text.endswith("]"):
        return tuple(_unquoted(part) for part in text[1:-1].split(",") if part.strip())
    return _unquoted(text)


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text
