"""One choice of a question as a full-width row: picked, struck out, and after the answer right or wrong."""

from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui.widgets.card_face import Face
from app.render.html import to_plain
from app.render.style import Style

LETTERS = "ABCDEFGHIJ"
_BADGE = 28
_LIFT = 3  # so that one line of text stands level with the letter
_ACROSS = 16 + 12 + 16  # left of the badge, between badge and text, right of the text


class State(StrEnum):
    """How a choice stands; the style sheet knows these names."""

    OPEN = "open"
    PICKED = "picked"
    STRUCK = "struck"
    RIGHT = "right"
    WRONG = "wrong"


class OptionRow(QFrame):
    """A row that is clicked or picked by its key. Struck choices are faint, and say so to a screen reader."""

    clicked = Signal(str)
    focused = Signal(str)
    key_pressed = Signal(QKeyEvent)  # past the scroll area, which would take arrows for itself

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice_id = ""
        self.letter = ""
        self.state = State.OPEN
        self._markdown = ""
        self.setProperty("kind", "option")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.badge = QLabel()
        self.badge.setProperty("role", "badge")
        self.badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = Face("Choice")
        self.text.viewport().installEventFilter(self)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.mark = QLabel()
        self.mark.setTextFormat(Qt.TextFormat.PlainText)
        self.mark.setProperty("role", "small")
        self.reason = Face("Why")
        column = QVBoxLayout()
        column.setContentsMargins(0, _LIFT, 0, 0)
        column.setSpacing(4)
        for widget in (self.text, self.mark, self.reason):
            column.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        row.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def set(self, choice_id: str, letter: str, markdown: str) -> None:
        """Show a choice; its state and size follow."""
        self.choice_id, self.letter, self._markdown = choice_id, letter, markdown
        self.badge.setText(letter)

    def dress(self, html: str, reason: str, style: Style, width: int) -> int:
        """Set words in a row so many pixels wide, and return how high that makes it."""
        side = max(_BADGE, round(_BADGE * style.size / 16))
        self.badge.setFixedSize(side, side)
        room = max(80, width - side - _ACROSS)
        self.text.show_face(html, style=style, width=room, is_balanced=False)
        self._strike_words()
        self.reason.setVisible(bool(reason))
        if reason:
            self.reason.show_face(reason, style=replace(style, text=style.soft), width=room, is_balanced=False)
        height = 20 + max(side, self.text.height() + _LIFT)
        if reason:
            height += self.reason.height() + 4
        if self.mark.isVisibleTo(self):
            height += self.mark.sizeHint().height() + 4
        return height

    def show_state(self, state: State, words: str = "") -> None:
        """Take the look of a state, with words for what colour alone must not say."""
        self.mark.setText(words)
        self.mark.setVisible(bool(words))
        if self.state is not state or self.property("state") is None:
            self.state = state
            self.setProperty("state", state.value)
            self.badge.setProperty("state", state.value)
            for widget in (self, self.badge):
                widget.style().polish(widget)
        self._strike_words()
        said = {State.OPEN: "", State.PICKED: ", picked", State.STRUCK: ", struck out"}.get(state, f", {words}")
        self.setAccessibleName(f"{self.letter}: {to_plain(self._markdown)}{said}")

    def _strike_words(self) -> None:
        """Draw a line through the words of a choice that is struck out."""
        font = self.text.document().defaultFont()
        if font.strikeOut() != (self.state is State.STRUCK):
            font.setStrikeOut(self.state is State.STRUCK)
            self.text.document().setDefaultFont(font)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click picks, wherever in the row."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.clicked.emit(self.choice_id)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys are the room's."""
        self.key_pressed.emit(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that this is the row that keys are about."""
        super().focusInEvent(event)
        self.focused.emit(self.choice_id)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The text lets clicks through to its row."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self.mousePressEvent(event)
            return True
        return event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)
