import os
from pathlib import Path

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
