"""Where things live: the learner's own files, and the files that come with the program."""

import itertools
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

HOME_VARIABLE = "CERTDECK_HOME"
NOTE_SUFFIXES = (".md", ".markdown")
BUNDLED = "bundled"  # how settings and store name the notes that come with the program

_LONGEST_HEAD = 4096  # bytes
_NAME = "certdeck"
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Folders:
    """The three places of the platform; none of them needs to exist yet."""

    data: Path
    config: Path
    cache: Path

    @property
    def progress_file(self) -> Path:
        """The store: everything the learner has done."""
        return self.data / "progress.db"

    @property
    def settings_file(self) -> Path:
        """What the learner has chosen."""
        return self.config / "settings.json"

    @property
    def log_file(self) -> Path:
        """What went wrong lately."""
        return self.cache / "certdeck.log"


def folders() -> Folders:
    """Name the folders for data, settings and cache; the variable CERTDECK_HOME moves all of them into one."""
    if home := os.environ.get(HOME_VARIABLE):
        base = Path(home).expanduser().absolute()
        return Folders(data=base, config=base, cache=base / "cache")
    return Folders(
        data=platformdirs.user_data_path(_NAME, appauthor=False),
        config=platformdirs.user_config_path(_NAME, appauthor=False),
        cache=platformdirs.user_cache_path(_NAME, appauthor=False),
    )


def shipped(name: str) -> Path:
    """Find a file or folder that comes with the program, such as `content/notes`: installed, or in the checkout."""
    installed = _PACKAGE / name
    return installed if installed.exists() else _PACKAGE.parent / name


def notes_folder(chosen: str) -> Path:
    """Turn what the settings say of the notes folder into a path."""
    return shipped("content/notes") if chosen == BUNDLED else Path(chosen)


def to_open(path: Path) -> str:
    """What a folder or file asks to be opened: a folder of notes, or a question bank; empty if it is neither."""
    if path.is_file() and path.suffix.lower() in NOTE_SUFFIXES and not _is_bank(path):
        path = path.parent
    is_one = path.is_dir() or (path.is_file() and path.suffix.lower() in NOTE_SUFFIXES)
    return str(path.resolve()) if is_one else ""


def _is_bank(path: Path) -> bool:
    """Whether the front matter of a Markdown file calls it a question bank."""
    try:
        with path.open("rb") as stream:
            lines = stream.read(_LONGEST_HEAD).splitlines()
    except OSError:
        return False
    if not lines or lines[0].removeprefix(b"\xef\xbb\xbf").strip() != b"---":
        return False
    head = itertools.takewhile(lambda line: line.strip() != b"---", lines[1:])
    return any(line.startswith(b"bank:") for line in head)
