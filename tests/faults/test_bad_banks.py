"""A hundred malformed banks: what is wrong is named with its line, what is sound is kept, and nothing falls over."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.exam import Question
from app.errors import AppError
from app.services import bank
from app.services.bank_import import Report, import_bank
from tests.faults.importer import QUESTIONS
from tests.faults.test_kill import KILLS
from tests.kinds.test_question_forms import CASE, GOLDEN

pytestmark = pytest.mark.faults

HEAD = "---\nbank: Bad\nprofile: DVA-C03\n---\n"
OWN = "### What is a queue? ^q-queue\n- [x] A line\n  > It is.\n- [ ] A heap\n  > No.\n*domain:* 1.2\n"
LONG = 1_000_000

# A text, and where a line of it must be named.
NASTY: dict[str, tuple[str, int]] = {
    "empty": ("", 1),
    "blank lines": ("\n" * 5_000, 1),
    "prose": ("# Notes\n\nNo question anywhere.\n", 1),
    "only front matter": (HEAD, 5),
    "front matter without an end": ("---\nbank: x\n" + "- [x] a\n- [ ] b\n", 1),
    "no choices": (HEAD + "### What? ^q-a\n", 5),
    "one choice": (HEAD + "### What? ^q-a\n- [x] a\n", 5),
    "no stem": (HEAD + "### ^q-a\n- [x] a\n- [ ] b\n", 5),
    "no key": (HEAD + "### What? ^q-a\n- [ ] a\n- [ ] b\n", 5),
    "all right": (HEAD + "### What? ^q-a\n- [x] a\n- [x] b\n", 5),
    "too few keys": (HEAD + "### What? (Choose TWO) ^q-a\n- [x] a\n- [ ] b\n- [ ] c\n", 5),
    "too many keys": ("### What? (Choose TWO)\n- [x] a\n- [x] b\n- [x] c\n- [ ] d\n", 1),
    "one key of a lonely hint": ("### What? Select one.\n- [x] a\n- [x] b\n- [ ] c\n", 1),
    "odd box": ("### What?\n- [x] a\n- [?] b\n- [ ] c\n", 3),
    "box without a space": ("### What?\n- [x] a\n-[ ] b\n- [ ] c\n", 3),
    "empty choice": ("### What?\n- [x] a\n- [ ]\n- [ ] c\n", 3),
    "same choices": ("### What?\n- [x] a\n- [ ] b\n- [ ] a\n", 4),
    "thirteen choices": ("### What?\n- [x] a\n" + "".join(f"- [ ] {n}\n" for n in range(12)), 14),
    "a thousand choices": ("### What?\n- [x] a\n" + "".join(f"- [ ] {n}\n" for n in range(1_000)), 14),
    "choices by letter": ("### What?\n- [x] a\n- [ ] b\n- [ ] A and B\n", 4),
    "two questions in one": ("### What?\n- [x] a\n- [ ] b\n\nWhy?\n\n- [x] c\n- [ ] d\n", 5),
    "bad id": (HEAD + "### What? ^Q 1\n- [x] a\n- [ ] b\n### What? ^q_1\n- [x] a\n- [ ] b\n", 8),
    "bad task": (HEAD + "### What? ^q-a\n- [x] a\n- [ ] b\n*domain:* storage\n", 8),
    "bad difficulty": (HEAD + "### What? ^q-a\n- [x] a\n- [ ] b\n*difficulty:* 9\n", 8),
    "task of no exam": ("---\nbank: x\n---\n### What? ^q-a\n- [x] a\n- [ ] b\n*domain:* 1.2\n", 7),
    "code without an end": ("### What?\n```json\n- [x] a\n- [ ] b\n", 2),
    "code that swallows": ("### What?\n```json\n- [x] a\n- [ ] b\n### Why?\n```\n- [x] a\n- [ ] b\n", 2),
    "comment without an end": ("<!-- hidden\n### What?\n- [x] a\n", 2),
    "choices without a question": ("1. a\n\n# b\n\n- A. x\n- B. y\n", 1),
    "key beyond the choices": ("1. What?\n   - A. a\n   - B. b\n\n   Answer: E\n", 1),
    "key in words": ("1. What?\n   - A. a\n   - B. b\n\n   Answer: the first\n", 5),
    "two keys": ("1. What?\n   - A. a\n   - B. b\n\n   Answer: A\n   Answer: B\n", 6),
    "letters twice": ("1. What?\n   - A. a\n   - A. b\n\n   Answer: A\n", 2),
    "details without an end": ("1. What?\n   - A. a\n   - B. b\n<details><summary>Answer</summary>\nAnswer: Z\n", 5),
    "numbers twice": ("1. What?\n- A. a\n- B. b\nAnswer: A\n2. x\n2. y\n- A. a\n- B. b\nAnswer: A\n", 5),
    "votes only": ("## Question 1\n\nWhat?\n\n- A. a (Most Voted)\n- B. b\n", 1),
    "right list without wrong": ("## Question 1: What?\n**Right**\n- a\n", 1),
    "right answer elsewhere": ("## Question 1: What?\n**Options**\n- a\n- b\n**Answer:** c\n", 5),
    "number asked": ("1.  What?\n=   5\n", 1),
    "essay": ("1.  Tell.\n____\n\n2.  What?\n*a)  x\nb)  y\n", 2),
    "long stem": ("### " + "word " * 6_000 + "\n- [x] a\n- [ ] b\n", 1),
    "long choice": ("### What?\n- [x] a\n- [ ] " + "word " * 4_000 + "\n", 3),
    "long word": ("### " + "x" * LONG + "\n- [x] a\n- [ ] b\n", 1),
    "many spaces": ("### What?" + " " * LONG + "x\n- [x] a\n- [ ] b\n", 1),
    "many hashes": ("#" * LONG, 1),
    "many fences": ("```a\n" * 50_000, 1),
    "many headings": ("### What?\n" * 50_000, 1),
    "many keys": ("1. What?\n   - A. a\n   - B. b\n" + "   Answer: A\n   Answer: B\n" * 10_000, 5),
    "deep": ("### What?\n- [x] a\n" + "".join(" " * n + "- x\n" for n in range(1_000)), 1),
    "steering": ("### What\x1b[2J?\n- [x] a\x07\n- [ ] a\x08\n" + "<!-- words -->\n" * 20, 3),
    "right to left": ("### \u202ewhat?\n- [x] \u202ea\n", 1),
    "old line ends": ("### What?\r- [x] a\r- [x] b\r", 1),
    "HTML": ("<script>alert(1)</script>\n<details><details><details>\n- [x] a\n- [ ] b\n", 1),
}


@pytest.mark.parametrize("name", NASTY)
def test_what_is_wrong_is_named_with_its_line(name: str, tmp_path: Path) -> None:
    text, line = NASTY[name]
    report = imported(tmp_path / "bad.md", text.encode("utf-8", "surrogatepass"))
    assert report is not None
    named = [(problem.path, problem.line) for problem in (*report.quarantined, *report.warnings)]
    assert ("bad.md", line) in named


@pytest.mark.parametrize("seed", range(100))
def test_a_damaged_bank_is_read_or_refused_and_every_question_in_it_is_accounted_for(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    text = "\n\n".join(chance.sample(list(_cases()), 3))
    path = tmp_path / f"bad-{seed}.md"
    damaged = damage(text.encode(), chance)
    report = imported(path, damaged)
    if report is None:
        return
    lines = damaged.count(b"\n") + damaged.count(b"\r") + 1
    told = (*report.quarantined, *report.warnings)
    assert all(problem.path == path.name and 1 <= problem.line <= lines for problem in told)
    assert report.questions or told or report.duplicates
    boxes = len(re.findall(rb"^- \[[ x]\] \S", damaged, re.MULTILINE))
    if boxes > 3:
        assert report.questions + len(report.quarantined) + len(report.duplicates) > 0


@pytest.mark.parametrize("seed", range(40))
def test_damage_to_one_question_costs_no_other(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    parts = [OWN.replace("queue", f"queue-{number}").replace("A heap", f"A heap {number}") for number in range(20)]
    hit = chance.randrange(20)
    lines = parts[hit].splitlines()
    place = chance.randrange(1, len(lines))  # its heading stays
    lines[place] = chance.choice(["", "```", "- [q] what", "<!--", "- [x] A heap", "*domain:* ?", "> x", "1. A", "~~~"])
    parts[hit] = "\n".join(lines) + "\n"
    report = imported(tmp_path / "bad.md", (HEAD + "\n".join(parts)).encode())
    assert report is not None
    assert report.questions >= 19


@pytest.mark.parametrize("content", [b"### What\0?\n- [x] \0\n", bytes(range(256)) * 9, b"\x1f\x8b" * 99])
def test_what_is_no_text_is_refused_with_words(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(content)
    with pytest.raises(AppError, match=r"bad\.md was left out: it is not text"):
        import_bank(tmp_path / "bad.md", dry_run=False)


def imported(path: Path, content: bytes) -> Report | None:
    """Import a file twice, dry and for good; None if it is refused with words. What comes of it must be sound."""
    path.write_bytes(content)
    started = time.perf_counter()
    try:
        dry = import_bank(path, dry_run=True).value
    except AppError:
        return None
    assert time.perf_counter() - started < 10
    done = import_bank(path, dry_run=False).value
    assert (done.questions, len(done.quarantined)) == (dry.questions, len(dry.quarantined))
    assert (done.written is None) == (done.questions == 0)
    return dry


def damage(content: bytes, chance: random.Random) -> bytes:
    """What happens to files: bytes flipped, lines lost, doubled, cut, moved and mixed."""
    for _ in range(chance.randrange(1, 12)):
        lines = content.split(b"\n")
        place = chance.randrange(len(lines))
        match chance.randrange(9):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, lines[chance.randrange(len(lines))])
            case 2:
                lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
            case 3:
                lines[place] = b" " * chance.randrange(9) + lines[place]
            case 4:
                chance.shuffle(lines)
            case 5:
                lines.insert(
                    place,
                    chance.choice([b"```", b"~~~", b"<!--", b"-->", b"---", b"### ", b"- [", b"1. ", b"<details>"]),
                )
            case 6:
                lines[place] = bytes(
                    chance.randrange(1, 256) if chance.random() < 0.2 else byte for byte in lines[place]
                )
            case 7:
                lines = lines[:place] or lines
            case 8:
                lines[place] = lines[place].replace(b"[x]", b"[ ]").replace(b"Answer", b"Reply")
        content = b"\n".join(lines)
    return content


def _cases() -> Iterator[str]:
    for golden in sorted(GOLDEN.glob("questions_*.md")):
        for match in CASE.finditer(golden.read_text(encoding="utf-8")):
            yield match.group(2)


def test_no_question_that_is_kept_has_an_impossible_key(tmp_path: Path) -> None:

    for seed in range(60):
        chance = random.Random(1_000 + seed)
        imported(tmp_path / f"bad-{seed}.md", damage("\n\n".join(chance.sample(list(_cases()), 4)).encode(), chance))
    questions: tuple[Question, ...] = bank.load().questions
    assert len(questions) > 40
    for question in questions:
        ids = [choice.id for choice in question.choices]
        assert len(set(ids)) == len(ids) > 1
        assert question.key < set(ids)
        assert question.stem
        assert all(choice.text for choice in question.choices)


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_killed_import_leaves_whole_banks_only(tmp_path: Path, certdeck_home: Path, root: Path) -> None:
    chance = random.Random(3)
    picture = b"\x89PNG\r\n\x1a\n" + bytes(200_000)
    acknowledged: set[str] = set()
    for number in range(KILLS):
        folder = tmp_path / f"run-{number}"
        folder.mkdir()
        (folder / "picture.png").write_bytes(picture + bytes([number]))
        child = subprocess.Popen(
            [sys.executable, str(root / "tests/faults/importer.py"), str(folder)],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)},
        )  # fmt: skip
        assert child.stdout
        first = child.stdout.readline().strip()
        assert first or number  # what an earlier run imported is there already, and is not written again
        time.sleep(chance.expovariate(20))
        child.send_signal(signal.SIGKILL)
        acknowledged |= {first, *(line.strip() for line in child.stdout.readlines() if line.endswith("\n"))}
        child.stdout.close()
        child.wait()
    banks = sorted((certdeck_home / "exams").glob("*.md"))
    assert {str(path) for path in banks} >= acknowledged - {"", "None"}
    assert banks
    for path in banks:
        read = bank.read_file(path, path.name)
        assert len(read.questions) == QUESTIONS
        assert read.problems == ()
        for name in re.findall(r"!\[\]\((.+?)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / name).stat().st_size == len(picture) + 1
