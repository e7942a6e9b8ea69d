"""A note becomes material, in a process of its own, so that no text can hold up or bring down the window."""

import contextlib
import logging
import multiprocessing
import sys
from collections.abc import Collection
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from app.domain.card import Card
from app.domain.note import Note, Section, Source
from app.domain.problem import Problem, Severity
from app.kinds.build import build
from app.kinds.picture import lexicon_of
from app.kinds.spelling import Spelled, spelled
from app.notes.folder import NoteFile
from app.notes.parse import Parsed, parse
from app.services.lexicon import lexicon
from app.services.spelling import dictionary

if sys.platform != "win32":
    import resource

_log = logging.getLogger(__name__)

SECONDS = 3.0
SECONDS_PER_MB = 4.0
START_SECONDS = 30.0
MEMORY_BYTES = 1_000_000_000
MEMORY_PER_BYTE = 100  # of the note


@dataclass(frozen=True, slots=True)
class Made:
    """A note with what was made of it; of comparisons and diagrams the first lines. Blocks are left out."""

    note: Note
    cards: tuple[Card, ...] = ()
    comparisons: tuple[int, ...] = ()
    diagrams: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


def make(file: NoteFile, known: Collection[str] = ()) -> Made:
    """Parse a note and build its material, here and now; sections with a known digest are passed over."""
    return _made(file, parse(file.text, file.path, known=known))


def proofread(file: NoteFile) -> tuple[Made, Spelled]:
    """Parse a note, build its material and look its words up."""
    parsed = parse(file.text, file.path)
    return _made(file, parsed), spelled(parsed.note, dictionary(), lexicon_of(parsed.note, lexicon()))


def is_bank(note: Note) -> bool:
    """Whether a file among the notes holds questions for exams: it gives no cards, and nothing to read."""
    return "bank" in note.front_matter


def _made(file: NoteFile, parsed: Parsed) -> Made:
    if is_bank(parsed.note):
        return Made(replace(parsed.note, sections=()), problems=(*file.problems, *parsed.problems, _bank(file.path)))
    material = build(parsed.note, lexicon())
    return Made(
        replace(parsed.note, sections=tuple(_without_blocks(section) for section in parsed.note.sections)),
        material.cards,
        tuple(comparison.source.first for comparison in material.comparisons),
        tuple(diagram.source.first for diagram in material.diagrams),
        problems=(*file.problems, *parsed.problems, *material.problems),
    )


def _bank(path: str) -> Problem:
    return Problem(
        "bank",
        "This file holds exam questions (its front matter has “bank”): it makes no cards and is not in the Library.",
        path,
        1,
        "Import it under Exam. If it is a note, take the line “bank” out.",
    )


class Reader:
    """Makes notes one at a time, here or in a child that is killed and replaced when a note takes too long."""

    def __init__(self, is_apart: bool, *, seconds: float = SECONDS) -> None:
        self._is_apart = is_apart
        self._seconds = seconds
        self._process: BaseProcess | None = None
        self._pipe: Connection[object, object] | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def make(self, file: NoteFile, known: Collection[str] = ()) -> Made | None:
        """Make a note; None if that takes too long, or more memory than there is."""
        pipe = self._started() if self._is_apart else None
        if pipe is None:
            return make(file, known)
        limit = self._seconds + SECONDS_PER_MB * len(file.text) / 1_000_000
        try:
            pipe.send((file, frozenset(known)))
            if pipe.poll(limit):
                answer = pipe.recv()
                if isinstance(answer, Made):
                    return answer
            _log.info("Reading %s took more than %.0f s", file.path, limit)
        except (EOFError, OSError) as error:
            _log.warning("The reader failed on %s: %r", file.path, error)
        self.close()
        return None

    def close(self) -> None:
        """End the child."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._pipe = None

    def _started(self) -> "Connection[object, object] | None":
        """The line to a child that is ready; None where the system starts no children."""
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), name="certdeck-reader", daemon=True)
            try:
                process.start()
                theirs.close()
                self._process, self._pipe = process, ours
                if not ours.poll(START_SECONDS) or ours.recv() != _READY:
                    raise EOFError
            except (EOFError, OSError):
                self.close()
                self._is_apart = False
        return self._pipe


def as_written(file: NoteFile) -> Made:
    """A note that could not be parsed: its text, without cards."""
    source = Source(file.path, 1, file.text.count("\n") + 1)
    title = file.path.rsplit("/", 1)[-1]
    section = Section(title, 1, (title,), (), (), source, file.stamp.digest, file.text)
    note = Note(file.path, title, "", (section,), file.stamp.digest)
    return Made(note, problems=(*file.problems, too_complex(file)))


def too_complex(file: NoteFile) -> Problem:
    """Say that a note could not be parsed within its time and memory."""
    return Problem(
        "too-complex",
        "This note took too long to read. Cards made from it earlier are kept; nothing new was made.",
        file.path,
        1,
        "Split it into smaller notes.",
        Severity.ERROR,
    )


_READY = "ready"


def _serve(pipe: "Connection[object, object]") -> None:
    """Answer until the other end closes."""
    with contextlib.suppress(EOFError, OSError):  # also when it is gone before we are there
        pipe.send(_READY)
        while True:
            asked = pipe.recv()
            assert isinstance(asked, tuple)
            file, known = asked
            _limit_memory(len(file.text))
            pipe.send(make(file, known))


def _limit_memory(size: int) -> None:
    """Take no more memory than a note of this size may need, where the system can hold us to that."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = MEMORY_BYTES + MEMORY_PER_BYTE * size
        resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _without_blocks(section: Section) -> Section:
    """Only what the store keeps: blocks are many, and nested deep."""
    return replace(section, blocks=(), children=tuple(_without_blocks(child) for child in section.children))
