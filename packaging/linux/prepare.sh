#!/bin/sh
# On Debian or Ubuntu, as root: what building needs, and trying what was built.
set -eu
packages="binutils xz-utils squashfs-tools desktop-file-utils xvfb debootstrap debian-archive-keyring rpm fonts-dejavu-core python3-venv"
# The libraries that Qt's plugins for screens ask for; the build takes those along that no package is declared for.
packages="$packages libegl1 libgl1 libx11-6 libx11-xcb1 libxcb1 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0"
packages="$packages libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1"
packages="$packages libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libwayland-client0 libwayland-cursor0 libwayland-egl1"
missing=""
for package in $packages; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
if [ -n "$missing" ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
fi
