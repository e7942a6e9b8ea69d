"""A package for Anki that updates in place: ids, field lists and note types here never change."""

import io
from contextlib import suppress
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import genanki

from app.domain.card import Card
from app.export import faces
from app.export.spec import Bundle, Exporter
from app.kinds.hide import BLANK
from app.render.html import to_plain

# Anki knows note types and decks by these numbers: changing one gives every learner a second copy of the cards.
BASIC_ID = 1_731_000_001
CLOZE_ID = 1_731_000_002
BASIC_FIELDS = ("Front", "Back", "Context", "Source")
CLOZE_FIELDS = ("Text", "Context", "Source")
ROOT = "Certdeck"

_FIRST_DECK_ID = 1 << 40
_LONGEST_DECK_NAME = 100

_CSS = """\
.card { font-family: system-ui, sans-serif; font-size: 20px; line-height: 1.45; color: #23282b;
        background: #fbfaf7; max-width: 40em; margin: 1.5em auto; padding: 0 1em; }
.context, .source { font-size: 13px; color: #5d676b; }
.context { margin-bottom: 1.2em; }
.source { margin-top: 2em; }
.cloze, .mark { color: #0f6b6b; font-weight: 600; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; background: #f1efe9; }
pre { white-space: pre-wrap; text-align: left; margin: 0; }
table { border-collapse: collapse; } td, th { text-align: left; padding: 0.3em 0.8em 0.3em 0; }
hr { border: 0; border-top: 1px solid #d9d6cf; margin: 1.2em 0; }
.nightMode.card { color: #e6e3dc; background: #1d2123; }
.nightMode .context, .nightMode .source { color: #9aa5a8; }
.nightMode .cloze, .nightMode .mark { color: #6fc3bd; }
.nightMode code, .nightMode pre { background: #2a3032; }
.nightMode hr { border-top-color: #3a4144; }
"""
_HEAD = '<div class="context">{{Context}}</div>\n'
_FOOT = '\n<div class="source">{{Source}}</div>'


def make(bundle: Bundle) -> bytes:
    """Write the cards as notes of Anki, each with the card's id and the time its text last changed."""
    basic, cloze = _models()
    decks: dict[str, Any] = {}
    for number, study_card in enumerate(bundle.cards):
        card = study_card.card
        name = deck_name(card)
        deck = decks.get(name) or decks.setdefault(name, genanki.Deck(deck_id(name), name))
        is_cloze = card.kind == "cloze"  # a note cannot change its type on update, and the kind never changes
        note = _Note(
            bundle.changed_at(study_card.id),
            model=cloze if is_cloze else basic,
            fields=list(_cloze_fields(card) if is_cloze else _basic_fields(card)),
            sort_field=to_plain(card.front),
            tags=[tag] if (tag := faces.tag(card.topic)) else [],
            guid=study_card.id,
            due=number,
        )
        deck.add_note(note)
    return _packed(list(decks.values()), bundle.made)


def deck_name(card: Card) -> str:
    """Name the deck of a card: its chapter, below one deck for all."""
    chapter = " ".join(card.heading_path[0].replace("::", ":").split()) if card.heading_path else ""
    return f"{ROOT}::{chapter[:_LONGEST_DECK_NAME].strip()}" if chapter else ROOT


def deck_id(name: str) -> int:
    """Number a deck: the same name has the same number for ever."""
    return _FIRST_DECK_ID + int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=4).digest(), "big")


def cloze_text(card: Card) -> str:
    """A card with gaps as Anki writes them; every gap of one card is number 1, so that a note stays one card."""
    front, answers = faces.html(card.front), _answers(card)
    gaps = front.count(BLANK)
    if gaps and gaps == len(answers):
        for answer in answers:
            front = front.replace(BLANK, _gap(answer), 1)
        return front
    return f"{front}<p>{_gap(faces.html(card.back))}</p>"


def _answers(card: Card) -> list[str]:
    bold = card.back.strip()
    inner = bold[2:-2] if bold.startswith("**") and bold.endswith("**") and len(bold) > 4 else bold
    parts = inner.split(" · ") if card.front.count(BLANK) > 1 else [inner]
    return [faces.html(part) for part in parts]


def _gap(content: str) -> str:
    """A gap that only its own end closes, and that has no hint by accident."""
    inner = content.replace("}}", "}<!-- -->}").replace("{{", "{<!-- -->{").replace("::", ":<!-- -->:")
    if inner.endswith("}"):
        inner += "<!-- -->"
    return "{{c1::" + inner + "}}"


def _without_gaps(content: str) -> str:
    return content.replace("{{c", "{<!-- -->{c")


def _basic_fields(card: Card) -> tuple[str, ...]:
    return (
        _without_gaps(faces.html(card.front)) or "—",
        _without_gaps(faces.html(card.back)),
        faces.context(card),
        faces.origin(card),
    )


def _cloze_fields(card: Card) -> tuple[str, ...]:
    return cloze_text(card), faces.context(card), faces.origin(card)


def _models() -> tuple[Any, Any]:
    question = _HEAD + '<div class="front">{{Front}}</div>'
    basic = genanki.Model(
        BASIC_ID,
        "Certdeck",
        fields=[{"name": name} for name in BASIC_FIELDS],
        templates=[
            {
                "name": "Card",
                "qfmt": question,
                "afmt": question + '\n<hr id="answer">\n<div class="back">{{Back}}</div>' + _FOOT,
            }
        ],
        css=_CSS,
    )
    cloze = genanki.Model(
        CLOZE_ID,
        "Certdeck Cloze",
        fields=[{"name": name} for name in CLOZE_FIELDS],
        templates=[{"name": "Cloze", "qfmt": _HEAD + "{{cloze:Text}}", "afmt": _HEAD + "{{cloze:Text}}" + _FOOT}],
        css=_CSS,
        model_type=genanki.Model.CLOZE,
    )
    return basic, cloze


class _Note(genanki.Note):  # type: ignore[misc]
    """A note whose time of change is its own, not that of the export: Anki then updates only what changed."""

    def __init__(self, changed: datetime, **parts: Any) -> None:
        super().__init__(**parts)
        self._changed = changed

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Any) -> None:  # noqa: ARG002
        super().write_to_db(cursor, self._changed.timestamp(), deck_id, id_gen)


class _Package(genanki.Package):  # type: ignore[misc]
    """A package that knows its temporary database, which genanki forgets to remove."""

    database: Path | None = None

    def write_to_db(self, cursor: Any, timestamp: float, id_gen: Any) -> None:
        self.database = Path(cursor.execute("PRAGMA database_list").fetchone()[2])
        super().write_to_db(cursor, timestamp, id_gen)


def _packed(decks: list[Any], made: datetime) -> bytes:
    package, content = _Package(decks), io.BytesIO()
    try:
        package.write_to_file(content, timestamp=made.timestamp())
    finally:
        if package.database is not None:
            with suppress(OSError):
                package.database.unlink()
    return content.getvalue()


EXPORTER = Exporter("apkg", "Anki package", ".apkg", make)
