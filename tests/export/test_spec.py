import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import export
from app.errors import ExportError
from app.export.spec import Bundle, Exporter, slug
from tests.factories import NOON

EMPTY = Bundle("t", NOON, ())
TEXT = Exporter("text", "Text", ".txt", lambda _bundle: b"new")


def test_every_exporter_is_listed_once() -> None:
    modules = {path.stem for path in Path(export.__file__).parent.glob("*.py")} - {"__init__", "spec", "faces"}

    assert {one.make.__module__.rsplit(".", 1)[1] for one in export.EXPORTERS} == modules
    assert len({one.id for one in export.EXPORTERS}) == len({one.suffix for one in export.EXPORTERS}) == len(modules)


def test_writes_the_whole_file_and_nothing_else(tmp_path: Path) -> None:
    assert TEXT.write(EMPTY, tmp_path / "a.txt") == 3

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": b"new"}


def test_replaces_only_when_told_to(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    with pytest.raises(ExportError, match=r"already a file named a\.txt"):
        TEXT.write(EMPTY, path)
    assert path.read_bytes() == b"old"

    TEXT.write(EMPTY, path, overwrite=True)
    assert path.read_bytes() == b"new"


def test_follows_a_link_instead_of_replacing_it(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")

    TEXT.write(EMPTY, tmp_path / "link.txt", overwrite=True)

    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing/a.txt", "folder to write to does not exist"),
        (".", "is not a file"),
        ("a\0b.txt", "No file can have this name"),
        ("x" * 300, "No file can have this name|could not be written"),
        ("loop", "No file can have this name"),
    ],
)
def test_says_why_a_name_does_not_do(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")

    with pytest.raises(ExportError, match=words):
        TEXT.write(EMPTY, tmp_path / name, overwrite=True)

    assert [path.name for path in tmp_path.iterdir()] == ["loop"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_does_not_replace_a_device() -> None:
    with pytest.raises(ExportError, match="is not a file"):
        TEXT.write(EMPTY, Path("/dev/full"), overwrite=True)


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from app.errors import ExportError
from app.export.spec import Bundle, Exporter
from tests.factories import NOON
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    Exporter("big", "Big", ".txt", lambda _bundle: b"x" * 5000).write(
        Bundle("t", NOON, ()), Path(sys.argv[1]), overwrite=True)
except ExportError as error:
    print(error.message)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_full_disk_leaves_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    told = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(path)], capture_output=True, text=True, check=True, timeout=60
    )

    assert told.stdout.strip() == "There is no room on the disk."
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"a.txt": b"old"}


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_says_that_a_folder_is_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ExportError, match="cannot be written to"):
            TEXT.write(EMPTY, tmp_path / "a.txt")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no /proc here")
def test_says_that_a_place_takes_no_files() -> None:
    with pytest.raises(ExportError, match=r"cannot be written to|could not be written"):
        TEXT.write(EMPTY, Path("/proc/self/a.txt"))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("AWS Certified: Developer – Associate", "aws-certified-developer-associate"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "cards-con"),
        ("lpt1", "cards-lpt1"),
        ("日本", "cards"),
        ("x" * 200, "x" * 80),
    ],
)
def test_names_files_so_that_every_system_takes_them(title: str, name: str) -> None:
    assert slug(title) == name
