"""Judges addresses in notes: what the program follows itself, what it may ask about, what it refuses."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from PySide6.QtCore import QUrl

from app.render.html import NOTE_SCHEME, is_safe_link


class LinkKind(StrEnum):
    """What may be done with a link."""

    INSIDE = "inside"  # ours: another note, or a heading
    OUTSIDE = "outside"  # web or mail: only after a yes
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Link:
    """A judged address. `target` is a note or heading for INSIDE, the encoded address for OUTSIDE."""

    kind: LinkKind
    target: str
    host: str = ""  # as punycode, so that a lookalike shows


def judge(url: str) -> Link:
    """Decide what may be done with an address found in a note."""
    if url.startswith(NOTE_SCHEME) and len(url) < 1_000:
        return Link(LinkKind.INSIDE, unquote(url[len(NOTE_SCHEME) :]))
    if not is_safe_link(url):
        return Link(LinkKind.REFUSED, url[:200])
    parsed = QUrl(url, QUrl.ParsingMode.StrictMode)
    if not parsed.isValid() or parsed.userInfo():
        return Link(LinkKind.REFUSED, url[:200])
    if not parsed.scheme():
        return Link(LinkKind.INSIDE, unquote(url))
    encoded = bytes(parsed.toEncoded().data()).decode("ascii", "replace")
    if parsed.scheme() == "mailto":
        return Link(LinkKind.OUTSIDE, encoded, parsed.path())
    host = parsed.host(QUrl.ComponentFormattingOption.FullyEncoded)
    return Link(LinkKind.OUTSIDE, encoded, host) if host else Link(LinkKind.REFUSED, url[:200])
