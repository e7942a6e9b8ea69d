"""What an exporter is, what it gets, and how its file comes onto the disk: whole or not at all."""

import errno
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app import files
from app.domain.card import StudyCard
from app.domain.ids import CardId
from app.domain.review import Review
from app.errors import AlreadyThere, ExportError

LONGEST_NAME = 80

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)", re.IGNORECASE)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is exported: cards in note order, when each one's text last changed, and the log of answers."""

    title: str
    made: datetime
    cards: tuple[StudyCard, ...]
    changed: Mapping[CardId, datetime] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()

    def changed_at(self, card_id: CardId) -> datetime:
        """When the text of a card last changed, as far as is known."""
        return self.changed.get(card_id, self.made)


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: `make` turns a bundle into the content of a file."""

    id: str
    title: str
    suffix: str
    make: Callable[[Bundle], bytes]

    def write(self, bundle: Bundle, path: Path, *, overwrite: bool = False) -> int:
        """Write a bundle to a file and return its size; raise ExportError, and leave what was there, if that fails."""
        target = _target(path, overwrite=overwrite)
        content = self.make(bundle)
        try:
            files.write_whole(target, content)
        except OSError as error:
            raise _failure(error, target) from error
        return len(content)


def slug(title: str) -> str:
    """Make a file name of a title that every system takes, without a suffix."""
    name = _NOT_PLAIN.sub("-", title).strip("-")[:LONGEST_NAME].rstrip("-").lower()
    return f"cards-{name}".rstrip("-") if not name or _RESERVED.fullmatch(name) else name


def encoded(text: str) -> bytes:
    """Text as UTF-8; what cannot be encoded becomes a question mark rather than a failure."""
    return text.encode("utf-8", "replace")


def _target(path: Path, *, overwrite: bool) -> Path:
    """Where to write: links followed, and only if a file may be put there."""
    try:
        target = path.resolve()
        folder, is_there = target.parent, target.exists()
        if not folder.is_dir():
            raise ExportError("The folder to write to does not exist.", hint=f"Make it first: {folder}")
        if is_there and not target.is_file():
            raise ExportError(f"{target.name} is not a file and cannot be replaced.", hint="Choose another name.")
    except (OSError, ValueError, RuntimeError) as error:  # too long, a NUL, links in a circle
        raise ExportError("No file can have this name.", hint="Choose another one.", details=repr(error)) from error
    if is_there and not overwrite:
        raise AlreadyThere(f"There is already a file named {target.name}.", hint="Choose another name, or replace it.")
    return target


def _failure(error: OSError, target: Path) -> ExportError:
    if error.errno in _FULL:
        message, hint = "There is no room on the disk.", "Nothing was written. Free some space and export again."
    elif isinstance(error, PermissionError) or error.errno == errno.EROFS:
        message, hint = f"{target.parent} cannot be written to.", "Nothing was written. Choose another folder."
    else:
        message, hint = f"{target.name} could not be written.", "Nothing was changed. Choose another place."
    return ExportError(message, hint=hint, details=repr(error))
