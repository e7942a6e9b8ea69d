"""Where things live: the learner's own files, and the files that come with the program."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

HOME_VARIABLE = "CERTDECK_HOME"
NOTE_SUFFIXES = (".md", ".markdown")
BUNDLED = "bundled"  # how settings and store name the notes that come with the program

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


def folder_of(path: Path) -> str:
    """The folder of notes that a folder or a note stands for; empty if it is neither."""
    if path.is_file() and path.suffix.lower() in NOTE_SUFFIXES:
        path = path.parent
    return str(path.resolve()) if path.is_dir() else ""
