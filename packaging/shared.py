"""What the build scripts share: places, the version, and running a step."""

import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".build"
ENV = WORK / "env"
PYTHON = ENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DIST = WORK / "dist"
TREE = DIST / "certdeck"
OUT = WORK / "out"
ICON = ROOT / "resources" / "icons" / "certdeck.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
NAME = "Certdeck"
IDENTIFIER = "app.certdeck.Certdeck"  # of the program, where a system wants one that no other has


class NotBuilt(Exception):
    """What kept a build from being made, in one line."""


def version() -> str:
    """The version as the program says it."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "app" / "__init__.py").read_text("utf-8"))
    if found is None:
        raise NotBuilt("app/__init__.py does not say the version")
    return found.group(1)


def run(*command: object, env: Mapping[str, str] | None = None) -> None:
    """Run a step; say which one failed."""
    words = [str(word) for word in command]
    print("·", " ".join(Path(word).name if os.sep in word else word for word in words)[:110], flush=True)
    try:
        subprocess.run(words, check=True, env=env, cwd=ROOT)
    except OSError as error:
        raise NotBuilt(f"{words[0]} cannot be run: {error.strerror}") from error
    except subprocess.CalledProcessError as error:
        raise NotBuilt(f"{Path(words[0]).name} ended with {error.returncode}") from error


def draw_icons(folder: Path, sizes: Iterable[int] = SIZES, python: Path | None = None) -> dict[int, Path]:
    """Draw the icon in these sizes from its one SVG, with the Qt that is built in; give the files by size."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {size: folder / f"{size}.png" for size in sizes}
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run(python or PYTHON, ROOT / "packaging" / "draw_icon.py", ICON, *files.values(), env=environment)
    return files


def size_of(folder: Path) -> int:
    """The bytes in all files of a folder, links not followed."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
