"""One thing and all that it sends to, hears from or works with."""

import re
from collections.abc import Sequence

from app.domain.diagram import Entry, Line
from app.domain.note import Item, Source
from app.kinds.drawing import Bundle, DiagramKind, Scene, Sheet, Sketch, is_name, short
from app.kinds.verbs import line_for

_OUT = re.compile(
    r"\b(?:subscribers|consumers|targets|destinations|receivers|sends? .*?\bto|sends?|publishe?s? to|push(?:es)? to"
    r"|goe?s? to|exports? to|delivers? to|triggers(?=\s+(?!are\b|includ|for\b|of\b|in\b|and\b|can\b|such\b)\w)"
    r"|invokes|forwards? to|writes? to|can be sent to|send result to)\b",
    re.IGNORECASE,
)
_IN = re.compile(
    r"^(?:(?:supported|possible|common|event) )?triggers(?=$| (?:are|includ\w+|for)\b)"  # what does it, not the verb
    r"|\b(?:sources?|producers|publishers|callers|collects?(?: \w+)? from|receives?(?: \w+)? from|reads? from"
    r"|invoked by|triggered by|called by|polls|comes? from|asynchronous invocations|synchronous invocations)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\b(?:integrat(?:es|ed|ions?)(?: with)?|works? with|supports?|loads .*?on)\b", re.IGNORECASE)
_NOT_A_HUB = re.compile(r"^(?:if|when|to|for|how|use|example)\b", re.IGNORECASE)
_BESIDES = re.compile(
    r"^(?:besides|apart from|aside from|unlike|except(?: for)?|like|in addition to|as well as|instead of)\b[^,]*,\s*",
    re.IGNORECASE,
)  # fmt: skip
_REST = re.compile(r"^(?:(?:and )?(?:many )?(?:more|others?|so on)|etc|…)\W*$|^\.+$", re.IGNORECASE)
_SENTENCE = re.compile(r"\b(?:is|are|can|must|will|should|has|have|use|specify)\b", re.IGNORECASE)
_BY_MEANS = re.compile(r"\b(?:using|by|via|through)$", re.IGNORECASE)
_ON_THE_WAY = re.compile(r"^(?P<how>[\w -]{3,30}?) (?:in)?to (?:an? |the )?", re.IGNORECASE)
_FEWEST = 2
_MOST = 14
_MOST_SPOKES = 6
_MOST_BESIDE = 2  # of one list, where several lists together have more spokes than that
_MOST_BEFORE = 2  # words of a lead that leaves the subject to the heading: “Supported targets”


def find(scene: Scene) -> Sketch | None:
    """Draw the lists of a section that say what one thing is tied to; several of one thing make one picture."""
    sheet = Sheet(scene.lexicon, "R3 spokes")
    cues: list[str] = []
    score = 0.0
    hub_id = ""
    hubs = [(bundle, found) for bundle in scene.bundles if (found := _spokes(scene, bundle))]
    most = _MOST_SPOKES if sum(len(_spoken(bundle)) for bundle, _ in hubs) <= _MOST_SPOKES else _MOST_BESIDE
    for bundle, found in hubs:
        cue, is_in, line, hub = found
        own = sheet.node(hub, bundle.source)
        if hub_id and own != hub_id:
            del sheet.nodes[own]
            continue
        hub_id = own
        items = bundle.items if scene.is_asked_for and bundle.depth == 0 else _spoken(bundle)
        _draw(scene, sheet, hub_id, bundle, items, is_in=is_in, line=line, most=most)
        cues.append(cue)
        score = max(score, 3.5) + 0.5
    return sheet.sketch(score, cues) if hub_id and len(sheet.nodes) > 1 else None


def _spokes(scene: Scene, bundle: Bundle) -> tuple[str, bool, Line, str] | None:
    """The cue, whether arrows point in, how they are drawn, and the hub's name; None if this is no hub."""
    if not _FEWEST <= len(bundle.items) <= _MOST or bundle.is_ordered:
        return None
    lead = _BESIDES.sub("", bundle.lead)
    is_wanted = scene.is_asked_for and bundle.depth == 0
    cue, is_in, line = _cue(lead)
    if _NOT_A_HUB.match(lead) or (not is_wanted and (not cue or _BY_MEANS.search(lead))):
        return None
    items = bundle.items if is_wanted else _spoken(bundle)
    names = [_spoke(scene, item, is_out=bool(_OUT.search(lead)))[0] for item in items]
    if len(names) < max(_FEWEST, len(bundle.items) / 2) or not all(
        is_name(name, 9 if is_wanted else 6) for name in names
    ):
        return None
    if not is_wanted and sum(_is_part(scene, name) for name in names) * 2 < len(names):
        return None
    hub = _wider(scene, _hub(scene, lead)) if cue else None
    if cue and hub is None and len(lead.split(cue)[0].split()) <= _MOST_BEFORE:
        hub = _hub(scene, scene.title)  # unless the lead names somebody else, whom nobody knows
    if hub is None:
        if not is_wanted:
            return None
        cue, is_in, line, hub = cue or "list", is_in, line if cue else Line.PLAIN, short(lead)
    own = scene.lexicon.term(hub)
    if any(name.lower() == hub.lower() or (own and scene.lexicon.term(name) == own) for name in names):
        return None
    return cue, is_in, line, hub


