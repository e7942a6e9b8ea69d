"""What an exam is, what was chosen in it, and what that is worth."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from app.domain.note import Source


@dataclass(frozen=True, slots=True)
class Task:
    """A task statement of an exam guide; `id` is "1.2", its domain the part before the dot.

    `notes` names what to read for it: files, or sections such as `14-lambda.md#lambda-sqs`.
    """

    id: str
    title: str
    notes: tuple[str, ...] = ()

    @property
    def domain(self) -> str:
        """The domain that the task belongs to."""
        return self.id.split(".")[0]


@dataclass(frozen=True, slots=True)
class ExamDomain:
    """A domain of an exam guide; `weight` is its share in percent."""

    id: str
    title: str
    weight: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The shape of a real exam, as its guide tells it.

    `questions` counts all that are asked, `scored` those that count; `extra_minutes` is the accommodation that can be
    asked for. Scores run from `lowest` to `highest`; `first_day` and `last_day` say when it can be sat.
    """

    code: str
    name: str
    minutes: int
    questions: int
    scored: int
    pass_score: int
    domains: tuple[ExamDomain, ...]
    extra_minutes: int = 0
    lowest: int = 100
    highest: int = 1000
    first_day: date | None = None
    last_day: date | None = None
    services: tuple[str, ...] = ()
    source: str = ""

    def can_be_sat(self, day: date) -> bool:
        """Whether the exam is offered on that day."""
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All task statements in order."""
        return tuple(task for domain in self.domains for task in domain.tasks)

    def domain(self, domain_id: str) -> ExamDomain | None:
        """The domain with this id."""
        return next((domain for domain in self.domains if domain.id == domain_id), None)

    def task(self, task_id: str) -> Task | None:
        """The task with this id."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def quota(self, count: int) -> dict[str, int]:
        """Share `count` questions among the domains by largest remainder; ties go to the earlier domain."""
        whole = sum(domain.weight for domain in self.domains)
        shares = {domain.id: divmod(count * domain.weight, whole) for domain in self.domains}
        given = {domain_id: share[0] for domain_id, share in shares.items()}
        by_remainder = sorted(shares, key=lambda domain_id: -shares[domain_id][1])
        for domain_id in by_remainder[: count - sum(given.values())]:
            given[domain_id] += 1
        return given

    def scaled(self, share: float) -> int:
        """Turn a share of right answers into points: a straight line, since no vendor publishes its formula."""
        return round(self.lowest + (self.highest - self.lowest) * share)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a question; `reason` says why it is right or wrong. Both are Markdown.

    `is_last` holds for "all of the above" and its like, which stay last when choices are shuffled.
    """

    id: str
    text: str
    reason: str = ""
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class TaskRef:
    """A task of one profile."""

    profile: str
    task: str

    @property
    def domain(self) -> str:
        """The domain that the task belongs to."""
        return self.task.split(".")[0]


@dataclass(frozen=True, slots=True)
class Question:
    """What an exam asks. `key` holds the ids of the right choices; it is empty where the source names none.

    `notes` leads to the line that decides: `14-lambda.md#lambda-limits`, or closer `14-lambda.md#limits › Timeout`.
    `difficulty` runs from 1 to 3. A generated drill has `is_drill`; such are never mixed into an exam unasked.
    """

    id: str
    stem: str
    choices: tuple[Choice, ...]
    key: frozenset[str]
    tasks: tuple[TaskRef, ...] = ()
    difficulty: int = 2
    notes: str = ""
    source: Source = field(default=Source("", 1, 1))
    bank: str = ""
    explanation: str = ""
    is_drill: bool = False

    @property
    def picks(self) -> int:
        """How many choices are to be picked."""
        return len(self.key)

    @property
    def is_multiple(self) -> bool:
        """Whether more than one choice is right."""
        return len(self.key) > 1

    def task_in(self, profile: str) -> str:
        """Its task in a profile, or nothing."""
        return next((ref.task for ref in self.tasks if ref.profile == profile), "")

    def choice(self, choice_id: str) -> Choice:
        """The choice with this id."""
        return next(choice for choice in self.choices if choice.id == choice_id)


class Mode(StrEnum):
    """How a sitting goes."""

    EXAM = "exam"  # timed, answers at the end, no pause
    PRACTICE = "practice"  # the explanation after each answer
    DRILL = "drill"  # practice on a section, a domain or a task
    MISTAKES = "mistakes"  # practice on what went wrong last time
    CUSTOM = "custom"  # count, minutes and domains of the learner's own


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked: its own copy, the order of its choices, and whether it counts."""

    question: Question
    order: tuple[str, ...]
    is_scored: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """What was done with one question. `picks` are in the order in which they were made; `first` are those of the
    first visit, which tells whether a change helped. `is_shown` means that the explanation was seen."""

    picks: tuple[str, ...] = ()
    struck: frozenset[str] = frozenset()
    is_flagged: bool = False
    is_guess: bool = False
    note: str = ""
    spent_ms: int = 0
    first: tuple[str, ...] = ()
    is_shown: bool = False


