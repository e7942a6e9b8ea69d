from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import StoreDamaged
from app.store import backups, notes
from app.store.backups import Backup
from app.store.store import Store
from tests.factories import NOON


def test_a_copy_is_whole_and_can_be_restored(ingest, store, clock):
    ingest({"a.md": "# A\nOne? :: 1\n"})
    copy = backups.make(store.path, clock.now())
    assert copy.path.name == "progress-20260302T100000-v2.db"
    assert backups.listing(store.path) == (copy,)
    ingest({})
    path = store.path
    store.close()
    backups.restore(path, copy.path)
    again = Store.open(path, clock=clock)
    with again.read() as tx:
        assert notes.counts(tx, "bundled").cards == 1
    again.close()


def test_a_damaged_copy_is_passed_over(ingest, store, clock):
    ingest({"a.md": "# A\nOne? :: 1\n"})
    sound = backups.make(store.path, clock.now())
    clock.advance(hours=1)
    newer = backups.make(store.path, clock.now())
    broken = bytearray(newer.path.read_bytes())
    broken[9000] ^= 0xFF
    newer.path.write_bytes(broken)
    with pytest.raises(StoreDamaged):
        backups.verify(newer.path)
    assert backups.newest_verified(store.path) == sound


def test_a_damaged_file_is_set_aside_and_the_newest_copy_takes_over(ingest, store, clock):
    ingest({"a.md": "# A\nOne? :: 1\n"})
    backups.make(store.path, clock.now())
    path = store.path
    store.close()
    path.write_bytes(b"not a database at all")
    with pytest.raises(StoreDamaged):
        Store.open(path, clock=clock)
    assert backups.restore_newest(path, clock.now()) is not None
    assert [one.read_bytes() for one in path.parent.glob("progress-damaged-*")] == [b"not a database at all"]
    again = Store.open(path, clock=clock)
    with again.read() as tx:
        assert notes.counts(tx, "bundled").cards == 1
    again.close()


def copies(*ages: float, size: int = 1) -> list[Backup]:
    return [Backup(Path(f"{number}"), NOON - timedelta(days=age), 1, size) for number, age in enumerate(ages)]


def test_the_newest_stays_even_above_the_quota():
    kept = backups.worth_keeping(copies(0.1, 0.2, size=600_000_000), NOON)
    assert [one.path.name for one in kept] == ["0"]


def test_a_clock_that_is_wrong_removes_nothing():
    old = copies(*range(100))
    assert len(backups.worth_keeping([*old, replace(old[0], path=Path("f"), at=NOON + timedelta(days=1))], NOON)) == 101


def test_a_year_of_daily_copies():
    kept = backups.worth_keeping(copies(*range(365)), NOON)
    assert 25 <= len(kept) <= 3 + 12 + 10 + 9
    assert kept[0].at == NOON


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=60))
def test_the_newest_is_always_kept(ages):
    found = copies(*ages)
    kept = backups.worth_keeping(found, NOON)
    assert max(found, key=lambda one: one.at).at == kept[0].at
    assert set(kept) <= set(found)
