"""Exams: draw one up, keep every click, hand it in, and say what came of it and what to study next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import sqrt
from random import SystemRandom
from statistics import median
from uuid import uuid4

from app.domain import draw
from app.domain.changes import Change, Outcome
from app.domain.clock import Anchor
from app.domain.draw import Wish
from app.domain.exam import Attempt, Mode, Profile, Question, Score, score
from app.domain.ids import CardId
from app.domain.note import Source
from app.errors import AppError
from app.services.context import Services
from app.services.exam_session import ExamSession, Step
from app.store import cards, exams, notes
from app.store.exams import Answered, Summary
from app.store.store import Tx

__all__ = ["Place", "Plan", "Range", "Readiness", "Result", "Summary", "full_exam"]

_EXAMS = frozenset({Change.EXAMS})
_MOST_CARDS = 6  # of one section: what decides a question is a few facts
_RECENT = 3  # answers to one question that count for readiness
_Z = 1.28  # of a normal distribution: 80 % lie between −z and +z


@dataclass(frozen=True, slots=True)
class Plan:
    """What the learner asks for. `minutes` of None lets no time run; a `seed` draws the same exam again."""

    mode: Mode
    wish: Wish
    minutes: int | None = None
    seed: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """An attempt that has ended, with what it is worth."""

    attempt: Attempt
    score: Score


@dataclass(frozen=True, slots=True)
class Place:
    """Where the notes decide a question: the line, its whole section, and what else was made of that."""

    source: Source
    whole: Source
    section_id: int
    heading: str
    comparisons: int
    diagrams: int
    cards: tuple[CardId, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """What can be expected, as a range: `low` and `high` from 0 to 1, and on how many answers that rests."""

    low: float = 0.0
    high: float = 1.0
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """How a question went so far: how often it was asked and answered rightly, how long it took in the median, and how
    often each choice was picked."""

    asked: int = 0
    right: int = 0
    typical_ms: int = 0
    picks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readiness:
    """How an exam would go now, for all of it, its domains and its tasks; `how` tells how that was computed."""

    whole: Range
    domains: Mapping[str, Range] = field(default_factory=dict)
    tasks: Mapping[str, Range] = field(default_factory=dict)
    points: tuple[int, int] = (0, 0)
    how: str = ""


@dataclass(frozen=True, slots=True)
class Pulled:
    """How many cards the notes have for some questions, and how many of them came to today's list."""

    cards: int
    added: int


def full_exam(profile: Profile, *, with_extra_time: bool = False) -> Plan:
    """The exam in the shape of the real one."""
    minutes = profile.minutes + (profile.extra_minutes if with_extra_time else 0)
    return Plan(Mode.EXAM, Wish(profile.questions), minutes, title=f"{profile.code} mock exam")


def begin(services: Services, plan: Plan, profile: Profile, questions: Sequence[Question]) -> Outcome[ExamSession]:
    """Draw up an attempt and keep it; only one can be open."""
    with services.store.write() as tx:
        if (other := exams.open_id(tx)) is not None:
            raise _another(tx, other)
        seen = exams.seen(tx)
        pool: Iterable[Question] = questions
        if plan.mode is Mode.MISTAKES:
            pool = _wrong(questions, seen)
            if not pool:
                raise AppError(
                    "No question waits that you answered wrongly.", hint="Take an exam or practise, then come back."
                )
        seed = SystemRandom().getrandbits(48) if plan.seed is None else plan.seed
        asked = draw.draw(pool, profile, plan.wish, seen, seed)
        now = services.clock.now()
        attempt = Attempt(
            id=str(uuid4()),
            profile=profile,
            mode=plan.mode,
            seed=seed,
            asked=asked,
            started=now,
            deadline=None if plan.minutes is None else now + timedelta(minutes=plan.minutes),
            title=plan.title or plan.mode.value.capitalize(),
        )
        anchor = Anchor(now, services.clock.steady())
        exams.add(tx, attempt, anchor)
    return Outcome(ExamSession(attempt, anchor, services.clock), _EXAMS)


