"""Settings survive anything that can happen to their file, and the learner is told."""

import json
import os
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import settings as module
from app.errors import SettingsError
from app.settings import Settings, load, save

CHANGED = Settings(
    notes_folder="/home/ana/notes",
    recent_folders=("/home/ana/notes", "/tmp/ä ö"),
    new_per_day=5,
    desired_retention=0.85,
    learning_steps_minutes=(1, 5, 30),
    exam_date="2026-12-01",
    buttons=2,
    types_answers=True,
    theme="dark",
    text_percent=150,
    keys=(("study.undo", "Ctrl+Z"), ("study.flag", "")),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the settings go; the folder is not there yet."""
    return tmp_path / "config" / "settings.json"


def test_nothing_there_means_defaults_and_no_message(path: Path) -> None:
    loaded = load(path)
    assert loaded.settings == Settings()
    assert loaded.message == ""


@pytest.mark.parametrize("settings", [Settings(), CHANGED])
def test_what_is_kept_comes_back(path: Path, settings: Settings) -> None:
    save(settings, path)
    assert load(path) == module.Loaded(settings)


def test_values_make_settings_again_as_they_are_and_through_json() -> None:
    assert module.from_values(asdict(CHANGED)) == CHANGED
    assert module.from_values(json.loads(json.dumps(asdict(CHANGED)))) == CHANGED
    assert module.from_values({"buttons": 2, "theme": 7}) == Settings(buttons=2)


def test_every_field_is_checked() -> None:
    assert set(module._FIELDS) == {field.name for field in fields(Settings)}


def test_the_file_before_stays_as_bak_and_nothing_else_is_left(path: Path) -> None:
    save(Settings(), path)
    save(CHANGED, path)
    assert load(path.with_name("settings.json.bak")).settings == Settings()
    assert sorted(file.name for file in path.parent.iterdir()) == ["settings.json", "settings.json.bak"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"null", b"\xff\xfe\x00", b'"text"', b"[" * 100_000, b'{"new_per_day": 1' + b" " * 2_000_000],
)
def test_damaged_file_gives_defaults_and_is_kept_as_bad(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    loaded = load(path)
    assert loaded.settings == Settings()
    assert "damaged" in loaded.message
    assert path.with_name("settings.json.bad").read_bytes() == content


def test_damaged_file_falls_back_on_the_one_before(path: Path) -> None:
    save(CHANGED, path)
    save(replace(CHANGED, new_per_day=6), path)
    path.write_bytes(path.read_bytes()[:20])
    loaded = load(path)
    assert loaded.settings == CHANGED
    assert "the one before" in loaded.message.lower()


def test_senseless_fields_have_their_defaults_and_the_others_stay(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"new_per_day": "many", "theme": "dark", "buttons": 3, "unknown": 1}))
    loaded = load(path)
    assert loaded.settings == Settings(theme="dark")
    assert "new_per_day, buttons" in loaded.message
    assert path.with_name("settings.json.bad").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("new_per_day", True),
        ("new_per_day", -1),
        ("new_per_day", 1.5),
        ("desired_retention", 1.0),
        ("desired_retention", float("nan")),
        ("desired_retention", float("inf")),
        ("learning_steps_minutes", [0]),
        ("learning_steps_minutes", 5),
        ("learning_steps_minutes", [1] * 21),
        ("day_start_hour", 24),
        ("exam_date", "soon"),
        ("exam_date", 20261201),
        ("theme", "pink"),
        ("theme", ["dark"]),
        ("text_percent", 10**400),
        ("types_answers", 1),
        ("buttons", True),
        ("keys", [["study.undo"]]),
        ("keys", [["study.undo", 7]]),
        ("keys", [7]),
        ("keys", {"study.undo": "Ctrl+Z"}),
        ("notes_folder", ""),
        ("notes_folder", "a\x00b"),
        ("recent_folders", ["x" * 5000]),
    ],
)
def test_each_field_refuses_what_the_program_cannot_use(path: Path, name: str, value: object) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({name: value}))
    loaded = load(path)
    assert loaded.settings == Settings()
    assert name in loaded.message


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([field.name for field in fields(Settings)]) | st.text(), JSON_VALUES))
def test_any_json_gives_settings_that_can_be_kept(
    tmp_path_factory: pytest.TempPathFactory, stored: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_text(json.dumps(stored))
    settings = load(path).settings
    save(settings, path)
    assert load(path).settings == settings


def test_any_one_damaged_byte_still_starts(path: Path) -> None:
    save(CHANGED, path)
    sound = path.read_bytes()
    for position in range(0, len(sound), 7):
        path.write_bytes(sound[:position] + b"\x9c" + sound[position + 1 :])
        assert isinstance(load(path).settings, Settings)


def test_newer_version_is_used_as_far_as_known_and_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"version": 99, "theme": "dark", "future": 1}))
    loaded = load(path)
    assert loaded.settings == Settings(theme="dark")
    assert "newer" in loaded.message
    assert "future" in path.with_name("settings.json.newer").read_text()


def test_older_versions_are_brought_up_to_date_step_by_step(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(stored: dict[str, object]) -> dict[str, object]:
        return {**stored, "new_per_day": stored.get("daily", 1)}

    monkeypatch.setattr(module, "UPGRADES", {-1: lambda stored: {**stored, "daily": 7}, 0: rename})
    path.parent.mkdir()
    path.write_text('{"version": -1}')
    assert load(path) == module.Loaded(Settings(new_per_day=7))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission_raises_our_error(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o500)
    with pytest.raises(SettingsError):
        save(Settings(), path)


def test_path_that_is_a_folder_is_told_and_refused(path: Path) -> None:
    path.mkdir(parents=True)
    assert "cannot be read" in load(path).message
    with pytest.raises(SettingsError) as caught:
        save(Settings(), path)
    assert caught.value.hint


def test_full_disk_leaves_the_old_settings(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(CHANGED, path)
    monkeypatch.setattr(os, "fsync", _no_space)
    with pytest.raises(SettingsError, match="No space"):
        save(Settings(), path)
    monkeypatch.undo()
    assert load(path).settings == CHANGED
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def _no_space(_: int) -> None:
    raise OSError(28, "No space left on device")
