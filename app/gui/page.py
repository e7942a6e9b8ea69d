"""What a page is, and all it may ask of the window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from app.domain.changes import Change
from app.gui.messages import Messages
from app.gui.tasks import Tasks
from app.gui.theme.palette import Look

if TYPE_CHECKING:  # the services need SQLAlchemy, which takes longer to import than the window to paint
    from app.services.context import Services


@dataclass(frozen=True, slots=True)
class PageContext:
    """The window's services to its pages."""

    services: "Callable[[], Services]"
    tasks: Tasks
    messages: Messages
    navigate: Callable[[str, object], None]
    look: Callable[[], Look]
    change_settings: Callable[[Mapping[str, object]], None]
    read_notes: Callable[[], None]
    open_folder: Callable[[str], None]
    go_back: Callable[[Path], None]  # to a copy of the progress file


class Page(QWidget):
    """One screen. It is stale when what it shows changed, and refreshes when it is looked at."""

    interests: ClassVar[frozenset[Change]] = frozenset()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setObjectName("page")
        self.is_stale = True

    def refresh(self) -> None:
        """Ask for what the page shows."""

    def open(self, argument: object) -> None:
        """Go to something on the page; None is where it stands."""

    def print_out(self) -> bool:
        """Open the print dialog on what the page shows; False where there is nothing to print."""
        return False

    def apply_look(self) -> None:
        """Take colours and sizes that the style sheet cannot give."""

    def heading(self) -> str:
        """What the title bar adds, such as the section that is open."""
        return ""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page in the rail."""

    id: str
    title: str
    icon: str
    make: Callable[[PageContext], Page]
