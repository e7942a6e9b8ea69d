import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from app.errors import StoreDamaged, StoreError
from app.store import backups, reviews
from app.store.store import Store
from tests.faults.test_kill import fill

pytestmark = pytest.mark.faults

PAGE = 4096


def dump(path: Path) -> list[object]:
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        names = ("review", "card", "card_text", "section", "note", "history", "meta", "ledger", "run", "folder")
        return [connection.execute(f"SELECT * FROM {name}").fetchall() for name in names]
    finally:
        connection.close()


def empty(_: bytearray, chance: random.Random) -> bytes:
    return b""


def text(_: bytearray, chance: random.Random) -> bytes:
    return b"# My notes\n" * 1000


def truncated(raw: bytearray, chance: random.Random) -> bytes:
    return bytes(raw[: chance.randrange(100, len(raw) - 1)])


def header_only(raw: bytearray, chance: random.Random) -> bytes:
    return bytes(raw[:100])


def zero_page(raw: bytearray, chance: random.Random) -> bytes:
    page = chance.randrange(1, len(raw) // PAGE)
    raw[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    return bytes(raw)


def random_page(raw: bytearray, chance: random.Random) -> bytes:
    page = chance.randrange(len(raw) // PAGE)
    raw[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)
    return bytes(raw)


def swapped_pages(raw: bytearray, chance: random.Random) -> bytes:
    one, other = (page * PAGE for page in chance.sample(range(1, len(raw) // PAGE), 2))
    raw[one : one + PAGE], raw[other : other + PAGE] = raw[other : other + PAGE], raw[one : one + PAGE]
    return bytes(raw)


def header_bits(raw: bytearray, chance: random.Random) -> bytes:
    raw[chance.randrange(100)] ^= 1 << chance.randrange(8)
    return bytes(raw)


def bits(raw: bytearray, chance: random.Random) -> bytes:
    for _ in range(20):
        raw[chance.randrange(PAGE, len(raw))] ^= 1 << chance.randrange(8)
    return bytes(raw)


def zero_tail(raw: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(PAGE, len(raw) - 1)
    raw[start:] = bytes(len(raw) - start)
    return bytes(raw)


def overwritten(raw: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(raw) - 700)
    raw[start : start + 600] = chance.randbytes(600)
    return bytes(raw)


KINDS = (
    empty, text, truncated, header_only, zero_page, random_page, swapped_pages, header_bits, bits, zero_tail, overwritten,
)  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    from datetime import UTC, datetime

    from app.domain.review import CardState, Schedule
    from app.store import cards
    from tests.factories import make_review

    path = tmp_path_factory.mktemp("sound") / "progress.db"
    fill(path, 300)
    store = Store.open(path)
    with store.read() as tx:
        ids = [card.id for card in cards.all_cards(tx, "bundled")]
    now = datetime.now(UTC)
    with store.write() as tx:
        for one in ids:
            reviews.append(
                tx, make_review(one, at=now), Schedule(one, CardState.REVIEW, now, 1.0, 5.0, None, now, 1, 0)
            )
    store.close()
    backups.make(path, now)
    return path


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_damage_is_told_and_the_backup_takes_over(kind, sound, tmp_path, clock):
    wanted = dump(sound)
    told = 0
    for seed in range(20):
        path = tmp_path / str(seed) / "progress.db"
        path.parent.mkdir()
        shutil.copytree(backups.folder_of(sound), backups.folder_of(path))
        damaged = kind(bytearray(sound.read_bytes()), random.Random(seed))
        path.write_bytes(damaged)
        try:
            Store.open(path, clock=clock, is_thorough=True).close()
        except StoreError as error:
            told += 1
            words = error.message, error.hint
        else:
            assert dump(path)[0] == wanted[0]  # what nobody noticed has not touched a review
            continue
        assert all(words)
        assert path.read_bytes() == damaged
        assert backups.restore_newest(path, clock.now())
        store = Store.open(path, clock=clock, is_thorough=True)
        with store.read() as tx:
            assert len(reviews.log(tx)) == 300
        store.close()
    assert told >= 4 or kind is header_bits


def test_a_changed_review_is_noticed(sound, tmp_path):
    path = tmp_path / "progress.db"
    shutil.copy(sound, path)
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER review_is_never_updated")
    connection.execute("UPDATE review SET rating = 4 WHERE seq = 7")
    connection.commit()
    connection.close()
    with pytest.raises(StoreDamaged):
        Store.open(path, is_thorough=True)
