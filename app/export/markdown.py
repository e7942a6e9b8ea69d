"""The cards as a note of questions and answers: to read, to print, or to open as notes again."""

from collections.abc import Iterator

from app.domain.card import StudyCard
from app.export.spec import Bundle, Exporter, encoded

_DEEPEST = 6


def make(bundle: Bundle) -> bytes:
    """Write the cards under the headings that they come from."""
    lines = ["---", f"title: {_one_line(bundle.title)}", "---"]
    path: tuple[str, ...] = ()
    for card in bundle.cards:
        lines += _headings(path, card.card.heading_path)
        path = card.card.heading_path
        lines += ["", *_faces(card)]
    return encoded("\n".join(lines) + "\n")


def _headings(before: tuple[str, ...], now: tuple[str, ...]) -> Iterator[str]:
    """The headings between one card's place and the next one's."""
    same = 0
    while same < min(len(before), len(now)) and before[same] == now[same]:
        same += 1
    for level, title in enumerate(now[same:], same + 1):
        yield ""
        yield f"{'#' * min(level, _DEEPEST)} {_one_line(title)}"


def _faces(study_card: StudyCard) -> list[str]:
    card = study_card.card
    question, answer = card.front.strip("\n"), card.back.strip("\n")
    head = [f"Q: {question}"] if "\n" not in question else ["Q:", "", question, ""]
    if "\n" not in answer:
        return [*head, f"A: {answer}"]
    return [*head, "A:", "", answer]


def _one_line(text: str) -> str:
    return " ".join(text.split())


EXPORTER = Exporter("markdown", "Questions and answers (Markdown)", ".md", make)
