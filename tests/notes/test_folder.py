import os
from pathlib import Path
from time import perf_counter

import pytest

from app.domain.problem import Problem
from app.errors import NotesUnreadable
from app.notes import folder
from app.notes.folder import NoteFile


def texts(root: Path) -> dict[str, str]:
    found = folder.read_changed(folder.listing(root), {})
    return {file.path: file.text for file in found if isinstance(file, NoteFile)}


def test_notes_are_found_below_and_other_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/c.markdown").write_text("# C")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden/x.md").write_text("# X")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert texts(tmp_path) == {"a.md": "# A", "b/c.markdown": "# C"}


def test_an_empty_folder_has_no_notes(tmp_path: Path) -> None:
    assert texts(tmp_path) == {}


def test_a_single_file_is_a_folder_of_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A")
    (tmp_path / "b.md").write_text("# B")
    assert texts(tmp_path / "a.md") == {"a.md": "# A"}


def test_a_missing_folder_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotesUnreadable, match="cannot be read"):
        folder.listing(tmp_path / "nowhere")


def test_a_folder_that_may_not_be_read_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(NotesUnreadable, match="cannot be read") as caught:
        folder.listing(tmp_path)
    assert "Nothing was changed" in caught.value.hint


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbf# A", "# A"),
        ("# Ä".encode("utf-16"), "# Ä"),
        ("# Ä".encode("utf-32"), "# Ä"),
        ("# Ä".encode(), "# Ä"),
    ],
)
def test_encodings_with_a_mark_are_read(tmp_path: Path, raw: bytes, text: str) -> None:
    (tmp_path / "a.md").write_bytes(raw)
    assert texts(tmp_path) == {"a.md": text}


def test_invalid_utf8_is_read_with_a_problem_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"# A\n\ncaf\xe9\n")
    (file,) = folder.read_changed(folder.listing(tmp_path), {})
    assert isinstance(file, NoteFile)
    assert "café" in file.text
    assert [(problem.rule, problem.line) for problem in file.problems] == [("encoding", 3)]


def test_binary_files_links_and_pipes_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "binary.md").write_bytes(bytes(range(256)) * 20)
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "link.md").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = folder.listing(tmp_path)
    (binary,) = folder.read_changed(found, {})
    assert isinstance(binary, Problem)
    assert "not text" in binary.message
    assert [problem.path for problem in found.problems] == ["pipe.md"]


def test_a_link_in_the_place_of_a_note_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to("/etc/passwd")
    assert isinstance(folder.read(tmp_path, "link.md"), Problem)


def test_too_large_files_are_told_and_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "LARGEST_FILE", 10)
    (tmp_path / "a.md").write_text("# A long one")
    assert isinstance(folder.read(tmp_path, "a.md"), Problem)


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A")
    (tmp_path / "b.md").write_text("# B")
    known = dict(folder.listing(tmp_path).stamps)
    (tmp_path / "b.md").write_text("# B longer")
    assert folder.changed(folder.listing(tmp_path), known) == ("b.md",)


