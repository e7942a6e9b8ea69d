"""A text cut at its headings, cheaply, so that an edit of one section needs only that one parsed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_LISTED = re.compile(r"^([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r"^[ \t]*(?:[-*+>][ \t]+|\d{1,9}[.)][ \t]+)*(`{3,}|~{3,})(.*)$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_NO_TITLE = re.compile(r"^[ \t]*([-*+>|#]|\d{1,9}[.)][ \t]|$)|^(\t| {4})")
_DEFINITION = re.compile(r"^ {0,3}\[(\^?)([^\]\s][^\]]{0,200})\]:[ \t]*(\S.*)$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A heading with the lines directly below it; `first` is the line number of the heading, from 1.

    `body_first` is the number of the first line of `body`. Level 0 is the text before any heading.
    """

    level: int
    title: str
    first: int
    last: int
    body_first: int
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in chunks, and the definitions that any chunk may refer to."""

    chunks: tuple[Chunk, ...]
    definitions: str


def cut(lines: Sequence[str], offset: int) -> Cut:
    """Cut lines at headings; `offset` lines of front matter stand before the first one."""
    starts = list(_headings(lines))
    chunks: list[Chunk] = []
    first_heading = starts[0][0] if starts else len(lines)
    if any(line.strip() for line in lines[:first_heading]):
        chunks.append(Chunk(0, "", offset + 1, offset + first_heading, offset + 1, tuple(lines[:first_heading])))
    for index, (number, taken, level, title, indent) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(lines)
        body = tuple(_dedented(line, indent) for line in lines[number + taken : end])
        chunks.append(Chunk(level, title, offset + number + 1, offset + end, offset + number + taken + 1, body))
    return Cut(tuple(chunks), "\n".join(line for line in lines if "]:" in line and _DEFINITION.match(line)))


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int, int, str, int]]:
    """Yield (line index, lines taken, level, title, indent of what belongs to it)."""
    fence, is_comment, paragraph = "", False, -1
    for number, line in enumerate(lines):
        if is_comment:
            is_comment = "-->" not in line
            continue
        if "```" in line or "~~~" in line:
            match = _FENCE.match(line)
            if match and not fence and not (match.group(1)[0] == "`" and "`" in match.group(2)):
                fence = match.group(1)
                continue
            if match and fence and match.group(1).startswith(fence) and not match.group(2).strip():
                fence = ""
                continue
        if fence:
            continue
        if "<!--" in line and "-->" not in line and line.lstrip().startswith("<!--"):
            is_comment = True
            continue
        if "#" in line:
            match = _ATX.match(line)
            if match:
                yield number, 1, len(match.group(1)), (match.group(2) or "").strip(), 0
                paragraph = -1
                continue
            match = _LISTED.match(line)
            if match:
                indent = len(match.group(1).expandtabs(4))
                yield number, 1, len(match.group(2)), match.group(3).strip(), indent
                paragraph = -1
                continue
        if paragraph >= 0 and line[:4].lstrip()[:1] in ("=", "-") and _SETEXT.match(line):
            if number - paragraph == 1:
                yield paragraph, 2, 1 if "=" in line else 2, lines[paragraph].strip(), 0
            paragraph = -1
            continue
        if _NO_TITLE.match(line):
            paragraph = -1
        elif paragraph < 0 and (number == 0 or not lines[number - 1].strip()):
            paragraph = number


def _dedented(line: str, indent: int) -> str:
    if not indent:
        return line
    width = len(line) - len(line.lstrip(" "))
    return line[min(width, indent) :]
