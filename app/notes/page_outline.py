"""Chapters and titles of a text copied from a web page, where nothing marks them but how they stand."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from app.notes.page_lines import Kind, Line

_FEWEST_ENTRIES = 3
_CONTENTS_WITHIN = 400
_LONGEST_TITLE = 90
_MOST_WORDS = 10
_MOST_LABEL_WORDS = 7
_ALIKE = 80.0
_MOST_CANDIDATES = 20_000
_MOST_OPTIONS = 20
_MOST_BELOW = 200
_SENTENCE = re.compile(
    r"\b(?:is|are|was|can|cannot|can't|will|won't|must|should|has|have|had|you|u|we|they|it's|its|does|do|don't|i)\b",
    re.IGNORECASE,
)
_ASKING = ("What", "How", "Why", "When", "Which", "Where", "Who", "Can", "Do", "Does", "Is", "Are", "Should")
_ARROW = re.compile(r"->|=>|→|⇒|!=| = |\w, ")
_WORD = re.compile(r"[\w$@#'’.+-]*\w[\w@#'’.+-]*")
_SMALL = re.compile(
    r"(?:an?|and|as|at|by|for|from|in|inside|into|of|off|on|onto|or|out|outside|over|per|the|to|under|up|via|vs|with)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Outline:
    """Where the text begins, and which lines head a part of it at which level."""

    levels: Mapping[int, int]  # index of a line → level of its heading
    start: int = 0
    title: str = ""
    missing: Sequence[Line] = ()  # entries of the contents without a chapter


def outline(lines: Sequence[Line]) -> Outline:
    """Find the headings: chapters that the page's own contents name, and titles by their form and place."""
    entries, after = _contents(lines)
    chapters = _chapters(lines, entries, after)
    if chapters:
        start = min(chapters.values())
        missing = [entry for entry in entries if entry.number not in chapters]
        heads = set(chapters.values())
        titles = _titles(lines, start, heads)
        name = _name(lines, entries[0].number - lines[0].number)
        return Outline(_levels(lines, heads, titles), start, name, missing)
    found = _titles(lines, 0, set())
    heads = {index for index in found if _gap(lines, index) >= 2}
    if len(heads) < 2 or len(heads) == len(found):
        return Outline(dict.fromkeys(found, 1))
    first = min(heads)
    heads |= {index for index in found if index < first}
    return Outline(_levels(lines, heads, [index for index in found if index not in heads]))


