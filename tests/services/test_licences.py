import json
from pathlib import Path

import pytest

from app import paths
from app.errors import AppError
from app.services import licences


def test_from_source_the_list_names_packages_and_says_where_their_texts_are() -> None:
    found = {one.name: one for one in licences.listing().value}
    assert found["PySide6-Essentials"].licence == "LGPL-3.0-only"
    assert "libraries" in found["PySide6-Essentials"].text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in found["PySide6-Essentials"].text
    assert "Permission is hereby granted" in found["Certdeck"].text
    assert ".venv" in found["sqlalchemy"].text
    assert "Python" not in found


def test_an_installed_certdeck_shows_the_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"name": "x", "version": "1", "licence": "MIT", "use": "is tested", "text": "Permission"}
    (tmp_path / "notices.json").write_text(json.dumps([entry]), "utf-8")
    monkeypatch.setattr(paths, "shipped", lambda name: tmp_path / Path(name).name)
    assert licences.listing().value == (licences.Component(**entry),)


def test_a_damaged_list_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notices.json").write_text("[{}]", "utf-8")
    monkeypatch.setattr(paths, "shipped", lambda name: tmp_path / Path(name).name)
    with pytest.raises(AppError, match="licences"):
        licences.listing()
