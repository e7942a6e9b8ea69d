"""A folder of notes on the disk becomes texts, and nothing else on the disk is ever touched."""

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from app.domain.problem import Problem, Severity
from app.errors import NotesUnreadable

SUFFIXES = (".md", ".markdown", ".txt")
MOST_FILES = 20_000
MOST_ENTRIES = 500_000  # of any kind
DEPTH = 20
LARGEST_FILE = 64 * 1024 * 1024
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What tells whether a file changed: its time, its size and, where it was read, its digest."""

    mtime_ns: int
    size: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A text that is to be parsed; `path` is relative to the folder, with forward slashes."""

    path: str
    text: str
    stamp: FileStamp
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The notes of a folder by path, and what was passed over."""

    root: Path
    stamps: Mapping[str, FileStamp]
    problems: tuple[Problem, ...] = ()
    is_cut_short: bool = False


def listing(root: Path) -> Listing:
    """Find the notes below `root`, or `root` itself if it is a file. Raises NotesUnreadable."""
    try:
        root = root.resolve(strict=True)
        found = root.stat()
    except (OSError, RuntimeError) as error:  # a ring of links is a RuntimeError before Python 3.13
        raise _unreadable(root, error) from error
    if not stat.S_ISDIR(found.st_mode):
        return _single(root, found)
    walk = _Walk(root)
    is_whole = walk.enter("", 0)
    if not is_whole:
        message = f"The folder is too large; of its notes {len(walk.stamps):,} are read."
        walk.problems.append(Problem("too-many-notes", message, ".", 1, "Open a smaller folder."))
    return Listing(root, walk.stamps, tuple(walk.problems), not is_whole)


def _single(file: Path, found: os.stat_result) -> Listing:
    if not stat.S_ISREG(found.st_mode):
        problem = Problem("not-a-file", f"{file.name} is not a regular file.", file.name, 1)
        return Listing(file.parent, {}, (problem,))
    return Listing(file.parent, {file.name: FileStamp(found.st_mtime_ns, found.st_size)})


def read(root: Path, path: str) -> NoteFile | Problem:
    """Read one note; a file that is none, or cannot be read, becomes a Problem."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(root / path, flags)
    except OSError as error:
        return _failed(path, error.strerror or "it cannot be opened")
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return _failed(path, "it is not a regular file")
        if found.st_size > LARGEST_FILE:
            return _failed(path, f"it has more than {LARGEST_FILE // 1_048_576} MB")
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            raw = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        return _failed(path, error.strerror or "it cannot be read")
    finally:
        os.close(descriptor)
    text, problems = _decoded(raw, path)
    if text is None:
        return _failed(path, "it is not text")
    digest = blake2b(raw, digest_size=16).hexdigest()
    return NoteFile(path, text, FileStamp(found.st_mtime_ns, found.st_size, digest), problems)


def changed(found: Listing, known: Mapping[str, FileStamp]) -> tuple[str, ...]:
    """The notes whose time or size differ from what is known, in order."""
    return tuple(
        path
        for path, stamp in sorted(found.stamps.items())
        if path not in known or (known[path].mtime_ns, known[path].size) != (stamp.mtime_ns, stamp.size)
    )


def read_changed(
    found: Listing,
    known: Mapping[str, FileStamp],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Iterator[NoteFile | Problem]:
    """Read the changed notes one by one, so that a large folder never sits in memory."""
    paths = changed(found, known)
    for number, path in enumerate(paths):
        if cancelled and cancelled():
            return
        if progress:
            progress(number, len(paths))
        yield read(found.root, path)


class _Walk:
    """One walk through a folder, within limits; no link is followed and nothing but names and times is read."""

    def __init__(self, root: Path) -> None:
        self.stamps: dict[str, FileStamp] = {}
        self.problems: list[Problem] = []
        self._root = root
        self._entries = 0

    def enter(self, below: str, depth: int) -> bool:
        """Note down a folder; false when a limit ended the walk."""
        try:
            with os.scandir(self._root / below) as found:
                entries = sorted(islice(found, MOST_ENTRIES - self._entries + 1), key=lambda entry: entry.name)
        except OSError as error:
            if not below:
                raise _unreadable(self._root, error) from error
            self.problems.append(_failed(below, error.strerror or "it cannot be read", "folder"))
            return True
        self._entries += len(entries)
        visible = [entry for entry in entries if not entry.name.startswith(".")]
        return self._entries <= MOST_ENTRIES and all(self._take(entry, below, depth) for entry in visible)

    def _take(self, entry: os.DirEntry[str], below: str, depth: int) -> bool:
        path = f"{below}/{entry.name}" if below else entry.name
        try:
            if entry.is_symlink():
                return True
            if entry.is_dir(follow_symlinks=False):
                return self._below(path, depth + 1)
            if not entry.name.lower().endswith(SUFFIXES):
                return True
            found = entry.stat(follow_symlinks=False)
        except OSError as error:
            self.problems.append(_failed(path, error.strerror or "it cannot be read"))
            return True
        if not stat.S_ISREG(found.st_mode):
            self.problems.append(_failed(path, "it is not a regular file"))
            return True
        if len(self.stamps) >= MOST_FILES:
            return False
        self.stamps[path] = FileStamp(found.st_mtime_ns, found.st_size)
        return True

    def _below(self, path: str, depth: int) -> bool:
        if depth < DEPTH:
            return self.enter(path, depth)
        self.problems.append(_failed(path, f"it is more than {DEPTH - 1} folders deep", "folder"))
        return True


def _decoded(raw: bytes, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    for mark, name in _BOMS:
        if raw.startswith(mark):
            try:
                return raw.decode(name), ()
            except UnicodeDecodeError:
                break
    if b"\x00" in raw[:8192] or _is_binary(raw[:8192]):
        return None, ()
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "This note is not valid UTF-8; it is read as Windows text, and some characters may be wrong."
        problem = Problem("encoding", message, path, line, "Save the file as UTF-8.")
        return raw.decode("cp1252", "replace"), (problem,)


def _is_binary(head: bytes) -> bool:
    odd = sum(1 for byte in head if byte < 9 or 13 < byte < 27 or 27 < byte < 32)
    return odd * 50 > len(head)


def _failed(path: str, why: str, what: str = "note") -> Problem:
    return Problem("unreadable", f"This {what} was left out: {why}.", path, 1, severity=Severity.ERROR)


def _unreadable(root: Path, error: Exception) -> NotesUnreadable:
    return NotesUnreadable(
        f"The notes in {root} cannot be read.",
        hint="Nothing was changed. Check that the folder exists and that you may read it, or open another one.",
        details=repr(error),
    )
