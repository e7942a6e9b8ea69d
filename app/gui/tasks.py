"""Work away from the window's thread: the store on one lane in order, everything else on another."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.changes import Outcome
from app.errors import AppError
from app.gui.events import Events

T = TypeVar("T")
Lane = Literal["store", "work"]
Failed = Callable[[AppError], None]

WORKERS = 3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What was asked for; give it to `drop` when the answer no longer matters."""

    number: int


@dataclass(slots=True)
class _Asked:
    owner: QObject
    then: Callable[[Any], None] | None
    failed: Failed | None


class Tasks(QObject):
    """Runs ops on lanes and brings their answers back to the window's thread.

    An op closes over values only, never over a QObject: Python's collector may run in a worker and free one there.
    """

    idle = Signal()
    crashed = Signal(object)  # an exception that is our own fault
    _finished = Signal(int, object)

    def __init__(self, events: Events, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._events = events
        self._lanes = {
            "store": ThreadPoolExecutor(1, "store-lane"),
            "work": ThreadPoolExecutor(WORKERS, "work-lane"),
        }
        self._asked: dict[int, _Asked] = {}
        self._number = 0
        self._under_way = 0
        self._is_closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        op: Callable[[], Outcome[T]],
        *,
        owner: QObject,
        then: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        lane: Lane = "store",
    ) -> Ticket:
        """Run `op`; tell all pages what it changed, then call `then` with its value unless `owner` is gone."""
        self._number += 1
        ticket = Ticket(self._number)
        if self._is_closed:
            return ticket
        self._asked[ticket.number] = _Asked(owner, then, failed)
        self._under_way += 1
        future = self._lanes[lane].submit(op)
        future.add_done_callback(partial(self._announce, ticket.number))
        return ticket

    def drop(self, ticket: Ticket) -> None:
        """Forget an answer that no longer matters; what the op changes is still told."""
        asked = self._asked.get(ticket.number)
        if asked is not None:
            asked.then = asked.failed = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._under_way

    def close(self) -> None:
        """Refuse new work, let the store lane finish, and give the rest up."""
        self._is_closed = True
        self._lanes["work"].shutdown(wait=True, cancel_futures=True)
        self._lanes["store"].shutdown(wait=True)
        self._asked.clear()

    def _announce(self, number: int, done: "Future[Any]") -> None:
        """Called in the worker."""
        if not self._is_closed and not done.cancelled() and shiboken6.isValid(self):
            self._finished.emit(number, done)

    @Slot(int, object)
    def _deliver(self, number: int, done: "Future[Outcome[Any]]") -> None:
        self._under_way -= 1
        asked = self._asked.pop(number, None)
        error = done.exception()
        if error is None:
            self._succeed(asked, done.result())
        elif isinstance(error, AppError):
            _log.warning("%s (%s)", error.message, error.details)
            if asked is not None and asked.failed is not None and shiboken6.isValid(asked.owner):
                asked.failed(error)
        else:
            self.crashed.emit(error)
        if not self._under_way:
            self.idle.emit()

    def _succeed(self, asked: _Asked | None, outcome: Outcome[Any]) -> None:
        owner = asked.owner if asked is not None and shiboken6.isValid(asked.owner) else None
        if outcome.changes:
            self._events.changed.emit(outcome.changes, owner)
        if asked is not None and owner is not None and asked.then is not None:
            asked.then(outcome.value)
