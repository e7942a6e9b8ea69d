"""Shows rendered notes in a reading column, reads no file by itself and opens no link by itself."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from app.gui.widgets.note_images import MAX_IMAGES, read_image
from app.render.html import Html, line_of_anchor, plain_html, stylesheet, to_html
from app.render.style import Style

COLUMN = 680  # px at 100 %
STEP_MS = 12  # of each turn of the event loop, while a long note is filled in
MATCH_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Markdown with the place it comes from."""

    markdown: str
    first_line: int = 1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A note made ready on a worker: nothing in it needs disk, parser or network any more."""

    parts: tuple[str, ...]
    images: Mapping[str, QImage] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


def prepare(pieces: Sequence[Piece], *, style: Style, root: Path | None, note_path: str, column: int) -> Prepared:
    """Render Markdown and read its pictures: runs on the work lane."""
    rendered = [to_html(piece.markdown, style=style, first_line=piece.first_line) for piece in pieces]
    images: dict[str, QImage] = {}
    hidden = sum(each.hidden_images for each in rendered)
    for source in dict.fromkeys(source for each in rendered for source in each.images):
        image = None
        if root is not None and len(images) < MAX_IMAGES:
            image = read_image(root, note_path, source, max_width=column)
        if image is None:
            hidden += 1
        else:
            images[source] = image
    return Prepared(tuple(part for each in rendered for part in each.parts), images, _notices(rendered, hidden))


def prepare_source(text: str, *, first_line: int = 1) -> Prepared:
    """Show the text as it was written."""
    return Prepared((plain_html(text, first_line=first_line),))


def _notices(rendered: Sequence[Html], hidden: int) -> tuple[str, ...]:
    deep = sum(each.too_deep for each in rendered)
    return tuple(
        words
        for words, holds in (
            (f"{hidden} image{'' if hidden == 1 else 's'} not shown", hidden),
            (f"{deep} line{'' if deep == 1 else 's'} too deeply nested to show", deep),
            ("Too long to show whole", any(each.is_cut for each in rendered)),
        )
        if holds
    )


class SafeBrowser(QTextBrowser):
    """A text browser that answers every request for a resource itself, with a picture it was given or an empty one."""

    link_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: Mapping[str, QImage] = {}
        self._empty = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._empty.fill(Qt.GlobalColor.transparent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._on_anchor_clicked)

    def set_images(self, images: Mapping[str, QImage]) -> None:
        """Give the pictures that the text may show, by their addresses in it."""
        self._images = {QUrl(source).toString(): image for source, image in images.items()}

    def loadResource(self, _kind: int, name: QUrl | str) -> QImage:
        """Never let Qt look for itself: only an image as the answer keeps it from opening the file."""
        return self._images.get(QUrl(name).toString(), self._empty)

    def _on_anchor_clicked(self, url: QUrl) -> None:
        self.link_clicked.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


class NoteView(SafeBrowser):
    """A note to read: one centred column, filled in step by step, which knows the note line of every block."""

    line_pointed = Signal(int)  # the note line that the reader is at
    zoomed = Signal(int)  # steps
    matches_changed = Signal(int, int)  # number of the present match (from 1), how many
    filled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._rest: list[str] = []
        self._target: int | None = None
        self._line: int | None = None
        self._matches: list[QTextCursor] = []
        self._match = -1
        self._needle = ""
        self._positions: list[int] = []  # where each line starts in the document, ascending
        self._lines: list[int] = []  # and which note line that is
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fill)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setAccessibleName("Note")
        self.document().setDocumentMargin(0)
        self._width_timer = QTimer(self)
        self._width_timer.setSingleShot(True)
        self._width_timer.setInterval(0)
        self._width_timer.timeout.connect(self._on_width_settled)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._width_timer.start())
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def column(self) -> int:
        """Width of the reading column in pixels, at the present text size."""
        return round(COLUMN * self._style.size / 16)

    @property
    def style_of_text(self) -> Style:
        """The style that texts are to be rendered with."""
        return self._style

    @property
    def is_filled(self) -> bool:
        """Tell whether the whole text is there."""
        return not self._rest

    def set_style(self, style: Style, family: str = "") -> None:
        """Take colours and sizes; what is already shown must be rendered again."""
        self._style = style
        font = QFont(family) if family else QFont(self.font())
        font.setPixelSize(round(style.size))
        self.document().setDefaultFont(font)
        self.document().setDefaultStyleSheet(stylesheet(style))
        self.document().setIndentWidth(style.size * 1.625)
        self._place_column()

    def show_note(self, prepared: Prepared, *, line: int | None = None, at: int = 0) -> None:
        """Show a prepared text from its top or from a note line, and fill the rest in while it is being read."""
        self._timer.stop()
        self._target, self._line = line, None
        self._matches, self._match = [], -1
        self.setExtraSelections([])
        self.set_images(prepared.images)
        self._rest = list(prepared.parts[1:])
        self._positions, self._lines = [], []
        self.setHtml(prepared.parts[0] if prepared.parts else "")
        self._note_lines(0)
        self.verticalScrollBar().setValue(at)
        self._seek()
        if self._rest:
            self._timer.start()
        else:
            self._on_filled()

    def go_to_line(self, line: int) -> None:
        """Scroll to a note line and mark it."""
        self._target = line
        self._seek()

    def line_at(self, position: QPoint) -> int | None:
        """The note line below a point of the viewport."""
        at = bisect_right(self._positions, self.cursorForPosition(position).position()) - 1
        return self._lines[max(at, 0)] if self._lines else None

    def find_all(self, needle: str) -> None:
        """Mark every place where the text stands, and go to the first from here on."""
        self._needle = needle
        start = self.cursorForPosition(QPoint(0, 0)).position()
        self._matches = _find(self.document(), needle)
        later = (i for i, match in enumerate(self._matches) if match.selectionStart() >= start)
        self._match = next(later, 0) if self._matches else -1
        self._show_match()

    def find_next(self, step: int = 1) -> None:
        """Go to the next match, or the one before for -1, round the end."""
        if self._matches:
            self._match = (self._match + step) % len(self._matches)
            self._show_match()

    def end_find(self) -> None:
        """Take the marks away."""
        self._needle, self._matches, self._match = "", [], -1
        self._mark()

    # Filling

    def _fill(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._rest and clock.elapsed() < STEP_MS:
            self._append(self._rest.pop(0))
        self._seek()
        if not self._rest:
            self._timer.stop()
            self._on_filled()

    def _append(self, html: str) -> None:
        at = self.verticalScrollBar().value()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        start = cursor.blockNumber()
        cursor.insertHtml(html)
        self._note_lines(start)
        self.verticalScrollBar().setValue(at)

    def _note_lines(self, start: int) -> None:
        for position, line in _scan(self.document(), start):
            self._positions.append(position)
            self._lines.append(line)

    def _on_filled(self) -> None:
        if self._target is not None:  # no such line any more: the nearest one before it
            self._show_line(self._target, self._block_of(self._target))
            self._target = None
        if self._needle:
            self.find_all(self._needle)
        self.filled.emit()

    def _seek(self) -> None:
        """Go to the line that is waited for, if its block is there and enough follows to put it in place."""
        if self._target is None:
            return
        block = self._block_of(self._target, is_exact=bool(self._rest))
        if block is not None:
            self._show_line(self._target, block)
            if not self._rest:
                self._target = None

    def _show_line(self, line: int, block: QTextBlock | None) -> None:
        if block is None:
            return
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(max(0, int(top) - self.viewport().height() // 4))
        self._line = line
        self._mark()
        self.line_pointed.emit(line)

    def _block_of(self, line: int, *, is_exact: bool = False) -> QTextBlock | None:
        """The block that a note line is shown in; without `is_exact`, the last one that starts before it."""
        nearest = max((known for known in self._lines if known <= line), default=None)
        if nearest is None or (is_exact and nearest != line):
            return None
        return self.document().findBlock(self._positions[self._lines.index(nearest)])

    # Marks

    def _mark(self) -> None:
        colour = QColor(self._style.mark)
        marks: list[QTextEdit.ExtraSelection] = []
        if self._line is not None and (block := self._block_of(self._line)) is not None:
            marks += _line_selections(QTextCursor(block), colour)
        marks += [_selection(match, colour) for match in self._matches]
        if 0 <= self._match < len(self._matches):
            now = _selection(self._matches[self._match], QColor(self._style.accent))
            now.format.setForeground(QColor(self._style.tint))
            marks.append(now)
        self.setExtraSelections(marks)

    def _show_match(self) -> None:
        self._mark()
        if 0 <= self._match < len(self._matches):
            rect = self.cursorRect(self._matches[self._match])
            if not self.viewport().rect().contains(rect):
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + rect.top() - self.viewport().height() // 3)
        self.matches_changed.emit(self._match + 1, len(self._matches))

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle."""
        self._place_column()
        super().resizeEvent(event)

    def _place_column(self) -> None:
        side = max(24, (self.width() - self.column) // 2)
        margins = self.viewportMargins()
        if margins.left() != side:
            self.setViewportMargins(side, 0, max(8, side - self.verticalScrollBar().sizeHint().width()), 0)

    def _on_width_settled(self) -> None:
        """Offer to scroll sideways for a wide table, not for the width of its border."""
        is_wide = self.document().size().width() > self.viewport().width() + 8
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_wide else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.horizontalScrollBarPolicy():
            self.setHorizontalScrollBarPolicy(policy)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click points at a line."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            line = self.line_at(event.position().toPoint())
            if line is not None and not self.anchorAt(event.position().toPoint()):
                self._line = line
                self._mark()
                self.line_pointed.emit(line)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl, ask for another text size instead of Qt's own zoom, which forgets the style sheet."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by Space as in a reader."""
        if event.key() == Qt.Key.Key_Space:
            bar = self.verticalScrollBar()
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            bar.setValue(bar.value() + (-1 if back else 1) * max(40, bar.pageStep() - 60))
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the interface's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            font = QFont(self.font())
            font.setPixelSize(round(self._style.size))
            self.document().setDefaultFont(font)

    def _on_scrolled(self) -> None:
        if self._line is None and self.isVisible():
            line = self.line_at(QPoint(4, self.viewport().height() // 4))
            if line is not None:
                self.line_pointed.emit(line)


def _selection(cursor: QTextCursor, colour: QColor, *, is_full_width: bool = False) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    selection.cursor = cursor
    selection.format = QTextCharFormat()
    selection.format.setBackground(colour)
    if is_full_width:
        selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
    return selection


def _line_selections(cursor: QTextCursor, colour: QColor) -> Iterator[QTextEdit.ExtraSelection]:
    """A line across the column; in a table, the cells of its row."""
    table = cursor.currentTable()
    if table is None or table.columns() < 2:
        yield _selection(cursor, colour, is_full_width=True)
        return
    row = table.cellAt(cursor).row()
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        within = cell.firstCursorPosition()
        within.setPosition(cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor)
        yield _selection(within, colour, is_full_width=True)


def _find(document: QTextDocument, needle: str) -> list[QTextCursor]:
    matches: list[QTextCursor] = []
    cursor = QTextCursor(document)
    while needle and len(matches) < MATCH_LIMIT:
        cursor = document.find(needle, cursor)
        if cursor.isNull():
            break
        matches.append(QTextCursor(cursor))
    return matches


def _scan(document: QTextDocument, start: int) -> Iterator[tuple[int, int]]:
    """Position and note line of every line anchor, from the block with number `start` on."""
    block = document.findBlockByNumber(start)
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            for name in fragment.charFormat().anchorNames():
                if (line := line_of_anchor(name)) is not None:
                    yield fragment.position(), line
            iterator += 1
        block = block.next()
