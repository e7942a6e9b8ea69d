import re
from dataclasses import fields

import pytest

from app import paths
from app.gui.rail import RAIL
from app.gui.theme import palette
from app.gui.theme.style import style_sheet


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read_on_every_ground(name: str) -> None:
    own = palette.load(name)
    for ground in (own.ground, own.surface, own.raised, own.tint):
        for role in ("text", "text_soft", "accent", "good", "warn", "bad"):
            assert contrast(getattr(own, role), ground) >= 4.5, (role, ground)
        for role in ("compute", "storage", "database", "networking", "integration", "security", "ai"):
            assert contrast(getattr(own, role), ground) >= 4.5, (role, ground)
        assert contrast(own.line_strong, ground) >= 3, ground
    assert contrast(own.text, own.accent_soft) >= 4.5
    assert contrast(own.on_accent, own.accent) >= 4.5


def test_no_ground_is_pure() -> None:
    assert palette.load("light").ground != "#ffffff"
    assert palette.load("dark").ground != "#000000"


@pytest.mark.parametrize("percent", [80, 100, 200])
def test_the_style_sheet_grows_with_the_text(percent: int) -> None:
    look = palette.look(is_dark=True, percent=percent)
    assert f"font-size: {round(14 * percent / 100)}px" in style_sheet(look)
    assert look.style(100).size == 16 * percent / 100


def test_pages_name_no_colour() -> None:
    root = paths.shipped("resources").parent / "app/gui"
    for file in [*root.glob("pages/*.py"), *root.glob("*.py")]:
        assert not re.findall(r"[\"']#[0-9a-fA-F]{3,8}[\"']", file.read_text("utf-8")), file


def test_every_icon_is_there() -> None:
    for entry in RAIL:
        assert paths.shipped(f"resources/icons/{entry.icon}.svg").exists()
    assert {field.name for field in fields(palette.Palette)} >= {"ground", "accent"}
