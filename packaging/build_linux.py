"""The packages for Linux: .deb, .rpm, a file that installs for one user, an AppImage where its runtime is at hand."""

import os
import platform
import re
import shutil
import stat
import subprocess
import tarfile
from datetime import UTC, date, datetime
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

import changelog
from shared import ICON, IDENTIFIER, OUT, PYTHON, ROOT, TREE, WORK, NotBuilt, draw_icons, run, version

LINUX = ROOT / "packaging" / "linux"
SHARE = WORK / "share"  # what belongs into /usr/share, filled in
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
RUNTIME = "CERTDECK_APPIMAGE_RUNTIME"  # names the type-2 runtime, a file that AppImages begin with
SITE = "CERTDECK_SITE"  # where this repository's files can be seen, for the screenshot in software centres


def make_packages() -> list[Path]:
    """Make all of them from the tree that stands."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    make_share()
    for kind in ("deb", "rpm"):
        package(kind, version(), OUT)
    portable()
    appimage()
    return sorted(OUT.iterdir())


def make_share() -> None:
    """What the desktop reads: menu entry, icons, file types, the entry of software centres, manual, licences."""
    shutil.rmtree(SHARE, ignore_errors=True)
    values = {
        "VERSION": version(),
        "ID": IDENTIFIER,
        "RELEASES": releases_xml(),
        "SITE": os.environ.get(SITE, "https://certdeck.invalid"),
        "DATE": f"{built_on():%B %Y}",
    }
    for source, target in (
        ("certdeck.desktop", "applications/certdeck.desktop"),
        ("certdeck.xml", "mime/packages/certdeck.xml"),
        ("certdeck.metainfo.xml", "metainfo/certdeck.metainfo.xml"),
        ("certdeck.1", "man/man1/certdeck.1"),
    ):
        file = SHARE / target
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template((LINUX / source).read_text("utf-8")).substitute(values), "utf-8")
    for size, drawn in draw_icons(WORK / "icons").items():
        target = SHARE / f"icons/hicolor/{size}x{size}/apps/certdeck.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(drawn, target)
    scalable = SHARE / "icons/hicolor/scalable/apps/certdeck.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copy(ICON, scalable)
    documents = SHARE / "doc/certdeck"
    documents.mkdir(parents=True)
    shutil.copy(WORK / "work/certdeck/notices.txt", documents / "copyright")


def built_on() -> date:
    """The day of the build, or what SOURCE_DATE_EPOCH says, so that the same commit gives the same package."""
    moment = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(moment), UTC) if moment else datetime.now(UTC)).date()


def releases_xml() -> str:
    """The releases for the metadata of software centres, from the changelog."""
    parts = []
    for release in changelog.releases():
        news = "\n".join(f"          <li>{escape(item.replace('`', ''))}</li>" for item in release.news)
        kind = "stable" if release.day else "development"
        day = release.day or built_on()
        parts.append(
            f'    <release version="{release.version}" type="{kind}" date="{day}">\n'
            f"      <description>\n        <ul>\n{news}\n        </ul>\n      </description>\n    </release>"
        )
    return "\n".join(parts)


def package(kind: str, number: str, folder: Path) -> Path:
    """One package by nfpm; `number` may be an older one, to try an upgrade."""
    folder.mkdir(parents=True, exist_ok=True)
    values = {
        "VERSION": number,
        "ARCH": ARCHITECTURES.get(platform.machine(), platform.machine()),
        "TREE": str(TREE),
        "LINUX": str(LINUX),
        "GLIBC": glibc_needed(TREE),
        "SHARED": "\n".join(map(content, shared_files())),
    }
    config = WORK / "nfpm.yaml"
    config.write_text(Template((LINUX / "nfpm.yaml").read_text("utf-8")).substitute(values), "utf-8")
    run(PYTHON.parent / "nfpm", "package", "--config", config, "--packager", kind, "--target", folder)
    return max(folder.glob(f"*.{kind}"), key=lambda file: file.stat().st_mtime)


def glibc_needed(tree: Path) -> str:
    """The oldest C library that all programs and libraries of the tree can be loaded with."""
    if not shutil.which("objdump"):
        raise NotBuilt("objdump is missing: install binutils")
    files = [str(file) for file in tree.rglob("*") if file.is_file() and not file.is_symlink() and is_elf(file)]
    told = subprocess.run(["objdump", "-T", *files], capture_output=True, text=True, check=False).stdout
    found = {(int(one), int(two)) for one, two in re.findall(r"GLIBC_(\d+)\.(\d+)", told)}
    if not found:
        raise NotBuilt(f"{tree} holds no program")
    return "{}.{}".format(*max(found))


def is_elf(file: Path) -> bool:
    """Whether a file is a program or a library of Linux."""
    with file.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def shared_files() -> list[Path]:
    """The files for /usr/share, one by one: its folders belong to others."""
    return sorted(file for file in SHARE.rglob("*") if file.is_file())


def content(file: Path) -> str:
    """How nfpm is told of a file."""
    return f"  - src: {file}\n    dst: /usr/share/{file.relative_to(SHARE)}"


def portable() -> None:
    """One file for any Linux: a script with the tree behind it, which installs for the user who runs it."""
    archive = WORK / "tree.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        tar.add(TREE, "certdeck")
        tar.add(SHARE, "share")
    target = OUT / f"certdeck-{version()}-{platform.machine()}.run"
    head = (LINUX / "portable.sh").read_bytes().replace(b"@VERSION@", version().encode())
    target.write_bytes(head + archive.read_bytes())
    make_executable(target)


def appimage() -> None:
    """The AppDir always, so that it can be looked at; the AppImage where the runtime is there."""
    folder = WORK / "Certdeck.AppDir"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(TREE, folder / "usr/lib/certdeck", symlinks=True)
    shutil.copytree(SHARE, folder / "usr/share")
    shutil.copy(LINUX / "AppRun", folder / "AppRun")
    make_executable(folder / "AppRun")
    shutil.copy(SHARE / "applications/certdeck.desktop", folder / "certdeck.desktop")
    shutil.copy(SHARE / "icons/hicolor/256x256/apps/certdeck.png", folder / "certdeck.png")
    (folder / ".DirIcon").symlink_to("certdeck.png")
    runtime = os.environ.get(RUNTIME)
    if not runtime:
        print(f"No AppImage: {RUNTIME} names no runtime. The .run file is the form for one user.")
        return
    if not shutil.which("mksquashfs"):
        raise NotBuilt("mksquashfs is missing: install squashfs-tools")
    image = WORK / "Certdeck.squashfs"
    image.unlink(missing_ok=True)
    run("mksquashfs", folder, image, "-root-owned", "-noappend", "-comp", "zstd", "-quiet", "-no-progress")
    target = OUT / f"Certdeck-{version()}-{platform.machine()}.AppImage"
    target.write_bytes(Path(runtime).read_bytes() + image.read_bytes())
    make_executable(target)


def make_executable(file: Path) -> None:
    """Let everybody run it."""
    file.chmod(file.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