BLANK = Response()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sitting, with its own copy of all it asks, so that it stays true when notes and banks change.

    `deadline` is UTC and None where no time runs; `position` is the question that is open, from 0.
    """

    id: str
    profile: Profile
    mode: Mode
    seed: int
    asked: tuple[Asked, ...]
    started: datetime
    deadline: datetime | None = None
    ended: datetime | None = None
    position: int = 0
    responses: tuple[Response, ...] = ()
    title: str = ""
    is_late: bool = False  # the time ran out before it was handed in

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.ended is None

    @property
    def shows_answers(self) -> bool:
        """Whether the explanation may be seen before the end."""
        return self.mode in (Mode.PRACTICE, Mode.DRILL, Mode.MISTAKES)

    def counts(self, position: int) -> bool:
        """Whether the question at a position counts: practice counts what was answered, an exam its blanks as well."""
        return not self.shows_answers or bool(self.response(position).picks)

    def response(self, position: int) -> Response:
        """What was done with the question at a position."""
        return self.responses[position] if position < len(self.responses) else BLANK

    def with_response(self, position: int, response: Response) -> "Attempt":
        """The same with another response at a position."""
        filled = (*self.responses, *(BLANK for _ in range(len(self.responses), len(self.asked))))
        return replace(self, responses=(*filled[:position], response, *filled[position + 1 :]))


def is_right(question: Question, picks: Sequence[str]) -> bool:
    """All or nothing: every right choice and no other; a blank is wrong."""
    return bool(question.key) and frozenset(picks) == question.key


@dataclass(frozen=True, slots=True)
class Tally:
    """Right answers out of those asked."""

    right: int = 0
    asked: int = 0

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.right / self.asked if self.asked else 0.0

    def plus(self, is_correct: bool) -> "Tally":
        """The tally after one more."""
        return Tally(self.right + is_correct, self.asked + 1)


@dataclass(frozen=True, slots=True)
class Score:
    """What an attempt is worth: questions that count, all questions, and how each domain and task went.

    `points` is `round(100 + 900 · share)` for the usual scale: an approximation, as no formula is published.
    """

    scored: Tally
    whole: Tally
    points: int
    is_passed: bool
    domains: Mapping[str, Tally]
    tasks: Mapping[str, Tally]
    blank: int
    changed_to_right: int
    changed_to_wrong: int


def score(attempt: Attempt) -> Score:
    """Count an attempt; domains and tasks count every question, also those that are not scored.

    In an exam a blank is wrong; practice counts only what was answered.
    """
    scored, whole, blank, better, worse = Tally(), Tally(), 0, 0, 0
    domains: dict[str, Tally] = defaultdict(Tally)
    tasks: dict[str, Tally] = defaultdict(Tally)
    for position, asked in enumerate(attempt.asked):
        response = attempt.response(position)
        blank += not response.picks
        if not attempt.counts(position):
            continue
        correct = is_right(asked.question, response.picks)
        whole = whole.plus(correct)
        if asked.is_scored:
            scored = scored.plus(correct)
        if response.first and frozenset(response.first) != frozenset(response.picks):
            before = is_right(asked.question, response.first)
            better += correct and not before
            worse += before and not correct
        if task := asked.question.task_in(attempt.profile.code):
            tasks[task] = tasks[task].plus(correct)
            domain = task.split(".")[0]
            domains[domain] = domains[domain].plus(correct)
    points = attempt.profile.scaled(scored.share)
    return Score(
        scored,
        whole,
        points,
        points >= attempt.profile.pass_score,
        dict(domains),
        dict(tasks),
        blank,
        better,
        worse,
    )
