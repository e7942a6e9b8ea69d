"""Drills from the open notes: made when they are asked for, and again only where a note changed."""

from functools import lru_cache
from pathlib import Path

from app import paths
from app.domain.changes import Outcome
from app.domain.exam import Question
from app.kinds import drill
from app.kinds.build import build
from app.notes import folder as note_folder
from app.notes.folder import NoteFile
from app.notes.parse import parse
from app.services.context import Services
from app.services.lexicon import lexicon

LARGEST_NOTE = 2_000_000  # bytes; a larger one is no note to drill
_KEPT = 1_000


def drills(services: Services) -> Outcome[tuple[Question, ...]]:
    """All drills of the open notes, in the order of their lines; raises NotesUnreadable if the folder is gone."""
    return Outcome(in_notes(paths.notes_folder(services.folder)))


def in_notes(root: Path) -> tuple[Question, ...]:
    """All drills of a folder of notes, or of one note."""
    found = note_folder.listing(root)
    made = (
        question
        for path, stamp in sorted(found.stamps.items())
        if stamp.size <= LARGEST_NOTE
        for question in _of_note(found.root, path, stamp.mtime_ns, stamp.size)
    )
    return tuple({question.id: question for question in made}.values())


@lru_cache(maxsize=_KEPT)
def _of_note(root: Path, path: str, mtime_ns: int, size: int) -> tuple[Question, ...]:  # noqa: ARG001 - tell notes apart
    file = note_folder.read(root, path)
    if not isinstance(file, NoteFile):
        return ()
    note = parse(file.text, file.path).note
    return drill.drills(note, build(note, lexicon()).cards)
