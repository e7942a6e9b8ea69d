"""Hiding part of a statement, and judging whether what is left can be answered."""

import re

from app.kinds.lines import Line
from app.kinds.spec import Context

BLANK = "[…]"
_WORD = re.compile(r"[A-Za-z0-9][\w.+-]*")
_WEAK = {
    "able", "account", "all", "application", "applications", "cloud", "code", "console", "data", "resources", "service",
    "services", "any", "available", "aws", "b", "best", "better", "done", "easy", "etc", "everything", "faster",
    "free", "good", "great", "here", "important", "it", "less", "more", "much", "needed", "new", "none", "not",
    "nothing", "now", "ok", "one", "other", "others", "out", "possible", "same", "simple", "something", "supported",
    "that", "them", "there", "this", "used", "useful", "user", "users", "you", "your",
}  # fmt: skip
_NO_LABEL = re.compile(
    r"^(?:you|u|we|it|with|to|if|when|this|these|the|in|can|must|for|by|how|what|query returns)\b", re.IGNORECASE
)
_GAP = re.compile(r"\[…\] (?=[.,;:)\"])")
_ASIDE = re.compile(r"\([^)]*\)")
_LAST_ASIDE = re.compile(r"\s*\([^)]*\)$")
_CHOICE = re.compile(r"\svs\.?\s")
_SHORTEST_REST = 3
_LONG_NAME = 8


def without(line: Line, start: int, end: int, context: Context) -> str | None:
    """The statement with `plain[start:end]` hidden, led in by its subject; None if it gives itself away or is bare."""
    plain = line.plain
    hidden = plain[start:end].strip(" .,;:")
    rest = plain[:start] + " " + plain[end:]
    words = [word.lower() for word in _WORD.findall(hidden)]
    if not words or all(word in _WEAK for word in words):
        return None
    left = [word.lower() for word in _WORD.findall(rest)]
    if sum(not word.isdigit() for word in _WORD.findall(_ASIDE.sub("", rest))) < _SHORTEST_REST - (
        "(" in rest and start > 0
    ):
        return None
    shown = " ".join(left) + " " + " ".join(word.lower() for word in _WORD.findall(lead(line, context)))
    telling = [word for word in words if len(word) > 2 or word.isdigit()]
    if telling and all(_is_shown(word, shown) for word in telling):
        return None
    front = f"{lead(line, context)}: {plain[:start].rstrip()} {BLANK} {plain[end:].lstrip(' ')}".rstrip()
    return _GAP.sub(BLANK, re.sub(r"(?<=[(\"]) (?=\[…)", "", front)).replace(":  ", ": ")


def shows(subject: str, label: str, answer: str) -> bool:
    """Whether a front of subject and label gives its answer away; one of two alternatives may stand in the subject."""
    words = re.compile(rf"(?<!\w){re.escape(answer.lower().rstrip('.'))}(?!\w)")
    return bool(words.search(label.lower()) or (words.search(subject.lower()) and not _CHOICE.search(subject)))


def _is_shown(word: str, shown: str) -> bool:
    """Whether a hidden word still stands there: alone, in the singular, or a long name written as two words."""
    if re.search(rf"\b{re.escape(word)}\b", shown):
        return True
    one = word.removesuffix("s")
    return len(one) >= _LONG_NAME and one in shown.replace(" ", "")


def lead(line: Line, context: Context) -> str:
    """What must be named before a statement: the subject, and the entry it stands under."""
    label = line.label.rstrip(":").strip()
    label = _LAST_ASIDE.sub("", label) if label.endswith(")") else label
    if not label or len(label.split()) > 6 or label.lower() in context.subject.lower():
        return context.subject
    if _NO_LABEL.match(label) or "->" in label or "→" in label or ":" in label:
        return context.subject
    return f"{context.subject}, {label}"
