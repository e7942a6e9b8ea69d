"""Siblings that say the same things of themselves: their shared attributes become rows, though no heading says “vs”."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.domain.comparison import Comparison
from app.domain.note import Block, ListBlock, Paragraph, Section, Source
from app.kinds.align import MOST_TOPICS, OTHER, Fact, facts_in, rows_of
from app.kinds.spec import ComparisonKind, plain

_FEWEST_SHARED = 2
_LONGEST_NAME = 40
_MOST_LOOKED_AT = 40  # attributes of one sibling
_VERSUS = re.compile(r"\s+(?:vs\.?|versus)\s+", re.IGNORECASE)  # such a heading has a kind of its own

_LABEL = re.compile(r"^[ \t]*(?:[-*+•]|\d+[.)])[ \t]+[^:\n]{2,60}(?::|[ \t][–—-])[ \t]", re.MULTILINE)
# Labels that name no attribute: every list may have them.
_COUNTED = re.compile(
    r"^(?:(?:option|step|part|case|phase|variant)\s*\d*|\W*\d[\d\W]*|e\.?g\.?|examples?|notes?)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Sibling:
    name: str
    facts: tuple[Fact, ...]
    source: Source

    @property
    def attributes(self) -> frozenset[str]:
        return frozenset(fact.attribute.lower() for fact in self.facts)


def find(section: Section) -> Iterator[Comparison]:
    """Find entries of one list, or sections below this one, that share two attributes or more."""
    if _VERSUS.search(section.title):
        return
    groups = [_entries(block) for block in section.blocks if isinstance(block, ListBlock)]
    groups.append(_sections(section))
    for group in groups:
        if (found := _comparison(section, group)) is not None:
            yield found


def _comparison(section: Section, group: Sequence[_Sibling]) -> Comparison | None:
    """Those of a group that have the same two attributes; None unless they are most of it, and two to five."""
    pairs = Counter(
        pair for one in group for pair in combinations(sorted(one.attributes)[:_MOST_LOOKED_AT], _FEWEST_SHARED)
    )
    if not pairs:
        return None
    most = max(pairs.values())
    shared = next(set(pair) for pair in sorted(pairs) if pairs[pair] == most)
    akin = [one for one in group if one.attributes >= shared]
    if not 1 < len(akin) <= MOST_TOPICS or 2 * len(akin) < len(group):
        return None
    if len({one.name.lower() for one in akin}) < len(akin):
        return None
    rows = tuple(
        row
        for row in rows_of([one.facts for one in akin], [one.source for one in akin])
        if sum(cell.text is not None for cell in row.cells) > 1
    )
    source = Source(section.source.path, akin[0].source.first, akin[-1].source.last)
    names = tuple(one.name for one in akin)
    return Comparison("siblings", "shared-attributes", section.title, names, rows, section.heading_path, source)


def _entries(block: ListBlock) -> tuple[_Sibling, ...]:
    """The entries of a list that name a thing and say more about it below."""
    return tuple(
        _Sibling(name, _told(item.children), item.source)
        for item in block.items
        if item.items and 0 < len(name := plain(item.text).rstrip(": ")) <= _LONGEST_NAME
    )


def _sections(section: Section) -> tuple[_Sibling, ...]:
    children = [
        child for child in section.children if len(child.title) <= _LONGEST_NAME and not _VERSUS.search(child.title)
    ]
    labelled = [child for child in children if len(_LABEL.findall(child.text)) >= _FEWEST_SHARED]
    if len(labelled) < 2 or 2 * len(labelled) < len(children):  # seen without taking every line apart
        return ()
    return tuple(_Sibling(child.title, _told(child.blocks, needs_label=True), child.source) for child in children)


def _told(blocks: Sequence[Block], *, needs_label: bool = False) -> tuple[Fact, ...]:
    """What lists and paragraphs say of an attribute; remarks about changes are not part of the thing."""
    own = [block for block in blocks if isinstance(block, ListBlock | Paragraph)]
    return tuple(
        fact
        for fact in facts_in(own, needs_label=needs_label)
        if fact.attribute != OTHER and not _COUNTED.match(fact.attribute)
    )


KIND = ComparisonKind("siblings", "Siblings", find)
