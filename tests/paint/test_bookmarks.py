"""Bookmarks and links that are appended to a PDF."""

import re

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from app.paint.bookmarks import Link, Mark, with_bookmarks


@pytest.fixture
def pdf(qtbot: QtBot) -> bytes:
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    for page in range(3):
        if page:
            writer.newPage()
        painter.drawText(100, 100, f"page {page}")
    painter.end()
    buffer.close()
    return bytes(store.data())


def objects(content: bytes) -> dict[int, bytes]:
    """Each object where the last table of references says it is."""
    start = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    found = {}
    for number, place in re.findall(rb"\n(\d+) 1\n(\d{10}) 00000 n ", content[start:]):
        match = re.match(rb"(\d+) 0 obj\n(.*?)\nendobj", content[int(place) :], re.DOTALL)
        assert match is not None
        assert match.group(1) == number
        found[int(number)] = match.group(2)
    return found


def titles(found: dict[int, bytes], number: int, key: bytes = b"First") -> list[object]:
    """Walk the outline by its own links."""
    made: list[object] = []
    child = re.search(rb"/%s (\d+) 0 R" % key, found[number])
    while child:
        at = int(child.group(1))
        words = re.search(rb"/Title <FEFF([0-9A-F]*)>", found[at])
        assert words is not None
        made.append(bytes.fromhex(words.group(1).decode()).decode("utf-16-be"))
        if below := titles(found, at):
            made.append(below)
        child = re.search(rb"/Next (\d+) 0 R", found[at])
    return made


def test_the_file_grows_and_nothing_in_it_changes(pdf: bytes) -> None:
    made = with_bookmarks(pdf, [Mark("One", 0, 10)])
    assert made.startswith(pdf)
    assert made.endswith(b"%%EOF\n")
    before = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    assert b"/Prev " + before + b"\n" in made[len(pdf) :]


def test_bookmarks_are_a_tree_in_any_letters(pdf: bytes) -> None:
    entries = [
        Mark("Größe (1)", 0, 10), Mark("A → B", 0, 20, 1), Mark("C", 1, 20, 1), Mark("日本", 2, 0), Mark("D", 2, 5, 1),
    ]  # fmt: skip
    found = objects(with_bookmarks(pdf, entries))
    (catalogue,) = [content for content in found.values() if b"/Catalog" in content]
    outline = re.search(rb"/Outlines (\d+) 0 R", catalogue)
    assert outline is not None
    assert b"/Pages" in catalogue
    assert titles(found, int(outline.group(1))) == ["Größe (1)", ["A → B", "C"], "日本", ["D"]]


def test_a_bookmark_leads_to_its_page_and_height(pdf: bytes) -> None:
    found = objects(with_bookmarks(pdf, [Mark("Last", 2, 100)]))
    pages = [int(number) for number in re.findall(rb"\n(\d+) 0 obj\s*<<\s*/Type /Page\s", pdf)]
    (entry,) = [content for content in found.values() if b"/Title" in content]
    assert b"/Dest [%d 0 R /XYZ null 742.00 null]" % pages[2] in entry


def test_links_are_areas_of_their_page(pdf: bytes) -> None:
    found = objects(with_bookmarks(pdf, [], [Link(0, (10, 20, 100, 16), 1, 0), Link(0, (10, 40, 100, 16), 2, 0)]))
    links = {number for number, content in found.items() if b"/Subtype /Link" in content}
    assert len(links) == 2
    (annotations,) = [content for content in found.values() if content.startswith(b"[")]
    assert {int(number) for number in re.findall(rb"(\d+) 0 R", annotations)} == links
    assert any(b"/Rect [10.00 806.00 110.00 822.00]" in content for content in found.values())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"trailer << /Size 3 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"])
def test_what_is_built_otherwise_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"no trailer|other pages"):
        with_bookmarks(content, [Mark("One", 0, 0)])


def test_a_bookmark_behind_the_last_page_is_refused(pdf: bytes) -> None:
    with pytest.raises(ValueError, match="other pages"):
        with_bookmarks(pdf, [Mark("One", 3, 0)])


def test_nothing_to_add_leaves_the_file(pdf: bytes) -> None:
    assert with_bookmarks(pdf, []) == pdf
