import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b

import pytest

from app.domain.card import Card
from app.domain.note import Note, Section, Source
from app.store import cards, notes
from app.store.store import Store

Ingest = Callable[..., cards.Ledger]


def note_of(path: str, content: str) -> tuple[Note, list[Card]]:
    """A note in the smallest language that makes cards: `# heading`, `front :: back`, an `^anchor` at the end."""
    sections: list[Section] = []
    made: list[Card] = []
    title, first, lines = "", 1, []

    def close(last: int) -> None:
        if title:
            text = "\n".join(lines)
            digest = blake2b(f"{title}\x1f{text}".encode()).hexdigest()
            sections.append(Section(title, 1, (title,), (), (), Source(path, first, last), digest, text))

    for number, line in enumerate(content.splitlines(), 1):
        if line.startswith("# "):
            close(number - 1)
            title, first, lines = line[2:], number, []
        elif found := re.fullmatch(r"(?:\[(.*?)\] )?(.+?) :: (.+?)(?: \^(\w+))?", line):
            place, front, back, anchor = found.groups()
            made.append(
                Card("explicit", "test", front, back, (title,), "", Source(path, number, number), front,
                     place=place or "", anchor=anchor)
            )  # fmt: skip
        lines.append(line)
    close(len(content.splitlines()))
    return Note(path, path, "", tuple(sections), blake2b(content.encode()).hexdigest()), made


def ingest_into(store: Store, files: dict[str, str], folder: str = "bundled") -> cards.Ledger:
    """What the service does: save what changed, remove what is gone, match, all in one transaction."""
    with store.write() as tx:
        known = notes.stamps(tx, folder)
        for path, content in files.items():
            note, made = note_of(path, content)
            if path in known and known[path][2] == note.digest:
                continue
            digests = notes.digests(tx, folder, path)
            sections = tuple(replace(one, is_parsed=one.digest not in digests) for one in note.sections)
            parsed = {one.heading_path for one in sections if one.is_parsed}
            notes.save(
                tx,
                folder,
                replace(note, sections=sections),
                [card for card in made if card.heading_path in parsed],
                stamp=(1, len(content), note.digest),
            )
        notes.remove(tx, folder, sorted(set(known) - set(files)))
        return cards.apply(tx, folder)


@pytest.fixture
def ingest(store: Store) -> Ingest:
    return lambda files, folder="bundled": ingest_into(store, files, folder)


@pytest.fixture
def by_front(store: Store) -> Callable[[], dict[str, str]]:
    def read(folder: str = "bundled") -> dict[str, str]:
        with store.read() as tx:
            return {one.card.front: one.id for one in cards.all_cards(tx, folder)}

    return read
