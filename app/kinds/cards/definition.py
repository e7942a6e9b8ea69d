"""Cards from a term and what it is: `Term -> prose`, `Term: prose`, `ABC = words`, `A thing is …`."""

import re
from collections.abc import Iterator

from app.domain.card import Card
from app.kinds.hide import lead
from app.kinds.lines import Line
from app.kinds.spec import CardKind, Context

_ARROW = re.compile(r"\s*(?:->|=>|→|⇒)\s*")
_LABELLED = re.compile(r"^\(?([A-Z0-9][^:.;?!]{1,60}?)\s?(?::|\s[–—-])\s+(\S.*)$")
_EQUALS = re.compile(r"^([A-Z][\w&+./-]*(?:\s[A-Z][\w&+./-]*){0,2})\s=\s([^=<>]+)$")
_IS = re.compile(
    r"^(?:An?\s|The\s)?([A-Z][\w&@+./-]*(?:\s+[\w&@+./()-]+){0,4}?)\s+(?:is|are|means|stands for)\s+((?:an?|the|used|a set of|JSON|metadata|like|where|what)\b.+)$"  # noqa: E501
)
_CONDITION = re.compile(r"^(?:if|when|whenever|in case|after|before|once|unless)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"^(?:it|this|that|these|those|they|we|you|u|he|there|which|what|how|why|your|our)\b", re.IGNORECASE
)
_COMMAND = re.compile(
    r"^(?:e\.?g\.?|ex|example|examples|i\.e|note|exam|must|can|do|not|rule|means|remember|exam question|solution|result|answer|deprecated|recommended|difference|differences|reason|option|step|features?|custom)\b",  # noqa: E501
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:An?|The)\s+(?=\S)")
_LOOSE_TERM = re.compile(
    r"^(?:one|two|three|four|five|six|seven|eight|nine|ten)\b|\b(?:from|of|to|in|on|for|with|when|that|percent|and)\b",
    re.IGNORECASE,
)
_LOOSE_MEANING = re.compile(
    r"^(?:advanced|important|basic)$|^(?:for example|e\.g|if|when|see|same as|like)\b", re.IGNORECASE
)
_NO_LABEL = re.compile(
    r"^(?:for|by|pay|improves?|allows?|supports?|using|use)\s|\s(?:\+|vs\.?|versus)\s", re.IGNORECASE
)
_CLAUSE = re.compile(r"\s(?:has|have|is|are|can|will|must)\s")
_SHORTEST_MEANING = 7
_FEWEST_OF_LABEL = 4
_USE_LABELS = re.compile(r"^(?:use|use case|use cases|used for|default|example)s?$", re.IGNORECASE)
_EQUAL_QUESTIONS = {True: "what does **{}** stand for?", False: "what is **{}**?"}
_MOST_TERM = 6
_MOST_WORDS = 35
_FEWEST_WORDS = 2


def find(context: Context) -> Iterator[Card]:
    """Find one definition a line; a condition before an arrow is no term, and several arrows are a flow."""
    for line in context.lines:
        if line.plain.endswith(":") or line.is_step:
            continue
        yield from _in_line(context, line)


def _in_line(context: Context, line: Line) -> Iterator[Card]:
    plain = line.plain
    arrows = _ARROW.split(plain) if ">" in plain or "→" in plain or "⇒" in plain else []
    if len(arrows) == 2:
        yield from _made(context, line, "arrow", *arrows)
    elif len(arrows) > 2:
        return
    elif match := _EQUALS.match(plain):
        yield from _made(context, line, "equals", *match.groups())
    elif match := _LABELLED.match(plain):
        yield from _made(context, line, "label", *match.groups())
    elif (match := _IS.match(plain)) and not line.label:
        yield from _made(context, line, "is-a", *match.groups())


def _made(context: Context, line: Line, rule: str, term: str, meaning: str) -> Iterator[Card]:
    term, meaning = _ARTICLE.sub("", _bare(term)), meaning.strip()
    words = meaning.split()
    if not term or len(term.split()) > _MOST_TERM or len(words) > _MOST_WORDS:
        return
    if _CONDITION.match(term) or _PRONOUN.match(term) or _COMMAND.match(term) or not re.search(r"[A-Za-z]", term):
        return
    if len(words) < _FEWEST_WORDS and (rule == "is-a" or len(meaning) < 2):
        return
    if rule == "label" and term.count("(") != term.count(")"):
        return
    if rule in ("label", "arrow") and _is_no_label(term):
        return
    if _LOOSE_MEANING.match(meaning) or (rule == "is-a" and _LOOSE_TERM.search(term)):
        return
    if rule == "label" and len(words) < _FEWEST_OF_LABEL and meaning[0].islower() and " - " in line.plain:
        return  # a remark beside a name tells nothing of what it is
    if rule == "arrow" and len(words) == 1 and len(meaning) < _SHORTEST_MEANING:
        return
    if meaning.lower() in f"{context.subject} {term}".lower():
        return
    front = _front(context, line, rule, term, meaning)
    yield context.card(
        "definition", rule, front, meaning, line.source, place=f"{line.label} {term}", answer=meaning.rstrip("."),
        fact=f"{line.source.path} {line.plain}", anchor=line.anchor,
    )  # fmt: skip


def _is_no_label(term: str) -> bool:
    """Whether the words before a colon or an arrow tell something instead of naming it."""
    return bool(_CLAUSE.search(term) or (_NO_LABEL.search(term) and not _USE_LABELS.match(term)))


def _bare(term: str) -> str:
    """A term without the brackets or stars around all of it; those of its short name stay."""
    term = term.strip(" *")
    if term.startswith("(") and term.endswith(")") and term.count("(") == 1:
        return term[1:-1]
    return term.lstrip("(") if term.count("(") > term.count(")") else term


def _front(context: Context, line: Line, rule: str, term: str, meaning: str) -> str:
    about = lead(line, context)
    if rule == "is-a":
        verb = (
            "are"
            if term.endswith("s") and not term.endswith(("ss", "ws", "is", "NS", "QS", "MS", "TS", "CS", "DS"))
            else "is"
        )
        return (
            f"What {verb} **{term}**?"
            if term.lower() in about.lower() or _stands_alone(term)
            else f"{about}: what {verb} **{term}**?"
        )
    if rule == "equals":
        return f"{about}: {_EQUAL_QUESTIONS[_is_short_for(term, meaning)].format(term)}"
    if _USE_LABELS.match(term):
        return (
            f"{about}: what is the {term.lower()}?"
            if term.lower() in ("default", "use case")
            else f"{about}: {term[0].lower() + term[1:]}?"
        )
    return f"{about}: **{term}**?"


def _is_short_for(term: str, meaning: str) -> bool:
    """Whether the term is made of the initials of its meaning."""
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", meaning)).lower()
    return term.isupper() and set(term.lower()) <= set(initials)


def _stands_alone(term: str) -> bool:
    return len(term.split()) > 1 and term[:1].isupper()


KIND = CardKind("definition", "Term and definition", find)
