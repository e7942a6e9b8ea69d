"""Diagrams and comparisons set on pages: the same pages go to paper, to a PDF and on the screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.domain.comparison import Comparison
from app.domain.diagram import Diagram, Line
from app.domain.layout import Layout
from app.domain.note import Source
from app.paint.bookmarks import Link, Mark
from app.paint.diagram import LINE_NAMES, Shown, draw
from app.paint.ink import CATEGORIES, Ink, hue
from app.paint.letters import elided, line_height, width_of, wrapped, write
from app.paint.paper import MARGIN, OVERLAP, Fit, Paper, Tiles, tiles
from app.paint.table import MOST_UPRIGHT, Grid, grid

LARGEST = 1.6  # a small picture is not blown up further than this
_FLOWING = 1.1  # and no further than this among others
_READABLE = 0.72  # below this a picture among others gets a page on its side
_COMFORTABLE = 0.85  # a picture is drawn this small to find room on a page
_HEAD = 44.0  # title and path above an item
_FOOT = 22.0
_BETWEEN = 30.0  # items on one page
_STEP = 8
_LEGEND = 14.0
_CONTENTS_LINE = 16.0
_DEEPEST = 2  # of the contents: of a key they name the chapters
_MARK = 12.0  # length of a crop mark

_PENS = {Line.DASHED: Qt.PenStyle.DashLine, Line.DOTTED: Qt.PenStyle.DotLine, Line.FAILED: Qt.PenStyle.DashLine}

Act = Callable[[QPainter], None]


@dataclass(frozen=True, slots=True)
class Print:
    """One diagram with its places."""

    diagram: Diagram
    layout: Layout

    @property
    def title(self) -> str:
        """What it shows."""
        return self.diagram.title

    @property
    def heading_path(self) -> tuple[str, ...]:
        """The headings it stands under."""
        return self.diagram.heading_path

    @property
    def source(self) -> Source:
        """Where it comes from."""
        return self.diagram.source


Item = Print | Comparison


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to draw at a place of a page, in points from its corner."""

    x: float
    y: float
    act: Act


@dataclass(frozen=True, slots=True)
class Page:
    """One page with all that stands on it; `sources` go into its foot, `note` says what part of the print it is."""

    is_wide: bool
    pieces: tuple[Piece, ...]
    sources: tuple[Source, ...] = ()
    note: str = ""
    is_tile: bool = False  # filled to the margins


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that is printed."""

    title: str
    paper: Paper
    pages: tuple[Page, ...]
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()

    def draw(self, painter: QPainter, number: int, ink: Ink) -> None:
        """Draw a page, counted from 0, its corner at the painter's origin, one unit a point."""
        page = self.pages[number]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for piece in page.pieces:
            painter.save()
            painter.translate(piece.x, piece.y)
            piece.act(painter)
            painter.restore()
        width, height = self.paper.whole(is_wide=page.is_wide)
        foot = (MARGIN, height - MARGIN + (18 if page.is_tile else -6), width - 2 * MARGIN)
        right = " · ".join(words for words in (page.note, "Certdeck", str(number + 1)) if words)
        colour = ink.of("text_soft")
        left = elided(_said(page.sources), foot[2] - width_of(right, _STEP) - 16, _STEP)
        write(painter, (left,), *foot, _STEP, colour)
        write(painter, (right,), *foot, _STEP, colour, side=Qt.AlignmentFlag.AlignRight)


def book(items: Sequence[Item], paper: Paper, ink: Ink, *, title: str = "") -> Book:
    """Set items on pages; several get a page of contents, a worksheet its key at the end."""
    ink = ink.on_paper()
    press = _Press(paper, ink)
    for one in items:
        press.add(one, is_blank=paper.is_worksheet)
    if paper.is_worksheet:
        press.begin_key()
        for one in items:
            press.add(one, is_blank=False)
    press.finish()
    title = title or (items[0].title if len(items) == 1 else "Certdeck")
    made = Book(title, paper, tuple(press.done), tuple(press.marks))
    return _with_contents(made, ink) if len(items) > 1 else made


