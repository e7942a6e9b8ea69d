"""Lists what was made from the section on screen, and points out what came from the line the reader is at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QLabel, QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from app.domain.card import StudyCard
from app.domain.review import CardState
from app.gui.widgets.intervals import short
from app.render.html import to_plain

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
MAX_TEXT = 400


@dataclass(frozen=True, slots=True)
class MadeCard:
    """One line of the list, made ready to be drawn."""

    card: StudyCard
    front: str
    back: str
    state: str


def made_cards(cards: Sequence[StudyCard], now: datetime) -> tuple[MadeCard, ...]:
    """Order cards by the note line they came from and find their words: for the work lane."""
    ordered = sorted(cards, key=lambda each: (each.card.source.path, each.card.source.first))
    return tuple(
        MadeCard(
            each,
            to_plain(each.card.front)[:MAX_TEXT],
            to_plain(each.card.back)[:MAX_TEXT],
            state_in_words(each, now),
        )
        for each in ordered
    )


def state_in_words(card: StudyCard, now: datetime) -> str:
    """How a card stands: new, suspended, due, or when it comes again."""
    if card.is_parked:
        return "Parked: no longer in the notes"
    if card.is_suspended:
        return "Suspended"
    if card.schedule.state is CardState.NEW or card.schedule.due is None:
        return "New"
    prefix = "Buried, " if card.is_buried else ""
    if card.schedule.due <= now:
        return f"{prefix}due now".capitalize() if not prefix else f"{prefix}due"
    return f"{prefix}due in {short(card.schedule.due - now)}".replace("Due", "due").capitalize()


class MadeList(QAbstractListModel):
    """The cards, and which note line is pointed at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[MadeCard, ...] = ()
        self._line: int | None = None

    def set_rows(self, rows: Sequence[MadeCard]) -> None:
        """Show other cards."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def set_line(self, line: int | None) -> int | None:
        """Point at a note line; return the first row that came from it."""
        self._line = line
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        return next((row for row, each in enumerate(self._rows) if self.is_at_line(each)), None)

    def is_at_line(self, row: MadeCard) -> bool:
        """Tell whether a card came from the line pointed at."""
        source = row.card.card.source
        return self._line is not None and source.first <= self._line <= source.last

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many cards."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The front, and the whole row for the delegate."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.front
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.front}. {row.state}"
        return None


class _MadeDelegate(QStyledItemDelegate):
    """Front in text colour, state below in soft; the back too for the chosen one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.text, self.soft, self.accent, self.ground = (QColor(),) * 4

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = option.widget.viewport().width() if isinstance(option.widget, QListView) else 240
        return QSize(width, self._draw(None, option, index, width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self._draw(painter, option, index, option.rect.width())
        painter.restore()

    def _draw(self, painter: QPainter | None, option: QStyleOptionViewItem, index: Index, width: int) -> int:
        row: MadeCard = index.data(ROW_ROLE)
        model = index.model()
        view = option.widget
        is_chosen = isinstance(view, QListView) and view.currentIndex() == index
        is_here = isinstance(model, MadeList) and model.is_at_line(row)
        left, top, room = option.rect.left() + 16, option.rect.top() + 8, width - 32
        if painter and (is_here or is_chosen):
            painter.fillRect(option.rect.adjusted(4, 1, -4, -1), self.ground)
        if painter and is_here:
            painter.fillRect(QRect(option.rect.left() + 4, top - 7, 2, option.rect.height() - 2), self.accent)
        lines = [(row.front, self.text, 4)]
        if is_chosen:
            lines.append((row.back, self.text, 8))
        lines.append((row.state, self.soft, 1))
        y = top
        for text, colour, most in lines:
            flags = int(Qt.TextFlag.TextWordWrap)
            height = min(
                option.fontMetrics.boundingRect(QRect(0, 0, room, 10_000), flags, text).height(),
                option.fontMetrics.lineSpacing() * most,
            )
            if painter:
                painter.setPen(colour)
                painter.setClipRect(QRect(left, y, room, height))
                painter.drawText(QRect(left, y, room, 10_000), flags, text)
                painter.setClipping(False)
            y += height + 3
        return y - option.rect.top() + 6


class MadePanel(QWidget):
    """The right panel of the library."""

    card_chosen = Signal(object)  # StudyCard

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel("Made from this section")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setProperty("role", "soft")
        self.heading.setWordWrap(True)
        self.heading.setContentsMargins(16, 14, 16, 6)
        self.nothing = QLabel()
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setProperty("role", "soft")
        self.nothing.setWordWrap(True)
        self.nothing.setContentsMargins(16, 4, 16, 8)
        self.model = MadeList(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setUniformItemSizes(False)
        self.view.setLayoutMode(QListView.LayoutMode.Batched)  # a chapter may have a thousand cards
        self.view.setBatchSize(40)
        self.view.setWordWrap(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setAccessibleName("Cards made from this section")
        self._delegate = _MadeDelegate(self.view)
        self.view.setItemDelegate(self._delegate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(self.nothing)
        layout.addWidget(self.view, 1)
        self.view.clicked.connect(self._on_chosen)
        self.view.activated.connect(self._on_chosen)
        self.view.selectionModel().currentChanged.connect(lambda: self.view.scheduleDelayedItemsLayout())

    def set_colours(self, *, text: str, soft: str, accent: str, ground: str) -> None:
        """Take the theme's colours."""
        delegate = self._delegate
        delegate.text, delegate.soft = QColor(text), QColor(soft)
        delegate.accent, delegate.ground = QColor(accent), QColor(ground)
        self.view.viewport().update()

    def show_cards(self, rows: Sequence[MadeCard]) -> None:
        """Show the cards of a section."""
        count = len(rows)
        self.heading.setText(f"{count} card{'' if count == 1 else 's'} made from this section")
        self.nothing.setVisible(not rows)
        self.nothing.setText(
            "" if rows else "Definitions, limits, lists and tables become cards. This section has none of them."
        )
        self.model.set_rows(rows)

    def point_at(self, line: int | None) -> None:
        """Point out what came from a note line."""
        row = self.model.set_line(line)
        if row is not None:
            self.view.scrollTo(self.model.index(row), QListView.ScrollHint.EnsureVisible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew."""
        super().resizeEvent(event)
        self.view.scheduleDelayedItemsLayout()

    def _on_chosen(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, MadeCard):
            self.card_chosen.emit(row.card)
