"""What a verb says about an arrow: which way it points and how it is drawn. An unknown verb draws nothing."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.domain.diagram import Line


class Way(StrEnum):
    """From subject to object, the other way, or neither."""

    TO = "to"
    FROM = "from"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb found in a text."""

    start: int
    end: int
    way: Way
    line: Line


_PASSIVE = r"(?:is|are|be|been|being|gets?)\s+(?:\w+ly\s+)?"
_TABLE: tuple[tuple[str, Way, Line], ...] = (
    (_PASSIVE + r"(?:invoked|called|triggered)\s+by", Way.FROM, Line.SOLID),
    (_PASSIVE + r"(?:read|polled|pulled|consumed|collected)\s+by", Way.TO, Line.SOLID),
    (r"receives?|received", Way.FROM, Line.SOLID),
    (
        r"sends?|pushe?s?|publishe?s?|puts?|exports?|streams?\s+(?:data\s+)?(?:in)?to|triggers?|invokes?|goe?s?\s+to"
        r"|ends?\s+up\s+in|forwards?|writes?|delivers?|calls?|routes?|uploads?|copies|copy|replicates?|stores?",
        Way.TO,
        Line.SOLID,
    ),
    (r"polls?|pulls?|reads?|collects?|fetche?s?|retrieves?|downloads?|consumes?", Way.TO, Line.SOLID),
    (r"points?\s+(?:to|at)|indicates?|refers?\s+to|maps?\s+to", Way.TO, Line.SOLID),
    (r"assumes?", Way.TO, Line.DOTTED),
    (r"integrat(?:es?|ed|ion)\s+with|works?\s+with|supports?", Way.NEITHER, Line.PLAIN),
)
_VERBS = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), way, line) for words, way, line in _TABLE)

_ANY = re.compile(rf"\b(?:{'|'.join(words for words, _, _ in _TABLE)})\b", re.IGNORECASE)

_LINES: tuple[tuple[re.Pattern[str], Line], ...] = (
    (re.compile(r"\b(?:never|not)\b", re.I), Line.NEVER),
    (re.compile(r"\b(?:fail(?:s|ed|ing)?|errors?|dead.?letter|den(?:y|i\w+)|discard\w*|blocked)\b", re.I), Line.FAILED),
    (re.compile(r"\b(?:async\w*|later|retr(?:y|ies))\b", re.I), Line.DASHED),
    (re.compile(r"\b(?:assumes?|permissions?|roles?|polic(?:y|ies)|trusts?)\b", re.I), Line.DOTTED),
    (re.compile(r"\b(?:integrat\w+|supports?|works? with)\b", re.I), Line.PLAIN),
)  # fmt: skip


def has_verb(text: str) -> bool:
    """Whether a text has any verb that is known."""
    return _ANY.search(text) is not None


def verbs_in(text: str) -> list[Verb]:
    """The known verbs of a text in its order; where two overlap, the one that stands higher in the table."""
    found: list[Verb] = []
    if not has_verb(text):
        return found
    for pattern, way, line in _VERBS:
        for match in pattern.finditer(text):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Verb(match.start(), match.end(), way, line))
    return sorted(found, key=lambda verb: verb.start)


def line_for(label: str) -> Line:
    """How an edge with these words at it is drawn."""
    return next((line for pattern, line in _LINES if pattern.search(label)), Line.SOLID)
