"""Arrows between named parts, and sentences in which one known part does something to another: a flow."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.diagram import Entry, Line
from app.domain.note import Source
from app.kinds.commands import is_command
from app.kinds.drawing import DiagramKind, Scene, Sheet, Sketch, Statement, is_connected, is_name, short
from app.kinds.lexicon import Found
from app.kinds.order import CHAPTER
from app.kinds.verbs import Verb, Way, has_verb, line_for, verbs_in

_ARROW = re.compile(
    r"\s*(?:-+\(([^()]*)\)-*>|(?:-{1,2}>|=>|→|⇒|⟶|⇢|↔|<-+>))\s*|\s+-+\(([^()]*)\)→\s*|\s*-\(([^()]*)\)→\s*"
)
_POINTED = re.compile("[>→⇒⟶⇢↔]")
_FUNCTION = re.compile(r"\)\s*=>|\w\([^()]*\)\s*(?:->|→)")  # of a programming language
_CONDITION = re.compile(r"^(?:if|when|unless|in case|else|otherwise|before|after|to|for)\b", re.IGNORECASE)
_ON_CONDITION = re.compile(r"\b(?:in case|only if|only when|unless|on failure|if it fails)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\(([^()]*)\)\s*$")
_LABELLED = re.compile(
    r"^(?:(?:(?:data|request|traffic|event|message|typical)\s+)?(?:flow|path|route|chain|order|pipeline|workflow|process"
    r"|architecture|solution|sequence|steps?)|for example|e\.g\.|ex):\s+(?=\S)", re.IGNORECASE
)  # fmt: skip
_HEADWORD = re.compile(
    r"^(?:the )?(?:\w+ )?(?:life ?cycle|flow|path|route|chain|order|pipeline|workflow|process|sequence|steps|phases"
    r"|stages)$", re.IGNORECASE
)  # fmt: skip
_FEWEST_LEFT = 2
_MOST_PASSES = 2  # of one way through the same thing
_MEMBER = re.compile(r"[a-z_]\w*->[a-z_]")  # of a structure in C, unless nothing else is in the line
_CODE = re.compile(r"[(_\s]")
_TORN = re.compile(r"[‹›<>;\[\]]|[–—]{1,2}(?!\s)")  # what is left of an arrow of another make
_MENU = re.compile(
    r"^(?:check|choose|click|go ?to|navigate|open|select|under|in|on)\s|\b(?:portal|console|settings|dashboard|menu)$",
    re.IGNORECASE,
)
_AFTER_COLON = re.compile(r"^([^:]+?):\s+(.+)$")
_NEGATION = re.compile(r"\b(?:not|never|cannot|no longer|without)\b|n't\b", re.IGNORECASE)
_NEVER = re.compile(r"^(\S+)(?: content)? never (?:arrives (?:to|at|in)|reaches|gets to) (\S+?)\.?$", re.IGNORECASE)
_DOUBTED = re.compile(r"\?\s*-*>|[-=]\?")  # DNA -?-> trait
_INSTEAD = re.compile(  # leads in what is not so, or not any more
    r"^(?:without|before|instead of|not|never|avoid|don't|do not|bad|wrong|problem|anti-?pattern|old|"
    r"previously|traditional)\b"
    r".*:$", re.IGNORECASE
)  # fmt: skip
_FAN_OUT = re.compile(r"fan[- ]?out", re.IGNORECASE)
_AUXILIARY = re.compile(r"^(?:is|are|be|been|being|gets?)\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_OTHER = re.compile(r"\b(?:another|other|second|different)\b", re.IGNORECASE)  # is not what bears the same name
_THIS = re.compile(r"^(?:this|the)\s+(\w+)", re.IGNORECASE)
_STAGES = re.compile(
    r"\b(?P<cue>stages?|phases?)\b[^:]{0,20}:\s*(?P<names>[\w ]+(?:\s*(?:/|,|->|→)\s*[\w ]+){2,})", re.IGNORECASE
)
_CHOICES = re.compile(r"^(?P<name>[A-Z][\w ]{1,24}?):\s+(?P<choices>.{2,90})$")
_SLASH = re.compile(r"\s*(?:/|,|->|→)\s*")
_ENDING = re.compile(r"(?:ing|s)$")
_MOST_STAGES = 9
_MOST_WORDS = 3
_MOST_WORDS_ASKED = 7
_NEAR = 24  # characters between a verb and what it is about


@dataclass(frozen=True, slots=True)
class _Arrow:
    tail: str
    head: str
    label: str
    source: Source
    line: Line
    is_both: bool = False
    group: str = ""  # the entry above the line


def find(scene: Scene) -> Sketch | None:
    """Draw the arrows of a section; where it has none, the sentences whose verb and parts are known."""
    chains = [
        parts
        for before, one in zip((None, *scene.statements), scene.statements, strict=False)
        if not _is_instead(before, one) and (parts := _chain(one, scene))
    ]
    if chains:
        return _from_arrows(scene, chains)
    if scene.is_asked_for:
        return None
    return _stages(scene) or _from_sentences(scene)


def _from_arrows(scene: Scene, chains: Sequence[Sequence[_Arrow]]) -> Sketch | None:
    sheet = Sheet(scene.lexicon, "R1 arrows")
    arrows = [arrow for chain in chains for arrow in chain]
    if not scene.is_asked_for:
        arrows = _trusted(scene, chains)
        pointed = sum(_POINTED.search(one.words) is not None for one in scene.statements)
        if _would_mix([chain for chain in chains if len(chain) > 1]):
            return None
        if len({arrow.source.first for arrow in arrows}) * 2 < pointed:
            return None  # the few lines that can be trusted would tell half of it
    for arrow in arrows:
        tail, head = sheet.node(arrow.tail, arrow.source), sheet.node(arrow.head, arrow.source)
        sheet.edge(tail, head, arrow.source, arrow.label, arrow.line)
        if arrow.is_both:
            sheet.edge(head, tail, arrow.source, arrow.label, arrow.line)
    if not sheet.edges:
        return None
    for one in scene.statements:
        if match := _NEVER.match(one.words):
            known = {node.label: node.id for node in sheet.nodes.values()}
            if match.group(1) in known and match.group(2) in known:
                sheet.edge(known[match.group(1)], known[match.group(2)], one.source, "never", Line.NEVER)
    return sheet.sketch(1 + 1.5 * len(arrows), ["→"])


def _trusted(scene: Scene, chains: Sequence[Sequence[_Arrow]]) -> list[_Arrow]:
    """Chains of two arrows and more; single arrows only between known parts, or where they join each other."""
    singles = [chain[0] for chain in chains if len(chain) == 1]
    ends = [end for arrow in singles for end in {arrow.tail.lower(), arrow.head.lower()}]
    heads, tails = {arrow.head.lower() for arrow in singles}, {arrow.tail.lower() for arrow in singles}
    joined = heads & tails if len({arrow.group for arrow in singles}) < 2 else set()
    trusted = [arrow for chain in chains if len(chain) > 1 for arrow in chain]
    for arrow in singles:
        tail, head = scene.lexicon.term(arrow.tail), scene.lexicon.term(arrow.head)
        is_known = (
            tail is not None and head is not None and tail.category != head.category and ends.count(head.name) < 2
        )
        if (
            arrow.tail.lower() in joined
            or arrow.head.lower() in joined
            or (is_known and len(trusted) + len(joined) > 0)
        ):
            trusted.append(arrow)
    return trusted


def _would_mix(chains: Sequence[Sequence[_Arrow]]) -> bool:
    """Whether ways that cross would seem to go on in each other: a write path must not end as a read path does."""
    ways = [[chain[0].tail.lower(), *(arrow.head.lower() for arrow in chain)] for chain in chains]
    for place, one in enumerate(ways):
        for other in ways[place + 1 :]:
            for name in set(one) & set(other):
                here, there = one.index(name), other.index(name)
                is_shared = one[:here] == other[:there] or one[here + 1 :] == other[there + 1 :]
                if not is_shared and there > 0 and (here > 0 or there < len(other) - 1):
                    return True
    return False


def _is_instead(before: Statement | None, one: Statement) -> bool:
    """Whether a line stands below “Without a load balancer:”, or an entry of that sort."""
    leads = (before.words if before else "", f"{one.label.rstrip(': ')}:")
    return any(_INSTEAD.match(lead) for lead in leads)


def _chain(one: Statement, scene: Scene) -> list[_Arrow]:
    """The arrows of a line; none if one of its parts is no name."""
    words = one.words
    arrows = list(_ARROW.finditer(words)) if _POINTED.search(words) else []
    if not arrows or ("=>" in words and any("=>" not in match.group() for match in arrows)):
        return []  # an arrow of another kind says what follows, not what comes next
    if not scene.is_asked_for and _is_no_way(words, arrows):
        return []
    most = _MOST_WORDS_ASKED if scene.is_asked_for else _MOST_WORDS
    places = [0, *(end for match in arrows for end in match.span()), len(words)]
    parts = [words[start:end].strip() for start, end in zip(places[::2], places[1::2], strict=True)]
    found: list[_Arrow] = []
    names: list[tuple[tuple[str, ...], str]] = []
    for part in parts:
        label = ""
        if match := _ASIDE.search(part):
            label, part = match.group(1), part[: match.start()]
        if scene.is_asked_for and (match := _AFTER_COLON.match(part)):
            part, label = match.group(1), "; ".join(filter(None, (label, match.group(2))))
        several = (
            tuple(name.strip(" .;:") for name in re.split(r",\s+", part))
            if scene.is_asked_for
            else (part.strip(" .;:"),)
        )
        if not scene.is_asked_for:
            several = (_LABELLED.sub("", several[0]) if not names else several[0],)
            if "," in several[0] or ":" in several[0]:  # several things in one line, each with an arrow of its own
                return []
        if not all(is_name(name, most) for name in several):
            return []
        names.append((several, label.strip(" .")))
    if not scene.is_asked_for:
        if not _is_way(scene, [name for several, _ in names for name in several]):
            return []
        if len(names) > _FEWEST_LEFT and _HEADWORD.match(names[0][0][0]):
            names, arrows = names[1:], arrows[1:]  # it names the way, and is not where it begins
    for place, match in enumerate(arrows):
        inside = next((group for group in match.groups() if group), "")
        is_both = "↔" in match.group() or "<-" in match.group()
        aside = names[place + 1][1]
        if len(arrows) > 1 and not scene.is_asked_for and not verbs_in(aside):
            aside = ""  # on a longer way, words in brackets are about the part that they follow
        label = inside or aside
        line = line_for(label)
        if "⇢" in match.group() and line is Line.SOLID:
            line = Line.DASHED
        found.extend(
            _Arrow(tail, head, label, one.source, line, is_both, one.label)
            for tail in names[place][0]
            for head in names[place + 1][0]
        )
    return [] if any(arrow.tail == arrow.head for arrow in found) and not scene.is_asked_for else found


def _is_no_way(words: str, arrows: Sequence[re.Match[str]]) -> bool:
    """Whether arrows stand in code, in a condition, in a table of contents or in a remark."""
    is_member = _MEMBER.search(words) is not None and _CODE.search(words.strip()) is not None
    return (
        is_member
        or any(pattern.match(words) for pattern in (CHAPTER, _CONDITION))
        or any(pattern.search(words) for pattern in (_FUNCTION, _DOUBTED))
        or any(_is_inside(words, match.start()) for match in arrows)
    )


def _is_inside(words: str, place: int) -> bool:
    """Whether a place lies within brackets: an arrow there is a remark on one part."""
    return words.count("(", 0, place) > words.count(")", 0, place)


def _is_way(scene: Scene, names: Sequence[str]) -> bool:
    """Whether parts make a way: whole, of one sort, and passing no thing so often that one box would lose the order."""
    passes = Counter(name.lower() for name in names)
    is_whole = not any(_TORN.search(name) for name in names)
    return is_whole and not _mixes(scene, names) and max(passes.values()) <= _MOST_PASSES


def _mixes(scene: Scene, names: Sequence[str]) -> bool:
    """Whether things and what is done stand in one line: “SNS → Publish → Topic” is a reminder and no way."""
    acts = sum(is_command(name) for name in names)
    if _MENU.search(names[0]) and acts < len(names):
        return True  # where to click
    return 0 < acts < len(names) and any(scene.lexicon.term(name) is not None for name in names)


# Sentences


def _stages(scene: Scene) -> Sketch | None:
    """Entries such as “Build: CodeBuild / Jenkins” in their order, where another line calls these names stages."""
    named = next((match for one in scene.statements if (match := _STAGES.search(one.words))), None)
    if named is None:
        return None
    names = [_key(name) for name in _SLASH.split(named.group("names"))]
    for bundle in scene.bundles:
        rows = [
            (match, Source(item.source.path, item.source.first, item.source.first))
            for item in bundle.items
            if (match := _CHOICES.match(item.text.plain.strip())) and not _STAGES.search(match.group())
        ]
        labels = [_key(match.group("name")) for match, _ in rows]
        if not 3 <= len(rows) <= _MOST_STAGES or sum(label in names for label in labels) < 3:
            continue
        sheet = Sheet(scene.lexicon, "R2 stages")
        before = ""
        for match, source in rows:
            entries = [Entry(choice, source) for choice in _choices(match.group("choices"))]
            own = sheet.node(match.group("name").strip(), source, entries=entries, is_own=True)
            if before:
                sheet.edge(before, own, source)
            before = own
        said = [
            Entry(f"{match.group('name').strip()}: {match.group('choices').strip()}", source) for match, source in rows
        ]
        return sheet.sketch(4, [named.group("cue")], steps=said)
    return None


def _choices(words: str) -> list[str]:
    return [choice for part in _SLASH.split(words) if (choice := part.strip(" .…")) and choice.lower() != "etc"]


def _key(words: str) -> str:
    """A stage's name without its ending: “Load Testing” is “Load test”."""
    return _ENDING.sub("", " ".join(words.lower().split()).strip(" ."))


