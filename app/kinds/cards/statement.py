"""Cards that hide the telling words of a statement: a name, what something is, what it is done with."""

import re
from collections.abc import Iterator

from app.domain.card import Card
from app.kinds.hide import without
from app.kinds.lines import Line, is_moment, label_of
from app.kinds.spec import CardKind, Context

_NAME = re.compile(r"\b(?:[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+|[a-z]+(?:[A-Z][a-z0-9]+)+|[A-Z][A-Z_]{3,}[A-Z])\b")
_FILE = re.compile(r"(?<![\w/.])(?:/[\w.-]+(?:/[\w.-]+)+|\.?[\w-]+\.(?:ya?ml|json|config|xml|py|sh|zip|fifo|pem))\b")
_TAIL = re.compile(
    r"\b(?:using|via|through|called|named|into|in|with|by|to|from|as|on|under|at|over)\s+(?:an?\s|the\s)?"
    r"((?:[A-Z][\w&@/+-]*)(?:[ ](?:[A-Z][\w&@/+-]*|of|for|&|\+)){0,4})\.?$"
)
_PREDICATE = re.compile(
    r"\b(?:is|are)\s+(?:always\s|only\s|automatically\s)?((?!not\b)[a-z][\w-]*(?:\s[\w/-]+){0,3})(?:\s(?:by default|per \w+|at \w+))?\.?$"  # noqa: E501
)
_MUST = re.compile(
    r"\b(?:must|should|has to|have to|need to|needs to)\s+(?:be\s)?((?!not\b)\w[\w-]*(?:\s[\w./-]+){1,5})\.?$"
)
_PRONOUN = re.compile(
    r"^(?:it|this|that|these|those|they|there|which|so|but|and|or|also|then|here|because|cause|exam|note|remember|examples?|e\.g|no need|if|when|once|make sure|ensure)\b",  # noqa: E501
    re.IGNORECASE,
)
_TELLING_ALONE = frozenset(
    [
        "cached",
        "encrypted",
        "stateful",
        "stateless",
        "immutable",
        "mutable",
        "asynchronous",
        "synchronous",
        "mandatory",
        "required",
        "optional",
        "regional",
        "global",
        "distributed",
        "private",
        "public",
        "unlimited",
        "serverless",
        "idempotent",
        "atomic",
        "deprecated",
        "zonal",
    ]
)
_LOOSE_TAIL = re.compile(r"\b(?:with|in|on|at|as|over|under|from|to)\s+(?:an?\s|the\s)?$")
_COMMON_NOUN = re.compile(r"\ban?\s[A-Z][a-z]+\.?$")
_INNER_CAPITAL = re.compile(r"[a-zA-Z_][A-Z]")
_LOOSE_WORDS = re.compile(r"^(?:be\s|very\s|really\s|quite\s|some\s|in headers)", re.IGNORECASE)
_FEWEST_OF_DUTY = 3
_FEWEST_BEFORE_LOOSE = 5
_MOST_HIDDEN = 5
_STOP = {
    "AWS",
    "AND",
    "NOT",
    "API",
    "APIs",
    "JSON",
    "HTTP",
    "HTTPS",
    "URL",
    "URLS",
    "CLI",
    "SDK",
    "THE",
    "ALL",
    "ONLY",
    "PER",
    "GET",
    "PUT",
    "POST",
}
_NAME_RIGHT = re.compile(r"(?: [A-Z][\w-]*)+")
_NAME_LEFT = re.compile(r"(?:AWS|Amazon) $")
_MOST_WORDS = 28
_FEWEST_WORDS = 5


def find(context: Context) -> Iterator[Card]:
    """Hide one telling part of a line that stands for itself."""
    for line in context.lines:
        plain = line.plain
        if not _FEWEST_WORDS <= len(plain.split()) <= _MOST_WORDS or plain.endswith(":") or line.is_step:
            continue
        if _PRONOUN.match(plain) or "->" in plain or "→" in plain or "=>" in plain or plain.endswith("?"):
            continue
        card = _first(context, line)
        if card:
            yield card


def _first(context: Context, line: Line) -> Card | None:
    label = label_of(line)
    for rule, pattern, group, may in _RULES:
        for match in pattern.finditer(line.plain) if may(line.plain) else ():
            start, end = match.span(group)
            if rule == "code-name":
                start, end = _whole_name(line.plain, start, end)
            if label is not None and (start < label[1] or is_moment(line.plain[: label[0]])):
                continue  # a label asks; hiding part of it would ask for the question
            words = line.plain[start:end]
            if rule == "predicate" and " " not in words.strip() and words.lower() not in _TELLING_ALONE:
                continue
            before = line.plain[:start]
            if rule == "tail" and _LOOSE_TAIL.search(before) and len(before.split()) < _FEWEST_BEFORE_LOOSE:
                continue
            if words in _STOP or len(words) < 3 or _LOOSE_WORDS.match(words):
                continue
            if rule == "tail" and _COMMON_NOUN.search(line.plain[: match.end()]):
                continue
            if rule == "duty" and len(words.split()) < _FEWEST_OF_DUTY:
                continue
            if rule in ("code-name", "file") and _is_one_of_many(line.plain, start, end):
                continue
            if len(words.split()) > _MOST_HIDDEN:
                continue
            front = without(line, start, end, context)
            if front:
                answer = words.strip(" .,;:")
                return context.card(
                    "statement", rule, front, f"**{answer}**", line.source, place=f"{line.label} {line.plain}",
                    answer=answer, fact=f"{line.source.path} {line.plain}", anchor=line.anchor,
                )  # fmt: skip
    return None


def _whole_name(plain: str, start: int, end: int) -> tuple[int, int]:
    """Widen a name to the capitalised words beside it: half a name would give the other half away."""
    right = _NAME_RIGHT.match(plain, end) if start else None
    left = _NAME_LEFT.search(plain, 0, start)
    return (left.start() if left else start), (right.end() if right else end)


def _is_one_of_many(plain: str, start: int, end: int) -> bool:
    """Whether a name stands in brackets, in a path or in a run of names, where hiding it asks for a guess."""
    before, after = plain[:start].rstrip(), plain[end:].lstrip()
    return (
        before.endswith((",", "/", "(", ":", "&", "-", " and", " or"))
        or after.startswith((",", "/", ")", "&", "and ", "or ", "- ", "– ", "— "))
        or " / " in plain
    )


def _may_end_in_name(plain: str) -> bool:
    return plain.rstrip(".").rsplit(" ", 1)[-1][:1].isupper()


def _may_be_predicate(plain: str) -> bool:
    return " is " in plain or " are " in plain


def _may_be_duty(plain: str) -> bool:
    return "must" in plain or "should" in plain or "need" in plain or " to " in plain


def _may_have_name(plain: str) -> bool:
    return _INNER_CAPITAL.search(plain) is not None


def _may_have_file(plain: str) -> bool:
    return "/" in plain or "." in plain[:-1]


# Each rule with a cheap test of whether it can match at all.
_RULES = (
    ("code-name", _NAME, 0, _may_have_name),
    ("file", _FILE, 0, _may_have_file),
    ("tail", _TAIL, 1, _may_end_in_name),
    ("predicate", _PREDICATE, 1, _may_be_predicate),
    ("duty", _MUST, 1, _may_be_duty),
)

KIND = CardKind("statement", "Telling words", find)
