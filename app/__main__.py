"""`python -m app`: the window, on a folder of notes if one is named, else the command line."""

import os
import sys
from multiprocessing import freeze_support
from pathlib import Path

from app import paths


def main() -> int:
    """Start what the arguments ask for; each side is imported only if it is wanted, because both are slow to load."""
    freeze_support()
    folder = _folder(sys.argv[1:])
    if len(sys.argv) > 1 and not folder:
        from app import cli

        return cli.main(sys.argv[1:])
    from app import main as window

    return window.main(folder)


def _folder(arguments: list[str]) -> str:
    """The notes that a lone argument names: a folder, or the folder of a note; empty if it names neither."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        return ""
    path = Path(arguments[0])
    if os.sep not in arguments[0] and path.suffix.lower() not in paths.NOTE_SUFFIXES:
        return ""  # a command's name, whatever lies in the folder one stands in
    return paths.folder_of(path)


if __name__ == "__main__":
    sys.exit(main())
