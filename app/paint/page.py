"""What a print is made of, as values: the same pages go to paper, into a PDF and on the screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from app.domain.comparison import Comparison
from app.domain.diagram import Diagram
from app.domain.layout import Layout
from app.domain.note import Source
from app.paint.bookmarks import Link, Mark
from app.paint.diagram import Shown, draw
from app.paint.ink import Ink
from app.paint.letters import elided, width_of, write
from app.paint.paper import MARGIN, Paper

FOOT = 22.0  # room for the foot of a page
SMALL = 8  # letters

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
        left = elided(_said(page.sources), foot[2] - width_of(right, SMALL) - 16, SMALL)
        write(painter, (left,), *foot, SMALL, colour)
        write(painter, (right,), *foot, SMALL, colour, side=Qt.AlignmentFlag.AlignRight)


def draw_picture(painter: QPainter, *, one: Print, scale: float, ink: Ink, is_blank: bool) -> None:
    """Draw a diagram at the painter's origin, its words left out if a pen is to fill them in."""
    painter.scale(scale, scale)
    if is_blank:
        draw(painter, one.diagram, one.layout, ink.to_fill_in(), Shown(hidden=every_part(one.diagram)))
    else:
        draw(painter, one.diagram, one.layout, ink)


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
