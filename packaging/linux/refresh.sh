#!/bin/sh
# After installing and removing: let the desktop know of program, icons and file types, where it has tools for that.
command -v update-desktop-database >/dev/null && update-desktop-database -q /usr/share/applications
command -v update-mime-database >/dev/null && update-mime-database /usr/share/mime
command -v gtk-update-icon-cache >/dev/null && gtk-update-icon-cache -q /usr/share/icons/hicolor
exit 0
