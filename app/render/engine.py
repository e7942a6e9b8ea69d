"""Graphviz as a program of its own: fed by its standard input, with little time, little memory and no file to read."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from app import files
from app.errors import LayoutError

SECONDS = 10
_MEGABYTES = 512
_MOST_OUTPUT = 8_000_000
_NAMES = ("graphviz-pure", "dot")


@dataclass(frozen=True, slots=True)
class Engine:
    """Which program lays out, and where its answers are kept (None keeps nothing)."""

    program: Path
    cache: Path | None = None

    def lay_out(self, dot: str) -> dict[str, Any]:
        """Graphviz's JSON for a DOT text; raises LayoutError with what to tell the learner."""
        key = hashlib.sha256(f"{self.program.name}\n{dot}".encode()).hexdigest()[:32]
        kept = self.cache / f"{key}.json" if self.cache else None
        if kept is not None and (known := _read(kept)) is not None:
            return known
        answer = _run(self.program, dot)
        if kept is not None:
            try:
                kept.parent.mkdir(parents=True, exist_ok=True)
                files.write_whole(kept, json.dumps(answer).encode())
            except OSError:
                pass  # a cache that cannot be written costs time, nothing else
        return answer


@lru_cache(maxsize=1)
def shipped() -> Path:
    """The executable that comes with Certdeck; raises LayoutError if the installation lacks it."""
    suffix = ".exe" if os.name == "nt" else ""
    places = [Path(sys.executable).parent, Path(getattr(sys, "_MEIPASS", sys.prefix))]
    for folder in places:
        for name in _NAMES[:1]:
            for path in (folder / (name + suffix), folder / "bin" / (name + suffix)):
                if path.is_file():
                    return path
    try:
        found = metadata.files("graphviz-pure") or []
    except metadata.PackageNotFoundError:
        found = []
    for file in found:
        if file.name == _NAMES[0] + suffix:
            return Path(str(file.locate())).resolve()
    raise LayoutError(
        "Diagrams cannot be drawn: the program that lays them out is missing from this installation.",
        hint="Install Certdeck again. Until then each diagram is shown as a list.",
    )


def _run(program: Path, dot: str) -> dict[str, Any]:
    command = [str(program), "-Tjson0"]
    if os.name == "posix":  # limits are set by a shell that then becomes the program
        limits = f"ulimit -v {_MEGABYTES * 1024}; ulimit -t {SECONDS}; ulimit -f 0; ulimit -c 0"
        command = ["/bin/sh", "-c", f'{limits} 2>/dev/null; exec "$0" -Tjson0', str(program)]
    environment = {"SERVER_NAME": "1", "LC_ALL": "C.UTF-8", "PATH": "", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                command, input=dot.encode(), capture_output=True, timeout=SECONDS, cwd=folder, env=environment,
                start_new_session=True, creationflags=flags, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise LayoutError(
                f"This diagram took longer than {SECONDS} seconds to lay out and was stopped.",
                hint="The list beside it says the same. Fewer parts make a picture that can be read.",
            ) from error
        except OSError as error:
            raise LayoutError(
                "Graphviz could not be started, so the diagram is shown as a list.",
                hint="Choose another Graphviz in the settings.",
                details=str(error),
            ) from error
    if done.returncode or not done.stdout or len(done.stdout) > _MOST_OUTPUT:
        raise LayoutError(
            "Graphviz could not lay out this diagram, so it is shown as a list.",
            details=done.stderr.decode(errors="replace")[:4000],
        )
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise LayoutError("Graphviz gave an answer that is not understood.", details=str(error)) from error
    return answer if isinstance(answer, dict) else {}


def _read(path: Path) -> dict[str, Any] | None:
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return known if isinstance(known, dict) else None
