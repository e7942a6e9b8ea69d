"""`certdeck exam new|take|result`: draw up an exam, sit it in a terminal, and read what came of it."""

import argparse
from collections.abc import Callable
from datetime import timedelta

from app.domain.draw import Wish
from app.domain.exam import Attempt, Mode, Profile, is_right
from app.errors import AppError
from app.services import exam, exam_home, profiles
from app.services.context import Services
from app.services.exam import Plan, Result
from app.services.exam_session import ExamSession, Step
from app.terminal import DONE, ask, count, note, one_line, print_json, say, services

Add = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

_LETTERS = "abcdefghij"
_KEYS = (
    "letters pick · x and a letter strikes out · f flags · g is a guess · n, p or a number move · s shows the answer "
    "(practice) · r reviews · h hands in · q leaves; nothing is lost"
)


def add_to(add: Add) -> None:
    """Add the commands to `exam`."""
    new = add("new", _new, "draw up an exam, or practice of your own")
    new.add_argument("--profile", default="", metavar="CODE", help="the exam; otherwise the newest that can be sat")
    new.add_argument(
        "--mode", choices=[mode.value for mode in Mode], default=Mode.EXAM.value, help="exam is the real shape"
    )
    new.add_argument("--count", type=int, default=10, metavar="N", help="how many questions; not in exam mode")
    new.add_argument("--minutes", type=int, metavar="N", help="against the clock; custom mode only")
    new.add_argument("--domain", action="append", default=[], metavar="ID", help="from this domain; may be repeated")
    new.add_argument("--task", action="append", default=[], metavar="ID", help="from this task; may be repeated")
    new.add_argument("--extra-time", action="store_true", help="the accommodation that the exam grants")
    new.add_argument("--seed", type=int, metavar="N", help="draw the same again")
    add("take", _take, "sit the open attempt here, line by line; begins the real exam if there is none")
    shown = add("result", _result, "what came of an attempt; without ID of the last one")
    shown.add_argument("id", nargs="?", default="", metavar="ID", help="an attempt")


def _new(chosen: argparse.Namespace) -> int:
    with services() as own:
        session = _begin(own, _profile(own, chosen.profile), chosen)
        attempt = session.attempt
        if chosen.json:
            print_json(_told(session))
        else:
            minutes = (
                ""
                if attempt.deadline is None
                else f" in {(attempt.deadline - attempt.started) // timedelta(minutes=1)} minutes"
            )
            say(f"{attempt.title}: {count(len(attempt.asked), 'questions')}{minutes}, seed {attempt.seed}.")
            note("certdeck exam take sits it. The clock runs." if minutes else "certdeck exam take sits it.")
    return DONE


def _begin(own: Services, profile: Profile, chosen: argparse.Namespace) -> ExamSession:
    found = exam_home.home(own, profile.code).value
    pool = found.questions
    mode = Mode(chosen.mode)
    if mode is Mode.EXAM:
        plan = exam.full_exam(profile, with_extra_time=chosen.extra_time)
        plan = Plan(plan.mode, plan.wish, plan.minutes, chosen.seed, plan.title)
    else:
        pool = (*found.questions, *found.loose)
        wish = Wish(max(1, chosen.count), frozenset(chosen.domain), frozenset(chosen.task), is_exact=False)
        plan = Plan(mode, wish, chosen.minutes if mode is Mode.CUSTOM else None, chosen.seed, mode.value.capitalize())
    return exam.begin(own, plan, profile, pool).value


def _profile(own: Services, code: str) -> Profile:
    known = profiles.load()
    wanted = code or own.settings.exam_profile
    return profiles.named(known, wanted) if wanted else profiles.default(known, own.today())


def _take(chosen: argparse.Namespace) -> int:
    with services() as own:
        found = exam.resume(own).value
        if isinstance(found, Result):
            note("The time ran out meanwhile; the exam was handed in with all that was answered.")
            _say_result(found, wants_json=chosen.json)
            return DONE
        if found is None:
            blank = argparse.Namespace(mode=Mode.EXAM.value, extra_time=own.settings.exam_extra_time, seed=None)
            found = _begin(own, _profile(own, ""), blank)
        return _Sitting(own, found, chosen.json).run()


