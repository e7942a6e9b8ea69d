"""Every kind is run over a note: out come its material and what a learner would stumble over."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.card import Card
from app.domain.comparison import Comparison
from app.domain.diagram import Diagram
from app.domain.note import Note
from app.domain.problem import Problem
from app.kinds.cards import CARD_KINDS
from app.kinds.comparisons import COMPARISON_KINDS
from app.kinds.hide import BLANK
from app.kinds.lexicon import Lexicon
from app.kinds.picture import lexicon_of, pictures
from app.kinds.recall import cards_of
from app.kinds.spec import Context
from app.kinds.subject import clean

_MOST_PER_LINE = 2
_MOST_ANSWER_WORDS = 60
_FEWEST_SHOWN = 4
_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"\W+")
_OWN_LINES = frozenset({"explicit", "cloze", "table_cell", "sequence", "enumeration"})


@dataclass(frozen=True, slots=True)
class Material:
    """What the kinds made of one note."""

    cards: tuple[Card, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    diagrams: tuple[Diagram, ...] = ()
    questions: tuple[()] = ()
    problems: tuple[Problem, ...] = ()


def build(note: Note, lexicon: Lexicon | None = None) -> Material:
    """Make all material of a note; sections that were not parsed are passed over."""
    cards: list[Card] = []
    comparisons: list[Comparison] = []
    diagrams: list[Diagram] = []
    problems: list[Problem] = []
    terms = lexicon_of(note, lexicon or Lexicon())
    for section in note.walk():
        if section.is_parsed:
            context = Context(section, note.topic)
            own = _cards(context)
            cards.extend(own)
            side_by_side = [one for kind in COMPARISON_KINDS for one in kind.find(section)]
            comparisons.extend(side_by_side)
            drawn = pictures(section, terms)
            diagrams.extend(drawn.diagrams)
            cards.extend(card for one in drawn.diagrams for card in cards_of(one, section, note.topic))
            problems.extend(drawn.problems)
            problems.extend(_passed_over(context, _used_lines(own, side_by_side, drawn.diagrams)))
    return Material(tuple(_distinct(cards)), tuple(comparisons), tuple(diagrams), (), tuple(problems))


def review(cards: Iterable[Card]) -> tuple[Problem, ...]:
    """Find what would confuse a learner across all notes: equal fronts with different answers, and overlong answers."""
    problems: list[Problem] = []
    fronts: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        fronts[_key(card.front)].append(card)
        if len(card.back.split()) > _MOST_ANSWER_WORDS:
            message = f"The answer has {len(card.back.split())} words; a card should ask for one fact."
            problems.append(
                Problem("long-answer", message, card.source.path, card.source.first, "Split the line into facts.")
            )
        if card.front.count(BLANK) and len(_WORD.findall(card.front.replace(BLANK, ""))) < _FEWEST_SHOWN:
            message = f"“{_shortened(card.front)}” leaves too few words to know what is missing."
            problems.append(
                Problem("ambiguous-cloze", message, card.source.path, card.source.first, "Hide less, or say more.")
            )
    for same in fronts.values():
        for other in same[1:]:
            first = same[0].source
            is_ambiguous = _key(other.back) != _key(same[0].back)
            rule = "ambiguous-front" if is_ambiguous else "duplicate-front"
            message = f"“{_shortened(other.front)}” is asked at {first.path}:{first.first} too" + (
                ", with another answer." if is_ambiguous else "."
            )
            problems.append(
                Problem(rule, message, other.source.path, other.source.first, "Name in the line what it is about.")
            )
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.line, problem.rule)))


def _used_lines(
    cards: Sequence[Card], comparisons: Sequence[Comparison], diagrams: Sequence[Diagram]
) -> frozenset[int]:
    """The lines that some material was made of."""
    used = {line for card in cards for line in range(card.source.first, card.source.last + 1)}
    used |= {cell.source.first for one in comparisons if one.kind != "table" for row in one.rows for cell in row.cells}
    return frozenset(used.union(*(one.why.used for one in diagrams)))


def _passed_over(context: Context, used: frozenset[int]) -> Iterator[Problem]:
    """What looks like a fact in a section and came to nothing."""
    if context.section.blocks:
        for kind in CARD_KINDS:
            for one in kind.passed_over(context):
                if one.line not in used or one.rule == "long-cell":
                    yield Problem(one.rule, one.message, context.section.source.path, one.line, one.hint)


def _cards(context: Context) -> list[Card]:
    """The cards of one section, at most two a line, those of the earlier kinds first."""
    if not context.section.blocks:
        return []
    found: list[Card] = []
    taken: dict[int, int] = defaultdict(int)
    for kind in CARD_KINDS:
        for card in kind.find(context):
            line = card.source.first
            if kind.name not in _OWN_LINES:
                if taken[line] >= _MOST_PER_LINE or (taken[line] and kind.name in ("statement", "definition")):
                    continue
                taken[line] += 1
            found.append(card)
    order = {kind.name: position for position, kind in enumerate(CARD_KINDS)}
    return sorted(found, key=lambda card: (card.source.first, order[card.kind]))


def _distinct(cards: Sequence[Card]) -> list[Card]:
    """One card for each front: equal ones are told apart by the heading above, or left out."""
    groups: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        groups[_key(card.front)].append(card)
    kept: set[int] = set()
    renamed: dict[int, Card] = {}
    for same in groups.values():
        if len(same) == 1 or same[0].kind == "explicit":
            kept.update(map(id, same))
            continue
        if len({_key(card.back) for card in same}) == 1:
            kept.add(id(same[0]))
            continue
        longer = [_with_chapter(card) for card in same]
        if len({_key(card.front) for card in longer}) == len(same):
            for card, other in zip(same, longer, strict=True):
                kept.add(id(card))
                renamed[id(card)] = other
    return [renamed.get(id(card), card) for card in cards if id(card) in kept]


def _with_chapter(card: Card) -> Card:
    above = " › ".join(clean(title) for title in card.heading_path[:-1])
    return replace(card, front=f"{above} › {card.front}") if above else card


def _key(text: str) -> str:
    return _SPACE.sub(" ", text.lower()).strip()


def _shortened(text: str) -> str:
    line = text.split("\n", 1)[0]
    return line if len(line) <= 80 else line[:79] + "…"
