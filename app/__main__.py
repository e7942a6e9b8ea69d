"""`python -m app`: the window, on a folder of notes or a question bank if one is named, else the command line."""

import os
import sys
from multiprocessing import freeze_support
from pathlib import Path

from app import paths


def main() -> int:
    """Start what the arguments ask for; each side is imported only if it is wanted, because both are slow to load."""
    freeze_support()
    asked = _asked(sys.argv[1:])
    if len(sys.argv) > 1 and not asked:
        from app import cli

        return cli.main(sys.argv[1:])
    from app import main as window

    return window.main(asked)


def _asked(arguments: list[str]) -> str:
    """What a lone argument names: a folder, the folder of a note, or a question bank; empty if it names none."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return ""
    path = Path(arguments[0])
    if os.sep not in arguments[0] and path.suffix.lower() not in paths.NOTE_SUFFIXES:
        return ""  # a command's name, whatever lies in the folder one stands in
    return paths.to_open(path)


if __name__ == "__main__":
    sys.exit(main())
