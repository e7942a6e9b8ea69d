"""Whether the entries of a list follow each other in time.

Numbers alone say nothing: kinds, advice and parts are numbered too, and of what strangers write most that looks like an
order is none.
"""

import re
from collections.abc import Sequence

from app.domain.note import Item, Section
from app.kinds.commands import is_command
from app.kinds.drawing import Bundle
from app.kinds.verbs import verbs_in

_RANKED = (  # words that make an order one of names or ranks
    r"(?<!alphabetical )(?<!numerical )(?<!any )(?<!particular )(?<!specific )(?<!random )(?<!ascending )"
    r"(?<!descending )(?<!decreasing )(?<!increasing )(?<!reverse )(?<!which )"
)
_BY_RANK = (
    r"of (?:magnitude|precedence|priority|preference|importance|size|cost|increasing|decreasing|ascending|descending)"
)
_RUNS = rf"(?<![-\w]){_RANKED}order(?! (?:to|for|that|{_BY_RANK})\b)(?![-\w])"  # an order in time
_RUN = (  # a sequence of steps, and not one of letters
    r"(?<!escape )(?<!byte )(?<!character )(?<!key )sequence"
    r"(?=\s*(?:$|[(:,.?–—-])|\s(?:of|for|to|in|with|when|is|as)\b)"
    r"(?! (?:numbers?|types?|of (?!steps|stages|phases|events|actions|calls|messages|operations|requests|states)\w))"
)
_RUNS_ONLY = re.compile(rf"{_RUNS}|\bhooks\b", re.IGNORECASE)
_ORDER = re.compile(  # “in order to” and “a process can” say nothing about how entries follow each other
    rf"\b(?:{_RUNS}|steps|step[- ]by[- ]step|phases|{_RUN}"
    r"|(?<!\ba )process(?=\s*(?:$|[(:,.?–—-])|\s(?:of|for|to|in|with|when|works?)\b)"
    r"|(?:life ?cycle|deployment|event) hooks|hooks (?:run|in)\b)", re.IGNORECASE
)  # fmt: skip
_IN_ORDER = re.compile(
    r"\bin (?:this|that|the following|the given) order\b|\bone after (?:another|the other)\b"
    r"|\b(?:these|following|\d+|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ )?(?:steps|phases)\b", re.I
)  # fmt: skip
_FACT = re.compile(r"\b(?:can|may|must|is|are|will|should)\b", re.IGNORECASE)
_NUMBERED_ORDER = re.compile(  # of a numbered list: it says that something runs
    r"\b(?:workflows?|flow|how it works|procedure|handshake|journey|walk-?through|getting started"
    r"|life ?cycle(?! (?:methods?|polic(?:y|ies)|rules?|management|configurations?)))\b",
    re.I,
)
_THINGS = (  # that are numbered without an order
    r"(?:types?|kinds?|methods?|options?|ways|modes?|models?|features?|benefits?|(?:dis)?advantages?|practices"
    r"|tips?|considerations?|components?|parts|pieces|elements|tools?|use cases?|examples|reasons?|principles?"
    r"|pillars?|questions?|resources|services|limit(?:ation)?s|requirements?|prerequisites?|concepts?|terms"
    r"|strateg(?:y|ies)|categor(?:y|ies)|class(?:es)?|levels?|layers?|rules?|points?|takeaways?|recommendations?"
    r"|guidelines?|goals?|objectives?|scenarios?|improvements?|optimi[sz]ations?|measures|lessons?|characteristics"
    r"|properties|attributes|differences?|challenges|facts|things|technologies|skills|patterns?|metrics|ideas?"
    r"|alternatives|causes?|settings|parameters|fields|flags|areas|topics|sections|modules|roles|states|targets"
    r"|protocols?|columns|tables|headers|keys|values|variables|arguments|files|platforms|providers|drivers|formats"
    r"|algorithms|entities|participants)"
)
_NO_ORDER = re.compile(
    rf"\b(?:{_THINGS}|pros|cons|practices?|examples?|contains?|includ(?:es?|ing)|consists?|made of|checklist|faqs?"
    r"|summary|important|notes?|todo|homework|exercises?|agenda|contents|overview)\b", re.IGNORECASE
)  # fmt: skip
_SEVERAL = re.compile(  # of something: however it runs, these are not its steps
    r"^(?:\w+ )?(?:ways|approaches|methods|options|strategies|types|kinds|forms|variants|examples|parts)"
    r" (?:to|of|for|in)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(  # “six major components”, whatever else stands there
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|many|some|various|following|main|major|core"
    rf"|different) (?:[\w-]+ )?{_THINGS}\b", re.IGNORECASE
)  # fmt: skip
_THINGS_ABOUT = re.compile(rf"\b{_THINGS}(?: \w+)? (?:of|in|for|about|during|on|to|with|when|behind|by)\b", re.I)
_ABILITY = re.compile(
    r"\b(?:you|we|it|users?|developers?) can\b|\b(?:allows?|lets|enables?|supports?|provides?|offers?|able to"
    r"|responsible for|used (?:for|to))\b", re.IGNORECASE
)  # fmt: skip
CHAPTER = re.compile(r"^\d+\.\d+")  # of a table of contents
_HISTORY = re.compile(
    r"\b(?:release (?:history|notes)|change ?log|what'?s new|release\s+v?\d|version \d)"
    r"|^\W*(?:\d{4}-\d\d|v?\d+\.\d+\.\d+)",
    re.IGNORECASE,
)
_AVAILABLE = re.compile(
    r"\b(?:supported|available|possible|optional|additional|some|common|built-in|custom|other) (?:\w+ )?"
    r"(?:steps|phases)\b",
    re.IGNORECASE,
)
_WAYS = re.compile(
    r"\b(?:several|many|various|different|multiple) (?:ways|methods|options|approaches)\b", re.IGNORECASE
)
_ALTERNATIVE = re.compile(r"^(?:or|alternatively|instead)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LINK = re.compile(r"^\s*(?:\[\[[^\]]+\]\]|\[[^\]]+\]\([^)]*\))[\s.,;]*$")
_ENOUGH_TOLD = 0.8  # of the entries of a numbered list without a word about order must be commands
_ADVICE = re.compile(
    r"^(?:always|avoid|consider|do|don't|enable|ensure|implement|keep|leverage|limit|make sure|minimi[sz]e|monitor"
    r"|never|optimi[sz]e|prefer|reduce|regularly|review|try|use|understand)\b", re.IGNORECASE
)  # fmt: skip
_POINTED = re.compile(r"->|=>|→|⇒")
_CUE = re.compile(
    rf"\b(?:{_RUNS}|steps?|process|phases?|hooks?|life ?cycle|stages?|sequence|workflow)\b",
    re.IGNORECASE,
)  # fmt: skip
_CONDITION = re.compile(r"^(?:if|else|otherwise|unless)\b", re.IGNORECASE)
_VERDICTS = ("✅", "✔", "✓", "☑", "❌", "✘", "✗", "⚠")  # entries that begin so say how something went
LED = re.compile(r"^([^:]{2,40}?):\s+(.+)$")
_ENOUGH = 0.6


