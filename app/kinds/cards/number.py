"""Cards that hide a quantity: limits, defaults, ranges, prices, ports."""

import re
from collections.abc import Iterator

from app.domain.card import Card
from app.kinds.hide import BLANK, lead, without
from app.kinds.lines import Line, coded, is_moment, label_of
from app.kinds.spec import CardKind, Context

_UNIT = (
    r"(?:%|percent|bytes?|[KMGTP]i?B|kb|mb|gb|tb|ms|µs|us|s|sec|secs|seconds?|mins?|minutes?|h|hours?|days?|weeks?|"
    r"months?|years?|tries|retries|times|messages?|records?|items?|requests?|req|topics?|subscriptions?|instances?|"
    r"nodes?|layers?|versions?|shards?|partitions?|replicas?|regions?|AZs?|GSIs?|LSIs?|RCUs?|WCUs?|units?|segments?|"
    r"stages?|zones?|characters?|levels?|keys?|tags?|attributes?|vCPUs?|IOPS|users?|objects?|buckets?|parts?|"
    r"variables?|resources?|parameters?|dimensions?|minute|concurrent executions?|executions?|transactions?|nines|pods?|"  # noqa: E501
    r"workers?|dollars?|cents?|operations?|reads?|writes?|strongly consistent reads?|metres?|bits?|years? period)"
)
_AMOUNT = r"(?:[$€£]\s?)?\d[\d.,]*(?:[kKmM](?=\s|/|$))?"
_QUANTITY = re.compile(
    rf"(?<![\w.:/-])(?:{_AMOUNT}\s*(?:-|–|to|and|or)\s*)?{_AMOUNT}\s*{_UNIT}(?:\s*(?:/|per|x)\s*(?:s|sec|second|min|minute|hour|day|month|{_UNIT}))?(?![\w-])"
)
_NAMED = re.compile(
    r"\b(?:[Pp]orts?|[Ll]ayers?|version|HTTP|status|code|[Uu]p to|[Mm]aximum(?: of)?|[Mm]ax|[Mm]inimum|[Ll]imit(?:ed)? (?:of|to))\s+(\d+(?:[.,]\d+)*(?:\s?(?:&|and|-|to)\s?\d+)?)(?![\w.-]*\w)"  # noqa: E501
)
_EXAMPLE = re.compile(
    r"\b(?:e\.g\.?|example|for instance|let's|assume|means|custom|always want|years? old)\b|\bex:", re.IGNORECASE
)
_MOST_WORDS = 32
_MOST_PER_LINE = 2
_MOST_ASKED = 8
_DIGIT = re.compile(r"\d")
_FEWEST_BEFORE = 4
_THRESHOLD = re.compile(r"[<>]=?\s*\d+\s?%")
_IN_RUN = re.compile(r"\d[\d.,]*,\s*$")


def find(context: Context) -> Iterator[Card]:
    """Hide each quantity of a line in turn; a line full of numbers is an example or a table."""
    for line in context.lines:
        plain = line.plain
        if not _DIGIT.search(plain) or len(plain.split()) > _MOST_WORDS:
            continue
        if _EXAMPLE.search(plain) or _THRESHOLD.search(plain) or " = " in plain:
            continue
        label = label_of(line)
        if label is not None and is_moment(plain[: label[0]]):
            continue
        spans = [span for span in _spans(plain) if label is None or span[0] >= label[1]]
        if not 1 <= len(spans) <= 3:
            continue
        for start, end in spans[:_MOST_PER_LINE]:
            if plain[:start].rstrip().endswith("(") and len(plain[:start].split()) < _FEWEST_BEFORE:
                continue
            if _IN_RUN.search(plain[:start]):
                continue
            card = _card(context, line, start, end)
            if card:
                yield card


def _card(context: Context, line: Line, start: int, end: int) -> Card | None:
    plain = line.plain
    answer = plain[start:end].strip(" .,")
    front = _question(context, line, start, end) or without(line, start, end, context)
    if not front or _is_shown(answer, front):
        return None
    return context.card(
        "number", "quantity", front, f"**{answer}**", line.source, place=f"{line.label} {_around(plain, start, end)}",
        answer=answer, fact=f"{line.source.path} {plain}", anchor=None,
    )  # fmt: skip


def _question(context: Context, line: Line, start: int, end: int) -> str | None:
    """`Default: 30 s` asks “… **Default**?”, which reads better than a gap."""
    label = label_of(line)
    if label is None or start != label[1] or end < len(line.plain.rstrip(".")):
        return None
    words = coded(line.text, 0, label[0]).strip("( ")
    return f"{lead(line, context)}: **{words}**?" if len(words.split()) <= _MOST_ASKED else None


def _is_shown(answer: str, front: str) -> bool:
    """Whether the hidden amount still stands in the front."""
    digits = re.sub(r"\D", "", answer)
    shown = re.findall(r"\d[\d.,]*", front.replace(BLANK, " "))
    return any(re.sub(r"\D", "", number) == digits for number in shown)


def _around(plain: str, start: int, end: int) -> str:
    """The line without its number: what tells this gap from others when the amount is corrected."""
    return f"{plain[:start].strip()} # {plain[end:].strip()}"


def _spans(plain: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in _QUANTITY.finditer(plain)]
    for match in _NAMED.finditer(plain):
        if not any(start < match.end(1) and match.start(1) < end for start, end in spans):
            spans.append(match.span(1))
    return _merged(plain, sorted(spans))


def _merged(plain: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take `900 seconds (15 minutes)` as one amount, or each half would give the other away."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and plain[merged[-1][1] : start].strip() in ("(", "=", "or"):
            is_bracket = "(" in plain[merged[-1][1] : start] and plain[end : end + 1] == ")"
            merged[-1] = (merged[-1][0], end + 1 if is_bracket else end)
        else:
            merged.append((start, end))
    return [span for span in merged if plain[slice(*span)] != "100%"]


KIND = CardKind("number", "Number", find)
