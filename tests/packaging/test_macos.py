"""What macOS reads of Certdeck; signing and the image need a Mac."""

import plistlib
import sys
from pathlib import Path

import build_macos
import icon_files
import pytest
import shared

from app.paths import NOTE_SUFFIXES


def test_info_plist_tells_the_version_and_what_can_be_opened() -> None:
    info = build_macos.info_plist()
    assert info["CFBundleShortVersionString"] == info["CFBundleVersion"] == shared.version()
    assert info["CFBundleIdentifier"] == shared.IDENTIFIER
    assert info["CFBundleIconFile"] == build_macos.ICNS.name
    assert info["NSHighResolutionCapable"] is True
    assert info["NSRequiresAquaSystemAppearance"] is False  # dark when the system is
    kinds = info["CFBundleDocumentTypes"]
    assert isinstance(kinds, list)
    extensions = {f".{extension}" for kind in kinds for extension in kind.get("CFBundleTypeExtensions", [])}
    assert extensions == set(NOTE_SUFFIXES)
    assert any("public.folder" in kind["LSItemContentTypes"] for kind in kinds)


def test_entitlements_ask_for_no_more_than_the_libraries_need() -> None:
    asked = plistlib.loads((build_macos.MACOS / "entitlements.plist").read_bytes())
    assert asked == {"com.apple.security.cs.disable-library-validation": True}


def test_the_icon_holds_every_size(tmp_path: Path) -> None:
    sizes = sorted(set(icon_files.ICNS_TYPES.values()))
    pictures = shared.draw_icons(tmp_path, sizes, Path(sys.executable))
    icon_files.write_icns(pictures, tmp_path / "certdeck.icns")
    found = icon_files.read_icns(tmp_path / "certdeck.icns")
    assert set(found) == set(icon_files.ICNS_TYPES)
    assert all(icon_files.side_of(picture) == icon_files.ICNS_TYPES[kind] for kind, picture in found.items())
    (tmp_path / "cut.icns").write_bytes((tmp_path / "certdeck.icns").read_bytes()[:-1])
    with pytest.raises(ValueError, match="not an"):
        icon_files.read_icns(tmp_path / "cut.icns")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The commands that would be run on a Mac, for a bundle with two libraries in it."""
    bundle = tmp_path / "Certdeck.app"
    inner = bundle / "Contents/Frameworks/deep"
    inner.mkdir(parents=True)
    (bundle / "Contents/MacOS").mkdir()
    for file in (inner / "a.dylib", bundle / "Contents/Frameworks/b.so", bundle / "Contents/MacOS/certdeck"):
        file.write_bytes(b"\xcf\xfa\xed\xfe code")
    (inner / "words.txt").write_text("no code", "utf-8")
    done: list[list[str]] = []
    monkeypatch.setattr(build_macos, "run", lambda *words: done.append([str(word) for word in words]))
    monkeypatch.setattr(build_macos, "BUNDLE", bundle)
    monkeypatch.setattr(build_macos, "OUT", tmp_path / "out")
    monkeypatch.setattr(build_macos, "WORK", tmp_path)
    return done


def test_code_is_signed_from_the_inside_out(steps: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(build_macos.IDENTITY, raising=False)
    monkeypatch.delenv(build_macos.NOTARY, raising=False)
    build_macos.make_packages()
    signed = [Path(step[-1]).name for step in steps if step[0] == "codesign" and "--sign" in step]
    assert signed[-1] == "Certdeck.app"
    assert set(signed) == {"a.dylib", "b.so", "certdeck", "Certdeck.app"}
    assert signed.index("a.dylib") < signed.index("b.so")
    assert not any("notarytool" in step for step in steps)
    image = next(step for step in steps if step[0] == "hdiutil")
    assert image[-1].endswith(".dmg")
    shown = {file.name for file in (build_macos.WORK / "image").iterdir()}
    assert shown == {"Certdeck.app", "Applications", "Licence.txt"}


def test_with_an_identity_the_image_is_signed_and_notarised(
    steps: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(build_macos.IDENTITY, "Developer ID Application: Somebody")
    monkeypatch.setenv(build_macos.NOTARY, "a profile")
    build_macos.make_packages()
    assert all("--timestamp" in step for step in steps if "--sign" in step)
    assert [step[1] for step in steps if step[0] == "xcrun"] == ["notarytool", "stapler"]