def _from_sentences(scene: Scene) -> Sketch | None:
    sheet = Sheet(scene.lexicon, "R1 verbs")
    cues: list[str] = []
    told: set[int] = set()
    if _FAN_OUT.search(scene.section.title):
        cues.extend(_fan_out(scene, sheet))
    counted = () if scene.is_asked_for else [bundle for bundle in scene.bundles if bundle.is_ordered]
    numbered = {item.source.first for bundle in counted for item in bundle.items}  # steps, or what a quiz offers
    for one in scene.statements if not cues else ():
        if not has_verb(one.words) or one.source.first in numbered or "?" in one.words or _POINTED.search(one.words):
            continue
        if _NEGATION.search(one.words) or _CONDITION.match(one.words) or _ON_CONDITION.search(one.words):
            continue
        words = _resolved(_BRACKETS.sub("", one.words), sheet)
        subject = _subject(one, scene)
        if subject:
            words = f"{subject} {words[0].lower()}{words[1:]}"
        for tail, head, verb in _clauses(words, scene, has_subject=bool(subject)):
            label = _AUXILIARY.sub("", words[verb.start : verb.end]).lower()
            told.add(one.source.first)
            if sheet.edge(sheet.node(tail, one.source), sheet.node(head, one.source), one.source, label, verb.line):
                cues.append(label)
    pairs = [(edge.tail, edge.head) for edge in sheet.edges]
    are_all = told == {one.source.first for one in scene.statements} and len(told) > 1
    if len(pairs) < 2 or not (are_all or is_connected(list(sheet.nodes), pairs)):
        return None
    return sheet.sketch(1 + 1.5 * len(pairs), cues)


