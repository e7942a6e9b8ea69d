"""What a search found, as lines of the palette."""

from collections.abc import Iterable

from app.gui.widgets.search_palette import PaletteRow, RowKind
from app.services.library import Hit


def rows_of(hits: Iterable[Hit]) -> tuple[PaletteRow, ...]:
    """Sections and cards with the place they stand at; the value is the hit itself."""
    return tuple(
        PaletteRow(RowKind.CARD if hit.kind == "card" else RowKind.SECTION, hit.title, hit, *_below(hit))
        for hit in hits
    )


def _below(hit: Hit) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The snippet with its matches after the heading path, cut to one line."""
    path = " › ".join(hit.heading_path[:-1] if hit.kind == "section" else hit.heading_path)
    snippet = hit.snippet.replace("\n", " ")
    prefix = f"{path}  " if path and snippet else path
    return prefix + snippet, tuple((first + len(prefix), last + len(prefix)) for first, last in hit.ranges)
