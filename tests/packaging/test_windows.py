"""The installer for Windows compiles, and says who it is; a Windows machine tries it (packaging/try_windows.py)."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import build_windows
import icon_files
import pytest
import shared


@pytest.fixture
def ico(tmp_path: Path) -> Path:
    """The icon, made with the Qt of the tests."""
    pictures = shared.draw_icons(tmp_path / "icons", icon_files.ICO_SIZES, Path(sys.executable))
    icon_files.write_ico(pictures, tmp_path / "certdeck.ico")
    return tmp_path / "certdeck.ico"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Something like the program, in a folder with a space."""
    made = tmp_path / "the tree" / "certdeck"
    (made / "_internal" / "deep").mkdir(parents=True)
    for name in ("certdeck.exe", "certdeck-terminal.exe", "_internal/deep/library.dll"):
        (made / name).write_bytes(name.encode())
    return made


def test_the_icon_holds_every_size(ico: Path) -> None:
    found = icon_files.read_ico(ico)
    assert tuple(found) == icon_files.ICO_SIZES
    assert all(icon_files.side_of(picture) == size for size, picture in found.items())


def test_the_installer_compiles_without_a_warning(tree: Path, ico: Path, tmp_path: Path) -> None:
    if build_windows.find_makensis() is None:
        pytest.skip("makensis is not installed")
    installer = build_windows.make_installer(tree, ico, tmp_path, "1.2.3")
    content = installer.read_bytes()
    assert content.startswith(b"MZ")
    for words in ("ProductVersion", "1.2.3", "Certdeck installer"):
        assert words.encode("utf-16-le") in content, words
    assert b"requestedExecutionLevel" in content
    assert b'level="asInvoker"' in content
    if seven := shutil.which("7z"):
        listing = subprocess.run([seven, "l", str(installer)], capture_output=True, text=True, check=True).stdout
        for name in ("certdeck-terminal.exe", "library.dll", "LICENSE.txt", "uninstall.exe"):
            assert name in listing


