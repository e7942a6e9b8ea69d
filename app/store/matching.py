"""Decide which card of the store a card of the edited notes is, so that an edit never costs progress."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import fuzz

SAME_PLACE = 0.6  # how alike two texts at one place must be
SAME_NOTE = 0.85  # and two texts elsewhere in one note

_MOST_PAIRS = 40_000  # of one group; beyond that only equal places are compared


class Stage(IntEnum):
    """Why two cards were taken for the same; lower wins."""

    ANCHOR = 0
    EXACT = 1
    FRONT = 2
    PLACE = 3
    NEAR = 4


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What ties a card to the notes; `id` is the caller's own."""

    id: int
    path: str
    heading_path: tuple[str, ...]
    kind: str
    place: str
    ordinal: int
    front_key: int
    whole_key: int
    text: str
    anchor: str | None = None
    is_parked: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A stored card and the card in the notes that it now is."""

    stored: Fingerprint
    found: Fingerprint
    stage: Stage
    similarity: float


@dataclass(frozen=True, slots=True)
class Matches:
    """A one-to-one assignment, and who is left over on both sides."""

    pairs: tuple[Match, ...]
    parked: tuple[Fingerprint, ...]
    added: tuple[Fingerprint, ...]


def match(stored: Iterable[Fingerprint], found: Iterable[Fingerprint]) -> Matches:
    """Assign in stages: anchor, same text, same front, same place and alike, same note and very alike."""
    left = {card.id: card for card in stored}
    right = {card.id: card for card in found}
    pairs: list[Match] = []

    def settle(stage: Stage, chosen: Iterable[tuple[Fingerprint, Fingerprint, float]]) -> None:
        for one, other, similarity in chosen:
            del left[one.id], right[other.id]
            pairs.append(Match(one, other, stage, similarity))

    settle(Stage.ANCHOR, _equal(left.values(), right.values(), lambda card: card.anchor))
    settle(Stage.EXACT, _equal(left.values(), right.values(), lambda card: card.whole_key))
    settle(Stage.FRONT, _equal(left.values(), right.values(), lambda card: (card.kind, card.front_key)))
    settle(
        Stage.PLACE,
        _alike(left.values(), right.values(), lambda card: (card.path, card.heading_path, card.kind), SAME_PLACE, True),
    )
    settle(Stage.NEAR, _alike(left.values(), right.values(), lambda card: (card.path, card.kind), SAME_NOTE, False))
    return Matches(tuple(pairs), tuple(left.values()), tuple(right.values()))


def similarity(one: Fingerprint, other: Fingerprint) -> float:
    """How alike two cards read, from 0 to 1."""
    return fuzz.ratio(one.text, other.text) / 100


Chosen = list[tuple[Fingerprint, Fingerprint, float]]


def _groups(
    cards: Iterable[Fingerprint], by: Callable[[Fingerprint], Hashable | None]
) -> dict[Hashable, list[Fingerprint]]:
    groups: dict[Hashable, list[Fingerprint]] = defaultdict(list)
    for card in cards:
        group = by(card)
        if group is not None:
            groups[group].append(card)
    return groups


def _equal(
    stored: Iterable[Fingerprint], found: Iterable[Fingerprint], by: Callable[[Fingerprint], Hashable | None]
) -> Chosen:
    chosen: Chosen = []
    others = _groups(found, by)
    for group, ones in _groups(stored, by).items():
        chosen += _nearest(ones, others.get(group, []))
    return chosen


def _nearest(ones: Sequence[Fingerprint], others: Sequence[Fingerprint]) -> Chosen:
    """Pair cards that are equal by some key: those at the nearest places first, parked ones last."""
    if not others:
        return []
    if len(ones) == len(others) == 1:
        return [(ones[0], others[0], similarity(ones[0], others[0]))]
    if len(ones) * len(others) > _MOST_PAIRS:
        return [(one, other, similarity(one, other)) for one, other in zip(ones, others, strict=False)]
    ranked = sorted(
        ((one, other, similarity(one, other)) for one in ones for other in others),
        key=lambda entry: (
            entry[0].is_parked,
            *_distance(entry[0], entry[1]),
            -entry[2],
            entry[0].ordinal,
            entry[1].ordinal,
        ),
    )
    return _greedy(ranked)


def _alike(
    stored: Iterable[Fingerprint],
    found: Iterable[Fingerprint],
    by: Callable[[Fingerprint], Hashable | None],
    least: float,
    must_share_place: bool,
) -> Chosen:
    chosen: Chosen = []
    others = _groups(found, by)
    for group, ones in _groups(stored, by).items():
        rivals = others.get(group, [])
        if not rivals or (not must_share_place and len(ones) * len(rivals) > _MOST_PAIRS):
            continue
        by_place = _groups(rivals, _place)
        candidates = [
            (value, one, other)
            for one in ones
            for other in (by_place.get(_place(one), []) if must_share_place else rivals)
            if (value := similarity(one, other)) >= least
        ]
        candidates.sort(key=lambda entry: (entry[1].is_parked, -entry[0], entry[1].id, entry[2].id))
        chosen += _greedy((one, other, value) for value, one, other in candidates)
    return chosen


def _greedy(ranked: Iterable[tuple[Fingerprint, Fingerprint, float]]) -> Chosen:
    seen_ones: set[int] = set()
    seen_others: set[int] = set()
    chosen: Chosen = []
    for one, other, value in ranked:
        if one.id not in seen_ones and other.id not in seen_others:
            seen_ones.add(one.id)
            seen_others.add(other.id)
            chosen.append((one, other, value))
    return chosen


def _place(card: Fingerprint) -> Hashable:
    return card.place or card.ordinal


def _distance(one: Fingerprint, other: Fingerprint) -> tuple[bool, bool, bool]:
    return (one.path != other.path, one.heading_path != other.heading_path, _place(one) != _place(other))
