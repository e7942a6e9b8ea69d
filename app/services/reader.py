"""A note becomes material, in a process of its own, so that no text can hold up or bring down the window."""

import multiprocessing
from collections.abc import Collection
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from app.domain.note import Code, Note, Section, Source
from app.domain.problem import Problem, Severity
from app.kinds.build import Material, build
from app.notes.folder import NoteFile
from app.notes.parse import parse

SECONDS = 3.0
SECONDS_PER_MB = 4.0
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Made:
    """A note with what was made of it."""

    note: Note
    material: Material
    problems: tuple[Problem, ...] = ()


def make(file: NoteFile, known: Collection[str] = ()) -> Made:
    """Parse a note and build its material, here and now."""
    parsed = parse(file.text, file.path, known=known)
    material = build(parsed.note)
    return Made(parsed.note, material, (*file.problems, *parsed.problems, *material.problems))


@dataclass(slots=True)
class Apart:
    """Reads notes one at a time in a child process, which is killed and replaced when a note takes too long."""

    seconds: float = SECONDS
    _process: multiprocessing.process.BaseProcess | None = None
    _pipe: "Connection[object, object] | None" = field(default=None)

    def make(self, file: NoteFile, known: Collection[str] = ()) -> Made:
        """Read a note; one that takes too long comes back as plain text with a Problem."""
        pipe = self._started()
        limit = self.seconds + SECONDS_PER_MB * len(file.text) / 1_000_000
        try:
            pipe.send((file, frozenset(known)))
            if pipe.poll(limit):
                answer = pipe.recv()
                assert isinstance(answer, Made)
                return answer
        except (EOFError, OSError):
            pass
        self.close()
        return as_written(file)

    def close(self) -> None:
        """End the child."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._pipe = None

    def _started(self) -> "Connection[object, object]":
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), name="certdeck-reader", daemon=True)
            process.start()
            theirs.close()
            self._process, self._pipe = process, ours
            if not ours.poll(START_SECONDS):
                self.close()
                raise OSError("the reader did not start")
            ours.recv()
        return self._pipe


def as_written(file: NoteFile) -> Made:
    """A note that could not be parsed: its text, without cards."""
    lines = file.text.count("\n") + 1
    source = Source(file.path, 1, lines)
    title = file.path.rsplit("/", 1)[-1]
    block = Code("text", file.text, source)
    section = Section(title, 1, (title,), (block,), (), source, file.stamp.digest, file.text)
    problem = Problem(
        "too-complex",
        "This note took too long to read; it is shown as it is written, without cards.",
        file.path,
        1,
        "Split it into smaller notes.",
        Severity.ERROR,
    )
    return Made(Note(file.path, title, "", (section,), file.stamp.digest), Material(), (*file.problems, problem))


def _serve(pipe: "Connection[object, object]") -> None:
    pipe.send("ready")
    while True:
        try:
            asked = pipe.recv()
        except EOFError:
            return
        assert isinstance(asked, tuple)
        pipe.send(make(asked[0], asked[1]))
