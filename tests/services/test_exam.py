"""The exam room from drawing up to result, with a real store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.draw import Wish
from app.domain.exam import Mode
from app.errors import AppError
from app.services import exam
from app.services.exam import Plan, Record, Result
from app.services.exam_session import ExamSession
from tests.factories import make_bank, make_profile

PROFILE = make_profile()
BANK = make_bank(PROFILE)


@pytest.fixture
def session(services):
    return exam.begin(services, exam.full_exam(PROFILE), PROFILE, BANK).value


def do(services, step):
    assert step is not None
    exam.save(services, step)


def again(services) -> ExamSession:
    found = exam.resume(services).value
    assert isinstance(found, ExamSession)
    return found


def answer(services, session, *, right=True):
    for choice_id in sorted(session.question.key) if right else ["d"]:
        do(services, session.pick(choice_id))


def test_every_click_is_there_again(services, session, clock):
    multiple = next(n for n, one in enumerate(session.attempt.asked) if one.question.is_multiple)
    session.go(multiple)
    order = session.asked.order
    do(services, session.pick("b"))
    for step in (session.strike("d"), session.flag(), session.write_note("look it up")):
        do(services, step)
    clock.advance(minutes=3)
    do(services, session.guess())
    found = again(services)
    assert found.attempt == session.attempt
    assert (found.position, found.asked.order, found.response.picks) == (multiple, order, ("b",))
    assert found.response.struck == {"d"}
    assert found.response.is_flagged
    assert found.response.note == "look it up"
    assert found.response.spent_ms == 180_000
    assert found.remaining() == session.remaining() == timedelta(minutes=127)


def test_a_third_pick_is_not_taken_and_a_single_choice_is_replaced(services, session):
    multiple = next(n for n, one in enumerate(session.attempt.asked) if one.question.is_multiple)
    session.go(multiple)
    do(services, session.pick("c"))
    do(services, session.pick("d"))
    assert session.pick("a") is None
    assert session.response.picks == ("c", "d")
    do(services, session.pick("c"))
    do(services, session.pick("a"))
    assert session.response.picks == ("d", "a")
    single = next(n for n, one in enumerate(session.attempt.asked) if not one.question.is_multiple)
    session.go(single)
    do(services, session.pick("b"))
    do(services, session.pick("c"))
    assert session.response.picks == ("c",)


def test_striking_takes_a_pick_back_and_picking_takes_a_strike_back(session):
    session.pick("a")
    session.strike("a")
    assert (session.response.picks, session.response.struck) == ((), {"a"})
    session.pick("a")
    assert (session.response.picks, session.response.struck) == (("a",), frozenset())


@pytest.mark.parametrize("hours", [-1, 24])
def test_a_clock_that_is_set_gives_and_takes_no_time(services, session, clock, hours):
    clock.advance(minutes=10)
    clock.set(hours=hours)
    assert session.remaining() == timedelta(minutes=120)
    do(services, session.flag())
    assert again(services).remaining() == timedelta(minutes=120)
    clock.advance(minutes=5)
    assert again(services).remaining() == timedelta(minutes=115)


def test_time_goes_on_while_the_machine_sleeps_or_restarts(services, session, clock):
    do(services, session.flag())
    clock.advance(minutes=40)
    assert again(services).remaining() == timedelta(minutes=90)
    clock.boot = "another"
    clock.advance(minutes=10)
    assert again(services).remaining() == timedelta(minutes=80)
    clock.set(hours=-2)  # after a restart only the clock is left, and it is not believed to run back
    assert again(services).remaining() <= timedelta(minutes=130)


def test_at_nought_the_attempt_is_handed_in_even_if_the_app_was_closed(services, session, clock):
    answer(services, session)
    clock.advance(hours=5)
    assert session.pick("a") is None
    ended = exam.resume(services).value
    assert isinstance(ended, Result)
    assert ended.attempt.is_late
    assert ended.attempt.ended == session.attempt.deadline
    assert ended.score.whole.right == 1
    assert ended.score.blank == 64
    assert exam.resume(services).value is None
    assert exam.result(services, session.attempt.id).value == ended


def test_two_attempts_at_once_are_refused_with_words(services, session):
    with pytest.raises(AppError, match="still open"):
        exam.begin(services, exam.full_exam(PROFILE), PROFILE, BANK)
    assert exam.discard(services, session.attempt.id).value
    exam.begin(services, exam.full_exam(PROFILE), PROFILE, BANK)


def test_an_old_attempt_keeps_its_own_questions(services, session):
    answer(services, session)
    exam.hand_in(services, session.finished(), session.anchor)
    changed = [replace(one, stem="Another", key=frozenset("d")) for one in BANK]
    assert changed
    kept = exam.result(services, session.attempt.id).value
    assert kept.attempt.asked == session.attempt.asked
    assert kept.score.whole.right == 1


def test_what_was_handed_in_stays_as_it_was(services, session):
    step = session.pick("a")
    do(services, step)
    exam.hand_in(services, session.finished(), session.anchor)
    with pytest.raises(AppError, match="handed in"):
        exam.save(services, step)
    assert not exam.discard(services, session.attempt.id).value


def test_no_answers_are_shown_in_an_exam(session):
    session.pick("a")
    assert session.show() is None


def test_practice_shows_the_answer_once_and_then_holds_it(services):
    plan = Plan(Mode.PRACTICE, Wish(10, is_exact=False))
    session = exam.begin(services, plan, PROFILE, BANK).value
    assert session.remaining() is None
    assert session.show() is None  # nothing picked yet
    do(services, session.pick("d"))
    do(services, session.show())
    assert session.pick("a") is None
    do(services, session.flag())
    made = exam.hand_in(services, session.finished(), session.anchor).value
    assert (made.score.whole.asked, made.score.whole.right) == (1, 0)


def test_mistakes_only_asks_what_went_wrong_last(services):
    with pytest.raises(AppError, match="answered wrongly"):
        exam.begin(services, Plan(Mode.MISTAKES, Wish(10, is_exact=False)), PROFILE, BANK)
    session = exam.begin(services, Plan(Mode.PRACTICE, Wish(4, is_exact=False)), PROFILE, BANK).value
    wrong = set()
    for position in range(4):
        if position:
            session.go(position)
        answer(services, session, right=position != 2)
        if position == 2:
            wrong.add(session.question.id)
    exam.hand_in(services, session.finished(), session.anchor)
    only = exam.begin(services, Plan(Mode.MISTAKES, Wish(10, is_exact=False)), PROFILE, BANK).value
    assert {one.question.id for one in only.attempt.asked} == wrong
    assert {one.id for one in exam.mistakes(services, BANK).value} == wrong


def test_what_practice_left_blank_went_neither_wrong_nor_by(services):
    plan = Plan(Mode.PRACTICE, Wish(4, is_exact=False), seed=7)
    session = exam.begin(services, plan, PROFILE, BANK).value
    answer(services, session, right=False)
    first, *left = [one.question.id for one in session.attempt.asked]
    exam.hand_in(services, session.finished(), session.anchor)
    assert [one.id for one in exam.mistakes(services, BANK).value] == [first]
    assert exam.record(services, left[0]).value == Record()
    rest = [one for one in BANK if one.id != first]
    assert exam.mistakes(services, rest).value == ()
    again = exam.begin(services, plan, PROFILE, BANK).value
    assert {one.question.id for one in again.attempt.asked} >= set(left)  # drawn as if never asked


def test_a_blank_of_an_exam_went_wrong(services, session):
    exam.hand_in(services, session.finished(), session.anchor)
    asked = {one.question.id for one in session.attempt.asked}
    assert {one.id for one in exam.mistakes(services, BANK).value} == asked


def test_a_question_tells_how_it_went_so_far(services, clock):
    (question,) = [one for one in BANK if not one.is_multiple][:1]
    (key,) = question.key
    for seconds, pick in ((30, key), (90, "d"), (40, key)):
        plan = Plan(Mode.PRACTICE, Wish(1, is_exact=False))
        session = exam.begin(services, plan, PROFILE, [question]).value
        clock.advance(seconds=seconds)
        do(services, session.pick(pick))
        exam.hand_in(services, session.finished(), session.anchor)
    assert exam.record(services, question.id).value == Record(3, 2, 40_000, {key: 2, "d": 1})
    assert exam.record(services, "never asked").value == Record()


def test_five_exams_repeat_nothing_with_a_bank_of_five(services):
    bank = make_bank(PROFILE, each=50)
    asked = []
    for _ in range(5):
        session = exam.begin(services, exam.full_exam(PROFILE), PROFILE, bank).value
        asked += [one.question.id for one in session.attempt.asked]
        exam.hand_in(services, session.finished(), session.anchor)
    assert len(set(asked)) == 325


def test_history_tells_how_it_went(services, session, clock):
    for position in range(3):
        session.go(position)
        answer(services, session)
    clock.advance(minutes=30)
    exam.hand_in(services, session.finished(), session.anchor)
    (one,) = exam.history(services).value
    assert (one.questions, one.answered, one.mode) == (65, 3, Mode.EXAM)
    assert one.score is not None
    assert one.score == exam.result(services, one.id).value.score
    assert one.ended - one.started == timedelta(minutes=30)


def test_readiness_is_a_range_that_narrows(services):
    before = exam.readiness(services, PROFILE).value
    assert (before.whole.answers, before.domains["1"].low, before.domains["1"].high) == (0, 0.0, 1.0)
    widths = []
    for _ in range(2):
        session = exam.begin(services, exam.full_exam(PROFILE), PROFILE, BANK).value
        for position in range(65):
            if position:
                session.go(position)
            answer(services, session)
        exam.hand_in(services, session.finished(), session.anchor)
        now = exam.readiness(services, PROFILE).value
        widths.append(now.whole.high - now.whole.low)
        assert now.whole.low > 0.8
        assert now.points[0] <= now.points[1] <= 1000
    assert widths[1] < widths[0] < 0.2


def test_spent_time_ignores_long_absence(services, clock):
    session = exam.begin(services, Plan(Mode.PRACTICE, Wish(3, is_exact=False)), PROFILE, BANK).value
    clock.advance(hours=9)
    do(services, session.pick("a"))
    assert session.response.spent_ms == 600_000


def test_a_failed_save_steps_back(session):
    before = session.attempt
    step = session.pick("a")
    session.restore(step)
    assert session.attempt == before
