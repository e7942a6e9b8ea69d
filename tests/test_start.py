"""What a start asks for: the window, the window on some notes, or a command."""

from pathlib import Path

import pytest

from app.__main__ import _asked


def test_a_folder_or_a_note_in_it_opens_the_window_there(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text("# A\n", encoding="utf-8")
    assert _asked([str(tmp_path)]) == str(tmp_path)
    assert _asked([str(note)]) == str(tmp_path)


def test_commands_and_options_open_no_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stats").mkdir()
    monkeypatch.chdir(tmp_path)
    for arguments in ([], ["--version"], ["stats"], ["check", str(tmp_path)], [str(tmp_path / "gone")], ["gone.md"]):
        assert _asked(arguments) == ""


def test_a_question_bank_is_opened_itself(tmp_path: Path) -> None:
    bank, note = tmp_path / "bank.md", tmp_path / "note.md"
    bank.write_text("---\nprofile: DVA-C02\nbank: Queues\n---\n\n## Which?\n", encoding="utf-8")
    note.write_text("---\ntitle: About banks\n---\nbank: not here\n", encoding="utf-8")
    assert _asked([str(bank)]) == str(bank)
    assert _asked([str(note)]) == str(tmp_path)
    assert _asked([str(tmp_path / "bank.txt")]) == ""
