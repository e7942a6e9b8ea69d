"""The plan to the exam: what it promises, and what it gives to each study day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.changes import Outcome
from app.domain.ids import CardId
from app.domain.review import CardState
from app.errors import AppError
from app.schedule.memory import due_day, recall
from app.schedule.plan import LAST_PASS, Course, Met, Place, Terms, foresee, ranked
from app.services import profiles
from app.services.context import Services
from app.services.day import done_today, pace, spent
from app.settings import Settings
from app.store import cards, notes, portions, stats
from app.store.cards import DueRow
from app.store.notes import TreeSection
from app.store.portions import Portion
from app.store.store import Tx

LAST_WEEK = LAST_PASS  # days in which what is known least is gone over
_PACE_DAYS = 1  # before today, whose answers tell the learner's pace, as on the Today page
_FARTHEST = 730  # days: whoever sits an exam later still has all the time there is
_MOST_IN_ORDER = 2_000  # new cards that a portion names


@dataclass(frozen=True, slots=True)
class Part:
    """What the exam asks for by its weight, and how much of it is recalled on its day, as it is and by the plan."""

    title: str
    weight: int
    cards: int
    as_it_is: float
    by_plan: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """The plan in figures: recall is a share of the cards of each part, those never met counting as not recalled, and
    for the whole the mean of the parts by their weight.

    `minutes` and `new` go day by day from today to the day before the exam.
    """

    exam: date
    days: int
    exam_name: str
    cards: int
    met: int
    to_meet: int
    parts: tuple[Part, ...]
    as_it_is: float
    by_plan: float
    minutes: tuple[float, ...]
    new: tuple[int, ...]
    is_followed: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """What the plan is made of, as it was read."""

    rows: tuple[DueRow, ...]
    met: tuple[Met, ...]
    terms: Terms
    course: Course
    taken: tuple[CardId, ...]  # new cards in the order in which they are met
    chosen: tuple[CardId, ...]  # the same in note order
    groups: tuple[tuple[str, int, frozenset[int]], ...]  # title, weight, sections
    exam_name: str


def exam_day(settings: Settings) -> date | None:
    """The day of the exam, if the learner set one."""
    return date.fromisoformat(settings.exam_date) if settings.exam_date else None


def outlook(services: Services) -> Outcome[Outlook | None]:
    """Say what the plan would bring, followed or not; None without a day to come or without cards."""
    exam, today = exam_day(services.settings), services.today()
    if exam is None or exam <= today or not services.settings.minutes_per_day:
        return Outcome(None)
    with services.store.read() as tx:
        found = _find(tx, services, exam)
    if not found.rows:
        return Outcome(None)
    planned = dict(zip((one.id for one in found.met), found.course.met_recall, strict=True))
    planned |= dict(zip(found.taken, found.course.new_recall, strict=True))
    plain = {one.id: recall(one.stability, found.terms.days - one.last) for one in found.met}
    parts = tuple(
        Part(title, weight, len(own), _mean(own, plain), _mean(own, planned))
        for title, weight, sections in found.groups
        if (own := [row.id for row in found.rows if row.section_id in sections])
    )
    whole = sum(part.weight for part in parts) or 1
    return Outcome(
        Outlook(
            exam=exam,
            days=found.terms.days,
            exam_name=found.exam_name,
            cards=len(found.rows),
            met=len(found.met),
            to_meet=sum(found.course.new),
            parts=parts,
            as_it_is=sum(part.weight * part.as_it_is for part in parts) / whole,
            by_plan=sum(part.weight * part.by_plan for part in parts) / whole,
            minutes=tuple(seconds / 60 for seconds in found.course.seconds),
            new=found.course.new,
            is_followed=services.settings.follows_plan,
        )
    )


def prepare(services: Services) -> None:
    """See to it that today has its portion, if the plan is followed; it stays the same all day."""
    exam, today = exam_day(services.settings), services.today()
    if not _is_followed(services.settings, today) or exam is None or services.store.is_read_only:
        return
    with services.store.read() as tx:
        if portion(tx, services) is not None:
            return
        found = _find(tx, services, exam)
        done, terms = done_today(tx, services), _terms_key(tx, services)
    if not found.rows:
        return
    new = found.course.new[0]
    left = max(0.0, found.terms.seconds - found.terms.spent)
    made = Portion(
        day=today,
        terms=terms,
        new=done.new + new,
        reviews=done.reviews + int(left / found.terms.review_seconds),
        order=found.chosen[:_MOST_IN_ORDER],
        again=found.course.again,
    )
    with services.store.write() as tx:
        portions.write(tx, services.folder, made)


def portion(tx: Tx, services: Services) -> Portion | None:
    """What the plan gave to today; None if it is not followed, or gave nothing yet."""
    if not _is_followed(services.settings, services.today()):
        return None
    found = portions.read(tx, services.folder)
    is_of_today = found is not None and found.day == services.today()
    return found if found and is_of_today and found.terms == _terms_key(tx, services) else None


def within(settings: Settings, given: Portion) -> Settings:
    """The settings with the limits of a portion."""
    return replace(settings, new_per_day=given.new, reviews_per_day=given.reviews)


def _is_followed(settings: Settings, today: date) -> bool:
    exam = exam_day(settings)
    return settings.follows_plan and settings.minutes_per_day > 0 and exam is not None and exam > today


def _terms_key(tx: Tx, services: Services) -> str:
    """What makes a portion outdated when it changes: other terms, or other cards."""
    own = services.settings
    stock = cards.stock_of(tx, services.folder)
    return f"{own.exam_date} {own.minutes_per_day} {own.exam_profile} {own.desired_retention} {stock}"


def _find(tx: Tx, services: Services, exam: date) -> _Found:
    today = services.today()
    rows = cards.standing_rows(tx, services.folder)
    lately = stats.answers(tx, services.folder, since=services.day_began() - timedelta(days=_PACE_DAYS))
    own = pace(lately)
    terms = Terms(
        days=min((exam - today).days, _FARTHEST),
        seconds=services.settings.minutes_per_day * 60.0,
        new_seconds=own.new_card,
        review_seconds=own.review,
        spent=spent([row for row in lately if row.at >= services.day_began()]),
    )
    met = tuple(_met(row, services) for row in rows if row.schedule.state is not CardState.NEW)
    tree = notes.tree(tx, services.folder)
    name, groups = _groups(tx, services, exam, tree)
    weights = _weights(rows, groups)
    places = [Place(row.id, row.section_id or 0, row.fact, row.schedule.state is not CardState.NEW) for row in rows]
    wanted = ranked(places, weights)
    facts = [places[order].fact for order in wanted]
    course = foresee(met, facts, terms, services.memory, services.settings.maximum_interval_days)
    orders = [wanted[number] for number in course.taken]
    taken, chosen = (tuple(places[order].id for order in found) for found in (orders, sorted(orders)))
    return _Found(rows, met, terms, course, taken, chosen, groups, name)


def _met(row: DueRow, services: Services) -> Met:
    """A card as days from today; one in its learning steps is due now."""
    schedule, zone, hour = row.schedule, services.clock.zone(), services.settings.day_start_hour
    today = services.today()
    last = schedule.last_review
    due = 0
    if schedule.state is CardState.REVIEW and schedule.due is not None:
        due = (due_day(schedule.due, zone, hour) - today).days
    since = 0 if last is None else min(0, (services.study_day(last) - today).days)
    return Met(row.id, schedule.stability or 0.1, schedule.difficulty or 5.0, since, due, schedule.reps, row.fact)


def _groups(
    tx: Tx, services: Services, exam: date, tree: Sequence[TreeSection]
) -> tuple[str, tuple[tuple[str, int, frozenset[int]], ...]]:
    """The domains of the exam with the sections that belong to them; all notes as one if it names none of them."""
    everything = (("All notes", 100, frozenset(entry.id for entry in tree)),)
    try:
        known = profiles.load()
        code = services.settings.exam_profile
        profile = profiles.named(known, code) if code else profiles.default(known, exam)
    except AppError:
        return "", everything  # the exam page tells what is wrong with profiles
    below: dict[int, list[int]] = defaultdict(list)
    for entry in tree:
        if entry.parent_id is not None:
            below[entry.parent_id].append(entry.id)
    found: dict[str, set[int]] = defaultdict(set)
    for task in profile.tasks:
        for link in task.notes:
            path, _, anchor = link.partition("#")
            if not anchor:
                found[task.domain].update(entry.id for entry in tree if entry.note_path == path)
            elif (section := notes.find(tx, services.folder, path, anchor)) is not None:
                found[task.domain].update(_nested(section, below))
    if not any(found.values()):
        return "", everything
    groups = [(domain.title, domain.weight, frozenset(found[domain.id])) for domain in profile.domains]
    return profile.code, tuple(groups)


def _nested(section: int, below: Mapping[int, Sequence[int]]) -> Iterable[int]:
    waiting = [section]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(below.get(one, ()))


def _weights(rows: Iterable[DueRow], groups: Iterable[tuple[str, int, frozenset[int]]]) -> dict[int, float]:
    """How much of the exam each section stands for: a domain's weight is shared out among its cards."""
    cards_in = Counter(row.section_id for row in rows if row.section_id is not None)
    weights: dict[int, float] = defaultdict(float)
    for _, weight, sections in groups:
        whole = sum(cards_in[section] for section in sections)
        for section in sections:
            if cards_in[section]:
                weights[section] += weight * cards_in[section] / whole
    return weights


def _mean(own: Sequence[CardId], recalls: Mapping[CardId, float]) -> float:
    return sum(recalls.get(one, 0.0) for one in own) / len(own)
