"""The dictionary that comes with the program."""

import gzip
from functools import lru_cache
from pathlib import Path

from app import paths
from app.errors import AppError
from app.kinds.spelling import Words


@lru_cache(maxsize=1)
def dictionary() -> Words:
    """Read resources/words once; raises AppError if a list is missing or damaged."""
    folder = paths.shipped("resources/words")
    try:
        own = folder.joinpath("computing.txt").read_text(encoding="utf-8").split()
        return Words(_listed(folder / "english.txt.gz") | set(own), *map(_listed, _one_spelling(folder)))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise AppError(
            "The dictionary that comes with Certdeck cannot be read.",
            hint="Install Certdeck again.",
            details=str(error),
        ) from error


def _one_spelling(folder: Path) -> tuple[Path, Path]:
    return folder / "british.txt.gz", folder / "american.txt.gz"


def _listed(path: Path) -> frozenset[str]:
    return frozenset(gzip.decompress(path.read_bytes()).decode("utf-8").split())
