"""The bundled exams have the shape of their guides; the learner's own stand beside them."""

import os
from datetime import date
from pathlib import Path

import pytest

from app.errors import AppError
from app.services import profiles
from tests.kinds.test_profile import GOOD


def test_the_bundled_profiles_draw_as_the_guides_say() -> None:
    old, new = profiles.load()
    assert (old.code, new.code) == ("DVA-C02", "DVA-C03")
    for profile in (old, new):
        assert (profile.minutes, profile.extra_minutes, profile.questions, profile.scored) == (130, 30, 65, 50)
        assert (profile.lowest, profile.pass_score, profile.highest) == (100, 720, 1000)
    assert list(old.quota(65).values()) == [21, 17, 15, 12]
    assert list(new.quota(65).values()) == [20, 17, 14, 14]
    assert [task.id for task in old.tasks] == [
        "1.1",
        "1.2",
        "1.3",
        "2.1",
        "2.2",
        "2.3",
        "3.1",
        "3.2",
        "3.3",
        "3.4",
        "4.1",
        "4.2",
        "4.3",
    ]
    assert [task.id for task in old.tasks] == [task.id for task in new.tasks]
    assert {"Amazon Bedrock AgentCore", "Kiro", "AWS PrivateLink"} <= set(new.services) - set(old.services)


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2026, 11, 30), "DVA-C02"),
        (date(2026, 12, 1), "DVA-C03"),
        (date(2020, 1, 1), "DVA-C02"),
        (date(2035, 1, 1), "DVA-C03"),
    ],
)
def test_the_newest_that_can_be_sat_is_the_default(today: date, code: str) -> None:
    assert profiles.default(profiles.load(), today).code == code
    assert profiles.default(tuple(reversed(profiles.load())), today).code == code


def test_without_one_to_sit_today_the_next_one_is_the_default() -> None:
    _, new = profiles.load()
    assert profiles.default([new], date(2026, 11, 1)) == new
    with pytest.raises(AppError, match="no exam profile"):
        profiles.default([], date(2026, 11, 1))


def test_a_profile_of_the_learner_is_found_and_may_take_the_place_of_a_bundled_one(certdeck_home: Path) -> None:
    folder = certdeck_home / "exams"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(GOOD, encoding="utf-8")
    (folder / "c02.toml").write_text(GOOD.replace("XYZ-1", "DVA-C02"), encoding="utf-8")
    found = profiles.load()
    assert [profile.code for profile in found] == ["DVA-C02", "XYZ-1", "DVA-C03"]
    assert profiles.named(found, "dva-c02").name == "A small exam"
    with pytest.raises(AppError, match="no exam profile ABC"):
        profiles.named(found, "ABC")


def test_a_broken_profile_costs_only_itself(certdeck_home: Path) -> None:
    folder = certdeck_home / "exams"
    folder.mkdir(parents=True)
    (folder / "bad.toml").write_text(GOOD.replace("weight = 40", "weight = 41"), encoding="utf-8")
    (folder / "binary.toml").write_bytes(b"\x00\x01" * 100)
    (folder / "first.toml").write_text(GOOD, encoding="utf-8")
    (folder / "second.toml").write_text(GOOD, encoding="utf-8")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.toml")
    found = profiles.load_all()
    assert [profile.code for profile in found.profiles] == ["DVA-C02", "XYZ-1", "DVA-C03"]
    told = {Path(problem.path).name: problem.message for problem in found.problems}
    assert "add up to 101" in told["bad.toml"]
    assert "not text" in told["binary.toml"]
    assert "first.toml" in told["second.toml"]
    assert len(told) == 4 if hasattr(os, "mkfifo") else 3
