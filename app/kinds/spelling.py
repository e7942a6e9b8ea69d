"""Words in the prose of notes that no dictionary knows; code, names, short forms and known terms are passed by."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase

from app.domain.note import Alert, Block, Item, ListBlock, Note, Paragraph, Quote, Table, Text
from app.domain.problem import Problem
from app.kinds.lexicon import Lexicon

_WORD = re.compile(r"(?<![\w./@$\\~#%&=+-])[A-Za-z]+(?:-[A-Za-z]+)*(?:['’][a-z]+)?(?![\w/@=(\\-]|[.:]\w)")
_ADDRESS = re.compile(r"\S*(?:://|www\.)\S*")
_BARE_LINK = re.compile(r"\[\[([^\[\]|#]*)(?:#([^\[\]|]*))?\]\]")  # shows the name of its target
_OPENING = re.compile(r"(?:^|[.!?:;|]\s+|[“\"(‘]|[–—→]\s*)\Z")
_ENDING = re.compile(r"(?:n['’]t|['’][a-z]+)$")
_SHORTEST = 3
_PARTS = frozenset({"anti", "auto", "inter", "intra", "micro", "multi", "post", "semi", "super", "trans"})


@dataclass(frozen=True, slots=True)
class Words:
    """What a dictionary knows: words of all English, and those of one spelling only; all in lower case."""

    english: frozenset[str]
    british: frozenset[str] = frozenset()
    american: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spelled:
    """The words of one note that may be wrong, each with its first line."""

    path: str
    unknown: dict[str, int] = field(default_factory=dict)
    british: dict[str, int] = field(default_factory=dict)
    american: dict[str, int] = field(default_factory=dict)


def spelled(note: Note, words: Words, lexicon: Lexicon) -> Spelled:
    """Look every word of a note's prose up; `lexicon` has the terms of the note."""
    found = Spelled(note.path)
    texts = list(_texts_of(note))
    names = {match.group().lower() for text, _ in texts for match in _named(text)}
    terms = names | {part for name, _ in lexicon.names for part in re.findall(r"[a-z]+", name.lower())}
    seen: dict[str, dict[str, int] | None] = {}
    for text, line in texts:
        for match in _WORD.finditer(text):
            for word in _checked(match.group()):
                if word not in seen:
                    seen[word] = _judged(word, words, terms, found)
                doubted = seen[word]
                if doubted is not None and not _may_be_name(match, text, word, words):
                    doubted.setdefault(word, line)
    return found


def spelling_problems(notes: Iterable[Spelled], words: Words) -> Iterator[Problem]:
    """Say which words no dictionary knows, and which are spelled in the other way than most of the notes."""
    every = list(notes)
    british, american = sum(len(one.british) for one in every), sum(len(one.american) for one in every)
    is_british = british >= american
    for one in every:
        for word, line in one.unknown.items():
            yield _problem(one.path, line, f"“{word}” is in no dictionary.", _nearest(word, words))
        for word, line in (one.american if is_british else one.british).items():
            where = ("American", "British") if is_british else ("British", "American")
            message = f"“{word}” is {where[0]} spelling; these notes are {where[1]}."
            yield _problem(one.path, line, message, _nearest(word, words))


def _problem(path: str, line: int, message: str, near: Sequence[str]) -> Problem:
    meant = f"Perhaps “{'” or “'.join(near)}” is meant. " if near else ""
    return Problem("spelling", message, path, line, f"{meant}Name a term in `terms:` of the front matter.")


def _judged(word: str, words: Words, terms: set[str], found: Spelled) -> dict[str, int] | None:
    """Where a word belongs; None if it is known."""
    if word in words.english or word in _PARTS or word in terms or (word.endswith("s") and word[:-1] in terms):
        return None
    if word in words.british:
        return found.british
    if word in words.american:
        return found.american
    return found.unknown


def _checked(written: str) -> Iterator[str]:
    """The words to look up in something written: the parts at hyphens, without endings such as ’s."""
    for part in _ENDING.sub("", written).split("-"):
        if len(part) >= _SHORTEST and (part.islower() or part[1:].islower()):
            yield part.lower()


def _named(text: str) -> Iterator[re.Match[str]]:
    """Words with a capital in the middle of a sentence: names."""
    for match in _WORD.finditer(text):
        if match.group()[0].isupper() and not _OPENING.search(text, 0, match.start()):
            yield match


def _may_be_name(match: re.Match[str], text: str, word: str, words: Words) -> bool:
    """Whether a word has a capital, be it for the sentence that it opens, and resembles nothing that is known."""
    is_first = _OPENING.search(text, 0, match.start()) is not None
    is_capital = match.group()[0].isupper()
    return is_capital and (
        not is_first or not (word in words.american or word in words.british or _nearest(word, words))
    )


def _nearest(word: str, words: Words) -> list[str]:
    """Known words that are one letter away."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    near = {head + tail[1:] for head, tail in cuts if tail}
    near |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    near |= {head + letter + rest for head, tail in cuts for letter in ascii_lowercase for rest in (tail, tail[1:])}
    near.discard(word)
    known = words.english | (words.british if word in words.american else frozenset()) if near else frozenset()
    return sorted(near & known)[:2]


def _texts_of(note: Note) -> Iterator[tuple[str, int]]:
    for section in note.walk():
        yield section.title, section.source.first
        for text, line in _texts_in(section.blocks):
            yield _outside_code(text), line


def _texts_in(blocks: Sequence[Block]) -> Iterator[tuple[Text, int]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            for offset, text in enumerate(block.lines or (block.text,)):
                yield text, min(block.source.first + offset, block.source.last)
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from _texts_in_item(item)
        elif isinstance(block, Table):
            yield from ((text, block.source.first) for text in block.header)
            for row in block.rows:
                yield from ((text, row.source.first) for text in row.cells)
        elif isinstance(block, Quote | Alert):
            yield from _texts_in(block.blocks)


def _texts_in_item(item: Item) -> Iterator[tuple[Text, int]]:
    yield item.text, item.source.first
    yield from _texts_in(item.children)


def _outside_code(text: Text) -> str:
    """The words of a text with a mark in place of each inline code, address and name of a target."""
    parts: list[str] = []
    place = 0
    for start, end in text.code:
        parts += [text.plain[place:start], " ` "]
        place = end
    words = "".join([*parts, text.plain[place:]])
    for link in _BARE_LINK.finditer(text.markdown) if "[[" in text.markdown else ():
        words = words.replace(link[2] or link[1], " ` ", 1)
    return _ADDRESS.sub(" ` ", words)