class _Sitting:
    """One line in, one step on; every step is on the disk before the next question is printed."""

    def __init__(self, own: Services, session: ExamSession, wants_json: bool) -> None:
        self.services = own
        self.session = session
        self.wants_json = wants_json

    def run(self) -> int:
        """Go on until it is handed in, or the learner leaves."""
        note(_KEYS)
        self._show()
        while True:
            line = ask(f"{self._where()}> ")
            if self.session.is_over:
                note("The time is over. The exam was handed in.")
                return self._end()
            if line is None or line == "q":
                if self.wants_json:
                    print_json(_told(self.session))
                else:
                    note("Left as it stands; certdeck exam take goes on with it.")
                return DONE
            if line == "h" and self._may_end():
                return self._end()
            if line == "r":
                self._review()
            elif line != "h":
                self._obey(line)

    def _obey(self, line: str) -> None:
        session = self.session
        before = session.position
        words = line.split()
        if line in ("f", "g", "s"):
            step = {"f": session.flag, "g": session.guess, "s": session.show}[line]()
        elif line in ("n", "p", "") or line.isdigit():
            step = session.go(int(line) - 1 if line.isdigit() else before + (-1 if line == "p" else 1))
        elif len(words) == 2 and words[0] == "x":
            step = session.strike(self._choice(words[1]))
        else:
            step = None
            for letter in line.replace(" ", "").replace(",", ""):
                step = session.pick(self._choice(letter))
                self._keep(step)
                if step is None:
                    note(f"{letter.upper()} was not picked.")
            self._show_picks()
            return
        self._keep(step)
        if step is None:
            note("That cannot be done here.")
        elif session.position != before:
            self._show()
        else:
            self._show_picks()

    def _keep(self, step: Step | None) -> None:
        if step is None:
            return
        try:
            exam.save(self.services, step)
        except AppError:
            self.session.restore(step)
            raise

    def _choice(self, letter: str) -> str:
        order = self.session.asked.order
        place = _LETTERS.find(letter)
        return order[place] if 0 <= place < len(order) else ""

    def _where(self) -> str:
        left = self.session.remaining()
        clock = "" if left is None else f" · {left // timedelta(minutes=1)} min left"
        return f"{self.session.position + 1}/{len(self.session.attempt.asked)}{clock}"

    def _show(self) -> None:
        session = self.session
        if self.wants_json:
            return
        say(f"\n— Question {session.position + 1} of {len(session.attempt.asked)}")
        say(session.question.stem)
        self._show_picks()

    def _show_picks(self) -> None:
        if self.wants_json:
            return
        session, response = self.session, self.session.response
        for place, choice_id in enumerate(session.asked.order):
            choice = session.question.choice(choice_id)
            sign = "*" if choice_id in response.picks else "x" if choice_id in response.struck else " "
            say(f"{sign} {_LETTERS[place].upper()}  {one_line(choice.text)}")
            if response.is_shown:
                right = "right" if choice_id in session.question.key else "wrong"
                say(f"     {right}: {one_line(choice.reason)}")
        if response.is_shown:
            say(f"     {session.question.notes}")
        marks = [word for word, holds in (("flagged", response.is_flagged), ("a guess", response.is_guess)) if holds]
        if marks:
            say(f"  ({', '.join(marks)})")

    def _review(self) -> None:
        session = self.session
        for position in range(len(session.attempt.asked)):
            response = session.attempt.response(position)
            state = "not answered" if position in session.unanswered else "answered"
            say(f"{position + 1:3}  {state}{', flagged' if response.is_flagged else ''}")

    def _may_end(self) -> bool:
        missing = len(self.session.unanswered)
        if not missing or self.session.attempt.shows_answers:
            return True
        note(f"{count(missing, 'questions')} incomplete; a blank is wrong.")
        return ask("Hand in all the same? y/n: ") == "y"

    def _end(self) -> int:
        ended = exam.hand_in(self.services, self.session.finished(), self.session.anchor).value
        _say_result(ended, wants_json=self.wants_json)
        return DONE


def _result(chosen: argparse.Namespace) -> int:
    with services() as own:
        attempt_id = chosen.id
        if not attempt_id:
            ended = [one for one in exam.history(own).value if one.ended is not None]
            if not ended:
                raise AppError("There is no result yet.", hint="certdeck exam take sits an exam.")
            attempt_id = ended[-1].id
        _say_result(exam.result(own, attempt_id).value, wants_json=chosen.json)
    return DONE


def _say_result(result: Result, *, wants_json: bool) -> None:
    attempt, made = result.attempt, result.score
    if wants_json:
        print_json(_counted(result))
        return
    if attempt.mode is Mode.EXAM:
        verdict = "passed" if made.is_passed else "not passed"
        say(f"{made.points} points, {verdict}: {made.scored.right} of {made.scored.asked} scored questions right.")
    else:
        say(f"{made.whole.right} of {made.whole.asked} right.")
    for domain in attempt.profile.domains:
        if (tally := made.domains.get(domain.id)) is not None:
            say(f"  {domain.id} {domain.title}: {tally.right} of {tally.asked}")
    for position, asked in enumerate(attempt.asked):
        picks = attempt.response(position).picks
        if picks and not is_right(asked.question, picks):
            say(f"{position + 1}: {one_line(asked.question.stem)} → {asked.question.notes}")


def _counted(result: Result) -> dict[str, object]:
    attempt, made = result.attempt, result.score
    return {
        "id": attempt.id,
        "profile": attempt.profile.code,
        "mode": attempt.mode.value,
        "seed": attempt.seed,
        "points": made.points,
        "passed": made.is_passed,
        "late": attempt.is_late,
        "scored": {"right": made.scored.right, "asked": made.scored.asked},
        "whole": {"right": made.whole.right, "asked": made.whole.asked},
        "domains": {name: {"right": one.right, "asked": one.asked} for name, one in made.domains.items()},
        "tasks": {name: {"right": one.right, "asked": one.asked} for name, one in made.tasks.items()},
        "questions": [
            {
                "id": asked.question.id,
                "picks": list(attempt.response(position).picks),
                "key": sorted(asked.question.key),
                "right": is_right(asked.question, attempt.response(position).picks),
                "scored": asked.is_scored,
                "seconds": round(attempt.response(position).spent_ms / 1000),
                "notes": asked.question.notes,
            }
            for position, asked in enumerate(attempt.asked)
        ],
    }


def _told(session: ExamSession) -> dict[str, object]:
    attempt: Attempt = session.attempt
    left = session.remaining()
    return {
        "id": attempt.id,
        "profile": attempt.profile.code,
        "mode": attempt.mode.value,
        "seed": attempt.seed,
        "position": attempt.position,
        "deadline": attempt.deadline and attempt.deadline.isoformat(),
        "seconds_left": None if left is None else round(left / timedelta(seconds=1)),
        "questions": [
            {
                "id": asked.question.id,
                "stem": asked.question.stem,
                "choices": {choice_id: asked.question.choice(choice_id).text for choice_id in asked.order},
                "choose": asked.question.picks,
                "picks": list(attempt.response(position).picks),
            }
            for position, asked in enumerate(attempt.asked)
        ],
    }
