"""A bank is looked over before anybody trusts it: our own, or one that a learner wrote or imported."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app import paths
from app.domain.exam import Profile, Question
from app.domain.note import Note
from app.domain.problem import Problem
from app.errors import NotesUnreadable
from app.kinds.audit import Audit, audit
from app.notes import folder as note_folder
from app.notes.folder import NoteFile
from app.notes.parse import parse
from app.services import bank, profiles


def audit_bank(path: Path | None, notes_root: Path, *, profile: str = "") -> Audit:
    """Look over a bank, a folder of banks, or those that come with the program; a profile's code judges by that alone.

    Raises AppError if there is no such profile, bank or folder.
    """
    known: Sequence[Profile] = profiles.load()
    questions: list[Question] = []
    problems: list[Problem] = []
    for file in _files(path or paths.shipped("content/exams")):
        read = bank.read_file(file, str(file))
        questions.extend(read.questions)
        problems.extend(read.problems)
    found = audit(questions, known, notes_in(notes_root))
    if profile:
        code = profiles.named(known, profile).code
        found = replace(
            found,
            coverage=tuple(one for one in found.coverage if one.profile == code),
            problems=tuple(
                one for one in found.problems if not one.rule.startswith("short-") or one.message.startswith(f"{code},")
            ),
        )
    told = sorted((*problems, *found.problems), key=lambda problem: (problem.path, problem.line, problem.rule))
    return replace(found, problems=tuple(told))


def notes_in(root: Path) -> tuple[Note, ...]:
    """Parse the notes that questions lead to."""
    files = note_folder.read_changed(note_folder.listing(root), {})
    return tuple(parse(file.text, file.path).note for file in files if isinstance(file, NoteFile))


def _files(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            path.stat()
            return [path]
        return sorted(file for file in path.glob(f"*{bank.SUFFIX}") if not file.name.startswith("."))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NotesUnreadable(f"{path} cannot be read: {reason}.", hint="Check how it is spelled.") from error
