"""A nested list of names without a verb: kinds and their kinds, drawn without arrowheads."""

import re
from collections.abc import Sequence

from app.domain.diagram import Entry, Line
from app.domain.note import Item, Source
from app.kinds.drawing import Bundle, DiagramKind, Scene, Sheet, Sketch, holds_directly, is_name, says_whether, short

_SENTENCE = re.compile(
    r"\b(?:is|are|can|cannot|must|has|have|should|will|you|we|it|if|when|don'?t|not?|may|only|supports?|uses?|used"
    r"|provides?|requires?|allows?|needs?|less|more|same|different|better|lower|higher)\b",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(r":(?:\s+\S+){5}")  # a sentence after a label
_ARROW = re.compile(r"->|=>|→|⇒")
_GENERIC = re.compile(r"^(?:examples?|notes?|use cases?|pros|cons|e\.g|tips?|usage|cost|price|limits?)$", re.IGNORECASE)
_FEWEST_PARENTS = 2
_MOST_SHOWN = 12
_MOST_LEAVES = 3  # of one parent stand as boxes; more become lines of a list-box


def find(scene: Scene) -> Sketch | None:
    """Draw the first nested list of names."""
    for bundle in scene.bundles:
        if bundle.depth == 0 and (sketch := _draw(scene, bundle)) is not None:
            return sketch
    return None


def _draw(scene: Scene, bundle: Bundle) -> Sketch | None:
    parents = [item for item in bundle.items if item.items]
    is_wanted = scene.is_asked_for
    if bundle.is_ordered or (len(parents) < _FEWEST_PARENTS and not is_wanted):
        return None
    every = _all(bundle.items)
    most = 7 if is_wanted else 4
    if not all(is_name(_name(item), most) and (is_wanted or not _is_sentence(item)) for item in every):
        return None
    if not is_wanted and len(parents) * 2 <= len(bundle.items):
        return None
    if not is_wanted and not all(holds_directly(item) for item in every):
        return None
    if not is_wanted and (any(says_whether(item) for item in every) or not _are_told_apart(bundle.items)):
        return None
    sheet = Sheet(scene.lexicon, "R5 nested names")
    root = sheet.node(short(bundle.lead) or scene.title, bundle.source)
    for item in bundle.items:
        _grow(sheet, root, item, _MOST_LEAVES)
    if len(sheet.nodes) > _MOST_SHOWN:  # fold what stands at the ends
        sheet = Sheet(scene.lexicon, "R5 nested names")
        root = sheet.node(short(bundle.lead) or scene.title, bundle.source)
        for item in bundle.items:
            _grow(sheet, root, item, 1)
    score = 3 + 0.5 * len(parents)
    return sheet.sketch(score, ["nested list"], is_downward=True, steps=_told(bundle.items))


def _are_told_apart(items: Sequence[Item]) -> bool:
    """Whether siblings have names of their own when they are cut down to them."""
    names = [_name(item).lower() for item in items]
    return len(set(names)) == len(names) and all(_are_told_apart(item.items) for item in items)


def _grow(sheet: Sheet, parent: str, item: Item, most: int) -> None:
    leaves = [child for child in item.items if not child.items]
    is_full = len(leaves) > most and len(leaves) == len(item.items)
    entries = [Entry(_name(child), _at(child)) for child in leaves] if is_full else []
    own = sheet.node(_name(item), _at(item), entries=entries, is_own=True)
    sheet.edge(parent, own, _at(item), "", Line.PLAIN)
    if not is_full:
        for child in item.items:
            _grow(sheet, own, child, most)


def _told(items: Sequence[Item]) -> list[Entry]:
    said = []
    for item in items:
        inner = ", ".join(_name(child) for child in item.items)
        said.append(Entry(f"{_name(item)}: {inner}" if inner else _name(item), _at(item)))
    return said


def _name(item: Item) -> str:
    return short(item.text.plain)


def _is_sentence(item: Item) -> bool:
    """Whether an entry says something about what stands above it rather than naming a kind of it."""
    words = item.text.plain.strip()
    if _GENERIC.match(_name(item)) or "](#" in item.text.markdown or _ARROW.search(words) or "?" in words:
        return True
    return not item.items and (_SENTENCE.search(words) is not None or _EXPLAINED.search(words) is not None)


def _all(items: Sequence[Item]) -> list[Item]:
    return [one for item in items for one in (item, *_all(item.items))]


def _at(item: Item) -> Source:
    return Source(item.source.path, item.source.first, item.source.first)


KIND = DiagramKind("tree", "Tree", find)