def resume(services: Services) -> Outcome[ExamSession | Result | None]:
    """The attempt that is open; one whose time ran out meanwhile is handed in, with all that was answered."""
    with services.store.read() as tx:
        open_id = exams.open_id(tx)
        found = None if open_id is None else exams.get(tx, open_id)
    if found is None:
        return Outcome(None)
    session = ExamSession(*found, services.clock)
    if not session.is_over:
        return Outcome(session)
    ended = hand_in(services, session.finished(), session.anchor)
    return Outcome(ended.value, ended.changes)


def save(services: Services, step: Step) -> Outcome[None]:
    """Keep a step: when this returns it is on the disk."""
    with services.store.write() as tx:
        if not exams.save(tx, step.attempt_id, step.responses, step.position, step.anchor):
            raise AppError("This attempt has been handed in already.", hint="Its result stands in the history.")
    return Outcome(None)


def hand_in(services: Services, attempt: Attempt, anchor: Anchor) -> Outcome[Result]:
    """End an attempt for good and count it."""
    counted = score(attempt)
    with services.store.write() as tx:
        exams.end(tx, attempt, counted, anchor)
    return Outcome(Result(attempt, counted), _EXAMS)


def discard(services: Services, attempt_id: str) -> Outcome[bool]:
    """Forget an attempt that is still open, as if it had not been begun."""
    with services.store.write() as tx:
        return Outcome(exams.discard(tx, attempt_id), _EXAMS)


def result(services: Services, attempt_id: str) -> Outcome[Result]:
    """An attempt that has ended, with the questions as they were asked."""
    with services.store.read() as tx:
        found = exams.get(tx, attempt_id)
    if found is None or found[0].is_open:
        raise AppError("There is no result for this attempt.", hint="It may still be open.")
    return Outcome(Result(found[0], score(found[0])))


def history(services: Services) -> Outcome[tuple[Summary, ...]]:
    """Every attempt, oldest first."""
    with services.store.read() as tx:
        return Outcome(exams.summaries(tx))


def mistakes(services: Services, questions: Iterable[Question]) -> Outcome[tuple[Question, ...]]:
    """The questions that were answered wrongly when they were asked last."""
    with services.store.read() as tx:
        seen = exams.seen(tx)
    return Outcome(tuple(_wrong(questions, seen)))


def record(services: Services, question_id: str) -> Outcome[Record]:
    """Say how a question went in all attempts that have ended."""
    with services.store.read() as tx:
        every = exams.answered(tx, question=question_id)
    if not every:
        return Outcome(Record())
    picks = Counter(pick for one in every for pick in one.picks)
    return Outcome(
        Record(len(every), sum(one.was_right for one in every), round(median(one.spent_ms for one in every)), picks)
    )


def readiness(services: Services, profile: Profile) -> Outcome[Readiness]:
    """Say how an exam would go now, as a range."""
    with services.store.read() as tx:
        every = exams.answered(tx, profile=profile.code)
    return Outcome(expected(profile, every))


