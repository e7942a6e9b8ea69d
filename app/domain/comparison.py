"""A table of alternatives: columns are the things compared, rows their attributes."""

from dataclasses import dataclass

from app.domain.note import Source, Text

MISSING = "not in the notes"


@dataclass(frozen=True, slots=True)
class Cell:
    """What the notes say of one thing in one respect; None as `text` means that they say nothing."""

    text: Text | None
    source: Source


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One attribute across all columns."""

    attribute: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison with the rule that found it."""

    kind: str
    rule: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]
    heading_path: tuple[str, ...]
    source: Source
