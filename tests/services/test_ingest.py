import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.changes import Change
from app.domain.review import CardState, Rating
from app.errors import NotesUnreadable
from app.notes.folder import FileStamp, NoteFile
from app.services import ingest, library, reader, study
from app.services.context import Services
from app.services.ingest import IngestReport

SQS = """\
# Amazon SQS

- **Visibility timeout**: 30 seconds by default.
- **Retention**: 4 days by default.

# AWS Lambda

- **Timeout**: 15 minutes at most.
"""
S3 = "# Amazon S3\n\n- **Object size**: 5 TB at most.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "own notes"
    folder.mkdir()
    (folder / "a.md").write_text(SQS, encoding="utf-8")
    (folder / "b.md").write_text(S3, encoding="utf-8")
    return folder


@pytest.fixture
def own(services: Services, notes: Path) -> Services:
    return services.with_settings(replace(services.settings, notes_folder=str(notes)))


def read(services: Services, root: Path) -> IngestReport:
    return ingest.ingest(services, root, folder=services.folder).value


def write(file: Path, text: str) -> None:
    """Save as an editor does, with a time of its own."""
    file.write_text(text, encoding="utf-8")
    found = file.stat()
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns + 1_000_000))


def answer_all(services: Services) -> dict[str, int]:
    """Answer every card once; return how often each front was answered."""
    session = study.start(services).value
    while session.current is not None and session.position < 50:
        session.reveal()
        study.record(services, session.rate(Rating.EASY, 1000))
    return reps(services)


