"""A text cut at its headings, cheaply, so that an edit of one section needs only that one parsed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)[ \t]*")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_DELIMITERS = re.compile(r"[|:\- \t]+")
_DEFINITION = re.compile(r" {0,3}\[(\^?[^\]\[]{1,200})\]:(?:[ \t]|$)")
_LABEL = re.compile(r"\[(\^?[^\]\[\n]{1,200})\]")

_CAN_START, _CANNOT_START = -1, -2  # whether a paragraph of its own may begin at the next line


@dataclass(slots=True)
class Chunk:
    """A heading with the lines directly below it, comments left out; level 0 is the text before any heading.

    `first` and `last` are line numbers from 1; `body_first` is the number of the first line of `body`.
    """

    level: int
    title: str
    first: int
    last: int
    body_first: int
    body: list[str] = field(default_factory=list)

    def add(self, number: int, line: str) -> None:
        """Take a line; lines of others in between leave blank ones, so that the rest keeps its numbers."""
        gap = number - self.body_first - len(self.body)
        if gap:
            self.body.extend([""] * gap)
        self.body.append(line)
        self.last = number


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in chunks; `definitions` are the lines by label that any chunk may refer to.

    `unclosed` is the number of the line that opens a code block without an end, or 0.
    """

    chunks: tuple[Chunk, ...]
    definitions: Mapping[str, str]
    unclosed: int = 0

    def context(self, body: str) -> str:
        """The definitions that a body refers to."""
        if not self.definitions or "[" not in body:
            return ""
        labels = dict.fromkeys(map(_normal, _LABEL.findall(body)))
        return "\n\n".join(self.definitions[label] for label in labels if label in self.definitions)


def cut(lines: Sequence[str], offset: int = 0) -> Cut:
    """Cut lines at headings; `offset` lines of front matter stand before the first one."""
    return _Scanner(lines, offset).cut()