def test_reading_can_be_cancelled_and_tells_how_far_it_is(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text("# A")
    seen: list[tuple[int, int]] = []
    files = folder.read_changed(
        folder.listing(tmp_path),
        {},
        progress=lambda done, total: seen.append((done, total)),
        cancelled=lambda: len(seen) == 2,
    )
    assert len(list(files)) == 2
    assert seen == [(0, 3), (1, 3)]


def test_a_folder_with_too_many_notes_is_cut_short_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST_FILES", 2)
    for name in "abc":
        (tmp_path / f"{name}.md").write_text("# A")
    found = folder.listing(tmp_path)
    assert found.is_cut_short
    assert len(found.stamps) == 2
    assert found.problems[0].rule == "too-many-notes"


def test_a_file_that_is_named_by_a_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/link.md").symlink_to(tmp_path / "a.md")
    assert texts(tmp_path / "folder/link.md") == {"a.md": "# A"}
    (tmp_path / "all").symlink_to(tmp_path)
    assert texts(tmp_path / "all") == {"a.md": "# A"}


@pytest.mark.parametrize("name", ["/dev/zero", "pipe"])
def test_what_is_neither_file_nor_folder_is_told(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = folder.listing(tmp_path / name)
    assert found.stamps == {}
    assert [problem.rule for problem in found.problems] == ["not-a-file"]


def test_endless_files_and_pipes_never_block(tmp_path: Path) -> None:
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    for name in ("zero.md", "pipe.md", "folder.md", "missing.md"):
        assert isinstance(folder.read(tmp_path, name), Problem)


def test_a_huge_file_is_not_read_at_all(tmp_path: Path) -> None:
    with (tmp_path / "huge.md").open("wb") as stream:
        stream.truncate(folder.LARGEST_FILE + 1)
    (problem,) = folder.read_changed(folder.listing(tmp_path), {})
    assert isinstance(problem, Problem)
    assert "64 MB" in problem.message


@pytest.mark.parametrize("raw", [b"\xff\xfe#\xd8", b"\xef\xbb\xbf\xff", b"a" * 9000 + b"\x00" + b"\x01" * 50])
def test_a_mark_that_lies_is_no_reason_to_fail(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.md").write_bytes(raw)
    assert isinstance(folder.read(tmp_path, "a.md"), NoteFile)


def test_utf16_without_a_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("# A".encode("utf-16-le"))
    assert isinstance(folder.read(tmp_path, "a.md"), Problem)


def refusing(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Permission bits do not bind the superuser, so the system call refuses instead."""
    scan = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == name:
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)


def test_a_folder_below_that_may_not_be_read_is_told_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "z.md").write_text("# Z")
    refusing(monkeypatch, "closed")
    found = folder.listing(tmp_path)
    assert list(found.stamps) == ["z.md"]
    assert [(problem.path, problem.message) for problem in found.problems] == [
        ("closed", "This folder was left out: Permission denied.")
    ]


def test_an_entry_that_goes_away_meanwhile_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Entry:
        name = "a.md"

        def is_symlink(self) -> bool:
            raise OSError(5, "Input/output error")

    class Entries(list[Entry]):
        def __enter__(self) -> "Entries":
            return self

        def __exit__(self, *_: object) -> None:
            return None

    monkeypatch.setattr(os, "scandir", lambda _path: Entries([Entry()]))
    (problem,) = folder.listing(tmp_path).problems
    assert (problem.path, problem.message) == ("a.md", "This note was left out: Input/output error.")


def test_a_disk_that_fails_while_it_is_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("# A")

    def fail(*_args: object, **_names: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdopen", fail)
    problem = folder.read(tmp_path, "a.md")
    assert isinstance(problem, Problem)
    assert "Input/output error" in problem.message


def test_folders_too_deep_are_told(tmp_path: Path) -> None:
    deepest = tmp_path.joinpath(*["d"] * folder.DEPTH)
    deepest.mkdir(parents=True)
    (deepest / "lost.md").write_text("# Lost")
    (deepest.parent / "found.md").write_text("# Found")
    found = folder.listing(tmp_path)
    assert [Path(path).name for path in found.stamps] == ["found.md"]
    assert [problem.path for problem in found.problems] == ["/".join(["d"] * folder.DEPTH)]


def test_a_folder_with_too_many_other_things_is_cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST_ENTRIES", 3)
    for name in ("a.md", "b.png", "c.png", "d.md"):
        (tmp_path / name).write_text("# A")
    assert folder.listing(tmp_path).is_cut_short


def test_a_folder_below_can_end_the_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST_FILES", 1)
    (tmp_path / "a").mkdir()
    for name in ("a/1.md", "a/2.md", "b.md"):
        (tmp_path / name).write_text("# A")
    found = folder.listing(tmp_path)
    assert found.is_cut_short
    assert list(found.stamps) == ["a/1.md"]


def test_ten_thousand_notes_are_listed_in_a_moment(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / str(number)).mkdir()
    for number in range(10_000):
        (tmp_path / str(number % 10) / f"{number}.md").touch()
    started = perf_counter()
    found = folder.listing(tmp_path)
    assert len(found.stamps) == 10_000
    assert folder.changed(found, found.stamps) == ()
    assert perf_counter() - started < 2
