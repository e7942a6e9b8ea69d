"""What a Linux desktop reads of Certdeck is valid, and tells what the program tells."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import build_linux
import changelog
import pytest
from shared import ROOT, version

from app import cli

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="these files are for Linux")


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What goes to /usr/share, made with the Qt of the tests."""
    (tmp_path / "work/certdeck").mkdir(parents=True)
    (tmp_path / "work/certdeck/notices.txt").write_text("notices", "utf-8")
    monkeypatch.setattr(build_linux, "WORK", tmp_path)
    monkeypatch.setattr(build_linux, "SHARE", tmp_path / "share")
    monkeypatch.setattr("shared.PYTHON", Path(sys.executable))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795600000")
    build_linux.make_share()
    return tmp_path / "share"


def checked(*command: str) -> str:
    """Run a checker; what it prints is the reason if it fails."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_menu_entry_is_valid(share: Path) -> None:
    checked("desktop-file-validate", str(share / "applications/certdeck.desktop"))


def test_the_entry_of_software_centres_is_valid_and_tells_the_news(share: Path) -> None:
    file = share / "metainfo/certdeck.metainfo.xml"
    component = ElementTree.parse(file).getroot()
    newest = component.find("releases/release")
    assert newest is not None
    assert newest.get("version") == version()
    assert len(newest.findall("description/ul/li")) == len(changelog.releases()[0].news)
    for image in component.findall("screenshots/screenshot/image"):
        assert image.text is not None
        assert (ROOT / image.text.removeprefix("https://certdeck.invalid/")).exists(), image.text
    checked("appstreamcli", "validate", "--no-net", str(file))


def test_the_icon_is_there_in_all_sizes(share: Path) -> None:
    from PySide6.QtGui import QImage

    for size in (16, 24, 32, 48, 64, 128, 256, 512):
        image = QImage(str(share / f"icons/hicolor/{size}x{size}/apps/certdeck.png"))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(size // 2, size // 12).alpha() == 255  # drawn, not empty
        assert image.pixelColor(0, 0).alpha() == 0
    assert (share / "icons/hicolor/scalable/apps/certdeck.svg").read_bytes() == build_linux.ICON.read_bytes()


def test_the_manual_names_every_command_and_exit_code(share: Path) -> None:
    manual = (share / "man/man1/certdeck.1").read_text("utf-8")
    assert f"Certdeck {version()}" in manual
    commands = next(action.choices for action in cli._parser()._actions if action.dest != "help" and action.choices)
    assert commands
    for command in commands:
        assert re.search(rf"^\.BI? \"?{command}\b", manual, re.MULTILINE), command
    exam = next(action.choices for action in commands["exam"]._actions if action.choices)
    assert f'.BI exam " {"|".join(exam)}"' in manual
    for code in (cli.DONE, cli.FINDINGS, cli.WRONG_USE, cli.FAILED, cli.STOPPED):
        assert f"\n.B {code}\n" in manual


def test_the_packages_hold_each_file_once_with_the_licence(share: Path) -> None:
    listed = [build_linux.content(file) for file in build_linux.shared_files()]
    assert len(listed) == len(set(listed))
    assert any("dst: /usr/share/doc/certdeck/copyright" in entry for entry in listed)
    assert "license: MIT" in (build_linux.LINUX / "nfpm.yaml").read_text("utf-8")
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"] == "MIT"


def test_an_appimage_is_its_runtime_and_a_tree_that_starts(
    share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("mksquashfs") is None:
        pytest.skip("mksquashfs is not installed")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "certdeck").write_text('#!/bin/sh\necho "started with $1"\n', "utf-8")
    (tree / "certdeck").chmod(0o755)
    (tmp_path / "runtime").write_bytes(b"a runtime")
    monkeypatch.setattr(build_linux, "TREE", tree)
    monkeypatch.setattr(build_linux, "OUT", tmp_path)
    monkeypatch.setenv(build_linux.RUNTIME, str(tmp_path / "runtime"))
    build_linux.appimage()
    image = next(tmp_path.glob("*.AppImage"))
    assert image.read_bytes().startswith(b"a runtimehsqs")  # hsqs: a squashfs begins
    assert image.stat().st_mode & 0o111
    out = tmp_path / "out"
    checked("unsquashfs", "-quiet", "-no-progress", "-offset", "9", "-dest", str(out), str(image))
    started = subprocess.run([str(out / "AppRun"), "notes"], capture_output=True, text=True, check=True)
    assert started.stdout == "started with notes\n"
    assert (out / ".DirIcon").resolve() == out / "certdeck.png"
    assert (out / "certdeck.desktop").exists()
