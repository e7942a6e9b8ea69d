"""One field for everything: sections and cards as you type, and every command with its key."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.note import Source

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
WIDTH = 640
MOST_COMMANDS = 8
_MARKUP = re.compile(r"\*\*|__|`+|==|(?<!\S)#{1,6} |(?<!\S)[-*+•] (?=\S)")


class RowKind(StrEnum):
    """The groups, in the order they are shown."""

    COMMAND = "Commands"
    SECTION = "Sections"
    CARD = "Cards"


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """One thing to choose. `value` comes back when it is chosen; `ranges` are the matches within `below`."""

    kind: RowKind
    title: str
    value: object
    below: str = ""
    ranges: tuple[tuple[int, int], ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """An action of the window as the palette shows it."""

    id: str
    text: str
    key: str = ""


class Found(Protocol):
    """What a search found; `services.library.Hit` is one, and costs too much to import here."""

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def heading_path(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def snippet(self) -> str: ...  # noqa: D102
    @property
    def ranges(self) -> tuple[tuple[int, int], ...]: ...  # noqa: D102
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> int: ...  # noqa: D102


def rows_of(hits: Iterable[Found]) -> tuple[PaletteRow, ...]:
    """Hits as rows, each with the place it stands at; its value is the note line."""
    return tuple(_row_of(hit) for hit in hits)


def _row_of(hit: Found) -> PaletteRow:
    is_card = hit.kind == "card"
    path = " › ".join(hit.heading_path if is_card else hit.heading_path[:-1])
    snippet, ranges = without_markup(hit.snippet, hit.ranges)
    prefix = f"{path}   " if path and snippet else path
    return PaletteRow(
        RowKind.CARD if is_card else RowKind.SECTION,
        hit.title,
        Source(hit.path, hit.line, hit.line),
        prefix + snippet,
        tuple((first + len(prefix), last + len(prefix)) for first, last in ranges),
    )


def without_markup(snippet: str, ranges: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Take the marks of Markdown out of a snippet and move its ranges along."""
    kept: list[str] = []
    moved = [0] * (len(snippet) + 1)  # where each character goes
    at = length = 0
    for mark in _MARKUP.finditer(snippet):
        for index in range(at, mark.end()):
            moved[index] = length + min(index, mark.start()) - at
        kept.append(snippet[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
    for index in range(at, len(snippet) + 1):
        moved[index] = length + index - at
    text = "".join([*kept, snippet[at:]]).replace("\n", " ")
    return text, tuple((moved[first], moved[last]) for first, last in ranges if moved[first] < moved[last])


def matching(commands: Sequence[Command], text: str) -> tuple[PaletteRow, ...]:
    """The commands whose words contain every typed word; those that start with the text first."""
    words = text.casefold().split()
    found = [each for each in commands if all(word in each.text.casefold() for word in words)]
    found.sort(key=lambda each: (not each.text.casefold().startswith(text.casefold().strip()), each.text))
    return tuple(PaletteRow(RowKind.COMMAND, each.text, each.id, key=each.key) for each in found)


class _Rows(QAbstractListModel):
    """Rows under group headings; a heading is a plain string and cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[PaletteRow | str] = []

    def set_rows(self, rows: Sequence[PaletteRow]) -> None:
        self.beginResetModel()
        self._rows = []
        for kind in (RowKind.SECTION, RowKind.CARD, RowKind.COMMAND):
            group = [row for row in rows if row.kind is kind]
            if group:
                self._rows += [kind.value, *group]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else ". ".join(part for part in (row.title, row.below, row.key) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _RowDelegate(QStyledItemDelegate):
    """Title, below it the place with the match in text colour, the key at the right."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.text, self.soft, self.accent, self.ground = (QColor(),) * 4

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        line = option.fontMetrics.height()
        if isinstance(row, str):
            return QSize(0, line + 14)
        return QSize(0, line * (2 if row.below else 1) + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        area = option.rect.adjusted(16, 0, -16, 0)
        painter.save()
        if isinstance(row, str):
            painter.setFont(_scaled(option.font, 0.86))
            painter.setPen(self.soft)
            painter.drawText(area.adjusted(0, 6, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), row)
        else:
            view = option.widget
            if isinstance(view, QListView) and view.currentIndex() == index:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.ground)
                painter.drawRoundedRect(option.rect.adjusted(6, 1, -6, -1), 6, 6)
            self._row(painter, option, row, area.adjusted(0, 7, 0, -7))
        painter.restore()

    def _row(self, painter: QPainter, option: QStyleOptionViewItem, row: PaletteRow, area: QRect) -> None:
        metrics = option.fontMetrics
        keys = metrics.horizontalAdvance(row.key) + 12 if row.key else 0
        line = QRect(area.left(), area.top(), area.width(), metrics.height())
        painter.setPen(self.text)
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, line.width() - keys)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft), title)
        painter.setPen(self.soft)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight), row.key)
        if row.below:
            self._marked(painter, _scaled(option.font, 0.93), row, line.translated(0, metrics.height()))

    def _marked(self, painter: QPainter, font: QFont, row: PaletteRow, line: QRect) -> None:
        painter.setFont(font)
        metrics = QFontMetrics(font)
        x, at = line.left(), 0
        spans = [*row.ranges, (len(row.below), len(row.below))]
        for start, end in spans:
            for text, colour in ((row.below[at:start], self.soft), (row.below[start:end], self.accent)):
                room = line.right() - x
                if not text or room <= 0:
                    continue
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
                painter.setPen(colour)
                painter.drawText(QPoint(x, line.top() + metrics.ascent()), shown)
                x += metrics.horizontalAdvance(text)
            at = end


