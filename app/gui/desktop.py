"""What a Linux desktop offers to programs of any toolkit: its own file dialogs, and word of light and dark."""

import sys
from collections.abc import MutableMapping
from pathlib import Path

_CHOICE = "QT_QPA_PLATFORMTHEME"
_PORTAL = "dbus-1/services/org.freedesktop.portal.Desktop.service"
_DATA_FOLDERS = "/usr/local/share:/usr/share"


def follow_desktop(environment: MutableMapping[str, str]) -> None:
    """Let Qt ask the desktop's portal, where there is one; call it before the application is made.

    By itself Qt 6.11 asks GNOME's and KDE's settings only through libraries of theirs that we do not ship, and would
    stay light on a dark desktop (seen with both, and with Xfce).
    """
    if not sys.platform.startswith("linux") or environment.get(_CHOICE):
        return
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    has_bus = bool(environment.get("DBUS_SESSION_BUS_ADDRESS")) or bool(runtime and (Path(runtime) / "bus").exists())
    folders = (environment.get("XDG_DATA_DIRS") or _DATA_FOLDERS).split(":")
    if has_bus and any((Path(folder) / _PORTAL).exists() for folder in folders if folder):
        environment[_CHOICE] = "xdgdesktopportal"
