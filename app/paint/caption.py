"""What stands below a printed picture: what its colours and lines mean, and its steps in words, in two columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.domain.diagram import Diagram, Line
from app.paint.diagram import LINE_NAMES, PENS, role_of
from app.paint.ink import CATEGORIES, Ink, hue
from app.paint.letters import line_height, width_of, wrapped, write
from app.paint.page import SMALL, Act, Print

_LEGEND = 14.0


@dataclass(frozen=True, slots=True)
class Caption:
    """A legend and steps, broken for a width; its height is that of both."""

    width: float
    ink: Ink
    legend: tuple[tuple[Act, float, str], ...]
    columns: tuple[tuple[str, ...], ...]
    height: float

    @classmethod
    def of(cls, one: Print, width: float, ink: Ink, *, is_blank: bool) -> "Caption":
        """Set the caption of a diagram; a worksheet has no steps, which would tell what is blank."""
        legend = tuple(_legend(one.diagram, ink))
        steps = [] if is_blank else [f"{place}. {step.label}" for place, step in enumerate(one.diagram.steps, 1)]
        room = (width - 24) / 2
        broken = [wrapped(step, room, SMALL) for step in steps]
        columns = _balanced(broken)
        height = 12.0 + (_legend_lines(legend, width) * _LEGEND + 6 if legend else 0)
        height += max((len(lines) for lines in columns), default=0) * line_height(SMALL)
        return cls(width, ink, legend, columns, height if legend or steps else 0.0)

    def draw(self, painter: QPainter) -> None:
        """Draw at the painter's origin."""
        y = 12.0
        x = 0.0
        for act, lead, words in self.legend:
            needed = lead + width_of(words, SMALL) + 16
            if x and x + needed > self.width:
                x, y = 0.0, y + _LEGEND
            painter.save()
            painter.translate(x, y + line_height(SMALL) / 2)
            act(painter)
            painter.restore()
            write(painter, (words,), x + lead, y, needed, SMALL, self.ink.of("text_soft"))
            x += needed
        if self.legend:
            y += _LEGEND + 6
        for place, lines in enumerate(self.columns):
            left = place * ((self.width - 24) / 2 + 24)
            write(painter, lines, left, y, (self.width - 24) / 2, SMALL, self.ink.of("text"))


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
        needed = lead + width_of(words, SMALL) + 16
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


def _swatch(painter: QPainter, colour: str) -> None:
    painter.fillRect(QRectF(0, -4, 8, 8), QColor(colour))


def _line_sample(painter: QPainter, line: Line, ink: Ink) -> None:
    colour = QColor(ink.of(role_of(line)))
    painter.setPen(QPen(colour, 1.2, PENS[line]))
    painter.drawLine(QLineF(0, 0, 16 if line is not Line.PLAIN else 20, 0))
    if line is not Line.PLAIN:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(21, 0), QPointF(15, -2.6), QPointF(15, 2.6)]))
    if line is Line.NEVER:
        painter.setPen(QPen(colour, 1.2))
        for sign in (1, -1):
            painter.drawLine(QLineF(6, -3 * sign, 12, 3 * sign))
