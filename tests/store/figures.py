"""Print the figures of the store at 50,000 cards; run by hand: `python -m tests.store.figures [cards]`."""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.card import Card
from app.domain.note import Note, Section, Source
from app.domain.review import CardState, Rating, Review, ReviewKind, Schedule
from app.store import cards, notes, reviews, search
from app.store.store import Store, Tx

CHANCE = random.Random(1)
WORDS = ["".join(CHANCE.choices("abcdefghijklmnopqrstuvwxyz", k=CHANCE.randint(3, 10))) for _ in range(4000)]


def words(number: int) -> str:
    return " ".join(CHANCE.choices(WORDS, k=number))


def note_of(path: str) -> tuple[Note, list[Card]]:
    sections: list[Section] = []
    made: list[Card] = []
    for number in range(10):
        title, first = f"Section {number} {words(2)}", 1 + number * 11
        body = f"# {title}\n" + "\n".join(words(12) for _ in range(10))
        sections.append(
            Section(title, 1, (title,), (), (), Source(path, first, first + 10), f"{path}{number}{title}", body)
        )
        for line in range(first + 1, first + 11):
            source = Source(path, line, line)
            made.append(Card("number", "rule", f"{title}: {words(4)}?", words(8), (title,), "", source, f"f{line}"))
    return Note(path, path, "", tuple(sections), path), made


def timed(name: str, op: Callable[[], object], times: int = 21) -> None:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        op()
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    print(f"{name}: median {statistics.median(taken):.2f} ms, {taken[0]:.2f}–{taken[-1]:.2f}")


def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "progress.db"
        store = Store.open(path)
        material = [note_of(f"note-{index:05}.md") for index in range(number // 100)]
        began = time.perf_counter()
        with store.write() as tx:
            for note, made in material:
                notes.save(tx, "bundled", note, made, stamp=(1, 2, "x"))
            cards.apply(tx, "bundled")
        print(f"ingest of {number} cards: {time.perf_counter() - began:.2f} s")
        study(store)
        edit(store, *material[0])
        store.close()
        began = time.perf_counter()
        store = Store.open(path)
        print(f"open: {time.perf_counter() - began:.3f} s, {path.stat().st_size / 1e6:.0f} MB")
        store.close()


def study(store: Store) -> None:
    now = datetime.now(UTC)
    with store.read() as tx:
        ids = [card.id for card in cards.all_cards(tx, "bundled")]

    def answer() -> None:
        card_id, at = CHANCE.choice(ids), datetime.now(UTC)
        review = Review(reviews.new_id(at), card_id, at, 0, Rating.GOOD, 1, ReviewKind.LEARN, "test", 1)
        with store.write() as tx:
            reviews.append(tx, review, Schedule(card_id, CardState.REVIEW, at, 1.0, 5.0, None, at, 1, 0))

    def reading(op: Callable[[Tx], object]) -> Callable[[], object]:
        def run() -> object:
            with store.read() as tx:
                return op(tx)

        return run

    timed("answer", answer, 200)
    with store.write() as tx:
        for card_id in ids[: len(ids) // 3]:
            due = now + timedelta(days=CHANCE.randint(-5, 30))
            reviews.replace_schedule(tx, Schedule(card_id, CardState.REVIEW, due, 3.0, 5.0, None, now, 1, 0))
    today = now.date()
    timed("due counts", reading(lambda tx: cards.due_counts(tx, "bundled", until=now, today=today)))
    timed("due rows", reading(lambda tx: cards.due_rows(tx, "bundled", until=now, today=today, new_limit=20)))
    timed("tree", reading(lambda tx: notes.tree(tx, "bundled")))
    for wanted in ("s", "se", "sec", "section", WORDS[5], WORDS[5][:3], f"{WORDS[9]} {WORDS[3][:2]}"):
        timed(f"search {wanted}", reading(lambda tx, wanted=wanted: search.search(tx, "bundled", wanted)))  # type: ignore[misc]


def edit(store: Store, note: Note, made: list[Card]) -> None:
    changed = replace(note.sections[2], digest="other", text=note.sections[2].text + "!")
    sections = tuple(changed if one is note.sections[2] else replace(one, is_parsed=False) for one in note.sections)
    own = [card for card in made if card.heading_path == changed.heading_path]
    own[3] = replace(own[3], back=own[3].back + " more")
    began = time.perf_counter()
    with store.write() as tx:
        notes.save(tx, "bundled", replace(note, sections=sections), own, stamp=(2, 2, "y"))
        ledger = cards.apply(tx, "bundled")
    print(f"edit of one section: {(time.perf_counter() - began) * 1000:.1f} ms, {ledger.changed} changed")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
