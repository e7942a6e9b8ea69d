"""A real file of each released version must open with its history whole."""

import shutil
from pathlib import Path

import pytest

from app.store import cards, exams, reviews
from app.store.database import SCHEMA
from app.store.store import Store

FILES = sorted(Path(__file__).parent.glob("v*.db"))


def test_there_is_a_file_for_each_version():
    assert [path.stem for path in FILES] == [f"v{number}" for number in range(1, SCHEMA + 1)]


@pytest.mark.parametrize("old", FILES, ids=lambda path: path.stem)
def test_an_old_file_opens_with_its_history(old, tmp_path):
    path = tmp_path / "progress.db"
    shutil.copy(old, path)
    store = Store.open(path, is_thorough=True)
    with store.read() as tx:
        assert len(cards.all_cards(tx, "bundled")) == 5
        assert [int(review.rating) for review in reviews.in_effect(reviews.log(tx))] == [3, 1]
        assert sum(card.schedule.reps for card in cards.all_cards(tx, "bundled")) == 2
        attempts = exams.summaries(tx)
        assert [(one.questions, one.answered) for one in attempts] == ([] if old.stem == "v1" else [(6, 3)])
        assert all(exams.get(tx, one.id) for one in attempts)
    store.close()
