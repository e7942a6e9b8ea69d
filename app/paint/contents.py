"""The contents of a print: chapters, what stands in them, and on which page; each line leads there."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.paint.bookmarks import Link, Mark
from app.paint.ink import Ink
from app.paint.letters import elided, line_height, width_of, write
from app.paint.page import FOOT, Page, Piece
from app.paint.paper import MARGIN, Paper

_LINES = (16.0, 15.0, 14.0)  # the widest that saves a page
_TOP = 48.0  # below the title
_BEFORE_CHAPTER = 10.0
_DEEPEST = 2  # of a key the chapters are named, not what stands in them
_SIZE = 10

Sheet = tuple[tuple[float, Mark], ...]  # lines of one page, each with its place


def pages_of(marks: Sequence[Mark], paper: Paper, ink: Ink, *, title: str) -> tuple[tuple[Page, ...], tuple[Link, ...]]:
    """Set the contents on pages."""
    is_wide = paper.is_wide(False)
    width, _ = paper.room(is_wide=is_wide)
    sheets, line = _sheets(marks, paper)
    pages: list[Page] = []
    links: list[Link] = []
    for number, lines in enumerate(sheets):
        act = partial(_draw, lines=lines, width=width, ink=ink, title="" if number else title)
        pages.append(Page(is_wide, (Piece(MARGIN, MARGIN, act),)))
        links += [Link(number, (MARGIN, MARGIN + y, width, line), mark.page, mark.y) for y, mark in lines]
    return tuple(pages), tuple(links)


def _sheets(marks: Sequence[Mark], paper: Paper) -> tuple[tuple[Sheet, ...], float]:
    """Lines page by page, and their height: a few lines more do not begin a page."""
    tries = [(_broken(marks, paper, line), line) for line in _LINES]
    fewest = min(len(sheets) for sheets, _ in tries)
    return next((sheets, line) for sheets, line in tries if len(sheets) == fewest)


def _broken(marks: Sequence[Mark], paper: Paper, line: float) -> tuple[Sheet, ...]:
    room = paper.room(is_wide=paper.is_wide(False))[1] - FOOT
    listed = [mark for mark in marks if mark.level < _DEEPEST]
    sheets: list[list[tuple[float, Mark]]] = [[]]
    y = _TOP
    for place, mark in enumerate(listed):
        is_head = mark.level == 0
        needed = line + (_BEFORE_CHAPTER if is_head and sheets[-1] else 0)
        follows = line if is_head and place + 1 < len(listed) else 0  # a chapter does not end a page
        if y + needed + follows > room:
            sheets.append([])
            y, needed = 0.0, line
        y += needed
        sheets[-1].append((y - line, mark))
    return tuple(tuple(lines) for lines in sheets)


def _draw(painter: QPainter, *, lines: Sheet, width: float, ink: Ink, title: str) -> None:
    if title:
        write(painter, (title,), 0, 0, width, 20, ink.of("text"), is_bold=True)
    for y, mark in lines:
        is_head = mark.level == 0
        indent = 14.0 * mark.level
        page = str(mark.page + 1)
        words = elided(mark.title, width - indent - 48, _SIZE)
        write(painter, (words,), indent, y, width, _SIZE, ink.of("text"), is_bold=is_head)
        write(painter, (page,), 0, y, width, _SIZE, ink.of("text"), is_bold=is_head, side=Qt.AlignmentFlag.AlignRight)
        start = indent + width_of(words, _SIZE, is_bold=is_head) + 6
        end = width - width_of(page, _SIZE, is_bold=is_head) - 6
        if not is_head and end > start:
            painter.setPen(QPen(QColor(ink.of("line_strong")), 0.6, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(start, y + line_height(_SIZE) - 4, end, y + line_height(_SIZE) - 4))
