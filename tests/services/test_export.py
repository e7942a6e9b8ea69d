import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.changes import NOTHING
from app.domain.review import Rating
from app.errors import ExportError
from app.services import export, ingest, study
from app.services.context import Services
from tests.fakes import FrozenClock


@pytest.fixture
def opened(services: Services, notes_dir: Path) -> Services:
    """Services with one small note read."""
    own = services.with_settings(replace(services.settings, notes_folder=str(notes_dir)))
    ingest.ingest(own, notes_dir)
    return own


def dumped(services: Services, path: Path) -> dict:
    export.export(services, "json", path, overwrite=True)
    return json.loads(path.read_bytes())


@pytest.mark.parametrize("exporter_id", [one.id for one in export.formats()])
def test_every_format_can_be_written(opened: Services, tmp_path: Path, exporter_id: str) -> None:
    path = tmp_path / export.file_name(opened, exporter_id)

    outcome = export.export(opened, exporter_id, path)

    assert outcome.changes == NOTHING
    assert outcome.value.path == path
    assert outcome.value.size == path.stat().st_size > 100
    assert outcome.value.cards > 5


def test_a_name_without_suffix_gets_one(opened: Services, tmp_path: Path) -> None:
    assert export.export(opened, "csv", tmp_path / "cards").value.path == tmp_path / "cards.csv"


def test_the_dump_holds_answers_and_when_each_text_changed(
    opened: Services, notes_dir: Path, clock: FrozenClock, tmp_path: Path
) -> None:
    added = clock.now()
    session = study.start(opened).value
    answered = session.current
    assert answered is not None
    session.reveal()
    study.record(opened, session.rate(Rating.GOOD, 1500))
    clock.advance(days=2)
    note = notes_dir / "note.md"
    note.write_text(note.read_text("utf-8").replace("30 seconds", "45 seconds"), encoding="utf-8")
    ingest.ingest(opened, notes_dir)

    read = dumped(opened, tmp_path / "cards.json")

    assert [review["card"] for review in read["reviews"]] == [answered.id]
    changed = {card["back"]: card["changed"] for card in read["cards"]}
    assert [at for back, at in changed.items() if "45" in back] == [clock.now().isoformat()]
    assert changed["code and libraries that several functions share."] == added.isoformat()


def test_ids_in_the_file_are_those_of_the_store(opened: Services, tmp_path: Path) -> None:
    first = study.start(opened).value.current
    assert first is not None

    assert first.id in {card["id"] for card in dumped(opened, tmp_path / "cards.json")["cards"]}


def test_nothing_to_export_is_said(services: Services, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no cards to export"):
        export.export(services, "csv", tmp_path / "cards.csv")
    assert list(tmp_path.glob("cards*")) == []


def test_an_unknown_format_is_said_with_those_there_are(opened: Services, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no format named docx") as told:
        export.export(opened, "docx", tmp_path / "cards.docx")
    assert "apkg, tsv, csv, markdown, json" in told.value.hint


def test_never_replaces_a_file_unasked(opened: Services, tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    path.write_bytes(b"mine")

    with pytest.raises(ExportError, match="already a file"):
        export.export(opened, "csv", path)

    assert path.read_bytes() == b"mine"


def test_the_bundled_notes_have_a_name_of_their_own(services: Services) -> None:
    assert export.file_name(services, "apkg") == "aws-certified-developer-associate.apkg"
