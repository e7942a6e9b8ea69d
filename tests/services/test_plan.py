from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from app.domain.review import Rating
from app.services import ingest, plan, study, today
from app.services.context import Services
from app.settings import Settings
from app.store import cards, meta
from tests.fakes import FrozenClock

CHAPTERS = "ABCDEFGH"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Eight chapters of eight facts each."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for name in CHAPTERS:
        lines = "\n".join(f"- **Limit {name}{n}**: {n * 7} items at most." for n in range(1, 9))
        (folder / f"{name}.md").write_text(f"# Service {name}\n\n{lines}\n", encoding="utf-8")
    return folder


@pytest.fixture
def own(services: Services, root: Path) -> Services:
    """An exam in ten days, two minutes a day: far too little for 64 cards."""
    chosen = replace(Settings(), notes_folder=str(root), exam_date="2026-03-12", minutes_per_day=2, follows_plan=True)
    own = services.with_settings(chosen)
    ingest.ingest(own, root, folder=own.folder)
    return own


def changed(services: Services, **settings: object) -> Services:
    return services.with_settings(replace(services.settings, **settings))  # type: ignore[arg-type]


def answer_all(services: Services, rating: Rating = Rating.EASY) -> list[str]:
    session = study.start(services).value
    chapters = []
    while session.current is not None:
        chapters.append(session.current.card.heading_path[0])
        session.reveal()
        answer = session.rate(rating, 4000)
        study.record(services, answer)
        session.acknowledge(answer)
    return chapters


def test_the_outlook_says_what_the_time_is_good_for(own: Services) -> None:
    found = plan.outlook(own).value
    assert found is not None
    assert (found.days, found.cards, found.met) == (10, 64, 0)
    assert 0 < found.to_meet < 64
    assert found.as_it_is == 0
    assert found.by_plan == pytest.approx(found.to_meet / 64, abs=0.1)
    assert [part.title for part in found.parts] == ["All notes"]
    assert max(found.minutes) < 2.2
    longer = plan.outlook(changed(own, minutes_per_day=10)).value
    assert longer is not None
    assert longer.to_meet == 64
    assert longer.by_plan > 0.9


def test_it_is_there_before_it_is_followed(own: Services) -> None:
    followed, not_followed = plan.outlook(own).value, plan.outlook(changed(own, follows_plan=False)).value
    assert followed is not None
    assert not_followed is not None
    assert replace(followed, is_followed=False) == not_followed


@pytest.mark.parametrize(
    "settings", [{"exam_date": ""}, {"exam_date": "2026-03-02"}, {"exam_date": "2026-01-01"}, {"minutes_per_day": 0}]
)
def test_without_a_day_to_come_there_is_no_plan(own: Services, settings: dict[str, object]) -> None:
    without = changed(own, **settings)
    assert plan.outlook(without).value is None
    assert study.start(without).value.counts == (20, 0, 0)


def test_a_day_brings_what_the_plan_gives_it_and_from_all_chapters(own: Services, clock: FrozenClock) -> None:
    found = plan.outlook(own).value
    assert found is not None
    assert study.start(own).value.counts == (found.new[0], 0, 0)
    chapters: list[str] = []
    for _ in range(10):
        chapters += answer_all(own)
        clock.advance(days=1)
    assert len(set(chapters)) == len(CHAPTERS)


def test_what_a_day_brings_stays_the_same_all_day(own: Services, clock: FrozenClock) -> None:
    first = today.today(own).value.new
    session = study.start(own).value
    session.reveal()
    answer = session.rate(Rating.EASY, 4000)
    study.record(own, answer)
    clock.advance(hours=5)
    assert today.today(own).value.new == first - 1
    answer_all(own)
    assert today.today(own).value.new == 0
    clock.advance(days=1)
    assert today.today(own).value.new > 0


def test_other_minutes_make_another_portion(own: Services) -> None:
    before = today.today(own).value.new
    assert today.today(changed(own, minutes_per_day=4)).value.new > before
    assert today.today(changed(own, follows_plan=False)).value.new == 20


def test_a_section_that_is_asked_for_is_studied_from_its_beginning(own: Services) -> None:
    chapters = {entry.title: entry.id for entry in _tree(own)}
    session = study.start(own, study.Filter(section_id=chapters["Service H"])).value
    assert session.total > 0
    assert session.current is not None
    assert session.current.card.heading_path[0] == "Service H"


def test_the_last_pass_comes_to_the_day_without_a_change_of_schedule(own: Services, clock: FrozenClock) -> None:
    generous = changed(own, minutes_per_day=60)
    for _ in range(8):
        answer_all(generous)
        clock.advance(days=1)
    view = today.today(generous).value
    assert view.days_left == 2
    with own.store.read() as tx:
        portion = plan.portion(tx, generous)
    found = plan.outlook(generous).value
    assert found is not None
    assert portion is not None
    assert portion.again
    assert view.review >= len(portion.again)
    left = changed(generous, follows_plan=False)
    assert today.today(left).value.review < view.review, "who leaves the plan is not asked for its cards"
    assert found.by_plan > found.as_it_is


