"""A heading “A vs B” with one labelled list for each: the labels that both have become rows."""

import re
from collections.abc import Iterator, Sequence

from app.domain.comparison import Cell, Comparison, ComparisonRow
from app.domain.note import Item, ListBlock, Section, Source, Text
from app.kinds.spec import ComparisonKind, plain

_VERSUS = re.compile(r"\s+(?:vs\.?|versus)\s+", re.IGNORECASE)
_LABELLED = re.compile(r"^([^:]{2,40}):\s+(\S.*)$")
_FEWEST_ROWS = 1


def find(section: Section) -> Iterator[Comparison]:
    """Find the lists of the things that the heading sets against each other, as entries or as sections."""
    names = [name.strip() for name in _VERSUS.split(section.title)]
    if len(names) < 2:
        return
    lists = [(plain(item.text), item.items) for block in _lists(section) for item in block.items if item.items]
    lists += [(child.title, _entries(child)) for child in section.children]
    sides = [(words, _labelled(items)) for words, items in lists if any(_names(words, name) for name in names)]
    if len(sides) < len(names):
        return
    attributes = [key for key in sides[0][1] if all(key in facts for _, facts in sides[1:])]
    if len(attributes) < _FEWEST_ROWS:
        return
    rows = tuple(ComparisonRow(key, tuple(Cell(*facts[key]) for _, facts in sides)) for key in attributes)
    columns = tuple(words.rstrip(": ") for words, _ in sides)
    yield Comparison("versus", "versus-heading", section.title, columns, rows, section.heading_path, section.source)


def _lists(section: Section) -> Iterator[ListBlock]:
    return (block for block in section.blocks if isinstance(block, ListBlock))


def _entries(section: Section) -> tuple[Item, ...]:
    return tuple(item for block in _lists(section) for item in block.items)


def _names(words: str, name: str) -> bool:
    """Whether words speak of the thing: the first word of its name is in them."""
    return name.split()[0].lower() in re.findall(r"[\w-]+", words.lower())


def _labelled(items: Sequence[Item]) -> dict[str, tuple[Text, Source]]:
    facts: dict[str, tuple[Text, Source]] = {}
    for item in items:
        if match := _LABELLED.match(plain(item.text)):
            facts.setdefault(match.group(1), (Text(match.group(2), match.group(2)), item.source))
    return facts


KIND = ComparisonKind("versus", "Side by side", find)
