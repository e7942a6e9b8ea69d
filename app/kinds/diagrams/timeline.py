"""What happens after how long: moments along one line, units made equal for the order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.diagram import Entry, Form
from app.domain.note import Source
from app.kinds.drawing import DiagramKind, Scene, Sheet, Sketch

_SECONDS = {
    "second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "hour": 3600, "h": 3600, "day": 86_400, "week": 604_800,
    "month": 2_592_000, "year": 31_536_000,
}  # fmt: skip
_UNIT = r"(?P<unit>seconds?|secs?|s|minutes?|mins?|hours?|h|days?|weeks?|months?|years?)"
_AFTER = re.compile(rf"\bafter\s+(?:an?\s+)?(?P<count>\d[\d,.]*)\s*{_UNIT}\b(?!\s+of\b)", re.IGNORECASE)
_LATER = re.compile(
    rf"\b(?P<count>\d[\d,.]*)\s*{_UNIT}\s+(?:after|later)\b(?:\s+(?:creation|upload|it was created|that))?",
    re.IGNORECASE,
)
_DAY = re.compile(r"^(?P<unit>day|hour|minute|week|month|year)\s+(?P<count>\d+)\s*:\s*(?P<what>.+)$", re.IGNORECASE)
_START = re.compile(
    r"^(?:at once|immediately|start|day 0|creation|on creation|at first)\s*:\s*(?P<what>.+)$", re.IGNORECASE
)
_LEADING = re.compile(r"^[\s,:;.→>-]+|[\s,:;.]+$")
_ALTERNATIVE = re.compile(r"^or\b", re.IGNORECASE)
_LABEL = re.compile(r"^([^:]{2,40}):\s")
_ACT = re.compile(r"^(?:transition|expir|delet|archiv|mov|remov|copy|copi|start|then|finally|end)", re.IGNORECASE)
_FEWEST = 2
_MOST = 10
_MOST_WORDS = 16


@dataclass(frozen=True, slots=True)
class _Moment:
    seconds: float
    when: str
    what: str
    source: Source


def find(scene: Scene) -> Sketch | None:
    """Draw the moments of a section if they come in one order and at different times."""
    moments: list[_Moment] = []
    for one in scene.statements:
        found = _moment(one.words, one.source)
        if found is not None:
            moments.append(found)
    if not _FEWEST <= len(moments) <= _MOST or len({one.seconds for one in moments}) < _FEWEST:
        return None
    if not scene.is_asked_for and (
        len({one.seconds for one in moments}) < len(moments) or not _is_one_story(scene, moments)
    ):
        return None
    moments.sort(key=lambda one: one.seconds)
    sheet = Sheet(scene.lexicon, "R8 moments")
    before = ""
    for moment in moments:
        node = sheet.node(moment.what, moment.source, is_own=True)
        if before:
            sheet.edge(before, node, moment.source)
        before = node
    steps = [Entry(f"{moment.when}: {moment.what}", moment.source) for moment in moments]
    columns = [moment.when for moment in moments]
    return sheet.sketch(2.5 + len(moments), ["after", "days"], form=Form.TRACK, columns=columns, steps=steps)


def _is_one_story(scene: Scene, moments: Sequence[_Moment]) -> bool:
    """Times of different things are no line, nor is a choice; transitions and expiry of one thing are."""
    things = {label.lower() for one in moments if (label := _thing(one.what))}
    if len(things) > 1 or any(_ALTERNATIVE.match(one.what) for one in moments):
        return False
    words = f"{scene.section.title} {' '.join(one.words for one in scene.statements)}".lower()
    return any(cue in words for cue in ("lifecycle", "life cycle", "transition", "expir", "rotation", "retr"))


def _thing(what: str) -> str:
    """What a label in front says that the moment is about, unless it says what happens."""
    match = _LABEL.match(what)
    return match.group(1) if match and not _ACT.match(match.group(1)) else ""


def _moment(words: str, source: Source) -> _Moment | None:
    words = words.strip().rstrip(".")
    if match := _START.match(words):
        return _Moment(0, words.split(":", 1)[0].strip(), match.group("what").strip(), source)
    if match := _DAY.match(words):
        count = float(match.group("count"))
        return _Moment(
            count * _seconds(match.group("unit")),
            f"{match.group('unit').capitalize()} {match.group('count')}",
            match.group("what").strip(),
            source,
        )
    match = _LATER.search(words) or _AFTER.search(words)
    if match is None or len(words.split()) > _MOST_WORDS:
        return None
    what = _LEADING.sub("", (words[: match.start()] + " " + words[match.end() :]).replace("  ", " "))
    what = re.sub(r"\s+after an?$|^after\s+|\s+after$", "", what).strip()
    if not what:
        return None
    amount = float(match.group("count").replace(",", "").rstrip("."))
    when = f"{match.group('count')} {match.group('unit')}"
    return _Moment(amount * _seconds(match.group("unit")), f"After {when}", what[0].upper() + what[1:], source)


def _seconds(unit: str) -> int:
    unit = unit.lower()
    return _SECONDS[unit] if unit in _SECONDS else _SECONDS[unit.removesuffix("s")]


KIND = DiagramKind("timeline", "Timeline", find)
