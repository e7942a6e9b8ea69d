"""What content/README.md shows is what is read, and the bundled banks have no question that a learner could not trust."""

import re

from app.domain.exam import Profile
from app.kinds.audit import audit
from app.kinds.profile import read
from app.notes.folder import FileStamp, NoteFile
from app.paths import shipped
from app.services import bank, profiles
from app.services.bank_audit import audit_bank, notes_in

# Of the bank as a whole, and not of a question.
OF_ALL = frozenset({"lengths", "few-multiple", "short-domain", "short-task"})


def example(language: str, start: str) -> str:
    readme = (shipped("content") / "README.md").read_text("utf-8")
    for block in re.findall(rf"^```{language}\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL):
        if block.startswith(start):
            return str(block)
    raise AssertionError(f"content/README.md shows no {language} that starts with {start}")


def test_the_bank_of_the_readme_is_a_sound_bank() -> None:
    found = bank.of_text(NoteFile("readme.md", example("markdown", "---\nbank:"), FileStamp(0, 0)), "readme.md")
    assert found.problems == ()
    (question,) = found.questions
    assert question.id == "q-lambda-partial-batch"
    assert (question.picks, len(question.choices)) == (2, 4)
    assert [
        problem for problem in audit(found.questions, profiles.load(), ()).problems if problem.rule not in OF_ALL
    ] == []


def test_the_profile_of_the_readme_is_a_profile() -> None:
    assert isinstance(read(example("toml", 'code = "XYZ-1"'), "readme.toml"), Profile)


def test_every_bundled_question_can_be_trusted() -> None:
    found = audit_bank(None, shipped("content/notes"))
    assert [str(problem) for problem in found.problems if problem.rule not in OF_ALL] == []
    assert bank.load().problems == ()
    assert notes_in(shipped("content/notes"))


def test_every_task_names_notes_that_are_there() -> None:
    anchors = {
        path.name: set(re.findall(r"\^([a-z0-9-]+)\s*$", path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in shipped("content/notes").glob("*.md")
    }
    for profile in profiles.load():
        for task in profile.tasks:
            assert task.notes, f"{profile.code} {task.id}"
            for link in task.notes:
                name, _, anchor = link.partition("#")
                assert name in anchors, link
                assert not anchor or anchor in anchors[name], link
