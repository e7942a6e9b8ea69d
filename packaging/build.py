"""Build what learners install, on the system that it is for.

    python3 packaging/build.py             the program as one folder, then the packages of this system
    python3 packaging/build.py tree        the folder only, in .build/dist
    python3 packaging/build.py packages    the packages only, from the folder that stands

Linux: certdeck_VERSION_ARCH.deb, .rpm and a file that unpacks and installs itself for one user. Windows: an installer
(needs NSIS). macOS: a disk image. Everything is made in `.build`, with an environment of its own from
packaging/requirements.txt and requirements-build.txt; nothing else is written. SHA256SUMS lies beside the packages.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import build_linux
import build_macos
import build_windows
from shared import DIST, ENV, OUT, PYTHON, ROOT, TREE, WORK, NotBuilt, run, size_of

SUMS = "SHA256SUMS"
NEVER = ("libQt6Network", "Qt6Network", "QtNetwork", "_ssl.", "libssl", "libcrypto")  # README promises it
PACKAGERS = {
    "linux": build_linux.make_packages,
    "win32": build_windows.make_packages,
    "darwin": build_macos.make_packages,
}
PREPARE = {"win32": build_windows.prepare, "darwin": build_macos.prepare}


def main(arguments: list[str]) -> int:
    """Build the tree, then the packages of the system it runs on."""
    WORK.mkdir(exist_ok=True)
    make_environment()
    if arguments != ["packages"]:
        make_tree()
    if arguments != ["tree"]:
        for package in PACKAGERS[sys.platform]():
            print(f"{package.relative_to(ROOT)}  {package.stat().st_size / 1e6:.1f} MB")
        write_sums(OUT)
    return 0


def write_sums(folder: Path) -> None:
    """Say the digest of every package, in the form that `sha256sum --check` reads."""
    packages = sorted(file for file in folder.iterdir() if file.is_file() and file.name != SUMS)
    lines = [f"{hashlib.sha256(package.read_bytes()).hexdigest()}  {package.name}\n" for package in packages]
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")


def make_environment() -> None:
    """Install what the build needs, pinned by hash; a second build with the same pins installs nothing."""
    pins = [ROOT / "packaging/requirements.txt", ROOT / "packaging/requirements-build.txt"]
    wanted = "".join(pin.read_text("utf-8") for pin in pins)
    stamp = ENV / "requirements"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    shutil.rmtree(ENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", ENV)
    for pin in pins:
        run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:", "-r", pin)
    stamp.write_text(wanted, "utf-8")


def make_tree() -> None:
    """Gather the program with PyInstaller, leave out libraries that nothing needs, and see that it starts."""
    if sys.platform in PREPARE:
        PREPARE[sys.platform]()
    run(
        PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", DIST, "--workpath", WORK / "work", ROOT / "packaging/certdeck.spec",
    )  # fmt: skip
    if sys.platform == "linux":
        for library in orphans():
            library.unlink()
        if shutil.which("strip"):
            for file in TREE.rglob("*.so*"):
                if file.is_file() and not file.is_symlink():
                    subprocess.run(["strip", "--strip-unneeded", str(file)], check=False, stderr=subprocess.DEVNULL)
    if found := [file.name for file in TREE.rglob("*") if file.name.startswith(NEVER)]:
        raise NotBuilt(f"the program would hold what reaches for the network: {', '.join(sorted(found))}")
    if sys.platform == "darwin":
        program = DIST / "Certdeck.app/Contents/MacOS/certdeck"
    else:
        program = TREE / ("certdeck-terminal.exe" if sys.platform == "win32" else "certdeck")
    run(program, "--version")
    print(f"{TREE.relative_to(ROOT)}  {size_of(TREE) / 1e6:.0f} MB")


def orphans() -> Iterator[Path]:
    """Shared libraries that no program or plugin which stayed asks for."""
    if not shutil.which("objdump"):
        return
    files = [file for file in TREE.rglob("*") if file.is_file() and (".so" in file.name or file.name == "certdeck")]
    needed = {file: set(needs(file)) for file in files}
    folders = (TREE / "_internal", TREE / "_internal/PySide6/Qt/lib")
    loose = {file for file in files if file.parent in folders and file.name.startswith("lib")}
    loose = {file for file in loose if not file.name.startswith("libpython")}  # the start program opens it by name
    while True:
        kept = set().union(*(names for file, names in needed.items() if file not in loose))
        still_needed = {file for file in loose if file.name in kept}
        if not still_needed:
            yield from loose
            return
        loose -= still_needed


def needs(file: Path) -> list[str]:
    """The libraries that a binary asks the loader for."""
    found = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=False)
    return re.findall(r"NEEDED\s+(\S+)", found.stdout)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NotBuilt as error:
        sys.exit(f"Certdeck was not built: {error}.")
