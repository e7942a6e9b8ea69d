"""Diagrams and comparisons written to files without a window, for the command line: the one door from there to Qt."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from app.domain.comparison import Comparison
from app.domain.diagram import Diagram
from app.domain.layout import Layout, Measure
from app.errors import AlreadyThere, ExportError
from app.paint import sheet
from app.paint.book import in_note_order
from app.paint.ink import ink, measure
from app.paint.page import Item, Print
from app.paint.paper import Fit, Paper, Turn

_SLUG = re.compile(r"[^a-z0-9]+")


def write(
    found: Sequence[Diagram],
    comparisons: Sequence[Comparison],
    form: str,
    out: Path,
    place: Callable[[Diagram, Measure], Layout],
    *,
    paper: Paper | None = None,
    title: str = "",
    overwrite: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Path, ...]:
    """Write diagrams and comparisons: as one PDF, or each as SVG or PNG into a folder.

    Raises AlreadyThere unless `overwrite` is set, ExportError if a file cannot be written, and LayoutError.
    """
    keep = QGuiApplication.instance() or QGuiApplication(["certdeck", "-platform", "offscreen"])
    items = in_note_order([*(Print(one, place(one, measure)) for one in found), *comparisons])
    targets = [out] if form == "pdf" else [out / f"{name}.{form}" for name in _names(items)]
    standing = [path for path in targets if path.exists()]
    if standing and not overwrite:
        raise AlreadyThere(f"{standing[0]} is there already.", hint="Choose another name, or add --replace.")
    own = ink(is_dark=False)
    try:
        targets[0].parent.mkdir(parents=True, exist_ok=True)
        if form == "pdf":
            sheet.pdf(items, out, own, paper, title=title, progress=progress)
        for one, path in zip(items, targets, strict=False) if form != "pdf" else ():
            (sheet.svg if form == "svg" else sheet.png)(one, path, own)
    except OSError as error:
        raise ExportError(f"{out} could not be written.", hint="Choose another folder.", details=str(error)) from error
    del keep
    return tuple(targets)


def paper_of(size: str, *, is_worksheet: bool, fit: str, turn: str, tile: int | None) -> Paper:
    """The choices of a command line; a scale of tiles chooses tiles."""
    if tile is not None:
        return Paper(size, is_worksheet, Fit.TILE, Turn(turn), percent=tile)
    return Paper(size, is_worksheet, Fit(fit), Turn(turn))


def _names(items: Sequence[Item]) -> list[str]:
    return [f"{number:03}-{_SLUG.sub('-', one.title.lower()).strip('-')[:60]}" for number, one in enumerate(items, 1)]
