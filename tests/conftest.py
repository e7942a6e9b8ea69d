"""Fixtures that every test may ask for, and the rules that every test obeys: own folders, no network, nothing left."""

import logging
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from app.settings import Settings
from tests.fakes import FrozenClock

if TYPE_CHECKING:
    from app.services.context import Services
    from app.store.store import Store

hypothesis.settings.register_profile("certdeck", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("certdeck")

NOTE = """\
# Amazon SQS

Amazon SQS is a fully managed message queue.

- The default visibility timeout is 30 seconds.
- Messages are kept for 4 days by default, 14 days at most.

## Queue types

| Type | Order | Throughput |
| --- | --- | --- |
| Standard | best effort | nearly unlimited |
| FIFO | kept | 300 messages per second |

# AWS Lambda

- **Timeout**: 15 minutes at most.
- **Layers**: code and libraries that several functions share.
"""


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The program's own application, so that what the system sends it is tested."""
    from app.gui.application import Application

    return Application


@pytest.fixture
def clock() -> FrozenClock:
    """A clock that the test moves."""
    return FrozenClock()


@pytest.fixture
def settings() -> Settings:
    """The defaults."""
    return Settings()


@pytest.fixture
def notes_dir(tmp_path: Path) -> Path:
    """A folder with one small note."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path, clock: FrozenClock) -> "Iterator[Store]":
    """A real store in a file of its own."""
    from app.store.store import Store

    store = Store.open(tmp_path / "store" / "progress.db", clock=clock)
    yield store
    store.close()


@pytest.fixture
def services(store: "Store", clock: FrozenClock, settings: Settings) -> "Services":
    """All that a service needs, with nothing in the store."""
    from app.services.context import Services

    return Services(store, clock, settings)


@pytest.fixture(autouse=True)
def certdeck_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program keeps its files during a test: never the home of whoever runs it."""
    home = tmp_path / "certdeck-home"
    monkeypatch.setenv("CERTDECK_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", _refuse(socket.socket.connect_ex))


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread or a window behind, or warns without expecting it (by asking for `caplog`)."""
    before = set(threading.enumerate())
    warnings = _Warnings()
    logger = logging.getLogger("app")
    logger.addHandler(warnings)
    yield
    logger.removeHandler(warnings)
    left = [f"thread {thread.name}" for thread in _left_threads(before)]
    left += [f"window {window}" for window in _left_windows()]
    if "caplog" not in request.fixturenames:
        left += [f"warning in the log: {line}" for line in warnings.lines]
    if left:
        pytest.fail("The test left behind: " + "; ".join(left))


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _refuse(connect: Any) -> Any:
    def refuse(self: socket.socket, address: object) -> Any:
        if self.family == getattr(socket, "AF_UNIX", None):
            return connect(self, address)
        raise AssertionError(f"Nothing in Certdeck may use the network, but something asked for {address}")

    return refuse


def _left_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    end = time.monotonic() + 2
    while True:
        left = [
            thread
            for thread in threading.enumerate()
            if thread not in before and thread.is_alive() and not isinstance(thread, threading._DummyThread)
        ]
        if not left or time.monotonic() > end:
            return left
        time.sleep(0.01)


def _left_windows() -> list[str]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    core = sys.modules["PySide6.QtCore"]
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    return [
        f"{type(widget).__name__} {widget.objectName() or widget.windowTitle()}".strip()
        for widget in widgets.QApplication.topLevelWidgets()
        if widget.isVisible()
    ]
