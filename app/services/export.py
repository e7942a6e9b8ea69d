"""The cards of the open notes leave as a file in a format of the learner's choice."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.changes import Outcome
from app.errors import ExportError
from app.export import EXPORTERS
from app.export.spec import Bundle, Exporter, slug
from app.paths import BUNDLED
from app.services.context import Services
from app.store import cards, edits, reviews

_BUNDLED_TITLE = "AWS Certified Developer Associate"


@dataclass(frozen=True, slots=True)
class Format:
    """A format to choose from."""

    id: str
    title: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and where."""

    path: Path
    cards: int
    size: int


def formats() -> tuple[Format, ...]:
    """Name the formats, the one most asked for first."""
    return tuple(Format(one.id, one.title, one.suffix) for one in EXPORTERS)


def file_name(services: Services, exporter_id: str) -> str:
    """Propose a name for the file."""
    return slug(_title(services)) + _exporter(exporter_id).suffix


def export(services: Services, exporter_id: str, path: Path, *, overwrite: bool = False) -> Outcome[Exported]:
    """Write all cards of the open notes to a file; a name without a suffix gets the format's."""
    exporter = _exporter(exporter_id)
    target = path if path.suffix or not path.name else path.with_name(path.name + exporter.suffix)
    bundle = _gather(services)
    if not bundle.cards:
        raise ExportError("There are no cards to export yet.", hint="Open notes first.")
    size = exporter.write(bundle, target, overwrite=overwrite)
    return Outcome(Exported(target, len(bundle.cards), size))


def _exporter(exporter_id: str) -> Exporter:
    found = next((one for one in EXPORTERS if one.id == exporter_id), None)
    if found is None:
        known = ", ".join(one.id for one in EXPORTERS)
        raise ExportError(f"There is no format named {exporter_id}.", hint=f"Choose one of: {known}.")
    return found


def _gather(services: Services) -> Bundle:
    with services.store.read() as tx:
        found = cards.all_cards(tx, services.folder)
        ids = {card.id for card in found}
        return Bundle(
            _title(services),
            tx.now,
            found,
            edits.changed_at(tx, services.folder),
            tuple(review for review in reviews.log(tx) if review.card_id in ids),
        )


def _title(services: Services) -> str:
    return _BUNDLED_TITLE if services.folder == BUNDLED else Path(services.folder).name or services.folder
