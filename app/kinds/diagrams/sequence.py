"""Steps in order: as messages between actors where the steps name them, else as numbered boxes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.diagram import Entry, Form
from app.domain.note import Item, Source
from app.kinds import order
from app.kinds.drawing import Bundle, DiagramKind, Scene, Sheet, Sketch, short
from app.kinds.verbs import Way, line_for, verbs_in

_NAMED = re.compile(r"\(([^()]{3,28})\)$")
_ROLES = (
    "client", "user", "users", "producer", "producers", "consumer", "consumers", "viewer", "origin", "developer",
    "application", "app", "browser", "server", "worker", "caller", "identity provider", "account", "agent",
)  # fmt: skip
_ROLE = re.compile(rf"\b(?:{'|'.join(sorted(_ROLES, key=len, reverse=True))})\b", re.IGNORECASE)
_COUNTER = re.compile(
    r"^(?:phase|stage|step|part|day|week|round|level|task|point)\s*(?:\d|[ivx]+\b|one|two|three|four)", re.I
)
_AFTER = re.compile(r"^(?:after|before|then|next|first|finally|when)\s*,?\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"\bT\s*=\s*\d+\b")
_TOWARDS = re.compile(r"\b(?:to|from|into)\s+(?:an?\s+|the\s+|its\s+|your\s+|that\s+)?$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:to|from|into|in|on|with|at|of)\s+(?:an?\s+|the\s+|its\s+|your\s+|that\s+)?$", re.IGNORECASE
)
_MOMENT = re.compile(r"\bT\s*=\s*(?P<t>\d+)\b|^step\s+(?P<step>\d+)\s*[:.)–-]?\s*", re.IGNORECASE)
_FEWEST = 3
_MOST = 40  # more than a picture holds becomes several
_MOST_ACTORS = 6
_ENOUGH = 0.6  # of the steps must be messages
_MOST_STEP = 130  # characters
_MOST_BELOW = 90


@dataclass(frozen=True, slots=True)
class _Message:
    tail: str
    head: str
    label: str
    source: Source
    words: str


def find(scene: Scene) -> Sketch | None:
    """Draw the longest list of steps."""
    best: Sketch | None = None
    for bundle in scene.bundles:
        sketch = _draw(scene, bundle)
        if sketch is not None and (best is None or sketch.score > best.score):
            best = sketch
    return best


def _draw(scene: Scene, bundle: Bundle) -> Sketch | None:
    items = bundle.items
    moments = _moments(items)
    is_ordered = bundle.is_ordered or len(moments) == len(items)
    if not is_ordered and not scene.is_asked_for:
        items = order.steps_in(items)
        if items and items[0] is not bundle.items[0]:
            return None  # the first step would be missing
    cue = order.cue_in(bundle.lead) or ("" if bundle.depth else order.cue_in(scene.section.title))
    is_wanted = scene.is_asked_for and bundle.depth == 0
    if not _FEWEST - is_wanted <= len(items) <= _MOST or not (is_ordered or cue or is_wanted):
        return None
    if order.are_conditions(items):
        return None
    if not is_wanted and not order.is_order(replace(bundle, is_ordered=is_ordered), items, scene.section, moments):
        return None
    if any(len(item.text.plain) > _MOST_STEP * (2 if is_wanted else 1) for item in items):
        return None
    messages = [_message(scene, item, _actors(items)) for item in items]
    told = [one for one in messages if one is not None and one.tail != one.head]
    actors = list(dict.fromkeys(end for one in messages if one is not None for end in (one.tail, one.head)))
    cues = ["numbered list" if bundle.is_ordered else moments[0] if moments else "", cue]
    score = 3 + bool(cue) + 0.5 * is_ordered
    steps = [Entry(_told(item), _at(item)) for item in items]
    if len(told) >= max(2, _ENOUGH * len(items)) and 2 <= len(actors) <= _MOST_ACTORS and None not in messages:
        return _lifelines(scene, [one for one in messages if one is not None], moments, score + 1.5, cues, steps)
    sheet = Sheet(scene.lexicon, "R11 moments" if len(set(moments)) < len(moments) else "R2 steps")
    is_counted = bool(moments) and moments[0] not in ("Step 1", "T=1")  # from another number, which they then keep
    last = ""
    ranks: list[list[str]] = []
    for number, item in enumerate(items, 1):
        words = _told(item).rstrip(".:;")
        words = words if is_counted else _without_moment(words)
        if bundle.is_ordered and not bundle.start:
            words = f"{number - 1}. {words}"  # no badge says nought
        moment = moments[number - 1] if moments else str(number)
        if moment != last:
            ranks.append([])
        badge = 0 if is_counted or not bundle.start else len(ranks) + bundle.start - 1
        node = sheet.node(words, _at(item), is_own=True, number=badge)
        for earlier in ranks[-2] if len(ranks) > 1 else ():
            sheet.edge(earlier, node, _at(item))
        ranks[-1].append(node)
        last = moment
    return sheet.sketch(score + bool(moments), cues, steps=steps)


def _told(item: Item) -> str:
    """A step in words; one that ends in a colon says what it does below."""
    words = item.text.plain.strip()
    below = ", ".join(short(child.text.plain) for child in item.items)
    return f"{words} {below}" if words.endswith(":") and 0 < len(below) <= _MOST_BELOW else words


def _moments(items: Sequence[Item]) -> list[str]:
    """“T=1” or “Step 1” of each entry where all of them have one and they never go back; else nothing."""
    found = [_MOMENT.search(item.text.plain.strip()) for item in items]
    numbers = [int(match.group("t") or match.group("step")) for match in found if match]
    if len(numbers) < len(items) or len(items) < _FEWEST or numbers != sorted(numbers) or len(set(numbers)) < 2:
        return []
    return [f"T={number}" if match and match.group("t") else f"Step {number}"
            for number, match in zip(numbers, found, strict=True)]  # fmt: skip


def _without_moment(words: str) -> str:
    return _MOMENT.sub("", words, count=1).strip(" .,:;–-") or words


def _lifelines(
    scene: Scene,
    messages: Sequence[_Message],
    moments: Sequence[str],
    score: float,
    cues: Sequence[str],
    steps: Sequence[Entry],
) -> Sketch:
    sheet = Sheet(scene.lexicon, "R11 moments" if moments else "R2 actors")
    for number, one in enumerate(messages, 1):
        tail, head = sheet.node(one.tail, one.source), sheet.node(one.head, one.source)
        label = _without_moment(one.label) if moments else one.label
        sheet.edge(tail, head, one.source, label, line_for(label), number=number)
    return sheet.sketch(score, cues, form=Form.LIFELINES, columns=moments, steps=steps)


def _actors(items: Sequence[Item]) -> dict[str, str]:
    """The names that lead steps, by their lower-case form; “Phase 1” is none."""
    led = [match.group(1) for item in items if (match := order.LED.match(item.text.plain.strip()))]
    return {short(name).lower(): short(name) for name in led}


def _message(scene: Scene, item: Item, leads: dict[str, str]) -> _Message | None:
    """Who does what to whom; None if the step names nobody."""
    words = item.text.plain.strip().rstrip(".")
    source = _at(item)
    if _COUNTER.match(words):
        return None
    if match := order.LED.match(words):
        tail, rest = short(match.group(1)), match.group(2)
        found = _named(scene, rest, leads)
        others = [one for one in found if one[2].lower() != tail.lower()]
        target = _receiver(rest, others) or _direct(rest, others)
        if target is None:
            return _Message(tail, tail, rest, source, words)
        verbs = verbs_in(rest)
        is_back = bool(verbs) and verbs[0].way is Way.FROM and verbs[0].start < target[0]
        label = _without(rest, target)
        return _Message(*((target[2], tail) if is_back else (tail, target[2])), label, source, words)
    plain = _AFTER.sub("", words)
    found = _named(scene, plain, leads)
    verbs = verbs_in(plain)
    if not found or found[0][0] > 12:
        return None
    if len(found) < 2 or not verbs or verbs[0].start < found[0][1]:
        return _Message(found[0][2], found[0][2], plain[found[0][1] :].strip(), source, words)
    subject = found[0]
    objects = [one for one in found[1:] if one[0] >= verbs[0].end and one[2].lower() != subject[2].lower()]
    target = _receiver(plain, objects)
    if target is None:
        return _Message(subject[2], subject[2], plain[subject[1] :].strip(), source, words)
    label = (
        named.group(1)
        if (named := _NAMED.search(plain))
        else _without(plain[verbs[0].start :], (target[0] - verbs[0].start, target[1] - verbs[0].start, target[2]))
    )
    is_back = verbs[0].way is Way.FROM
    return _Message(*((target[2], subject[2]) if is_back else (subject[2], target[2])), label, source, words)


def _receiver(words: str, found: Sequence[tuple[int, int, str]]) -> tuple[int, int, str] | None:
    """The actor behind “to” or “from”, else behind another preposition: “with Encrypt to KMS” goes to KMS."""
    for pattern in (_TOWARDS, _PREPOSITION):
        if named := next((one for one in found if pattern.search(words[: one[0]])), None):
            return named
    return None


def _named(scene: Scene, words: str, leads: dict[str, str]) -> list[tuple[int, int, str]]:
    """Actors in a text: those that lead other steps, known terms and roles; (start, end, name) in order."""
    found: list[tuple[int, int, str]] = []
    for lead, name in leads.items():
        found.extend(
            (match.start(), match.end(), name) for match in re.finditer(rf"\b{re.escape(lead)}s?\b", words, re.I)
        )
    found.extend(
        (one.start, one.end, short(words[one.start : one.end]) or one.term.name)
        for one in scene.lexicon.occurrences(words)
    )
    for match in _ROLE.finditer(words):
        name = match.group()
        found.append((match.start(), match.end(), name[0].upper() + name[1:]))
    kept: list[tuple[int, int, str]] = []
    for start, end, name in sorted(found, key=lambda one: (one[0], -(one[1] - one[0]))):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, leads.get(name.lower(), name)))
    return kept


def _direct(rest: str, found: Sequence[tuple[int, int, str]]) -> tuple[int, int, str] | None:
    """The object that follows the verb at once, as in “invokes the function”."""
    verbs = verbs_in(rest)
    if verbs and verbs[0].start <= 2:
        return next((one for one in found if 0 <= one[0] - verbs[0].end <= 6), None)
    return None


def _without(words: str, target: tuple[int, int, str]) -> str:
    """The message without its receiver at the end, which the arrow says."""
    start, end, _ = target
    if words[end:].strip(" .,)") and not _NUMBERED.search(words[end:]):
        return words.strip()
    return _PREPOSITION.sub("", words[:start]).strip(" ,") or words.strip()


def _at(item: Item) -> Source:
    return Source(item.source.path, item.source.first, item.source.first)


KIND = DiagramKind("seq", "Sequence", find)
