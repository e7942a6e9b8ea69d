"""Studying: start a sitting, keep its answers, put cards aside, and take any of that back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from app.domain.card import StudyCard
from app.domain.changes import Change, Outcome
from app.domain.ids import CardId
from app.domain.review import Rating, Review
from app.errors import AppError
from app.schedule.memory import effective, moves_schedule
from app.schedule.queue import Queue, cram, horizon, pick
from app.services import plan, preferences
from app.services.context import Services
from app.services.day import done_today
from app.services.session import Answer, Filter, LeechHit, StudySession, answered
from app.settings import Settings
from app.store import cards, exams, history, notes, reviews
from app.store import undo as journal
from app.store.cards import DueRow
from app.store.store import Tx

__all__ = [
    "Answer",
    "CardHistory",
    "Filter",
    "LeechHit",
    "StudySession",
    "Undone",
    "bury",
    "card_history",
    "flag",
    "queue",
    "rate",
    "record",
    "redo",
    "replay_all",
    "start",
    "suspend",
    "undo",
]

EVERYTHING = Filter()

_FAR = datetime(9000, 1, 1, tzinfo=UTC)
_ALL = 10_000_000
_PUT_ASIDE = frozenset({Change.CARDS})


@dataclass(frozen=True, slots=True)
class Undone:
    """A change that was taken back, or made again; `settings` are those that hold now, if it was about them."""

    name: str
    card_id: CardId | None = None
    settings: Settings | None = None


@dataclass(frozen=True, slots=True)
class CardHistory:
    """A card with every answer that counts, oldest first, and the chance that it is recalled now."""

    card: StudyCard
    reviews: tuple[Review, ...]
    recall: float = 0.0


def start(services: Services, chosen: Filter = EVERYTHING) -> Outcome[StudySession]:
    """Begin a sitting."""
    plan.prepare(services)
    with services.store.read() as tx:
        found = queue(tx, services, chosen)
        full = {card.id: card for card in cards.get(tx, [row.id for row in (*found.learning, *found.main)])}
    session = StudySession(
        [full[row.id] for row in found.main if row.id in full],
        [full[row.id] for row in found.learning if row.id in full],
        clock=services.clock,
        memory=services.memory,
        settings=services.settings,
        new_id=reviews.new_id,
        chosen=chosen,
    )
    return Outcome(session)


def record(services: Services, answer: Answer) -> Outcome[None]:
    """Keep an answer: when this returns it is on the disk."""
    review = answer.review
    with services.store.write() as tx:
        after = answer.after
        if reviews.schedule_of(tx, review.card_id) != answer.before:  # something happened since the sitting began
            after = services.memory.replay(review.card_id, (*reviews.log(tx, review.card_id), review))
        reviews.append(tx, review, after, name="Answer" if moves_schedule(review.kind) else "Cram answer")
    return Outcome(None, frozenset({Change.REVIEWS}))


def rate(services: Services, given: Mapping[CardId, Rating], taken_ms: int) -> Outcome[int]:
    """Keep answers to cards that were asked elsewhere than in a sitting, and say how many; suspended ones pass."""
    with services.store.write() as tx:
        found = [card for card in cards.get(tx, sorted(given)) if not card.is_suspended and not card.is_parked]
        for card in found:
            answer = answered(
                card, given[card.id], taken_ms, clock=services.clock, memory=services.memory, new_id=reviews.new_id
            )
            reviews.append(tx, answer.review, answer.after)
    return Outcome(len(found), frozenset({Change.REVIEWS}) if found else frozenset())


def suspend(services: Services, card_id: CardId, is_suspended: bool = True) -> Outcome[None]:
    """Take a card out of study until it is asked back."""
    with services.store.write() as tx:
        cards.set_suspended(tx, [card_id], is_suspended)
    return Outcome(None, _PUT_ASIDE)


def bury(services: Services, card_id: CardId, is_buried: bool = True) -> Outcome[None]:
    """Hide a card until tomorrow."""
    until = services.today() + timedelta(days=1) if is_buried else None
    with services.store.write() as tx:
        cards.set_buried(tx, [card_id], until)
    return Outcome(None, _PUT_ASIDE)


def flag(services: Services, card_id: CardId, number: int) -> Outcome[None]:
    """Flag a card with 1 to 7, or take the flag away with 0."""
    with services.store.write() as tx:
        cards.set_flag(tx, [card_id], number)
    return Outcome(None, _PUT_ASIDE)


def undo(services: Services) -> Outcome[Undone | None]:
    """Take the last change back, whatever it was and whenever it was made."""
    return _travel(services, journal.undo, lambda entry: entry.undo)


def redo(services: Services) -> Outcome[Undone | None]:
    """Make again what was taken back last."""
    return _travel(services, journal.redo, lambda entry: entry.redo)


def card_history(services: Services, card_id: CardId) -> Outcome[CardHistory]:
    """Read a card with its answers."""
    with services.store.read() as tx:
        found = cards.get(tx, [card_id])
        log = effective(reviews.log(tx, card_id))
    if not found:
        raise AppError("This card is not in your progress file.", hint="Its ingest may have been taken back.")
    card = found[0]
    return Outcome(CardHistory(card, log, services.memory.retrievability(card.schedule, services.clock.now())))


def replay_all(services: Services) -> Outcome[int]:
    """Make every schedule anew from the log, and say how many were other than they should be."""
    with services.store.write() as tx:
        return Outcome(reviews.rebuild_schedules(tx, services.memory.replay), frozenset({Change.REVIEWS}))


def queue(tx: Tx, services: Services, chosen: Filter = EVERYTHING) -> Queue[DueRow]:
    """Pick the cards of a sitting."""
    sections = None if chosen.section_id is None else _below(tx, services.folder, chosen.section_id)
    if chosen.cram or chosen.card_ids is not None:  # asked for by name: due or not
        rows = cards.due_rows(tx, services.folder, until=_FAR, today=date.max, new_limit=_ALL, sections=sections)
        ordered = sorted(_among(rows, chosen), key=lambda row: (row.section_id or 0, row.position))
        return cram(ordered)
    portion = plan.portion(tx, services)
    settings = services.settings if portion is None else plan.within(services.settings, portion)
    planned = portion.order if portion is not None and sections is None else None
    now, zone = services.clock.now(), services.clock.zone()
    day, done = services.today(), done_today(tx, services)
    until = horizon(now, zone, settings)
    new_limit = max(0, settings.new_per_day - done.new)
    asked = 2 * new_limit + 50 if new_limit else 0
    while True:
        rows = cards.due_rows(
            tx, services.folder, until=until, today=day, new_limit=asked, sections=sections, new_ids=planned
        )
        found = pick(rows, now=now, zone=zone, settings=settings, done_today=done)
        given = sum(1 for row in rows if row.schedule.due is None)
        if found.new >= new_limit or given < asked:
            wanted = exams.pulled(tx, day) | frozenset(portion.again if portion is not None else ())
            return _with_asked(tx, services, found, wanted - done.cards, sections)
        asked *= 4  # many siblings among the first new cards


def _with_asked(
    tx: Tx, services: Services, found: Queue[DueRow], asked: frozenset[CardId], sections: tuple[int, ...] | None
) -> Queue[DueRow]:
    """The queue with the cards at its end that the learner, or the plan, asked for today."""
    wanted = asked - {row.id for row in (*found.learning, *found.main)}
    if not wanted:
        return found
    day = services.today()
    rows = cards.due_rows(tx, services.folder, until=_FAR, today=day, new_limit=_ALL, sections=sections)
    more = [row for row in rows if row.id in wanted]
    new = sum(1 for row in more if row.schedule.due is None)
    return replace(found, main=(*found.main, *more), new=found.new + new, review=found.review + len(more) - new)


def _among(rows: tuple[DueRow, ...], chosen: Filter) -> tuple[DueRow, ...]:
    if chosen.card_ids is None:
        return rows
    wanted = frozenset(chosen.card_ids)
    return tuple(row for row in rows if row.id in wanted)


def _below(tx: Tx, folder: str, section_id: int) -> tuple[int, ...]:
    """A section and all that is nested in it; a parent comes before its children."""
    found = {section_id}
    for entry in notes.tree(tx, folder):
        if entry.parent_id in found:
            found.add(entry.id)
    return tuple(sorted(found))


_Step = Callable[..., history.Entry | None]
_CHANGES = {
    "review": frozenset({Change.REVIEWS, Change.CARDS}),
    "marks": frozenset({Change.CARDS}),
    "snapshots": frozenset({Change.CARDS, Change.REVIEWS, Change.NOTES}),
    "run": frozenset({Change.CARDS, Change.REVIEWS, Change.NOTES}),
    "settings": frozenset({Change.SETTINGS, Change.REVIEWS}),
}


def _travel(
    services: Services, step: _Step, payload_of: Callable[[history.Entry], dict[str, object]]
) -> Outcome[Undone | None]:
    with services.store.write() as tx:
        entry = step(tx, offset_minutes=services.offset(), replay=services.memory.replay)
        if entry is None:
            return Outcome(None)
        payload = payload_of(entry)
        kind = str(payload["kind"])
        settings = None
        if kind == "settings":
            settings = preferences.put_back(tx, services, payload["settings"])
        return Outcome(Undone(entry.name, _card_of(payload), settings), _CHANGES.get(kind, _PUT_ASIDE))


def _card_of(payload: dict[str, object]) -> CardId | None:
    card = payload.get("card")
    if isinstance(card, str):
        return CardId(card)
    listed = payload.get("cards")
    if payload["kind"] == "marks" and isinstance(listed, list) and len(listed) == 1:
        return CardId(str(listed[0][0]))
    return None
