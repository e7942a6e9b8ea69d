"""Diagrams and comparisons set on pages: one a page, as many as find room, or large ones as tiles."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.domain.comparison import Comparison
from app.domain.note import Source
from app.paint import contents
from app.paint.bookmarks import Mark
from app.paint.caption import Caption
from app.paint.ink import Ink
from app.paint.letters import elided, width_of, write
from app.paint.page import FOOT, SMALL, Act, Book, Item, Page, Piece, Print, draw_picture
from app.paint.paper import MARGIN, Fit, Paper, Tiles, tiles
from app.paint.table import MOST_UPRIGHT, Grid, grid
from app.paint.tile import draw_map, draw_tile

LARGEST = 1.6  # a small picture is not blown up further than this
_FLOWING = 1.1  # and no further than this among others
_READABLE = 0.72  # below this a picture among others gets a page on its side
_COMFORTABLE = 0.85  # a picture is drawn this small to find room on a page
_HEAD = 44.0  # title and path above an item
_BETWEEN = 30.0  # items on one page


def book(items: Sequence[Item], paper: Paper, ink: Ink, *, title: str = "") -> Book:
    """Set items on pages; several get a page of contents, a worksheet its key at the end."""
    ink = ink.on_paper()
    press = _pressed(items, paper, ink, before=0)
    if len(items) == 1:
        return Book(title or items[0].title, paper, tuple(press.done), tuple(press.marks))
    heading = title or "Contents"
    needed, _ = contents.pages_of(press.marks, paper, ink, title=heading)
    press = _pressed(items, paper, ink, before=len(needed))  # pages that are named have moved behind the contents
    pages, links = contents.pages_of(press.marks, paper, ink, title=heading)
    return Book(title or "Certdeck", paper, (*pages, *press.done), tuple(press.marks), links)


def in_note_order(items: Sequence[Item]) -> list[Item]:
    """Items as they follow each other in the notes."""
    return sorted(items, key=lambda one: (one.source.path, one.source.first))


def _pressed(items: Sequence[Item], paper: Paper, ink: Ink, *, before: int) -> "_Press":
    press = _Press(paper, ink, before)
    for one in items:
        press.add(one, is_blank=paper.is_worksheet)
    if paper.is_worksheet:
        press.begin_key()
        for one in items:
            press.add(one, is_blank=False)
    press.finish()
    return press


@dataclass
class _Press:
    """The page that is being filled, and those that are full."""

    paper: Paper
    ink: Ink
    before: int = 0  # pages of contents in front
    done: list[Page] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    is_wide: bool = False
    y: float = 0.0  # where the next item of this page begins; 0 is an empty page
    is_key: bool = False
    chapter: str = ""
    waiting: list[tuple[Item, bool]] = field(default_factory=list)  # for a page on its side, once this one is full

    @property
    def number(self) -> int:
        """The page that is being filled, counted from 0."""
        return self.before + len(self.done)

    def add(self, one: Item, *, is_blank: bool) -> None:
        if self.waiting and one.heading_path[:1] != self.waiting[0][0].heading_path[:1]:
            self.end_page()  # nothing waits beyond its chapter
        if isinstance(one, Comparison):
            self._table(one, is_blank=is_blank)
        elif self.paper.fit is Fit.FLOW:
            self._flowing(one, is_blank=is_blank)
        else:
            self._single(one, is_blank=is_blank)

    def begin_key(self) -> None:
        self.finish()
        self.is_key, self.chapter = True, ""
        self.marks.append(Mark("Key", self.number, 0, 0))

    def end_page(self) -> None:
        """Go on to a new page; what waits for one on its side comes before."""
        self._close()
        waiting, self.waiting = self.waiting, []
        for one, is_blank in waiting:
            self.add(one, is_blank=is_blank)

    def finish(self) -> None:
        """Leave nothing on an open page."""
        self.end_page()
        self._close()

    def _close(self) -> None:
        if self.pieces:
            note = "Key" if self.is_key else "Worksheet" if self.paper.is_worksheet else ""
            self.done.append(Page(self.is_wide, tuple(self.pieces), tuple(self.sources), note))
        self.pieces, self.sources, self.y = [], [], 0.0

    # What items need

    def _table(self, one: Comparison, *, is_blank: bool) -> None:
        is_wide = self.paper.is_wide(len(one.columns) > MOST_UPRIGHT)
        width, height = self._room(is_wide=is_wide)
        whole = grid(one, width, is_blank=is_blank)
        if self._waits(one, is_wide=is_wide, is_blank=is_blank):
            return
        self._turn(is_wide=is_wide)
        left = height - self._next()
        needed = whole.head_height + whole.height_of(whole.rows[0]) + _HEAD if whole.rows else 0.0
        is_whole = whole.height + _HEAD <= left
        if self.y and not is_whole and (whole.height + _HEAD <= height or left < max(needed, height / 3)):
            self.end_page()
            left = height
        for place, part in enumerate(whole.parts(left - _HEAD, height - _HEAD)):
            if place:
                self._close()
            y = self._begin(one, is_wide=is_wide, is_continued=place > 0)
            self._put(y, partial(_draw_grid, part=part, ink=self.ink))
            self.y = y + part.height

    def _flowing(self, one: Print, *, is_blank: bool) -> None:
        across, down = self._room(is_wide=self.paper.is_wide(False))
        scale = min(_FLOWING, across / one.layout.width, (down - _HEAD - 60) / one.layout.height)
        is_wide = self.paper.is_wide(scale < _READABLE and one.layout.aspect > 1.1)
        if is_wide != self.paper.is_wide(False) or scale < _READABLE:
            self._single(one, is_blank=is_blank)
            return
        caption = Caption.of(one, across, self.ink, is_blank=is_blank)
        self._turn(is_wide=is_wide)
        left = down - self._next() - _HEAD - caption.height
        if self.y and one.layout.height * scale > left:
            if one.layout.height * _COMFORTABLE > left:
                self.end_page()
            else:
                scale = min(scale, left / one.layout.height)
        height = one.layout.height * scale + caption.height
        y = self._begin(one, is_wide=is_wide)
        self._picture(one, y, scale, (across - one.layout.width * scale) / 2, is_blank=is_blank)
        self._put(y + one.layout.height * scale, partial(caption.draw))
        self.y = y + height

    def _single(self, one: Print, *, is_blank: bool) -> None:
        """A page of its own; with tiles, the overview of their order comes first."""
        is_wide = self.paper.is_wide(one.layout.aspect > 1.1)
        if self.paper.fit is Fit.FLOW and self._waits(one, is_wide=is_wide, is_blank=is_blank):
            return
        self._close()
        across, down = self._room(is_wide=is_wide)
        caption = Caption.of(one, across, self.ink, is_blank=is_blank)
        room = down - _HEAD - caption.height
        scale = min(LARGEST, across / one.layout.width, room / one.layout.height)
        cut = tiles(one.layout.width, one.layout.height, self.paper) if self.paper.fit is Fit.TILE else None
        y = self._begin(one, is_wide=is_wide)
        x, top = (across - one.layout.width * scale) / 2, y + (room - one.layout.height * scale) * 0.4
        self._picture(one, top, scale, x, is_blank=is_blank)
        self._put(down - caption.height, partial(caption.draw))
        if cut is not None and cut.number > 1 and cut.scale > scale:
            first = self.number + 1
            self._put(top, partial(draw_map, cut=cut, ink=self.ink, scale=scale / cut.scale, first=first), x)
            self._close()
            self._tile(one, cut, is_blank=is_blank)
        self._close()

    def _tile(self, one: Print, cut: Tiles, *, is_blank: bool) -> None:
        across, down = self.paper.room(is_wide=cut.is_wide)
        for row in range(cut.rows):
            for column in range(cut.columns):
                self.is_wide = cut.is_wide
                act = partial(
                    draw_tile, one=one, cut=cut, place=(column, row), area=(across, down), paper=self.paper,
                    ink=self.ink, is_blank=is_blank,
                )  # fmt: skip
                self.pieces.append(Piece(MARGIN, MARGIN, act))
                note = f"{one.title}, row {row + 1} of {cut.rows}, column {column + 1} of {cut.columns}"
                self.done.append(Page(cut.is_wide, tuple(self.pieces), (), note, is_tile=True))
                self.pieces = []

    # Pages

    def _room(self, *, is_wide: bool) -> tuple[float, float]:
        width, height = self.paper.room(is_wide=is_wide)
        return width, height - FOOT

    def _next(self) -> float:
        return self.y + _BETWEEN if self.y else 0.0

    def _turn(self, *, is_wide: bool) -> None:
        if self.pieces and self.is_wide != is_wide:
            self._close()
        self.is_wide = is_wide

    def _waits(self, one: Item, *, is_wide: bool, is_blank: bool) -> bool:
        """Whether something lies on its side while an upright page has room: the page is filled first."""
        if not is_wide or not self.pieces or self.is_wide:
            return False
        self.waiting.append((one, is_blank))
        return True

    def _begin(self, one: Item, *, is_wide: bool, is_continued: bool = False) -> float:
        """Put the head of an item on the page and return where its body begins."""
        self._turn(is_wide=is_wide)
        y = self._next()
        width, _ = self._room(is_wide=is_wide)
        if y:
            self._put(y - _BETWEEN / 2, partial(_draw_rule, width=width, ink=self.ink))
        if not is_continued:
            self._mark(one, y)
        self._put(y, partial(_draw_head, one=one, width=width, ink=self.ink, is_continued=is_continued))
        if one.source not in self.sources:
            self.sources.append(one.source)
        return y + _HEAD

    def _mark(self, one: Item, y: float) -> None:
        page = self.number
        path = one.heading_path
        chapter = path[0] if path else ""
        if chapter and chapter != self.chapter:
            self.marks.append(Mark(chapter, page, y + MARGIN, 1 if self.is_key else 0))
        self.chapter = chapter
        self.marks.append(Mark(one.title, page, y + MARGIN, 2 if self.is_key else 1))

    def _put(self, y: float, act: Act, x: float = 0.0) -> None:
        self.pieces.append(Piece(MARGIN + x, MARGIN + y, act))

    def _picture(self, one: Print, y: float, scale: float, x: float, *, is_blank: bool) -> None:
        self._put(y, partial(draw_picture, one=one, scale=scale, ink=self.ink, is_blank=is_blank), x)


def _draw_grid(painter: QPainter, *, part: Grid, ink: Ink) -> None:
    part.draw(painter, ink)


def _draw_rule(painter: QPainter, *, width: float, ink: Ink) -> None:
    painter.setPen(QPen(QColor(ink.of("line")), 0.6))
    painter.drawLine(QLineF(0, 0, width, 0))


def _draw_head(painter: QPainter, *, one: Item, width: float, ink: Ink, is_continued: bool) -> None:
    size = next((size for size in (15, 13, 11) if width_of(one.title, size, is_bold=True) <= width - 80), 11)
    title = elided(one.title, width - (70 if is_continued else 0), size) if size == 11 else one.title
    write(painter, (title,), 0, 0, width, size, ink.of("text"), is_bold=True)
    if is_continued:
        write(painter, ("continued",), 0, 3, width, SMALL, ink.of("text_soft"), side=Qt.AlignmentFlag.AlignRight)
    path = elided(" › ".join(one.heading_path[:-1]), width, SMALL)
    write(painter, (path,), 0, 21, width, SMALL, ink.of("text_soft"))
