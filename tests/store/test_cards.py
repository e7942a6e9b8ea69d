from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.review import CardState, Schedule
from app.store import cards, reviews, undo
from tests.factories import make_review

SQS = "# SQS\nDefault visibility timeout of a queue? :: 30 seconds\nLongest message retention? :: 14 days\n"
S3 = "# S3\nLargest object in one PUT? :: 5 GB\n"


def study(store, clock, *ids):
    with store.write() as tx:
        for one in ids:
            reviews.append(
                tx,
                make_review(one, at=clock.now()),
                Schedule(one, CardState.REVIEW, clock.now() + timedelta(days=3), 3.0, 5.0, None, clock.now(), 1, 0),
            )


def reps(store, one):
    with store.read() as tx:
        return cards.get(tx, [one])[0].schedule.reps


EDITS = {
    "typo in the front": (
        {"a.md": SQS, "b.md": S3},
        {"a.md": SQS.replace("visibility timeout of", "visibility time-out of"), "b.md": S3},
        (0, 1, 1, 0, 0),
    ),
    "another answer": ({"a.md": SQS}, {"a.md": SQS.replace("30 seconds", "45 seconds")}, (0, 1, 1, 0, 0)),
    "heading renamed": ({"a.md": SQS}, {"a.md": SQS.replace("# SQS", "# Amazon SQS")}, (0, 2, 0, 0, 0)),
    "file moved": ({"a.md": SQS, "b.md": S3}, {"b.md": S3, "queues/c.md": SQS}, (0, 2, 0, 0, 0)),
    "lines reordered": (
        {"a.md": SQS},
        {"a.md": "# SQS\n" + "\n".join(reversed(SQS.splitlines()[1:])) + "\n"},
        (0, 0, 0, 0, 0),
    ),
    "lines pushed down": ({"a.md": SQS}, {"a.md": S3 + SQS}, (1, 0, 0, 0, 0)),
    "note split": (
        {"a.md": SQS + S3},
        {"a.md": SQS, "b.md": S3},
        (0, 1, 0, 0, 0),
    ),
    "text gone": ({"a.md": SQS + S3}, {"a.md": SQS}, (0, 0, 0, 1, 0)),
}


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_an_edit_keeps_history(edit, ingest, store, clock, by_front):
    before, after, (added, kept, changed, parked, returned) = EDITS[edit]
    ingest(before)
    old = by_front()
    study(store, clock, *old.values())
    ledger = ingest(after)
    assert (ledger.added, ledger.kept, ledger.changed, ledger.parked, ledger.returned) == (
        added, kept, changed, parked, returned,
    )  # fmt: skip
    survivors = set(by_front().values()) & set(old.values())
    assert len(survivors) == len(old) - parked
    assert all(reps(store, one) == 1 for one in old.values())


def test_lines_follow_the_note(ingest, store):
    ingest({"a.md": SQS})
    ingest({"a.md": S3 + SQS})
    with store.read() as tx:
        lines = {one.card.front: one.card.source.first for one in cards.all_cards(tx, "bundled")}
    assert lines == {
        "Largest object in one PUT?": 2,
        "Default visibility timeout of a queue?": 4,
        "Longest message retention?": 5,
    }


def test_a_text_that_comes_back_brings_its_card(ingest, store, clock, by_front):
    ingest({"a.md": SQS, "b.md": S3})
    old = by_front()
    study(store, clock, *old.values())
    gone = ingest({"b.md": S3})
    assert gone.parked == 2
    with store.read() as tx:
        assert {one.id for one in cards.parked(tx, "bundled")} == {
            old["Default visibility timeout of a queue?"],
            old["Longest message retention?"],
        }
    back = ingest({"b.md": S3, "elsewhere.md": SQS})
    assert (back.added, back.returned, back.parked) == (0, 2, 0)
    assert by_front() == old


def test_a_new_column_resets_nothing(ingest, by_front):
    table = "# Queues\n[Standard/Order] Standard: order? :: best effort\n[FIFO/Order] FIFO: order? :: kept\n"
    ingest({"t.md": table})
    old = by_front()
    wide = table + "[Standard/Throughput] Standard: throughput? :: nearly unlimited\n"
    ledger = ingest({"t.md": wide})
    assert (ledger.added, ledger.changed, ledger.parked) == (1, 0, 0)
    assert old.items() <= by_front().items()


def test_two_equal_fronts_keep_apart(ingest, store):
    ingest({"a.md": "# A\nDefault? :: one\n# B\nDefault? :: two\n"})
    with store.read() as tx:
        old = {one.card.back: one.id for one in cards.all_cards(tx, "bundled")}
    assert len(set(old.values())) == 2
    ingest({"a.md": "# A\nDefault? :: one\n# B\nDefault? :: three\n"})
    with store.read() as tx:
        new = {one.card.back: one.id for one in cards.all_cards(tx, "bundled")}
    assert new == {"one": old["one"], "three": old["two"]}


def test_two_identical_cards_are_two(ingest, store):
    ingest({"a.md": "# A\nSame? :: yes\nSame? :: yes\nSame? :: yes\n"})
    with store.read() as tx:
        assert len({one.id for one in cards.all_cards(tx, "bundled")}) == 3