class _Scanner:
    """One walk over the lines of a note, with no more knowledge of Markdown than headings need."""

    def __init__(self, lines: Sequence[str], offset: int) -> None:
        self._lines = lines
        self._offset = offset
        head = Chunk(0, "", offset + 1, offset + 1, offset + 1)
        self._chunks = [head]
        self._open = [(head, 0)]  # chunks that still grow, with the number of list entries around each
        self._items: list[int] = []  # where the text of each open list entry begins
        self._paragraph = _CAN_START
        self._definitions: dict[str, str] = {}
        self._last_end_of_comment = max((number for number, line in enumerate(lines) if "-->" in line), default=-1)

    def cut(self) -> Cut:
        number, unclosed = 0, 0
        lines = self._lines
        while number < len(lines):
            line = lines[number]
            words = line.lstrip(" \t")
            if not words:
                self._take(number, line)
                self._paragraph = _CANNOT_START if self._items else _CAN_START
                number += 1
                continue
            if words.startswith("<!--") and "-->" not in words and number < self._last_end_of_comment:
                number = self._after_comment(number)
                continue
            indent = _width(line, len(line) - len(words))
            self._leave(indent)
            words, indent = self._enter(words, indent)
            if "```" in words or "~~~" in words:
                end = self._fence_end(number, words, indent)
                if end:
                    unclosed = unclosed or (self._offset + number + 1 if end < 0 else 0)
                    stop = abs(end)
                    for inner in range(number, stop):
                        self._take(inner, lines[inner])
                    number = stop
                    self._paragraph = _CANNOT_START if self._items else _CAN_START
                    continue
            number = self._line(number, line, words, indent)
        chunks = [chunk for chunk in self._chunks if chunk.level or _says_something(chunk.body)]
        return Cut(tuple(chunks), self._definitions, unclosed)

    def _line(self, number: int, line: str, words: str, indent: int) -> int:
        """Take one line outside of code and comments; return the number of the next one."""
        within = indent - (self._items[-1] if self._items else 0)
        if words[0] == "#" and within < 4:
            heading = _atx(words)
            if heading:
                self._heading(number, number + 1, *heading)
                return number + 1
        if words[0] in "=-" and self._paragraph >= 0 and within < 4:
            mark = words.rstrip(" \t")
            if not mark.strip(mark[0]):
                first = self._paragraph
                title = " ".join(text.strip() for text in self._lines[first:number])
                chunk = self._open[-1][0]
                del chunk.body[first + self._offset + 1 - chunk.body_first :]
                chunk.last = max(chunk.first, first + self._offset)
                self._heading(first, number + 1, 1 if mark[0] == "=" else 2, title)
                return number + 1
        self._watch(number, words, within)
        if "]:" in words:
            match = _DEFINITION.match(line)
            if match:
                self._paragraph = _CAN_START if self._paragraph == number else self._paragraph
                self._definitions.setdefault(_normal(match.group(1)), line)
        self._take(number, line)
        return number + 1

    def _watch(self, number: int, words: str, within: int) -> None:
        """Keep track of where a paragraph began, as a line of dashes below it makes a heading of it."""
        if _is_rule(words):
            self._paragraph = _CAN_START
        elif self._items or words[0] == ">" or words.startswith("<!--"):
            self._paragraph = _CANNOT_START
        elif self._paragraph == _CAN_START:
            self._paragraph = number if within < 4 else _CAN_START
        elif self._paragraph >= 0 and "|" in words and _DELIMITERS.fullmatch(words):
            self._paragraph = _CANNOT_START  # the line was the head of a table

    def _heading(self, number: int, after: int, level: int, title: str) -> None:
        if not self._items:
            self._open.clear()
        chunk = Chunk(level, title, self._offset + number + 1, self._offset + after, self._offset + after + 1)
        self._chunks.append(chunk)
        self._open.append((chunk, len(self._items)))
        self._paragraph = _CAN_START

    def _take(self, number: int, line: str) -> None:
        chunk, depth = self._open[-1]
        chunk.add(self._offset + number + 1, _dedented(line, self._items[depth - 1]) if depth else line)

    def _leave(self, indent: int) -> None:
        """Close the list entries that a line no longer belongs to, and the headings inside them."""
        while self._items and indent < self._items[-1]:
            self._items.pop()
            while self._open[-1][1] > len(self._items):
                self._open.pop()

    def _enter(self, words: str, indent: int) -> tuple[str, int]:
        """Open the list entries that a line begins; return what stands behind their markers."""
        while words[0] in "-*+0123456789":
            match = _MARKER.match(words)
            if not match or _is_rule(words) or indent - (self._items[-1] if self._items else 0) > 3:
                break
            is_weak = match.end() == len(words) or (words[0].isdigit() and match.group().strip() not in ("1.", "1)"))
            if is_weak and self._paragraph >= 0:
                break  # it goes on with the paragraph, or underlines it
            rest = words[match.end() :]
            if not rest:
                self._items.append(indent + len(match.group().rstrip()) + 1)
                break
            width = _width(match.group(), match.end())
            marker = len(match.group().rstrip())
            self._items.append(indent + (width if width - marker < 5 else marker + 1))
            indent += width
            words = rest
            if len(self._items) > 100:
                break
        return words, indent

    def _fence_end(self, number: int, words: str, indent: int) -> int:
        """The line after the code block that a line opens: 0 if it opens none, negative if it has no end."""
        quoted = words.startswith(">")
        match = _FENCE.match(words.lstrip("> \t"))
        if not match or (match.group(1)[0] == "`" and "`" in match.group(2)):
            return 0
        if not quoted and indent - (self._items[-1] if self._items else 0) > 3:
            return 0
        mark = match.group(1)
        for after in range(number + 1, len(self._lines)):
            line = self._lines[after]
            bare = line.strip(" \t")
            if quoted:
                if not bare.startswith(">"):
                    return after
                bare = bare.lstrip("> \t")
            elif self._items and bare and _width(line, len(line) - len(line.lstrip(" \t"))) < self._items[-1]:
                return after
            if bare.startswith(mark) and not bare.strip(mark[0]):
                return after + 1
        return -len(self._lines)

    def _after_comment(self, number: int) -> int:
        while "-->" not in self._lines[number]:
            number += 1
        self._paragraph = _CANNOT_START if self._items else _CAN_START
        return number + 1


def _atx(words: str) -> tuple[int, str] | None:
    title = words.lstrip("#")
    level = len(words) - len(title)
    if level > 6 or (title and title[0] not in " \t"):
        return None
    title = title.strip(" \t")
    bare = title.rstrip("#")
    if bare != title and (not bare or bare[-1] in " \t"):
        title = bare.rstrip(" \t")
    return level, title


def _is_rule(words: str) -> bool:
    mark = words[0]
    if mark not in "-*_" or words.strip(mark + " \t"):
        return False
    return words.count(mark) >= 3


def _says_something(lines: Iterable[str]) -> bool:
    """Whether there is more than comments and definitions."""
    return any(_telling(lines))


def _telling(lines: Iterable[str]) -> Iterator[bool]:
    for line in lines:
        words = line.strip()
        is_comment = words.startswith("<!--") and words.endswith("-->")
        yield bool(words) and not is_comment and not _DEFINITION.match(line)


def _dedented(line: str, indent: int) -> str:
    words = line.lstrip(" \t")
    width = _width(line, len(line) - len(words))
    return " " * max(0, width - indent) + words


def _width(line: str, end: int) -> int:
    """How many columns the first `end` characters take."""
    return end if "\t" not in line[:end] else len(line[:end].expandtabs(4))


def _normal(label: str) -> str:
    return " ".join(label.split()).casefold()
