from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app import paths
from app import settings as settings_file
from app.domain.changes import Change
from app.domain.ids import CardId
from app.domain.review import CardState, Rating
from app.errors import AppError, SettingsError, StoreDamaged
from app.services import backup, ingest, library, preferences, stats, study, today
from app.services.context import Services
from app.services.study import Filter
from app.store import reviews
from app.store.store import Store
from tests.fakes import FrozenClock

NOTE = "\n\n".join(
    f"# Service {chapter}\n\n"
    + "\n".join(f"- **Limit {chapter}.{line}**: {line * 7} items at most." for line in range(1, 9))
    for chapter in "ABCDE"
)
TABLE = """
# Queues

| Type | Order | Throughput | Price |
| --- | --- | --- | --- |
| Standard | best effort | nearly unlimited | 40 cents |
| FIFO | kept as sent | 300 messages per second | 50 cents |
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    return folder


@pytest.fixture
def own(services: Services, root: Path) -> Services:
    chosen = services.with_settings(replace(services.settings, notes_folder=str(root)))
    ingest.ingest(chosen, root, folder=chosen.folder)
    return chosen


def study_some(services: Services, number: int, rating: Rating = Rating.GOOD) -> list[CardId]:
    session = study.start(services).value
    answered: list[CardId] = []
    for _ in range(number):
        assert session.current is not None
        answered.append(session.current.id)
        session.reveal()
        answer = session.rate(rating, 4000)
        study.record(services, answer)
        session.acknowledge(answer)
    return answered


def schedules(services: Services) -> dict[CardId, object]:
    return {
        card.id: (card.schedule, card.is_suspended, card.flag)
        for entry in library.tree(services).value
        for card in library.cards_of(services, entry.id).value
    }


def is_what_the_log_says(services: Services) -> bool:
    return study.replay_all(services).value == 0


def test_an_answer_is_on_the_disk(own: Services) -> None:
    (card_id,) = study_some(own, 1)
    history = study.card_history(own, card_id).value
    assert [review.rating for review in history.reviews] == [Rating.GOOD]
    assert history.card.schedule.state is CardState.LEARNING
    assert history.recall == 1.0
    assert is_what_the_log_says(own)


def test_twenty_new_cards_a_day(own: Services, clock: FrozenClock) -> None:
    study_some(own, 20, Rating.EASY)
    assert study.start(own).value.current is None
    clock.advance(hours=24)
    session = study.start(own).value
    assert session.counts[0] == 20


def test_the_limit_counts_what_was_taken_back_no_more(own: Services) -> None:
    study_some(own, 5, Rating.EASY)
    study.undo(own)
    assert study.start(own).value.counts == (16, 0, 0)


def test_siblings_stay_apart_all_day(services: Services, tmp_path: Path, clock: FrozenClock) -> None:
    folder = tmp_path / "queues"
    folder.mkdir()
    (folder / "note.md").write_text(TABLE, encoding="utf-8")
    own = services.with_settings(replace(services.settings, notes_folder=str(folder)))
    ingest.ingest(own, folder, folder=own.folder)
    cards = [card for entry in library.tree(own).value for card in library.cards_of(own, entry.id).value]
    facts = {card.card.fact for card in cards}
    assert len(facts) < len(cards), "the table should give siblings"
    met: list[str] = []
    for _ in range(3):  # three sittings of one day
        session = study.start(own).value
        for _ in range(4):
            if session.current is not None:
                met.append(session.current.card.fact)
                study.record(own, session.rate(Rating.EASY, 1))
        clock.advance(hours=2)
    assert len(met) == len(set(met)) == len(facts)
    clock.advance(days=1)
    assert study.start(own).value.counts[0] > 0


def test_one_section_or_chosen_cards(own: Services) -> None:
    chapter = library.tree(own).value[1]
    session = study.start(own, Filter(section_id=chapter.id)).value
    assert session.total == chapter.cards
    assert session.current is not None
    assert session.current.card.heading_path[0] == chapter.title
    chosen = tuple(card.id for card in library.cards_of(own, chapter.id).value[2:4])
    session = study.start(own, Filter(card_ids=chosen)).value
    assert session.total == 2


def test_cramming_leaves_schedule_limits_and_figures_alone(own: Services) -> None:
    study_some(own, 3, Rating.EASY)
    before = schedules(own), today.today(own).value, stats.summary(own).value
    session = study.start(own, Filter(cram=True)).value
    assert session.total == 40
    for _ in range(10):
        study.record(own, session.rate(Rating.AGAIN, 1000))
    assert (schedules(own), today.today(own).value, stats.summary(own).value) == before
    assert is_what_the_log_says(own)


def test_an_answer_to_a_card_that_changed_meanwhile_follows_the_log(own: Services, clock: FrozenClock) -> None:
    first, second = study.start(own).value, study.start(own).value
    study.record(own, first.rate(Rating.GOOD, 1))
    clock.advance(minutes=3)
    study.record(own, second.rate(Rating.EASY, 1))  # made from a schedule that is out of date
    assert is_what_the_log_says(own)


@pytest.mark.parametrize("act", ["suspend", "bury", "flag"])
def test_marks_are_taken_back_and_made_again(own: Services, act: str) -> None:
    def total() -> int:
        return study.start(own.with_settings(replace(own.settings, new_per_day=99))).value.total

    session = study.start(own).value
    assert session.current is not None
    card_id = session.current.id
    before, count = schedules(own), total()
    outcome = {
        "suspend": lambda: study.suspend(own, card_id),
        "bury": lambda: study.bury(own, card_id),
        "flag": lambda: study.flag(own, card_id, 3),
    }[act]()
    assert outcome.changes == {Change.CARDS}
    after, fewer = schedules(own), total()
    assert fewer == (count if act == "flag" else count - 1)
    undone = study.undo(own).value
    assert undone is not None
    assert undone.card_id == card_id
    assert (schedules(own), total()) == (before, count)
    study.redo(own)
    assert (schedules(own), total()) == (after, fewer)


def test_a_buried_card_is_back_tomorrow(own: Services, clock: FrozenClock) -> None:
    clock.moment = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)  # still Monday's study day
    session = study.start(own).value
    assert session.current is not None
    card_id = session.current.id
    study.bury(own, card_id)
    assert study.start(own, Filter(section_id=library.tree(own).value[0].id)).value.total == 7
    clock.advance(hours=4)
    assert study.start(own, Filter(section_id=library.tree(own).value[0].id)).value.total == 8


def test_undo_and_redo_of_a_run_of_answers(own: Services, clock: FrozenClock) -> None:
    states = [schedules(own)]
    for number in range(6):
        study_some(own, 1, Rating.AGAIN if number % 2 else Rating.EASY)
        clock.advance(minutes=7)
        states.append(schedules(own))
    for state in reversed(states[:-1]):
        assert study.undo(own).value is not None
        assert schedules(own) == state
        assert is_what_the_log_says(own)
    for state in states[1:]:
        assert study.redo(own).value is not None
        assert schedules(own) == state
        assert is_what_the_log_says(own)
    assert study.redo(own).value is None


def test_a_new_answer_ends_redo(own: Services) -> None:
    study_some(own, 2, Rating.EASY)
    study.undo(own)
    study_some(own, 1, Rating.EASY)
    assert study.redo(own).value is None


def test_undo_outlives_the_program(own: Services, clock: FrozenClock) -> None:
    before = schedules(own)
    card_id = study_some(own, 1, Rating.EASY)[0]
    after = schedules(own)
    own.store.close()
    for act, expected in ((study.undo, before), (study.redo, after), (study.undo, before)):
        store = Store.open(own.store.path, clock=clock)
        again = replace(own, store=store)
        done = act(again).value
        assert done is not None
        assert done.card_id == card_id
        assert schedules(again) == expected
        assert is_what_the_log_says(again)
        store.close()


def test_nothing_to_undo(services: Services) -> None:
    assert study.undo(services).value is None
    assert study.redo(services).value is None


def test_settings_are_kept_followed_and_taken_back(own: Services, clock: FrozenClock) -> None:
    study_some(own, 5, Rating.EASY)
    before = schedules(own)
    outcome = preferences.change(own, replace(own.settings, desired_retention=0.97, theme="dark"))
    changed = outcome.value
    assert outcome.changes == {Change.SETTINGS, Change.REVIEWS}
    assert settings_file.load(paths.folders().settings_file).settings == changed.settings
    assert schedules(changed) != before
    assert is_what_the_log_says(changed)
    undone = study.undo(changed)
    assert undone.value is not None
    assert undone.value.settings == own.settings
    assert Change.SETTINGS in undone.changes
    assert settings_file.load(paths.folders().settings_file).settings == own.settings
    assert schedules(own) == before
    redone = study.redo(own).value
    assert redone is not None
    assert redone.settings == changed.settings


def test_undo_of_settings_leaves_later_ones_alone(own: Services) -> None:
    dark = preferences.change(own, replace(own.settings, theme="dark")).value
    study_some(dark, 1)
    large = replace(dark.settings, recent_folders=("/elsewhere",))  # kept by the window without being journaled
    study.undo(dark)
    undone = study.undo(dark.with_settings(large)).value
    assert undone is not None
    assert undone.settings == replace(large, theme="system")


def test_equal_settings_are_no_change(own: Services) -> None:
    assert preferences.change(own, replace(own.settings)).changes == frozenset()
    assert not paths.folders().settings_file.exists()


def test_settings_that_cannot_be_written_change_nothing(own: Services, certdeck_home: Path) -> None:
    study_some(own, 3, Rating.EASY)
    before = schedules(own)
    certdeck_home.write_text("in the way")
    with pytest.raises(SettingsError):
        preferences.change(own, replace(own.settings, desired_retention=0.97))
    assert schedules(own) == before
    undone = study.undo(own).value
    assert undone is not None
    assert undone.name == "Answer"


def test_an_unknown_card_has_words(own: Services) -> None:
    with pytest.raises(AppError, match="not in your progress file"):
        study.card_history(own, CardId("00000000-0000-0000-0000-000000000000"))


def test_a_leech_is_told_once_it_is_one(own: Services, clock: FrozenClock) -> None:
    patient = own.with_settings(replace(own.settings, leech_lapses=2, leech_every=1))
    card_id = study_some(patient, 1, Rating.EASY)[0]
    told = []
    for _ in range(3):
        clock.advance(days=40)
        session = study.start(patient, Filter(card_ids=(card_id,))).value
        answer = session.rate(Rating.AGAIN, 1)
        study.record(patient, answer)
        told.append(answer.leech.lapses if answer.leech else None)
        back = study.start(patient, Filter(card_ids=(card_id,))).value
        study.record(patient, back.rate(Rating.EASY, 1))
    assert told == [None, 2, 3]


# Today and the figures


def test_today_says_what_a_sitting_will_hold(own: Services, clock: FrozenClock) -> None:
    view = today.today(own).value
    assert (view.new, view.learning, view.review) == study.start(own).value.counts == (20, 0, 0)
    assert view.minutes == 11  # 20 cards of 20 seconds, asked again once or twice
    assert (view.total_cards, view.done, view.next_due, view.days_left) == (40, 0, None, None)
    study_some(own, 6, Rating.EASY)
    study_some(own, 1, Rating.AGAIN)
    view = today.today(own).value
    assert (view.new, view.learning, view.review) == study.start(own).value.counts == (13, 1, 0)
    assert view.done == 7
    assert view.next_due == clock.now() + timedelta(minutes=1)
    assert [title for title, _, _ in view.weakest] == ["Service A"]


def test_minutes_follow_the_learners_own_pace(own: Services, clock: FrozenClock) -> None:
    study_some(own, 20, Rating.EASY)  # four seconds each
    clock.advance(days=1)
    assert today.today(own).value.minutes == 4


def test_days_to_the_exam(own: Services) -> None:
    chosen = own.with_settings(replace(own.settings, exam_date="2026-03-12"))
    assert today.today(chosen).value.days_left == 10
    assert today.today(own.with_settings(replace(own.settings, exam_date="2020-01-01"))).value.days_left is None


def test_the_day_is_that_of_the_learner(own: Services, clock: FrozenClock) -> None:
    clock.local = ZoneInfo("America/Los_Angeles")
    clock.moment = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)  # Monday, nine in the evening there
    study_some(own, 2, Rating.EASY)
    clock.advance(hours=5)  # two in the morning
    assert today.today(own).value.done == 2
    clock.advance(hours=3)
    assert today.today(own).value.done == 0


def test_figures(own: Services, clock: FrozenClock) -> None:
    first = clock.now().date()
    study_some(own, 10, Rating.EASY)
    summary = stats.summary(own).value
    assert summary.reviewed_today == 10
    assert summary.per_day == ((first, 10),)
    assert (summary.retention_young, summary.retention_mature) == (None, None)
    assert summary.states[CardState.REVIEW] == 10
    assert sum(number for _, number in summary.due_forecast) == 10
    due = min(day for day, number in summary.due_forecast if number)
    clock.advance(days=(due - first).days)
    session = study.start(own.with_settings(replace(own.settings, new_per_day=0))).value
    number = session.counts[2]
    assert number == dict(summary.due_forecast)[due]
    for index in range(number):
        study.record(own, session.rate(Rating.AGAIN if index == 0 else Rating.GOOD, 1000))
    assert stats.summary(own).value.retention_young == pytest.approx((number - 1) / number)


def test_mature_cards_are_counted_apart(own: Services, clock: FrozenClock) -> None:
    chosen = Filter(card_ids=tuple(study_some(own, 1, Rating.EASY)))
    clock.advance(days=30)
    study.record(own, study.start(own, chosen).value.rate(Rating.GOOD, 1))
    summary = stats.summary(own).value
    assert (summary.retention_young, summary.retention_mature) == (None, 1.0)


# The library


def test_the_tree_adds_up(own: Services, root: Path) -> None:
    (root / "deep.md").write_text(
        "# Top\n\n## Middle\n\n### Low\n\n- **Limit**: 5 items at most.\n\n## Other\n\n- **Size**: 3 MB at most.\n",
        encoding="utf-8",
    )
    ingest.ingest(own, root, folder=own.folder)
    top = library.tree(own).value[0]
    assert (top.title, top.cards, top.known) == ("Top", 2, 0.0)
    assert [child.title for child in top.children] == ["Middle", "Other"]
    assert top.children[0].children[0].title == "Low"
    session = study.start(own, Filter(section_id=top.children[0].id)).value
    assert session.total == 1
    study.record(own, session.rate(Rating.EASY, 1))
    top = library.tree(own).value[0]
    assert top.known == pytest.approx(0.5, abs=0.01)
    assert (top.children[0].known, top.children[1].known) == (pytest.approx(1.0, abs=0.01), 0.0)


def test_a_section_and_its_neighbours(own: Services, root: Path) -> None:
    first, second, *_ = library.tree(own).value
    view = library.section(own, second.id).value
    assert view.title == "Service B"
    assert "Limit B.3" in view.text
    assert (view.root, view.source.path, view.previous_id) == (root, "note.md", first.id)
    with pytest.raises(AppError, match="no longer"):
        library.section(own, 999_999)


def test_search_finds_sections_and_cards(own: Services) -> None:
    kinds = {hit.kind for hit in library.search(own, "limit c").value}
    assert kinds == {"section", "card"}
    assert library.search(own, "zebra").value == ()


def test_a_changed_card_may_begin_afresh(own: Services, root: Path) -> None:
    study_some(own, 20, Rating.EASY)
    (root / "note.md").write_text(NOTE.replace("7 items at most", "9 items at most"), encoding="utf-8")
    ingest.ingest(own, root, folder=own.folder)
    entry = library.ledger(own).value.entries[0]
    fresh = library.reset(own, entry.id).value
    assert fresh is not None
    assert study.card_history(own, fresh).value.card.schedule.state is CardState.NEW
    assert study.card_history(own, entry.card_id).value.reviews != ()
    study.undo(own)
    assert not study.card_history(own, entry.card_id).value.card.is_parked


# Copies


def test_going_back_to_a_copy(own: Services) -> None:
    study_some(own, 2, Rating.EASY)
    before = schedules(own)
    copy = backup.create(own).value
    study_some(own, 2, Rating.EASY)
    again = backup.restore(own, copy.path).value
    assert schedules(again) == before
    assert len(backup.listing(own.store.path).value) == 2  # what was there before the restore is kept too
    again.store.close()


def test_a_damaged_copy_is_refused_before_anything_moves(own: Services) -> None:
    study_some(own, 2, Rating.EASY)
    copy = backup.create(own).value
    before = schedules(own)
    copy.path.write_bytes(copy.path.read_bytes()[:-5000] + b"x" * 5000)
    with pytest.raises(StoreDamaged):
        backup.restore(own, copy.path)
    assert schedules(own) == before


@pytest.fixture
def damaged_cache(own: Services) -> Services:
    """A store whose schedules do not follow from its log."""
    card_id = study_some(own, 1, Rating.EASY)[0]
    with own.store.write() as tx:
        wrong = replace(reviews.schedule_of(tx, card_id), stability=1.0)
        reviews.replace_schedule(tx, wrong)
    return own


def test_the_log_mends_the_cache(damaged_cache: Services) -> None:
    assert study.replay_all(damaged_cache).value == 1
    assert study.replay_all(damaged_cache).value == 0