def _cue(lead: str) -> tuple[str, bool, Line]:
    found = [
        (match.start(), match.group(), is_in, line)
        for pattern, is_in, line in (
            (_OUT, False, line_for(lead)),
            (_IN, True, line_for(lead)),
            (_PLAIN, False, Line.PLAIN),
        )
        if (match := pattern.search(lead))
    ]
    if not found:
        return "", False, Line.PLAIN
    _, cue, is_in, line = min(found, key=lambda one: (one[0], -len(one[1])))
    return cue, is_in, line


def _hub(scene: Scene, words: str) -> str | None:
    """The name of the first known thing in words; the heading's own wording is kept."""
    found = list(scene.lexicon.occurrences(words))
    return short(words[found[0].start : found[0].end]) if found else None


def _wider(scene: Scene, hub: str | None) -> str | None:
    """The heading's own thing where a lead names it by a part of its name: CloudWatch for CloudWatch Logs."""
    titled = _hub(scene, scene.title)
    if hub and titled and titled.lower() != hub.lower() and titled.lower().startswith(f"{hub.lower()} "):
        return titled
    return hub


def _is_part(scene: Scene, name: str) -> bool:
    """Whether a name is that of a known thing, or mostly so."""
    covered = sum(len(name[one.start : one.end].split()) for one in scene.lexicon.occurrences(name))
    return covered * 2 >= len(name.split())


def _spoken(bundle: Bundle) -> tuple[Item, ...]:
    """The entries that name something; sentences and entries that lead in others are none."""
    return tuple(
        item
        for item in bundle.items
        if not _SENTENCE.search(item.text.plain)
        and not _REST.match(item.text.plain.strip())
        and not (item.items and item.text.plain.rstrip().endswith(":"))
    )


def _spoke(scene: Scene, item: Item, *, is_out: bool) -> tuple[str, str]:
    """What an entry names and a remark; of “batch export to S3” that is S3."""
    words = item.text.plain.strip()
    if is_out and (match := _ON_THE_WAY.match(words)) and scene.lexicon.term(short(words)) is None:
        rest = words[match.end() :]
        first = next((one for one in scene.lexicon.occurrences(rest) if one.start <= 4), None)
        if first is not None:
            return short(rest[first.start : first.end]) or first.term.name, match.group("how").strip()
    return short(words), _aside(item)


def _draw(
    scene: Scene, sheet: Sheet, hub: str, bundle: Bundle, items: Sequence[Item], *, is_in: bool, line: Line, most: int
) -> None:
    names = [(*_spoke(scene, item, is_out=not is_in and line is not Line.PLAIN), item) for item in items]
    if len(names) > most:
        entries = [Entry(f"{name} ({aside})" if aside else name, _at(item)) for name, aside, item in names]
        title = "Works with" if line is Line.PLAIN else "Sources" if is_in else "Targets"
        box = sheet.node(title, bundle.source, entries=entries, is_own=True)
        _tie(sheet, hub, box, bundle.source, is_in=is_in, line=line, label="")
        return
    for name, aside, item in names:
        _tie(sheet, hub, sheet.node(name, _at(item)), _at(item), is_in=is_in, line=line, label=aside)


def _tie(sheet: Sheet, hub: str, spoke: str, source: Source, *, is_in: bool, line: Line, label: str) -> None:
    if spoke != hub:
        tail, head = (spoke, hub) if is_in else (hub, spoke)
        sheet.edge(tail, head, source, label, line)


def _aside(item: Item) -> str:
    """A short remark after the name: in brackets, or behind a colon."""
    match = re.search(r"\(([^()]{2,30})\)|:\s+(.{2,36})$", item.text.plain.strip())
    words = next((group for group in match.groups() if group), "") if match else ""
    initials = "".join(word[0] for word in words.lower().split())
    if len(initials) > 1 and initials in short(item.text.plain).lower().split():
        return ""  # the name written out
    return words.strip(" .") if len(words.split()) <= 5 else ""


def _at(item: Item) -> Source:
    return Source(item.source.path, item.source.first, item.source.first)


KIND = DiagramKind("hub", "Hub and spokes", find)
