"""The disk image for macOS, made on macOS from the bundle that PyInstaller gathers.

An Apple processor gives an arm64 image, an Intel one an x86_64 image. Signing and notarisation are done where these
are set: CERTDECK_SIGN_MACOS (the identity, such as “Developer ID Application: …”) and CERTDECK_NOTARY_PROFILE (a
profile of `xcrun notarytool store-credentials`). Without an identity the bundle is signed ad hoc, as Apple's processors
ask.
"""

import os
import platform
import plistlib
import shutil
from pathlib import Path
from string import Template

import icon_files
from shared import DIST, IDENTIFIER, OUT, ROOT, WORK, draw_icons, run, version

MACOS = ROOT / "packaging" / "macos"
ICNS = WORK / "certdeck.icns"
BUNDLE = DIST / "Certdeck.app"
IDENTITY = "CERTDECK_SIGN_MACOS"
NOTARY = "CERTDECK_NOTARY_PROFILE"
OLDEST = "13.0"  # of macOS, as the Qt wheels ask


def prepare() -> None:
    """Make what certdeck.spec wants of macOS: the icon."""
    icon_files.write_icns(draw_icons(WORK / "icons", sorted(set(icon_files.ICNS_TYPES.values()))), ICNS)


def info_plist() -> dict[str, object]:
    """Info.plist, with the version filled in."""
    values = {"VERSION": version(), "IDENTIFIER": IDENTIFIER, "OLDEST": OLDEST}
    filled = Template((MACOS / "Info.plist").read_text("utf-8")).substitute(values)
    found: dict[str, object] = plistlib.loads(filled.encode())
    return found


def make_packages() -> list[Path]:
    """Sign the bundle, put it into an image, have that notarised."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    identity = os.environ.get(IDENTITY, "-")
    sign(BUNDLE, identity)
    image = make_image(OUT / f"Certdeck-{version()}-{platform.machine()}.dmg")
    if identity != "-":
        run("codesign", "--force", "--timestamp", "--sign", identity, image)
    if profile := os.environ.get(NOTARY):
        run("xcrun", "notarytool", "submit", image, "--keychain-profile", profile, "--wait")
        run("xcrun", "stapler", "staple", image)
    return [image]


def sign(bundle: Path, identity: str) -> None:
    """Sign from the inside out: libraries and programs, then the bundle that vouches for them."""
    options = ["--force", "--options", "runtime", "--entitlements", MACOS / "entitlements.plist", "--sign", identity]
    if identity != "-":
        options.append("--timestamp")
    for file in sorted(bundle.rglob("*"), key=lambda path: -len(path.parts)):
        if file.is_file() and not file.is_symlink() and is_code(file):
            run("codesign", *options, file)
    run("codesign", *options, bundle)
    run("codesign", "--verify", "--deep", "--strict", bundle)


def is_code(file: Path) -> bool:
    """Whether a file is a program or library, by its first bytes (Mach-O, of one or of several processors)."""
    with file.open("rb") as stream:
        return stream.read(4) in (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def make_image(target: Path) -> Path:
    """An image that shows the program beside the folder to drag it to."""
    folder = WORK / "image"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copytree(BUNDLE, folder / BUNDLE.name, symlinks=True)
    (folder / "Applications").symlink_to("/Applications")
    shutil.copy(ROOT / "packaging" / "LICENSE", folder / "Licence.txt")
    run("hdiutil", "create", "-volname", "Certdeck", "-srcfolder", folder, "-format", "UDZO", "-ov", target)
    return target
