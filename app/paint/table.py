"""A comparison as rows of lines on paper: its head repeats on each page, and no row is cut that a page can hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.comparison import MISSING, Comparison
from app.paint.ink import Ink
from app.paint.letters import line_height, width_of, wrapped, write

MOST_UPRIGHT = 4  # columns of a comparison on an upright page
_GAP = 10.0  # between columns
_AIR = 4.0  # above and below the words of a row
_BLANK_LINES = 2  # room for a hand in a worksheet
_NARROWEST = 56.0
_FEWEST_LINES = 3  # of a row that is cut
_STRETCH = 1.3  # a column is this much wider than its share, at the most
_BREAK = re.compile(r"\s+|(?<=[-/])")
_ATTRIBUTES = 0.22  # the most of the width that the first column takes


@dataclass(frozen=True, slots=True)
class Row:
    """One row, cell by cell, each broken into lines; `missing` are the cells of which the notes say nothing."""

    cells: tuple[tuple[str, ...], ...]
    missing: frozenset[int] = frozenset()
    lines: int = 1  # room that is kept, at the least

    @property
    def number(self) -> int:
        """How many lines it takes."""
        return max(self.lines, *(len(cell) for cell in self.cells))

    def cut(self, lines: int) -> tuple["Row", "Row"]:
        """The row up to a line, and the rest."""
        return (
            Row(tuple(cell[:lines] for cell in self.cells), self.missing, min(self.lines, lines)),
            Row(tuple(cell[lines:] for cell in self.cells), self.missing, max(1, self.lines - lines)),
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """A comparison set for a width."""

    head: Row
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    size: int

    @property
    def head_height(self) -> float:
        """The height of the head."""
        return self.height_of(self.head)

    @property
    def height(self) -> float:
        """The height of the whole, in one piece."""
        return self.head_height + sum(self.height_of(row) for row in self.rows)

    def height_of(self, row: Row) -> float:
        """The height of a row."""
        return row.number * line_height(self.size) + 2 * _AIR

    def parts(self, first: float, other: float) -> tuple["Grid", ...]:
        """Cut it into pieces, the first of one height at the most and all others of another."""
        found: list[Grid] = []
        rows: list[Row] = []
        room, full = first - self.head_height, other - self.head_height
        waiting = list(reversed(self.rows))
        while waiting:
            row = waiting.pop()
            if self.height_of(row) <= room:
                rows.append(row)
                room -= self.height_of(row)
                continue
            fits = int((room - 2 * _AIR) / line_height(self.size))
            if self.height_of(row) > full and (fits >= _FEWEST_LINES or not rows):  # no page holds it whole
                upper, row = row.cut(max(1, fits))
                rows.append(upper)
            waiting.append(row)
            found.append(replace(self, rows=tuple(rows)))
            rows, room = [], full
        return (*found, replace(self, rows=tuple(rows)))

    def draw(self, painter: QPainter, ink: Ink) -> None:
        """Draw at the painter's origin."""
        y = self._row(painter, self.head, 0, ink, is_head=True)
        self._rule(painter, y, QColor(ink.of("text")), 0.9)
        for row in self.rows:
            y = self._row(painter, row, y, ink)
            self._rule(painter, y, QColor(ink.of("line_strong")), 0.4)

    def _row(self, painter: QPainter, row: Row, y: float, ink: Ink, *, is_head: bool = False) -> float:
        x = 0.0
        for place, (cell, width) in enumerate(zip(row.cells, self.widths, strict=True)):
            is_missing = place in row.missing
            colour = ink.of("text_soft" if is_missing else "text")
            is_bold = is_head or place == 0
            write(painter, cell, x, y + _AIR, width, self.size, colour, is_bold=is_bold, is_slanted=is_missing)
            x += width + _GAP
        return y + self.height_of(row)

    def _rule(self, painter: QPainter, y: float, colour: QColor, weight: float) -> None:
        painter.setPen(QPen(colour, weight))
        painter.drawLine(QLineF(0, y, sum(self.widths) + _GAP * (len(self.widths) - 1), y))


def grid(one: Comparison, width: float, *, is_blank: bool = False) -> Grid:
    """Set a comparison for a width; `is_blank` leaves its cells empty."""
    columns = len(one.columns)
    size = 9 if columns <= MOST_UPRIGHT else 8 if columns <= 7 else 7
    words = [
        (row.attribute, *(cell.text.plain.strip() if cell.text else MISSING for cell in row.cells)) for row in one.rows
    ]
    words = [(*row, *[MISSING] * (columns + 1 - len(row))) for row in words]
    widths = _widths([("", *one.columns), *words], width, size)
    rows = []
    for row, said in zip(one.rows, words, strict=True):
        missing = frozenset(
            place + 1 for place in range(columns) if place >= len(row.cells) or row.cells[place].text is None
        )
        cells = [
            wrapped(text, room, size, is_bold=place == 0)
            for place, (text, room) in enumerate(zip(said, widths, strict=True))
        ]
        if is_blank:
            rows.append(Row((cells[0], *[("",)] * columns), frozenset(), _BLANK_LINES))
        else:
            rows.append(Row(tuple(cells), missing))
    head = tuple(wrapped(text, room, size, is_bold=True) for text, room in zip(("", *one.columns), widths, strict=True))
    return Grid(Row(head), tuple(rows), tuple(widths), size)


def _widths(words: Sequence[Sequence[str]], width: float, size: int) -> list[float]:
    """The first column as wide as its words want, the others alike, as far as each has room for its longest word."""
    columns = list(zip(*words, strict=True))
    room = width - _GAP * (len(columns) - 1)
    wanted = max(width_of(text, size, is_bold=True) for text in columns[0])
    least = [
        max(_longest(text, size, is_bold=not row or not place) for row, text in enumerate(column))
        for place, column in enumerate(columns)
    ]
    first = min(max(wanted, _NARROWEST), max(room * _ATTRIBUTES, min(least[0], room / 3)))
    rest = room - first
    share = rest / (len(columns) - 1)
    least = [min(one, share * _STRETCH) for one in least[1:]]
    widths = [max(share, one) for one in least]
    over = sum(widths) - rest
    slack = sum(one - narrow for one, narrow in zip(widths, least, strict=True))
    if slack < over + 0.01:  # long words in every column: some will break
        return [first, *[share] * len(least)]
    taken = over / slack if slack else 0.0
    return [first, *(one - taken * (one - narrow) for one, narrow in zip(widths, least, strict=True))]


def _longest(text: str, size: int, *, is_bold: bool) -> float:
    return max((width_of(word, size, is_bold=is_bold) for word in _BREAK.split(text)), default=0) + 1
