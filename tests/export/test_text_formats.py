import json
from dataclasses import replace

from app.export import json_dump, markdown, tsv
from app.export.spec import Bundle
from app.kinds.build import build
from app.notes.parse import parse
from tests.export.conftest import bundle_of
from tests.factories import make_card

TSV = """\
#separator:tab
#html:true
#guid column:1
#tags column:4
#columns:Id\tFront\tBack\tTags\tContext\tSource
00000000-0000-0000-0000-000000000000\tSQS: default visibility timeout?\t<b>30 seconds</b>\tAmazon_SQS\tAmazon SQS › Limits\tnote.md:5
00000000-0000-0000-0000-000000000001\tSQS: what does a DLQ hold — name both.\t<ul><li>messages that <code>fail</code></li><li>&lt;b&gt;poison&lt;/b&gt; &amp; &quot;quotes&quot;</li></ul>\tAmazon_SQS\tAmazon SQS › Dead-letter queue\tnote.md:9
"""

MARKDOWN = """\
---
title: AWS notes
---

# Amazon SQS

## Limits

Q: SQS: default visibility timeout?
A: **30 seconds**

## Dead-letter queue

Q: SQS: what does a DLQ hold — name both.
A:

- messages that `fail`
- <b>poison</b> & "quotes"

# SAM
"""


def test_tsv(bundle: Bundle) -> None:
    assert tsv.make(bundle).decode().startswith(TSV)


def test_tsv_has_one_line_a_card_whatever_the_card_holds(bundle: Bundle) -> None:
    lines = tsv.make(bundle).decode().splitlines()

    assert len(lines) == 5 + len(bundle.cards)
    assert all(line.count("\t") == len(tsv.COLUMNS) - 1 for line in lines[5:])


def test_markdown(bundle: Bundle) -> None:
    assert markdown.make(bundle).decode().startswith(MARKDOWN)


def test_markdown_can_be_opened_as_notes_again() -> None:
    cards = (
        make_card("What is a queue?", "a line of messages", heading_path=("SQS",)),
        make_card("What is a topic?", "a **place** to `publish`", heading_path=("SNS", "Topics")),
    )

    note = parse(markdown.make(bundle_of(*cards)).decode(), "again.md").note

    assert [(card.front, card.back) for card in build(note).cards] == [(card.front, card.back) for card in cards]


def test_json_holds_everything(bundle: Bundle) -> None:
    read = json.loads(json_dump.make(bundle))

    assert (read["format"], read["version"], read["title"]) == ("certdeck-cards", 1, "AWS notes")
    first = read["cards"][0]
    assert first["front"] == "SQS: default visibility timeout?"
    assert first["heading_path"] == ["Amazon SQS", "Limits"]
    assert first["changed"] == "2026-03-02T12:00:00+00:00"
    assert first["schedule"] == {
        "state": "review", "due": "2026-03-05T12:00:00+00:00", "stability": 3.5, "difficulty": 5.0, "step": None,
        "last_review": "2026-03-02T12:00:00+00:00", "reps": 1, "lapses": 0,
    }  # fmt: skip
    assert [review["card"] for review in read["reviews"]] == [first["id"]]
    assert [card["back"] for card in read["cards"]] == [card.card.back for card in bundle.cards]


def test_what_cannot_be_encoded_costs_one_character(bundle: Bundle) -> None:
    broken = replace(bundle.cards[0], card=replace(bundle.cards[0].card, back="a\ud800b"))

    for make in (json_dump.make, markdown.make, tsv.make):
        assert b"a?b" in make(replace(bundle, cards=(broken,)))