def test_domains_of_the_exam_weigh_the_cards(services: Services, tmp_path: Path, certdeck_home: Path) -> None:
    root = tmp_path / "notes"
    root.mkdir()
    for name in "AB":
        lines = "\n".join(f"- **Limit {name}{n}**: {n * 7} items at most." for n in range(1, 41))
        (root / f"{name}.md").write_text(f"# Service {name}\n\n{lines}\n", encoding="utf-8")
    profiles = certdeck_home / "exams"
    profiles.mkdir(parents=True)
    (profiles / "own.toml").write_text(PROFILE, encoding="utf-8")
    chosen = replace(Settings(), notes_folder=str(root), exam_date="2026-03-12", exam_profile="OWN")
    own = services.with_settings(replace(chosen, minutes_per_day=2, follows_plan=True))
    ingest.ingest(own, root, folder=own.folder)
    found = plan.outlook(own).value
    assert found is not None
    assert found.exam_name == "OWN"
    much, little = found.parts
    assert (much.title, much.weight, much.cards) == ("Much", 80, 40)
    assert much.by_plan > 3 * little.by_plan > 0
    assert found.by_plan == pytest.approx(0.8 * much.by_plan + 0.2 * little.by_plan)


def test_new_notes_in_the_middle_of_a_day_are_part_of_it(own: Services, root: Path) -> None:
    answer_all(own)
    assert today.today(changed(own, minutes_per_day=20)).value.new > 0
    for name in CHAPTERS:
        (root / f"{name}.md").write_text(
            f"# Other {name}\n\n- **Bound {name}**: 12 things at most.\n", encoding="utf-8"
        )
    generous = changed(own, minutes_per_day=20)
    ingest.ingest(generous, root, folder=own.folder)
    assert today.today(generous).value.new > 0
    assert study.start(generous).value.total > 0


def test_siblings_are_reckoned_with(services: Services, tmp_path: Path, clock: FrozenClock) -> None:
    root = tmp_path / "notes"
    root.mkdir()
    rows = "\n".join(f"| Kind {n} | order {n} | size {n} | price {n} |" for n in range(1, 13))
    (root / "t.md").write_text(f"# Kinds\n\n| Kind | Order | Size | Price |\n| --- | --- | --- | --- |\n{rows}\n")
    own = services.with_settings(
        replace(Settings(), notes_folder=str(root), exam_date="2026-03-06", minutes_per_day=60, follows_plan=True)
    )
    own = changed(own, learning_steps_minutes=())
    ingest.ingest(own, root, folder=own.folder)
    found = plan.outlook(own).value
    assert found is not None
    assert found.cards == 36
    given = []
    for _ in range(found.days):
        given.append(today.today(own).value.new)
        answer_all(own, Rating.GOOD)
        clock.advance(days=1)
    assert given[0] == found.new[0] <= 12
    assert sum(given) == pytest.approx(found.to_meet, abs=6)


def test_a_portion_that_makes_no_sense_is_made_anew(own: Services) -> None:
    new = today.today(own).value.new
    with own.store.write() as tx:
        meta.write(tx, f"portion {own.folder}", "[1, 2]")
    assert today.today(own).value.new == new


def _tree(own: Services):  # type: ignore[no-untyped-def]
    from app.store import notes

    with own.store.read() as tx:
        return notes.tree(tx, own.folder)


PROFILE = """
code = "OWN"
name = "Own exam"
minutes = 60
questions = 10
scored = 10
pass_score = 700
[[domains]]
id = "1"
title = "Much"
weight = 80
[domains.tasks]
"1.1" = "Know A"
[domains.notes]
"1.1" = ["A.md"]
[[domains]]
id = "2"
title = "Little"
weight = 20
[domains.tasks]
"2.1" = "Know B"
[domains.notes]
"2.1" = ["B.md"]
"""


def test_whoever_follows_the_plan_arrives_where_it_said(own: Services, clock: FrozenClock) -> None:
    """Days played through with the real queue and schedule, by somebody who recalls as often as the model says."""
    own = changed(own, minutes_per_day=4, learning_steps_minutes=(), relearning_steps_minutes=())
    foreseen = plan.outlook(own).value
    assert foreseen is not None
    luck = Random(7)
    for _ in range(foreseen.days):
        session = study.start(own).value
        while session.current is not None:
            schedule = session.current.schedule
            is_known = schedule.due is None or luck.random() < own.memory.retrievability(schedule, clock.now())
            session.reveal()
            answer = session.rate(Rating.GOOD if is_known else Rating.AGAIN, 20_000 if schedule.due is None else 8_000)
            study.record(own, answer)
            session.acknowledge(answer)
        clock.advance(days=1)
    with own.store.read() as tx:
        rows = cards.standing_rows(tx, own.folder)
    reached = sum(own.memory.retrievability(row.schedule, clock.now()) for row in rows) / len(rows)
    assert reached == pytest.approx(foreseen.by_plan, abs=0.15)
    assert sum(row.schedule.reps > 0 for row in rows) == pytest.approx(foreseen.to_meet, abs=10)