def reps(services: Services) -> dict[str, int]:
    found = {}
    for entry in library.tree(services).value:
        for card in library.cards_of(services, entry.id).value:
            found[card.card.front] = card.schedule.reps
    return found


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Which notes were parsed, and how many of their sections."""
    calls: list[tuple[str, int]] = []
    real = reader.parse

    def counting(text: str, path: str, *, known: object = ()) -> object:
        result = real(text, path, known=known)  # type: ignore[arg-type]
        calls.append((path, sum(section.is_parsed for section in result.note.walk())))
        return result

    monkeypatch.setattr(reader, "parse", counting)
    return calls


def test_a_folder_becomes_cards(own: Services, notes: Path) -> None:
    outcome = ingest.ingest(own, notes, folder=own.folder)
    report = outcome.value
    assert (report.notes, report.sections, report.topics) == (2, 3, 0)
    assert report.cards == report.ledger.added >= 4
    assert outcome.changes == {Change.NOTES, Change.CARDS, Change.PROBLEMS}
    assert not report.was_cancelled


def test_what_did_not_change_is_not_parsed_again(own: Services, notes: Path, parsed: list[tuple[str, int]]) -> None:
    read(own, notes)
    assert parsed == [("a.md", 2), ("b.md", 1)]
    parsed.clear()
    outcome = ingest.ingest(own, notes, folder=own.folder)
    assert parsed == []
    assert outcome.changes == frozenset()
    write(notes / "a.md", SQS.replace("15 minutes", "900 seconds"))
    read(own, notes)
    assert parsed == [("a.md", 1)]  # only the edited section


def test_an_edit_keeps_history(own: Services, notes: Path) -> None:
    read(own, notes)
    before = answer_all(own)
    assert set(before.values()) == {1}
    write(notes / "a.md", "Some words at the top.\n\n" + SQS.replace("4 days by default", "4 days by defalt"))
    first = read(own, notes).ledger
    write(notes / "a.md", SQS)
    second = read(own, notes).ledger
    assert (first.parked, second.parked) == (0, 0)
    assert reps(own) == before


def test_moving_a_section_to_another_note_keeps_history(own: Services, notes: Path) -> None:
    read(own, notes)
    before = answer_all(own)
    head, tail = SQS.split("# AWS Lambda")
    write(notes / "a.md", head)
    write(notes / "b.md", S3 + "\n# AWS Lambda" + tail)
    ledger = read(own, notes).ledger
    assert (ledger.added, ledger.parked) == (0, 0)
    assert reps(own) == before


def test_renaming_a_note_keeps_history(own: Services, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_BATCH_NOTES", 1)  # even where old and new name are far apart
    read(own, notes)
    before = answer_all(own)
    (notes / "a.md").rename(notes / "0.md")
    (notes / "b.md").rename(notes / "z.md")
    ledger = read(own, notes).ledger
    assert ledger.added == 0
    assert reps(own) == before


def test_a_note_that_is_gone_parks_its_cards_until_it_returns(own: Services, notes: Path) -> None:
    read(own, notes)
    before = answer_all(own)
    (notes / "a.md").unlink()
    report = read(own, notes)
    assert report.notes == 1
    assert report.ledger.parked == len(library.parked(own).value) > 0
    write(notes / "a.md", SQS)
    report = read(own, notes)
    assert report.ledger.returned == len(before) - report.cards + report.ledger.returned
    assert reps(own) == before
    assert library.parked(own).value == ()


def test_a_note_deleted_while_it_is_studied(own: Services, notes: Path) -> None:
    read(own, notes)
    session = study.start(own).value
    assert session.current is not None
    card = session.current
    (notes / card.card.source.path).unlink()
    read(own, notes)
    assert study.card_history(own, card.id).value.card.is_parked
    study.record(own, session.rate(Rating.EASY, 1000))  # what was already on its way is kept
    history = study.card_history(own, card.id).value
    assert (len(history.reviews), history.card.schedule.state) == (1, CardState.REVIEW)


def test_cancelling_keeps_whole_notes_and_goes_on_later(own: Services, notes: Path) -> None:
    for number in range(5):
        write(notes / f"more{number}.md", S3.replace("S3", f"S{number + 10}"))
    asked = iter([False, False, False, True, True, True])
    outcome = ingest.ingest(own, notes, folder=own.folder, cancelled=lambda: next(asked))
    assert outcome.value.was_cancelled
    assert outcome.value.notes == 3
    assert outcome.value.cards > 0
    report = read(own, notes)
    assert not report.was_cancelled
    assert report.notes == 7
    assert report.cards == len(ingest.cards_in(notes))


def test_progress_is_told(own: Services, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_BATCH_NOTES", 1)
    told: list[tuple[int, int]] = []
    ingest.ingest(own, notes, folder=own.folder, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_files_that_are_no_notes_become_problems_and_go_when_mended(own: Services, notes: Path) -> None:
    (notes / "picture.md").write_bytes(bytes(range(256)) * 20)
    assert read(own, notes).problems >= 1
    assert any(problem.path == "picture.md" for problem in library.problems(own).value)
    assert read(own, notes).notes == 2
    (notes / "picture.md").unlink()
    outcome = ingest.ingest(own, notes, folder=own.folder)
    assert not any(problem.path == "picture.md" for problem in library.problems(own).value)
    assert Change.PROBLEMS in outcome.changes


def test_a_note_that_turned_unreadable_keeps_its_cards(own: Services, notes: Path) -> None:
    read(own, notes)
    before = reps(own)
    (notes / "a.md").write_bytes(b"\x00" * 5000)
    report = read(own, notes)
    assert report.ledger.parked == 0
    assert reps(own) == before
    assert [problem.path for problem in library.problems(own).value if problem.rule == "unreadable"] == ["a.md"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who may be refused")
def test_a_closed_folder_parks_nothing(own: Services, notes: Path) -> None:
    (notes / "below").mkdir()
    write(notes / "below" / "c.md", S3.replace("S3", "S4"))
    read(own, notes)
    before = reps(own)
    (notes / "below").chmod(0)
    report = read(own, notes)
    (notes / "below").chmod(0o700)
    assert report.ledger.parked == 0
    assert reps(own) == before


def test_what_the_disk_refuses_is_not_gone(notes: Path) -> None:
    from app.domain.problem import Problem
    from app.notes.folder import Listing

    stamp = FileStamp(1, 1)
    found = Listing(notes, {"a.md": stamp}, (Problem("unreadable", "closed", "below", 1),))
    known = {"a.md": stamp, "below/c.md": stamp, "belowground.md": stamp}
    assert ingest._gone(found, known) == ["belowground.md"]


def test_a_missing_folder_is_told(own: Services, tmp_path: Path) -> None:
    with pytest.raises(NotesUnreadable):
        read(own, tmp_path / "nowhere")


def test_an_empty_folder(services: Services, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = ingest.ingest(services, tmp_path / "empty", folder="empty").value
    assert (report.notes, report.cards, report.problems) == (0, 0, 0)


def test_ids_are_those_of_the_store(own: Services, notes: Path) -> None:
    fresh = ingest.cards_in(notes, folder=own.folder)
    read(own, notes)
    known = ingest.cards_in(notes, services=own, folder=own.folder)
    assert fresh == known
    assert len({card_id for card_id, _ in known}) == len(known)
    stored = {card.id for entry in library.tree(own).value for card in library.cards_of(own, entry.id).value}
    assert stored == {card_id for card_id, _ in known}


def test_problems_without_a_store(notes: Path) -> None:
    write(notes / "c.md", SQS.replace("30 seconds", "40 seconds"))
    (notes / "d.md").write_bytes(b"\x00" * 5000)
    rules = {problem.rule for problem in ingest.problems_in(notes)}
    assert {"unreadable", "ambiguous-front"} <= rules


def test_spelling_is_for_check_and_lost_facts_are_for_everybody(own: Services, notes: Path) -> None:
    line = "- Number of rows that a queue can hold: trillions, as one recieves\n"
    write(notes / "c.md", f"# Sizes of queues\n\n{line}")
    assert [(one.rule, one.line) for one in ingest.problems_in(notes)] == [("no-card", 3), ("spelling", 3)]
    read(own, notes)
    assert [(one.rule, one.line) for one in library.problems(own).value] == [("no-card", 3)]


def test_reading_can_be_taken_back(own: Services, notes: Path) -> None:
    read(own, notes)
    before = reps(own)
    write(notes / "b.md", S3.replace("5 TB", "6 TB"))
    read(own, notes)
    undone = study.undo(own)
    assert undone.value is not None
    assert Change.CARDS in undone.changes
    assert reps(own) == before


def test_reading_apart_gives_the_same(own: Services, notes: Path) -> None:
    here = [reader.make(_file(notes / name)) for name in ("a.md", "b.md")]
    with reader.Reader(True) as apart:
        there = [apart.make(_file(notes / name)) for name in ("a.md", "b.md")]
    assert there == here


def test_a_note_that_takes_too_long_is_a_problem_and_the_others_are_read(own: Services, notes: Path) -> None:
    slow = _file(notes / "a.md")
    slow = replace(slow, text="\n".join(f"# H{number}\n\n- **T{number}**: {number} days\n" for number in range(20_000)))
    with reader.Reader(True, seconds=-3.9 * len(slow.text) / 1e6) as apart:
        assert apart.make(slow) is None
    with reader.Reader(True) as apart:
        assert apart.make(_file(notes / "b.md")) is not None


@pytest.fixture
def too_slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def choose(path: str) -> None:
        real = reader.Reader.make
        monkeypatch.setattr(
            reader.Reader, "make", lambda self, file, known=(): None if file.path == path else real(self, file, known)
        )

    return choose


def test_a_new_note_that_takes_too_long_shows_its_text(
    own: Services, notes: Path, too_slow: Callable[[str], None]
) -> None:
    too_slow("a.md")
    report = read(own, notes)
    assert report.notes == 2
    assert [problem.path for problem in library.problems(own).value if problem.rule == "too-complex"] == ["a.md"]
    texts = [library.section(own, entry.id).value.text for entry in library.tree(own).value]
    assert SQS in texts


def test_a_known_note_that_takes_too_long_keeps_its_cards(
    own: Services, notes: Path, too_slow: Callable[[str], None]
) -> None:
    read(own, notes)
    before = reps(own)
    too_slow("a.md")
    write(notes / "a.md", SQS + "\nMore.\n")
    report = read(own, notes)
    assert report.ledger.parked == 0
    assert reps(own) == before
    assert any(problem.rule == "too-complex" for problem in library.problems(own).value)


def test_where_no_child_can_be_started_notes_are_read_all_the_same(
    own: Services, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(reader.multiprocessing.get_context("spawn").Process, "start", refuse)
    report = read(replace(own, parses_apart=True), notes)
    assert report.cards >= 4


def _file(path: Path) -> NoteFile:
    return NoteFile(path.name, path.read_text(encoding="utf-8"), FileStamp(1, path.stat().st_size, "d"))


def test_a_bank_among_the_notes_makes_no_cards_and_is_checked_as_a_bank(services, tmp_path):
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a.md").write_text("# Queues\n\n- Default visibility timeout: 30 seconds\n", encoding="utf-8")
    bank = "---\nbank: Queues\nprofile: DVA-C03\n---\n# Queues\n\n### How long is it? ^q-long\n- [ ] 4 days\n- [ ] 14 days\n"
    (folder / "b.md").write_text(bank, encoding="utf-8")
    report = ingest.ingest(services, folder, folder=services.folder).value
    assert report.cards == 1
    assert [problem.path for problem in ingest.problems_in(folder)] == ["b.md"]


def test_a_bank_among_the_notes_makes_no_cards_and_is_told_of(own: Services, notes: Path) -> None:
    before = read(own, notes)
    (notes / "c.md").write_text(
        "---\nbank: Queues\n---\n# Queues\n\n### What is a queue?\n- [x] A line\n", encoding="utf-8"
    )
    after = read(own, notes)
    assert (after.cards, after.sections) == (before.cards, before.sections)
    (told,) = [problem for problem in library.problems(own).value if problem.path == "c.md"]
    assert told.rule == "bank"
    assert "exam questions" in told.message
    rules = {problem.rule for problem in ingest.problems_in(notes) if problem.path == "c.md"}
    assert rules  # `check` reads it as the bank it is, and finds what that lacks
    assert "bank" not in rules