def _subject(one: Statement, scene: Scene) -> str:
    """The known thing whose label stands above a line that begins with its verb."""
    name = short(one.label)
    if not name or scene.lexicon.term(name) is None:
        return ""
    verbs = verbs_in(one.words)
    return name if verbs and verbs[0].start == 0 else ""


def _resolved(words: str, sheet: Sheet) -> str:
    """“This stream …” with the part that it stands for, where one is on the sheet."""
    match = _THIS.match(words)
    if match is None:
        return words
    noun = match.group(1).lower()
    named = next((node.label for node in reversed(sheet.nodes.values()) if node.label.lower().endswith(noun)), None)
    return f"{named}{words[match.end() :]}" if named else words


def _clauses(words: str, scene: Scene, *, has_subject: bool) -> Iterator[tuple[str, str, Verb]]:
    """Subject, object and verb wherever all three are known and stand close together.

    That two things only work together is drawn where a label says whose line it is.
    """
    found = verbs_in(words)
    if not found:
        return
    terms = scene.lexicon.occurrences(words)
    verbs = [verb for verb in found if not any(term.start < verb.end and verb.start < term.end for term in terms)]
    for place, verb in enumerate(verbs):
        if verb.way is Way.NEITHER and not has_subject:
            continue
        stop = verbs[place + 1].start if place + 1 < len(verbs) else len(words)
        subject = next((term for term in reversed(terms) if term.end <= verb.start), None)
        if subject is None or verb.start - subject.end > _NEAR or _breaks(words[subject.end : verb.start]):
            continue
        for item in _objects(words, terms, verb, stop):
            if item.term.id != subject.term.id:
                pair = _shown(words, subject), _shown(words, item)
                yield (*(pair[::-1] if verb.way is Way.FROM else pair), verb)


