"""The learner's files go where the platform wants them, or all into one folder."""

from pathlib import Path

import pytest

from app.paths import folders, notes_folder, shipped


def test_one_variable_moves_everything_into_one_folder(certdeck_home: Path) -> None:
    found = folders()
    for place in (found.data, found.config, found.cache, found.progress_file, found.settings_file, found.log_file):
        assert place.is_relative_to(certdeck_home)
    assert found.progress_file == certdeck_home / "progress.db"


def test_variable_may_be_relative_or_start_with_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CERTDECK_HOME", "here")
    assert folders().data == tmp_path / "here"
    monkeypatch.setenv("CERTDECK_HOME", "~/there")
    assert folders().data == Path.home() / "there"


def test_without_it_the_platform_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CERTDECK_HOME")
    found = folders()
    assert len({found.data, found.cache}) == 2
    assert all(place.is_absolute() and "certdeck" in place.parts for place in (found.data, found.config, found.cache))


def test_asking_makes_no_folders(certdeck_home: Path) -> None:
    folders()
    assert not certdeck_home.exists()


def test_shipped_files_are_found_from_any_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert shipped("resources/icons").is_dir()
    assert shipped("resources").is_absolute()


def test_bundled_stands_for_the_notes_that_come_along(tmp_path: Path) -> None:
    assert notes_folder("bundled") == shipped("content/notes")
    assert notes_folder(str(tmp_path)) == tmp_path
