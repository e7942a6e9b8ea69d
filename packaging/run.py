"""Start Certdeck, or its tests, on a machine that has Python and nothing else.

    python3 packaging/run.py                 the window, on the notes that come with it
    python3 packaging/run.py check notes/    a command without a window; --help lists them
    python3 packaging/run.py test            the tests; what follows goes to pytest
    python3 packaging/run.py lint            ruff, mypy and the import contracts

The first run makes `.venv` beside this folder and installs what packaging/requirements.txt pins; later runs need no
network and go straight through. Only the standard library is used, and nothing outside the checkout is written.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what people with an older Python start
    sys.exit("Certdeck needs Python 3.11 or newer; this is {}.{}.".format(*sys.version_info[:2]))

# What only a first run needs (subprocess, shutil, ctypes) is imported where it is used: a second start costs nothing.
import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
IS_WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
REQUIREMENTS = {
    "app": ROOT / "packaging/requirements.txt",
    "test": ROOT / "packaging/requirements-dev.txt",  # holds all of the other, at the same versions
}
LINKER_CACHE = Path("/etc/ld.so.cache")  # touched whenever a system library comes or goes

LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("importlinter.cli",),
)

# What the Qt wheels expect of a Linux system: library → Debian and Ubuntu package.
BASE = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
}
XCB = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
LIBRARIES = {"xcb": BASE | XCB, "wayland": BASE | WAYLAND}


class Stop(Exception):
    """What the person at the keyboard has to know or do, in one line."""


def main(arguments: Sequence[str]) -> int:
    """Do what was asked and return the exit code; on Unix the program takes this process over instead."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    try:
        if command == "test":
            prepare("test")
            return test(rest)
        if command == "lint":
            prepare("test")
            return lint()
        prepare("app")
        if not arguments:
            check_screen()
        return become([str(PYTHON), "-P", "-m", "app", *arguments], environment())
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Give the same command again to go on.")
        return 130


def test(arguments: Sequence[str]) -> int:
    """Run pytest in the checkout; windows stay off the screen unless QT_QPA_PLATFORM says otherwise."""
    values = environment()
    values.setdefault("QT_QPA_PLATFORM", "offscreen")
    check_libraries(values["QT_QPA_PLATFORM"])
    os.chdir(ROOT)
    return become([str(PYTHON), "-P", "-m", "pytest", *arguments], values)


def lint() -> int:
    """Run every linter, all of them even when one finds something."""
    import subprocess

    codes = []
    for linter in LINTERS:
        say("· " + " ".join(linter))
        command = [str(PYTHON), "-P", "-m", *linter]
        if linter[0] == "importlinter.cli":
            command = [str(PYTHON), "-P", "-c", "from importlinter.cli import lint_imports_command as c; c()"]
        codes.append(subprocess.call(command, cwd=ROOT, env=environment()))
    return max(codes)


def environment() -> dict[str, str]:
    """The environment for the program: `app` is found wherever the command is given, and a foreign `app` is not."""
    values = dict(os.environ)
    before = values.get("PYTHONPATH")
    values["PYTHONPATH"] = str(ROOT) + (os.pathsep + before if before else "")
    return values


def become(command: list[str], values: dict[str, str]) -> int:
    """Turn into the program; Windows has no such thing and waits for it."""
    if not IS_WINDOWS:
        os.execve(command[0], command, values)
    import subprocess

    return subprocess.call(command, env=values)


def say(line: str) -> None:
    """Tell how far we are, without getting into what a command prints."""
    print(line, file=sys.stderr, flush=True)


# The environment


def prepare(purpose: str) -> None:
    """Make `.venv` and fill it, unless a run before has done so with the same requirements."""
    if is_ready(purpose):
        return
    if not PYTHON.exists() or not has_own_python() or not has_pip():
        make_venv()
    install(purpose)


def is_ready(purpose: str) -> bool:
    """Tell whether the environment holds what is pinned today, made with the Python that is there today."""
    return PYTHON.exists() and any(
        same(stamp(name), wanted(name)) for name in (("app", "test") if purpose == "app" else ("test",))
    )


def wanted(purpose: str) -> bytes:
    """What a stamp says when all is well: which Python, and the requirements to the letter."""
    return os.path.realpath(PYTHON).encode() + b"\n" + REQUIREMENTS[purpose].read_bytes()


def stamp(purpose: str) -> Path:
    """Where a finished installation is noted; it goes with the environment."""
    return VENV / f"installed-{purpose}.txt"


def same(path: Path, content: bytes) -> bool:
    """Tell whether a file holds exactly this."""
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def has_own_python() -> bool:
    """Ask the environment's Python for its version: too old, broken or moved away means no."""
    ask = "import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix == sys.base_prefix)"
    return succeeds([str(PYTHON), "-c", ask])


def has_pip() -> bool:
    """Tell whether something can install into the environment."""
    return succeeds([str(PYTHON), "-m", "pip", "--version"]) or borrowed_pip() is not None


