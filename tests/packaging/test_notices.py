"""Nothing is shipped whose licence is not written down."""

import importlib.util
import json
import re
import sys
import types
from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def notices() -> types.ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("certdeck_notices", ROOT / "packaging" / "notices.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_pinned_package_has_its_entry_and_none_is_of_the_past(notices: types.ModuleType) -> None:
    assert notices.without_entry() == []
    pins = {notices.plain(name) for name in notices.pinned()}
    listed = [one for one in notices.components() if not one.get("is_bundled") and one["name"] != "Certdeck"]
    assert {notices.plain(one["name"]) for one in listed} == pins


def test_a_package_without_entry_ends_the_build(
    notices: types.ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "pinned", lambda: {"Brand_New": "1.0"})
    with pytest.raises(notices.NoNotice, match="brand-new"):
        notices.write(tmp_path / "notices.json")
    assert not (tmp_path / "notices.json").exists()


def test_an_entry_without_a_text_ends_the_build(notices: types.ModuleType) -> None:
    with pytest.raises(notices.NoNotice, match="no licence text"):
        notices.notice({"name": "not installed anywhere", "licence": "MIT", "use": "nothing"})


def test_the_licences_are_those_that_the_packages_state(notices: types.ModuleType) -> None:
    for one in notices.components():
        if one.get("is_bundled") or one["name"] == "Certdeck":
            continue
        stated = distribution(one["name"]).metadata.get("License-Expression")
        assert stated is None or one["licence"] in (stated, *stated.split(" OR ")), one["name"]


def test_all_texts_are_gathered(notices: types.ModuleType, tmp_path: Path) -> None:
    notices.write(tmp_path / "notices.json")
    found = {one["name"]: one for one in json.loads((tmp_path / "notices.json").read_text("utf-8"))}
    assert set(found) == {one["name"] for one in notices.components()}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in found["PySide6-Essentials"]["text"]
    assert "Eclipse Public License" in found["graphviz-pure"]["text"]
    assert "SIL OPEN FONT LICENSE" in found["graphviz-pure"]["text"].upper()
    assert "WITHOUT WARRANTY OF ANY KIND" in found["Certdeck"]["text"]
    assert found["sqlalchemy"]["version"] == notices.pinned()["sqlalchemy"]
    whole = (tmp_path / "notices.txt").read_text("utf-8")
    assert all(one["text"] in whole for one in found.values())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks dpkg")
def test_a_library_of_nobody_ends_the_build(notices: types.ModuleType, tmp_path: Path) -> None:
    (tmp_path / "libnobody.so").touch()
    with pytest.raises(notices.NoNotice, match=re.escape("libnobody.so")):
        notices.of_the_system([tmp_path / "libnobody.so"])
