"""Text that Anki imports: a line a card, which updates in place on the next import because its id comes first."""

from app.domain.card import StudyCard
from app.export import faces
from app.export.spec import Bundle, Exporter, encoded

COLUMNS = ("Id", "Front", "Back", "Tags", "Context", "Source")

_HEAD = (
    "#separator:tab",
    "#html:true",
    "#guid column:1",
    "#tags column:4",
    f"#columns:{chr(9).join(COLUMNS)}",
)


def make(bundle: Bundle) -> bytes:
    """Write the cards as tab-separated HTML under the headers that Anki reads."""
    return encoded("\n".join((*_HEAD, *(_line(card) for card in bundle.cards))) + "\n")


def _line(study_card: StudyCard) -> str:
    card = study_card.card
    cells = (
        study_card.id,
        faces.html(card.front),
        faces.html(card.back),
        faces.tag(card.topic),
        faces.context(card),
        faces.origin(card),
    )
    return "\t".join(_cell(cell) for cell in cells)


def _cell(content: str) -> str:
    line = faces.on_one_line(content).replace("\t", "&#9;")
    return f'"{line.replace(chr(34), chr(34) * 2)}"' if line.startswith(("#", '"')) or '"' in line else line


EXPORTER = Exporter("tsv", "Text for Anki (TSV)", ".tsv", make)
