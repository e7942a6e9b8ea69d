import contextlib
import os
import subprocess
import sys

import pytest

from app.errors import StoreError, StoreFull
from app.store import backups, cards, notes, reviews
from app.store.store import Store
from tests.factories import make_cards, make_note, make_section
from tests.faults.test_kill import fill

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="tmpfs, RLIMIT_FSIZE")]

CODE = """
import resource, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from app.errors import StoreError
from app.domain.review import *
from app.store import cards, reviews
from app.store.store import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store.open(Path(sys.argv[1]))
with store.read() as tx: ids = [card.id for card in cards.all_cards(tx, "bundled")]
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
def answer():
    now = datetime.now(UTC)
    review = Review(reviews.new_id(now), ids[0], now, 0, Rating.GOOD, 1, ReviewKind.LEARN, "test", 1)
    with store.write() as tx:
        reviews.append(tx, review, Schedule(ids[0], CardState.REVIEW, now, 1.0, 5.0, None, now, 1, 0))
    print(review.id, flush=True)
failed = 0
for _ in range(400):
    try: answer()
    except StoreError as error:
        failed += 1
        assert error.message and error.hint
        if failed == 3: break
assert failed == 3
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
for _ in range(20): answer()
store.close()
"""


@pytest.mark.parametrize("limit", [60_000, 150_000, 400_000])
def test_a_full_disk_costs_nothing_acknowledged(limit, tmp_path, root):
    path = tmp_path / "progress.db"
    fill(path)
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(path), str(limit)], capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    store = Store.open(path, is_thorough=True)
    with store.read() as tx:
        assert set(done.stdout.split()) == {review.id for review in reviews.log(tx)}
    store.close()


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("needs the right to mount")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_words_for_a_full_disk(small_disk):
    path = small_disk / "progress.db"
    fill(path)
    store = Store.open(path)
    copy = backups.make(path, store.clock.now())
    stuffing = small_disk / "stuffing"
    with stuffing.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)

    def save():
        with store.write() as tx:
            section = make_section("Large", text="word " * 40_000)
            notes.save(tx, "bundled", make_note("large.md", sections=[section]), make_cards(50), stamp=(1, 1, "x"))
            cards.apply(tx, "bundled")

    with pytest.raises(StoreFull, match="disk is full"):
        save()
    with pytest.raises(StoreError):
        backups.make(path, store.clock.now())
    assert [one.path for one in backups.listing(path)] == [copy.path]
    assert not list(small_disk.rglob("*.part*"))
    stuffing.unlink()
    save()
    with store.read() as tx:
        assert notes.counts(tx, "bundled").notes == 2
    store.close()
