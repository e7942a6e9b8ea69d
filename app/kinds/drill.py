"""Questions made of the tables and quantities of notes: one right choice, and siblings to tell it apart from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from app.domain.card import Card
from app.domain.comparison import Cell, Comparison, ComparisonRow
from app.domain.exam import Choice, Question
from app.domain.note import Note, Section
from app.kinds.comparisons import COMPARISON_KINDS
from app.kinds.draft import question_id
from app.kinds.hide import BLANK as _HIDDEN
from app.kinds.subject import subject_of

_FEWEST, _MOST = 3, 4  # choices
_LONGEST = 140  # characters of a choice or of what is asked about
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*|[^\s\w]")
_SWEEPING = frozenset(
    (
        *(
            "all",
            "always",
            "any",
            "automatic",
            "each",
            "every",
            "full",
            "mandatory",
            "never",
            "no",
            "none",
            "one",
            "only",
        ),
        *("optional", "possible", "required", "yes"),
    )
)
_QUANTITY = re.compile(r"(\d[\d,.]*)\s*([A-Za-zµ%][\w %/]*)")


def drills(note: Note, cards: Sequence[Card]) -> tuple[Question, ...]:
    """Make the drills of a note with its cards: the same ones each time, each with one right choice and no other."""
    found: dict[str, Question] = {}
    for section in note.walk():
        if section.is_parsed:
            for kind in COMPARISON_KINDS:
                for comparison in kind.find(section):
                    for question in _of_comparison(comparison, _link(note.path, section)):
                        found.setdefault(question.id, question)
    links = {section.heading_path: _link(note.path, section) for section in note.walk()}
    for question in _of_quantities([card for card in cards if card.kind == "number"], links):
        found.setdefault(question.id, question)
    return tuple(sorted(found.values(), key=lambda question: question.source.first))


def _of_comparison(comparison: Comparison, link: str) -> Iterator[Question]:
    subject = subject_of(comparison.heading_path)
    names = comparison.columns
    if len(names) < _FEWEST or len({_key(name) for name in names}) < len(names) or not all(map(_key, names)):
        return
    for row in comparison.rows:
        said = {place: cell for place, cell in enumerate(row.cells[: len(names)]) if _says(cell)}
        if len(said) < _FEWEST or not _key(row.attribute):
            continue
        for place, cell in said.items():
            others = [other for other in said if other != place and not _overlap(said[other], cell)]
            if len(others) < len(said) - 1 and any(
                _key(_text(said[o])) == _key(_text(cell)) for o in said if o != place
            ):
                continue  # another one is the same, so that it would be right as well
            if len(others) >= _FEWEST - 1:
                yield from _which(subject, comparison, row, place, others, link)
                yield from _what(subject, comparison, row, place, others, link)


def _which(
    subject: str, comparison: Comparison, row: ComparisonRow, place: int, others: Sequence[int], link: str
) -> Iterator[Question]:
    """Of which of these does it hold?"""
    cell, name = row.cells[place], comparison.columns[place]
    words = set(_words(_text(cell)))
    if not words.isdisjoint(word for word in _words(name) if len(word) > 2):
        return  # the value names the thing
    stem = f"{subject}: of which of these does “{row.attribute.rstrip('?: ')}: {_text(cell)}” hold?"
    wrong = [(comparison.columns[other], _reason(comparison, row, other)) for other in others]
    right = (name, _reason(comparison, row, place))
    yield from _question(stem, right, wrong, cell, f"{link} › {row.attribute}")


def _what(
    subject: str, comparison: Comparison, row: ComparisonRow, place: int, others: Sequence[int], link: str
) -> Iterator[Question]:
    """What does it say of this one?"""
    cell, name = row.cells[place], comparison.columns[place]
    apart: list[int] = []
    for other in sorted(others, key=lambda one: len(_words(_text(row.cells[one])))):
        if not any(_overlap(row.cells[other], row.cells[chosen]) for chosen in apart):
            apart.append(other)
    if len(apart) < _FEWEST - 1:
        return
    stem = f"{subject}: **{name}** — {row.attribute.rstrip('?: ')}?"
    wrong = [(_text(row.cells[other]), _reason(comparison, row, other)) for other in apart]
    yield from _question(stem, (_text(cell), _reason(comparison, row, place)), wrong, cell, f"{link} › {row.attribute}")


def _reason(comparison: Comparison, row: ComparisonRow, place: int) -> str:
    return f"{comparison.columns[place]} — {row.attribute.rstrip('?: ')}: {_text(row.cells[place])}"


def _question(
    stem: str, right: tuple[str, str], wrong: Sequence[tuple[str, str]], cell: Cell, notes: str
) -> Iterator[Question]:
    """One question, unless its choices are too few or too alike."""
    kept: list[tuple[str, str]] = []
    for text, reason in sorted(wrong, key=lambda entry: _chance(stem, entry[0])):
        if len(kept) < _MOST - 1 and _key(text) not in {_key(right[0]), *(_key(one) for one, _ in kept)}:
            kept.append((text, reason))
    if len(kept) < _FEWEST - 1:
        return
    listed = sorted([right, *kept], key=lambda entry: _chance(stem, entry[0], "order"))
    choices = tuple(Choice(_chance(text), text, reason) for text, reason in listed)
    key = next(choice.id for choice in choices if choice.text == right[0])
    yield Question(
        id=question_id(stem, [choice.text for choice in choices]),
        stem=stem,
        choices=choices,
        key=frozenset({key}),
        difficulty=1,
        notes=notes,
        source=cell.source,
        is_drill=True,
    )


def _of_quantities(cards: Sequence[Card], links: Mapping[tuple[str, ...], str]) -> Iterator[Question]:
    """A hidden quantity among others of the same unit; those of near lines are the hardest to tell apart."""
    read = [
        (card, match.group(1), _unit(match.group(2))) for card in cards if (match := _QUANTITY.fullmatch(card.answer))
    ]
    for card, amount, unit in read:
        near: dict[str, Card] = {}
        shown = set(_words(card.front))
        for other, amount_of_other, unit_of_other in sorted(
            read, key=lambda entry: (abs(entry[0].source.first - card.source.first), entry[0].source.first, entry[1])
        ):
            same_line = other.source.first == card.source.first
            if unit_of_other == unit and _value(amount_of_other) != _value(amount) and not same_line:
                near.setdefault(_value(amount_of_other), other)
        wrong = [(other.answer, _filled(other)) for value, other in near.items() if value not in shown][: _MOST - 1]
        right = (card.answer, _filled(card))
        link = f"{links.get(card.heading_path, card.source.path)} › {card.answer}"
        for question in _question(card.front, right, wrong, Cell(None, card.source), link):
            yield replace(question, choices=tuple(sorted(question.choices, key=lambda choice: _number(choice.text))))


def _filled(card: Card) -> str:
    """The line that a quantity stands in."""
    if _HIDDEN in card.front:
        return card.front.replace(_HIDDEN, card.answer)
    return f"{card.front.rstrip('?').replace('**', '')}: {card.answer}"


def _link(path: str, section: Section) -> str:
    return f"{path}#{section.anchor}" if section.anchor else path


def _says(cell: Cell) -> bool:
    return cell.text is not None and bool(_key(_text(cell))) and len(_text(cell)) <= _LONGEST


def _text(cell: Cell) -> str:
    return cell.text.plain.strip() if cell.text else ""


def _overlap(one: Cell, other: Cell) -> bool:
    """Whether who picks the other is not quite wrong: all words of one stand in it, or both begin as sweepingly."""
    words, others = _words(_text(one)), _words(_text(other))
    if words[0] == others[0] and words[0] in _SWEEPING:
        return True
    return set(words) <= set(others) or set(others) <= set(words)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text) if word[0].isalnum()]


def _key(text: str) -> str:
    return " ".join(_words(text))


def _unit(text: str) -> str:
    return text.strip().lower().removesuffix("s")


def _value(amount: str) -> str:
    return amount.replace(",", "").rstrip(".")


def _number(text: str) -> float:
    match = _QUANTITY.fullmatch(text)
    try:
        return float(_value(match.group(1))) if match else 0.0
    except ValueError:
        return 0.0


def _chance(*parts: str) -> str:
    """The same words give the same number each time, and no order that a learner could guess."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
