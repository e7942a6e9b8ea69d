"""The note on screen reads no file by itself, opens no link by itself, and knows its lines."""

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from pytestqt.qtbot import QtBot

from app.files import read_inside
from app.gui.widgets.links import LinkKind, judge
from app.gui.widgets.note_images import read_image
from app.gui.widgets.note_view import NoteView, Piece, Prepared, SafeBrowser, prepare, prepare_source
from app.render.style import Style

LONG = "\n\n".join(
    f"## Heading {number}\n\n- item one\n- item two of {number}\n\nText {number}" for number in range(400)
)


def ready(markdown: str, *, root: Path | None = None, first_line: int = 1) -> Prepared:
    return prepare([Piece(markdown, first_line)], style=Style(), root=root, note_path="sub/note.md", column=680)


@pytest.fixture
def view(qtbot: QtBot) -> NoteView:
    view = NoteView()
    qtbot.addWidget(view)
    view.set_style(Style())
    view.resize(800, 600)
    view.show()
    return view


def picture(path: Path, width: int = 40, height: int = 20) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    assert image.save(str(path))
    return path


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("note:S3#Rules", LinkKind.INSIDE),
        ("other.md#x", LinkKind.INSIDE),
        ("#x", LinkKind.INSIDE),
        ("https://docs.example/x", LinkKind.OUTSIDE),
        ("mailto:a@b.example", LinkKind.OUTSIDE),
        ("https://user:pass@bank.example/", LinkKind.REFUSED),
        ("https:///x", LinkKind.REFUSED),
        ("file:///etc/passwd", LinkKind.REFUSED),
        ("/etc/passwd", LinkKind.REFUSED),
        ("//host/share", LinkKind.REFUSED),
        ("\\\\host\\share", LinkKind.REFUSED),
        ("smb://host/x", LinkKind.REFUSED),
        ("javascript:alert(1)", LinkKind.REFUSED),
        ("data:text/html,x", LinkKind.REFUSED),
        ("https://a.example/\nx", LinkKind.REFUSED),
        ("https://a.example/" + "x" * 2_000, LinkKind.REFUSED),
    ],
)
def test_links_are_judged(url: str, kind: LinkKind) -> None:
    assert judge(url).kind is kind


def test_a_lookalike_host_shows_as_punycode() -> None:
    assert judge("https://аpple.com/").host == "xn--pple-43d.com"


def test_pictures_inside_the_notes_are_shown(tmp_path: Path, view: NoteView) -> None:
    picture(tmp_path / "sub" / "a b.png")
    picture(tmp_path / "b.png", 3_000, 1_500)
    prepared = ready("![x](a%20b.png) ![y](../b.png)", root=tmp_path)
    assert prepared.notices == ()
    assert prepared.images["a%20b.png"].width() == 40
    assert prepared.images["../b.png"].width() == 680
    view.show_note(prepared)
    assert view.loadResource(int(QTextDocument.ResourceType.ImageResource), QUrl("a%20b.png")).width() == 40


def test_nothing_outside_the_notes_is_read(tmp_path: Path) -> None:
    root = tmp_path / "notes"
    root.mkdir()
    picture(tmp_path / "secret.png")
    (root / "link.png").symlink_to(tmp_path / "secret.png")
    (root / "folder").symlink_to(tmp_path)
    os.mkfifo(root / "pipe.png")
    (root / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
    (root / "fake.png").write_text("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
    for source in (
        "../../secret.png", "../link.png", "../folder/secret.png", "../pipe.png", "../drawing.svg", "../fake.png",
        "%2e%2e/%2e%2e/secret.png", "../gone.png",
    ):  # fmt: skip
        assert read_image(root, "sub/note.md", source, max_width=680) is None, source
    assert read_inside(root, "../secret.png", most_bytes=100) is None
    assert read_inside(root, str(tmp_path / "secret.png"), most_bytes=100) is None


def test_a_huge_picture_is_refused(tmp_path: Path) -> None:
    picture(tmp_path / "sub" / "huge.png", 6_000, 4_100)
    assert ready("![x](huge.png)", root=tmp_path).notices == ("1 image not shown",)


def test_a_browser_never_lets_qt_look_for_itself(tmp_path: Path, qtbot: QtBot) -> None:
    secret = picture(tmp_path / "secret.png")
    browser = SafeBrowser()
    qtbot.addWidget(browser)
    for name in (secret.as_uri(), str(secret), "https://x.example/a.png"):
        assert browser.loadResource(int(QTextDocument.ResourceType.ImageResource), QUrl(name)).width() == 1
    browser.setHtml(f'<img src="{secret.as_uri()}"><link rel="stylesheet" href="{secret.as_uri()}">')
    assert browser.document().size().width() < 400


def test_a_click_on_a_link_is_only_told(qtbot: QtBot, view: NoteView) -> None:
    view.show_note(ready("[docs](https://docs.example/)"))
    with qtbot.waitSignal(view.link_clicked) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, 12))
    assert told.args == ["https://docs.example/"]
    assert "docs" in view.toPlainText()


