"""Questions of others come into the learner's own folder: counted first, whole or not at all, and nothing unsaid."""

import contextlib
import os
import posixpath
import re
import shutil
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

from app import files
from app.domain.changes import NOTHING, Change, Outcome
from app.domain.exam import Question, TaskRef
from app.domain.problem import Problem
from app.errors import AppError, NotesUnreadable
from app.kinds.bank import ReadBank
from app.kinds.bank_lines import LARGEST, change_words, split_lines
from app.kinds.bank_text import write_bank
from app.kinds.draft import QUARANTINED, question_id
from app.notes import folder as note_folder
from app.notes import front_matter
from app.notes.folder import FileStamp, NoteFile
from app.services import bank
from app.services.profiles import own_folder

MOST_IMAGES = 2_000
LARGEST_IMAGE = 10_000_000
LARGEST_IMAGES = 200_000_000
_SWEPT_AFTER_SECONDS = 3600

_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\(\s*<?([^()<>\s\n]{1,1000})>?(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\s*\)")
_IMAGE_TAG = re.compile(
    r"<img\b[^<>\n]{0,500}?\bsrc\s*=\s*[\"']([^\"'<>\n]{1,1000})[\"'][^<>\n]{0,500}>", re.IGNORECASE
)
_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"BM", "bmp"))
_LEFT_OUT = frozenset({QUARANTINED, "unread", "too-large", "unreadable", "no-questions"})
_TITLE = re.compile(r"#\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A question of the file that is there already, at `same_as`; it is not taken twice."""

    path: str
    line: int
    id: str
    same_as: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a file gives. `questions` counts those that are new, `without_key` those of them that no exam will ask.

    `quarantined` names what stays out and why, `warnings` what came in and is odd. `written` is the bank that was made.
    """

    questions: int
    quarantined: tuple[Problem, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    warnings: tuple[Problem, ...] = ()
    without_key: int = 0
    images: int = 0
    title: str = ""
    forms: tuple[str, ...] = ()
    written: Path | None = None


def import_bank(path: Path, *, dry_run: bool, profile: str = "", task: str = "") -> Outcome[Report]:
    """Read a file of questions in whatever form; unless it is a dry run, keep the new ones in a bank of the learner's.

    `profile` is the exam that the file is for, where it does not say; `task` is that exam's task of every question
    that has none. Raises AppError if the file cannot be
    read, or the bank cannot be written; nothing is kept then.
    """
    file = _file(path)
    read = bank.of_text(file, path.name)
    fresh, duplicates = _fresh(read)
    pictures = _Pictures(path.resolve().parent)
    target = _target(own_folder(), path.stem)
    head = _head(file, path, profile)
    tasks = (TaskRef(head["profile"], task),) if task and head["profile"] else ()
    questions = [
        replace(pictures.taken(question, f"{target.stem}-images"), tasks=question.tasks or tasks) for question in fresh
    ]
    text, kept, lost = _written(questions, head, target.name)
    quarantined = [problem for problem in read.problems if problem.rule in _LEFT_OUT]
    report = Report(
        questions=len(kept),
        quarantined=tuple(sorted([*quarantined, *lost], key=lambda problem: problem.line)),
        duplicates=tuple(duplicates),
        warnings=(*(problem for problem in read.problems if problem.rule not in _LEFT_OUT), *pictures.problems),
        without_key=sum(not question.key for question in kept),
        images=len(pictures.content),
        title=head["bank"],
        forms=read.forms,
    )
    if dry_run or not kept:
        return Outcome(report, NOTHING)
    _keep(text, target, pictures.content)
    return Outcome(replace(report, written=target), frozenset({Change.EXAMS}))


def _file(path: Path) -> NoteFile:
    hint = "Nothing was imported. Pick a text file of questions."
    try:
        resolved = path.resolve(strict=True)
        size = resolved.stat().st_size
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NotesUnreadable(f"{path} cannot be read: {reason}.", hint=hint, details=repr(error)) from error
    if size > LARGEST:
        raise NotesUnreadable(f"{path.name} has more than {LARGEST // 1_000_000} MB.", hint=hint)
    file = note_folder.read(resolved.parent, resolved.name)
    if isinstance(file, Problem):
        raise NotesUnreadable(file.message.replace("This note", path.name), hint=hint)
    return file


def _head(file: NoteFile, path: Path, profile: str) -> dict[str, str]:
    """The front matter of the new bank: its title, and where its questions are from."""
    lines = split_lines(file.text[:LARGEST])
    head = front_matter.read(lines, path.name)
    values = {name: value for name, value in head.values.items() if isinstance(value, str)}
    headings = (match.group(1) for line in lines[head.lines : head.lines + 200] if (match := _TITLE.match(line)))
    title = values.get("bank") or values.get("title") or next(headings, "") or path.stem
    return {
        "bank": title.strip("'\"[] ")[:200] or "Imported",
        "profile": values.get("profile") or profile,
        "licence": values.get("licence") or values.get("license") or "not known",
        "source": path.name,
    }


def _fresh(read: ReadBank) -> tuple[list[Question], list[Duplicate]]:
    """The questions that are not there yet, by id and by words."""
    known = bank.load().questions
    places = {question.id: f"{question.source.path}:{question.source.first}" for question in known}
    words = {question_id(one.stem, [choice.text for choice in one.choices]): places[one.id] for one in known}
    fresh: list[Question] = []
    duplicates: list[Duplicate] = []
    for question in read.questions:
        own = question_id(question.stem, [choice.text for choice in question.choices])
        same_as = words.get(own) or (places.get(question.id) if own == question.id else None)
        if same_as:
            duplicates.append(Duplicate(question.source.path, question.source.first, question.id, same_as))
            continue
        taken = replace(question, id=own) if question.id in places else question
        places[taken.id] = words[own] = f"{question.source.path}:{question.source.first}"
        fresh.append(taken)
    return fresh, duplicates


@dataclass
class _Pictures:
    """The images that lie beside the file, by the name that they get; those that must stay out are named."""

    folder: Path
    content: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def taken(self, question: Question, into: str) -> Question:
        """The question with its images under their new names."""

        def swap(text: str) -> str:
            return change_words(text, renamed) if "![" in text or "<img" in text.lower() else text

        def renamed(text: str) -> str:
            text = _IMAGE_TAG.sub(lambda match: f"![]({match.group(1).replace(' ', '%20')})", text)
            return _IMAGE.sub(lambda match: self._reference(match, question, into), text)

        choices = tuple(
            replace(choice, text=swap(choice.text), reason=swap(choice.reason)) for choice in question.choices
        )
        return replace(question, stem=swap(question.stem), explanation=swap(question.explanation), choices=choices)

    def _reference(self, match: re.Match[str], question: Question, into: str) -> str:
        name = self._names.get(match.group(2))
        if name is None:
            name = self._names[match.group(2)] = self._read(match.group(2), question)
        return f"![{match.group(1)}]({into}/{name})" if name else match.group(0)

    def _read(self, address: str, question: Question) -> str:
        if re.match(r"[A-Za-z][\w+.-]*:|//|\\\\", address):
            return self._refused(address, "it is not on this computer, and nothing is fetched", question)
        name = posixpath.normpath(unquote(address.split("#")[0].split("?")[0]))
        content = files.read_inside(self.folder, name, most_bytes=LARGEST_IMAGE)
        if content is None:
            return self._refused(address, "it does not lie beside the file, or is too large", question)
        kind = next((kind for start, kind in _KINDS if content.startswith(start)), "")
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            kind = "webp"
        if not kind:
            return self._refused(address, "it is no PNG, JPEG, GIF, WebP or BMP", question)
        if len(self.content) >= MOST_IMAGES or sum(map(len, self.content.values())) + len(content) > LARGEST_IMAGES:
            return self._refused(address, "the images of this file are too many", question)
        new = f"{blake2b(content, digest_size=8).hexdigest()}.{kind}"
        self.content[new] = content
        return new

    def _refused(self, address: str, why: str, question: Question) -> str:
        message = f"The image {address[:80]} is not shown: {why}."
        self.problems.append(Problem("image", message, question.source.path, question.source.first))
        return ""


def _written(
    questions: list[Question], head: dict[str, str], name: str
) -> tuple[str, list[Question], tuple[Problem, ...]]:
    """The text of the new bank, checked by reading it again: what would come back as another question stays out."""
    text = write_bank(questions, head)
    again = _by_id(text, name)
    kept = [question for question in questions if _same(again.get(question.id), question)]
    if len(kept) < len(questions):
        text = write_bank(kept, head)
    known = {question.id for question in kept}
    message = "This question is kept aside: it cannot be written down so that it reads the same."
    lost = tuple(
        Problem(QUARANTINED, message, question.source.path, question.source.first)
        for question in questions
        if question.id not in known
    )
    return text, kept, lost


def _by_id(text: str, name: str) -> dict[str, Question]:
    return {question.id: question for question in bank.of_text(NoteFile(name, text, FileStamp(0, 0)), name).questions}


def _same(one: Question | None, other: Question) -> bool:
    if one is None or len(one.choices) != len(other.choices):
        return False
    same_key = [choice.id in one.key for choice in one.choices] == [choice.id in other.key for choice in other.choices]
    texts: Callable[[Question], list[str]] = lambda question: [  # noqa: E731
        question.stem,
        *(part for choice in question.choices for part in (choice.text, choice.reason)),
        question.explanation,
    ]
    return same_key and all(_words(a) == _words(b) for a, b in zip(texts(one), texts(other), strict=True))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _target(folder: Path, name: str) -> Path:
    """A file name of our own that is free."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "bank"
    slug = f"bank-{slug}" if re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", slug) else slug
    for number in range(1, 10_000):
        path = folder / (f"{slug}.md" if number == 1 else f"{slug}-{number}.md")
        if not os.path.lexists(path):
            return path
    raise AppError("There are too many banks of that name.", hint="Rename the file, and import it again.")


def _keep(text: str, target: Path, images: dict[str, bytes]) -> None:
    """Write the images, then the bank: until the bank is there, nothing refers to them."""
    folder = target.with_name(f"{target.stem}-images")
    _sweep(target.parent)
    try:
        if images:
            shutil.rmtree(folder, ignore_errors=True)  # left by an import that was cut short
            for name, content in images.items():
                files.write_whole(folder / name, content)
        files.write_whole(target, text.encode("utf-8", "replace"))
    except OSError as error:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder, ignore_errors=True)
        raise AppError(
            f"The questions could not be kept: {error.strerror or error}.",
            hint=f"Nothing was imported. Check that {target.parent} can be written to and that the disk has room.",
            details=repr(error),
        ) from error


def _sweep(folder: Path) -> None:
    """Take away what an import left that was killed while it wrote, long enough ago to be no other that runs now."""
    with contextlib.suppress(OSError):
        for path in folder.glob(".*.part"):
            if path.stat().st_mtime < time.time() - _SWEPT_AFTER_SECONDS:
                path.unlink()
