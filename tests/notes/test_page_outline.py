import pytest

from app.notes.page_lines import read_lines
from app.notes.page_outline import has_title_form, is_label, outline

CONTENTS = "1. Basics\n2. ELB\n3. Store & Forwrad\n4. Last\n"


def headings(text: str) -> list[tuple[int, str]]:
    lines = read_lines(text.split("\n"))
    levels = outline(lines).levels
    return [(levels[index], lines[index].words) for index in sorted(levels)]


def of_first_chapter(body: str) -> list[tuple[int, str]]:
    text = f"{CONTENTS}\nBasics\n{body}\nElastic Load Balancers\n\nStore & Forward:\n\nLast\n\n  • end\n"
    found = headings(text)
    assert [words for level, words in found if level == 1] == [
        "Basics",
        "Elastic Load Balancers",
        "Store & Forward:",
        "Last",
    ]
    return [heading for heading in found if heading[0] > 1]


def test_chapters_are_those_of_the_contents_by_word_likeness_or_initials() -> None:
    assert of_first_chapter("") == []


def test_the_page_is_named_above_its_contents() -> None:
    found = outline(read_lines(f"History\nMy Great Notes\n\n{CONTENTS}\nBasics\n\nx\n\nELB\n\nLast\n\ny".split("\n")))
    assert found.title == "My Great Notes"
    assert [line.words for line in found.missing] == ["Store & Forwrad"]


@pytest.mark.parametrize("above", ["", "words of no title form.\n\n"])
def test_a_page_may_have_no_name(above: str) -> None:
    assert outline(read_lines(f"{above}{CONTENTS}\nBasics\n\nELB\n\nLast\n\ny".split("\n"))).title == ""


def test_the_order_of_the_contents_rules_out_lines_that_come_too_early() -> None:
    text = "1. One\n2. Two\n3. Three\n\nThree\n\n  • x\n\nOne\n\n  • x\n\nTwo\n\n  • x\n\nThree\n\n  • x\n"
    lines = read_lines(text.split("\n"))
    assert [index for index, level in sorted(outline(lines).levels.items()) if level == 1] == [8, 12, 16]


@pytest.mark.parametrize(
    "text",
    [
        "1. Open it\n2. Press the knob\n3. Close it\n\nAbout Knobs\n\n  • round\n",
        "1. One\n2. Two\n\nAbout Knobs\n\n  • round\n",
        "1. One\n3. Two\n1. Three\n4. Four\n\nAbout Knobs\n\n  • round\n",
    ],
)
def test_a_numbered_list_is_no_contents_unless_its_entries_are_found(text: str) -> None:
    assert headings(text) == [(1, "About Knobs")]


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("\nFirst Topic\n\nIt has words.\n\n  • a\nSecond topic of it\n  • b\n", ["First Topic", "Second topic of it"]),
        ("\nFirst Topic\n\nIntro To It\n\n  • a\n", ["First Topic"]),
        ("\nFirst Topic\n\nHead Of Table\nRow One OK\n", ["First Topic"]),
        ("\nFirst Topic\n\nBAD WAY\n\n\timport os\n\tdef f(a):\n", ["First Topic"]),
        ("\nFirst Topic\nHead Of Table\nRow One OK\n", ["First Topic"]),
        ("\n  • a\n\n\tDeep Words Here\n\n  • b\n", []),
        ("\n  • a\n    Words Of It\n  • b\n", []),
        ("\n  • a\n    • b\n    Title Stuck Below\n    • c\n", ["Title Stuck Below"]),
        ("\nwords before\nNo Title Here\n\n  • b\n", []),
        ("\nIt has words.\n\nA Title Here\nand a line that goes on\n", []),
        ("\nIt has words.\n\nAll Its Own\n", []),
    ],
)
def test_titles_stand_apart_and_over_something(body: str, titles: list[str]) -> None:
    assert of_first_chapter(body) == [(2, title) for title in titles]


def test_an_empty_title_stands_over_those_that_begin_with_its_words() -> None:
    body = "\nDeploy\n\nDeploy Overview\n  • a\nOther\n  • b\nDeploy Steps\n  • c\nStar\n  • d\n\nBuild Overview\n\n  • e\n"
    assert of_first_chapter(body) == [
        (2, "Deploy"),
        (3, "Deploy Overview"),
        (3, "Other"),
        (3, "Deploy Steps"),
        (2, "Star"),
        (2, "Build Overview"),
    ]


def test_titles_below_an_empty_one_may_be_the_last() -> None:
    assert of_first_chapter("\nDeploy\n\nDeploy Steps\n  • a\n") == [(2, "Deploy"), (3, "Deploy Steps")]


def test_an_empty_title_holds_nothing_of_the_next_chapter() -> None:
    text = "1. One\n2. Two\n3. Three\n\nOne\n\nDeploy\n\nDeploy Steps\n  • c\n\nTwo\n\nDeploy More\n  • d\n\nThree\n\n  • e"
    assert headings(text) == [
        (1, "One"),
        (2, "Deploy"),
        (3, "Deploy Steps"),
        (1, "Two"),
        (2, "Deploy More"),
        (1, "Three"),
    ]


def test_without_contents_wide_gaps_tell_chapters_from_titles() -> None:
    text = "Intro Here\n\n  • x\n\n\nFirst Part\n\n  • a\n\nOf It\n\n  • b\n\n\nSecond Part\n\n  • c\n"
    assert headings(text) == [(1, "Intro Here"), (1, "First Part"), (2, "Of It"), (1, "Second Part")]


def test_without_gaps_all_titles_are_alike() -> None:
    assert headings("First Part\n\n  • a\n\nOf It\n\n  • b\n") == [(1, "First Part"), (1, "Of It")]


@pytest.mark.parametrize("text", ["", "\n\n", "Alone", "Alone\n\n", "Alone\nHistory", "words of it\n\n  • a"])
def test_a_page_without_headings(text: str) -> None:
    assert headings(text) == []


@pytest.mark.parametrize(
    ("words", "is_title"),
    [
        ("S3 Storage Classes", True),
        ("Elastic Beanstalk Migration: Load Balancer", True),
        ("Work that goes on here", False),
        ("How is it Done", True),
        ("Hot to enable it?", True),
        ("This is a sentence", False),
        ("Ends with a Stop.", False),
        ("A -> B", False),
        ("One, Two", False),
        ("lower Case", False),
        ("Security Groups knowledge:", False),
        ("AWS Integrations:", True),
        ("Note:", False),
        ("A: B: C", False),
        ("(Optional) Steps", True),
        ("1 2 3 4 5 6 7 8 9 10 11", False),
        ("X" * 91, False),
        ("1 -- &", True),
        ("( &", False),
    ],
)
def test_title_form(words: str, is_title: bool) -> None:
    assert has_title_form(words) is is_title


def test_below_a_list_a_line_needs_less_to_be_a_title() -> None:
    assert has_title_form("Work that goes on here", is_stuck=True)
    assert not has_title_form("Work that is done here", is_stuck=True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Client side encryption", True),
        ("", False),
        ("it", False),
        ("A.", False),
        ("A -> b", False),
        ("A b c d e f g h", False),
    ],
)
def test_labels(words: str, found: bool) -> None:
    assert is_label(words) is found
