"""Text of a note, in Markdown or copied from a web page, becomes a tree of sections."""

import gc
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import PurePosixPath

from app.domain.note import Block, Note, Section, Source
from app.domain.problem import Problem, Severity
from app.notes import front_matter
from app.notes.blocks import as_written, read_blocks
from app.notes.chunks import Chunk, Cut, cut
from app.notes.inline import TooComplex, environment_for, read, split_anchor
from app.notes.page_text import Page, escape, is_page_text, read_page, to_markdown

LARGEST_NOTE = 8_000_000  # characters that are read; what comes after them is only shown
LARGEST_PIECE = 200_000
MOST_LINES = 20_000
_BREAKS = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A note, and what was wrong in it."""

    note: Note
    problems: tuple[Problem, ...]


def parse(text: str, path: str, *, known: Collection[str] = ()) -> Parsed:
    """Read a note; sections whose digest is in `known` come back without blocks. Never raises."""
    lines = _BREAKS.sub("\n", text.replace("\x00", "\ufffd").removeprefix("\ufeff")).split("\n")
    head = front_matter.read(lines, path)
    body = lines[head.lines :]
    problems = list(head.problems)
    with _no_collection():
        if len(text) <= LARGEST_NOTE and is_page_text(body):
            page = read_page(body, path, head.lines)
            problems.extend(page.problems)
            title = _given(head.values.get("title")) or page.title or PurePosixPath(path).stem
            flat = list(_of_page(page, title, path, known))
        else:
            parts = cut(body, head.lines)
            problems.extend(_odd(parts, path))
            title = _given(head.values.get("title")) or _only_title(parts.chunks) or PurePosixPath(path).stem
            flat = list(_of_markdown(parts, title, path, known, problems))
    topic = _given(head.values.get("topic")) or _folder(path)
    note = Note(path, title, topic, _nested(flat), _digest(text), dict(head.values))
    return Parsed(note, tuple(sorted(problems, key=lambda problem: problem.line)))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Parsing makes many objects and no cycles; collecting meanwhile costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _given(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _folder(path: str) -> str:
    folder = PurePosixPath(path).parent.as_posix()
    return "" if folder == "." else folder


def _only_title(chunks: Iterable[Chunk]) -> str:
    titles = [chunk.title for chunk in chunks if chunk.level == 1]
    return _words(titles[0])[0] if len(titles) == 1 else ""


def _words(title: str) -> tuple[str, str | None]:
    words, anchor = split_anchor(title)
    try:
        return read(words, environment_for(words)).plain.strip(), anchor
    except TooComplex:
        return words, anchor


def _odd(parts: Cut, path: str) -> Iterator[Problem]:
    if parts.unclosed:
        message = "This code block has no end; everything below it is read as code."
        yield Problem("unclosed-code", message, path, parts.unclosed, "Close it with a line of ```.")
    for chunk in parts.chunks:
        if chunk.level and not chunk.title:
            yield Problem("empty-heading", "This heading has no words.", path, chunk.first, "Name the section.")


class _Path:
    """The headings above the line that is read, and the digests given so far."""

    def __init__(self, note_title: str) -> None:
        self._note_title = note_title
        self._trail: list[tuple[int, str]] = []
        self._seen: Counter[str] = Counter()

    def enter(self, level: int, title: str) -> tuple[str, ...]:
        """Come to a heading; its parent is the nearest one above it with a lower level."""
        if not level:
            return (self._note_title,)
        while self._trail and self._trail[-1][0] >= level:
            self._trail.pop()
        self._trail.append((level, title))
        return tuple(name for _, name in self._trail)

    def digest(self, parts: Sequence[str]) -> str:
        """Name a section by its text; the second one with the same text gets another name."""
        digest = _digest("\x1e".join(parts))
        self._seen[digest] += 1
        return digest if self._seen[digest] == 1 else _digest(f"{digest} {self._seen[digest]}")


def _of_page(page: Page, title: str, path: str, known: Collection[str]) -> Iterator[tuple[int, Section]]:
    trail = _Path(title)
    for part in page.parts:
        own = part.title or title
        heading_path = trail.enter(part.level, own)
        body = to_markdown(part.blocks)
        digest = trail.digest(("page", str(part.level), *heading_path, body))
        is_parsed = digest not in known
        text = f"{'#' * part.level} {escape(own)}\n\n{body}" if part.level else body
        blocks = part.blocks if is_parsed else ()
        source = Source(path, part.first, part.last)
        yield (
            part.level,
            Section(own, part.level or 1, heading_path, blocks, (), source, digest, text, None, is_parsed),
        )


def _of_markdown(
    parts: Cut, title: str, path: str, known: Collection[str], problems: list[Problem]
) -> Iterator[tuple[int, Section]]:
    trail = _Path(title)
    left = LARGEST_NOTE
    for chunk in parts.chunks:
        words, anchor = _words(chunk.title) if chunk.level else (title, None)
        own = words or "Untitled"
        heading_path = trail.enter(chunk.level, own)
        body = "\n".join(chunk.body)
        context = parts.context(body)
        was_left, left = left >= 0, left - len(body)
        shown = "shown" if left < 0 else ""
        digest = trail.digest((str(chunk.level), *heading_path, anchor or "", context, shown, body))
        blocks: tuple[Block, ...] = ()
        is_parsed = digest not in known
        if shown:
            blocks = as_written(chunk.body, path, chunk.body_first) if is_parsed else ()
            if was_left:
                problems.append(_too_large(path, chunk.first))
        elif is_parsed:
            blocks, found = _blocks(chunk, context, path)
            problems.extend(found)
        text = f"{'#' * chunk.level} {chunk.title}\n{body}" if chunk.level else body
        source = Source(path, chunk.first, chunk.last)
        yield (
            chunk.level,
            Section(own, chunk.level or 1, heading_path, blocks, (), source, digest, text, anchor, is_parsed),
        )


def _too_large(path: str, line: int) -> Problem:
    message = f"This note has more than {LARGEST_NOTE:,} characters; from here on it is shown as it is written."
    return Problem("too-large", message, path, line, "Split it into smaller notes.", Severity.ERROR)


def _blocks(chunk: Chunk, context: str, path: str) -> tuple[tuple[Block, ...], list[Problem]]:
    """Read a chunk piece by piece; a piece too large for the parser stays readable as it is written."""
    blocks: list[Block] = []
    problems: list[Problem] = []
    for start, end in _pieces(chunk.body):
        piece, first = chunk.body[start:end], chunk.body_first + start
        size = sum(map(len, piece))
        if size > LARGEST_PIECE or len(piece) > MOST_LINES:
            message = f"{len(piece):,} lines with {size:,} characters without a gap; shown as written, without cards."
            hint = "Part the text by headings or blank lines."
            problems.append(Problem("too-complex", message, path, first, hint, Severity.ERROR))
            blocks.extend(as_written(piece, path, first))
        else:
            found, odd = read_blocks(piece, context, path, first)
            blocks.extend(found)
            problems.extend(odd)
    return tuple(blocks), problems


def _pieces(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where to part the lines of a chunk that is too large to be parsed at once: between blocks, never inside code."""
    if len(lines) <= MOST_LINES and sum(map(len, lines)) <= LARGEST_PIECE:
        if any(map(str.strip, lines)):
            yield 0, len(lines)
        return
    start = before = size = 0
    for gap in _gaps(lines):
        more = sum(map(len, lines[before:gap]))
        if before > start and (size + more > LARGEST_PIECE // 4 or gap - start > MOST_LINES // 4):
            yield start, before
            start, size = before, 0
        before, size = gap, size + more
    yield start, before


def _gaps(lines: Sequence[str]) -> Iterator[int]:
    """Where a block at the margin begins below a blank line, and the end."""
    fence = ""
    for number, line in enumerate(lines):
        if not fence and number and not lines[number - 1].strip() and line[:1] not in ("", " ", "\t"):
            yield number
        words = line.lstrip()
        if words.startswith(("```", "~~~")):
            fence = "" if fence and words.startswith(fence) else fence or words[:3]
    yield len(lines)


def _nested(flat: Sequence[tuple[int, Section]]) -> tuple[Section, ...]:
    """Hang each section under the nearest one above it with a lower level; text before any heading stands alone."""
    children: list[list[Section]] = [[] for _ in flat]
    top: list[Section] = []
    trail: list[int] = []
    parents: list[int] = []
    for index, (level, _) in enumerate(flat):
        while trail and flat[trail[-1]][0] >= level:
            trail.pop()
        parents.append(trail[-1] if trail else -1)
        if level:
            trail.append(index)
    for index in range(len(flat) - 1, -1, -1):
        section = flat[index][1]
        if children[index]:
            section = replace(section, children=tuple(reversed(children[index])))
        (children[parents[index]] if parents[index] >= 0 else top).append(section)
    return tuple(reversed(top))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
