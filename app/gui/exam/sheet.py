"""The questions of an attempt, rendered beforehand on a worker, so that no key waits for a parser or a disk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QImage

from app.domain.exam import Asked, Attempt, Question
from app.gui.widgets.note_images import MAX_IMAGES, read_image
from app.render.html import face, to_html
from app.render.style import Style

_WIDEST = 640  # px: of a picture in a stem

Folders = Callable[[Question], Path | None]


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """One question as HTML: its stem with local pictures, its choices, and the reason for each."""

    stem: str
    choices: Mapping[str, str]
    reasons: Mapping[str, str]
    explanation: str
    images: Mapping[str, QImage] = field(default_factory=dict)


Sheet = tuple[QuestionSheet, ...]


def render(attempt: Attempt, style: Style, folder_of: Folders) -> Sheet:
    """Render all questions of an attempt; pictures are read where they lie, and never fetched."""
    return tuple(_rendered(asked, style, folder_of) for asked in attempt.asked)


def _rendered(asked: Asked, style: Style, folder_of: Folders) -> QuestionSheet:
    question = asked.question
    stem, images = face(question.stem, style), {}
    if "![" in question.stem:
        found = to_html(question.stem, style=style)
        stem, images = found.html, _read(question, found.images, folder_of)
    return QuestionSheet(
        stem,
        {choice.id: face(choice.text, style) for choice in question.choices},
        {choice.id: face(choice.reason, style) for choice in question.choices if choice.reason},
        face(question.explanation, style) if question.explanation else "",
        images,
    )


def _read(question: Question, sources: tuple[str, ...], folder_of: Folders) -> dict[str, QImage]:
    folder = folder_of(question)
    if folder is None:
        return {}
    name = question.source.path.partition("/")[2]
    read = {source: read_image(folder, name, source, max_width=_WIDEST) for source in sources[:MAX_IMAGES]}
    return {source: image for source, image in read.items() if image is not None}
