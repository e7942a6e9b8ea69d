"""What waits today, in one value."""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from app.domain.changes import Outcome
from app.domain.review import ReviewKind
from app.schedule.queue import DoneToday
from app.services import library
from app.services.context import Services
from app.services.library import TreeEntry
from app.store import cards, notes, stats

REVIEW_SECONDS = 8.0
NEW_SECONDS = 20.0
_FEWEST_ANSWERS = 20
_MOST_WEAK = 5
_FEWEST_CARDS = 3


@dataclass(frozen=True, slots=True)
class TodayView:
    """What the first page says; `weakest` holds (title, section id, known from 0 to 1)."""

    new: int
    learning: int
    review: int
    minutes: int
    next_due: datetime | None
    exam_date: date | None
    days_left: int | None
    done: int
    weakest: tuple[tuple[str, int, float], ...]
    total_cards: int
    folder: str
    backlog: int = 0


def today(services: Services) -> Outcome[TodayView]:
    """Count what is due within the limits of a day, and estimate the minutes from the learner's own pace."""
    settings, now, day = services.settings, services.clock.now(), services.today()
    with services.store.read() as tx:
        waiting = cards.due_counts(tx, services.folder, until=services.day_ends(), today=day)
        done = DoneToday(*stats.started_since(tx, services.folder, services.day_began()))
        answered = stats.answers(tx, services.folder, since=services.day_began())
        next_due = cards.next_due(tx, services.folder, after=now)
        counts = notes.counts(tx, services.folder)
    new = min(waiting.new, max(0, settings.new_per_day - done.new))
    review = min(waiting.review, max(0, settings.reviews_per_day - done.reviews))
    pace = [row.taken_ms / 1000 for row in answered if row.kind is ReviewKind.REVIEW]
    seconds = median(pace) if len(pace) >= _FEWEST_ANSWERS else REVIEW_SECONDS
    exam = date.fromisoformat(settings.exam_date) if settings.exam_date else None
    minutes = round((review * seconds + (new + waiting.learning) * NEW_SECONDS) / 60)
    is_any = new + waiting.learning + review > 0
    return Outcome(
        TodayView(
            new,
            waiting.learning,
            review,
            max(1, minutes) if is_any else 0,
            next_due,
            exam,
            max(0, (exam - day).days) if exam else None,
            len(answered),
            _weakest(library.tree(services).value),
            counts.cards,
            services.folder,
            max(0, waiting.review - review),
        )
    )


def _weakest(entries: tuple[TreeEntry, ...]) -> tuple[tuple[str, int, float], ...]:
    """The chapters known least, of those with cards that were studied at all."""
    started = [entry for entry in entries if entry.cards >= _FEWEST_CARDS and entry.known > 0]
    started.sort(key=lambda entry: entry.known)
    return tuple((entry.title, entry.id, entry.known) for entry in started[:_MOST_WEAK])