def _contents(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """The numbered contents near the top, and the index of the line after it."""
    entries: list[Line] = []
    after = 0
    for index, line in enumerate(lines[:_CONTENTS_WITHIN]):
        if line.kind is Kind.NUMBER and line.start == len(entries) + 1:
            entries.append(line)
            after = index + 1
        elif line.kind is Kind.NUMBER and line.start == 1:
            entries, after = [line], index + 1
        elif entries and line.kind is not Kind.BLANK:
            if len(entries) >= _FEWEST_ENTRIES:
                break
            entries = []
    return (entries, after) if len(entries) >= _FEWEST_ENTRIES else ([], 0)


def _chapters(lines: Sequence[Line], entries: Sequence[Line], after: int) -> dict[int, int]:
    """Tie entries of the contents to lines, in order: number of the entry's line → index of its chapter's heading."""
    if not entries:
        return {}
    alone = [
        (index, _normal(lines[index].words))
        for index in range(after, len(lines))
        if lines[index].kind is Kind.WORDS
        and not lines[index].indent
        and len(lines[index].words) <= _LONGEST_TITLE
        and (index == after or lines[index - 1].kind is not Kind.WORDS)
    ]
    del alone[_MOST_CANDIDATES:]
    by_words: dict[str, list[int]] = {}
    for index, words in alone:
        by_words.setdefault(words, []).append(index)
    options: list[tuple[int, int, float]] = []  # place of the entry, index of the line, likeness
    for place, entry in enumerate(entries):
        wanted = _normal(entry.words)
        same = by_words.get(wanted)
        if same:
            options.extend((place, index, 100.0) for index in same[:_MOST_OPTIONS])
            continue
        likeness = ((index, _likeness(wanted, words, lines[index].words)) for index, words in alone)
        similar = [(place, index, score) for index, score in likeness if score >= _ALIKE]
        options.extend(similar[:_MOST_OPTIONS])
    chain = _best_chain(options)
    return {entries[place].number: index for place, index in chain} if 2 * len(chain) > len(entries) else {}


def _likeness(wanted: str, found: str, written: str) -> float:
    if " " not in wanted and 2 <= len(wanted) <= 6 and wanted == _initials(written):
        return 95.0
    return fuzz.ratio(wanted, found)


def _initials(words: str) -> str:
    return "".join(word[0] for word in words.split() if word[0].isupper()).lower()


def _best_chain(options: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The most likely choice of lines that keeps the order of the entries; the earlier line wins a tie."""
    best: list[tuple[float, int]] = []  # for each option: likeness of the chain up to it, and the option before
    for number, (place, index, score) in enumerate(options):
        before = [
            (best[other][0], -other)
            for other in range(number)
            if options[other][0] < place and options[other][1] < index
        ]
        total, other = max(before, default=(0.0, 1))
        best.append((total + score, -other))
    chain: list[tuple[int, int]] = []
    number = max(range(len(best)), key=lambda option: (best[option][0], -option), default=-1)
    while number >= 0:
        chain.append(options[number][:2])
        number = best[number][1]
    return chain[::-1]


def _name(lines: Sequence[Line], before: int) -> str:
    """The title of the whole page: the last words above its contents."""
    above = [line.words for line in lines[:before] if line.kind is Kind.WORDS and not line.indent]
    return above[-1] if above and has_title_form(above[-1]) else ""


def _titles(lines: Sequence[Line], start: int, chapters: set[int]) -> list[int]:
    """Lines that head a part: short, worded as a title, set apart from what is above, with something below."""
    found: list[int] = []
    following = _following(lines)
    is_title_above, is_chapter_above = False, False
    above = -1  # index of the nearest line that is not blank
    for index in range(start, len(lines)):
        line = lines[index]
        if line.kind is Kind.BLANK or line.kind is Kind.CHROME:
            continue
        if index in chapters:
            is_title_above, is_chapter_above = False, True
        else:
            place = _Place(index, above, following[index], is_title_above, is_chapter_above)
            is_title_above = line.kind is Kind.WORDS and _is_title(lines, place)
            is_chapter_above = False
            if is_title_above:
                found.append(index)
        above = index
    return _with_contents(lines, found, chapters)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands: the nearest lines with something on them, and whether that above is a heading."""

    index: int
    above: int
    below: int
    is_below_title: bool
    is_below_chapter: bool


def _is_title(lines: Sequence[Line], place: _Place) -> bool:
    line, below = lines[place.index], lines[place.below] if place.below >= 0 else None
    if below is None:
        return False
    is_apart = place.above < place.index - 1
    is_below_list = place.above >= 0 and lines[place.above].kind in (Kind.BULLET, Kind.NUMBER)
    is_stuck = not is_apart and is_below_list and line.indent <= lines[place.above].indent
    is_set_off = is_stuck or (line.indent < 4 and (is_apart or place.above < 0))
    if not is_set_off or not has_title_form(line.words, is_stuck=is_stuck):
        return False
    is_spaced = place.below > place.index + 1
    is_list_below = below.kind in (Kind.BULLET, Kind.NUMBER)
    if place.is_below_title:  # else it leads in a list, or is the head of a table that lost its lines
        return is_spaced != is_list_below and below.kind is not Kind.CODE
    return is_spaced or is_list_below or place.is_below_chapter or is_stuck


def _following(lines: Sequence[Line]) -> list[int]:
    """For each line the index of the next one that is not blank, or -1."""
    found = [-1] * len(lines)
    for index in range(len(lines) - 2, -1, -1):
        is_blank = lines[index + 1].kind in (Kind.BLANK, Kind.CHROME)
        found[index] = found[index + 1] if is_blank else index + 1
    return found


def _with_contents(lines: Sequence[Line], titles: Sequence[int], chapters: set[int]) -> list[int]:
    """Drop titles with nothing below, unless they stand over titles that begin like them."""
    heads = sorted([*titles, *chapters])
    among = set(titles)
    kept: list[int] = []
    for index in titles:
        place = bisect_left(heads, index) + 1
        following = heads[place] if place < len(heads) else len(lines)
        is_empty = all(line.kind in (Kind.BLANK, Kind.CHROME, Kind.REMARK) for line in lines[index + 1 : following])
        is_above = following in among and _begins_like(lines[following], lines[index])
        is_chapter = not chapters and _gap(lines, index) > 1 and following in among and _gap(lines, following) < 2
        if not is_empty or is_above or is_chapter:
            kept.append(index)
    return kept


def _levels(lines: Sequence[Line], chapters: set[int], titles: Sequence[int]) -> dict[int, int]:
    """Levels: chapters above titles, and an empty title above those that begin with its words."""
    levels = dict.fromkeys(chapters, 1) | dict.fromkeys(titles, 2)
    for place, index in enumerate(titles[:-1]):
        following = titles[place + 1]
        if any(line.kind is not Kind.BLANK for line in lines[index + 1 : following]):
            continue
        below: list[int] = []
        for other in titles[place + 1 : place + _MOST_BELOW]:
            if any(chapter in chapters for chapter in range(below[-1] if below else index, other)):
                break
            if not _begins_like(lines[other], lines[index]) and lines[other - 1].kind is Kind.BLANK:
                break
            below.append(other)
        while below and not _begins_like(lines[below[-1]], lines[index]):
            below.pop()
        levels.update(dict.fromkeys(below, 3))
    return levels


def has_title_form(words: str, *, is_stuck: bool = False) -> bool:
    """Whether words read as a title; stuck to the end of a list they hardly can be anything else."""
    if len(words) > _LONGEST_TITLE or words[-1] in ".;,!…" or _ARROW.search(words):
        return False
    first = words[0]
    if not (first.isupper() or first.isdigit() or first in "(\"“'") or words.count(":") > 1:
        return False
    parts = [word for word in words.replace("/", " ").split() if _WORD.search(word)]
    if not parts or len(parts) > (_MOST_WORDS + 4 if is_stuck else _MOST_WORDS):
        return False
    if parts[0] not in _ASKING and words[-1] != "?" and _SENTENCE.search(words):
        return False
    telling = [word for word in parts if not _SMALL.fullmatch(word)]
    capitals = sum(1 for word in telling if not word.strip("(\"“'")[:1].islower())
    if words[-1] == "?":
        return True
    if words[-1] == ":":
        return len(telling) > 1 and capitals == len(telling)
    return is_stuck or 2 * capitals >= len(telling)


def is_label(words: str) -> bool:
    """Whether words could name what stands below them in a list."""
    if not words or len(words) > _LONGEST_TITLE or words[-1] in ".;,!?…" or _ARROW.search(words):
        return False
    return words[0].isupper() and len(words.split()) <= _MOST_LABEL_WORDS and not _SENTENCE.search(words)


def _begins_like(line: Line, other: Line) -> bool:
    return _normal(line.words).startswith(_normal(other.words) + " ")


def _normal(words: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", words.lower()))


def _gap(lines: Sequence[Line], index: int) -> int:
    """How many blank lines stand above a line; the top of the text counts as many."""
    gap = 0
    while index > gap and lines[index - gap - 1].kind is Kind.BLANK:
        gap += 1
    return gap if index > gap else 99
