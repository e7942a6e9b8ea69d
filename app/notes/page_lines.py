"""The lines of a text copied from a web page: list entries, code, words, or nothing but a part of the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

_BULLET = re.compile(r"([ \t]*)(?:[•◦▪▫‣⁃●○■□∙·–]|(?<=[ \t])o(?=[ \t])|o(?=\t|  )|[-*+](?=[ \t]))[ \t\xa0]*(.*)")
_NUMBER = re.compile(r"([ \t]*)(\d{1,2})[.)][ \t\xa0]+(\S.*)")
_CHROME = re.compile(
    r"skip to (?:main )?content|latest commit|(?:commit )?history|file metadata and controls|readme(?:\.md)?|"
    r"\d[\d,]* lines? \(.*|table of cont\w*|contents|on this page|back to top|raw|blame|edit this page|"
    r"permalink|toggle navigation|main navigation|sign (?:in|up)|breadcrumbs|that's all folks.*",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\W*(?:todo|fixme|tbd)\b.*|\W*insert\b[^.]{0,60}\b(?:here|there)\W*|\W*falta(?:r[ií]a)?\b.*", re.IGNORECASE
)
_TRAILING_REMARK = re.compile(r"\s+(?:TODO\b.*|FIXME\b.*|[Ff]altar[ií]a\b.*)$")
_CODE = re.compile(
    r"import \w|from \S+ import |(?:async )?def \w+ ?\(|class \w+ ?[({:]|return\b|function\b.*\{|"
    r"(?:const|let|var) \w+ ?=|[A-Za-z_][\w.\[\]\"']* = [\w\"'\[{(].*|\"[^\"]*\" ?: ?.*|[{}\[\]()]+[,;]?$|.*[;{]$|"
    r"#!/|\$ \w|//|/\*|SELECT .* FROM "
)
_LONGEST_CODE = 100
_SETTING = re.compile(r"-? ?[A-Za-z_!][\w.:!-]*:(?: .*)?$|- \S+$")


class Kind(Enum):
    """What a line of a page is."""

    BLANK = "blank"
    WORDS = "words"
    BULLET = "bullet"
    NUMBER = "number"
    CODE = "code"
    CHROME = "chrome"  # of the page, not of its text
    REMARK = "remark"  # of the author to himself


@dataclass(slots=True)
class Line:
    """One line; `indent` is that of its bullet or words, `words` what follows, `start` the number of an entry."""

    kind: Kind
    number: int
    indent: int = 0
    words: str = ""
    start: int = 0
    raw: str = ""


def read_lines(texts: Sequence[str], offset: int = 0) -> list[Line]:
    """Tell what each line is; `offset` lines stand before the first one."""
    lines = [_line(text, number) for number, text in enumerate(texts, start=offset + 1)]
    _mark_code(lines)
    return lines


def is_bullet(text: str) -> bool:
    """Whether a line begins with a bullet that nobody types on a keyboard."""
    words = text.lstrip(" \t")
    return words[:1] in "•◦▪▫‣⁃●○■□" and bool(words)


def _line(text: str, number: int) -> Line:
    words = text.strip(" \t\xa0\u200b\ufeff")
    if not words:
        return Line(Kind.BLANK, number)
    first = words[0]
    if not first.isalpha() or first == "o":
        match = _BULLET.match(text)
        if match:
            words = match.group(2).rstrip(" \t\xa0")
            kind = Kind.REMARK if _REMARK.fullmatch(words) else Kind.BULLET if words else Kind.BLANK
            return Line(kind, number, _width(match.group(1)), _without_remark(words), raw=text)
        match = _NUMBER.match(text) if first.isdigit() else None
        if match:
            words = match.group(3).rstrip(" \t\xa0")
            return Line(Kind.NUMBER, number, _width(match.group(1)), _without_remark(words), int(match.group(2)), text)
    indent = _width(text[: len(text) - len(text.lstrip(" \t\xa0"))])
    if len(words) < 60 and _CHROME.fullmatch(words):
        return Line(Kind.CHROME, number, indent, words, raw=text)
    if _REMARK.fullmatch(words):
        return Line(Kind.REMARK, number, indent, words, raw=text)
    return Line(Kind.WORDS, number, indent, _without_remark(words), raw=text)


def _without_remark(words: str) -> str:
    return _TRAILING_REMARK.sub("", words) if "TODO" in words or "FIXME" in words or "altar" in words else words


def _width(space: str) -> int:
    return len(space.expandtabs(4)) if "\t" in space else len(space)


def _mark_code(lines: list[Line]) -> None:
    """Find runs of lines that look like code; a single line never does, but for an indented one by a tab."""
    run: list[Line] = []
    is_open = 0  # brackets of the run that wait for their other half
    for line in [*lines, Line(Kind.WORDS, 0)]:
        is_inside = is_open > 0 and len(run) < _LONGEST_CODE and line.raw
        if (run and line.kind is Kind.BLANK) or is_inside or (line.raw and _may_be_code(line)):
            run.append(line)
            is_open += sum(line.raw.count(mark) for mark in "{[(") - sum(line.raw.count(mark) for mark in "}])")
        elif run:
            _settle(run)
            run, is_open = [], 0


def _may_be_code(line: Line) -> bool:
    if line.kind in (Kind.WORDS, Kind.CHROME):
        if line.raw[0] == "\t":
            return True
        return bool(_CODE.match(line.words) or _SETTING.match(line.words)) and not line.words.endswith(".")
    return line.kind is Kind.BULLET and line.raw.lstrip(" ")[0] == "-"  # an entry of a list in YAML


def _settle(run: list[Line]) -> None:
    while run[-1].kind is Kind.BLANK:
        run.pop()
    while len(run) > 1 and run[0].words.endswith(":") and run[1].words and _depth(run[1]) <= _depth(run[0]):
        del run[0]  # it leads the code in
    told = [line for line in run if line.kind is not Kind.BLANK]
    strong = [line for line in told if line.kind is not Kind.BULLET and _CODE.match(line.words)]
    is_nested = len(told) >= 3 and len({_depth(line) for line in told}) > 1 and _is_setting(told)
    if (len(told) >= 2 and 2 * len(strong) >= len(told)) or is_nested:
        for line in run:
            line.kind = Kind.CODE


def _is_setting(told: Sequence[Line]) -> bool:
    """Whether the lines are settings with others nested in them, as in YAML."""
    return told[0].words.endswith(":") and all(_SETTING.match(line.raw.strip()) for line in told)


def _depth(line: Line) -> int:
    return len(line.raw) - len(line.raw.lstrip())
