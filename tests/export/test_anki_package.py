"""The packages are read by Anki's own library; it is only ever used here."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.export import anki_package, tsv
from app.export.spec import Bundle
from tests.export.conftest import CARDS, bundle_of
from tests.factories import make_card

pytest.importorskip("anki.collection")

from anki.collection import (
    Collection,
    CsvMetadata,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
    ImportCsvRequest,
)

BRACES = "}" * 2


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Any]:
    """An empty collection of Anki."""
    found = Collection(str(tmp_path / "collection.anki2"))
    yield found
    found.close()


def take_in(collection: Any, bundle: Bundle, tmp_path: Path) -> Any:
    """Import a bundle as Anki does when one double-clicks the file."""
    path = tmp_path / "cards.apkg"
    anki_package.EXPORTER.write(bundle, path, overwrite=True)
    return collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions(with_scheduling=True))
    ).log


def notes_by_guid(collection: Any) -> dict[str, Any]:
    return {note.guid: note for note in (collection.get_note(one) for one in collection.find_notes(""))}


def test_anki_reads_every_card(collection: Any, bundle: Bundle, tmp_path: Path) -> None:
    log = take_in(collection, bundle, tmp_path)

    notes = notes_by_guid(collection)
    assert len(log.new) == collection.card_count() == len(bundle.cards)
    assert set(notes) == {card.id for card in bundle.cards}
    first = notes[bundle.cards[0].id]
    assert first.fields == ["SQS: default visibility timeout?", "<b>30 seconds</b>", "Amazon SQS › Limits", "note.md:5"]
    assert first.tags == ["Amazon_SQS"]
    assert first.mid == anki_package.BASIC_ID
    assert {deck.name for deck in collection.decks.all_names_and_ids(skip_empty_default=True)} == {
        "Certdeck", "Certdeck::Amazon SQS", "Certdeck::SAM",
    }  # fmt: skip


def test_a_gap_hides_its_answer_and_nothing_else(collection: Any, bundle: Bundle, tmp_path: Path) -> None:
    take_in(collection, bundle, tmp_path)

    card = notes_by_guid(collection)[bundle.cards[2].id].cards()[0]

    assert card.note().mid == anki_package.CLOZE_ID
    question, answer = _shown(card.question()), _shown(card.answer())
    assert "SAM: !Sub ${{x}} holds [...] in S3." in question
    assert f"SAM: !Sub ${{{{x}}}} holds AWS::S3::Bucket {BRACES} a{BRACES} in S3." in answer


def test_code_is_shown_as_it_is(collection: Any, bundle: Bundle, tmp_path: Path) -> None:
    take_in(collection, bundle, tmp_path)

    card = notes_by_guid(collection)[bundle.cards[3].id].cards()[0]

    assert "a: {{c1::x}}\n\tb: }}" in _shown(card.question())
    assert "=cmd|' /C calc'!A0" in _shown(card.answer())


def test_two_gaps_stay_one_card(collection: Any, tmp_path: Path) -> None:
    take_in(collection, bundle_of(make_card("From […] to […].", "**a · b**", kind="cloze")), tmp_path)

    assert collection.card_count() == 1
    assert "From a to b." in _shown(notes_by_guid(collection).popitem()[1].cards()[0].answer())


def test_a_card_marked_with_a_hint_shows_its_answer_below(collection: Any, tmp_path: Path) -> None:
    take_in(collection, bundle_of(make_card("The limit is [how much?].", "**10 GB**", kind="cloze")), tmp_path)

    card = notes_by_guid(collection).popitem()[1].cards()[0]
    assert "10 GB" not in _shown(card.question())
    assert "10 GB" in _shown(card.answer())


def test_importing_again_changes_what_changed_and_keeps_the_schedule(collection: Any, tmp_path: Path) -> None:
    take_in(collection, bundle_of(*CARDS[:2]), tmp_path)
    card = notes_by_guid(collection)["00000000-0000-0000-0000-000000000000"].cards()[0]
    collection.sched.set_due_date([card.id], "5")
    changed = replace(CARDS[0], back="**45 seconds**")

    log = take_in(collection, bundle_of(changed, CARDS[1], days=1), tmp_path)

    assert (len(log.new), collection.note_count()) == (0, 2)
    again = collection.get_card(card.id)
    assert again.note().fields[1] == "<b>45 seconds</b>"
    assert again.ivl == 5


def test_importing_the_same_again_changes_nothing(collection: Any, bundle: Bundle, tmp_path: Path) -> None:
    take_in(collection, bundle, tmp_path)

    log = take_in(collection, bundle, tmp_path)

    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 0, len(bundle.cards))


def test_an_older_text_does_not_overwrite_a_newer_one(collection: Any, tmp_path: Path) -> None:
    take_in(collection, bundle_of(replace(CARDS[0], back="newer"), days=2), tmp_path)

    take_in(collection, bundle_of(CARDS[0], days=1), tmp_path)

    assert notes_by_guid(collection).popitem()[1].fields[1] == "newer"


def test_ids_and_fields_never_change() -> None:
    assert (anki_package.BASIC_ID, anki_package.CLOZE_ID) == (1_731_000_001, 1_731_000_002)
    assert anki_package.BASIC_FIELDS == ("Front", "Back", "Context", "Source")
    assert anki_package.CLOZE_FIELDS == ("Text", "Context", "Source")
    assert anki_package.deck_id("Certdeck::Amazon SQS") == DECK_ID


def test_leaves_no_temporary_file(bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    anki_package.make(bundle)

    assert list(tmp_path.iterdir()) == []


def test_tsv_updates_in_place_too(collection: Any, bundle: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "cards.tsv"
    tsv.EXPORTER.write(bundle, path)
    _import_tsv(collection, path)
    changed = replace(bundle.cards[0], card=replace(bundle.cards[0].card, back="**45 seconds**"))
    tsv.EXPORTER.write(replace(bundle, cards=(changed, *bundle.cards[1:])), path, overwrite=True)

    _import_tsv(collection, path)

    notes = notes_by_guid(collection)
    assert set(notes) == {card.id for card in bundle.cards}
    assert notes[changed.id].fields == ["SQS: default visibility timeout?", "<b>45 seconds</b>"]
    assert notes[changed.id].tags == ["Amazon_SQS"]
    assert notes[bundle.cards[1].id].fields[1].startswith("<ul><li>messages that <code>fail</code></li>")


DECK_ID = 1_101_061_849_964


def _import_tsv(collection: Any, path: Path) -> None:
    metadata = collection.get_csv_metadata(str(path), None)
    metadata.dupe_resolution = CsvMetadata.UPDATE
    collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata))


def _shown(content: str) -> str:
    """What Anki shows, without tags and comments."""
    import html
    import re

    return html.unescape(re.sub(r"<style>.*?</style>|<!--.*?-->|<[^>]+>", "", content, flags=re.DOTALL))
