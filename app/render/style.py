"""How a rendered note looks. It stands alone, so that the window can dress before any Markdown library is loaded."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """Colours and sizes of a rendered note, by role; `size` is that of reading text in pixels."""

    text: str = "#23282b"
    soft: str = "#5d676b"
    accent: str = "#0f6b6b"
    line: str = "#d9d6cf"
    tint: str = "#f1efe9"
    mark: str = "#d5ebe8"
    warn: str = "#8a5a00"
    size: float = 16
    leading: int = 110  # per cent of the font's own line height, as Qt counts
    mono: str = "monospace"

    def px(self, factor: float) -> int:
        """A size in whole pixels, relative to reading text."""
        return max(1, round(self.size * factor))
