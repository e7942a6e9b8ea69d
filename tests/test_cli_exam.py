"""The commands about exams, run as a person or a script would."""

import json
from pathlib import Path

import pytest

from app import cli
from tests.kinds.test_profile import GOOD
from tests.services.test_bank_import import F1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "practice.md"
    path.write_text(F1, encoding="utf-8")
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, object]:
    assert cli.main(["exam", *arguments, "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert isinstance(told, dict)
    return told


def test_a_dry_run_tells_what_would_come(file: Path, certdeck_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "import", str(file), "--dry-run")
    assert list(told)[:4] == ["questions", "quarantined", "duplicates", "warnings"]
    assert told["questions"] == 2
    assert [(one["path"], one["line"]) for one in told["quarantined"]] == [("practice.md", 13)]  # type: ignore[attr-defined]
    assert [one["line"] for one in told["duplicates"]] == [18]  # type: ignore[attr-defined]
    assert {one["rule"] for one in told["warnings"]} == {"no-key", "image"}  # type: ignore[attr-defined]
    assert told["written"] is None
    assert not certdeck_home.exists()


def test_an_import_says_where_it_went(file: Path, certdeck_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["exam", "import", str(file), "--profile", "dva-c03"]) == cli.DONE
    told = capsys.readouterr()
    assert f"{file}:13: This question is kept aside: it asks for 2 and marks 1 as right." in told.out
    assert f"{file}:18: This question is there already" in told.out
    assert "2 questions, 1 kept aside, 1 duplicate, 2 warnings (Headings with boxes)" in told.err
    written = certdeck_home / "exams" / "practice.md"
    assert f"written to {written}" in told.err
    assert "profile: DVA-C03" in written.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import", "nowhere.md"), cli.FAILED),
        (("import",), cli.WRONG_USE),
        (("audit", "nowhere"), cli.FAILED),
        (("import", "x.md", "--task", "1.2"), cli.WRONG_USE),
        (("import", "x.md", "--profile", "DVA-C03", "--task", "9.9"), cli.WRONG_USE),
        ((), cli.WRONG_USE),
        (("burn",), cli.WRONG_USE),
    ],
)
def test_wrong_use_is_told(arguments: tuple[str, ...], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["exam", *arguments]) == code
    assert capsys.readouterr().err


def test_an_unknown_exam_is_refused_with_the_known_ones(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["exam", "import", str(file), "--profile", "ABC"]) == cli.FAILED
    assert "DVA-C02, DVA-C03" in capsys.readouterr().err


def test_a_file_without_questions_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "prose.md").write_text("# Words\n", encoding="utf-8")
    told = answer(capsys, "import", str(tmp_path / "prose.md"), code=cli.FINDINGS)
    assert told["questions"] == 0


def test_profiles_are_listed_with_what_is_wrong(certdeck_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "profiles")
    assert [one["code"] for one in told["profiles"]] == ["DVA-C02", "DVA-C03"]  # type: ignore[attr-defined]
    assert told["default"] in ("DVA-C02", "DVA-C03")
    (certdeck_home / "exams").mkdir(parents=True)
    (certdeck_home / "exams" / "mine.toml").write_text(GOOD.replace("minutes = 60", "minutes = 0"), encoding="utf-8")
    assert cli.main(["exam", "profiles"]) == cli.FINDINGS
    told_in_words = capsys.readouterr()
    assert "DVA-C03 · AWS Certified Developer – Associate · from 2026-12-01 · 65 questions in 130 minutes" in (
        told_in_words.out
    )
    assert "mine.toml:3: Profile, field “minutes”" in told_in_words.err


def test_an_audit_names_weak_questions_and_counts(
    tmp_path: Path, notes_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = tmp_path / "bank.md"
    bank.write_text(
        "---\nbank: x\nprofile: DVA-C03\n---\n### What? ^q-x\n- [x] a\n- [ ] b\n*domain:* 1.2 · *notes:* note.md#none\n",
        encoding="utf-8",
    )
    told = answer(capsys, "audit", str(bank), "--notes", str(notes_dir), code=cli.FINDINGS)
    assert told["questions"] == 1
    problems = told["problems"]
    assert isinstance(problems, list)
    assert {"no-reason", "notes", "short-task", "short-domain"} == {one["rule"] for one in problems}
    assert ("notes", 5) in {(one["rule"], one["line"]) for one in problems}
    assert cli.main(["exam", "audit", str(tmp_path), "--notes", str(notes_dir), "--profile", "DVA-C03"]) == cli.FINDINGS
    told_in_words = capsys.readouterr()
    assert f"{bank}:5: Its link leads nowhere: note.md has no section ^none." in told_in_words.out
    assert "1.2: 1" in told_in_words.err