def in_note_order(items: Sequence[Item]) -> list[Item]:
    """Items as they follow each other in the notes."""
    return sorted(items, key=lambda one: (one.source.path, one.source.first))


@dataclass
class _Press:
    """The page that is being filled, and those that are full."""

    paper: Paper
    ink: Ink
    done: list[Page] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    is_wide: bool = False
    y: float = 0.0  # where the next item of this page begins; 0 is an empty page
    is_key: bool = False
    chapter: str = ""
    waiting: list[tuple[Item, bool]] = field(default_factory=list)  # for a page on its side, once this one is full

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
        self.marks.append(Mark("Key", len(self.done), 0, 0))

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
        caption = _Caption.of(one, across, self.ink, is_blank=is_blank)
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
        caption = _Caption.of(one, across, self.ink, is_blank=is_blank)
        room = down - _HEAD - caption.height
        scale = min(LARGEST, across / one.layout.width, room / one.layout.height)
        cut = tiles(one.layout.width, one.layout.height, self.paper) if self.paper.fit is Fit.TILE else None
        y = self._begin(one, is_wide=is_wide)
        x, top = (across - one.layout.width * scale) / 2, y + (room - one.layout.height * scale) * 0.4
        self._picture(one, top, scale, x, is_blank=is_blank)
        self._put(down - caption.height, partial(caption.draw))
        if cut is not None and cut.number > 1 and cut.scale > scale:
            first = len(self.done) + 1
            self._put(top, partial(_draw_map, cut=cut, ink=self.ink, scale=scale / cut.scale, first=first), x)
            self._close()
            self._tile(one, cut, is_blank=is_blank)
        self._close()

    def _tile(self, one: Print, cut: Tiles, *, is_blank: bool) -> None:
        across, down = self.paper.room(is_wide=cut.is_wide)
        for row in range(cut.rows):
            for column in range(cut.columns):
                self.is_wide = cut.is_wide
                act = partial(
                    _draw_tile, one=one, cut=cut, place=(column, row), area=(across, down), paper=self.paper,
                    ink=self.ink, is_blank=is_blank,
                )  # fmt: skip
                self.pieces.append(Piece(MARGIN, MARGIN, act))
                note = f"{one.title}, row {row + 1} of {cut.rows}, column {column + 1} of {cut.columns}"
                self.done.append(Page(cut.is_wide, tuple(self.pieces), (), note, is_tile=True))
                self.pieces = []

    # Pages

    def _room(self, *, is_wide: bool) -> tuple[float, float]:
        width, height = self.paper.room(is_wide=is_wide)
        return width, height - _FOOT

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
        page = len(self.done)
        path = one.heading_path
        chapter = path[0] if path else ""
        if chapter and chapter != self.chapter:
            self.marks.append(Mark(chapter, page, y + MARGIN, 1 if self.is_key else 0))
        self.chapter = chapter
        self.marks.append(Mark(one.title, page, y + MARGIN, 2 if self.is_key else 1))

    def _put(self, y: float, act: Act, x: float = 0.0) -> None:
        self.pieces.append(Piece(MARGIN + x, MARGIN + y, act))

    def _picture(self, one: Print, y: float, scale: float, x: float, *, is_blank: bool) -> None:
        self._put(y, partial(_draw_picture, one=one, scale=scale, ink=self.ink, is_blank=is_blank), x)


