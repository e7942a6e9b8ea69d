"""Bookmarks and links for a PDF that Qt wrote, which has no call for them: appended as the format's own update."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_SIZE = re.compile(rb"/Size (\d+)")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_INFO = re.compile(rb"/Info (\d+) 0 R")
_ID = re.compile(rb"/ID \[[^\]]*\]")
_PAGE = re.compile(rb"\n(\d+) 0 obj\s*<<\s*/Type /Page\s(.*?)>>\s*endobj", re.DOTALL)
_ANNOTATIONS = re.compile(rb"/Annots (\d+) 0 R")
_HEIGHT = re.compile(rb"/MediaBox \[\s*0 0 [\d.]+ ([\d.]+)\s*\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something begins, in points from the upper edge of a page counted from 0; level 0 is a chapter."""

    title: str
    page: int
    y: float
    level: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """An area of a page, from its upper left corner, that leads to another place when it is clicked."""

    page: int
    area: tuple[float, float, float, float]
    target: int
    y: float


@dataclass(frozen=True, slots=True)
class _Leaf:
    number: int
    annotations: int
    height: float


def with_bookmarks(pdf: bytes, marks: Sequence[Mark], links: Sequence[Link] = ()) -> bytes:
    """Append bookmarks and links to a PDF; raises ValueError if it is not built as Qt builds them."""
    if not marks and not links:
        return pdf
    end, tail = _XREF.search(pdf), pdf[pdf.rfind(b"trailer") :]
    size, root = _SIZE.search(tail), _ROOT.search(tail)
    if end is None or size is None or root is None:
        raise ValueError("no trailer at the end")
    leaves = [_leaf(match) for match in _PAGE.finditer(pdf)]
    pages = [*(one.page for one in marks), *(one.page for one in links), *(one.target for one in links)]
    if not leaves or any(not 0 <= page < len(leaves) for page in pages):
        raise ValueError("other pages than expected")
    catalogue_number = int(root.group(1))
    catalogue = re.search(rb"\n%d 0 obj\s*<<(.*?)>>\s*endobj" % catalogue_number, pdf, re.DOTALL)
    if catalogue is None:
        raise ValueError("no catalogue")
    update = _Update(pdf, int(size.group(1)))
    if marks:
        outline = update.reserve()
        _write_outline(update, outline, marks, leaves)
        kept = catalogue.group(1).rstrip()
        update.put(catalogue_number, b"<<%s\n/Outlines %d 0 R\n/PageMode /UseOutlines\n>>" % (kept, outline))
    _write_links(update, links, leaves)
    rest = b"".join(b"\n" + found.group(0) for pattern in (_INFO, _ID) if (found := pattern.search(tail)))
    return update.finish(int(end.group(1)), b"/Root %d 0 R%s" % (catalogue_number, rest))


class _Update:
    """Objects that are added or replaced, and the table of where they stand."""

    def __init__(self, pdf: bytes, size: int) -> None:
        self._parts = [pdf if pdf.endswith(b"\n") else pdf + b"\n"]
        self._at = len(self._parts[0])
        self._size = size
        self._places: dict[int, int] = {}

    def reserve(self) -> int:
        """A number for a new object."""
        self._size += 1
        return self._size - 1

    def put(self, number: int, content: bytes) -> None:
        """Write an object."""
        whole = b"%d 0 obj\n%s\nendobj\n" % (number, content)
        self._places[number] = self._at
        self._parts.append(whole)
        self._at += len(whole)

    def finish(self, before: int, trailer: bytes) -> bytes:
        """The file with its update."""
        table = [b"xref\n0 1\n0000000000 65535 f \n"]
        for number, place in sorted(self._places.items()):
            table.append(b"%d 1\n%010d 00000 n \n" % (number, place))
        end = b"trailer\n<<\n/Size %d\n/Prev %d\n%s\n>>\nstartxref\n%d\n%%%%EOF\n"
        return b"".join([*self._parts, *table, end % (self._size, before, trailer, self._at)])


def _leaf(match: re.Match[bytes]) -> _Leaf:
    annotations, height = _ANNOTATIONS.search(match.group(2)), _HEIGHT.search(match.group(2))
    if annotations is None or height is None:
        raise ValueError("a page without size")
    return _Leaf(int(match.group(1)), int(annotations.group(1)), float(height.group(1)))


def _write_outline(update: _Update, outline: int, marks: Sequence[Mark], leaves: Sequence[_Leaf]) -> None:
    """Bookmarks as the tree that their levels say; chapters begin closed if there are many."""
    numbers = [update.reserve() for _ in marks]
    parents = _parents(marks)
    children: dict[int, list[int]] = {}
    for place, parent in enumerate(parents):
        children.setdefault(parent, []).append(place)
    for place, entry in enumerate(marks):
        siblings = children[parents[place]]
        at = siblings.index(place)
        said = [
            b"/Title %s" % _text(entry.title),
            b"/Parent %d 0 R" % (numbers[parents[place]] if parents[place] >= 0 else outline),
            b"/Dest %s" % _place(entry.page, entry.y, leaves),
        ]
        if at:
            said.append(b"/Prev %d 0 R" % numbers[siblings[at - 1]])
        if at + 1 < len(siblings):
            said.append(b"/Next %d 0 R" % numbers[siblings[at + 1]])
        if own := children.get(place):
            said.append(b"/First %d 0 R\n/Last %d 0 R" % (numbers[own[0]], numbers[own[-1]]))
            said.append(b"/Count %d" % -len(own))
        update.put(numbers[place], b"<<\n%s\n>>" % b"\n".join(said))
    top = children[-1]
    update.put(
        outline,
        b"<<\n/Type /Outlines\n/First %d 0 R\n/Last %d 0 R\n/Count %d\n>>"
        % (numbers[top[0]], numbers[top[-1]], len(top)),
    )


def _parents(marks: Sequence[Mark]) -> list[int]:
    """For each entry the one it lies under, -1 for none."""
    found: list[int] = []
    open_ones: list[int] = []
    for place, entry in enumerate(marks):
        while open_ones and marks[open_ones[-1]].level >= entry.level:
            open_ones.pop()
        found.append(open_ones[-1] if open_ones else -1)
        open_ones.append(place)
    return found


def _write_links(update: _Update, links: Sequence[Link], leaves: Sequence[_Leaf]) -> None:
    pages: dict[int, list[bytes]] = {}
    for link in links:
        x, y, width, height = link.area
        top = leaves[link.page].height - y
        number = update.reserve()
        rectangle = b"[%.2f %.2f %.2f %.2f]" % (x, top - height, x + width, top)
        place = _place(link.target, link.y, leaves)
        update.put(
            number, b"<<\n/Type /Annot\n/Subtype /Link\n/Border [0 0 0]\n/Rect %s\n/Dest %s\n>>" % (rectangle, place)
        )
        pages.setdefault(link.page, []).append(b"%d 0 R" % number)
    for page, numbers in pages.items():
        update.put(leaves[page].annotations, b"[%s]" % b" ".join(numbers))


def _place(page: int, y: float, leaves: Sequence[_Leaf]) -> bytes:
    return b"[%d 0 R /XYZ null %.2f null]" % (leaves[page].number, leaves[page].height - y)


def _text(words: str) -> bytes:
    return b"<%s>" % ("\ufeff" + words).encode("utf-16-be", "replace").hex().upper().encode()
