"""What the rail shows, known before any page is loaded: the window is painted first."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RailEntry:
    """A page's name and icon; a test holds it equal to the page's own."""

    id: str
    title: str
    icon: str


RAIL: tuple[RailEntry, ...] = (
    RailEntry("today", "Today", "today"),
    RailEntry("library", "Library", "library"),
    RailEntry("study", "Study", "study"),
    RailEntry("compare", "Compare", "compare"),
    RailEntry("diagrams", "Diagrams", "diagrams"),
    RailEntry("exam", "Exam", "exam"),
    RailEntry("progress", "Progress", "progress"),
    RailEntry("problems", "Problems", "problems"),
    RailEntry("settings", "Settings", "settings"),
)
