"""Cards from a term and what it is: `Term -> prose`, `Term: prose`, `ABC = words`, `A thing is …`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.card import Card
from app.kinds.hide import lead, shows
from app.kinds.lines import Line, coded, is_moment, label_of
from app.kinds.spec import CardKind, Context, PassedOver

_ARROW = re.compile(r"\s*(?:->|=>|→|⇒)\s*")
_EQUALS = re.compile(r"^([A-Z][\w&+./-]*(?:\s[A-Z][\w&+./-]*){0,2})\s=\s([^=<>]+)$")
_IS = re.compile(
    r"^(?:(An?|The)\s+)?(?:(?<=\s)(?=[a-z])|(?=[A-Z]))([\w&@+./-]+(?:\s+[\w&@+./()-]+){0,4}?)\s+(is|are|means|stands for)\s+((?:an?|the|used|a set of|JSON|metadata|like|where|what)\b.+)$"  # noqa: E501
)
_SENTENCE = re.compile(
    r"^(?:if|when|whenever|in case|after|before|once|unless|it|this|that|these|those|they|we|you|u|he|there|which"
    r"|(?:what|how|why)(?:\s(?:is|are|does|do|if)\b|$)|your|our|must|can|do|not|means)\b",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"^(?:e\.?g\b|ex\b|i\.e|note\b|remember\b|examples?\b|exam(?:\s(?:question|tip|hint)s?)?$)", re.IGNORECASE
)
_LOOSE_ALONE = re.compile(
    r"^(?:rule|result|answer|deprecated|recommended|differences?|reason|option|solution|start|step|features?|custom)(?:\s\w|\s\d+)?$",
    re.IGNORECASE,
)
_LOOSE_TERM = re.compile(
    r"^(?:one|two|three|four|five|six|seven|eight|nine|ten)\b|\b(?:from|of|to|in|on|for|with|when|that|percent|and)\b",
    re.IGNORECASE,
)
_LOOSE_MEANING = re.compile(r"^(?:for example|e\.g|if|when|see|same as|like)\b", re.IGNORECASE)
_REMARK_ON_NAME = re.compile(r"^(?:advanced|important|basic)$", re.IGNORECASE)
_NO_LABEL = re.compile(
    r"^(?:for|by|pay|improves?|allows?|supports?|using|use(?! cases?\b))\s|\s(?:\+|vs\.?|versus)\s", re.IGNORECASE
)
_CLAUSE = re.compile(r"\s(?:has|have|is|are|can|will|must)\s")
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|where|when|what|how|if)\b", re.IGNORECASE)
_SHORTEST_MEANING = 7
_FEWEST_OF_LABEL = 4
_USE_LABELS = re.compile(r"^(?:use|use case|use cases|used for|default|example)s?$", re.IGNORECASE)
_MOST_TERM = 6
_MOST_WORDS = 35
_FEWEST_WORDS = 2
_MOST_OF_ACRONYM = 7
_CAPITAL = re.compile(r"[A-Z0-9]")
_FEWEST_CAPITALS = 2
_NAME = re.compile(r"\w[A-Z0-9]")  # a capital alone may be that of the sentence
_MOST_NEARLY = 10  # words before a colon from which on they are a sentence, and no label that is too long


@dataclass(frozen=True, slots=True)
class _Pair:
    """A term and what a line says it is; both as read."""

    rule: str
    term: str
    meaning: str
    term_shown: str = ""  # as Markdown
    meaning_shown: str = ""
    verb: str = "is"
    article: str = ""


def find(context: Context) -> Iterator[Card]:
    """Find one definition a line; a condition before an arrow is no term, and several arrows are a flow."""
    for line in context.lines:
        pair = _pair(line)
        if pair is not None and not _objection(context, line, pair):
            yield context.card(
                "definition", pair.rule, _front(context, line, pair), pair.meaning_shown or pair.meaning, line.source,
                place=f"{line.label} {pair.term}", answer=pair.meaning.rstrip("."),
                fact=f"{line.source.path} {line.plain}", anchor=line.anchor,
            )  # fmt: skip


def passed_over(context: Context) -> Iterator[PassedOver]:
    """Tell which entries `Label: words` make no definition, and why."""
    for line in context.lines:
        pair = _pair(line)
        if pair is None or pair.rule not in ("label", "equals") or line.is_paragraph or line.children:
            continue
        reason, hint = _REASONS.get(_objection(context, line, pair), ("", ""))
        if reason and len(pair.term.split()) <= _MOST_NEARLY:
            words = reason.format(label=pair.term, count=len(pair.term.split()), answer=pair.meaning)
            yield PassedOver(line.source.first, "no-card", words, hint)


_REASONS = {
    "long label": (
        "“{label}” makes no card: a label has at most six words, and these are {count}.",
        "Shorten the label, or write the line as `front :: back`.",
    ),
    "long meaning": (
        "“{label}” makes no card: its answer is too long to be known by heart.",
        f"Split it into facts of at most {_MOST_WORDS} words.",
    ),
    "sentence": (
        "“{label}” makes no card: its first word opens a sentence and names nothing.",
        "Turn it round: “Purpose” for “Use”, “Benefit” for “Reason”.",
    ),
    "too little": (
        "“{label}” makes no card: alone it does not say what is asked.",
        "Say of what: “Result of a failed check”.",
    ),
    "clause": (
        "“{label}” makes no card: it states something instead of naming what is asked.",
        "Name what is asked: “Longest retention”, not “It can be up to”.",
    ),
    "shown": (
        "“{label}” makes no card: the heading or the label already says “{answer}”.",
        "Say more in the answer, or less before it.",
    ),
    "loose meaning": (
        "“{label}” makes no card: its answer begins like a remark.",
        "Begin the answer with what the label asks for.",
    ),
}


def _pair(line: Line) -> _Pair | None:
    plain = line.plain
    if plain.endswith(":") or line.is_step:
        return None
    arrows = _ARROW.split(plain) if ">" in plain or "→" in plain or "⇒" in plain else []
    if len(arrows) > 1:
        return _Pair("arrow", _cleaned(arrows[0]), arrows[1].strip()) if len(arrows) == 2 else None
    if match := _EQUALS.match(plain):
        return _Pair("equals", _cleaned(match.group(1)), match.group(2).strip())
    if (ends := label_of(line)) is not None:
        end, start = ends
        term, meaning = _cleaned(plain[:end]), plain[start:].strip()
        return _Pair("label", term, meaning, _cleaned(coded(line.text, 0, end)), coded(line.text, start))
    if (match := _IS.match(plain)) and not line.label:
        article, term, verb, meaning = match.groups()
        return _Pair("is-a", _bare(term), meaning.strip(), verb=verb, article=(article or "").lower())
    return None


def _objection(context: Context, line: Line, pair: _Pair) -> str:
    """Why a pair is no definition; empty if it is one."""
    term, meaning, rule = pair.term, pair.meaning, pair.rule
    words = meaning.split()
    if not re.search(r"[A-Za-z]", term) or _REMARK.match(term):
        return "no term"
    if _SENTENCE.match(term):
        return "sentence"
    if rule == "label" and is_moment(term):
        return "moment"
    if _LOOSE_ALONE.match(term):
        return "too little"
    if rule in ("label", "arrow") and _is_no_label(term):
        return "clause" if _is_clause(term) else "sentence" if _NO_LABEL.match(term) else "several terms"
    if len(term.split()) > _MOST_TERM:
        return "prose" if "," in term else "long label"
    if len(words) > _MOST_WORDS:
        return "long meaning"
    if len(words) < _FEWEST_WORDS and (rule == "is-a" or len(meaning) < 2):
        return "no meaning"
    if (
        _LOOSE_MEANING.match(meaning)
        or (" " not in term and _REMARK_ON_NAME.match(meaning))
        or (rule == "is-a" and _LOOSE_TERM.search(term))
    ):
        return "loose meaning"
    if rule == "label" and len(words) < _FEWEST_OF_LABEL and meaning[0].islower() and " - " in line.plain:
        return "remark"  # beside a name, and tells nothing of what it is
    if rule == "arrow" and len(words) == 1 and len(meaning) < _SHORTEST_MEANING:
        return "no meaning"
    if rule == "equals" and _is_short_for(pair):
        return ""
    return "shown" if shows(context.subject, term, meaning) else ""


def _is_no_label(term: str) -> bool:
    """Whether the words before a colon or an arrow tell something instead of naming it."""
    return _is_clause(term) or bool(_NO_LABEL.search(term) and not _USE_LABELS.match(term))


def _is_clause(term: str) -> bool:
    """Whether words have a verb of their own; “rows that a table can hold” only says which rows."""
    verb = _CLAUSE.search(term)
    return verb is not None and not _RELATIVE.search(term, 0, verb.start())


def _cleaned(term: str) -> str:
    return re.sub(r"^(?:An?|The)\s+(?=\S)", "", _bare(term))


def _bare(term: str) -> str:
    """A term without the brackets or stars around all of it; those of its short name stay."""
    term = term.strip(" *")
    if term.startswith("(") and term.endswith(")") and term.count("(") == 1:
        return term[1:-1]
    return term.lstrip("(") if term.count("(") > term.count(")") else term


def _front(context: Context, line: Line, pair: _Pair) -> str:
    about, term = lead(line, context), pair.term
    if pair.rule == "is-a":
        question = _question(pair)
        if term[:1].isupper() and (" " in term or (_NAME.search(term) and term.lower() in about.lower())):
            return question[0].upper() + question[1:]
        return f"{about}: {question}"
    if pair.rule == "equals":
        if _is_short_for(pair):
            is_told = shows(about, "", pair.meaning)  # then the acronym is asked for alone
            return f"What does **{term}** stand for?" if is_told else f"{about}: what does **{term}** stand for?"
        return f"{about}: what is **{term}**?"
    if _USE_LABELS.match(term):
        return (
            f"{about}: what is the {term.lower()}?"
            if term.lower() in ("default", "use case")
            else f"{about}: {term[0].lower() + term[1:]}?"
        )
    return f"{about}: **{pair.term_shown or term}**?"


def _question(pair: _Pair) -> str:
    """Turn the sentence into its question: verb and article stay those of the sentence."""
    named = f"{pair.article} **{pair.term}**".strip()
    if pair.verb in ("is", "are"):
        return f"what {pair.verb} {named}?"
    return f"what does {named} {'mean' if pair.verb == 'means' else 'stand for'}?"


def _is_short_for(pair: _Pair) -> bool:
    """Whether a term is an acronym of its meaning: its capitals stand there in that order, or nearly so."""
    if len(_CAPITAL.findall(pair.term)) < _FEWEST_CAPITALS or not 2 <= len(pair.term) <= _MOST_OF_ACRONYM:
        return False
    words = pair.meaning.split()
    if len(words) > 1 and words[0][0] == pair.term[0] and all(word[:1].isupper() for word in words):
        return True
    rest = iter(pair.meaning.lower())
    return all(letter in rest for letter in pair.term.lower() if letter.isalpha())


KIND = CardKind("definition", "Term and definition", find, passed_over)
