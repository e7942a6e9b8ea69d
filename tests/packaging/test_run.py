"""The starter must work on a bare machine, tell the truth in one line, and cost nothing the second time."""

import ctypes.util
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "run.py"
ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the Linux linker")

HIDDEN = {"PYTHONPATH", "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
APP = """\
import os, sys
print("ours", sys.argv[1:], os.getcwd())
"""


@pytest.fixture
def run() -> types.ModuleType:
    """The starter as a module."""
    spec = importlib.util.spec_from_file_location("certdeck_run", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small checkout, in a folder with spaces, whose program only says that it was started."""
    return make_checkout(tmp_path / "a folder" / "cert deck")


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A checkout after its first run, and what that run said; not to be changed."""
    root = make_checkout(tmp_path_factory.mktemp("first") / "cert deck")
    return root, start(root, "due")


@pytest.fixture
def ready(tmp_path: Path, first_run: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """A checkout of one's own with an environment in it."""
    return shutil.copytree(first_run[0], tmp_path / "a folder" / "cert deck", symlinks=True)


def make_checkout(root: Path) -> Path:
    (root / "packaging").mkdir(parents=True)
    shutil.copy(SCRIPT, root / "packaging" / "run.py")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (root / "packaging" / name).write_text("# nothing is needed\n")
    (root / "app").mkdir()
    (root / "app" / "__init__.py").touch()
    (root / "app" / "__main__.py").write_text(APP)
    return root


def start(root: Path, *arguments: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Give the command as a person would."""
    values = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    return subprocess.run(
        [sys.executable, str(root / "packaging" / "run.py"), *arguments],
        cwd=cwd or root,
        env={**values, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_first_run_makes_the_environment_and_the_second_goes_straight_through(
    first_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    root, first = first_run
    assert first.returncode == 0, first.stderr
    assert "Making an environment" in first.stderr
    assert "Installing 0 packages" in first.stderr
    assert first.stdout == f"ours ['due'] {root}\n"
    second = start(root, "due", PIP_NO_INDEX="1")
    assert second.stderr == ""
    assert second.stdout == first.stdout


def test_starts_from_any_folder_even_one_with_another_app(ready: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "app").mkdir(parents=True)
    (elsewhere / "app" / "__init__.py").touch()
    (elsewhere / "app" / "__main__.py").write_text("print('foreign')")
    result = start(ready, "check", "some notes", cwd=elsewhere)
    assert result.stdout == f"ours ['check', 'some notes'] {elsewhere}\n"


def test_interrupted_environment_is_made_anew(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "pyvenv.cfg").write_text("home = /nowhere\n")
    result = start(checkout, "due")
    assert result.returncode == 0, result.stderr
    assert "ours" in result.stdout


def test_environment_is_made_by_the_python_behind_one(run: types.ModuleType) -> None:
    assert (run.base_python() == sys.executable) == (sys.prefix == sys.base_prefix)
    assert run.succeeds([run.base_python(), "-c", "import sys; sys.exit(sys.prefix != sys.base_prefix)"])


def test_changed_requirements_are_installed_again(ready: Path) -> None:
    (ready / "packaging" / "requirements.txt").write_text("# still nothing\n")
    assert "Installing" in start(ready, "due").stderr
    assert "Installing" not in start(ready, "due").stderr


def test_failed_installation_says_so_and_is_taken_up_again(ready: Path) -> None:
    pinned = f"certdeck-is-not-a-package==1.0 --hash=sha256:{'0' * 64}\n"
    (ready / "packaging" / "requirements.txt").write_text(pinned)
    failed = start(ready, "due", PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1].startswith("Installing did not finish")
    assert failed.stdout.count("ours") == 0
    (ready / "packaging" / "requirements.txt").write_text("# mended\n")
    assert "ours" in start(ready, "due").stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux starts without a screen")
def test_window_without_a_screen_is_refused_in_one_line(ready: Path) -> None:
    result = start(ready)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "no screen" in result.stderr
    assert result.stdout == ""


def test_old_python_is_told_which_one_is_needed() -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path(sys.argv[1], run_name='__main__')"
    result = subprocess.run(
        [sys.executable, "-c", pretend, str(SCRIPT)], capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 1
    assert result.stderr == "Certdeck needs Python 3.11 or newer; this is 3.9.\n"


@ON_LINUX
def test_missing_libraries_are_named_with_their_packages(
    run: types.ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.missing_libraries(["libc.so.6", "libcertdeck-is-not-there.so.7"]) == ["libcertdeck-is-not-there.so.7"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert run.missing_words(["libxcb-cursor.so.0", "libEGL.so.1"]) == (
        "Qt needs system libraries that this machine lacks: libxcb-cursor.so.0, libEGL.so.1. "
        "On Debian or Ubuntu: sudo apt-get update && sudo apt-get install -y libegl1 libxcb-cursor0"
    )


@ON_LINUX
def test_unknown_library_is_named_without_a_wrong_command(run: types.ModuleType) -> None:
    words = run.missing_words(["libfuture.so.1"])
    assert words == "Qt needs a system library that this machine lacks: libfuture.so.1."


@ON_LINUX
def test_lists_cover_what_the_qt_plugins_ask_for(run: types.ModuleType) -> None:
    needed = shutil.which("readelf")
    if needed is None:
        pytest.skip("readelf is not installed")
    import PySide6

    qt = Path(PySide6.__path__[0]) / "Qt"
    files = [qt / f"plugins/platforms/lib{name}.so" for name in ("qxcb", "qwayland", "qoffscreen")]
    files += [qt / f"lib/libQt6{name}.so.6" for name in ("Core", "Gui", "Widgets", "DBus", "XcbQpa", "WaylandClient")]
    output = subprocess.run([needed, "-d", *map(str, files)], capture_output=True, text=True, check=True).stdout
    sonames = set(re.findall(r"NEEDED.*\[(.+?)\]", output))
    ours = {name for name in sonames if name.startswith(("libQt6", "libicu"))}
    libc = {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "libpthread.so.0", "libdl.so.2", "librt.so.1"}
    assert sonames - ours - libc <= run.BASE.keys() | run.XCB.keys() | run.WAYLAND.keys()
    assert ctypes.util.find_library("c")


def test_everything_is_pinned_by_hash_and_no_registry_is_named() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / "packaging" / name).read_text()
        assert "://" not in text
        assert "index" not in text
        entries = re.split(
            r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()
        )
        for entry in entries:
            assert "==" in entry.splitlines()[0]
            assert "--hash=sha256:" in entry


def test_test_requirements_hold_all_of_the_program_s() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / "packaging" / name).read_text(), re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
