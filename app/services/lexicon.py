"""The names that come with the program."""

import tomllib
from functools import lru_cache

from app import paths
from app.errors import AppError
from app.kinds.lexicon import Lexicon


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read content/lexicon.toml once; raises AppError if it is missing or damaged."""
    try:
        return Lexicon.from_toml(paths.shipped("content/lexicon.toml").read_text(encoding="utf-8"))
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise AppError(
            "The list of names that comes with Certdeck cannot be read.",
            hint="Install Certdeck again.",
            details=str(error),
        ) from error
