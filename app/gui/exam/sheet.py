"""The questions of an attempt, rendered beforehand on a worker, so that no key waits for a parser."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.exam import Asked, Attempt
from app.render.html import face
from app.render.style import Style


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """One question as HTML: its stem, its choices in the order asked, and the reason for each."""

    stem: str
    choices: Mapping[str, str]
    reasons: Mapping[str, str]
    explanation: str


Sheet = tuple[QuestionSheet, ...]


def render(attempt: Attempt, style: Style) -> Sheet:
    """Render all questions of an attempt."""
    return tuple(_rendered(asked, style) for asked in attempt.asked)


def _rendered(asked: Asked, style: Style) -> QuestionSheet:
    question = asked.question
    return QuestionSheet(
        face(question.stem, style),
        {choice.id: face(choice.text, style) for choice in question.choices},
        {choice.id: face(choice.reason, style) for choice in question.choices if choice.reason},
        face(question.explanation, style) if question.explanation else "",
    )