@dataclass(frozen=True, slots=True)
class _Caption:
    """What stands below a picture: what its colours and lines mean, and its steps in words, in two columns."""

    width: float
    ink: Ink
    legend: tuple[tuple[Act, float, str], ...]
    columns: tuple[tuple[str, ...], ...]
    height: float

    @classmethod
    def of(cls, one: Print, width: float, ink: Ink, *, is_blank: bool) -> "_Caption":
        legend = tuple(_legend(one.diagram, ink))
        steps = [] if is_blank else [f"{place}. {step.label}" for place, step in enumerate(one.diagram.steps, 1)]
        room = (width - 24) / 2
        broken = [wrapped(step, room, _STEP) for step in steps]
        columns = _balanced(broken)
        height = 12.0 + (_legend_lines(legend, width) * _LEGEND + 6 if legend else 0)
        height += max((len(lines) for lines in columns), default=0) * line_height(_STEP)
        return cls(width, ink, legend, columns, height if legend or steps else 0.0)

    def draw(self, painter: QPainter) -> None:
        y = 12.0
        x = 0.0
        for act, lead, words in self.legend:
            needed = lead + width_of(words, _STEP) + 16
            if x and x + needed > self.width:
                x, y = 0.0, y + _LEGEND
            painter.save()
            painter.translate(x, y + line_height(_STEP) / 2)
            act(painter)
            painter.restore()
            write(painter, (words,), x + lead, y, needed, _STEP, self.ink.of("text_soft"))
            x += needed
        if self.legend:
            y += _LEGEND + 6
        for place, lines in enumerate(self.columns):
            left = place * ((self.width - 24) / 2 + 24)
            write(painter, lines, left, y, (self.width - 24) / 2, _STEP, self.ink.of("text"))


def _legend(diagram: Diagram, ink: Ink) -> list[tuple[Act, float, str]]:
    """Only what is used, and only where there is something to tell apart."""
    named = [node.category for node in diagram.nodes] + [group.category for group in diagram.groups]
    hues = dict.fromkeys(hue(category) for category in named if hue(category))
    found: list[tuple[Act, float, str]] = [
        (partial(_swatch, colour=ink.of(role)), 13, CATEGORIES[role]) for role in hues
    ]
    drawn = dict.fromkeys(edge.line for edge in diagram.edges) if not diagram.columns else {}
    if len(drawn) > 1:
        found += [(partial(_line_sample, line=line, ink=ink), 27, LINE_NAMES[line]) for line in drawn]
    return found


def _legend_lines(legend: Sequence[tuple[Act, float, str]], width: float) -> int:
    lines, x = 1, 0.0
    for _, lead, words in legend:
        needed = lead + width_of(words, _STEP) + 16
        if x and x + needed > width:
            lines, x = lines + 1, 0.0
        x += needed
    return lines


