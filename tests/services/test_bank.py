"""All banks together: each id once, a changed file read again, a broken one costing only itself."""

import os
from pathlib import Path

import pytest

from app import paths
from app.services import bank, profiles
from app.services.context import Services

FILE = """\
---
bank: Queues
profile: DVA-C03
---
# Queues

### What is a queue? ^q-queue
- [x] A line
  > It is.
- [ ] A heap
  > That is a stack.
*domain:* 1.1, DVA-C02 1.1 · *difficulty:* 1 · *notes:* 12-sqs-sns.md#sqs › Queue

### What is a heap? ^q-heap
- [ ] A line
- [ ] A stack
"""


@pytest.fixture
def own(certdeck_home: Path) -> Path:
    folder = certdeck_home / "exams"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    bundled = tmp_path / "bundled"
    bundled.mkdir()
    monkeypatch.setattr(paths, "shipped", lambda _: bundled)
    return bundled


def test_questions_of_both_folders_are_found(own: Path, shipped: Path, services: Services) -> None:
    (own / "queues.md").write_text(FILE, encoding="utf-8")
    (shipped / "d1.md").write_text(FILE.replace("^q-", "^q-b-"), encoding="utf-8")
    outcome = bank.questions(services)
    found = outcome.value
    assert not outcome.changes
    assert [question.id for question in found.questions] == ["q-b-queue", "q-b-heap", "q-queue", "q-heap"]
    assert [question.id for question in found.with_key()] == ["q-b-queue", "q-queue"]
    first = found.questions[2]
    assert (first.bank, first.source.path, first.source.first) == ("Queues", "imported/queues.md", 7)
    assert first.task_in("DVA-C03") == first.task_in("DVA-C02") == "1.1"
    assert bank.image_folder(first) == own
    assert [(problem.path, problem.rule) for problem in found.problems] == [("exams/d1.md", "no-key")]


def test_an_id_counts_once(own: Path, shipped: Path, services: Services) -> None:
    (own / "a.md").write_text(FILE, encoding="utf-8")
    (shipped / "b.md").write_text(FILE, encoding="utf-8")
    found = bank.questions(services).value
    assert {question.source.path for question in found.questions} == {"exams/b.md"}
    assert len(found.questions) == 2
    assert {(problem.path, problem.line) for problem in found.problems if problem.rule == "duplicate-id"} == {
        ("imported/a.md", 7),
        ("imported/a.md", 14),
    }


def test_a_file_is_read_again_only_when_it_changed(own: Path, services: Services) -> None:
    path = own / "queues.md"
    path.write_text(FILE, encoding="utf-8")
    first = bank.questions(services).value.questions
    assert all(one is other for one, other in zip(first, bank.questions(services).value.questions, strict=True))
    path.write_text(FILE.replace("A heap\n", "A pile\n"), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert bank.questions(services).value.questions[0].choices[1].text == "A pile"
    path.unlink()
    assert bank.questions(services).value.questions == ()


def test_what_cannot_be_read_costs_only_itself(own: Path, tmp_path: Path, services: Services) -> None:
    (own / "good.md").write_text(FILE, encoding="utf-8")
    (own / "binary.md").write_bytes(bytes(range(256)) * 10)
    (own / "empty.md").write_text("", encoding="utf-8")
    (own / "folder.md").mkdir()
    (own / "large.md").write_bytes(b"x" * 6_000_000)
    secret = tmp_path / "secret.md"
    secret.write_text(FILE, encoding="utf-8")
    (own / "link.md").symlink_to(secret)
    if hasattr(os, "mkfifo"):
        os.mkfifo(own / "pipe.md")
    found = bank.questions(services).value
    assert {question.source.path for question in found.questions} == {"imported/good.md"}
    assert {problem.path for problem in found.problems} >= {
        f"imported/{name}.md" for name in ("binary", "empty", "folder", "large", "link")
    }


def test_without_banks_there_are_no_questions(services: Services) -> None:
    assert bank.questions(services).value == bank.Bank(())
    assert not profiles.own_folder().exists()
