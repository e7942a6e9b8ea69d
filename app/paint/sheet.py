"""Diagrams on paper and in files: a PDF with contents, an SVG, a PNG at 300 dpi."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtSvg import QSvgGenerator

from app import files
from app.domain.comparison import Comparison
from app.domain.diagram import Diagram
from app.domain.layout import Layout
from app.domain.note import Source
from app.paint.diagram import Shown, draw
from app.paint.ink import Ink, font
from app.render.table import comparison_html

_DPI = 300
_LARGEST = 1.6  # a small picture is not blown up further than this
_MARGIN = 15.0  # mm
_MOST_UPRIGHT = 4  # columns of a comparison on an upright page


@dataclass(frozen=True, slots=True)
class Print:
    """One diagram with its places."""

    diagram: Diagram
    layout: Layout


@dataclass(frozen=True, slots=True)
class Paper:
    """What pages look like: `A4` or `Letter`; `is_worksheet` hides the words and puts the key at the end."""

    size: str = "A4"
    is_worksheet: bool = False


def pdf(items: Sequence[Print | Comparison], path: Path, ink: Ink, paper: Paper | None = None) -> None:
    """Write a PDF of diagrams, one a page, and comparisons, as many pages as they take; text stays text.

    Several items get a page of contents. A half-written file never remains. Raises OSError.
    """
    paper = paper or Paper()
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("Certdeck")
    writer.setTitle(_title(items[0]) if len(items) == 1 else "Certdeck")
    writer.setResolution(72)
    _turn(writer, paper, is_wide=len(items) == 1 and _is_wide(items[0]))
    painter = QPainter(writer)
    if len(items) > 1:
        _contents(painter, writer, items, ink)
    sheets = [(number, one, paper.is_worksheet) for number, one in enumerate(items, 1)]
    if paper.is_worksheet:
        sheets += [(number, one, False) for number, one, _ in sheets]
    for place, (number, one, is_blank) in enumerate(sheets):
        if place or len(items) > 1:
            _turn(writer, paper, is_wide=_is_wide(one))
            writer.newPage()
        if isinstance(one, Print):
            _page(painter, _area(writer), one, ink, number, is_blank=is_blank)
        else:
            _table(painter, writer, one, ink, number, is_blank=is_blank)
    painter.end()
    buffer.close()
    files.write_whole(path, bytes(store.data()))


def _turn(writer: QPdfWriter, paper: Paper, *, is_wide: bool) -> None:
    side = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    size = QPageSize(QPageSize.PageSizeId.Letter if paper.size == "Letter" else QPageSize.PageSizeId.A4)
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageLayout(QPageLayout(size, side, margins, QPageLayout.Unit.Millimeter))


def svg(one: Print, path: Path, ink: Ink) -> None:
    """Write an SVG of one diagram. Raises OSError."""
    store = QByteArray()
    buffer = QBuffer(store)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(round(one.layout.width), round(one.layout.height)))
    generator.setViewBox(QRectF(0, 0, one.layout.width, one.layout.height))
    generator.setTitle(one.diagram.title)
    generator.setDescription("; ".join(step.label for step in one.diagram.steps))
    painter = QPainter(generator)
    draw(painter, one.diagram, one.layout, ink)
    painter.end()
    files.write_whole(path, bytes(store.data()))


def png(one: Print, path: Path, ink: Ink) -> None:
    """Write a PNG at 300 dpi. Raises OSError."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture = image(one, ink, _DPI / 72)
    picture.setDotsPerMeterX(round(_DPI / 0.0254))
    picture.setDotsPerMeterY(round(_DPI / 0.0254))
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    files.write_whole(path, bytes(store.data()))


