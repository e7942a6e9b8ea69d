from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.domain.ids import CardId
from app.domain.review import CardState, Rating, Schedule
from app.store import cards, history, reviews, stats, undo
from app.store.store import Store
from tests.factories import make_review

NOTE = {"a.md": "# A\nOne? :: 1\nTwo? :: 2\n"}


def fold(card_id, log):
    """A stand-in for the memory model that only counts: enough to see whether cache and log agree."""
    if not log:
        return Schedule(card_id)
    last = log[-1]
    return Schedule(
        card_id,
        CardState.REVIEW,
        last.at + timedelta(days=sum(review.rating for review in log)),
        float(len(log)),
        5.0,
        None,
        last.at,
        len(log),
        sum(review.rating is Rating.AGAIN for review in log),
    )


def answer(store, clock, card_id, rating=Rating.GOOD):
    clock.advance(minutes=1, microseconds=7)
    with store.write() as tx:
        review = make_review(card_id, rating, at=clock.now())
        log = (*reviews.in_effect(reviews.log(tx, card_id)), review)
        reviews.append(tx, review, fold(card_id, log))
    return review


def schedule(store, card_id):
    with store.read() as tx:
        return reviews.schedule_of(tx, card_id)


def test_what_is_written_is_read(ingest, store, clock, by_front):
    ingest(NOTE)
    one, _ = by_front().values()
    review = answer(store, clock, one)
    with store.read() as tx:
        assert reviews.log(tx) == (review,)
        assert cards.get(tx, [one])[0].schedule == fold(one, [review])


@pytest.mark.parametrize("statement", ["UPDATE review SET rating = 4", "DELETE FROM review"])
def test_the_log_is_append_only(statement, ingest, store, clock, by_front):
    ingest(NOTE)
    answer(store, clock, next(iter(by_front().values())))
    with pytest.raises(IntegrityError, match="append-only"), store.write() as tx:
        tx.session.execute(text(statement))
    with store.read() as tx:
        assert [review.rating for review in reviews.log(tx)] == [Rating.GOOD]


def test_a_review_of_an_unknown_card_is_refused(store, clock):
    with pytest.raises(IntegrityError), store.write() as tx:
        reviews.append(tx, make_review(at=clock.now()), Schedule(CardId("x")))
    with store.read() as tx:
        assert history.undoable(tx) is None


def test_undo_and_redo_outlive_the_program(ingest, store, clock, by_front):
    ingest(NOTE)
    one, _ = by_front().values()
    answer(store, clock, one)
    before = schedule(store, one)
    answer(store, clock, one, Rating.AGAIN)
    after = schedule(store, one)
    path = store.path
    store.close()
    for _ in range(3):
        again = Store.open(path, clock=clock)
        with again.write() as tx:
            assert undo.undo(tx).name == "Answer"
        assert schedule(again, one) == before
        again.close()
        again = Store.open(path, clock=clock)
        with again.write() as tx:
            assert undo.redo(tx).name == "Answer"
        assert schedule(again, one) == after
        with again.read() as tx:
            assert len(reviews.in_effect(reviews.log(tx))) == 2
        again.close()


def test_a_new_answer_ends_redo(ingest, store, clock, by_front):
    ingest(NOTE)
    one, two = by_front().values()
    answer(store, clock, one)
    with store.write() as tx:
        undo.undo(tx)
    answer(store, clock, two)
    with store.write() as tx:
        assert undo.redo(tx) is None


def test_new_ids_sort_by_time(clock):
    first = reviews.new_id(clock.now())
    clock.advance(seconds=1)
    assert first < reviews.new_id(clock.now())
    assert first[14] == "7"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*Rating, "undo", "redo"]), max_size=12))
def test_the_cache_is_the_fold_of_the_log(ingest, store, clock, by_front, steps):
    ingest(NOTE)
    one, two = by_front().values()
    for number, step in enumerate(steps):
        if step in ("undo", "redo"):
            with store.write() as tx:
                entry = (history.undoable if step == "undo" else history.redoable)(tx)
                if entry and entry.name == "Answer":
                    (undo.undo if step == "undo" else undo.redo)(tx)
        else:
            answer(store, clock, (one, two)[number % 2], step)
    with store.write() as tx:
        assert reviews.rebuild_schedules(tx, fold) == 0
        tx.session.execute(text("UPDATE card SET state = 'new', due = NULL, reps = 0, stability = NULL"))
        studied = {review.card_id for review in reviews.in_effect(reviews.log(tx))}
        reviews.rebuild_schedules(tx, fold)
        for card_id in studied:
            assert reviews.schedule_of(tx, card_id) == fold(card_id, reviews.in_effect(reviews.log(tx, card_id)))


def test_figures_leave_out_what_was_taken_back(ingest, store, clock, by_front):
    ingest(NOTE)
    one, two = by_front().values()
    answer(store, clock, one)
    clock.advance(days=2)
    start = clock.now()
    answer(store, clock, one, Rating.AGAIN)
    answer(store, clock, two)
    with store.write() as tx:
        undo.undo(tx)
    with store.read() as tx:
        found = stats.answers(tx, "bundled", since=start)
        assert [(row.card_id, row.rating, round(row.days_since)) for row in found] == [(one, Rating.AGAIN, 2)]
        assert stats.started_since(tx, "bundled", start) == (0, 0)
        assert stats.states(tx, "bundled")[CardState.NEW] == 1
        assert len(stats.due_moments(tx, "bundled", until=clock.now() + timedelta(days=99))) == 1
        assert [(row.cards, row.seen) for row in stats.standings(tx, "bundled")] == [(2, 1)]
