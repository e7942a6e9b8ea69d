"""Which notes, cards and questions there are for each task of an exam, and how well those cards are known."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.changes import Outcome
from app.domain.exam import Profile, Question, Task
from app.domain.note import Source
from app.services.context import Services
from app.services.mastery import Known, known
from app.store import notes, stats
from app.store.store import Tx


@dataclass(frozen=True, slots=True)
class Covered:
    """A note, or a section of one, that belongs to a task; `link` is how the profile names it."""

    link: str
    title: str
    source: Source
    cards: int
    known: float


@dataclass(frozen=True, slots=True)
class TaskCoverage:
    """What there is for one task. `missing` are the links of the profile that lead nowhere in the notes."""

    task: Task
    notes: tuple[Covered, ...]
    missing: tuple[str, ...]
    cards: int
    known: float
    questions: int


def coverage(services: Services, profile: Profile, questions: Iterable[Question]) -> Outcome[tuple[TaskCoverage, ...]]:
    """Go through the tasks of a profile, with the notes that are open."""
    asked = [question.task_in(profile.code) for question in questions]
    with services.store.read() as tx:
        tree = notes.tree(tx, services.folder)
        mastery = known(tree, stats.standings(tx, services.folder), services.clock.now())
        by_id = {entry.id: entry for entry in tree}
        found = []
        for task in profile.tasks:
            covered: dict[int, Covered] = {}
            missing = []
            for link in task.notes:
                section = _section(tx, services.folder, link)
                if section is None:
                    missing.append(link)
                    continue
                entry, own = by_id[section], mastery[section]
                source = Source(entry.note_path, entry.first, entry.last)
                covered[section] = Covered(link, entry.title, source, own.cards, own.share)
            whole = _sum(mastery[section] for section in _outermost(covered, {one.id: one.parent_id for one in tree}))
            found.append(
                TaskCoverage(
                    task, tuple(covered.values()), tuple(missing), whole.cards, whole.share, asked.count(task.id)
                )
            )
    return Outcome(tuple(found))


def _section(tx: Tx, folder: str, link: str) -> int | None:
    path, _, anchor = link.partition("#")
    return notes.find(tx, folder, path, anchor)


def _outermost(chosen: Iterable[int], parents: dict[int, int | None]) -> list[int]:
    """The chosen sections that lie in no other chosen one, so that no card counts twice."""
    own = set(chosen)

    def is_inside(section: int) -> bool:
        above = parents.get(section)
        while above is not None:
            if above in own:
                return True
            above = parents.get(above)
        return False

    return [section for section in own if not is_inside(section)]


def _sum(parts: Iterable[Known]) -> Known:
    whole = Known()
    for part in parts:
        whole.cards += part.cards
        whole.seen += part.seen
        whole.recalled += part.recalled
    return whole
