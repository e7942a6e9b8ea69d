from hypothesis import given
from hypothesis import strategies as st

from app.store.matching import Fingerprint, Stage, match
from app.store.types import key


def card(number, front, back="", *, path="a.md", heading=("H",), place="", ordinal=0, anchor=None, is_parked=False):
    return Fingerprint(
        number, path, heading, "k", place, ordinal, key(front), key(front, back), f"{front}\n{back}", anchor, is_parked
    )


def pairs(stored, found):
    return {(one.stored.id, one.found.id, one.stage) for one in match(stored, found).pairs}


def test_stages_in_order():
    stored = [
        card(1, "anchor", anchor="x"),
        card(2, "exact", "same"),
        card(3, "front", "old"),
        card(4, "a place that reads alike", place="p"),
        card(5, "nothing like it", place="q"),
    ]
    found = [
        card(11, "wholly different", anchor="x"),
        card(12, "exact", "same", path="b.md"),
        card(13, "front", "new"),
        card(14, "a place that reads a lot alike", place="p"),
        card(15, "????", place="q"),
    ]
    assert pairs(stored, found) == {
        (1, 11, Stage.ANCHOR), (2, 12, Stage.EXACT), (3, 13, Stage.FRONT), (4, 14, Stage.PLACE),
    }  # fmt: skip
    result = match(stored, found)
    assert [one.id for one in result.parked] == [5]
    assert [one.id for one in result.added] == [15]


def test_the_nearest_of_equal_texts_is_taken():
    stored = [card(1, "same", heading=("A",)), card(2, "same", heading=("B",))]
    found = [card(11, "same", heading=("B",)), card(12, "same", heading=("A",))]
    assert {(1, 12, Stage.EXACT), (2, 11, Stage.EXACT)} == pairs(stored, found)


def test_a_card_in_place_goes_before_a_parked_one():
    assert pairs([card(1, "same", is_parked=True), card(2, "same", path="z.md")], [card(11, "same")]) == {
        (2, 11, Stage.EXACT)
    }


def test_another_place_needs_more_likeness():
    assert (
        pairs([card(1, "default timeout of a queue", place="p")], [card(11, "default limits of a topic", place="q")])
        == set()
    )


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xy"), st.sampled_from(["a.md", "b.md"])), max_size=12),
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xy"), st.sampled_from(["a.md", "b.md"])), max_size=12),
)
def test_nobody_is_matched_twice_or_lost(left, right):
    stored = [card(number, front, back, path=path, ordinal=number) for number, (front, back, path) in enumerate(left)]
    found = [card(100 + n, front, back, path=path, ordinal=n) for n, (front, back, path) in enumerate(right)]
    result = match(stored, found)
    ones = [one.stored.id for one in result.pairs] + [one.id for one in result.parked]
    others = [one.found.id for one in result.pairs] + [one.id for one in result.added]
    assert sorted(ones) == [one.id for one in stored]
    assert sorted(others) == [one.id for one in found]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xy")), unique=True, max_size=8))
def test_the_same_notes_match_wholly(texts):
    stored = [card(number, front, back, ordinal=number) for number, (front, back) in enumerate(texts)]
    result = match(stored, [card(100 + one.id, *one.text.split("\n"), ordinal=one.ordinal) for one in stored])
    assert {(one.stored.id + 100, one.stage) for one in result.pairs} == {
        (one.found.id, Stage.EXACT) for one in result.pairs
    }
    assert len(result.pairs) == len(stored)