class SearchPalette(QFrame):
    """Lies over the window's top; `search` is asked with each text and answers through `show_found`."""

    chosen = Signal(object)  # PaletteRow
    closed = Signal()

    def __init__(
        self, parent: QWidget, *, search: Callable[[str], None], commands: Callable[[], Sequence[Command]]
    ) -> None:
        super().__init__(parent)
        self._page, self._search, self._commands = parent, search, commands
        self._found: tuple[PaletteRow, ...] = ()
        self._previous_focus: QWidget | None = None
        self.setObjectName("palette")
        self.setProperty("kind", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Search and commands")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search notes, cards and commands")
        self.field.setAccessibleName("Search notes, cards and commands")
        self.field.setProperty("kind", "palette")
        self.model = _Rows(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName("Found")
        self._delegate = _RowDelegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.nothing = QLabel()
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setProperty("role", "soft")
        self.nothing.setContentsMargins(16, 10, 16, 14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 8)
        layout.setSpacing(0)
        layout.addWidget(self.field)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.nothing)
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.view.clicked.connect(self._on_clicked)
        parent.installEventFilter(self)
        self.hide()

    def set_colours(self, *, text: str, soft: str, accent: str, ground: str) -> None:
        """Take the theme's colours."""
        delegate = self._delegate
        delegate.text, delegate.soft = QColor(text), QColor(soft)
        delegate.accent, delegate.ground = QColor(accent), QColor(ground)
        self.view.viewport().update()

    def open_palette(self, text: str = "") -> None:
        """Show the palette, empty or with a text to search for."""
        self._previous_focus = self.window().focusWidget()
        self.field.setText(text)
        self._on_text(text)
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()
        self.field.selectAll()

    def close_palette(self) -> None:
        """Hide it and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        if self._previous_focus is not None:
            self._previous_focus.setFocus()
        self.closed.emit()

    def show_found(self, text: str, rows: Sequence[PaletteRow]) -> None:
        """Take what a search found; an answer to an older text is dropped."""
        if text != self.field.text():
            return
        self._found = tuple(rows)
        self._show_rows()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys move in the list while the field keeps the focus; the palette follows the window's size."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if watched is self.field and event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
                self._previous_focus = None
                self.close_palette()
        elif watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            self._move(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.view.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def _on_text(self, text: str) -> None:
        if text.strip():
            self._search(text)
        else:
            self._found = ()
        self._show_rows()

    def _show_rows(self) -> None:
        text = self.field.text()
        commands = matching(self._commands(), text)
        if text.strip():
            commands = commands[:MOST_COMMANDS]
        rows = (*self._found, *commands)
        self.model.set_rows(rows)
        self.nothing.setVisible(not rows)
        self.nothing.setText(f"Nothing found for “{text.strip()}”")
        self.view.setVisible(bool(rows))
        self.view.setCurrentIndex(self.model.index(1 if rows else -1))
        self._place()

    def _move(self, step: int) -> None:
        count = self.model.rowCount()
        row = self.view.currentIndex().row()
        way = 1 if step > 0 else -1
        target = min(max(row + step, 0), count - 1)
        while 0 <= target < count and isinstance(self.model.index(target).data(ROW_ROLE), str):
            target += way
        if 0 <= target < count:
            self.view.setCurrentIndex(self.model.index(target))
            self.view.scrollTo(self.model.index(target))
        if target <= 1:
            self.view.scrollToTop()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, PaletteRow):
            self.close_palette()
            self.chosen.emit(row)

    def _place(self) -> None:
        window = self._page
        width = min(max(WIDTH, self.fontMetrics().averageCharWidth() * 84), window.width() - 32)
        top = min(96, window.height() // 10)
        rows = sum(self.view.sizeHintForRow(row) for row in range(min(self.model.rowCount(), 60)))
        wanted = self.field.sizeHint().height() + 12 + (rows + 8 if rows else self.nothing.sizeHint().height())
        self.setGeometry((window.width() - width) // 2, top, width, min(wanted, window.height() - top - 48))


def _scaled(font: QFont, factor: float) -> QFont:
    scaled = QFont(font)
    if font.pixelSize() > 0:
        scaled.setPixelSize(max(9, round(font.pixelSize() * factor)))
    else:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    return scaled