def _balanced(steps: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Steps in two columns of about the same height, no step over both; few short ones stay in one."""
    total = sum(len(lines) for lines in steps)
    left: list[str] = []
    right: list[str] = []
    for lines in steps:
        (left if not right and len(left) + len(lines) / 2 <= total / 2 + 0.5 else right).extend(lines)
    return (tuple(left), tuple(right))


# What is drawn


def _swatch(painter: QPainter, colour: str) -> None:
    painter.fillRect(QRectF(0, -4, 8, 8), QColor(colour))


def _line_sample(painter: QPainter, line: Line, ink: Ink) -> None:
    colour = QColor(ink.of("bad") if line is Line.FAILED else ink.of("text_soft"))
    painter.setPen(QPen(colour, 1.2, _PENS.get(line, Qt.PenStyle.SolidLine)))
    painter.drawLine(QLineF(0, 0, 16 if line is not Line.PLAIN else 20, 0))
    if line is not Line.PLAIN:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(21, 0), QPointF(15, -2.6), QPointF(15, 2.6)]))


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
        write(painter, ("continued",), 0, 3, width, _STEP, ink.of("text_soft"), side=Qt.AlignmentFlag.AlignRight)
    path = elided(" › ".join(one.heading_path[:-1]), width, _STEP)
    write(painter, (path,), 0, 21, width, _STEP, ink.of("text_soft"))


def _draw_picture(painter: QPainter, *, one: Print, scale: float, ink: Ink, is_blank: bool) -> None:
    painter.scale(scale, scale)
    if is_blank:
        draw(painter, one.diagram, one.layout, ink.to_fill_in(), Shown(hidden=every_part(one.diagram)))
    else:
        draw(painter, one.diagram, one.layout, ink)


def _draw_tile(
    painter: QPainter,
    *,
    one: Print,
    cut: Tiles,
    place: tuple[int, int],
    area: tuple[float, float],
    paper: Paper,
    ink: Ink,
    is_blank: bool,
) -> None:
    x, y = cut.corner(*place)
    painter.save()
    painter.setClipRect(QRectF(0, 0, *area))
    painter.translate(-x, -y)
    _draw_picture(painter, one=one, scale=cut.scale, ink=ink, is_blank=is_blank)
    painter.restore()
    for edge in _edges(area):  # a picture may clip by itself, and then draws on the margins
        painter.fillRect(edge, QColor("white"))
    if paper.has_crop_marks:
        _draw_crop_marks(painter, cut, place, area, ink)
    _draw_where(painter, cut, place, area, ink)


def _edges(area: tuple[float, float]) -> tuple[QRectF, ...]:
    """The margins around a tile."""
    width, height = area
    side = MARGIN + 1  # a page may end within a pixel
    return (
        QRectF(-side, -side, width + 2 * side, side),
        QRectF(-side, height, width + 2 * side, side),
        QRectF(-side, 0, side, height),
        QRectF(width, 0, side, height),
    )


def _draw_crop_marks(
    painter: QPainter, cut: Tiles, place: tuple[int, int], area: tuple[float, float], ink: Ink
) -> None:
    """Marks outside the corners, and dotted lines where the next page is glued on."""
    width, height = area
    painter.setPen(QPen(QColor(ink.of("text")), 0.5))
    for x, outward in ((0.0, -1), (width, 1)):
        for y, downward in ((0.0, -1), (height, 1)):
            painter.drawLine(QLineF(x + outward * 4, y, x + outward * (4 + _MARK), y))
            painter.drawLine(QLineF(x, y + downward * 4, x, y + downward * (4 + _MARK)))
    painter.setPen(QPen(QColor(ink.of("line")), 0.5, Qt.PenStyle.DashLine))
    if place[0] < cut.columns - 1:
        painter.drawLine(QLineF(width - OVERLAP, 0, width - OVERLAP, height))
    if place[1] < cut.rows - 1:
        painter.drawLine(QLineF(0, height - OVERLAP, width, height - OVERLAP))


def _draw_where(painter: QPainter, cut: Tiles, place: tuple[int, int], area: tuple[float, float], ink: Ink) -> None:
    """A small map in the lower margin: which of the tiles this is."""
    size = min(6.0, 20 / cut.rows, 120 / cut.columns)
    wide = size * (1.4 if cut.is_wide else 0.75)
    left, top = (area[0] - wide * cut.columns) / 2, area[1] + 10
    painter.setPen(QPen(QColor(ink.of("line_strong")), 0.4))
    for row in range(cut.rows):
        for column in range(cut.columns):
            cell = QRectF(left + column * wide, top + row * size, wide, size)
            painter.setBrush(QColor(ink.of("text")) if (column, row) == place else Qt.BrushStyle.NoBrush)
            painter.drawRect(cell)


def _draw_map(painter: QPainter, *, cut: Tiles, ink: Ink, scale: float, first: int) -> None:
    """Over the whole picture: how its tiles lie, and on which page each is."""
    accent = QColor(ink.of("accent"))
    whole = QRectF(0, 0, *(side * scale for side in cut.picture))
    for row in range(cut.rows):
        for column in range(cut.columns):
            x, y = cut.corner(column, row)
            tile = QRectF(x * scale, y * scale, (cut.step[0] + OVERLAP) * scale, (cut.step[1] + OVERLAP) * scale)
            area = tile & whole.adjusted(-8, -6, 8, 6)
            painter.setPen(QPen(accent, 0.6, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area)
            badge = QRectF(area.topLeft() + QPointF(4, 4), area.topLeft() + QPointF(24, 18))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawRoundedRect(badge, 4, 4)
            words = (str(first + row * cut.columns + column + 1),)
            write(
                painter, words, badge.x(), badge.y() + 1, badge.width(), 9, ink.of("on_accent"),
                side=Qt.AlignmentFlag.AlignHCenter,
            )  # fmt: skip


# Contents


def _with_contents(made: Book, ink: Ink) -> Book:
    """Put the contents in front: chapters, their items, pages; each line leads to its place."""
    width, height = made.paper.room(is_wide=made.paper.is_wide(False))
    first, other = height - _FOOT - 48, height - _FOOT
    sheets: list[list[tuple[float, Mark]]] = [[]]
    y, room = 48.0, first + 48
    listed = [mark for mark in made.marks if mark.level < _DEEPEST]
    for place, mark in enumerate(listed):
        is_head = mark.level == 0
        needed = _CONTENTS_LINE + (10 if is_head and sheets[-1] else 0)
        follows = _CONTENTS_LINE if is_head and place + 1 < len(listed) else 0  # a chapter does not end a page
        if y + needed + follows > room:
            sheets.append([])
            y, room, needed = 0.0, other, _CONTENTS_LINE
        y += needed
        sheets[-1].append((y - _CONTENTS_LINE, mark))
    shift = len(sheets)
    marks = tuple(replace(mark, page=mark.page + shift) for mark in made.marks)
    pages: list[Page] = []
    links: list[Link] = []
    for number, lines in enumerate(sheets):
        act = partial(
            _draw_contents, lines=tuple(lines), shift=shift, width=width, ink=ink, title=made.title, number=number
        )
        pages.append(Page(made.paper.is_wide(False), (Piece(MARGIN, MARGIN, act),)))
        links += [
            Link(number, (MARGIN, MARGIN + y, width, _CONTENTS_LINE), mark.page + shift, mark.y) for y, mark in lines
        ]
    shifted = [_renumbered(page, shift) for page in made.pages]
    return replace(made, pages=(*pages, *shifted), marks=marks, links=tuple(links))


def _renumbered(page: Page, shift: int) -> Page:
    """Maps of tiles name pages, which have moved behind the contents."""
    pieces = tuple(
        replace(piece, act=partial(piece.act, first=piece.act.keywords["first"] + shift))
        if isinstance(piece.act, partial) and piece.act.func is _draw_map
        else piece
        for piece in page.pieces
    )
    return replace(page, pieces=pieces)


def _draw_contents(
    painter: QPainter,
    *,
    lines: tuple[tuple[float, Mark], ...],
    shift: int,
    width: float,
    ink: Ink,
    title: str,
    number: int,
) -> None:
    if not number:
        write(painter, (title if title != "Certdeck" else "Contents",), 0, 0, width, 20, ink.of("text"), is_bold=True)
    for y, mark in lines:
        is_head = mark.level == 0
        indent = 14.0 * mark.level
        size = 10
        page = str(mark.page + shift + 1)
        words = elided(mark.title, width - indent - 48, size)
        write(painter, (words,), indent, y, width, size, ink.of("text"), is_bold=is_head)
        write(painter, (page,), 0, y, width, size, ink.of("text"), is_bold=is_head, side=Qt.AlignmentFlag.AlignRight)
        start = indent + width_of(words, size, is_bold=is_head) + 6
        end = width - width_of(page, size, is_bold=is_head) - 6
        if not is_head and end > start:
            painter.setPen(QPen(QColor(ink.of("line_strong")), 0.6, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(start, y + line_height(size) - 4, end, y + line_height(size) - 4))


def every_part(diagram: Diagram) -> frozenset[str]:
    """All parts of a diagram whose words can be hidden."""
    nodes = {f"node:{node.id}" for node in diagram.nodes if node.cell is None or node.cell[1] > 0}
    return frozenset(nodes | {f"edge:{place}" for place, edge in enumerate(diagram.edges) if edge.label})


def _said(sources: Sequence[Source]) -> str:
    """Sources file by file: `a.md, lines 3–9, 20; b.md, line 4`."""
    files: dict[str, list[str]] = {}
    for one in sources:
        lines = f"{one.first}–{one.last}" if one.last > one.first else str(one.first)
        files.setdefault(one.path, []).append(lines)
    return "; ".join(f"{path}, lines {', '.join(lines)}" for path, lines in files.items())
