"""Sibling ways of doing one thing, side by side in named columns: before, during, after; or capacity, cost, speed."""

import re

from app.domain.diagram import Entry, Form
from app.domain.note import Item, Source
from app.kinds.drawing import Bundle, DiagramKind, Scene, Sheet, Sketch, is_name, short

_LABEL = re.compile(r"^([^:]{2,28}?):\s+(.+)$")
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Service", re.compile(r"\bdowntime|\bavailab", re.IGNORECASE)),
    ("Capacity", re.compile(r"\bcapacity\b|\bhalf of\b", re.IGNORECASE)),
    ("Cost", re.compile(r"\bcosts?\b", re.IGNORECASE)),
    ("Duration", re.compile(r"\b(?:fast|slow|quick|long)(?:e?r|est|ly)? deploy|\bfastest\b|\blongest\b", re.I)),
    ("Going back", re.compile(r"\broll(?:ed|s)?\s*-?back\b", re.IGNORECASE)),
)  # fmt: skip
_FEWEST_ROWS = 3
_FEWEST_CELLS = 2  # of a row, on average
_MOST_ROWS = 8
_MOST_CELL = 70


def find(scene: Scene) -> Sketch | None:
    """Draw sibling entries, or headings, whose own lines speak of the same few things."""
    if scene.siblings is not None:
        return _draw(scene, scene.siblings)
    for bundle in scene.bundles:
        if bundle.depth == 0 and (sketch := _draw(scene, bundle)) is not None:
            return sketch
    return None


def _draw(scene: Scene, bundle: Bundle) -> Sketch | None:
    rows = [item for item in bundle.items if item.items]
    least = 2 if scene.is_asked_for else _FEWEST_ROWS
    if not least <= len(rows) <= _MOST_ROWS or not all(is_name(_name(item), 7) for item in rows):
        return None
    cells = [_labelled(item) if scene.is_asked_for else _cued(item) for item in rows]
    columns = list(dict.fromkeys(name for row in cells for name in row))
    if not scene.is_asked_for:
        columns = [name for name, _ in _COLUMNS if sum(name in row for row in cells) >= 2]
        cells = [{name: row[name] for name in columns if name in row} for row in cells]
    full = sum(len(row) for row in cells)
    if len(columns) < 2 or full < _FEWEST_CELLS * len(rows) or len(columns) > 6:
        return None
    sheet = Sheet(scene.lexicon, "R9 siblings")
    steps: list[Entry] = []
    for place, (item, row) in enumerate(zip(rows, cells, strict=True)):
        name = _name(item)
        sheet.node(name, _at(item), cell=(place, 0), is_own=True)
        for column, title in enumerate(columns, 1):
            if title in row:
                words, source = row[title]
                sheet.node(words, source, cell=(place, column), is_own=True)
        said = "; ".join(f"{title.lower()}: {row[title][0]}" for title in columns if title in row)
        steps.append(Entry(f"{name} – {said}", _at(item)))
    score = 3 + 0.5 * len(rows)
    return sheet.sketch(score, columns, form=Form.GRID, columns=["", *columns], steps=steps)


def _labelled(item: Item) -> dict[str, tuple[str, Source]]:
    found: dict[str, tuple[str, Source]] = {}
    for child in item.items:
        if match := _LABEL.match(child.text.plain.strip()):
            found.setdefault(match.group(1).strip().capitalize(), (match.group(2).strip().rstrip("."), _at(child)))
    return found


def _cued(item: Item) -> dict[str, tuple[str, Source]]:
    """The lines of an entry under the column that their words speak for; each line once."""
    found: dict[str, tuple[str, Source]] = {}
    for child in item.items:
        words = child.text.plain.strip().rstrip(".")
        if len(words) <= _MOST_CELL:
            for part in _parts(words):
                name = next((name for name, cue in _COLUMNS if cue.search(part) and name not in found), None)
                if name is not None:
                    found[name] = (part, _at(child))
    return found


def _parts(words: str) -> list[str]:
    """What a line says of several columns, part by part: “high cost, double capacity”."""
    parts = words.split(", ")
    cues = [next((name for name, cue in _COLUMNS if cue.search(part)), "") for part in parts]
    return parts if all(cues) and len(set(cues)) == len(cues) else [words]


def _name(item: Item) -> str:
    return short(item.text.plain).split(",")[0]


def _at(item: Item) -> Source:
    return Source(item.source.path, item.source.first, item.source.first)


KIND = DiagramKind("phases", "Phases", find)
