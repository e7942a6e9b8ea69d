"""How much of each section is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.schedule.memory import recall
from app.store.notes import TreeSection
from app.store.stats import Standing


@dataclass(slots=True)
class Known:
    """Cards of a section with those below it: how many, how many were answered, and the sum of their recall."""

    cards: int = 0
    seen: int = 0
    recalled: float = 0.0

    @property
    def share(self) -> float:
        """The mean chance of recall over all cards, those never seen counting as not known."""
        return self.recalled / self.cards if self.cards else 0.0


def known(tree: Iterable[TreeSection], standings: Iterable[Standing], now: datetime) -> dict[int, Known]:
    """Add up what is known, each section with what is nested in it; parents come before children in `tree`."""
    entries = list(tree)
    found = {entry.id: Known() for entry in entries}
    seconds = now.timestamp()
    for standing in standings:
        own = found.get(standing.section_id)
        if own is not None:
            own.cards, own.seen = standing.cards, standing.seen
            own.recalled = sum(
                recall(stability, (seconds - last.timestamp()) / 86400) for stability, last in standing.schedules
            )
    for entry in reversed(entries):
        above = found.get(entry.parent_id) if entry.parent_id is not None else None
        if above is not None:
            own = found[entry.id]
            above.cards += own.cards
            above.seen += own.seen
            above.recalled += own.recalled
    return found
