from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from app.domain.card import StudyCard
from app.domain.ids import ReviewId
from app.domain.review import CardState, Rating, ReviewKind
from app.schedule.memory import Memory
from app.services.session import Filter, StudySession
from app.settings import Settings
from tests.factories import make_card, make_card_id, make_schedule, make_study_card
from tests.fakes import FrozenClock

LEECH = 7  # lapses: one more is a leech


def make_session(
    main: Iterable[StudyCard] = (),
    learning: Iterable[StudyCard] = (),
    *,
    clock: FrozenClock | None = None,
    settings: Settings | None = None,
    chosen: Filter | None = None,
) -> StudySession:
    own_clock, own_settings, numbers = clock or FrozenClock(), settings or Settings(), count(1)
    return StudySession(
        tuple(main),
        tuple(learning),
        clock=own_clock,
        memory=Memory(own_settings, own_clock.zone()),
        settings=own_settings,
        new_id=lambda _at: ReviewId(str(next(numbers))),
        chosen=chosen or Filter(),
    )


def new_cards(number: int) -> list[StudyCard]:
    return [make_study_card(make_card(f"New {index}?")) for index in range(number)]


def review_card(front: str, lapses: int = 0) -> StudyCard:
    schedule = make_schedule(
        make_card_id(front),
        state=CardState.REVIEW,
        due=datetime(2026, 3, 2, 4, tzinfo=UTC),
        stability=5.0,
        difficulty=5.0,
        last_review=datetime(2026, 2, 25, 9, tzinfo=UTC),
        reps=4,
        lapses=lapses,
    )
    return make_study_card(make_card(front), schedule=schedule)


def front(session: StudySession) -> str:
    return session.current.card.front if session.current else ""


def state_of(session: StudySession) -> tuple[object, ...]:
    return (front(session), session.position, session.total, session.counts, session.waits_until)


def test_twenty_cards() -> None:
    clock = FrozenClock()
    session = make_session(new_cards(20), clock=clock)
    seen: list[str] = []
    while session.current is not None:
        seen.append(front(session))
        session.reveal()
        assert session.is_revealed
        answer = session.rate(Rating.EASY, 3000)
        assert not session.is_revealed
        session.acknowledge(answer)
        clock.advance(seconds=5)
    assert seen == [f"New {index}?" for index in range(20)]
    assert session.counts == (0, 0, 0)
    assert (session.position, session.total) == (20, 20)
    assert session.waits_until is None


def test_the_answer_says_all_that_is_to_be_kept() -> None:
    clock = FrozenClock()
    card = review_card("Old?")
    session = make_session([card], clock=clock)
    promised = session.previews()[Rating.GOOD]
    answer = session.rate(Rating.GOOD, 2500)
    assert answer.before == card.schedule
    assert answer.review.card_id == card.id
    assert (answer.review.at, answer.review.taken_ms, answer.review.kind) == (clock.now(), 2500, ReviewKind.REVIEW)
    assert answer.review.model == "fsrs-6"
    assert answer.after == Memory(Settings()).next(card.schedule, Rating.GOOD, clock.now())
    assert Memory(Settings()).interval(answer.after, clock.now()) == promised


def test_the_next_card_shows_while_the_answer_is_written() -> None:
    session = make_session(new_cards(2))
    answer = session.rate(Rating.GOOD, 1000)
    assert session.is_waiting
    assert front(session) == "New 1?"
    session.acknowledge(answer)
    assert not session.is_waiting


@pytest.mark.parametrize("rating", list(Rating))
def test_a_failed_write_steps_back(rating: Rating) -> None:
    session = make_session(new_cards(3))
    session.acknowledge(session.rate(Rating.AGAIN, 1000))
    before = state_of(session)
    session.reveal()
    answer = session.rate(rating, 1000)
    assert state_of(session) != before
    session.step_back(answer)
    assert state_of(session) == before
    assert not session.is_waiting
    assert not session.is_revealed
    session.step_back(answer)  # a second time is no harm
    assert state_of(session) == before


def test_stepping_back_twice_undoes_two_answers() -> None:
    session = make_session(new_cards(3))
    start = state_of(session)
    answers = [session.rate(Rating.GOOD, 1), session.rate(Rating.GOOD, 1)]
    session.step_back(answers[1])
    assert front(session) == "New 1?"
    session.step_back(answers[0])
    assert state_of(session) == start


