import pytest

from app.notes.page_lines import Kind, is_bullet, read_lines


def kinds(text: str) -> list[Kind]:
    return [line.kind for line in read_lines(text.split("\n"))]


@pytest.mark.parametrize(
    ("text", "kind", "indent", "words"),
    [
        ("  • one", Kind.BULLET, 2, "one"),
        ("\t◦ one", Kind.BULLET, 4, "one"),
        ("•one", Kind.BULLET, 0, "one"),
        ("  o one", Kind.BULLET, 2, "one"),
        ("o\tone", Kind.BULLET, 0, "one"),
        ("one", Kind.WORDS, 0, "one"),
        ("  - one", Kind.BULLET, 2, "one"),
        ("-one", Kind.WORDS, 0, "-one"),
        ("  12. one", Kind.NUMBER, 2, "one"),
        ("2) one", Kind.NUMBER, 0, "one"),
        ("123. one", Kind.WORDS, 0, "123. one"),
        ("3.5 ways", Kind.WORDS, 0, "3.5 ways"),
        ("    one\xa0", Kind.WORDS, 4, "one"),
        (" \xa0\u200b", Kind.BLANK, 0, ""),
        ("•", Kind.BLANK, 0, ""),
        ("Skip to content", Kind.CHROME, 0, "Skip to content"),
        ("History", Kind.CHROME, 0, "History"),
        ("2817 lines (2680 loc) · 129 KB", Kind.CHROME, 0, "2817 lines (2680 loc) · 129 KB"),
        ("Table of Contets", Kind.CHROME, 0, "Table of Contets"),
        ("History of it", Kind.WORDS, 0, "History of it"),
        ("TODO Insert a picture", Kind.REMARK, 0, "TODO Insert a picture"),
        ("  • {Insert diagram there}", Kind.REMARK, 2, "{Insert diagram there}"),
        ("Faltaria ficar les fotos", Kind.REMARK, 0, "Faltaria ficar les fotos"),
        ("  • It works Faltaria ficar les fotos", Kind.BULLET, 2, "It works"),
        ("It works TODO why", Kind.WORDS, 0, "It works"),
        ("Insert a coin", Kind.WORDS, 0, "Insert a coin"),
    ],
)
def test_what_a_line_is(text: str, kind: Kind, indent: int, words: str) -> None:
    (line,) = read_lines([text])
    assert (line.kind, line.indent, line.words) == (kind, indent, words)


def test_lines_and_entries_are_numbered() -> None:
    first, second = read_lines(["a", "7. b"], 10)
    assert (first.number, second.number, second.start) == (11, 12, 7)


def test_only_typed_bullets_speak_for_a_page() -> None:
    assert [is_bullet(text) for text in ("  • a", "- a", "", "a • b")] == [True, False, False, False]


@pytest.mark.parametrize(
    "text",
    [
        'import os\n\ndef f(a):\n    return os.x["a"]',
        '{\n  "a": 1,\n  "b": [\n    2\n  ]\n}',
        "version: 2\nphases:\n  build:\n    - run: x".replace("version: 2\n", ""),
        "\tx = 1\n\ty = 2",
        "const a = 1;\nfoo(a);",
        "$ ls\n$ cd x",
    ],
)
def test_runs_of_lines_that_look_like_code_are_code(text: str) -> None:
    assert kinds(f"Words before.\n{text}\n\nWords after.") == [
        Kind.WORDS,
        *[Kind.CODE] * (text.count("\n") + 1),
        Kind.BLANK,
        Kind.WORDS,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{ alone",
        "Timeout: 900 seconds\nMemory: 128 MB",
        "Phases:\nInstall: first\nBuild: then",
        "- a\n- b\n- c",
        "\tindented words\n\tand more of them",
        "return of the king.\nimport duties rise.",
    ],
)
def test_words_are_not(text: str) -> None:
    assert Kind.CODE not in kinds(text)
