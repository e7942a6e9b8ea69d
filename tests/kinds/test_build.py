"""Building a note's material, and reviewing cards of many notes."""

from dataclasses import replace

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
