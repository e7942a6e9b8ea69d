"""Cutting a release: checked first, then done whole, in a real repository."""

import subprocess
from datetime import date
from pathlib import Path

import changelog
import pytest
import release
import shared

CHANGES = """\
# What is new in Certdeck

## 1.1.0 (in the making)

- Cards can sing,
  in two voices.
- `certdeck sing` does so in the terminal.

## 1.0.0 – 2026-01-02

- The first.
"""
BUILD = "from pathlib import Path; Path('.build/out').mkdir(parents=True); Path('.build/out/packages').touch()\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository at version 1.0.0, with 1.1.0 in the making."""
    (tmp_path / "app").mkdir()
    (tmp_path / "packaging").mkdir()
    (tmp_path / "app/__init__.py").write_text('"""An app."""\n\n__version__ = "1.0.0"\n', "utf-8")
    (tmp_path / "packaging/CHANGELOG.md").write_text(CHANGES, "utf-8")
    (tmp_path / "packaging/build.py").write_text(BUILD, "utf-8")
    (tmp_path / ".gitignore").write_text(".build/\n", "utf-8")
    monkeypatch.setattr(release, "ROOT", tmp_path)
    monkeypatch.setattr(shared, "ROOT", tmp_path)
    monkeypatch.setattr(release, "OUT", tmp_path / ".build/out")
    monkeypatch.setattr(release, "VERSION_FILE", tmp_path / "app/__init__.py")
    monkeypatch.setattr(changelog, "FILE", tmp_path / "packaging/CHANGELOG.md")
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "Somebody")
        monkeypatch.setenv(f"{name}_EMAIL", "somebody@localhost")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Begin"], ["tag", "v1.0.0"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def test_without_do_nothing_is_changed(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(["1.1.0"]) == 0
    assert "Cards can sing, in two voices." in capsys.readouterr().out
    assert release.git("status", "--porcelain") == ""
    assert release.git("tag", "--list").split() == ["v1.0.0"]


def test_a_release_sets_version_and_day_tags_and_builds(checkout: Path) -> None:
    assert release.main(["1.1.0", "--do"]) == 0
    assert shared.version() == "1.1.0"
    newest = changelog.releases()[0]
    assert (newest.version, newest.day) == ("1.1.0", date.today())
    assert release.git("tag", "--points-at", "HEAD").split() == ["v1.1.0"]
    assert release.git("log", "-1", "--format=%s").strip() == "Release 1.1.0"
    assert release.git("status", "--porcelain") == ""
    assert (checkout / ".build/out/packages").exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [("1.2.0", "does not begin with"), ("1.0.0", "does not begin with"), ("one", "say the new version")],
)
def test_a_version_that_does_not_fit_is_refused(checkout: Path, number: str, words: str) -> None:
    with pytest.raises(shared.NotBuilt, match=words):
        release.main([number, "--do"])
    assert shared.version() == "1.0.0"


def test_changes_that_are_not_committed_are_refused(checkout: Path) -> None:
    (checkout / "new.txt").touch()
    with pytest.raises(shared.NotBuilt, match="not committed"):
        release.main(["1.1.0", "--do"])


def test_a_version_is_not_tagged_twice(checkout: Path) -> None:
    release.git("tag", "v1.1.0")
    with pytest.raises(shared.NotBuilt, match="exists already"):
        release.main(["1.1.0", "--do"])


def test_the_changelog_is_read_item_by_item() -> None:
    found = changelog.releases(CHANGES)
    assert [one.version for one in found] == ["1.1.0", "1.0.0"]
    assert found[0].news[0] == "Cards can sing, in two voices."
    assert found[1].day == date(2026, 1, 2)
    with pytest.raises(ValueError, match="is not of the form"):
        changelog.releases("## 1.1 soon\n")