def test_an_anchor_wins_over_everything(ingest, by_front):
    ingest({"a.md": "# A\nWhat is one? :: first ^x1\nWhat is two? :: second ^x2\n"})
    old = by_front()
    ingest({"a.md": "# A\nWhat is two, wholly reworded? :: another thing ^x1\nWhat is two? :: second ^x2\n"})
    assert by_front()["What is two, wholly reworded?"] == old["What is one?"]


def test_cards_of_a_folder_that_is_gone_are_found_again(ingest, by_front, tmp_path: Path):
    ingest({"a.md": SQS}, str(tmp_path / "was-here"))
    old = by_front(str(tmp_path / "was-here"))
    (tmp_path / "now-here").mkdir()
    ledger = ingest({"a.md": SQS}, str(tmp_path / "now-here"))
    assert (ledger.added, ledger.returned) == (0, 2)
    assert by_front(str(tmp_path / "now-here")) == old


def test_cards_of_a_folder_that_is_there_stay_there(ingest, by_front, tmp_path: Path):
    ingest({"a.md": SQS}, str(tmp_path))
    old = by_front(str(tmp_path))
    ingest({"a.md": SQS})
    assert by_front(str(tmp_path)) == old
    assert not set(by_front().values()) & set(old.values())


def test_reset_begins_afresh_and_can_be_undone(ingest, store, clock, by_front):
    ingest({"a.md": SQS})
    old = by_front()
    study(store, clock, *old.values())
    ledger = ingest({"a.md": SQS.replace("30 seconds", "45 seconds")})
    front = "Default visibility timeout of a queue?"
    with store.write() as tx:
        fresh = cards.reset(tx, ledger.entries[0].id)
    assert by_front()[front] == fresh != old[front]
    assert (reps(store, fresh), reps(store, old[front])) == (0, 1)
    with store.write() as tx:
        undo.undo(tx)
    assert by_front()[front] == old[front]
    with store.write() as tx:
        undo.redo(tx)
    assert by_front()[front] == fresh


def test_an_ingest_can_be_undone_and_redone(ingest, store, by_front):
    ingest({"a.md": SQS})
    old = by_front()
    ingest({"a.md": SQS.replace("30 seconds", "45 seconds"), "b.md": S3})
    new = by_front()
    with store.write() as tx:
        assert undo.undo(tx).name == "Read notes"
    assert by_front() == old
    with store.read() as tx:
        assert {one.card.back for one in cards.all_cards(tx, "bundled")} == {"30 seconds", "14 days"}
    with store.write() as tx:
        undo.redo(tx)
    assert by_front() == new


def test_a_section_read_again_after_undo_shows_its_cards(ingest, store, by_front):
    ingest({"a.md": SQS})
    old = by_front()
    with store.write() as tx:
        undo.undo(tx)
    assert by_front() == {}
    ingest({"a.md": SQS + "Third? :: yes\n"})
    assert old.items() <= by_front().items()


def test_the_ledger_tells_what_happened(ingest, store):
    ingest({"a.md": SQS, "b.md": S3})
    ingest({"a.md": SQS.replace("30 seconds", "45 seconds")})
    with store.read() as tx:
        ledger = cards.ledger(tx, "bundled")
    assert [(one.what, one.before.back, one.after and one.after.back) for one in ledger.entries] == [
        ("changed", "30 seconds", "45 seconds"),
        ("parked", "5 GB", None),
    ]


def test_marks_hide_cards_from_the_queue_and_can_be_undone(ingest, store, clock, by_front):
    ingest({"a.md": SQS, "b.md": S3})
    one, two, three = by_front().values()
    today = date(2026, 3, 2)

    def waiting():
        with store.read() as tx:
            rows = cards.due_rows(tx, "bundled", until=clock.now(), today=today, new_limit=10)
            assert len(rows) == cards.due_counts(tx, "bundled", until=clock.now(), today=today).new
            return [row.id for row in rows]

    assert waiting() == [one, two, three]
    with store.write() as tx:
        assert cards.set_suspended(tx, [one], True) == 1
        assert cards.set_suspended(tx, [one], True) == 0
        cards.set_buried(tx, [two], today + timedelta(days=1))
        cards.set_flag(tx, [three], 4)
    assert waiting() == [three]
    with store.read() as tx:
        found = cards.get(tx, [three, two, one])
    assert [(card.is_suspended, card.is_buried, card.flag) for card in found] == [
        (False, False, 4), (False, True, 0), (True, False, 0),
    ]  # fmt: skip
    with store.write() as tx:
        assert [undo.undo(tx).name for _ in range(3)] == ["Flag", "Bury", "Suspend"]
    assert waiting() == [one, two, three]


def test_the_queue_is_due_first_then_new_in_note_order(ingest, store, clock, by_front):
    ingest({"b.md": S3, "a.md": SQS})
    first, second, _ = by_front().values()
    study(store, clock, second)
    today = date(2026, 3, 2)
    with store.read() as tx:
        assert cards.next_due(tx, "bundled", after=clock.now()) == clock.now() + timedelta(days=3)
        later = clock.now() + timedelta(days=4)
        rows = cards.due_rows(tx, "bundled", until=later, today=today, new_limit=1)
        counts = cards.due_counts(tx, "bundled", until=later, today=today)
    assert [row.id for row in rows] == [second, first]
    assert (counts.new, counts.learning, counts.review) == (2, 0, 1)
    assert rows[0].schedule.stability == 3.0
