import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from app.store import backups, cards, database, notes, reviews
from app.store.store import Store
from tests.factories import make_cards, make_note, make_section
from tests.faults.upgrader import VERSIONS

pytestmark = [pytest.mark.faults, pytest.mark.skipif(os.name == "nt", reason="SIGKILL")]

KILLS = int(os.environ.get("CERTDECK_KILLS", "12"))


def start(program: str, path: Path, root: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(root / "tests" / "faults" / program), str(path)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip


def fill(path: Path, number: int = 20) -> None:
    store = Store.open(path)
    with store.write() as tx:
        section = make_section(text="text " * 50)
        notes.save(tx, "bundled", make_note(sections=[section]), make_cards(number), stamp=(1, 1, "x"))
        cards.apply(tx, "bundled")
    store.close()


def test_no_acknowledged_review_is_lost(tmp_path, root):
    path = tmp_path / "progress.db"
    fill(path)
    chance = random.Random(7)
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        child = start("reviewer.py", path, root)
        assert child.stdout
        acknowledged.add(child.stdout.readline().strip())
        time.sleep(chance.expovariate(10))
        child.send_signal(signal.SIGKILL)
        acknowledged |= {line.strip() for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")}
        child.stdout.close()
        child.wait()
        store = Store.open(path, is_thorough=True)
        with store.read() as tx:
            log = reviews.log(tx)
            counted = Counter(review.card_id for review in log)
            assert acknowledged <= {review.id for review in log}
            assert {
                card.id: card.schedule.reps for card in cards.all_cards(tx, "bundled") if card.schedule.reps
            } == counted
        store.close()
    assert len(acknowledged) >= KILLS


def contents(path: Path) -> list[object]:
    connection = sqlite3.connect(path)
    try:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in ("review", "card", "section")
        ]
    finally:
        connection.close()


def test_a_killed_upgrade_leaves_the_old_or_the_new_version(tmp_path, root):
    original = tmp_path / "original.db"
    fill(original, 2000)
    wanted = tmp_path / "wanted" / "progress.db"
    wanted.parent.mkdir()
    shutil.copy(original, wanted)
    began = time.monotonic()
    child = start("upgrader.py", wanted, root)
    assert child.stdout
    child.stdout.readline()
    ready = time.monotonic()
    child.stdout.close()
    assert child.wait() == 0
    takes = time.monotonic() - ready
    assert takes < 60, began
    chance = random.Random(8)
    seen: Counter[int] = Counter()
    for number in range(min(KILLS, 40)):
        path = tmp_path / f"{number}" / "progress.db"
        path.parent.mkdir()
        shutil.copy(original, path)
        child = start("upgrader.py", path, root)
        assert child.stdout
        child.stdout.readline()
        time.sleep(chance.uniform(0, takes * 1.1))
        child.send_signal(signal.SIGKILL)
        child.stdout.close()
        child.wait()
        connection = sqlite3.connect(path)
        seen[connection.execute("PRAGMA user_version").fetchone()[0]] += 1
        connection.close()
        store = Store.open(path, newest=3, versions=[VERSIONS], is_thorough=True)
        with store.read() as tx:
            triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'review'"
            assert tx.connection.exec_driver_sql(triggers).scalar() == 2  # a batch migration drops them
        store.close()
        assert contents(path) == contents(wanted)
        assert not list(path.parent.rglob("*.part*"))
        shutil.rmtree(path.parent)
    assert set(seen) <= {2, 3}


def test_a_killed_backup_leaves_nothing_half(tmp_path, root):
    path = tmp_path / "progress.db"
    fill(path, 500)
    chance = random.Random(9)
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC; from app.store import backups\n"
        "print('start', flush=True)\n"
        f"while True: backups.make(Path({str(path)!r}), datetime.now(UTC))\n"
    )
    for _ in range(min(KILLS, 50)):
        child = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)}
        )
        assert child.stdout
        child.stdout.readline()
        time.sleep(chance.uniform(0, 0.3))
        child.send_signal(signal.SIGKILL)
        child.stdout.close()
        child.wait()
        Store.open(path).close()
        for copy in backups.listing(path):
            assert backups.verify(copy.path) == database.SCHEMA
        assert not list(backups.folder_of(path).glob("*.part*"))
