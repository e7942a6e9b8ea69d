"""Graphviz as a program of its own: fed by its standard input, with little time, little memory and no file to read."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from threading import Event, get_ident
from time import monotonic
from typing import Any

from app.errors import LayoutError

Answer = dict[str, Any]

SECONDS = 10
_MEGABYTES = 512
_MOST_OUTPUT = 8_000_000
MOST_KEPT = 4_000  # answers, about 4 MB
_NAME = "graphviz-pure"
_GLANCE = 0.1  # seconds between two looks whether somebody still waits
_READ = ("name", "pos", "bb", "id", "lp")


@dataclass(frozen=True, slots=True)
class Engine:
    """Which program lays out, where its answers are kept (None keeps nothing), and what ends it when it is set."""

    program: Path
    cache: Path | None = None
    stop: Event | None = None

    def known(self, dot: str) -> Answer | None:
        """The answer that was kept for a DOT text, if one was."""
        return _read(self.cache / self._name(dot)) if self.cache is not None else None

    def lay_out_all(self, dots: Sequence[str]) -> Sequence[Answer | LayoutError]:
        """Graphviz's JSON for several texts in one run of the program; if that fails, each has a run of its own."""
        answers = self._fresh(dots)
        if self.cache is not None:
            for dot, answer in zip(dots, answers, strict=True):
                if not isinstance(answer, LayoutError):
                    _keep(self.cache / self._name(dot), answer)
            _forget(self.cache)
        return answers

    def _name(self, dot: str) -> str:
        digest = hashlib.sha256(f"{self.program.name}\n{dot}".encode()).hexdigest()
        return f"{digest[:32]}.json"

    def _fresh(self, dots: Sequence[str]) -> Sequence[Answer | LayoutError]:
        if not dots:
            return []
        try:
            return _run(self.program, dots, self.stop)
        except LayoutError as error:
            if len(dots) == 1 or (self.stop is not None and self.stop.is_set()):
                return [error] * len(dots)
        return [self._fresh([dot])[0] for dot in dots]


@lru_cache(maxsize=1)
def shipped() -> Path:
    """The executable that comes with Certdeck; raises LayoutError if the installation lacks it."""
    suffix = ".exe" if os.name == "nt" else ""
    places = [Path(sys.executable).parent, Path(getattr(sys, "_MEIPASS", sys.prefix))]
    for folder in places:
        for path in (folder / (_NAME + suffix), folder / "bin" / (_NAME + suffix)):
            if path.is_file():
                return path
    try:
        found = metadata.files("graphviz-pure") or []
    except metadata.PackageNotFoundError:
        found = []
    for file in found:
        if file.name == _NAME + suffix:
            return Path(str(file.locate())).resolve()
    raise LayoutError(
        "Diagrams cannot be drawn: the program that lays them out is missing from this installation.",
        hint="Install Certdeck again. Until then each diagram is shown as a list.",
    )


def of_the_system() -> Path | None:
    """The `dot` that is installed on this computer, if one is."""
    found = shutil.which("dot")
    return Path(found) if found else None


def _run(program: Path, dots: Sequence[str], stop: Event | None) -> list[Answer]:
    command = [str(program), "-Tjson0"]
    if os.name == "posix":  # limits are set by a shell that then becomes the program
        limits = f"ulimit -v {_MEGABYTES * 1024}; ulimit -t {SECONDS}; ulimit -f 0; ulimit -c 0"
        command = ["/bin/sh", "-c", f'{limits} 2>/dev/null; exec "$0" -Tjson0', str(program)]
    environment = {"SERVER_NAME": "1", "LC_ALL": "C.UTF-8", "PATH": "", "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    pipe = subprocess.PIPE
    with tempfile.TemporaryDirectory() as folder:
        try:
            running = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=folder, env=environment,
                start_new_session=True, creationflags=flags,
            )  # fmt: skip
        except OSError as error:
            raise LayoutError(
                "Graphviz could not be started, so the diagram is shown as a list.",
                hint="Choose another Graphviz in the settings.",
                details=str(error),
            ) from error
        with running:
            out, complaint = _hear(running, "\n".join(dots).encode(), stop)
    if running.returncode or not out or len(out) > _MOST_OUTPUT:
        raise LayoutError(
            "Graphviz could not lay out this diagram, so it is shown as a list.",
            details=complaint.decode(errors="replace")[:4000],
        )
    answers = list(_answers(out.decode(errors="replace")))
    if len(answers) != len(dots):
        raise LayoutError("Graphviz gave an answer that is not understood.", details=f"{len(answers)} of {len(dots)}")
    return answers


def _hear(running: "subprocess.Popen[bytes]", text: bytes, stop: Event | None) -> tuple[bytes, bytes]:
    """Feed the program and take what it says; end it when its time is over or nobody waits any more."""
    ends = monotonic() + SECONDS
    given: bytes | None = text
    while True:
        try:
            return running.communicate(given, timeout=_GLANCE)
        except subprocess.TimeoutExpired as error:
            given = None  # it was given already; asking again only waits
            is_stopped = stop is not None and stop.is_set()
            if is_stopped or monotonic() > ends:
                running.kill()
                running.communicate()
                raise (_stopped() if is_stopped else _too_slow()) from error


def _stopped() -> LayoutError:
    return LayoutError("You stopped the drawing of this diagram.", hint="Draw again to see it; here it is in words.")


def _too_slow() -> LayoutError:
    return LayoutError(
        f"This diagram took longer than {SECONDS} seconds to lay out and was stopped.",
        hint="The list beside it says the same. Fewer parts make a picture that can be read.",
    )


def _answers(out: str) -> Iterator[Answer]:
    """One value after the other, cut down to what is read of it."""
    decoder, place = json.JSONDecoder(), 0
    try:
        while place < len(out):
            answer, place = decoder.raw_decode(out, place)
            yield _cut(answer)
            while place < len(out) and out[place].isspace():
                place += 1
    except (ValueError, AttributeError, TypeError) as error:
        raise LayoutError("Graphviz gave an answer that is not understood.", details=str(error)) from error


def _cut(answer: Answer) -> Answer:
    return {
        "bb": answer.get("bb", ""),
        "objects": [{key: one[key] for key in _READ if key in one} for one in answer.get("objects", ())],
        "edges": [{key: one[key] for key in _READ if key in one} for one in answer.get("edges", ())],
    }


def _keep(path: Path, answer: Answer) -> None:
    """Keep an answer without waiting for the disk: one that is damaged by a crash is asked for again."""
    own = path.with_suffix(f".{os.getpid()}-{get_ident()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(json.dumps(answer), encoding="utf-8")
        own.replace(path)
    except OSError:
        pass  # a cache that cannot be written costs time, nothing else


def _forget(folder: Path) -> None:
    """Let go of the older half when there are many, so that years of edits do not pile up."""
    try:
        kept = sorted((one.stat().st_mtime_ns, one.path) for one in os.scandir(folder) if one.name.endswith(".json"))
        if len(kept) > MOST_KEPT:
            for _, path in kept[: len(kept) // 2]:
                os.unlink(path)
    except OSError:
        pass  # another Certdeck may be doing the same


def _read(path: Path) -> Answer | None:
    try:
        known = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return known if isinstance(known, dict) else None
