"""Tasks of an exam with what there is for each, from real notes in a real store."""

from dataclasses import replace

from app.domain.exam import ExamDomain, Task
from app.services.coverage import coverage
from app.services.ingest import ingest
from tests.factories import make_profile, make_question

NOTE = """\
# Queues ^queues

- Default visibility timeout: 30 seconds

## Retention of queues ^queues-retention

- Longest retention: 14 days
- Default retention: 4 days
"""


def profile_of(*notes):
    domain = ExamDomain("1", "Domain", 100, (Task("1.1", "Task", notes), Task("1.2", "Other")))
    return replace(make_profile(), domains=(domain,))


def covered(services, tmp_path, *links, questions=()):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "queues.md").write_text(NOTE, encoding="utf-8")
    ingest(services, folder, folder=services.folder)
    return coverage(services, profile_of(*links), questions).value


def test_a_note_and_a_section_in_it_count_their_cards_once(services, tmp_path):
    first, other = covered(services, tmp_path, "queues.md", "queues.md#queues-retention")
    whole, part = first.notes
    assert (whole.title, part.title) == ("Queues", "Retention of queues")
    assert whole.cards > part.cards > 0
    assert first.cards == whole.cards
    assert (other.notes, other.cards, other.known) == ((), 0, 0.0)


def test_questions_are_counted_by_task_and_lost_links_are_named(services, tmp_path):
    questions = [make_question(task="1.1"), make_question(task="1.2"), make_question(task="1.1", profile="ELSE")]
    first, other = covered(services, tmp_path, "gone.md", "queues.md#gone", questions=questions)
    assert first.missing == ("gone.md", "queues.md#gone")
    assert (first.questions, other.questions) == (1, 1)