def cue_in(words: str) -> str:
    """The first word that may announce steps; nothing if none does."""
    match = _CUE.search(words)
    return match.group() if match else ""


def steps_in(items: Sequence[Item]) -> tuple[Item, ...]:
    """The entries of a list without numbers that can be steps."""
    return tuple(item for item in items if _is_step(item.text.plain.strip()))


def are_conditions(items: Sequence[Item]) -> bool:
    """Whether most entries are cases, which stand beside each other."""
    return sum(_CONDITION.match(item.text.plain.strip()) is not None for item in items) * 2 > len(items)


def is_order(bundle: Bundle, items: Sequence[Item], section: Section, moments: Sequence[str]) -> bool:
    """Whether a list tells what comes after what, though nobody asked; `moments` are those that its entries name."""
    words = [item.text.plain.strip() for item in items]
    if not moments and (_is_history(section) or not _is_said(bundle, items, section.title)):
        return False
    if not bundle.is_ordered and (
        all(_LINK.match(item.text.markdown) for item in items) or not _is_announced(bundle, items, section.title)
    ):
        return False
    if any(pattern.search(one) for pattern in (_POINTED, _ALTERNATIVE, _WAYS, CHAPTER) for one in words):
        return False
    if sum(one[:1] in _VERDICTS for one in words) * 2 > len(words) or _are_uses(words):
        return False
    return not bundle.is_inner or _ORDER.search(bundle.lead) is not None  # a part of one step is no process of its own


