"""Draw an exam: exact shares for each domain, what was not seen lately first, and the same again from the same seed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.exam import Asked, Choice, Profile, Question
from app.errors import AppError


@dataclass(frozen=True, slots=True)
class Seen:
    """What the learner's attempts say of a question: in which it was asked last, counted from the first, and how it
    went there."""

    attempt: int
    was_right: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What to draw: how many, and from which domains, tasks or notes; empty means all of them."""

    count: int
    domains: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()  # names of files
    is_exact: bool = True  # whether too few questions in a domain are refused, or made up for by the others
    with_drills: bool = False


History = Mapping[str, Seen]


def usable(questions: Iterable[Question], profile: Profile, wish: Wish) -> tuple[Question, ...]:
    """The questions that may be drawn, in an order that does not depend on files.

    Drills, and imported questions that belong to no task, are for practice only.
    """
    found = {}
    for question in questions:
        task = question.task_in(profile.code)
        if not question.key or len(question.choices) < 2 or (question.is_drill and not wish.with_drills):
            continue
        if profile.task(task) if task else question.is_drill or not (question.tasks or wish.is_exact):
            is_wanted = (
                (not wish.domains or task.split(".")[0] in wish.domains)
                and (not wish.tasks or task in wish.tasks)
                and (not wish.notes or question.notes.split("#")[0] in wish.notes)
            )
            if is_wanted:
                found[question.id] = question
    return tuple(found[question_id] for question_id in sorted(found))


def draw(questions: Iterable[Question], profile: Profile, wish: Wish, history: History, seed: int) -> tuple[Asked, ...]:
    """Draw the questions and the order of everything; raise AppError, with figures, if there are too few."""
    chance = Random(f"certdeck exam {seed}")
    pool: dict[str, list[Question]] = defaultdict(list)
    for question in usable(questions, profile, wish):
        pool[question.task_in(profile.code).split(".")[0]].append(question)
    have = sum(map(len, pool.values()))
    if not have:
        raise AppError("There is no question for this choice.", hint="Choose more domains, or import a question bank.")
    if wish.is_exact:
        quota = profile.quota(wish.count)
        for domain in profile.domains:
            if (stock := len(pool[domain.id])) < quota[domain.id]:
                raise AppError(
                    f"The bank has {stock} questions for “{domain.title}”; an exam asks {quota[domain.id]}.",
                    hint="Practise with what is there, or import a question bank.",
                )
    else:
        quota = _shared_out(pool, profile, min(wish.count, have))
    counts = profile.quota(profile.scored) if wish.is_exact and wish.count == profile.questions else quota
    asked: list[Asked] = []
    for domain_id in sorted(pool):
        chosen = _freshest(pool[domain_id], quota.get(domain_id, 0), history, profile.code, chance)
        chance.shuffle(chosen)
        asked += [
            Asked(question, order_of(question, seed), number < counts.get(domain_id, 0))
            for number, question in enumerate(chosen)
        ]
    chance.shuffle(asked)
    return tuple(asked)


def order_of(question: Question, seed: int) -> tuple[str, ...]:
    """The order of a question's choices in an attempt; "all of the above" stays last."""
    first = sorted((choice for choice in question.choices if not choice.is_last), key=_id_of)
    Random(f"certdeck choices {seed} {question.id}").shuffle(first)
    return tuple(choice.id for choice in (*first, *(one for one in question.choices if one.is_last)))


def _id_of(choice: Choice) -> str:
    return choice.id


def _shared_out(pool: Mapping[str, Sequence[Question]], profile: Profile, count: int) -> dict[str, int]:
    """Shares by weight, as far as the stock of each domain goes; what is short in one is taken from the others."""
    weights = {domain.id: domain.weight for domain in profile.domains}
    given = dict.fromkeys(pool, 0)
    for _ in range(count):
        open_ones = [domain_id for domain_id in sorted(pool) if given[domain_id] < len(pool[domain_id])]
        neediest = max(open_ones, key=lambda domain_id: weights.get(domain_id, 1) / (given[domain_id] + 0.5))
        given[neediest] += 1
    return given


def _freshest(
    questions: Sequence[Question], count: int, history: History, profile: str, chance: Random
) -> list[Question]:
    """Those never seen, then those seen longest ago; among equals the tasks share by what they have."""
    tiers: dict[int, list[Question]] = defaultdict(list)
    for question in questions:
        seen = history.get(question.id)
        tiers[-1 if seen is None else seen.attempt].append(question)
    chosen: list[Question] = []
    for attempt in sorted(tiers):
        chosen += _among_tasks(tiers[attempt], count - len(chosen), profile, chance)
        if len(chosen) == count:
            break
    return chosen


def _among_tasks(questions: Sequence[Question], count: int, profile: str, chance: Random) -> list[Question]:
    """As many as asked for, or all there are; each task in proportion to its stock."""
    if len(questions) <= count:
        return list(questions)
    stock: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        stock[question.task_in(profile)].append(question)
    chosen: list[Question] = []
    for task in sorted(stock):
        chance.shuffle(stock[task])
    sizes = {task: len(stock[task]) for task in sorted(stock)}
    taken = dict.fromkeys(sizes, 0)
    for _ in range(count):
        left = [task for task in sizes if stock[task]]
        neediest = max(left, key=lambda task: sizes[task] / (taken[task] + 0.5))
        taken[neediest] += 1
        chosen.append(stock[neediest].pop())
    return chosen
