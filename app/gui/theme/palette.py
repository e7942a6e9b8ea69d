"""Colours by role, from the theme files: a widget names a role, never a colour."""

import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache

from app import paths
from app.render.style import Style

READING = 16  # px
BASE = 14  # px
GRID = 8  # px


@dataclass(frozen=True, slots=True)
class Palette:
    """The roles of one theme as `#rrggbb`."""

    ground: str
    surface: str
    raised: str
    line: str
    line_strong: str
    text: str
    text_soft: str
    accent: str
    accent_soft: str
    on_accent: str
    good: str
    warn: str
    bad: str
    tint: str
    compute: str
    storage: str
    database: str
    networking: str
    integration: str
    security: str
    ai: str


@dataclass(frozen=True, slots=True)
class Look:
    """A palette at a text size: all that a widget must know to dress."""

    palette: Palette
    is_dark: bool
    percent: int

    @property
    def text(self) -> str:
        """Text."""
        return self.palette.text

    @property
    def text_soft(self) -> str:
        """Text of less weight."""
        return self.palette.text_soft

    @property
    def accent(self) -> str:
        """What is active or next."""
        return self.palette.accent

    @property
    def accent_soft(self) -> str:
        """The ground of what is active."""
        return self.palette.accent_soft

    @property
    def line(self) -> str:
        """A line that parts."""
        return self.palette.line

    @property
    def good(self) -> str:
        """Right, known."""
        return self.palette.good

    @property
    def warn(self) -> str:
        """To be looked at."""
        return self.palette.warn

    @property
    def bad(self) -> str:
        """Wrong, forgotten."""
        return self.palette.bad

    def px(self, size: float) -> int:
        """A size at the learner's text size."""
        return round(size * self.percent / 100)

    def style(self, zoom: int) -> Style:
        """What notes and cards are rendered with, at a zoom in per cent."""
        own = self.palette
        return Style(
            text=own.text,
            soft=own.text_soft,
            accent=own.accent,
            line=own.line,
            tint=own.tint,
            mark=own.accent_soft,
            warn=own.warn,
            size=READING * self.percent * zoom / 10_000,
        )


@lru_cache(maxsize=2)
def load(name: str) -> Palette:
    """Read a theme file: `light` or `dark`."""
    with paths.shipped(f"resources/themes/{name}.toml").open("rb") as stream:
        roles = tomllib.load(stream)
    return Palette(**{field.name: roles[field.name] for field in fields(Palette)})


def look(*, is_dark: bool, percent: int) -> Look:
    """The look for a scheme and a text size."""
    return Look(load("dark" if is_dark else "light"), is_dark, percent)
