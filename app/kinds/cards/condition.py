"""Cards that ask what follows from a condition: `If … -> …`, `When …, …`."""

import re
from collections.abc import Iterator

from app.domain.card import Card
from app.kinds.hide import lead
from app.kinds.spec import CardKind, Context

_ARROW = re.compile(r"^((?:if|when|whenever|in case|once|unless)\b.{6,120}?)\s*(?:->|=>|→|⇒)\s*(.+)$", re.IGNORECASE)
_COMMA = re.compile(r"^((?:if|when|whenever|in case|once|unless)\b[^,]{8,110}?),\s+(?:then\s+)?(.+)$", re.IGNORECASE)
_COLON = re.compile(r"^((?:if|when(?! to\b)|whenever|in case|unless)\b[^:]{6,110}?):\s+(.+)$", re.IGNORECASE)
_VAGUE = re.compile(r"^(?:(?:if|when)\s+)?(?:so|e\.g|necessary|needed|possible)\b", re.IGNORECASE)
_NO_OUTCOME = re.compile(
    r"^(?:you define|you need to know|but|and|or|they|we|this|that|these|remember|think)\b", re.IGNORECASE
)
_MOST_WORDS = 26
_FEWEST_WORDS = 3
_FEWEST_AFTER_COLON = 2


def find(context: Context) -> Iterator[Card]:
    """Find a condition with its outcome on one line."""
    for line in context.lines:
        plain = line.plain
        if line.is_step or plain[:2].lower() not in ("if", "wh", "in", "on", "un"):
            continue
        match = _ARROW.match(plain) or _COLON.match(plain) or _COMMA.match(plain)
        if not match:
            continue
        condition, outcome = match.group(1).strip(), match.group(2).strip()
        fewest = _FEWEST_AFTER_COLON if match.re is _COLON else _FEWEST_WORDS
        if _VAGUE.match(condition) or not fewest <= len(outcome.split()) <= _MOST_WORDS or "->" in outcome:
            continue
        if _NO_OUTCOME.match(outcome) or ". " in outcome.rstrip(".") or ("(" in condition and ")" not in condition):
            continue
        first = condition[0].lower() + condition[1:]
        yield context.card(
            "condition", "if-then", f"{lead(line, context)}: what happens {first}?", outcome, line.source,
            place=condition, fact=f"{line.source.path} {plain}", anchor=line.anchor,
        )  # fmt: skip


KIND = CardKind("condition", "Condition and outcome", find)
