"""Draws a line of the note tree: the title, and below it how much of the section is known, as a thin bar."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.gui.models.note_tree import KNOWN_ROLE

BAR_WIDTH = 28
BAR_HEIGHT = 3
GAP = 8


class MasteryDelegate(QStyledItemDelegate):
    """The bar stands at the right edge, so that bars can be compared down the tree."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar, self._ground = QColor("#0f6b6b"), QColor("#d9d6cf")

    def set_colours(self, bar: str, ground: str) -> None:
        """Take the theme's colours."""
        self._bar, self._ground = QColor(bar), QColor(ground)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows of an even height that grows with the text."""
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(30, option.fontMetrics.height() + 12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Let the theme draw the row, shortened by the room for the bar."""
        self.initStyleOption(option, index)
        style = option.widget.style()
        text, option.text = option.text, ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        room = QRect(option.rect).adjusted(6, 0, -(BAR_WIDTH + GAP + 6), 0)
        painter.save()
        painter.setFont(option.font)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        palette = option.palette
        painter.setPen(palette.highlightedText().color() if is_selected else palette.text().color())
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        known = float(index.data(KNOWN_ROLE) or 0.0)
        bar = QRect(option.rect.right() - BAR_WIDTH - 6, option.rect.center().y() - 1, BAR_WIDTH, BAR_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        painter.drawRoundedRect(bar, 1.5, 1.5)
        if known > 0:
            painter.setBrush(self._bar)
            painter.drawRoundedRect(
                QRect(bar.left(), bar.top(), max(3, round(BAR_WIDTH * known)), BAR_HEIGHT), 1.5, 1.5
            )
        painter.restore()
