"""Lettered choices, and the lines that tell which letters are right: what several forms have in common."""

import re
from collections.abc import Sequence

from app.kinds.bank_lines import BankLine
from app.kinds.draft import Draft, DraftChoice, letters

_CHOICE = re.compile(r"\s*(?:[-*+]\s+)?(?:\*\*|__)?\(?([A-Za-z])[.)](?:\*\*|__)?(?:\s+(.*)|)$")
_BULLET = re.compile(r"\s*[-*+]\s")
_INDENTED_BULLET = re.compile(r"(?: {1,8}|\t)[-*+]\s+(\S.*)$")
_TAG = re.compile(r"</?(?:details|summary)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"</?br\s*/?>", re.IGNORECASE)
_SIGNS = re.compile(r"^[^\w<(\[`]+")
_KEY = re.compile(
    r"(?:the )?(?:(?:correct|right) )?(?:answers?(?: key)?|(?:richtige )?antwort(?:en)?|correct"
    r"|respuestas?(?: correctas?)?|réponses?(?: correctes?)?|respostas?(?: corretas?)?|rispost[ae](?: corrett[ae])?)"
    r"(?: (?:is|are))?(?:\s*[:=]|\s+[-–]\s)\s*(.*)",
    re.IGNORECASE,
)
_KEY_ALONE = re.compile(r"(?:the )?(?:correct |right )?answers?(?: key)?", re.IGNORECASE)
_HEARSAY = re.compile(r"\W*(?:most voted|community vote|suggested answer|voted answer)\b", re.IGNORECASE)
_BADGE = re.compile(r"(?<!\s)\s{0,9}[\[(*_]{0,9}\bmost voted\b[\])*_]{0,9}\s*$", re.IGNORECASE)
_REASON = re.compile(
    r"(?:explanation(?:/reference)?|reasons?|rationale|erklärung|begründung|explicación|explication|explicação|spiegazione)\W{0,3}:\s*(.*)"
    r"|(?:explanation|erklärung|begründung|explicación|explication|explicação|spiegazione)",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\*\*|__")


def lettered(line: str) -> tuple[str, bool, str] | None:
    """Whether a line begins a choice such as `- A. Its text`; without a dash only capitals from A to L count."""
    match = _CHOICE.match(line)
    if match is None:
        return None
    letter = match.group(1)
    if not _BULLET.match(line) and letter not in "ABCDEFGHIJKL":
        return None
    return letter.upper(), False, (match.group(2) or "").strip()


def bulleted(line: str) -> tuple[str, bool, str] | None:
    """Whether a line begins a choice without a letter: an indented bullet."""
    match = _INDENTED_BULLET.match(line)
    return ("", False, match.group(1)) if match else None


def lettered_or_bulleted(line: str) -> tuple[str, bool, str] | None:
    """Whether a line begins a choice with a letter or without."""
    return lettered(line) or bulleted(line)


def without_badges(choices: Sequence[DraftChoice]) -> bool:
    """Take away what a crowd voted for; whether there was any. A vote is no key."""
    found = False
    for choice in choices:
        kept = [_BADGE.sub("", line) if "most voted" in line[:2_000].lower() else line for line in choice.text]
        if kept != choice.text:
            choice.text = kept
            found = True
    return found


def take_answer(lines: Sequence[BankLine], draft: Draft, *, is_folded: bool = False) -> list[BankLine]:
    """Read the key and the explanation out of the lines below the choices; return the lines that belong to neither."""
    rest: list[BankLine] = []
    waits = explains = False
    is_below = is_folded
    for line in lines:
        is_below = is_below or (not line.is_code and lettered_or_bulleted(line.text) is not None)
        if not is_below:
            rest.append(line)
            continue
        words = line.text if line.is_code else _BREAK.sub(" ", _TAG.sub("", line.text)).rstrip()
        plain = _SIGNS.sub("", _MARKS.sub("", words)).strip()
        if line.is_code or not plain:
            if explains:
                draft.explanation.append(words)
            else:
                rest.append(BankLine(line.number, words, line.is_code))
            continue
        if _HEARSAY.match(plain):
            draft.remarks.append((line.number, "hearsay", "What others voted for is no key; it is left out."))
            continue
        if waits:
            waits = False
            if _taken(plain, line, draft, must=False):
                continue
        match = _KEY.fullmatch(plain)
        if match or _KEY_ALONE.fullmatch(plain):
            found = match.group(1) if match else ""
            if found.strip(" *_"):
                _taken(found, line, draft, must=True)
            else:
                waits = True
            continue
        if match := _REASON.fullmatch(plain):
            explains = True
            if match.group(1):
                draft.explanation.append(match.group(1))
            continue
        if explains:
            draft.explanation.append(words)
        else:
            rest.append(BankLine(line.number, words))
    return rest


def _taken(words: str, line: BankLine, draft: Draft, *, must: bool) -> bool:
    """Keep the letters that the words begin with; what is said behind them explains."""
    found = letters(words)
    if found is None:
        if must:
            draft.troubles.append((line.number, f"its key is not understood: “{words[:60]}”"))
        return False
    if draft.key and set(draft.key) != set(found[0]):
        draft.troubles.append((line.number, f"it has two keys, {draft.key} and {found[0]}"))
    draft.key = found[0]
    if found[1]:
        draft.explanation.append(found[1])
    return True
