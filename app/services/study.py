"""Studying: choosing the cards of a sitting, and keeping what the learner does with them."""

from dataclasses import dataclass
from datetime import timedelta

from app.domain.card import StudyCard
from app.domain.changes import NOTHING, Change, Outcome
from app.domain.ids import CardId
from app.domain.review import Review
from app.schedule.queue import DoneToday, Queue, cram, pick
from app.services.context import Services
from app.services.preferences import restore_settings
from app.services.session import Answer, Filter, LeechHit, StudySession
from app.store import cards, notes, reviews, stats
from app.store import undo as undo_store
from app.store.cards import DueRow
from app.store.history import Entry
from app.store.store import Tx

_NEW_ROWS = 4  # new cards looked at for each one taken, since siblings are passed over
_MOST_NEW = 100_000
_FOREVER = timedelta(days=36500)

__all__ = ["Answer", "Filter", "LeechHit", "StudySession"]


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or made again."""

    name: str
    card_id: CardId | None


@dataclass(frozen=True, slots=True)
class CardHistory:
    """A card with all its answers that count."""

    card: StudyCard
    reviews: tuple[Review, ...]


def start(services: Services, chosen: Filter = Filter()) -> Outcome[StudySession]:  # noqa: B008 (frozen)
    """Choose the cards of a sitting."""
    with services.store.read() as tx:
        queue = _queue(tx, services, chosen)
        found = {card.id: card for card in cards.get(tx, [row.id for row in (*queue.learning, *queue.main)])}
    return Outcome(
        StudySession(
            [found[row.id] for row in queue.main if row.id in found],
            [found[row.id] for row in queue.learning if row.id in found],
            clock=services.clock,
            memory=services.memory,
            settings=services.settings,
            new_id=reviews.new_id,
            chosen=chosen,
        )
    )


def record(services: Services, answer: Answer) -> Outcome[None]:
    """Keep an answer: log row, schedule and journal in one transaction. Acknowledged means on the disk."""
    with services.store.write() as tx:
        reviews.append(tx, answer.review, answer.after)
    return Outcome(None, frozenset({Change.REVIEWS}))


def suspend(services: Services, card_id: CardId, value: bool = True) -> Outcome[None]:
    """Leave a card out of all sessions until it is taken back."""
    with services.store.write() as tx:
        cards.set_suspended(tx, [card_id], value)
    return Outcome(None, frozenset({Change.CARDS}))


def bury(services: Services, card_id: CardId) -> Outcome[None]:
    """Leave a card out until tomorrow."""
    with services.store.write() as tx:
        cards.set_buried(tx, [card_id], services.today() + timedelta(days=1))
    return Outcome(None, frozenset({Change.CARDS}))


def flag(services: Services, card_id: CardId, number: int) -> Outcome[None]:
    """Put a flag on a card; 0 takes it off."""
    with services.store.write() as tx:
        cards.set_flag(tx, [card_id], number)
    return Outcome(None, frozenset({Change.CARDS}))


def undo(services: Services) -> Outcome[Undone | None]:
    """Take the last change back, of this run or an earlier one."""
    with services.store.write() as tx:
        entry = undo_store.undo(tx, offset_minutes=services.offset())
    return _undone(entry, entry.undo if entry else None)


def redo(services: Services) -> Outcome[Undone | None]:
    """Make again what was taken back last."""
    with services.store.write() as tx:
        entry = undo_store.redo(tx, offset_minutes=services.offset())
    return _undone(entry, entry.redo if entry else None)


def card_history(services: Services, card_id: CardId) -> Outcome[CardHistory | None]:
    """Read a card with its answers; None if there is no such card."""
    with services.store.read() as tx:
        found = cards.get(tx, [card_id])
        log = reviews.in_effect(reviews.log(tx, card_id))
    return Outcome(CardHistory(found[0], log) if found else None)


def replay_all(services: Services) -> Outcome[int]:
    """Make every schedule anew from the log, as after a restore or a change of the model's settings."""
    with services.store.write() as tx:
        return Outcome(reviews.rebuild_schedules(tx, services.memory.replay), frozenset({Change.REVIEWS}))


def _queue(tx: Tx, services: Services, chosen: Filter) -> Queue[DueRow]:
    settings, now = services.settings, services.clock.now()
    done = DoneToday(*stats.started_since(tx, services.folder, services.day_began()))
    is_free = chosen.cram or chosen.card_ids is not None
    rows = cards.due_rows(
        tx,
        services.folder,
        until=now + _FOREVER if is_free else max(services.day_ends(), now + timedelta(hours=1)),
        today=services.today(),
        new_limit=_MOST_NEW if is_free else max(0, settings.new_per_day - done.new) * _NEW_ROWS,
        sections=_below(tx, services, chosen),
    )
    if chosen.card_ids is not None:
        wanted = set(chosen.card_ids)
        return cram(row for row in rows if row.id in wanted)
    if chosen.cram:
        return cram(rows)
    return pick(rows, now=now, zone=services.clock.zone(), settings=settings, done_today=done)


def _below(tx: Tx, services: Services, chosen: Filter) -> list[int] | None:
    """The chosen section with all below it."""
    if chosen.section_id is None:
        return None
    children: dict[int | None, list[int]] = {}
    for section in notes.tree(tx, services.folder):
        children.setdefault(section.parent_id, []).append(section.id)
    found = [chosen.section_id]
    for number in found:
        found.extend(children.get(number, ()))
    return found


def _undone(entry: Entry | None, payload: object) -> Outcome[Undone | None]:
    if entry is None:
        return Outcome(None)
    card_id: CardId | None = None
    changes = frozenset({Change.CARDS, Change.REVIEWS, Change.NOTES})
    if isinstance(payload, dict):
        if payload.get("kind") == "review":
            card_id = CardId(payload["card"])
            changes = frozenset({Change.REVIEWS})
        elif payload.get("kind") == "settings":
            restore_settings(payload["settings"])
            changes = frozenset({Change.SETTINGS})
        elif payload.get("kind") == "marks" and payload.get("cards"):
            card_id = CardId(payload["cards"][0][0])
            changes = frozenset({Change.CARDS})
    return Outcome(Undone(entry.name, card_id), changes or NOTHING)
