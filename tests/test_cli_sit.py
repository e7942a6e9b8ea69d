"""An exam in a terminal: drawn up, sat, left, taken up again, handed in, read."""

import io
import json
import sys

import pytest

from app import cli
from app.kinds.bank_text import write_bank
from app.services import profiles
from tests.factories import make_bank, make_profile
from tests.gui.test_exam import PROFILE_TOML


@pytest.fixture(autouse=True)
def _bank() -> None:
    folder = profiles.own_folder()
    folder.mkdir(parents=True)
    (folder / "test.toml").write_text(PROFILE_TOML, encoding="utf-8")
    bank = make_bank(make_profile(weights=(50, 50)), each=5)
    (folder / "bank.md").write_text(write_bank(bank, {"bank": "Test", "profile": "TEST"}), encoding="utf-8")


def run(capsys, *words):
    code = cli.main(["exam", *words, "--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def take(monkeypatch, capsys, *lines, wants_json=False):
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    code = cli.main(["exam", "take", *(["--json"] if wants_json else [])])
    return code, capsys.readouterr()


def test_the_same_seed_draws_the_same_exam(capsys, monkeypatch):
    code, first = run(capsys, "new", "--profile", "TEST", "--seed", "7")
    assert code == 0
    assert len(first["questions"]) == 6
    assert first["seconds_left"] <= 720
    take(monkeypatch, capsys, "h", "y")
    with_extra = run(capsys, "new", "--profile", "TEST", "--seed", "7", "--extra-time")[1]
    assert 720 < with_extra["seconds_left"] <= 900


def test_an_exam_is_sat_left_taken_up_and_handed_in(capsys, monkeypatch):
    _, drawn = run(capsys, "new", "--profile", "TEST")
    single = next(n for n, one in enumerate(drawn["questions"]) if one["choose"] == 1)
    code, said = take(monkeypatch, capsys, str(single + 1), "b", "x c", "f", "q")
    assert code == 0
    assert "* B" in said.out
    assert "x C" in said.out
    assert "flagged" in said.out
    _, left = take(monkeypatch, capsys, "q", wants_json=True)
    stands = json.loads(left.out)
    assert stands["position"] == single
    picked = stands["questions"][single]["picks"]
    assert picked == [list(stands["questions"][single]["choices"])[1]]
    code, said = take(monkeypatch, capsys, "r", "h", "n", "h", "y")
    assert code == 0
    assert "points" in said.out
    assert "incomplete" in said.err
    _, result = run(capsys, "result")
    assert result["id"] == drawn["id"]
    assert result["questions"][single]["picks"] == picked
    assert result["whole"]["asked"] == 6


def test_practice_shows_the_reasons(capsys, monkeypatch):
    run(capsys, "new", "--profile", "TEST", "--mode", "drill", "--task", "1.2", "--count", "3")
    code, said = take(monkeypatch, capsys, "a", "s", "a", "h")
    assert code == 0
    assert "Because of" in said.out
    assert "was not picked" in said.err or "cannot be done" in said.err or "right." in said.out


def test_two_at_once_are_refused_with_words(capsys):
    run(capsys, "new", "--profile", "TEST")
    assert cli.main(["exam", "new", "--profile", "TEST"]) == 3
    assert "still open" in capsys.readouterr().err


def test_without_a_result_it_says_so(capsys):
    assert cli.main(["exam", "result"]) == 3
    assert "no result yet" in capsys.readouterr().err