def _objects(words: str, terms: Sequence[Found], verb: Verb, stop: int) -> Iterator[Found]:
    """What the verb is about: the first term close behind it and those joined to it by “and”, a comma or “&”."""
    before = verb.end
    is_first = True
    for term in terms:
        if term.start < verb.end or term.start >= stop:
            continue
        between = words[before : term.start]
        limit = _NEAR if is_first else 8
        if (
            len(between) > limit
            or _breaks(between)
            or _OTHER.search(between)
            or (not is_first and not re.search(r",|&|/|\band\b|\bor\b", between))
        ):
            return
        yield term
        before, is_first = term.end, False


def _breaks(between: str) -> bool:
    return (
        re.search(r"[.,;:()?!]|\b(?:if|when|that|which|because|so|but|using|with|by|on|from)\b", between, re.IGNORECASE)
        is not None
    )


def _shown(words: str, found: Found) -> str:
    return short(words[found.start : found.end]) or found.term.name


def _fan_out(scene: Scene, sheet: Sheet) -> Iterator[str]:
    """A heading that joins two known parts and says fan-out: one of the first, several of the second."""
    terms = list(scene.lexicon.occurrences(scene.section.title))
    for one in scene.statements:
        words = one.words.lower()
        names = [_shown(scene.section.title, term) for term in terms[:2]]
        if len(names) == 2 and all(name.lower() in words for name in names) and "many" in words:
            topic = sheet.node(names[0], one.source)
            for number in (1, 2):
                sheet.edge(topic, sheet.node(f"{names[1]} {number}", one.source), one.source, "push")
            yield "fan out"
            return


KIND = DiagramKind("flow", "Flow", find)
