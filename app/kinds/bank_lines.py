"""The lines of a question bank, with code and comments told apart, so that no form takes code for a question."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.problem import Problem

LARGEST = 5_000_000  # characters
MOST_LINES = 200_000

_FENCE = re.compile(
    r"(\s*(?:[-*+]\s+)?(?:\*?\[[^\]\n]?\]\s*|\*?[A-Za-z][.)]\s+|\d{1,4}[.)]\s+)?)(`{3,}|~{3,})([^\n]*)$"
)
_CHOICE = re.compile(r"\s*(?:[-*+]\s+(?:\[[ xX]\]|[A-Fa-f][.)])|\*?[A-Fa-f][.)]|\[[ *]?\])\s")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_ODD_BREAKS = re.compile(r"\r\n?")
_ODD_SPACE = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:[^`\n]|(?!\1)`)*?(?<!`)\1(?!`)")
_FEWEST_SWALLOWED = 2


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line with its number in the file; `is_code` holds inside a fence and for the lines that make it."""

    number: int
    text: str
    is_code: bool = False

    @property
    def indent(self) -> int:
        """The spaces before its first word."""
        return indent_of(self.text)

    @property
    def is_blank(self) -> bool:
        """Whether it has no words."""
        return not self.text.strip()

    @property
    def looks_like_choice(self) -> bool:
        """Whether some form would take it for a choice."""
        return not self.is_code and _CHOICE.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class BankText:
    """A file of questions as every form gets it; `values` is its front matter."""

    path: str
    lines: tuple[BankLine, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unclosed: tuple[int, ...] = ()  # the lines that open code without an end

    def without(self, taken: Sequence[tuple[int, int]]) -> "BankText":
        """What is left when ranges of lines, first and last in order, are taken away."""
        kept: list[BankLine] = []
        place = 0
        for line in self.lines:
            while place < len(taken) and taken[place][1] < line.number:
                place += 1
            if place == len(taken) or line.number < taken[place][0]:
                kept.append(line)
        return BankText(self.path, tuple(kept), self.values)


def split_lines(text: str) -> list[str]:
    """The lines of a file, whatever ends them; what steers a terminal becomes a question mark in a diamond."""
    text = _ODD_BREAKS.sub("\n", text.removeprefix("\ufeff"))
    return _CONTROL.sub("\ufffd", _ODD_SPACE.sub(" ", text)).split("\n")


def scan(lines: Sequence[str], path: str, *, skip: int = 0, values: Mapping[str, str] | None = None) -> BankText:
    """Tell text from code; `skip` lines of front matter at the head are passed over."""
    problems: list[Problem] = []
    if len(lines) > MOST_LINES:
        message = f"This file has more than {MOST_LINES:,} lines; the rest is not read."
        problems.append(Problem("too-large", message, path, MOST_LINES, "Split it into smaller files."))
    found = tuple(_lines(lines[:MOST_LINES], skip, path, problems))
    unclosed = tuple(problem.line for problem in problems if problem.rule == "unclosed-code")
    return BankText(path, found, values or {}, tuple(problems), unclosed)


def indent_of(text: str) -> int:
    """The columns before the first word; a tab goes to the next multiple of four."""
    width = 0
    for character in text:
        if character == " ":
            width += 1
        elif character == "\t":
            width += 4 - width % 4
        else:
            break
    return width


def without_code(lines: Sequence[BankLine]) -> str:
    """The words of lines with code blanked out, for what must not be found in code."""
    return "\n".join(_CODE_SPAN.sub("`…`", line.text[:20_000]) for line in lines if not line.is_code)


def change_words(text: str, change: Callable[[str], str]) -> str:
    """A text with a change made in its words, and none in its code."""
    changed: list[str] = []
    for line in scan(split_lines(text), "").lines:
        if line.is_code:
            changed.append(line.text)
            continue
        place, parts = 0, []
        for span in _CODE_SPAN.finditer(line.text):
            parts += [change(line.text[place : span.start()]), span.group()]
            place = span.end()
        changed.append("".join([*parts, change(line.text[place:])]))
    return "\n".join(changed)


def _lines(lines: Sequence[str], skip: int, path: str, problems: list[Problem]) -> Iterator[BankLine]:
    ends = _FenceEnds(lines)
    comment_ends = max((place for place, line in enumerate(lines) if "-->" in line), default=-1)
    place = skip
    while place < len(lines):
        line = lines[place]
        if line.lstrip().startswith("<!--"):
            end = _comment_end(lines, place) if place <= comment_ends else -1
            if end >= 0:
                place = end + 1
                continue
        match = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if match and not (match.group(2)[0] == "`" and "`" in match.group(3)):
            end = ends.after(place, match.group(2))
            trouble = _trouble(lines, place, end)
            if not trouble:
                is_bare = not match.group(1).strip()
                yield BankLine(place + 1, line, is_bare)
                yield from (BankLine(inner + 1, lines[inner], True) for inner in range(place + 1, end + 1))
                place = end + 1
                continue
            problems.append(Problem("unclosed-code", trouble, path, place + 1, "Close it with a line of ```."))
        yield BankLine(place + 1, line)
        place += 1


class _FenceEnds:
    """Where fences end. What is known to have no end is not looked for again, so that many openings cost no more."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._closers = [
            (place, words[0], len(words))
            for place, line in enumerate(lines)
            if len(words := line.strip()) >= 3 and words[0] in "`~" and not words.strip(words[0])
        ]
        self._next = 0

    def after(self, place: int, mark: str) -> int:
        """The line that closes a fence opened at `place`, or -1; asked for ascending places only."""
        while self._next < len(self._closers) and self._closers[self._next][0] <= place:
            self._next += 1
        for closer, sign, length in self._closers[self._next : self._next + 200]:
            if sign == mark[0] and length >= len(mark):
                return closer
        return -1


def _trouble(lines: Sequence[str], start: int, end: int) -> str:
    if end < 0:
        return "This code block has no end; it is read as text."
    swallowed = 0
    for line in lines[start + 1 : end]:
        swallowed += _CHOICE.match(line) is not None and line.lstrip()[:1] in "-*+"
        if swallowed >= _FEWEST_SWALLOWED:
            return (
                "This code block would hold the choices of a question, as if its end were missing; it is read as text."
            )
    return ""


def _comment_end(lines: Sequence[str], start: int) -> int:
    """The line on which a comment ends; -1 if words follow it there, for then it is part of the text."""
    for place in range(start, min(len(lines), start + 5_000)):
        line = lines[place]
        begin = line.find("<!--") + 4 if place == start else 0
        end = line.find("-->", begin)
        if end >= 0:
            return place if not line[end + 3 :].strip() else -1
    return -1
