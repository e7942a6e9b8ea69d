"""What lies in what: nested lists whose parents are scopes, and firewalls around what they are attached to."""

import re
from collections.abc import Sequence

from app.domain.diagram import Entry, Line
from app.domain.note import Item, Source
from app.kinds.drawing import DiagramKind, Scene, Sheet, Sketch, holds_directly, is_name, says_whether, short

_SCOPE = re.compile(
    r"\b(?:regions?|vpcs?|availability zones?|azs?|subnets?|security groups?|clusters?|stacks?|pools?|accounts?"
    r"|organi[sz]ations?|organi[sz]ational units?|instances?|tasks?|hosts?|data cent(?:re|er)s?|environments?"
    r"|auto scaling groups?|log groups?|buckets?|networks?)\b",
    re.IGNORECASE,
)
_CONTAINS = re.compile(r"\b(?:contains?|made (?:up )?of|consists? of|holds)\b", re.IGNORECASE)
_ATTACHED = re.compile(
    r"\battached to (?:(?:one|several|multiple|many) (?:or more )?)?(?P<what>(?:EC2 )?instances?)\b", re.IGNORECASE
)
_TRAFFIC = re.compile(
    r"\b(?P<way>inbound|outbound)\s+traffic\s+is\s+(?P<what>blocked|denied|authori[sz]ed|allowed|open)\b", re.IGNORECASE
)
_CROSSING = re.compile(r"^(.{2,40}?)\s*(?:->|→)\s*(.{2,40}?)(?:\s*[:(]\s*(.+?)\)?)?$")
_MOST_DEPTH = 3


def find(scene: Scene) -> Sketch | None:
    """Draw the nested list of a section as boxes in boxes, or the rules of a firewall."""
    return _firewall(scene) or _boxes(scene)


def _boxes(scene: Scene) -> Sketch | None:
    best: Sketch | None = None
    for bundle in scene.bundles:
        is_wanted = scene.is_asked_for and bundle.depth == 0
        parents = [item for item in bundle.items if item.items]
        if not parents or bundle.is_ordered:
            continue
        names = [short(item.text.plain) for item in _all(bundle.items)]
        scopes = [item for item in _all(bundle.items) if item.items and _SCOPE.search(short(item.text.plain))]
        says = [item for item in _all(bundle.items) if item.items and _CONTAINS.search(item.text.plain)]
        most = 7 if is_wanted else 5
        if not all(is_name(name, most) for name in names) or _depth(bundle.items) > _MOST_DEPTH + 1:
            continue
        every = _all(bundle.items)
        if not is_wanted and any(says_whether(item) or not holds_directly(item) for item in every):
            continue
        if not is_wanted and (len(scopes) + len(says) < 2 or any("?" in name for name in names)):
            continue
        if not is_wanted and len(scopes) + len(says) < sum(bool(item.items) for item in _all(bundle.items)):
            continue
        sheet = Sheet(scene.lexicon, "R4 scopes")
        _place(sheet, bundle.items, "")
        if is_wanted:
            _cross(scene, sheet)
        steps = _told(sheet)
        sketch = sheet.sketch(2 + 1.5 * len(scopes), [short(item.text.plain) for item in scopes], steps=steps)
        if best is None or sketch.score > best.score:
            best = sketch
    return best


def _place(sheet: Sheet, items: Sequence[Item], group: str) -> None:
    for item in items:
        words = item.text.plain.strip()
        if _CROSSING.match(words) and ("→" in words or "->" in words):
            continue
        if item.items and not all(_CROSSING.match(child.text.plain.strip()) for child in item.items):
            _place(sheet, item.items, sheet.group(short(words), _at(item), group))
        else:
            sheet.node(short(words), _at(item), group=group)


def _cross(scene: Scene, sheet: Sheet) -> None:
    """Arrows between what is drawn, where a line of the section gives them."""
    for one in scene.statements:
        match = _CROSSING.match(one.words)
        if match is None:
            continue
        ends = [
            next((n.id for n in sheet.nodes.values() if n.label.lower() == short(side).lower()), "")
            for side in match.group(1, 2)
        ]
        if all(ends):
            sheet.edge(ends[0], ends[1], one.source, (match.group(3) or "").strip(" .)"))


def _told(sheet: Sheet) -> list[Entry]:
    said = []
    for group in sheet.groups.values():
        inner = [node.label for node in sheet.nodes.values() if node.group == group.id]
        inner += [other.label for other in sheet.groups.values() if other.parent == group.id]
        said.append(Entry(f"{group.label} holds {', '.join(inner)}", group.source))
    for edge in sheet.edges:
        words = f"{sheet.nodes[edge.tail].label} → {sheet.nodes[edge.head].label}" + (
            f": {edge.label}" if edge.label else ""
        )
        said.append(Entry(words, edge.source))
    return said


def _firewall(scene: Scene) -> Sketch | None:
    """A wall around what it is attached to, with what it lets in and out."""
    attached = next(((one, match) for one in scene.statements if (match := _ATTACHED.search(one.words))), None)
    if attached is None:
        return None
    rules = [(one, match) for one in scene.statements if (match := _TRAFFIC.search(one.words))]
    wall = next(iter(scene.lexicon.occurrences(scene.section.title)), None)
    if len(rules) < 2 or wall is None:
        return None
    sheet = Sheet(scene.lexicon, "R4 firewall")
    name = short(scene.section.title[wall.start : wall.end])
    group = sheet.group(name, attached[0].source)
    inner = sheet.node(attached[1].group("what").capitalize().replace("Ec2", "EC2"), attached[0].source, group=group)
    for one, match in rules:
        is_open = match.group("what").lower() not in ("blocked", "denied")
        line = Line.SOLID if is_open else Line.NEVER
        label = f"{match.group('way').lower()}: {match.group('what').lower()} by default"
        if match.group("way").lower() == "inbound":
            sheet.edge(sheet.node("Sources of traffic", one.source), inner, one.source, label, line)
        else:
            sheet.edge(inner, sheet.node("Any destination", one.source), one.source, label, line)
    return sheet.sketch(3 + len(rules), ["attached to", "inbound", "outbound"], steps=_told(sheet))


def _all(items: Sequence[Item]) -> list[Item]:
    return [one for item in items for one in (item, *_all(item.items))]


def _depth(items: Sequence[Item]) -> int:
    return 1 + max((_depth(item.items) for item in items), default=0) if items else 0


def _at(item: Item) -> Source:
    return Source(item.source.path, item.source.first, item.source.first)


KIND = DiagramKind("contain", "Containment", find)
