"""Drills come from the notes that are open, and follow them when they change."""

from dataclasses import replace
from pathlib import Path

from app.services.context import Services
from app.services.drills import drills
from tests.kinds.test_drill import NUMBERS, TABLE


def test_drills_follow_the_open_notes(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    (folder / "a.md").write_text(TABLE, encoding="utf-8")
    (folder / "b.md").write_text(NUMBERS, encoding="utf-8")
    (folder / "c.md").write_bytes(b"\x00" * 50)
    opened = services.with_settings(replace(services.settings, notes_folder=str(folder)))
    found = drills(opened).value
    assert {question.source.path for question in found} == {"a.md", "b.md"}
    assert all(question.is_drill for question in found)
    assert drills(opened).value == found
    (folder / "b.md").write_text(NUMBERS.replace("Default timeout", "First timeout"), encoding="utf-8")
    stems = {question.stem for question in drills(opened).value}
    assert "Queues: **First timeout**?" in stems
    assert "Queues: **Default timeout**?" not in stems
