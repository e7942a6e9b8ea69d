"""A profile is read whole, or its wrong field is named."""

from datetime import date

import pytest

from app.domain.exam import Profile
from app.domain.problem import Problem
from app.kinds.profile import read

GOOD = """\
code = "XYZ-1"
name = "A small exam"
minutes = 60
questions = 10
pass_score = 700
first_day = 2026-01-02
services = ["Queue"]

[[domains]]
id = "1"
title = "One"
weight = 60
[domains.tasks]
"1.1" = "Do this"
"1.2" = "Do that"

[[domains]]
id = "2"
title = "Two"
weight = 40
[domains.tasks]
"2.1" = "Do more"
"""


def test_a_profile_is_read() -> None:
    profile = read(GOOD, "xyz.toml")
    assert isinstance(profile, Profile)
    assert (profile.code, profile.minutes, profile.scored, profile.lowest, profile.highest) == (
        "XYZ-1",
        60,
        10,
        100,
        1000,
    )
    assert profile.first_day == date(2026, 1, 2)
    assert [task.id for task in profile.tasks] == ["1.1", "1.2", "2.1"]
    assert profile.quota(10) == {"1": 6, "2": 4}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('code = "XYZ-1"\n', "", 1, "field “code”: is missing"),
        ('code = "XYZ-1"', 'code = "X Y"', 1, "field “code”: only letters"),
        ("minutes = 60", 'minutes = "60"', 3, "field “minutes”: must be a whole number from 1 to 1440"),
        ("minutes = 60", "minutes = true", 3, "field “minutes”"),
        ("questions = 10", "questions = 0", 4, "field “questions”"),
        ("questions = 10", "questions = 10\nscored = 11", 5, "field “scored”: must be a whole number from 1 to 10"),
        ("pass_score = 700", "pass_score = 1001", 5, "field “pass_score”: must be a whole number from 100 to 1000"),
        ("pass_score = 700", "pass_score = 700\nscale = [5]", 6, "field “scale”"),
        ("pass_score = 700", "pass_score = 700\nscale = [9, 5]", 6, "field “scale”"),
        ("first_day = 2026-01-02", "first_day = 5", 6, "field “first_day”: must be a day"),
        ("first_day = 2026-01-02", 'first_day = "soon"', 6, "field “first_day”: must be a day"),
        ("first_day = 2026-01-02", "first_day = 2026-01-02\nlast_day = 2025-01-01", 7, "field “last_day”"),
        ('services = ["Queue"]', "services = [1]", 7, "field “services”"),
        ('services = ["Queue"]', 'colour = "red"', 7, "field “colour”: not known"),
        ('id = "2"', 'id = "1"', 22, "domain 2, field “2.1”"),
        ("weight = 40", "weight = 30", 20, "domain 2, field “weight”: the weights of all domains add up to 90"),
        ("weight = 60", "weight = 60.5", 12, "domain 1, field “weight”"),
        ('title = "Two"\n', "", 17, "domain 2, field “title”: is missing"),
        ('"2.1" = "Do more"', '"1.3" = "Do more"', 22, "domain 2, field “1.3”"),
        ('"2.1" = "Do more"', '"2.1" = 7', 22, "domain 2, field “2.1”: its title"),
        ('[domains.tasks]\n"2.1" = "Do more"\n', "", 17, "domain 2, field “tasks”"),
        ('name = "A small exam"', "name = A small exam", 2, "not valid TOML"),
        ("minutes = 60", "minutes = 60\nminutes = 61", 4, "not valid TOML"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert GOOD.count(old) == 1
    problem = read(GOOD.replace(old, new), "xyz.toml")
    assert isinstance(problem, Problem)
    assert words in problem.message
    assert (problem.path, problem.line) == ("xyz.toml", line)


@pytest.mark.parametrize("text", ["", "[" * 50_000, "x" * 300_000, "domains = 5", "\x00", "a = " + "[" * 5_000])
def test_nonsense_is_a_problem(text: str) -> None:
    assert isinstance(read(text, "xyz.toml"), Problem)
