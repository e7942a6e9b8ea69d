"""The questions that exams draw from: banks that come with the program, and those that the learner imported."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from app import paths
from app.domain.changes import Outcome
from app.domain.exam import Question
from app.domain.problem import Problem, Severity
from app.kinds.bank import ReadBank, read_bank
from app.kinds.bank_lines import LARGEST, split_lines
from app.notes import folder as note_folder
from app.notes import front_matter
from app.notes.folder import NoteFile
from app.services.context import Services
from app.services.profiles import own_folder

BUNDLED, OWN = "exams", "imported"  # how the sources of questions name the two folders
SUFFIX = ".md"
MOST_FILES = 500
_TOLD = frozenset({"no-key", "no-hint"})  # said at the import, and nothing that the learner has to mend
_KEPT = 600  # banks remembered as they were read


@dataclass(frozen=True, slots=True)
class Bank:
    """All questions, each id once, and what was wrong in their files.

    `source.path` of a question begins with the name of its folder; `files` leads from there to the place on the disk,
    which is where its images lie, and `profiles` to the exam that the bank as a whole is for.
    """

    questions: tuple[Question, ...]
    problems: tuple[Problem, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    profiles: Mapping[str, str] = field(default_factory=dict)

    def with_key(self) -> tuple[Question, ...]:
        """The questions that an exam may ask: those whose right choices are known."""
        return tuple(question for question in self.questions if question.key)

    def without_task(self, profile: str) -> tuple[Question, ...]:
        """The questions with a key that have no task, from banks for this profile or for none that they name.

        They cannot be drawn by domain, but practised: an imported bank seldom says what its questions belong to.
        """
        return tuple(
            question
            for question in self.with_key()
            if not question.tasks and self.profiles.get(question.source.path, "") in ("", profile)
        )


def image_folder(question: Question) -> Path | None:
    """Where the images of a question lie, also of one that was kept with an attempt."""
    folders = {BUNDLED: paths.shipped("content/exams"), OWN: own_folder()}
    return folders.get(question.source.path.partition("/")[0])


def questions(services: Services) -> Outcome[Bank]:  # noqa: ARG001 - asked like every service
    """Read all banks; a file that did not change since it was read is not read again."""
    return Outcome(load())


def load() -> Bank:
    """Read the bundled banks and the imported ones, in the order of their names."""
    found: dict[str, Question] = {}
    problems: list[Problem] = []
    files: dict[str, Path] = {}
    profiles: dict[str, str] = {}
    for name, folder in ((BUNDLED, paths.shipped("content/exams")), (OWN, own_folder())):
        for path in _files(folder, problems):
            shown = f"{name}/{path.name}"
            read = read_file(path, shown)
            files[shown] = path
            profiles[shown] = read.profile
            problems.extend(one for one in read.problems if name == BUNDLED or one.rule not in _TOLD)
            for question in read.questions:
                first = found.setdefault(question.id, question)
                if first is not question:
                    problems.append(_twice(question, first))
    return Bank(tuple(found.values()), tuple(problems), files, profiles)


def read_file(path: Path, shown: str) -> ReadBank:
    """Read one bank as it is on the disk; problems and sources name it as `shown`."""
    try:
        stamp = path.lstat()
    except OSError as error:
        return ReadBank((), (_unreadable(shown, error.strerror or "it cannot be read"),))
    return _read(path, shown, stamp.st_size, stamp.st_mtime_ns)


@lru_cache(maxsize=_KEPT)
def _read(path: Path, shown: str, size: int, mtime_ns: int) -> ReadBank:  # noqa: ARG001 - what tells files apart
    if size > LARGEST:
        return ReadBank((), (_unreadable(shown, f"it has more than {LARGEST // 1_000_000} MB"),))
    file = note_folder.read(path.parent, path.name)
    return ReadBank((), (_unreadable(shown, file.message),)) if isinstance(file, Problem) else of_text(file, shown)


def of_text(file: NoteFile, shown: str) -> ReadBank:
    """Read a text of questions, its front matter first."""
    lines = split_lines(file.text[:LARGEST])
    head = front_matter.read(lines, shown)
    values = {name: value for name, value in head.values.items() if isinstance(value, str)}
    read = read_bank(lines, shown, skip=head.lines, values=values)
    told = [replace(problem, path=shown) for problem in file.problems]
    return replace(read, problems=(*told, *head.problems, *read.problems))


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    if not folder.is_dir():
        return []
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and not path.name.startswith("."))
    except OSError as error:
        problems.append(_unreadable(str(folder), error.strerror or "it cannot be read"))
        return []
    if len(found) > MOST_FILES:
        problems.append(_unreadable(found[MOST_FILES].name, f"more than {MOST_FILES} banks are too many"))
    return found[:MOST_FILES]


def _unreadable(shown: str, why: str) -> Problem:
    return Problem("unreadable", f"This bank was left out: {why}.", shown, 1, severity=Severity.ERROR)


def _twice(question: Question, first: Question) -> Problem:
    message = f"The id ^{question.id} is that of {first.source.path}:{first.source.first} too; this one is left out."
    hint = "Give it an id of its own, or remove it."
    return Problem("duplicate-id", message, question.source.path, question.source.first, hint)
