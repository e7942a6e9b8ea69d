"""The installer for Windows compiles, and says who it is; a Windows machine tries it (packaging/try_windows.py)."""

import re
import shutil
import subprocess
import sys
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
