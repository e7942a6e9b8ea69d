"""What study, search and Today cost with 50,000 cards, against sqlite3 with nothing around it."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.review import Rating
from app.services import ingest, library, plan, study, today
from app.services.context import Services
from app.settings import Settings
from app.store import cards, reviews
from app.store.store import Store
from tests.bench.measuring import Times, compare, report, report_limit, time_of
from tests.bench.texts import card_notes
from tests.fakes import FrozenClock

pytestmark = pytest.mark.bench

CARDS = 50_000
NOW = 1_000_000


@dataclass(frozen=True, slots=True)
class Large:
    """A large store, and a bare database with as much in it."""

    services: Services
    bare: sqlite3.Connection


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    """Both, in the same folder."""
    folder = tmp_path_factory.mktemp("large")
    card_notes(folder / "notes", CARDS)
    clock = FrozenClock()
    store = Store.open(folder / "progress.db", clock=clock)
    chosen = str(folder / "notes")
    services = Services(store=store, clock=clock, settings=Settings(notes_folder=chosen))
    seconds = time_of(lambda: ingest.ingest(services, folder / "notes", folder=chosen))
    again = time_of(lambda: ingest.ingest(services, folder / "notes", folder=chosen))
    study_some(services)
    clock.advance(days=30)
    size = store.path.stat().st_size / 1e6
    print(f"\n{CARDS} cards read in {seconds:.1f} s, read again unchanged in {again:.2f} s, {size:.0f} MB")
    bare = bare_database(folder / "bare.db")
    yield Large(services, bare)
    bare.close()
    store.close()


def study_some(services: Services) -> None:
    """A fifth of the cards are known, and due by now."""
    eager = services.with_settings(replace(services.settings, new_per_day=9999))
    session = study.start(eager).value
    with services.store.write() as tx:
        for _ in range(CARDS // 5):
            if session.current is None:
                break
            answer = session.rate(Rating.EASY, 2000)
            reviews.append(tx, answer.review, answer.after)


def bare_database(path: Path) -> sqlite3.Connection:
    """The least that could do the same: one table, one index, one log, one word index."""
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE card (id INTEGER PRIMARY KEY, front TEXT, due INTEGER); CREATE INDEX card_due ON card (due);"
        "CREATE TABLE review (id INTEGER PRIMARY KEY, card INTEGER, rating INTEGER, at INTEGER);"
        "CREATE VIRTUAL TABLE word USING fts5 (front, prefix='2 3');"
    )
    rows = [(number, f"SQS limit number {number}? {number} messages per second", number) for number in range(CARDS)]
    with database:
        database.execute("BEGIN")
        database.executemany("INSERT INTO card VALUES (?, ?, ?)", rows)
        database.executemany("INSERT INTO word (rowid, front) VALUES (?, ?)", [row[:2] for row in rows])
        database.execute("COMMIT")
    return database


def test_answer_and_next_card(large: Large) -> None:
    eager = large.services.with_settings(replace(large.services.settings, reviews_per_day=9999))
    session = study.start(eager).value

    def answer() -> None:
        session.reveal()
        session.previews()
        study.record(large.services, session.rate(Rating.GOOD, 2000))
        assert session.current is not None

    def bare() -> None:
        large.bare.execute("BEGIN IMMEDIATE")
        large.bare.execute("INSERT INTO review (card, rating, at) VALUES (7, 3, 7)")
        large.bare.execute("UPDATE card SET due = due + 1 WHERE id = 7")
        large.bare.execute("COMMIT")
        large.bare.execute("SELECT * FROM card WHERE id = 8").fetchone()

    ours, peer = compare(
        {"answer, committed, and next card": answer, "sqlite3: insert, update, commit": bare}, runs=300
    )
    report("Answer → next card", ours, peer)
    report_limit("Answer → next card", ours, limit_ms=16)


def test_plan_to_the_exam(large: Large) -> None:
    """50,000 cards, a fifth of them met, played through for sixty days; the peer reads the rows that this needs."""
    services = large.services
    exam = (services.today() + timedelta(days=60)).isoformat()
    planned = services.with_settings(replace(services.settings, exam_date=exam, minutes_per_day=120))

    def rows() -> None:
        with services.store.read() as tx:
            cards.standing_rows(tx, services.folder)

    ours, peer = compare({"outlook": lambda: plan.outlook(planned), "reading its cards": rows}, runs=5)
    report("Plan to the exam", ours, peer)


def test_due_queue(large: Large) -> None:
    asked = "SELECT id, due FROM card WHERE due <= ? ORDER BY due LIMIT 10000"
    ours, peer = compare(
        {
            "queue of a sitting": lambda: study.start(large.services),
            "sqlite3: ids and due times": lambda: large.bare.execute(asked, (NOW,)).fetchall(),
        }
    )
    report("Due queue", ours, peer)
    view = today.today(large.services).value
    print(f"  {view.new} new, {view.review} to review, {view.backlog} more waiting")


def test_today(large: Large) -> None:
    ours, peer = compare(
        {
            "Today": lambda: today.today(large.services),
            "sqlite3: count": lambda: large.bare.execute("SELECT count(*) FROM card WHERE due <= ?", (NOW,)).fetchone(),
        }
    )
    report("Today", ours, peer)
    report_limit("Today", ours, limit_ms=50)


@pytest.mark.parametrize("typed", ["l", "li", "limit", "messages 49", "limit number 31415", "nowhere"])
def test_search_as_you_type(large: Large, typed: str) -> None:
    words = " ".join(f'"{word}"*' for word in typed.split())
    asked = "SELECT rowid FROM word WHERE word MATCH ? ORDER BY rank LIMIT 30"
    ours, peer = compare(
        {
            f"search {typed!r}": lambda: library.search(large.services, typed),
            "sqlite3: fts5": lambda: large.bare.execute(asked, (words,)).fetchall(),
        },
        runs=15,
    )
    report("Search", ours, peer)
    report_limit("Search", ours, limit_ms=10)


def test_tree(large: Large) -> None:
    times = Times("note tree with mastery", tuple(time_of(lambda: library.tree(large.services)) for _ in range(5)))
    report_limit("Library", times, limit_ms=50)
