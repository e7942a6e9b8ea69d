"""States and what moves from one to the next; without a transition in the notes there is no machine."""

import re

from app.domain.diagram import Line
from app.kinds.drawing import DiagramKind, Scene, Sheet, Sketch, is_name, short
from app.kinds.verbs import line_for

_TRANSITION = re.compile(
    r"^(?P<tail>[^:→]{2,40}?)\s*(?:->|→)\s*(?P<head>[^:→(]{2,40}?)(?:\s*[:(]\s*(?P<event>.+?)\)?)?$"
)
_BACK = re.compile(
    r"^(?:if|when)\s+(?:an?|the)\s+(?P<who>\w+)\s+(?P<what>fails to (?P<verb>\w+)).*?(?:,|\.\.\.|…)"
    r"\s*(?:the\s+)?(?P<thing>\w+)"
    r"\s+(?:goes back to|returns to|becomes visible again in)\s+(?:an?\s+|the\s+)?(?P<state>[\w ()-]{2,40}?)\.?$",
    re.IGNORECASE,
)
_ON = re.compile(
    r"^(?:after|once|when)\s+(?P<event>.+?),\s*(?:an?\s+|the\s+)?(?P<thing>\w+)\s+"
    r"(?:goes into|goes to|moves to|enters|is moved to|is sent to|becomes)\s+"
    r"(?:an?\s+|the\s+)?(?P<state>[\w ()-]{2,40}?)\.?$",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


def find(scene: Scene) -> Sketch | None:
    """Draw the transitions that a section lists or tells."""
    return _listed(scene) if scene.is_asked_for else _told(scene)


def _listed(scene: Scene) -> Sketch | None:
    sheet = Sheet(scene.lexicon, "R6 states")
    for one in scene.statements:
        match = _TRANSITION.match(one.words.rstrip("."))
        if match is None:
            continue
        tail, head = (match.group(side).strip() for side in ("tail", "head"))
        if is_name(tail, 6) and is_name(head, 6):
            event = (match.group("event") or "").strip(" .")
            sheet.edge(sheet.node(tail, one.source), sheet.node(head, one.source), one.source, event, line_for(event))
    return sheet.sketch(3 + len(sheet.edges), ["→"]) if sheet.edges else None


def _told(scene: Scene) -> Sketch | None:
    """Sentences of one thing that goes back somewhere and, past a threshold, elsewhere."""
    sheet = Sheet(scene.lexicon, "R6 goes back")
    back = next(((one, match) for one in scene.statements if (match := _BACK.match(_clean(one.words)))), None)
    on = next(((one, match) for one in scene.statements if (match := _ON.match(_clean(one.words)))), None)
    if back is None or on is None or back[1].group("thing").lower() != on[1].group("thing").lower():
        return None
    verb = back[1].group("verb")
    working = sheet.node(f"Being {verb.rstrip('e')}ed", back[0].source)
    waiting = sheet.node(_capital(short(back[1].group("state"))), back[0].source)
    last = sheet.node(_capital(on[1].group("state").strip()), on[0].source)
    sheet.edge(working, waiting, back[0].source, f"{back[1].group('who')} {back[1].group('what')}", Line.DASHED)
    sheet.edge(waiting, last, on[0].source, on[1].group("event").strip(), Line.FAILED)
    return sheet.sketch(5, ["goes back", on[1].group("event").split()[-1]])


def _clean(words: str) -> str:
    return _SPACE.sub(" ", words.strip())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


KIND = DiagramKind("state", "State machine", find)
