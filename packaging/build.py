"""Build what learners install.

    python3 packaging/build.py             the program as one folder, then the packages of this system
    python3 packaging/build.py tree        the folder only, in .build/dist/certdeck

On Linux the packages are certdeck_VERSION_ARCH.deb, .rpm and a file that unpacks and installs itself for one user.
Everything is made in `.build`, with an environment of its own from packaging/requirements.txt and
requirements-build.txt; nothing else is written.
"""

import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".build"
ENV = WORK / "env"
PYTHON = ENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
TREE = WORK / "dist" / "certdeck"
OUT = WORK / "out"
LINUX = ROOT / "packaging" / "linux"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def main(arguments: list[str]) -> int:
    """Build the tree, then the packages of the system it runs on."""
    WORK.mkdir(exist_ok=True)
    make_environment()
    make_tree()
    if arguments != ["tree"] and sys.platform == "linux":
        for package in make_linux_packages():
            print(f"{package.relative_to(ROOT)}  {package.stat().st_size / 1e6:.1f} MB")
    return 0


def version() -> str:
    """The version as the program says it."""
    text = (ROOT / "app" / "__init__.py").read_text("utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found is not None
    return found.group(1)


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
    run(
        PYTHON, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", WORK / "dist", "--workpath", WORK / "work", ROOT / "packaging/certdeck.spec",
    )  # fmt: skip
    if sys.platform == "linux":
        for library in orphans():
            library.unlink()
        if shutil.which("strip"):
            for file in TREE.rglob("*.so*"):
                if file.is_file() and not file.is_symlink():
                    subprocess.run(["strip", "--strip-unneeded", str(file)], check=False, stderr=subprocess.DEVNULL)
    run(TREE / "certdeck", "--version")
    size = sum(file.stat().st_size for file in TREE.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"{TREE.relative_to(ROOT)}  {size / 1e6:.0f} MB")


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


def make_linux_packages() -> list[Path]:
    """Make the packages with nfpm, and an archive that installs itself."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    icons()
    values = {
        "VERSION": version(),
        "ARCH": ARCHITECTURES.get(platform.machine(), platform.machine()),
        "TREE": str(TREE),
        "LINUX": str(LINUX),
        "ICONS": str(WORK / "icons"),
    }
    config = WORK / "nfpm.yaml"
    config.write_text(Template((LINUX / "nfpm.yaml").read_text("utf-8")).substitute(values), "utf-8")
    for kind in ("deb", "rpm"):
        run(PYTHON.parent / "nfpm", "package", "--config", config, "--packager", kind, "--target", OUT)
    portable()
    return sorted(OUT.iterdir())


def icons() -> None:
    """Draw the icon in all sizes from its one SVG, with the Qt that is built in."""
    folder = WORK / "icons"
    for size in SIZES:
        target = folder / f"{size}x{size}/apps"
        target.mkdir(parents=True, exist_ok=True)
    source = ROOT / "resources/icons/certdeck.svg"
    script = (
        "import sys; from PySide6.QtGui import QGuiApplication, QIcon; app = QGuiApplication([]);"
        f"icon = QIcon({str(source)!r});"
        f"sys.exit(not all([icon.pixmap(s, s).save(f'{folder}/{{s}}x{{s}}/apps/certdeck.png') for s in {SIZES}]))"
    )
    run(PYTHON, "-c", script, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def portable() -> None:
    """One file for any Linux: a script with the tree behind it, which installs for the user who runs it."""
    archive = WORK / "tree.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        tar.add(TREE, "certdeck")
        for name in ("certdeck.desktop", "certdeck.xml", "certdeck.metainfo.xml"):
            tar.add(LINUX / name, f"share/{name}")
        tar.add(WORK / "icons", "share/icons")
    target = OUT / f"certdeck-{version()}-{platform.machine()}.run"
    head = (LINUX / "portable.sh").read_bytes().replace(b"@VERSION@", version().encode())
    target.write_bytes(head + archive.read_bytes())
    target.chmod(target.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def run(*command: object, env: dict[str, str] | None = None) -> None:
    """Run a step; say which one failed."""
    words = [str(word) for word in command]
    print("·", " ".join(Path(word).name if os.sep in word else word for word in words)[:110], flush=True)
    subprocess.run(words, check=True, env=env, cwd=ROOT)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        sys.exit(f"Certdeck was not built: {Path(str(error.cmd[0])).name} ended with {error.returncode}.")
