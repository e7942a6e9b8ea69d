from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.card import Card
from app.domain.ids import CardId
from app.domain.review import CardState
from app.export.spec import Bundle
from tests.factories import NOON, make_card, make_review, make_schedule, make_study_card

CARDS = (
    make_card("SQS: default visibility timeout?", "**30 seconds**", heading_path=("Amazon SQS", "Limits"), line=5),
    make_card(
        "SQS: what does a DLQ hold — name both.",
        "- messages that `fail`\n- <b>poison</b> & \"quotes\"",
        kind="enumeration",
        heading_path=("Amazon SQS", "Dead-letter queue"),
        line=9,
    ),
    make_card(
        "SAM: `!Sub ${{x}}` holds […] in [[05-s3#Limits|S3]].",
        "**AWS::S3::Bucket }} `a}}`**",
        kind="cloze",
        heading_path=("SAM",),
        line=12,
    ),
    make_card(
        "What does it do?\n\n```yaml\na: {{c1::x}}\n\tb: }}\n```",
        "=cmd|' /C calc'!A0",
        kind="code",
        heading_path=("SAM", "Code"),
        line=20,
    ),
)  # fmt: skip


def bundle_of(*cards: Card, days: int = 0) -> Bundle:
    """The same ids whatever the cards say, as the store keeps them; all changed `days` after noon."""
    studied = tuple(
        make_study_card(card, schedule=make_schedule(CardId(f"00000000-0000-0000-0000-{number:012}")))
        for number, card in enumerate(cards)
    )
    changed = {card.id: NOON + timedelta(days=days) for card in studied}
    return Bundle("AWS notes", NOON + timedelta(days=30), studied, changed)


@pytest.fixture
def bundle() -> Bundle:
    """Four cards with all that makes trouble: markup, quotes, tabs, formulas, braces, links, code."""
    found = bundle_of(*CARDS)
    first = found.cards[0]
    schedule = make_schedule(
        first.id, state=CardState.REVIEW, due=NOON + timedelta(days=3), stability=3.5, difficulty=5.0, reps=1,
        last_review=NOON,
    )  # fmt: skip
    cards = (replace(first, schedule=schedule, flag=2, is_suspended=True), *found.cards[1:])
    return replace(found, cards=cards, reviews=(make_review(first.id),))