def image(one: Print, ink: Ink, scale: float, shown: Shown | None = None) -> QImage:
    """A picture of a diagram on its ground."""
    made = QImage(
        QSize(max(1, round(one.layout.width * scale)), max(1, round(one.layout.height * scale))),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    made.fill(QColor(ink.of("ground")))
    painter = QPainter(made)
    painter.scale(scale, scale)
    draw(painter, one.diagram, one.layout, ink, shown)
    painter.end()
    return made


def every_part(diagram: Diagram) -> frozenset[str]:
    """All parts of a diagram whose words can be hidden."""
    nodes = {f"node:{node.id}" for node in diagram.nodes if node.cell is None or node.cell[1] > 0}
    return frozenset(nodes | {f"edge:{place}" for place, edge in enumerate(diagram.edges) if edge.label})


def _area(writer: QPdfWriter) -> QRectF:
    """The page within its margins, in points, its corner at the painter's origin."""
    return QRectF(QPointF(0, 0), writer.pageLayout().paintRect(QPageLayout.Unit.Point).size())


def _is_wide(one: Print | Comparison) -> bool:
    return one.layout.aspect > 1.1 if isinstance(one, Print) else len(one.columns) > _MOST_UPRIGHT


def _title(one: Print | Comparison) -> str:
    return one.diagram.title if isinstance(one, Print) else one.title


def _table(painter: QPainter, writer: QPdfWriter, one: Comparison, ink: Ink, number: int, *, is_blank: bool) -> None:
    """A comparison over as many pages as it takes; its head is repeated on each."""
    area = _area(writer)
    room = QRectF(0, 46, area.width(), area.height() - 46 - 22)
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(_letters(9))
    rule = f"border-bottom-width: 1px; border-bottom-style: solid; border-bottom-color: {ink.of('line_strong')}"
    document.setDefaultStyleSheet(f"td, th {{ color: {ink.of('text')}; {rule} }} th {{ text-align: left }}")
    document.setPageSize(room.size())
    document.setHtml(comparison_html(one, is_blank=is_blank))
    for page in range(document.pageCount()):
        if page:
            writer.newPage()
        _head(painter, area, one.title, one.heading_path, ink)
        _foot(painter, area, one.source, ink, number)
        painter.save()
        painter.translate(0, room.top() - page * room.height())
        document.drawContents(painter, QRectF(0, page * room.height(), room.width(), room.height()))
        painter.restore()


def _page(painter: QPainter, area: QRectF, one: Print, ink: Ink, number: int, *, is_blank: bool) -> None:
    _head(painter, area, one.diagram.title, one.diagram.heading_path, ink)
    steps = [f"{place}. {step.label}" for place, step in enumerate(one.diagram.steps, 1)]
    line, columns = 12.0, 2
    rows = -(-len(steps) // columns)
    room = 0.0 if is_blank else rows * line + 10
    top, bottom = 46.0, area.height() - 18 - room
    scale = min(_LARGEST, area.width() / one.layout.width, (bottom - top) / one.layout.height)
    painter.save()
    painter.translate(
        (area.width() - one.layout.width * scale) / 2, top + (bottom - top - one.layout.height * scale) / 2
    )
    painter.scale(scale, scale)
    draw(painter, one.diagram, one.layout, ink, Shown(hidden=every_part(one.diagram)) if is_blank else None)
    painter.restore()
    painter.setFont(_letters(8))
    painter.setPen(QColor(ink.of("text")))
    width = area.width() / columns - 8
    metrics = painter.fontMetrics()
    for place, step in enumerate(steps if not is_blank else ()):
        x = (place // rows) * (width + 16)
        y = bottom + 10 + (place % rows) * line
        words = metrics.elidedText(step, Qt.TextElideMode.ElideRight, round(width))
        painter.drawText(QRectF(x, y, width, line), Qt.AlignmentFlag.AlignVCenter, words)
    _foot(painter, area, one.diagram.source, ink, number)


def _head(painter: QPainter, area: QRectF, title: str, heading_path: Sequence[str], ink: Ink) -> None:
    painter.setPen(QColor(ink.of("text")))
    painter.setFont(_letters(15, is_bold=True))
    painter.drawText(QRectF(0, 0, area.width(), 22), Qt.AlignmentFlag.AlignVCenter, title)
    painter.setFont(_letters(9))
    painter.setPen(QColor(ink.of("text_soft")))
    painter.drawText(QRectF(0, 22, area.width(), 14), Qt.AlignmentFlag.AlignVCenter, " › ".join(heading_path[:-1]))


def _foot(painter: QPainter, area: QRectF, source: Source, ink: Ink, number: int) -> None:
    painter.setFont(_letters(8))
    painter.setPen(QColor(ink.of("text_soft")))
    line = QRectF(0, area.height() - 14, area.width(), 14)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft, f"{source.path}, lines {source.first}–{source.last}")
    painter.drawText(line, Qt.AlignmentFlag.AlignRight, f"Certdeck · {number}")


def _contents(painter: QPainter, writer: QPdfWriter, items: Sequence[Print | Comparison], ink: Ink) -> None:
    area = _area(writer)
    painter.setPen(QColor(ink.of("text")))
    painter.setFont(_letters(20, is_bold=True))
    painter.drawText(QRectF(0, 0, area.width(), 30), Qt.AlignmentFlag.AlignVCenter, "Contents")
    y, line = 48.0, 15.0
    painter.setFont(_letters(10))
    for number, one in enumerate(items, 1):
        if y + line > area.height():
            writer.newPage()
            y = 0.0
        path = one.diagram.heading_path if isinstance(one, Print) else one.heading_path
        words = f"{_title(one)}  ({path[0]})" if path else _title(one)
        painter.drawText(QRectF(0, y, area.width() - 40, line), Qt.AlignmentFlag.AlignVCenter, words)
        painter.drawText(QRectF(0, y, area.width(), line), Qt.AlignmentFlag.AlignRight, str(number))
        y += line


def _letters(size: int, *, is_bold: bool = False) -> QFont:
    made = QFont(font("node"))
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
    return made
