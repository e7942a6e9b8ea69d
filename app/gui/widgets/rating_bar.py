"""The buttons below a card: first "Show answer", then the ratings with their keys and what each would do."""

from collections.abc import Mapping
from datetime import timedelta

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QWidget

from app.domain.review import Rating
from app.gui.widgets.intervals import short

NAMES = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}
TWO_BUTTONS = (Rating.AGAIN, Rating.GOOD)
MARK_HEIGHT = 3


class KeyButton(QPushButton):
    """A button of two lines, "Good" over "10 min", with its key at the right and its colour as a thin line."""

    def __init__(self, title: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._key, self._below = title, key, ""
        self._colour = self._soft = QColor()
        self.setAccessibleName(title)
        self.setAutoDefault(False)
        self.setProperty("kind", "rating")

    def set_below(self, text: str) -> None:
        """Set the second line."""
        self._below = text
        self.setAccessibleName(f"{self._title}, {text}" if text else self._title)
        self.setAccessibleDescription(f"Key {self._key}")
        self.update()

    def set_colours(self, colour: str, soft: str) -> None:
        """Take the theme's colours."""
        self._colour, self._soft = QColor(colour), QColor(soft)
        self.update()

    def sizeHint(self) -> QSize:
        """Room for two lines in the present font."""
        metrics = self.fontMetrics()
        width = max(metrics.horizontalAdvance(text) for text in (self._title, self._below, "12.5 months"))
        return QSize(width + metrics.horizontalAdvance(self._key) + 48, metrics.height() * 2 + 24)

    def minimumSizeHint(self) -> QSize:
        """Do not let a narrow window cut the words."""
        return QSize(self.sizeHint().width() - 24, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words over the button that the theme draws."""
        super().paintEvent(event)
        painter = QPainter(self)
        metrics = self.fontMetrics()
        area = self.rect().adjusted(14, 0, -14, 0)
        has_two = bool(self._below)
        top = (self.height() - metrics.height() * (2 if has_two else 1)) // 2
        line = QRect(area.left(), top, area.width(), metrics.height())
        painter.setPen(self.palette().buttonText().color())
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        align = Qt.AlignmentFlag.AlignLeft if has_two else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(line, align | Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setFont(self.font())
        painter.setPen(self._soft)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._key)
        if has_two:
            below = QFontMetrics(self.font()).elidedText(self._below, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(line.translated(0, metrics.height()), Qt.AlignmentFlag.AlignLeft, below)
        if self._colour.alpha():
            painter.fillRect(QRect(14, self.height() - 7, 20, MARK_HEIGHT - 1), self._colour)


class RatingBar(QWidget):
    """Keeps its height and its places: nothing below the card ever jumps."""

    revealed = Signal()
    rated = Signal(Rating)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 4
        self.show_button = KeyButton("Show answer", "Space")
        self.buttons = {rating: KeyButton(name, str(int(rating))) for rating, name in NAMES.items()}
        self._stack = QStackedLayout(self)
        self._stack.setStackingMode(QStackedLayout.StackingMode.StackOne)
        self._stack.addWidget(_row([self.show_button]))
        self._stack.addWidget(_row(list(self.buttons.values())))
        self.show_button.clicked.connect(self.revealed)
        for rating, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, rating=rating: self.rated.emit(rating))

    def set_count(self, count: int) -> None:
        """Show four buttons, or two."""
        self._count = count
        for rating, button in self.buttons.items():
            button.setVisible(count == 4 or rating in TWO_BUTTONS)

    def set_colours(self, colours: Mapping[Rating, str], *, soft: str) -> None:
        """Take the theme's muted colours for the ratings."""
        for rating, button in self.buttons.items():
            button.set_colours(colours[rating], soft)
        self.show_button.set_colours("transparent", soft)

    def ask(self) -> None:
        """Offer to show the answer, and give that button the focus."""
        self._stack.setCurrentIndex(0)
        self.show_button.setFocus()

    def offer(self, previews: Mapping[Rating, timedelta]) -> None:
        """Offer the ratings with their intervals; Good has the focus."""
        for rating, button in self.buttons.items():
            button.set_below(short(previews[rating]) if rating in previews else "")
        self._stack.setCurrentIndex(1)
        self.buttons[Rating.GOOD].setFocus()

    def has(self, rating: Rating) -> bool:
        """Tell whether there is a button for a rating at present."""
        return self._count == 4 or rating in TWO_BUTTONS


def _row(buttons: list[KeyButton]) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for button in buttons:
        layout.addWidget(button, 1)
    return row