def test_a_long_note_is_shown_at_once_and_filled_in_steps(qtbot: QtBot, view: NoteView) -> None:
    prepared = ready(LONG)
    clock = QElapsedTimer()
    clock.start()
    with qtbot.waitSignal(view.filled, timeout=20_000):
        view.show_note(prepared)
        assert "Heading 0" in view.toPlainText()
        assert not view.is_filled
    assert "item two of 399" in view.toPlainText()


def test_going_to_a_line_scrolls_there_and_marks_it(qtbot: QtBot, view: NoteView) -> None:
    line = LONG.split("\n").index("## Heading 300") + 1
    with qtbot.waitSignal(view.filled, timeout=20_000):
        view.show_note(ready(LONG), line=line)
    selection = view.extraSelections()[0]
    marked = selection.cursor
    assert marked.block().text() == "Heading 300"
    assert 0 <= view.cursorRect(marked).top() < view.viewport().height()


def test_the_line_below_the_mouse_is_known(view: NoteView) -> None:
    view.show_note(ready("# Title\n\nOne\ntwo\n\n- a\n- b\n", first_line=40))
    found = {view.line_at(QPoint(60, y)) for y in range(0, 300, 4)}
    assert found >= {40, 42, 45, 46}


def test_a_line_that_is_gone_gives_the_one_before(view: NoteView) -> None:
    view.show_note(ready("One\n\n\n\nFive\n"), line=4)
    selection = view.extraSelections()[0]
    assert selection.cursor.block().text() == "One"


def test_finding_counts_and_goes_round(qtbot: QtBot, view: NoteView) -> None:
    told: list[tuple[int, int]] = []
    view.matches_changed.connect(lambda now, total: told.append((now, total)))
    view.show_note(ready("Lambda a\n\nlambda b\n\nLAMBDA c\n"))
    view.find_all("lambda")
    view.find_next()
    view.find_next()
    view.find_next()
    view.find_next(-1)
    assert told == [(1, 3), (2, 3), (3, 3), (1, 3), (3, 3)]
    view.end_find()
    assert view.extraSelections() == []
    view.find_all("absent")
    assert told[-1] == (0, 0)


def test_the_source_view_shows_text_as_it_is(view: NoteView) -> None:
    view.show_note(prepare_source("# a\n<b>\n"))
    assert view.toPlainText().startswith("# a\n<b>")


def test_the_column_stays_in_the_middle(view: NoteView) -> None:
    view.resize(1600, 600)
    left, right = view.viewport().x(), view.width() - view.viewport().x() - view.viewport().width()
    assert abs(left - right) < 30
    assert 640 <= view.viewport().width() <= 760


@pytest.mark.parametrize(
    "markdown",
    ["x" * 1_000_000, "word " * 200_000, "- a\n" * 20_000, ">" * 10_000 + "x", "|a|\n|-|\n" + "|1|\n" * 5_000],
)
def test_no_text_holds_up_the_window(qtbot: QtBot, view: NoteView, markdown: str) -> None:
    prepared = ready(markdown)
    start = time.process_time()
    view.show_note(prepared)
    assert time.process_time() - start < 0.5  # the first part; a slow machine counts, too