def test_the_signing_hook_signs_the_uninstaller_too(
    tree: Path, ico: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if build_windows.find_makensis() is None or sys.platform == "win32":
        pytest.skip("makensis is not installed, or `cp` is missing")
    monkeypatch.setenv(build_windows.SIGN, f'cp "{{file}}" "{tmp_path}/signed-uninstaller.exe"')
    build_windows.make_installer(tree, ico, tmp_path, "1.2.3")
    assert (tmp_path / "signed-uninstaller.exe").read_bytes().startswith(b"MZ")
    build_windows.sign(tree / "certdeck.exe")
    assert (tmp_path / "signed-uninstaller.exe").read_bytes() == b"certdeck.exe"
    monkeypatch.setenv(build_windows.SIGN, "false")
    with pytest.raises(shared.NotBuilt, match="not signed"):
        build_windows.sign(tree / "certdeck.exe")


def test_what_is_written_to_the_registry_is_taken_away_again() -> None:
    script = (build_windows.WINDOWS / "installer.nsi").read_text("utf-8")
    written = set(re.findall(r'WriteReg\w+ HKCU "([^"]+)"', script))
    removed = re.findall(r'DeleteRegKey HKCU "([^"]+)"', script)
    values = re.findall(r'DeleteRegValue HKCU "([^"]+)"', script)
    for key in written:
        assert key in values or any(key == root or key.startswith(root + "\\") for root in removed), key


def test_the_version_resource_is_what_pyinstaller_reads() -> None:
    class Anything:
        def __init__(self, *parts: object, **named: object) -> None:
            self.parts, self.named = parts, named

    names = (
        "VSVersionInfo",
        "FixedFileInfo",
        "StringFileInfo",
        "StringTable",
        "StringStruct",
        "VarFileInfo",
        "VarStruct",
    )
    made = eval(build_windows.version_resource("1.2.3"), dict.fromkeys(names, Anything))
    assert made.named["ffi"].named["filevers"] == (1, 2, 3, 0)
    strings = {part.parts[0]: part.parts[1] for part in made.named["kids"][0].parts[0][0].parts[1]}
    assert strings["ProductVersion"] == "1.2.3"
    assert strings["OriginalFilename"] == "certdeck.exe"


class Wine:
    """Runs Windows programs in a folder that goes again."""

    def __init__(self, prefix: Path) -> None:
        self.environment = {**os.environ, "WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "WINEARCH": "win64"}
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            self.environment.pop(name, None)
        self.run("wineboot", "--init")
        self.local = next((prefix / "drive_c/users").glob("*/AppData/Local"))
        self.folder = self.local / "Programs/Certdeck"
        self.system = prefix / "drive_c/windows/system32"

    def run(self, *words: object) -> int:
        command = ["wine", *map(str, words)]
        done = subprocess.run(command, env=self.environment, capture_output=True, check=False, timeout=300)
        return done.returncode

    def knows(self, key: str) -> bool:
        return self.run("reg", "query", f"HKCU\\{key}") == 0

    def installer(self, tree: Path, ico: Path, folder: Path, number: str) -> Path:
        """Debian's Wine runs 64-bit programs; the script is the same."""
        target = folder / f"{number}.exe"
        values = {"VERSION": number, "TREE": tree, "ICON": ico, "OUTPUT": target, "SIZE_KB": 1}
        values["LICENCE"] = shared.ROOT / "packaging" / "LICENSE"
        defines = [f"-D{name}={value}" for name, value in values.items()]
        script = build_windows.WINDOWS / "installer.nsi"
        subprocess.run(
            ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", "-XTarget amd64-unicode", *defines, script], check=True
        )
        return target


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    """A Windows of our own, as far as Wine goes; the tests with it are skipped where there is none."""
    if shutil.which("wine") is None or build_windows.find_makensis() is None:
        pytest.skip("wine or makensis is not installed")
    made = Wine(tmp_path_factory.mktemp("wine"))
    yield made
    subprocess.run(["wineserver", "--kill"], env=made.environment, check=False)


KEYS = (
    r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Certdeck",
    r"Software\Classes\Certdeck.Note",
    r"Software\Classes\Applications\certdeck.exe",
    r"Software\Classes\Directory\shell\Certdeck",
)


def test_silent_install_upgrade_and_removal(wine: Wine, tree: Path, ico: Path, tmp_path: Path) -> None:
    assert wine.run(wine.installer(tree, ico, tmp_path, "1.0.0"), "/S") == 0
    assert (wine.folder / "certdeck-terminal.exe").exists()
    assert all(wine.knows(key) for key in KEYS)
    shortcuts = list(wine.local.parent.glob("Roaming/Microsoft/Windows/Start Menu/Programs/Certdeck.lnk"))
    assert len(shortcuts) == 1
    (wine.local / "certdeck").mkdir()
    (wine.local / "certdeck/progress.db").write_text("learned", "utf-8")
    (wine.folder / "mine.txt").write_text("not the program's", "utf-8")
    (tree / "_internal/deep/library.dll").rename(tree / "_internal/deep/other.dll")
    assert wine.run(wine.installer(tree, ico, tmp_path, "1.1.0"), "/S") == 0
    assert [file.name for file in (wine.folder / "_internal/deep").iterdir()] == ["other.dll"]
    assert wine.run(wine.folder / "uninstall.exe", "/S", "_?=" + windows_path(wine.folder)) == 0
    assert not any(wine.knows(key) for key in KEYS)
    assert not shortcuts[0].exists()
    assert {file.name for file in wine.folder.iterdir()} <= {"mine.txt", "uninstall.exe"}
    assert (wine.local / "certdeck/progress.db").read_text("utf-8") == "learned"


def test_removal_can_take_the_progress_along(wine: Wine, tree: Path, ico: Path, tmp_path: Path) -> None:
    assert wine.run(wine.installer(tree, ico, tmp_path, "1.0.0"), "/S") == 0
    (wine.local / "certdeck").mkdir(exist_ok=True)
    (wine.local / "certdeck/progress.db").write_text("learned", "utf-8")
    assert wine.run(wine.folder / "uninstall.exe", "/S", "/PROGRESS=remove", "_?=" + windows_path(wine.folder)) == 0
    assert not (wine.local / "certdeck").exists()


def test_a_program_that_runs_is_not_replaced(wine: Wine, tree: Path, ico: Path, tmp_path: Path) -> None:
    shutil.copy(wine.system / "cmd.exe", tree / "certdeck.exe")
    installer = wine.installer(tree, ico, tmp_path, "1.0.0")
    assert wine.run(installer, "/S") == 0
    running = subprocess.Popen(
        ["wine", str(wine.folder / "certdeck.exe")], env=wine.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert running.stdout is not None
        assert running.stdout.readline()  # it says who it is, so it runs
        assert wine.run(installer, "/S") == 2
        assert (wine.folder / "_internal/deep/library.dll").exists()
    finally:
        running.kill()
        running.communicate()


def windows_path(path: Path) -> str:
    """How Windows names a path below drive C."""
    return "C:\\" + str(path).split("drive_c/", 1)[1].replace("/", "\\")
