"""The commands, run as a person or a script would."""

import io
import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from app import cli
from app.domain.ids import is_card_id

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def studied(notes_dir: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder of notes that has been read."""
    assert cli.main(["ingest", str(notes_dir)]) == 0
    capsys.readouterr()
    return notes_dir


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> object:
    """What a command prints as JSON."""
    assert cli.main([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_ingest_counts_what_the_notes_give(notes_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = answer(capsys, "ingest", str(notes_dir))
    assert isinstance(counts, dict)
    assert list(counts) == ["notes", "sections", "topics", "cards", "comparisons", "diagrams", "problems"]
    assert counts["notes"] == 1
    assert counts["sections"] == 2
    assert counts["topics"] == 1
    assert counts["cards"] >= 4
    assert counts["problems"] == 0


def test_reading_again_gives_the_same_counts(notes_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "ingest", str(notes_dir)) == answer(capsys, "ingest", str(notes_dir))


def test_cards_are_listed_without_a_store(
    notes_dir: Path, certdeck_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cards = answer(capsys, "cards", str(notes_dir))
    assert isinstance(cards, list)
    for card in cards:
        assert list(card) == ["id", "kind", "rule", "front", "back", "note", "line"]
        assert is_card_id(card["id"])
        assert card["note"] == "note.md"
        assert 1 <= card["line"] <= 19
    assert not (certdeck_home / "progress.db").exists()


def test_listed_ids_are_those_of_the_store(studied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = answer(capsys, "cards", str(studied))
    note = studied / "note.md"
    note.write_text(note.read_text().replace("15 minutes at most.", "15 minutes at the very most."))
    assert cli.main(["ingest", str(studied)]) == 0
    capsys.readouterr()
    after = answer(capsys, "cards", str(studied))
    assert isinstance(before, list)
    assert isinstance(after, list)
    assert {card["id"] for card in before} == {card["id"] for card in after}


def test_check_is_quiet_about_sound_notes(notes_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(notes_dir)]) == cli.DONE
    assert capsys.readouterr().out == ""


def test_check_names_line_and_trouble(notes_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (notes_dir / "twice.md").write_text("# SQS\n\nWhat is a queue? :: A line\n\nWhat is a queue? :: A buffer\n")
    (notes_dir / "binary.md").write_bytes(b"\x00\x01\x02" * 50)
    assert cli.main(["check", str(notes_dir)]) == cli.FINDINGS
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(re.fullmatch(r".+\.md:\d+: .+", line) for line in lines)
    assert any("binary.md" in line for line in lines)
    assert any("twice.md:" in line for line in lines)


def test_check_without_a_path_takes_the_chosen_folder(studied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (studied / "binary.md").write_bytes(b"\x00\x01\x02" * 50)
    found = answer(capsys, "check", code=cli.FINDINGS)
    assert isinstance(found, dict)
    assert [problem["path"] for problem in found["problems"]] == ["binary.md"]


def test_plan_tells_what_the_days_are_good_for(studied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan"]) == 0
    assert "certdeck plan --date" in capsys.readouterr().err
    far = (date.today() + timedelta(days=30)).isoformat()
    found = answer(capsys, "plan", "--date", far, "--minutes", "20")
    assert isinstance(found, dict)
    assert found["days"] == 30
    assert found["to_meet"] == found["cards"] - found["met"] > 0
    assert found["by_plan"] > found["as_it_is"]
    assert cli.main(["plan", "--date", far]) == 0
    assert "30 days to the exam" in capsys.readouterr().out
    assert cli.main(["plan", "--date", "soon"]) == cli.WRONG_USE
    assert cli.main(["plan", "--date", far, "--minutes", "-5"]) == cli.WRONG_USE


def test_due_tells_what_waits(studied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    view = answer(capsys, "due")
    assert isinstance(view, dict)
    assert 0 < view["new"] <= view["total_cards"]
    assert cli.main(["due"]) == 0
    assert f"{view['new']} new" in capsys.readouterr().out


def drill(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Answer at the keyboard."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_drill_shows_front_then_back_and_keeps_the_rating(
    studied: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drill(monkeypatch, "", "3", "q")
    assert cli.main(["drill"]) == 0
    out = capsys.readouterr().out
    assert "1 card answered" in out
    assert "(note.md:" in out
    summary = answer(capsys, "stats")
    assert isinstance(summary, dict)
    assert summary["reviewed_today"] == 1


def test_drill_takes_back(studied: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    drill(monkeypatch, "", "1", "u", "q")
    assert answer(capsys, "drill")["answered"] == 0  # type: ignore[index]
    assert answer(capsys, "stats")["reviewed_today"] == 0  # type: ignore[index]


def test_drill_ends_with_its_input(
    studied: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drill(monkeypatch, "")
    assert cli.main(["drill"]) == 0
    assert "0 cards answered" in capsys.readouterr().out


def test_stats_say_when_nothing_is_known(studied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["stats"]) == 0
    assert "not known yet" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "markdown", "apkg"])
def test_export_writes_each_form(studied: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out" / f"cards.{form}"
    out.parent.mkdir()
    assert cli.main(["export", "cards", "--format", form, "--out", str(out)]) == 0
    assert out.stat().st_size > 100
    assert str(out) in capsys.readouterr().err


def test_export_replaces_a_file_only_when_told_to(
    studied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "cards.csv"
    out.write_text("mine")
    arguments = ["export", "cards", "--format", "csv", "--out", str(out)]
    assert cli.main(arguments) == cli.FAILED
    assert out.read_text() == "mine"
    assert answer(capsys, *arguments, "--replace")["path"] == str(out)  # type: ignore[index]
    assert out.stat().st_size > 100


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["ingest"], ["cards"], ["export", "cards"], ["export", "cards", "--format", "pdf", "--out", "x"]],
)
def test_wrong_use_is_told_apart(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == cli.WRONG_USE
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["ingest", "check", "cards"])
def test_missing_path_is_one_line_on_stderr(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command, str(tmp_path / "nowhere")]) == cli.FAILED
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "nowhere" in captured.err


def test_damaged_progress_is_told_in_one_line(
    studied: Path, certdeck_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in certdeck_home.glob("progress.db*"):
        path.write_bytes(b"this is not a database" * 100)
    assert cli.main(["due"]) == cli.FAILED
    assert "Traceback" not in capsys.readouterr().err


def test_empty_folder_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    counts = answer(capsys, "ingest", str(tmp_path / "empty"))
    assert isinstance(counts, dict)
    assert set(counts.values()) == {0}


def test_notes_cannot_steer_the_terminal(notes_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (notes_dir / "evil.md").write_text("# SQS\n\nRed \x1b[31malert? :: \u202egnikool\n")
    assert cli.main(["cards", str(notes_dir)]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_help_fits_a_screen_and_tells_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert "exit codes" in "\n".join(lines)


@pytest.mark.parametrize("command", ["ingest", "check", "cards", "due", "plan", "drill", "stats", "export"])
def test_each_command_helps_on_a_screen(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command, "--help"]) == 0
    assert len(capsys.readouterr().out.splitlines()) <= 24


def test_module_runs_from_elsewhere_and_stops_quietly_when_nobody_reads(notes_dir: Path, tmp_path: Path) -> None:
    command = f'"{sys.executable}" -P -m app cards "{notes_dir}" --json | head -c 1'
    result = subprocess.run(
        command,
        shell=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.stdout == "["
    assert result.stderr == ""


def test_diagrams_are_listed_with_the_line_of_every_part(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = tmp_path / "web.md"
    note.write_text("# Web\n\n## Way of a request\n\nApp → Queue → Worker\n", encoding="utf-8")
    (found,) = answer(capsys, "diagrams", str(note))  # type: ignore[misc]
    assert (found["kind"], found["rule"], found["line"]) == ("flow", "R1 arrows", 5)
    assert [(edge["from"], edge["to"], edge["line"]) for edge in found["edges"]] == [
        ("app", "queue", 5),
        ("queue", "worker", 5),
    ]


@pytest.mark.parametrize("form", ["svg", "png", "dot", "pdf", "worksheet"])
def test_diagrams_are_written_without_a_window(
    form: str, qapp: object, tmp_path: Path, certdeck_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = tmp_path / "web.md"
    note.write_text("# Web\n\n## Way of a request\n\nApp → Queue → Worker\n", encoding="utf-8")
    out = tmp_path / ("all.pdf" if form in ("pdf", "worksheet") else "out")
    arguments = ("export", "diagrams", "--format", form, "--out", str(out), "--notes", str(note))
    written = answer(capsys, *arguments)
    assert written["diagrams"] == 1  # type: ignore[index]
    files = [Path(path) for path in written["files"]]  # type: ignore[index]
    assert all(path.stat().st_size > 100 for path in files)
    assert cli.main(list(arguments)) == cli.FAILED, "a file that is there is not written over unasked"
    assert "--replace" in capsys.readouterr().err


def test_a_booklet_holds_diagrams_and_tables(
    qapp: object, tmp_path: Path, certdeck_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# Web\n\n## Way of a request\n\nApp → Queue → Worker\n\n| Attribute | A | B |\n|---|---|---|\n| Size | 1 | 2 |\n"
    (tmp_path / "web.md").write_text(text, encoding="utf-8")
    arguments = ("--format", "pdf", "--out", str(tmp_path / "all.pdf"), "--notes", str(tmp_path / "web.md"))
    written = answer(capsys, "export", "booklet", *arguments)
    assert (written["diagrams"], written["comparisons"]) == (1, 1)  # type: ignore[index]
    written = answer(capsys, "export", "comparisons", *arguments, "--replace")
    assert (written["diagrams"], written["comparisons"]) == (0, 1)  # type: ignore[index]


def test_pages_follow_the_choices(
    qapp: object, tmp_path: Path, certdeck_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# Web\n\n## Way of a request\n\nApp → Queue → Worker → Table → Report\n"
    (tmp_path / "web.md").write_text(text, encoding="utf-8")
    out = tmp_path / "all.pdf"
    arguments = (
        "export",
        "diagrams",
        "--format",
        "pdf",
        "--out",
        str(out),
        "--notes",
        str(tmp_path / "web.md"),
        "--force",
    )

    def pages(*more: str) -> list[tuple[float, float]]:
        answer(capsys, *arguments, *more)
        boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", out.read_bytes())
        return [(round(float(width)), round(float(height))) for width, height in boxes]

    assert pages("--turn", "portrait") == [(595, 842)]
    assert pages("--turn", "landscape", "--paper", "Letter") == [(792, 612)]
    assert pages("--turn", "portrait", "--worksheet") == [(595, 842)] * 2
    assert len(pages("--tile", "400")) > 2
    assert cli.main([*arguments, "--tile", "5"]) == cli.WRONG_USE


@pytest.mark.parametrize(("said", "code"), [("y\n", cli.DONE), ("\n", cli.STOPPED)])
def test_at_a_terminal_it_asks_before_it_writes_over(
    said: str, code: int, qapp: object, tmp_path: Path, certdeck_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "web.md").write_text("# Web\n\n## Way\n\nApp → Queue → Worker\n", encoding="utf-8")
    out = tmp_path / "all.pdf"
    out.write_text("mine")
    terminal = io.StringIO(said)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    arguments = ["export", "diagrams", "--format", "pdf", "--out", str(out), "--notes", str(tmp_path / "web.md")]
    assert cli.main(arguments) == code
    assert (out.read_bytes() == b"mine") == (code == cli.STOPPED)
