"""Diagrams and comparisons in files: a PDF with bookmarks, an SVG, a PNG at 300 dpi."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app import files
from app.domain.comparison import Comparison
from app.paint.book import book
from app.paint.bookmarks import with_bookmarks
from app.paint.diagram import Shown, draw
from app.paint.ink import Ink
from app.paint.page import Book, Item, Print, every_part
from app.paint.paper import Paper
from app.paint.table import grid

__all__ = ["Item", "Paper", "Print", "Stopped", "every_part", "image", "pdf", "png", "print_book", "svg", "write_book"]

_DPI = 300
_TABLE_EDGE = 16.0
_TABLE_COLUMN = 150.0  # points; a table as a picture is as wide as its columns want

_log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]


class Stopped(Exception):
    """The learner has had enough; nothing was written."""


def pdf(
    items: Sequence[Item],
    path: Path,
    ink: Ink,
    paper: Paper | None = None,
    *,
    title: str = "",
    progress: Progress | None = None,
) -> None:
    """Write a PDF of diagrams and comparisons; text stays text. A half-written file never remains. Raises OSError."""
    write_book(book(items, paper or Paper(), ink, title=title), path, ink, progress=progress)


def write_book(
    made: Book, path: Path, ink: Ink, *, progress: Progress | None = None, stopped: Callable[[], bool] | None = None
) -> None:
    """Write pages as a PDF with bookmarks. Raises OSError, and Stopped."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("Certdeck")
    writer.setTitle(made.title)
    writer.setResolution(72)
    print_book(made, writer, ink, progress=progress, stopped=stopped)
    buffer.close()
    content = bytes(store.data())
    if len(made.pages) > 1:
        try:
            content = with_bookmarks(content, made.marks, made.links)
        except ValueError as error:  # pages are worth more than bookmarks
            _log.warning("bookmarks were left out of %s: %s", path.name, error)
    files.write_whole(path, content)


def print_book(
    made: Book,
    device: QPagedPaintDevice,
    ink: Ink,
    *,
    numbers: Sequence[int] | None = None,
    progress: Progress | None = None,
    stopped: Callable[[], bool] | None = None,
) -> None:
    """Draw pages, all or those with some numbers counted from 0, on a device such as a printer. Raises Stopped."""
    wanted = range(len(made.pages)) if numbers is None else numbers
    painter = QPainter()
    for place, number in enumerate(wanted):
        if stopped is not None and stopped():
            if painter.isActive():
                painter.end()
            raise Stopped
        device.setPageLayout(_page_layout(made, number))
        if place:
            device.newPage()
        elif not painter.begin(device):
            raise OSError("the device cannot be drawn on")
        painter.save()
        scale = device.logicalDpiX() / 72
        painter.scale(scale, scale)
        made.draw(painter, number, ink)
        painter.restore()
        if progress is not None:
            progress(place + 1, len(wanted))
    painter.end()


def _page_layout(made: Book, number: int) -> QPageLayout:
    page = made.pages[number]
    size = QPageSize(QPageSize.PageSizeId.Letter if made.paper.size == "Letter" else QPageSize.PageSizeId.A4)
    side = QPageLayout.Orientation.Landscape if page.is_wide else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, side, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def svg(one: Item, path: Path, ink: Ink) -> None:
    """Write an SVG of one diagram or comparison. Raises OSError."""
    store = QByteArray()
    buffer = QBuffer(store)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = _size(one)
    generator.setSize(QSize(round(size.width()), round(size.height())))
    generator.setViewBox(QRectF(QPointF(0, 0), size))
    generator.setTitle(one.title)
    if isinstance(one, Print):
        generator.setDescription("; ".join(step.label for step in one.diagram.steps))
    painter = QPainter(generator)
    _draw(painter, one, ink.on_paper())
    painter.end()
    files.write_whole(path, bytes(store.data()))


def png(one: Item, path: Path, ink: Ink) -> None:
    """Write a PNG at 300 dpi. Raises OSError."""
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture = image(one, ink.on_paper(), _DPI / 72)
    picture.setDotsPerMeterX(round(_DPI / 0.0254))
    picture.setDotsPerMeterY(round(_DPI / 0.0254))
    if not picture.save(buffer, "PNG"):  # type: ignore[call-overload]
        raise OSError("the picture is too large")
    files.write_whole(path, bytes(store.data()))


def image(one: Item, ink: Ink, scale: float, shown: Shown | None = None) -> QImage:
    """A picture of a diagram or comparison on its ground."""
    size = _size(one) * scale
    made = QImage(
        QSize(max(1, round(size.width())), max(1, round(size.height()))), QImage.Format.Format_ARGB32_Premultiplied
    )
    if made.isNull():
        raise OSError("the picture is too large")
    made.fill(QColor(ink.of("ground")))
    painter = QPainter(made)
    painter.scale(scale, scale)
    _draw(painter, one, ink, shown)
    painter.end()
    return made


def _size(one: Item) -> QSizeF:
    if isinstance(one, Comparison):
        width = _table_width(one)
        return QSizeF(width + 2 * _TABLE_EDGE, grid(one, width).height + 2 * _TABLE_EDGE)
    return QSizeF(one.layout.width, one.layout.height)


def _draw(painter: QPainter, one: Item, ink: Ink, shown: Shown | None = None) -> None:
    if isinstance(one, Comparison):
        painter.translate(_TABLE_EDGE, _TABLE_EDGE)
        grid(one, _table_width(one)).draw(painter, ink)
    else:
        draw(painter, one.diagram, one.layout, ink, shown)


def _table_width(one: Comparison) -> float:
    return _TABLE_COLUMN * (len(one.columns) + 1)
