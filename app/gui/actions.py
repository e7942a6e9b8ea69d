"""Every action with its words and keys: what the `?` overlay, the palette and the settings list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the learner can do; `group` is where the overlay lists it."""

    id: str
    text: str
    keys: str
    group: str


WINDOW = "Everywhere"
STUDY = "Study"
LIBRARY = "Library"
EXAM = "Exam"
DIAGRAMS = "Diagrams"

# Keys of the window can be changed in the settings; those of study are Anki's, because hands know them.
WINDOW_ACTIONS: tuple[Action, ...] = (
    Action("page.today", "Today", "Ctrl+1", WINDOW),
    Action("page.library", "Library", "Ctrl+2", WINDOW),
    Action("page.study", "Study", "Ctrl+3", WINDOW),
    Action("page.compare", "Compare", "Ctrl+4", WINDOW),
    Action("page.diagrams", "Diagrams", "Ctrl+5", WINDOW),
    Action("page.exam", "Exam", "Ctrl+6", WINDOW),
    Action("page.progress", "Progress", "Ctrl+7", WINDOW),
    Action("page.problems", "Problems", "Ctrl+8", WINDOW),
    Action("page.settings", "Settings", "Ctrl+,", WINDOW),
    Action("search", "Search notes, cards and commands", "Ctrl+K", WINDOW),
    Action("open-folder", "Open a folder of notes", "Ctrl+O", WINDOW),
    Action("read-notes", "Read the notes again", "F5", WINDOW),
    Action("export", "Export the cards", "Ctrl+E", WINDOW),
    Action("print", "Print diagrams and comparisons", "Ctrl+P", WINDOW),
    Action("undo", "Undo", "Ctrl+Z", WINDOW),
    Action("redo", "Redo", "Ctrl+Shift+Z", WINDOW),
    Action("keys", "Show all keys", "F1", WINDOW),
    Action("full-screen", "Full screen", "F11", WINDOW),
    Action("quit", "Quit", "Ctrl+Q", WINDOW),
)
PAGE_KEYS: tuple[Action, ...] = (
    Action("study.next", "Show the answer, then rate it Good", "Space or Enter", STUDY),
    Action("study.rate", "Again, Hard, Good, Easy", "1  2  3  4", STUDY),
    Action("study.undo", "Undo the last change", "U", STUDY),
    Action("study.edit", "Open the note in your editor", "E", STUDY),
    Action("study.jump", "Go to the note line", "J", STUDY),
    Action("study.bury", "Bury until tomorrow", "-", STUDY),
    Action("study.suspend", "Suspend", "@", STUDY),
    Action("study.flag", "Flag; these keys change the page elsewhere", "Ctrl+1 … Ctrl+7", STUDY),
    Action("study.info", "About this card", "I", STUDY),
    Action("study.names", "Names to choose from, where a picture is asked", "C", STUDY),
    Action("exam.pick", "Pick a choice, or take it back", "A … E  or  1 … 6", EXAM),
    Action("exam.strike", "Strike out the choice with the focus, or any", "X,  Alt+letter", EXAM),
    Action("exam.flag", "Flag for the review", "F,  Shift+F", EXAM),
    Action("exam.guess", "Mark as a guess", "G", EXAM),
    Action("exam.note", "Note to yourself", "M", EXAM),
    Action("exam.move", "Next and previous question", "N  P", EXAM),
    Action("exam.review", "Review, and hand in there", "R", EXAM),
    Action("exam.answer", "Show the answer (practice), go on", "Enter", EXAM),
    Action("exam.line", "Go to the note line, once the answer is shown", "J", EXAM),
    Action("diagrams.hide", "Hide names, labels, groups", "H  L  G", DIAGRAMS),
    Action("diagrams.show", "Show the next hidden part", "Space", DIAGRAMS),
    Action("diagrams.note", "Go to the note line of the chosen box", "Enter", DIAGRAMS),
    Action("diagrams.open", "Open a folded list", "O", DIAGRAMS),
    Action("diagrams.zoom", "Larger, smaller, whole picture", "+  -  0", DIAGRAMS),
    Action("library.find", "Find in the note", "Ctrl+F", LIBRARY),
    Action("library.zoom", "Larger and smaller", "Ctrl++  Ctrl+-", LIBRARY),
)


def with_keys(actions: Sequence[Action], changed: Mapping[str, str]) -> tuple[Action, ...]:
    """The actions with the learner's own keys."""
    return tuple(
        Action(action.id, action.text, changed.get(action.id, action.keys), action.group) for action in actions
    )


def conflict(actions: Sequence[Action], action_id: str, keys: str) -> Action | None:
    """The other action that has these keys already."""
    return next((action for action in actions if keys and action.keys == keys and action.id != action_id), None)
