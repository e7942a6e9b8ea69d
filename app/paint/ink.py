"""The colours and letters that diagrams are drawn with, and how wide words are in them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import local

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from app import paths

# px at 100 %: layouts are made at this size and scaled as a whole.
SIZES = {"node": 13, "entry": 12, "edge": 11, "group": 11, "head": 12}
_ROLES = {
    "compute": "compute", "containers": "compute", "storage": "storage", "database": "database",
    "networking": "networking", "analytics": "networking", "integration": "integration", "management": "integration",
    "security": "security", "identity": "security", "ai": "ai", "developer": "accent",
}  # fmt: skip
CATEGORIES = {
    "compute": "Compute and containers", "storage": "Storage", "database": "Database",
    "networking": "Networking and analytics", "integration": "Integration and management",
    "security": "Security and identity", "ai": "AI", "accent": "Developer tools",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours by role."""

    roles: Mapping[str, str]

    def of(self, role: str) -> str:
        """A colour as `#rrggbb`."""
        return self.roles[role]

    def on_paper(self) -> "Ink":
        """The same on white: what lies behind words must not be seen there."""
        return Ink({**self.roles, "ground": "#ffffff", "surface": "#ffffff"})

    def to_fill_in(self) -> "Ink":
        """The same with blanks that a pen can write on."""
        return Ink({**self.roles, "accent": self.roles["line_strong"], "accent_soft": "#ffffff"})

    def category(self, name: str) -> str:
        """The colour of a category of the lexicon; soft text for what has none."""
        return self.roles[_ROLES.get(name, "text_soft")]


@lru_cache(maxsize=2)
def ink(*, is_dark: bool) -> Ink:
    """The ink of a theme; paper takes the light one."""
    with paths.shipped(f"resources/themes/{'dark' if is_dark else 'light'}.toml").open("rb") as stream:
        return Ink({key: value for key, value in tomllib.load(stream).items() if isinstance(value, str)})


def hue(category: str) -> str:
    """The role that a category is drawn in; empty if it has none."""
    return _ROLES.get(category, "")


_fonts = local()


def font(role: str) -> QFont:
    """The letters of a role; each thread has its own, as a font may not be used by two at once."""
    own: QFont | None = getattr(_fonts, role, None)
    if own is None:
        own = _made(role)
        setattr(_fonts, role, own)
    return own


def _made(role: str) -> QFont:
    """A font without hinting, so that words keep their width at any zoom."""
    made = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    made.setPixelSize(SIZES[role])
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setWeight(QFont.Weight.Medium if role in ("node", "head") else QFont.Weight.Normal)
    if role == "group":
        made.setWeight(QFont.Weight.DemiBold)
    return made


@lru_cache(maxsize=4096)
def measure(words: str, role: str) -> tuple[float, float]:
    """How much room a line of words takes, in points."""
    metrics = QFontMetricsF(font(role))
    return round(metrics.horizontalAdvance(words), 1), round(metrics.lineSpacing(), 1)