def expected(profile: Profile, every: Sequence[Answered]) -> Readiness:
    """Work out ranges from answers, oldest first.

    Of each question only the first answer counts in full, since the key is known afterwards; a later one counts a
    quarter. Guesses count as a third of a right answer. Ranges are Wilson intervals at 80 %
    (https://en.wikipedia.org/wiki/Binomial_proportion_confidence_interval#Wilson_score_interval); the whole is the
    domains' ranges weighted by the guide.
    """
    times: dict[str, int] = defaultdict(int)
    weights: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for answer in every:
        if not answer.task:
            continue
        times[answer.question] += 1
        if times[answer.question] > _RECENT:
            continue
        weight = 1.0 if times[answer.question] == 1 else 0.25
        worth = (1 / 3 if answer.is_guess else 1.0) if answer.was_right else 0.0
        weights[answer.task].append((weight, worth))
    tasks = {task.id: _range(weights[task.id]) for task in profile.tasks}
    domains = {
        domain.id: _range([pair for task in domain.tasks for pair in weights[task.id]]) for domain in profile.domains
    }
    whole_weight = sum(domain.weight for domain in profile.domains)
    middle = sum(domain.weight * (domains[domain.id].low + domains[domain.id].high) / 2 for domain in profile.domains)
    spread = sqrt(
        sum((domain.weight * (domains[domain.id].high - domains[domain.id].low) / 2) ** 2 for domain in profile.domains)
    )
    low, high = max(0.0, (middle - spread) / whole_weight), min(1.0, (middle + spread) / whole_weight)
    answers = sum(one.answers for one in domains.values())
    return Readiness(
        Range(low, high, answers),
        domains,
        tasks,
        (profile.scaled(low), profile.scaled(high)),
        f"From {answers} answers. The first answer to a question counts in full, later ones a quarter, a right guess a "
        "third. Each range holds the true share with 80 % (Wilson); domains are weighted as in the exam guide. Points "
        "lie on a straight line, because AWS publishes no formula.",
    )


def place(services: Services, question: Question) -> Outcome[Place | None]:
    """Find the note line that decides a question in the notes that are open."""
    with services.store.read() as tx:
        return Outcome(_place(tx, services.folder, question))


def study_these(services: Services, questions: Iterable[Question]) -> Outcome[Pulled]:
    """Ask for the cards of these questions today, due or not; nothing is counted as reviewed."""
    with services.store.write() as tx:
        wanted: dict[CardId, None] = {}
        for question in questions:
            if (found := _place(tx, services.folder, question)) is not None:
                wanted.update(dict.fromkeys(found.cards))
        added = exams.pull(tx, wanted, services.today())
        return Outcome(Pulled(len(wanted), added), frozenset({Change.CARDS}))


def _place(tx: Tx, folder: str, question: Question) -> Place | None:
    link, _, words = question.notes.partition(" › ")
    path, _, anchor = link.partition("#")
    if not path:
        return None
    section_id = notes.find(tx, folder, path, anchor)
    section = None if section_id is None else notes.section(tx, section_id)
    if section is None:
        return None
    lines = section.text.splitlines()
    wanted = words.strip().casefold()
    offset = next((number for number, line in enumerate(lines) if wanted and wanted in line.casefold()), 0)
    line = section.first + offset
    own = cards.of_section(tx, section.id)
    at_line = [card.id for card in own if wanted and card.card.source.first <= line <= card.card.source.last]
    chosen = at_line or [card.id for card in own]
    comparisons, diagrams = notes.extras(tx, section.id)
    return Place(
        Source(section.note_path, line, line),
        Source(section.note_path, section.first, section.last),
        section.id,
        " › ".join(section.heading_path),
        comparisons,
        diagrams,
        tuple(chosen[:_MOST_CARDS]),
    )


def _wrong(questions: Iterable[Question], seen: draw.History) -> list[Question]:
    """Those that went wrong when they were asked last."""
    return [one for one in questions if one.id in seen and not seen[one.id].was_right]


def _range(pairs: Sequence[tuple[float, float]]) -> Range:
    """The Wilson interval of weighted answers."""
    size = sum(weight for weight, _ in pairs)
    if not size:
        return Range()
    share = sum(weight * worth for weight, worth in pairs) / size
    centre = (share + _Z**2 / (2 * size)) / (1 + _Z**2 / size)
    half = _Z / (1 + _Z**2 / size) * sqrt(share * (1 - share) / size + _Z**2 / (4 * size**2))
    return Range(max(0.0, centre - half), min(1.0, centre + half), len(pairs))


def _another(tx: Tx, other: str) -> AppError:
    found = next((one for one in exams.summaries(tx) if one.id == other), None)
    title = found.title if found else "Another attempt"
    begun = f", begun {_said(found.started)}," if found else ""
    return AppError(
        f"“{title}”{begun} is still open. Two attempts at once cannot be taken.",
        hint="Go on with it, hand it in, or discard it first.",
        details=other,
    )


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
