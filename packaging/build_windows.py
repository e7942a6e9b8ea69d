"""The installer for Windows: per user, silent with /S, made by NSIS.

The tree is built by PyInstaller on Windows; the installer's script compiles on any system that has makensis, and a test
does that on Linux. Signing: CERTDECK_SIGN_WINDOWS is a command in which {file} stands for the file to sign.
"""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import icon_files
from shared import NAME, OUT, ROOT, TREE, WORK, NotBuilt, draw_icons, run, size_of, version

WINDOWS = ROOT / "packaging" / "windows"
ICO = WORK / "certdeck.ico"
VERSION_FILE = WORK / "version.txt"
SIGN = "CERTDECK_SIGN_WINDOWS"
COMMON_PLACES = (r"C:\Program Files (x86)\NSIS\makensis.exe", r"C:\Program Files\NSIS\makensis.exe")


def prepare() -> None:
    """Make what certdeck.spec wants of Windows: the icon and the version resource."""
    icon_files.write_ico(draw_icons(WORK / "icons", icon_files.ICO_SIZES), ICO)
    VERSION_FILE.write_text(version_resource(version()), "utf-8")


def make_packages() -> list[Path]:
    """Sign the programs, and make the installer from the tree."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    for program in TREE.glob("*.exe"):
        sign(program)
    installer = make_installer(TREE, ICO, OUT, version())
    sign(installer)
    return [installer]


def make_installer(tree: Path, icon: Path, folder: Path, number: str) -> Path:
    """Compile the NSIS script; its warnings are errors."""
    makensis = find_makensis()
    if makensis is None:
        raise NotBuilt("makensis is missing: install NSIS (Debian: nsis)")
    target = folder / f"Certdeck-{number}-setup.exe"
    values = {
        "VERSION": number,
        "TREE": tree,
        "ICON": icon,
        "OUTPUT": target,
        "LICENCE": ROOT / "packaging" / "LICENSE",
        "SIZE_KB": max(1, size_of(tree) // 1024),
    }
    defines = [f"-D{name}={value}" for name, value in values.items()]
    if command := os.environ.get(SIGN):
        defines.append(f"-DSIGN={command.replace('{file}', '%1')}")  # NSIS signs the uninstaller, which it makes itself
    run(makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defines, WINDOWS / "installer.nsi")
    return target


def find_makensis() -> str | None:
    """The compiler of installers, on the path or where its own installer puts it."""
    found = shutil.which("makensis")
    return found or next((place for place in COMMON_PLACES if Path(place).exists()), None)


def sign(file: Path) -> None:
    """Sign a file, where a command for that is given."""
    command = os.environ.get(SIGN)
    if not command:
        return
    words = [word.replace("{file}", str(file)) for word in shlex.split(command, posix=os.name != "nt")]
    print("·", "sign", file.name, flush=True)
    if subprocess.run(words, check=False).returncode:
        raise NotBuilt(f"{file.name} was not signed")


def version_resource(number: str) -> str:
    """What Windows shows under Properties, in the form that PyInstaller reads."""
    numbers = ", ".join([*number.split("."), "0"])
    words = {
        "CompanyName": "The Certdeck authors",
        "FileDescription": NAME,
        "FileVersion": number,
        "InternalName": "certdeck",
        "LegalCopyright": "© 2026 The Certdeck authors, MIT licence",
        "OriginalFilename": "certdeck.exe",
        "ProductName": NAME,
        "ProductVersion": number,
    }
    strings = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers=({numbers}), prodvers=({numbers}), mask=0x3f, flags=0x0, "
        f"OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)), "
        f"kids=[StringFileInfo([StringTable('040904B0', [{strings}])]), "
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )
