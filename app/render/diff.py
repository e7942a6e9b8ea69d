"""Sets a typed answer beside the right one, character by character."""

import re
from difflib import SequenceMatcher
from html import escape

MAX_TYPED = 500


def is_right(typed: str, answer: str) -> bool:
    """Tell whether an answer counts as the same: case, spacing and closing punctuation do not matter."""
    return _folded(typed) == _folded(answer)


def typed_diff(typed: str, answer: str, *, soft: str, good: str, bad: str) -> str:
    """What was typed with its errors struck out and what was missing put in; colour never carries it alone."""
    typed = typed.strip()[:MAX_TYPED]
    if is_right(typed, answer):
        return f'<span style="color:{good}">{escape(typed)}</span>'
    pieces = []
    for tag, first, last, start, end in SequenceMatcher(None, typed.casefold(), answer.casefold(), False).get_opcodes():
        if tag == "equal":
            pieces.append(f'<span style="color:{soft}">{escape(typed[first:last])}</span>')
            continue
        if first < last:
            pieces.append(f'<s style="color:{bad}">{escape(typed[first:last])}</s>')
        if start < end:
            pieces.append(f'<u style="color:{good}">{escape(answer[start:end])}</u>')
    return "".join(pieces)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().strip(".;,!").casefold()
