"""The exam room as a pure state machine: what each key means, how much time is left, and what to keep of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.clock import Anchor, Clock, true_now
from app.domain.exam import Asked, Attempt, Question, Response

_LONGEST_LOOK = timedelta(minutes=10)  # what lies between two signs of life and is longer was not spent on a question


@dataclass(frozen=True, slots=True)
class Step:
    """What one click changed, ready to be kept; `before` is where to go back to if that fails."""

    attempt_id: str
    responses: Mapping[int, Response]
    position: int
    anchor: Anchor
    before: Attempt


@dataclass(frozen=True, slots=True)
class Pace:
    """How the learner stands against the clock: `ahead` is negative when behind."""

    answered: int
    ahead: timedelta


class ExamSession:
    """One sitting. Whatever changes it returns the step to keep, or None where the room does not allow it.

    The caller keeps each step before it shows what came of it, and calls `restore` if that fails.
    """

    def __init__(self, attempt: Attempt, anchor: Anchor, clock: Clock) -> None:
        self.attempt = attempt
        self._anchor = anchor
        self._clock = clock
        self._looked_since = self.now()

    # What is on the table

    @property
    def position(self) -> int:
        """The question that is open, from 0."""
        return self.attempt.position

    @property
    def asked(self) -> Asked:
        """The question that is open, as it was asked."""
        return self.attempt.asked[self.position]

    @property
    def question(self) -> Question:
        """The question that is open."""
        return self.asked.question

    @property
    def response(self) -> Response:
        """What was done with it so far."""
        return self.attempt.response(self.position)

    @property
    def is_full(self) -> bool:
        """Whether as many choices are picked as the question asks for."""
        return len(self.response.picks) >= self.question.picks

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The positions with fewer picks than asked for."""
        return tuple(
            position
            for position, asked in enumerate(self.attempt.asked)
            if len(self.attempt.response(position).picks) < asked.question.picks
        )

    @property
    def flagged(self) -> tuple[int, ...]:
        """The positions that the learner flagged."""
        return tuple(
            position for position in range(len(self.attempt.asked)) if self.attempt.response(position).is_flagged
        )

    # Time

    def now(self) -> datetime:
        """What time it really is, however the machine's clock was set."""
        return true_now(self._anchor, self._clock)

    def remaining(self) -> timedelta | None:
        """The time that is left, never below nothing; None where no time runs."""
        if self.attempt.deadline is None:
            return None
        return max(timedelta(), self.attempt.deadline - self.now())

    @property
    def is_over(self) -> bool:
        """Whether the time has run out."""
        return self.remaining() == timedelta()

    def pace(self) -> Pace | None:
        """How far ahead of the clock the learner is, if time runs."""
        if self.attempt.deadline is None:
            return None
        whole = self.attempt.deadline - self.attempt.started
        answered = len(self.attempt.asked) - len(self.unanswered)
        due = whole * (answered / len(self.attempt.asked))
        return Pace(answered, due - (self.now() - self.attempt.started))

    # What the learner does

    def pick(self, choice_id: str) -> Step | None:
        """Pick a choice or take it back; one too many is not allowed, but of single choices the new one counts."""
        response = self.response
        if not self._may_change() or choice_id not in self.asked.order:
            return None
        if choice_id in response.picks:
            picks = tuple(pick for pick in response.picks if pick != choice_id)
        elif not self.question.is_multiple:
            picks = (choice_id,)
        elif self.is_full:
            return None
        else:
            picks = (*response.picks, choice_id)
        return self._respond(replace(response, picks=picks, struck=response.struck - {choice_id}))

    def strike(self, choice_id: str) -> Step | None:
        """Strike a choice out, or take that back; a struck choice is not picked."""
        response = self.response
        if not self._may_change() or choice_id not in self.asked.order:
            return None
        picks = tuple(pick for pick in response.picks if pick != choice_id)
        return self._respond(replace(response, struck=response.struck ^ {choice_id}, picks=picks))

    def flag(self) -> Step | None:
        """Flag the question for a second look, or take the flag away."""
        return self._respond(replace(self.response, is_flagged=not self.response.is_flagged))

    def guess(self) -> Step | None:
        """Say that the answer is a guess, or that it is not."""
        return self._respond(replace(self.response, is_guess=not self.response.is_guess))

    def write_note(self, text: str) -> Step | None:
        """Keep a note on the question."""
        return self._respond(replace(self.response, note=text))

    def show(self) -> Step | None:
        """Show the explanation; only in practice, and nothing can be changed after it."""
        if not self.attempt.shows_answers or self.response.is_shown or not self.response.picks:
            return None
        return self._respond(replace(self.response, is_shown=True))

    def go(self, position: int) -> Step | None:
        """Open another question."""
        if self._is_closed() or not 0 <= position < len(self.attempt.asked) or position == self.position:
            return None
        response = self.response
        return self._keep(replace(response, first=response.first or response.picks), position)

    def beat(self) -> Step | None:
        """Keep the time spent so far; asked for now and then, so that a kill costs seconds of it."""
        return None if self._is_closed() else self._keep(self.response, self.position)

    def finished(self) -> Attempt:
        """The attempt as handed in now: late and at its deadline if the time has run out."""
        self._looked()
        is_late = self.is_over
        deadline = self.attempt.deadline
        ended = deadline if is_late and deadline is not None else self.now()
        return replace(self.attempt, ended=ended, is_late=is_late)

    def restore(self, step: Step) -> None:
        """Go back to before a step that could not be kept."""
        self.attempt = step.before

    @property
    def anchor(self) -> Anchor:
        """This moment, as known to be true."""
        return Anchor(self.now(), self._clock.steady())

    def _is_closed(self) -> bool:
        return not self.attempt.is_open or self.is_over

    def _may_change(self) -> bool:
        return not self._is_closed() and not self.response.is_shown

    def _respond(self, response: Response) -> Step | None:
        return None if self._is_closed() else self._keep(response, self.position)

    def _keep(self, response: Response, position: int) -> Step:
        before = self.attempt
        here = self.position
        self.attempt = replace(before.with_response(here, response), position=position)
        self._looked(here)
        anchor = self.anchor
        self._anchor = anchor
        return Step(before.id, {here: self.attempt.response(here)}, position, anchor, before)

    def _looked(self, position: int | None = None) -> None:
        """Add the time since the last sign of life to the question that was open."""
        where = self.position if position is None else position
        now = self.now()
        spent = min(now - self._looked_since, _LONGEST_LOOK)
        self._looked_since = now
        response = self.attempt.response(where)
        more = replace(response, spent_ms=response.spent_ms + max(0, round(spent / timedelta(milliseconds=1))))
        self.attempt = self.attempt.with_response(where, more)
