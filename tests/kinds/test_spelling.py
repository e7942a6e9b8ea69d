"""Looking words up: prose is, and code, names and terms are not."""

import pytest

from app.domain.problem import Problem
from app.kinds.lexicon import Lexicon
from app.kinds.picture import lexicon_of
from app.kinds.spelling import Words, spelled, spelling_problems
from app.notes.parse import parse
from app.services.spelling import dictionary

HEAD = "---\nterms: [Widgetron, sproing]\n---\n"


def problems(*texts: str, words: Words | None = None) -> list[Problem]:
    notes = [parse(text, f"{place}.md").note for place, text in enumerate(texts)]
    known = words or dictionary()
    return list(spelling_problems([spelled(note, known, lexicon_of(note, Lexicon())) for note in notes], known))


def found(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message.split("”")[0].strip("“")) for problem in problems(text)]


def test_a_wrong_word_is_told_once_with_its_first_line_and_what_may_be_meant() -> None:
    (problem,) = problems("# Queues\n\nIt works.\nA queue recieves, and recieves again.\n")

    assert (problem.rule, problem.path, problem.line) == ("spelling", "0.md", 4)
    assert problem.message == "“recieves” is in no dictionary."
    assert "“receives”" in problem.hint


def test_every_kind_of_prose_is_read() -> None:
    text = (
        "# Retreival\n\n- Consitency: strong\n  - nested mesage\n\n| Atribute | b |\n|---|---|\n| key | valeu |\n\n"
        "> [!NOTE]\n> Teh end, *almsot*.\n"
    )
    assert found(text) == [
        (1, "retreival"), (3, "consitency"), (4, "mesage"), (6, "atribute"), (8, "valeu"), (11, "teh"), (11, "almsot"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Run `recieve` or ReceiveMesage at https://foo.exampl/recieve now",
        "The file buildspce.yml lies in /opt/awsx/confg and weighs 5kb",
        "A queue by Zyxor stands for itself, and Zyxor's too",
        "Zyxor: a queue",
        "HTTPD and AWSX are short",
        "A widgetron does sproing and sproings",
        "Pre-signed, on-demand and multi-tenant things don't fail, aren't new and cannot; the queue's end doesn’t come",
        "Sharding, idempotent endpoints and a serverless runtime",
        "```sh\nrecieve mesage\n```",
        "[[05-advnaced#retreival]] and {{c1::word}}",
    ],
)
def test_code_names_and_terms_are_passed_by(line: str) -> None:
    assert found(f"{HEAD}# Things\n\n{line}\n") == []


def test_the_spelling_of_most_notes_decides_between_british_and_american() -> None:
    british, american = "# A\n\nThe colour of the behaviour.\n", "# B\n\nThe color.\n"

    assert [problem.message for problem in problems(british, american)] == [
        "“color” is American spelling; these notes are British."
    ]
    assert [problem.message for problem in problems(british, american, "# C\n\nAn organized, gray center.\n")] == [
        "“colour” is British spelling; these notes are American.",
        "“behaviour” is British spelling; these notes are American.",
    ]
    assert problems(american) == []


def test_what_is_shipped_knows_the_words_of_computing() -> None:
    known = dictionary()

    assert len(known.english) > 60_000
    assert {"colour", "authorise"} <= known.british
    assert {"color", "authorize"} <= known.american
    assert {"sharding", "idempotent", "the"} <= known.english
    assert not {"recieve", "teh"} & (known.english | known.british | known.american)
