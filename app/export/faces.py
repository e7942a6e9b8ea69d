"""The faces of a card as HTML for other programs: ours is safe already, and here it also loses what only we can use."""

import re
from html import escape

from app.domain.card import Card
from app.render.html import face
from app.render.style import Style

_STYLE = Style()
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_WEB = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p\b).)*)</p>", re.DOTALL)
_LINE_END = re.compile(r"\r\n?|\n")


def html(markdown: str) -> str:
    """Render one face; links to notes become their words, and a single paragraph needs no tag around it."""
    content = _LINK.sub(_link, face(markdown, _STYLE))
    whole = _ONE_PARAGRAPH.fullmatch(content)
    return whole[1] if whole else content


def on_one_line(content: str) -> str:
    """HTML without line ends, which shows the same."""
    return _LINE_END.sub("&#10;", content)


def context(card: Card) -> str:
    """Where a card stands in the notes, as HTML."""
    return escape(" › ".join(card.heading_path))


def origin(card: Card) -> str:
    """The line of the note that a card comes from, as HTML."""
    return escape(f"{card.source.path}:{card.source.first}")


def tag(topic: str) -> str:
    """A topic such as `aws/storage` as one tag of Anki, or nothing."""
    parts = ("_".join(part.split()).replace("::", ":") for part in topic.split("/"))
    return "::".join(part for part in parts if part)


def _link(match: re.Match[str]) -> str:
    return f'<a href="{match[1]}">{match[2]}</a>' if _WEB.match(match[1]) else match[2]
