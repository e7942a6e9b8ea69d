"""Building a note's material, and reviewing cards of many notes."""

from dataclasses import replace

import pytest

from app.kinds.build import build, review
from app.notes.parse import parse

TEXT = "# Queues\n\n- Default wait: 30 seconds\n\n## Old\n\n- Delay: 5 minutes\n\n## New\n\n- Delay: 9 minutes\n"


def cards(text: str, known: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    return [(card.front, card.back) for card in build(parse(text, "note.md", known=known).note).cards]


def test_a_section_that_is_known_gives_no_cards() -> None:
    note = parse(TEXT, "note.md").note
    known = frozenset(section.digest for section in note.walk())
    assert cards(TEXT)
    assert cards(TEXT, known) == []


def test_the_same_note_gives_the_same_cards() -> None:
    assert cards(TEXT) == cards(TEXT)


def test_a_front_never_has_two_answers() -> None:
    found = cards(
        "# A\n\n## Default\n\n- Wait: 5 minutes\n- Wait: 9 minutes\n\n# B\n\n## Default\n\n- Wait: 7 minutes\n"
    )
    assert len({front for front, _ in found}) == len(found)


def test_an_entry_put_in_between_moves_no_place() -> None:
    before = {card.place for card in build(parse(TEXT, "note.md").note).cards}
    after = {card.place for card in build(parse(TEXT.replace("- Def", "- Most: 7 days\n- Def"), "note.md").note).cards}
    assert before < after


def test_no_card_from_code_addresses_or_remarks() -> None:
    junk = "# Junk\n\n```\nWait: 30 seconds\n```\n\n- TODO: wait 30 seconds for it\n- See https://example.com/5 for 9 minutes\n"
    assert cards(junk) == []


def fronts(line: str) -> list[tuple[str, str]]:
    return cards(f"# Widget queues\n\n- {line}\n")


def test_a_threshold_that_somebody_chose_is_not_asked() -> None:
    assert not [back for _, back in fronts("Simple scaling: CPU > 75% add one worker") if back == "**75%**"]


def test_two_amounts_with_or_are_one_answer() -> None:
    assert [back for _, back in fronts("A seat is reserved for 1 or 3 years")] == ["**1 or 3 years**"]


def test_a_clause_is_no_label() -> None:
    assert not [front for front, _ in fronts("Each region has many zones -> north-1(a,b,c)") if "zones**?" in front]


def test_a_common_noun_is_not_hidden() -> None:
    assert not [back for _, back in fronts("Widget events and functions work as a Glue") if "Glue" in back]


def test_what_the_subject_already_names_is_not_hidden() -> None:
    assert not [
        front for front, _ in fronts("Everybody can watch the WidgetQueues statistics at once") if "[…]" in front
    ]


def test_a_use_case_is_a_label() -> None:
    assert ("Widget queues: what is the use case?", "web applications of any size") in fronts(
        "Use case: web applications of any size"
    )


def test_a_short_name_keeps_its_brackets() -> None:
    assert any("(AZ)**" in front for front, _ in fronts("Availability Zone (AZ): a group of data centres in a region"))


def findings(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in build(parse(text, "note.md").note).problems]


def finding(line: str) -> str:
    return "".join(message for _, message in findings(f"# Widget queues and parts\n\n- {line}\n"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Number of rows that a queue can hold: trillions", "at most six words, and these are 8"),
        ("Kinds of things: parts", "the heading or the label already says “parts”"),
        ("Result: it works", "alone it does not say what is asked"),
        ("Step 2: goes on", "alone it does not say what is asked"),
        ("This setting: it works for all", "its first word opens a sentence"),
        ("Everything can be read: by anybody", "it states something"),
        ("Other name: see below", "its answer begins like a remark"),
        ("Long story: " + "and so on " * 12, "its answer is too long"),
    ],
)
def test_a_fact_that_makes_no_card_is_told_with_the_reason(line: str, reason: str) -> None:
    assert reason in finding(line)
    assert cards(f"# Widget queues and parts\n\n- {line}\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "Largest queue of them all at any time: 5 GB",  # the number makes a card
        "Note: mind the gap",
        "Example: one queue for two workers",
        "Longest name: of one part",
        "A queue that never ends, as one says, and never will: it is none",
    ],
)
def test_what_makes_a_card_or_is_a_remark_is_not_told(line: str) -> None:
    assert finding(line) == ""


def test_rows_that_begin_alike_are_told() -> None:
    table = "| Part | Task |\n|---|---|\n| TTL | delete |\n| TTL | count |\n| DAX | " + "cache " * 29 + "|\n"
    assert findings(f"# Parts of a table\n\n{table}") == [
        (5, "Two rows begin with “TTL”, so their cards could not be told apart and are left out."),
        (6, "Two rows begin with “TTL”, so their cards could not be told apart and are left out."),
        (7, "A cell of 29 words makes no card: at most 28 can be known by heart."),
    ]


def test_a_line_that_is_drawn_or_compared_is_not_told() -> None:
    parts = "  - Before: all old\n  - During: some old\n  - After: all new\n"
    drawn = f"# Ways\n\n## Two ways to deploy\n\n<!-- diagram: phases -->\n\n- Rolling\n{parts}- Sudden\n{parts}"
    assert findings(drawn) == []


def test_review_tells_duplicates_ambiguity_and_length() -> None:
    card = build(parse(TEXT, "note.md").note).cards[0]
    found = review(
        [
            card,
            card,
            replace(card, back="other"),
            replace(card, front="x", back="word " * 70),
            replace(card, front="A […]"),
        ]
    )
    assert {problem.rule for problem in found} == {
        "duplicate-front",
        "ambiguous-front",
        "long-answer",
        "ambiguous-cloze",
    }
