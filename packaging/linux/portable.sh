#!/bin/sh
# Certdeck @VERSION@ for one user: installs to ~/.local without root and without a network.
#   sh certdeck-….run              install, or upgrade
#   sh certdeck-….run --remove     remove the program; what you have learned stays
set -eu
share="${XDG_DATA_HOME:-$HOME/.local/share}"
home="$HOME/.local/lib/certdeck"
link="$HOME/.local/bin/certdeck"
refresh() {
    command -v update-desktop-database >/dev/null && update-desktop-database -q "$share/applications" || true
    command -v update-mime-database >/dev/null && update-mime-database "$share/mime" 2>/dev/null || true
}
remove() {
    rm -rf "$home" "$link" "$share/applications/certdeck.desktop" "$share/mime/packages/certdeck.xml" \
        "$share/metainfo/certdeck.metainfo.xml" "$share/man/man1/certdeck.1" "$share/doc/certdeck"
    rm -f "$share"/icons/hicolor/*/apps/certdeck.png "$share/icons/hicolor/scalable/apps/certdeck.svg"
    for folder in applications mime/packages mime metainfo man/man1 man doc icons; do
        find "$share/$folder" -depth -type d -empty -delete 2>/dev/null || true
    done
}
if [ "${1:-}" = "--remove" ]; then
    remove
    refresh
    echo "Certdeck is removed. Your progress stays in $share/certdeck."
    exit 0
fi
part="$HOME/.local/lib/certdeck.part"
rm -rf "$part"
mkdir -p "$part" "$HOME/.local/bin" "$share"
start=$(awk '/^__TREE__$/ { print NR + 1; exit }' "$0")
tail -n "+$start" "$0" | tar -xJ -C "$part"
remove
mv "$part/certdeck" "$home"
cp -r "$part/share/." "$share/"
sed -i "s|^Exec=certdeck|Exec=\"$link\"|" "$share/applications/certdeck.desktop"
rm -rf "$part"
ln -s "$home/certdeck" "$link"
refresh
echo "Certdeck @VERSION@ is installed. Start it from the menu, or with $link."
exit 0
__TREE__
