"""Diagrams written to files without a window, for the command line: the one door from there to Qt."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from app.domain.comparison import Comparison
from app.domain.diagram import Diagram
from app.domain.layout import Layout, Measure
from app.errors import ExportError
from app.paint import sheet
from app.paint.ink import ink, measure

FORMATS = ("pdf", "svg", "png", "worksheet")
_SLUG = re.compile(r"[^a-z0-9]+")


def write(
    found: Sequence[Diagram],
    comparisons: Sequence[Comparison],
    form: str,
    out: Path,
    place: Callable[[Diagram, Measure], Layout],
    *,
    paper: str = "A4",
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write diagrams and comparisons: a PDF or worksheet as one file; diagrams as SVG or PNG into a folder.

    Raises ExportError if a file is there and `overwrite` is not set, or cannot be written; LayoutError.
    """
    targets = [out] if form in ("pdf", "worksheet") else [out / f"{name}.{form}" for name in _names(found)]
    standing = [path for path in targets if path.exists()]
    if standing and not overwrite:
        raise ExportError(f"{standing[0]} is there already.", hint="Choose another name, or add --replace.")
    keep = QGuiApplication.instance() or QGuiApplication(["certdeck", "-platform", "offscreen"])
    prints = [sheet.Print(diagram, place(diagram, measure)) for diagram in found]
    own = ink(is_dark=False)
    try:
        targets[0].parent.mkdir(parents=True, exist_ok=True)
        if form in ("pdf", "worksheet"):
            sheet.pdf([*prints, *comparisons], out, own, sheet.Paper(paper, form == "worksheet"))
        for one, path in zip(prints, targets, strict=False) if form in ("svg", "png") else ():
            (sheet.svg if form == "svg" else sheet.png)(one, path, own)
    except OSError as error:
        raise ExportError(f"{out} could not be written.", hint="Choose another folder.", details=str(error)) from error
    del keep
    return tuple(targets)


def _names(found: Sequence[Diagram]) -> list[str]:
    return [f"{number:03}-{_SLUG.sub('-', one.title.lower()).strip('-')[:60]}" for number, one in enumerate(found, 1)]
