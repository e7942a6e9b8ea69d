"""Questions asked from top to bottom, each with what follows from a yes."""

import re
from dataclasses import dataclass

from app.domain.diagram import Entry
from app.domain.note import Source
from app.kinds.drawing import Bundle, DiagramKind, Scene, Sheet, Sketch

_IF = re.compile(
    r"^(?:(?:else|otherwise),?\s+)?(?:if|when|in case of)\s+(?P<ask>.+?)"
    r"(?:,?\s+then\s+|:\s+|\s*(?:->|→)\s*|,\s+)(?P<do>.+)$",
    re.IGNORECASE,
)
_ELSE = re.compile(r"^(?:else|otherwise|in any other case|default)\b\s*[:,]?\s*(?:->|→)?\s*(?P<do>.+)$", re.IGNORECASE)
_PLAIN = re.compile(r"^(?P<ask>[^:→]+?\?)\s*(?::|->|→)?\s*(?P<do>.+)$")
_THERE = re.compile(r"^(?:there(?:'s| is| are)|you have|it is|the request (?:has|is))\s+", re.IGNORECASE)
_THEN = re.compile(r"^\s*then\b[\s:,]*", re.IGNORECASE)
_FEWEST = 2
_MOST = 9
_MOST_ASK = 60
_MOST_DO = 90


@dataclass(frozen=True, slots=True)
class _Branch:
    ask: str
    do: str
    source: Source
    words: str


def find(scene: Scene) -> Sketch | None:
    """Draw the first numbered list of conditions; where it was asked for, a bulleted one too."""
    for bundle in scene.bundles:
        if (bundle.is_ordered and not bundle.is_inner) or (scene.is_asked_for and bundle.depth == 0):
            sketch = _draw(scene, bundle)
            if sketch is not None:
                return sketch
    return None


def _draw(scene: Scene, bundle: Bundle) -> Sketch | None:
    branches = [
        _branch(item.text.plain.strip(), Source(item.source.path, item.source.first, item.source.first))
        for item in bundle.items
    ]
    found = [one for one in branches if one is not None]
    asks = [one for one in found if one.ask]
    if not _FEWEST <= len(found) <= _MOST or len(asks) < (1 if len(found) > len(asks) else _FEWEST):
        return None
    if len(found) < len(bundle.items) - (0 if scene.is_asked_for else bundle.items[-1].text.plain.startswith("{")):
        return None
    if len(asks) == len(found) and not scene.is_asked_for:
        return None  # cases side by side: without a last "else" nobody says that one follows from the other's "no"
    if any(not one.ask for one in found[:-1]) or any(
        len(one.ask) > _MOST_ASK or len(one.do) > _MOST_DO for one in found
    ):
        return None
    sheet = Sheet(scene.lexicon, "R7 conditions")
    before = ""
    for one in found:
        if not one.ask:
            sheet.edge(before, sheet.node(one.do, one.source, is_own=True), one.source, "no")
            continue
        node = sheet.node(one.ask, one.source, is_choice=True, is_own=True)
        if before:
            sheet.edge(before, node, one.source, "no")
        sheet.edge(node, sheet.node(one.do, one.source, is_own=True), one.source, "yes")
        before = node
    steps = [Entry(one.words, one.source) for one in found]
    return sheet.sketch(
        3.5 + len(found), ["if", "else" if len(asks) < len(found) else ""], is_downward=True, steps=steps
    )


def _branch(words: str, source: Source) -> _Branch | None:
    """What is asked, and what follows; None if an entry does not say both."""
    words = words.rstrip(".")
    if match := _ELSE.match(words):
        if inner := _IF.match(words):
            return _asking(inner, source, words)
        do = _outcome(match.group("do"))
        return _Branch("", do, source, words) if do else None
    for pattern in (_IF, _PLAIN):
        if match := pattern.match(words):
            return _asking(match, source, words)
    return None


def _asking(match: re.Match[str], source: Source, words: str) -> _Branch | None:
    ask, do = _question(match.group("ask")), _outcome(match.group("do"))
    return _Branch(ask, do, source, words) if ask and do else None


def _question(words: str) -> str:
    words = _THERE.sub("", words.strip(" ,.?"))
    words = re.sub(r"^(?:an?|the)\s+", "", words)
    return f"{words[:1].upper()}{words[1:]}?" if words else ""


def _outcome(words: str) -> str:
    """What follows; nothing if only “then” is there, and the rest stands below."""
    words = _THEN.sub("", words).strip(" .,:")
    return words[:1].upper() + words[1:]


KIND = DiagramKind("decision", "Decision", find)