def test_a_learning_card_returns_when_it_is_due() -> None:
    clock = FrozenClock()
    session = make_session(new_cards(3), clock=clock)
    session.rate(Rating.AGAIN, 1000)  # again in a minute
    assert front(session) == "New 1?"
    assert session.counts == (2, 1, 0)
    clock.advance(seconds=61)
    session.rate(Rating.EASY, 1000)
    assert front(session) == "New 0?"
    assert session.current is not None
    assert session.current.schedule.state is CardState.LEARNING
    session.rate(Rating.EASY, 1000)
    assert front(session) == "New 2?"


def test_learning_cards_come_early_when_nothing_else_is_left() -> None:
    session = make_session(new_cards(1))
    session.rate(Rating.GOOD, 1000)  # ten minutes, within the twenty that are learned ahead
    assert front(session) == "New 0?"
    assert session.waits_until is None


def test_it_waits_for_what_is_too_far_ahead() -> None:
    clock = FrozenClock()
    session = make_session(new_cards(1), clock=clock, settings=Settings(learning_steps_minutes=(1, 45)))
    session.rate(Rating.GOOD, 1000)
    assert session.current is None
    assert session.waits_until == clock.now() + timedelta(minutes=45)
    assert session.counts == (0, 1, 0)
    clock.advance(minutes=46)
    assert front(session) == "New 0?"
    assert session.waits_until is None


def test_waiting_may_be_cut_short() -> None:
    session = make_session(new_cards(1), settings=Settings(learning_steps_minutes=(1, 45)))
    session.rate(Rating.GOOD, 1000)
    session.learn_ahead()
    assert front(session) == "New 0?"


def test_a_step_beyond_the_study_day_is_for_tomorrow() -> None:
    session = make_session(new_cards(1), settings=Settings(learning_steps_minutes=(1, 1440)))
    session.rate(Rating.GOOD, 1000)
    assert session.current is None
    assert session.waits_until is None
    assert session.counts == (0, 0, 0)


def test_a_card_does_not_change_under_the_eyes() -> None:
    clock = FrozenClock()
    session = make_session(new_cards(2), clock=clock)
    session.rate(Rating.AGAIN, 1000)
    session.reveal()
    clock.advance(minutes=5)
    assert front(session) == "New 1?"
    assert session.is_revealed


def test_dropping_the_card_on_the_desk_shows_the_next() -> None:
    cards = new_cards(3)
    session = make_session(cards)
    session.reveal()
    session.drop(cards[0].id)
    assert front(session) == "New 1?"
    assert not session.is_revealed
    assert session.counts == (2, 0, 0)


def test_dropping_another_card_leaves_the_desk_alone() -> None:
    cards = new_cards(3)
    session = make_session(cards)
    session.reveal()
    session.drop(cards[1].id)
    assert session.is_revealed
    assert session.counts == (2, 0, 0)
    session.rate(Rating.EASY, 1)
    assert front(session) == "New 2?"


def test_a_dropped_learning_card_does_not_return() -> None:
    clock = FrozenClock()
    cards = new_cards(1)
    session = make_session(cards, clock=clock)
    answer = session.rate(Rating.GOOD, 1)
    session.drop(cards[0].id)
    assert session.current is None
    assert session.waits_until is None
    session.step_back(answer)
    assert session.current is None


def test_a_leech_is_told_at_eight_lapses_and_every_four_after() -> None:
    told = []
    for lapses in range(5, 18):
        answer = make_session([review_card("Hard?", lapses)]).rate(Rating.AGAIN, 1)
        if answer.leech is not None:
            told.append(answer.leech.lapses)
    assert told == [8, 12, 16]
    assert make_session([review_card("Hard?", LEECH + 1)]).rate(Rating.GOOD, 1).leech is None


def test_cramming_moves_no_schedule_and_repeats_nothing() -> None:
    card = review_card("Old?")
    session = make_session([card, *new_cards(1)], chosen=Filter(cram=True))
    assert set(session.previews().values()) == {timedelta(0)}
    answer = session.rate(Rating.AGAIN, 1000)
    assert answer.before == answer.after == card.schedule
    assert answer.review.kind is ReviewKind.CRAM
    assert answer.leech is None
    assert session.rate(Rating.AGAIN, 1000).review.kind is ReviewKind.CRAM
    assert session.current is None
    assert session.waits_until is None


def test_nothing_to_study() -> None:
    session = make_session()
    session.reveal()
    assert not session.is_revealed
    assert session.previews() == {}
    assert state_of(session) == ("", 0, 0, (0, 0, 0), None)
    with pytest.raises(ValueError, match="no card"):
        session.rate(Rating.GOOD, 1)
