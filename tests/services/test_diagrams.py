"""Diagrams as the page and the commands ask for them."""

from pathlib import Path

import pytest

from app.domain.review import Rating
from app.services import diagrams, ingest, study
from app.services.context import Services

NOTE = """# Web ^web

## Way of a request ^way

<!-- diagram: flow -->

- Browser → CloudFront (over HTTPS)
- CloudFront → Load balancer (cache miss)
- Load balancer → Target group

## Only words ^words

Nothing to draw here, and no picture of it.
"""


def measure(words: str, role: str) -> tuple[float, float]:
    return len(words) * 7.0, 15.0


@pytest.fixture
def read(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CERTDECK_HOME", str(tmp_path / "home"))
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "web.md").write_text(NOTE, encoding="utf-8")
    ingest.ingest(services, folder, folder=services.folder)
    return folder


def gallery(services: Services) -> tuple[diagrams.Picture, ...]:
    return diagrams.gallery(diagrams.origins(services).value, measure, diagrams.engine_for(services.settings)).value


def test_the_gallery_has_every_diagram_with_its_lines(services: Services, read: Path) -> None:
    (picture,) = gallery(services)
    assert (picture.chapter, picture.kind, picture.trouble) == ("Web", "Flow", "")
    assert picture.layout is not None
    assert [edge.source.first for edge in picture.diagram.edges] == [7, 8, 9]


def test_ingest_counts_diagrams_and_reports_what_cannot_be_drawn(services: Services, read: Path) -> None:
    text = NOTE + "\n## Asked for ^asked\n\n<!-- diagram: state -->\n\nWords without a state.\n"
    (read / "web.md").write_text(text, encoding="utf-8")
    report = ingest.ingest(services, read, folder=services.folder).value
    assert report.diagrams == 1
    assert report.problems == 1


def test_what_was_answered_is_known(services: Services, read: Path) -> None:
    (picture,) = gallery(services)
    assert set(diagrams.known(services, picture).value.values()) == {0.0}
    session = study.start(services, study.Filter()).value
    assert session.current is not None
    line = session.current.card.source.first
    session.reveal()
    answer = session.rate(Rating.EASY, 900)
    study.record(services, answer)
    known = diagrams.known(services, picture).value
    assert any(share > 0 for share in known.values())
    assert line in picture.diagram.why.used


def test_its_cards_are_those_of_its_lines(services: Services, read: Path) -> None:
    (picture,) = gallery(services)
    assert len(diagrams.cards_of(services, picture).value) >= 3


def test_a_card_knows_its_picture_and_its_part(services: Services, read: Path) -> None:
    (picture,) = gallery(services)
    found = []
    for _, card in ingest.cards_in(read):
        if card.kind == diagrams.CARD_KIND:
            origin = diagrams.origin_of(services, card).value
            assert origin is not None
            asked = diagrams.asked(origin, card, measure, diagrams.engine_for(services.settings)).value
            assert asked is not None
            assert asked[0] == picture
            found.extend(asked[1])
    assert found == ["node:cloudfront", "node:load-balancer", "edge:0"]
