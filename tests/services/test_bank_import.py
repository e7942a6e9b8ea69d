"""Banks of others are counted first, kept whole or not at all, and come back as the questions they were."""

import base64
import os
import re
import time
from pathlib import Path

import pytest

from app.domain.changes import Change
from app.errors import AppError
from app.kinds.bank import read_bank
from app.kinds.bank_lines import split_lines
from app.services import bank, bank_import, profiles
from app.services.bank_import import import_bank
from tests.kinds.test_question_forms import CASE, GOLDEN

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
F1 = """\
# Practice

### What is a queue? (Choose TWO)

![Picture](images/q%201.png)

- [x] A line
- [ ] A heap
- [x] A buffer

**[⬆ Back to Top](#top)**

### What is a heap? (Choose TWO)

- [x] A pile
- [ ] A line

### What is a queue? (Choose TWO)

![Picture](images/q%201.png)

- [x] A buffer
- [x] A line
- [ ] A heap

### What is a tree?

- [ ] A graph
- [ ] A list
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "downloads" / "Practice Exam Ü.md"
    (path.parent / "images").mkdir(parents=True)
    (path.parent / "images" / "q 1.png").write_bytes(PNG)
    path.write_text(F1, encoding="utf-8")
    return path


def own_questions() -> list[str]:
    return [question.id for question in bank.load().questions if question.source.path.startswith("imported/")]


def test_a_dry_run_counts_and_writes_nothing(file: Path, certdeck_home: Path) -> None:
    outcome = import_bank(file, dry_run=True)
    report = outcome.value
    assert not outcome.changes
    assert (report.questions, report.without_key, report.images, report.written) == (2, 1, 1, None)
    assert [(problem.path, problem.line) for problem in report.quarantined] == [("Practice Exam Ü.md", 13)]
    assert "asks for 2 and marks 1" in report.quarantined[0].message
    assert [(one.line, one.same_as) for one in report.duplicates] == [(18, "Practice Exam Ü.md:3")]
    assert [(problem.line, problem.rule) for problem in report.warnings] == [(26, "no-key")]
    assert not certdeck_home.exists()


def test_an_import_keeps_questions_images_and_source(file: Path, certdeck_home: Path) -> None:
    outcome = import_bank(file, dry_run=False, profile="DVA-C03")
    assert outcome.changes == {Change.EXAMS}
    assert outcome.value.written == certdeck_home / "exams" / "practice-exam-u.md"
    text = outcome.value.written.read_text(encoding="utf-8")
    assert text.startswith(
        "---\nbank: Practice\nprofile: DVA-C03\nlicence: not known\nsource: Practice Exam Ü.md\n---\n"
    )
    first = next(question for question in bank.load().questions if question.stem.startswith("What is a queue"))
    assert first.bank == "Practice"
    assert sorted(choice.text for choice in first.choices if choice.id in first.key) == ["A buffer", "A line"]
    folder = bank.image_folder(first)
    match = re.search(r"!\[Picture\]\((.+?)\)", first.stem)
    assert folder is not None
    assert match is not None
    assert (folder / match.group(1)).read_bytes() == PNG


def test_questions_without_a_task_are_found_by_the_exam_of_their_bank(file: Path) -> None:
    import_bank(file, dry_run=False, profile="DVA-C03")
    found = bank.load()
    assert len(found.without_task("DVA-C03")) == 1  # the other one has no key
    assert found.without_task("DVA-C02") == ()


def test_a_task_can_be_given_to_all(file: Path) -> None:
    import_bank(file, dry_run=False, profile="DVA-C03", task="2.1")
    found = [question for question in bank.load().questions if question.source.path.startswith("imported/")]
    assert [question.task_in("DVA-C03") for question in found] == ["2.1", "2.1"]
    assert not any(question.source.path.startswith("imported/") for question in bank.load().without_task("DVA-C03"))


def test_what_is_there_is_not_taken_twice(file: Path) -> None:
    import_bank(file, dry_run=False)
    before = own_questions()
    report = import_bank(file, dry_run=False).value
    assert (report.questions, report.written, len(report.duplicates)) == (0, None, 3)
    assert own_questions() == before
    file.write_text(F1.replace("What is a tree?", "What is a bush?"), encoding="utf-8")
    report = import_bank(file, dry_run=False).value
    assert (report.questions, len(report.duplicates)) == (1, 2)
    assert report.written is not None
    assert report.written.name == "practice-exam-u-2.md"
    assert len(own_questions()) == len(before) + 1


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.png",
        "//host/share/a.png",
        "file:///etc/passwd",
        "/etc/passwd",
        "../secret.png",
        "images/../../secret.png",
        "images/link.png",
        "images/pipe.png",
        "images/text.png",
        "images/vector.svg",
        "images/none.png",
        "data:image/png;base64,AAAA",
        "C:\\a.png",
        "images",
    ],
)
def test_no_other_image_is_taken(file: Path, address: str) -> None:
    (file.parent.parent / "secret.png").write_bytes(PNG)
    images = file.parent / "images"
    (images / "link.png").symlink_to(file.parent.parent / "secret.png")
    (images / "text.png").write_text("not an image", encoding="utf-8")
    (images / "vector.svg").write_text("<svg/>", encoding="utf-8")
    if hasattr(os, "mkfifo"):
        os.mkfifo(images / "pipe.png")
    file.write_text(F1.replace("images/q%201.png", address), encoding="utf-8")
    report = import_bank(file, dry_run=False).value
    assert report.images == 0
    assert "is not shown" in next(problem.message for problem in report.warnings if problem.rule == "image")
    assert report.written is not None
    assert [path.name for path in report.written.parent.iterdir()] == [report.written.name]


def test_an_image_in_code_is_code(file: Path) -> None:
    file.write_text(F1.replace("![Picture](images/q%201.png)", '`<img src="images/q%201.png">`'), encoding="utf-8")
    assert import_bank(file, dry_run=False).value.images == 0
    assert '`<img src="images/q%201.png">`' in "".join(question.stem for question in bank.load().questions)
    file.write_text(
        F1.replace("![Picture](images/q%201.png)", '<img src="images/q 1.png" width="9">'), encoding="utf-8"
    )
    assert import_bank(file, dry_run=True).value.images == 1


def test_every_golden_question_survives_the_way_through_our_own_form(tmp_path: Path) -> None:
    number = 0
    for golden in sorted(GOLDEN.glob("questions_*.md")):
        for match in CASE.finditer(golden.read_text(encoding="utf-8")):
            path = tmp_path / f"case-{(number := number + 1)}.md"
            path.write_text(match.group(2), encoding="utf-8")
            before = {question.id for question in bank.load().questions}
            outcome = import_bank(path, dry_run=False).value
            assert not [problem for problem in outcome.quarantined if "reads the same" in problem.message]
            after = {question.id for question in bank.load().questions}
            assert len(after - before) == outcome.questions
    assert number > 20


def test_what_looks_like_markup_of_ours_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(
        "1.  Which line?\n\n    ### not a heading\n    - [x] not a choice\n    *domain:* 9.9\n    <!-- not hidden -->\n"
        "    > a quote\n\n    ```\n    ### code\n    - [x] code\n    ```\n\n"
        "*a)  > quoted\n     # and more\n     - [ ] boxed\nb)  other ^q-id\n... - [x] because\n",
        encoding="utf-8",
    )
    report = import_bank(path, dry_run=False).value
    assert (report.questions, report.quarantined) == (1, ())
    (question,) = (one for one in bank.load().questions if one.source.path == "imported/odd.md")
    assert question.stem.startswith("Which line?\n\n\\### not a heading\n\\- [x] not a choice\n\\*domain:* 9.9")
    assert "```\n### code\n- [x] code\n```" in question.stem
    assert [choice.text for choice in question.choices] == [
        "\\> quoted\n\\# and more\n\\- [ ] boxed",
        "other ^q-id",
    ]
    assert question.choices[1].reason == "- [x] because"


@pytest.mark.parametrize("name", ["nowhere.md", "folder", "binary.md", "large.md", "pipe", "zero\0.md"])
def test_what_is_no_text_is_refused_with_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary.md").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "large.md").write_bytes(b"x" * 6_000_000)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    with pytest.raises(AppError) as caught:
        import_bank(tmp_path / name, dry_run=False)
    assert "Nothing was imported" in caught.value.hint
    assert not profiles.own_folder().exists()


def test_a_link_that_the_learner_picked_is_followed(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(file)
    assert import_bank(link, dry_run=True).value.questions == 2


def test_where_nothing_can_be_written_nothing_is_kept(file: Path, certdeck_home: Path) -> None:
    certdeck_home.mkdir()
    (certdeck_home / "exams").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(AppError, match="could not be kept"):
        import_bank(file, dry_run=False)
    assert [path.name for path in certdeck_home.iterdir()] == ["exams"]


def test_a_failed_write_leaves_no_images(file: Path, certdeck_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = bank_import.files.write_whole

    def full(path: Path, content: bytes) -> None:
        if path.suffix == ".md":
            raise OSError(28, "No space left on device")
        write(path, content)

    monkeypatch.setattr(bank_import.files, "write_whole", full)
    with pytest.raises(AppError, match="No space left"):
        import_bank(file, dry_run=False)
    assert list((certdeck_home / "exams").iterdir()) == []


def test_a_large_file_is_imported_in_a_second(tmp_path: Path) -> None:
    words = (
        "a function reads messages from the queue and writes them to a table without losing any of them when it fails"
    )
    parts = ["# Large"]
    for number in range(387):
        parts.append(f"### {number} {words * 6}? (Choose TWO)")
        parts.append("\n".join(f"- [{'x' if place < 2 else ' '}] {words} {place}" for place in range(5)))
        parts.append("**[⬆ Back to Top](#top)**")
    path = tmp_path / "large.md"
    path.write_text("\n\n".join(parts), encoding="utf-8")
    assert path.stat().st_size > 480_000
    started = time.perf_counter()
    read_bank(split_lines(path.read_text(encoding="utf-8")), "x.md")
    once = time.perf_counter() - started
    started = time.perf_counter()
    report = import_bank(path, dry_run=False).value
    taken = time.perf_counter() - started
    assert report.questions == 387
    assert taken < max(1.0, once * 8)  # reading, writing, reading again: a slow machine is slow in all of them
