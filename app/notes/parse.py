"""Text of a note, in Markdown or copied from a web page, becomes a tree of sections."""

import gc
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any

from app.domain.note import Block, Code, Note, Section, Source
from app.domain.problem import Problem, Severity
from app.notes import front_matter
from app.notes.blocks import DEPTH, Reader, inline, parser, split_anchor
from app.notes.chunks import Chunk, cut
from app.notes.page_text import is_page_text, to_markdown

LONGEST_LINE = 100_000
LARGEST_CHUNK = 1_000_000
MOST_LINES = 20_000
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_DEEP = re.compile(
    rf"^(?:[ \t]*>){{{DEPTH // 2},}}|^[ \t]{{{DEPTH * 2},}}(?:[-*+]|\d+[.)])[ \t]|^(?:[-*+][ \t]+){{{DEPTH // 2},}}"
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A note, and what was wrong in it."""

    note: Note
    problems: tuple[Problem, ...]


def parse(text: str, path: str, *, known: Collection[str] = ()) -> Parsed:
    """Read a note; sections whose digest is in `known` come back without blocks. Never raises."""
    file_digest = _digest(text)
    lines = _BREAKS.sub("\n", text.replace("\x00", "\ufffd").lstrip("\ufeff")).split("\n")
    head = front_matter.read(lines, path)
    problems = list(head.problems)
    body = lines[head.lines :]
    joined = "\n".join(body)
    if is_page_text(joined):
        problems.extend(_remarks(body, head.lines, path))
        body = to_markdown(joined).split("\n")
    parts = cut(body, head.lines)
    title = _title(head.values.get("title"), parts.chunks, path)
    topic = head.values.get("topic") or PurePosixPath(path).parent.as_posix()
    topic = topic if isinstance(topic, str) and topic != "." else ""
    with _no_collection():
        flat = list(_sections(parts.chunks, title, path, parts.definitions, known, problems))
    sections = _nested(flat)
    return Parsed(Note(path, title, topic, sections, file_digest, dict(head.values)), tuple(problems))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Bulk parsing makes many objects and no cycles; collecting meanwhile costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _title(given: object, chunks: Sequence[Chunk], path: str) -> str:
    if isinstance(given, str) and given:
        return given
    tops = [chunk for chunk in chunks if chunk.level == 1]
    if len(tops) == 1:
        return _words(tops[0].title)[0]
    return PurePosixPath(path).stem


def _words(title: str) -> tuple[str, str | None]:
    words, anchor = split_anchor(title)
    return inline(words, {}).plain.strip(), anchor


def _sections(
    chunks: Sequence[Chunk],
    note_title: str,
    path: str,
    definitions: str,
    known: Collection[str],
    problems: list[Problem],
) -> Iterator[Section]:
    """Yield every section without children, in note order."""
    environment: dict[str, Any] = {}
    if definitions:
        _parse_tokens(definitions, environment)
    trail: list[tuple[int, str]] = []
    for chunk in chunks:
        title, anchor = _words(chunk.title) if chunk.level else (note_title, None)
        title = title or "Untitled"
        while trail and trail[-1][0] >= chunk.level:
            trail.pop()
        if chunk.level:
            trail.append((chunk.level, title))
        heading_path = tuple(name for _, name in trail) if chunk.level else (title,)
        body = "\n".join(chunk.body)
        digest = _digest("\x1e".join((str(chunk.level), *heading_path, anchor or "", definitions, body)))
        source = Source(path, chunk.first, chunk.last)
        is_parsed = digest not in known
        blocks = _blocks(chunk, body, path, environment, problems) if is_parsed else ()
        heading = f"{'#' * chunk.level} {chunk.title}\n" if chunk.level else ""
        yield Section(
            title, chunk.level or 1, heading_path, blocks, (), source, digest, heading + body, anchor, is_parsed
        )


def _blocks(
    chunk: Chunk, body: str, path: str, environment: dict[str, Any], problems: list[Problem]
) -> tuple[Block, ...]:
    """Parse one chunk; what is too large or too deep stays readable as text and is told."""
    if not body.strip():
        return ()
    refusal = _refusal(chunk)
    if refusal:
        line, message = refusal
        problems.append(Problem("too-complex", message, path, chunk.body_first + line, "Split it into smaller parts."))
        return (Code("text", body, Source(path, chunk.body_first, chunk.last)),)
    deep = [number for number, line in enumerate(chunk.body) if _DEEP.match(line)]
    if deep:
        message = f"{len(deep)} lines are nested too deeply to be read; they are shown as they are written."
        problems.append(Problem("too-deep", message, path, chunk.body_first + deep[0], severity=Severity.ERROR))
        too_deep = set(deep)
        body = "\n".join("" if number in too_deep else line for number, line in enumerate(chunk.body))
    try:
        return Reader(path, chunk.body_first, environment).blocks(_parse_tokens(body, environment))
    except RecursionError:
        message = "This part is nested too deeply to be read; it is shown as it is written."
        problems.append(Problem("too-deep", message, path, chunk.body_first, severity=Severity.ERROR))
        return (Code("text", body, Source(path, chunk.body_first, chunk.last)),)


def _refusal(chunk: Chunk) -> tuple[int, str] | None:
    for number, line in enumerate(chunk.body):
        if len(line) > LONGEST_LINE:
            return number, f"This line has {len(line):,} characters; the part it stands in is shown as plain text."
    if len(chunk.body) > MOST_LINES or sum(map(len, chunk.body)) > LARGEST_CHUNK:
        return 0, f"This part has {len(chunk.body):,} lines without a heading; it is shown as plain text."
    return None


def _parse_tokens(body: str, environment: dict[str, Any]) -> list[Any]:
    return parser().parse(body, environment)


def _nested(flat: Sequence[Section]) -> tuple[Section, ...]:
    """Hang each section under the nearest one above it with a lower level."""
    children: list[list[Section]] = [[]]
    levels = [0]
    closed: list[Section] = []
    for section in [*flat, None]:
        level = section.level if section else 0
        while (len(levels) > 1 and levels[-1] >= (level or 1)) or (section is None and len(levels) > 1):
            levels.pop()
            below = children.pop()
            done = closed.pop()
            children[-1].append(_with_children(done, tuple(below)))
        if section:
            levels.append(section.level)
            children.append([])
            closed.append(section)
    return tuple(children[0])


def _with_children(section: Section, children: tuple[Section, ...]) -> Section:
    if not children:
        return section
    return Section(
        section.title,
        section.level,
        section.heading_path,
        section.blocks,
        children,
        section.source,
        section.digest,
        section.text,
        section.anchor,
        section.is_parsed,
    )


def _remarks(lines: Sequence[str], offset: int, path: str) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=offset + 1):
        if re.match(r"^\W*(TODO|FIXME)\b", line):
            yield Problem("todo", f"A note to the author was left out: {line.strip()[:80]}", path, number)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