def _is_said(bundle: Bundle, items: Sequence[Item], title: str) -> bool:
    """Whether the words above a list, or the entries themselves, speak of an order and not of things."""
    head = _asked_last(bundle.lead) if bundle.is_led else title
    if _IN_ORDER.search(head):
        return True
    order = _ORDER.search(head)
    about = _THINGS_ABOUT.search(head)
    if (
        _SEVERAL.search(head)
        or _AVAILABLE.search(head)
        or _COUNTED.search(head)
        or (about and order and about.end() <= order.start())
    ):
        return False
    if order or (bundle.is_ordered and _NUMBERED_ORDER.search(head)):
        return True
    if _NO_ORDER.search(head) or (bundle.is_led and _ABILITY.search(head)):
        return False
    if all(_LINK.match(item.text.markdown) for item in items):  # a table of contents
        return False
    words = [item.text.plain.strip() for item in items]
    if any(_ADVICE.match(one) for one in words):
        return False
    told = [one for one in words if is_command(one) and len(one.split()) > 1]  # “Create, read, update, delete” are not
    return len(told) >= _ENOUGH_TOLD * len(words) or _is_exchange(items)


def _is_history(section: Section) -> bool:
    """Whether a section tells what was changed: that is numbered, and done in any order."""
    return any(_HISTORY.search(title) for title in section.heading_path)


def _are_uses(words: Sequence[str]) -> bool:
    """Whether entries say what to use, one thing beside the other."""
    return sum(one.lower().startswith(("use ", "using ")) for one in words) >= _ENOUGH * len(words)


def _asked_last(lead: str) -> str:
    """The sentence that leads a list in: what stands before it is about something else."""
    return _SENTENCE_END.split(lead.strip())[-1]


def _is_exchange(items: Sequence[Item]) -> bool:
    """Whether the entries tell by their verbs who does something to whom."""
    return sum(bool(verbs_in(item.text.plain)) for item in items) >= _ENOUGH_TOLD * len(items)


def _is_step(words: str) -> bool:
    """What is done, or the name of a step with what it is for; a sentence about something else is none."""
    return bool(LED.match(words) or is_command(words) or not _FACT.search(words))


def _is_announced(bundle: Bundle, items: Sequence[Item], title: str) -> bool:
    """An unordered list is an order only if its lead says so and its entries are short; or a heading and commands."""
    is_short = all(len(item.text.plain.split()) <= 22 for item in bundle.items)
    told = sum(is_command(item.text.plain.strip()) for item in items)
    if bundle.is_led:
        cue = _ORDER.search(_asked_last(bundle.lead))
        is_name = cue is not None and cue.group().lower() == "process"  # as the operating system has it
        is_said = is_short and bundle.is_announced and cue is not None and not _ABILITY.search(bundle.lead)
        is_name |= bundle.depth > 0 and not _RUNS_ONLY.search(bundle.lead)
        return is_said and (not is_name or told * 2 > len(items) or _is_exchange(items))
    are_told = told == len(items)
    return is_short and are_told and not bundle.depth and _ORDER.search(title) is not None
