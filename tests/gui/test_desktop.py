import sys
from pathlib import Path

import pytest

from app.gui.desktop import follow_desktop

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="portals are of Linux desktops")


@pytest.fixture
def share(tmp_path: Path) -> Path:
    """A data folder in which a portal is declared."""
    services = tmp_path / "share/dbus-1/services"
    services.mkdir(parents=True)
    (services / "org.freedesktop.portal.Desktop.service").touch()
    return tmp_path / "share"


def test_the_portal_is_asked_where_there_is_one(share: Path, tmp_path: Path) -> None:
    bus = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/somewhere"}
    environment = {"XDG_DATA_DIRS": f"/nowhere:{share}", **bus}
    follow_desktop(environment)
    assert environment["QT_QPA_PLATFORMTHEME"] == "xdgdesktopportal"
    (tmp_path / "bus").touch()
    environment = {"XDG_DATA_DIRS": str(share), "XDG_RUNTIME_DIR": str(tmp_path)}
    follow_desktop(environment)
    assert environment["QT_QPA_PLATFORMTHEME"] == "xdgdesktopportal"


def test_without_a_bus_or_a_portal_qt_is_left_alone(share: Path, tmp_path: Path) -> None:
    for environment in (
        {"XDG_DATA_DIRS": str(share)},
        {"XDG_DATA_DIRS": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/somewhere"},
    ):
        before = dict(environment)
        follow_desktop(environment)
        assert environment == before


def test_who_has_chosen_is_left_alone(share: Path) -> None:
    environment = {
        "XDG_DATA_DIRS": str(share),
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/somewhere",
        "QT_QPA_PLATFORMTHEME": "gtk3",
    }
    follow_desktop(environment)
    assert environment["QT_QPA_PLATFORMTHEME"] == "gtk3"