def borrowed_pip() -> list[str] | None:
    """The pip of the Python that runs this, made to install into `.venv`; Debian packages pip and venv apart."""
    command = [base_python(), "-m", "pip", "--python", str(PYTHON)]
    return command if succeeds([*command, "--version"]) else None


def base_python() -> str:
    """The Python behind this one, should this one belong to the very environment that is to be made anew."""
    return str(getattr(sys, "_base_executable", sys.executable)) if sys.prefix != sys.base_prefix else sys.executable


def succeeds(command: list[str]) -> bool:
    """Run something for its exit code alone."""
    import subprocess

    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv() -> None:
    """Make `.venv` anew."""
    import subprocess

    say(f"Making an environment in {VENV}")
    if VENV.exists():
        remove(VENV)
    full = [base_python(), "-m", "venv", str(VENV)]
    can_pip = succeeds([base_python(), "-c", "import ensurepip, venv"])
    command = full if can_pip else [*full, "--without-pip"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        reason = (made.stderr or made.stdout).strip().splitlines()[-1:] or ["no reason given"]
        remove(VENV)
        raise Stop(needs_venv() if "venv" in reason[0] else f"The environment could not be made: {reason[0]}")
    if not can_pip and borrowed_pip() is None:
        remove(VENV)
        raise Stop(needs_venv())


def needs_venv() -> str:
    """How to get the part of Python that Debian leaves out."""
    version = "{}.{}".format(*sys.version_info[:2])
    return f"Python's venv module is not complete here. Install it: {apt(['python' + version + '-venv'])}"


def remove(folder: Path) -> None:
    """Delete an environment, or say why not."""
    import shutil

    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise Stop(
            f"{folder} cannot be replaced ({error.strerror}). Delete it, then give the same command again."
        ) from error


def install(purpose: str) -> None:
    """Install what is pinned, hashes checked, and note it only when all of it is there."""
    import subprocess

    listed = REQUIREMENTS[purpose]
    number = sum(1 for line in listed.read_text().splitlines() if "==" in line)
    say(f"Installing {number} packages, once; this takes a minute or two and needs the network")
    for name in REQUIREMENTS:
        with contextlib.suppress(FileNotFoundError):
            stamp(name).unlink()
    own = [str(PYTHON), "-m", "pip"]
    pip = own if succeeds([*own, "--version"]) else borrowed_pip() or own
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-input", "--disable-pip-version-check"]
    values = {**os.environ, "PIP_USER": "0", "PYTHONUNBUFFERED": "1"}
    if subprocess.call([*pip, "install", *options, "-r", str(listed)], stdout=2, env=values, cwd=ROOT):
        raise Stop(
            "Installing did not finish; the lines above say why. With the network back, give the same command again."
        )
    stamp(purpose).write_bytes(wanted(purpose))
    say("Installed. From now on no network is needed.")


# The system


def check_screen() -> None:
    """Stop with one clear line where no window can open."""
    if not sys.platform.startswith("linux"):
        return
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if not platform:
        if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
            raise Stop(
                "There is no screen to show a window on: neither DISPLAY nor WAYLAND_DISPLAY is set. "
                "Start Certdeck on a desktop; `check`, `cards`, `drill` and the other commands work without one."
            )
        platform = "xcb" if os.environ.get("DISPLAY") else "wayland"
    check_libraries(platform)


def check_libraries(platform: str) -> None:
    """Ask the dynamic linker for all that a Qt platform needs, once for each state of the system's libraries."""
    if not sys.platform.startswith("linux"):
        return
    note = VENV / f"libraries-{platform}.txt"
    with contextlib.suppress(OSError):
        if same(note, str(LINKER_CACHE.stat().st_mtime_ns).encode()):
            return
    missing = missing_libraries(LIBRARIES.get(platform, BASE))
    missing = missing or unknown_missing(platform)
    if missing:
        raise Stop(missing_words(missing))
    with contextlib.suppress(OSError):
        note.write_bytes(str(LINKER_CACHE.stat().st_mtime_ns).encode())


def missing_libraries(libraries: Iterable[str]) -> list[str]:
    """Those of the libraries that cannot be loaded."""
    import ctypes

    missing = []
    for name in libraries:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def unknown_missing(platform: str) -> list[str]:
    """Load the Qt plugin itself: the last word, should it need something that our lists do not know."""
    import ctypes

    for plugin in VENV.glob(f"lib/python3*/site-packages/PySide6/Qt/plugins/platforms/libq{platform}.so"):
        try:
            ctypes.CDLL(str(plugin))
        except OSError as error:
            name, separator, _ = str(error).partition(": cannot open shared object file")
            return [name if separator else str(error)]
    return []


def missing_words(missing: Sequence[str]) -> str:
    """Say in one line what is missing and what installs it."""
    packages = BASE | XCB | WAYLAND
    known = sorted({packages[name] for name in missing if name in packages})
    words = f"Qt needs {'a system library' if len(missing) == 1 else 'system libraries'} that this machine lacks: "
    words += ", ".join(missing) + "."
    return f"{words} On Debian or Ubuntu: {apt(known)}" if known else words


def apt(packages: Sequence[str]) -> str:
    """The command that installs Debian packages."""
    sudo = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(packages)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
