"""Drills have one right choice and no second one, are the same each time, and lead to their line."""

from app.domain.exam import Question
from app.kinds.audit import audit
from app.kinds.build import build
from app.kinds.drill import drills
from app.notes.parse import parse
from app.paths import shipped
from app.services import profiles
from app.services.bank_audit import notes_in
from app.services.lexicon import lexicon

TABLE = """\
# Load balancers ^elb

| Attribute | Classic | Application | Network | Gateway |
|---|---|---|---|---|
| Layer | 4 and 7 | 7 | 4 | 3 |
| Price | fair | fair | fair | fair |
| Rule of the network | yes | no | no, but soon | unknown |
| Address | a name | a name | one IP per zone | an endpoint |
| Side | outside | within | network edge | between |
"""
NUMBERS = """\
# Queues ^queues

- Default timeout: 30 seconds
- Longest timeout: 900 seconds
- Wait of a long poll: 20 seconds
- Size of a message: 256 KB
- Retention: 4 days
"""


def made(text: str) -> dict[str, Question]:
    note = parse(text, "note.md").note
    return {question.stem: question for question in drills(note, build(note, lexicon()).cards)}


def shown(question: Question) -> tuple[list[str], list[str]]:
    right = [choice.text for choice in question.choices if choice.id in question.key]
    return right, sorted(choice.text for choice in question.choices if choice.id not in question.key)


def test_a_table_asks_both_ways() -> None:
    found = made(TABLE)
    which = found["Load balancers: of which of these does “Address: one IP per zone” hold?"]
    assert shown(which) == (["Network"], ["Application", "Classic", "Gateway"])
    assert which.notes == "note.md#elb › Address"
    assert which.source.first == 8
    assert which.is_drill
    assert all(choice.reason for choice in which.choices)
    what = found["Load balancers: **Gateway** — Layer?"]
    assert shown(what)[0] == ["3"]


def test_what_would_be_right_as_well_is_no_choice() -> None:
    found = made(TABLE)
    layer = found["Load balancers: of which of these does “Layer: 7” hold?"]
    assert shown(layer) == (["Application"], ["Gateway", "Network"])  # "4 and 7" holds for the classic one too
    assert not any("Price" in stem for stem in found)
    assert not any("a name" in stem for stem in found)
    rule = found["Load balancers: of which of these does “Rule of the network: no” hold?"]
    assert shown(rule) == (["Application"], ["Classic", "Gateway"])  # not the one with "no, but soon"


def test_a_value_that_names_its_thing_is_not_asked_about() -> None:
    found = made(TABLE)
    assert not any("network edge" in stem for stem in found)
    assert shown(found["Load balancers: **Network** — Side?"])[0] == ["network edge"]


def test_quantities_are_asked_among_those_of_their_unit() -> None:
    found = made(NUMBERS)
    timeout = found["Queues: **Default timeout**?"]
    assert shown(timeout) == (["30 seconds"], ["20 seconds", "900 seconds"])
    assert timeout.notes == "note.md#queues › 30 seconds"
    assert [choice.text for choice in timeout.choices] == ["20 seconds", "30 seconds", "900 seconds"]
    reasons = {choice.text: choice.reason for choice in timeout.choices}
    assert reasons["900 seconds"] == "Queues: Longest timeout: 900 seconds"
    assert not any("message" in stem or "etention" in stem for stem in found)


def test_small_tables_and_lonely_numbers_make_none() -> None:
    assert made("# A\n\n| x | B | C |\n|---|---|---|\n| y | 1 | 2 |\n") == {}
    assert made("# A\n\nWords.\n") == {}


def test_the_bundled_notes_give_sound_drills_and_the_same_each_time() -> None:
    notes = notes_in(shipped("content/notes"))
    found = [question for note in notes for question in drills(note, build(note, lexicon()).cards)]
    again = [question for note in notes for question in drills(note, build(note, lexicon()).cards)]
    assert found == again
    assert len(found) > 300
    for question in found:
        assert len(question.key) == 1
        assert 3 <= len(question.choices) <= 4
        assert len({choice.text.casefold() for choice in question.choices}) == len(question.choices)
        assert len({choice.id for choice in question.choices}) == len(question.choices)
    told = audit(found, profiles.load(), notes).problems
    assert [problem for problem in told if problem.rule in ("notes", "duplicate-id")] == []
