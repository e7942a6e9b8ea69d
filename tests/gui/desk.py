"""A page in a bare window with everything real behind it: tasks, messages, theme, store and notes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.events import Events
from app.gui.messages import Messages
from app.gui.page import Page, PageContext
from app.gui.tasks import Tasks
from app.gui.theme.palette import Look, look
from app.services.context import Services
from app.services.ingest import ingest
from app.settings import Settings

P = TypeVar("P", bound=Page)


class Desk(Generic[P]):
    """What a test of a page needs; `close` it at the end."""

    def __init__(self, qtbot: QtBot, services: Services, make: Callable[[PageContext], P], notes: Path | None) -> None:
        self.qtbot = qtbot
        self.services = services
        self.window = QWidget()
        self.window.resize(1280, 800)
        self.events = Events()
        self.tasks = Tasks(self.events)
        self.crashes: list[BaseException] = []
        self.tasks.crashed.connect(self.crashes.append)
        self.messages = Messages(self.window)
        self.said: list[str] = []
        self.messages.shown.connect(self.said.append)
        self.went: list[tuple[str, object]] = []
        self.chosen: list[Mapping[str, object]] = []  # settings that the page wants to hold
        if notes is not None:
            self.read(notes)
        self.page = make(
            PageContext(
                services=lambda: self.services,
                tasks=self.tasks,
                messages=self.messages,
                navigate=lambda page, argument: self.went.append((page, argument)),
                look=self.look,
                change_settings=self.chosen.append,
                read_notes=lambda: None,
                open_folder=lambda _folder: None,
                go_back=lambda _copy: None,
            )
        )
        self.page.setParent(self.window)
        self.page.resize(1280, 800)
        self.page.apply_look()
        self.window.show()
        self.page.show()

    def look(self) -> Look:
        return look(is_dark=False, percent=self.services.settings.text_percent)

    def set(self, **changes: object) -> None:
        """Change settings."""
        self.services = self.services.with_settings(replace(self.services.settings, **changes))  # type: ignore[arg-type]

    def read(self, notes: Path) -> None:
        """Read a notes folder into the store."""
        ingest(self.services, notes, folder=self.services.folder)

    def settle(self) -> None:
        """Wait until nothing is under way any more."""
        for _ in range(3):  # one answer may ask for more
            self.qtbot.waitUntil(lambda: self.tasks.is_idle, timeout=10_000)
            self.qtbot.wait(1)
        assert not self.crashes, self.crashes

    def close(self) -> None:
        self.tasks.close()
        self.window.close()
        self.window.deleteLater()


def settings_for(notes: Path) -> Settings:
    """Settings that study one folder."""
    return Settings(notes_folder=str(notes))
