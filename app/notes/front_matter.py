"""The `key: value` lines at the head of a note; no YAML, so nothing in it can run or explode."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.problem import Problem

LIMIT = 65_536
_KEY = re.compile(r"([A-Za-z][\w-]*):(?:[ \t]+(.*)|[ \t]*)$")
_HINT = "Write `key: value`, `key: [one, two]`, or `- one` lines below a key."

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head says, how many lines it takes, and what could not be read in it."""

    values: Mapping[str, Value] = field(default_factory=dict)
    lines: int = 0
    problems: tuple[Problem, ...] = ()


def read(lines: Sequence[str], path: str) -> FrontMatter:
    """Read the head of a note, if it begins with a line of three dashes."""
    if not lines or lines[0].rstrip() != "---":
        return FrontMatter()
    end = _end(lines)
    if not end:
        if len(lines) < 2 or not _KEY.match(lines[1]):
            return FrontMatter()  # a rule, not a head
        message = f"The front matter has no end within {LIMIT // 1024} kB; it is read as text."
        hint = "Close it with a line of three dashes."
        return FrontMatter(problems=(Problem("front-matter", message, path, 1, hint),))
    values: dict[str, str] = {}
    entries: dict[str, list[str]] = {}
    problems: list[Problem] = []
    key = ""
    for number, line in enumerate(lines[1:end], start=2):
        words = line.strip()
        if match := _KEY.match(line):
            key = match.group(1).lower()
            if key in values:
                problems.append(Problem("front-matter", f"“{key}” is given twice; the last one counts.", path, number))
            values[key] = (match.group(2) or "").strip()
            entries.pop(key, None)
        elif words.startswith("- ") and key and not values[key]:
            entries.setdefault(key, []).append(_unquoted(words[2:]))
        elif words and not words.startswith("#"):
            message = "This line of the front matter is not understood."
            problems.append(Problem("front-matter", message, path, number, _HINT))
    read_values = {key: tuple(entries[key]) if key in entries else _value(text) for key, text in values.items()}
    return FrontMatter(read_values, end + 1, tuple(problems))


def _end(lines: Sequence[str]) -> int:
    """The index of the line that closes the head, or 0."""
    size = 0
    for number in range(1, len(lines)):
        if lines[number].rstrip() in ("---", "..."):
            return number
        size += len(lines[number]) + 1
        if size > LIMIT:
            break
    return 0


def _value(text: str) -> Value:
    if text.startswith("[") and text.endswith("]"):
        return tuple(_unquoted(part) for part in text[1:-1].split(",") if part.strip())
    return _unquoted(text)


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text
