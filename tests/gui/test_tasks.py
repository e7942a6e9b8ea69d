import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.domain.changes import Change, Outcome
from app.errors import StoreFull
from app.gui.events import Events
from app.gui.tasks import Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    events = Events()
    made = Tasks(events)
    made.events_of_test = events  # type: ignore[attr-defined]
    yield made
    made.close()


def test_answers_come_back_in_order_on_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    owner, seen = QObject(), []
    here = threading.get_ident()
    for number in range(2_000):
        tasks.run(
            lambda number=number: Outcome(number), owner=owner, then=lambda n: seen.append((n, threading.get_ident()))
        )
    qtbot.waitUntil(lambda: len(seen) == 2_000, timeout=20_000)
    assert [number for number, _ in seen] == list(range(2_000))
    assert {thread for _, thread in seen} == {here}


def test_changes_are_told_before_the_answer(qtbot: QtBot, tasks: Tasks) -> None:
    owner, seen = QObject(), []
    events: Events = tasks.events_of_test  # type: ignore[attr-defined]
    events.changed.connect(lambda changes, initiator: seen.append((changes, initiator)))
    tasks.run(lambda: Outcome("value", frozenset({Change.CARDS})), owner=owner, then=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [(frozenset({Change.CARDS}), owner), "value"]


def test_errors_meant_for_the_learner_go_to_whoever_asked(qtbot: QtBot, tasks: Tasks, caplog: object) -> None:
    owner, seen = QObject(), []

    def fail() -> Outcome[None]:
        raise StoreFull("The disk is full.")

    tasks.run(fail, owner=owner, failed=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert isinstance(seen[0], StoreFull)


def test_our_own_mistakes_go_to_the_crash_report(qtbot: QtBot, tasks: Tasks) -> None:
    owner = QObject()
    with qtbot.waitSignal(tasks.crashed) as caught:
        tasks.run(lambda: 1 / 0, owner=owner)  # type: ignore[arg-type,return-value]
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_dropped_tickets_and_dead_owners_hear_nothing(qtbot: QtBot, tasks: Tasks) -> None:
    owner, dead, seen = QObject(), QObject(), []
    gate = threading.Event()
    tasks.run(lambda: Outcome(gate.wait(5)), owner=owner)
    ticket = tasks.run(lambda: Outcome("dropped"), owner=owner, then=seen.append)
    tasks.run(lambda: Outcome("dead"), owner=dead, then=seen.append)
    tasks.run(lambda: Outcome("last"), owner=owner, then=seen.append)
    tasks.drop(ticket)
    dead.deleteLater()
    qtbot.wait(20)
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["last"]


def test_closing_lets_the_store_finish_and_refuses_new_work(tasks: Tasks) -> None:
    owner, done = QObject(), []
    for number in range(20):
        tasks.run(lambda number=number: Outcome(done.append(number)), owner=owner)
    tasks.close()
    tasks.run(lambda: Outcome(done.append(99)), owner=owner)
    assert done == list(range(20))
