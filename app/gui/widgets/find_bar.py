"""Finds text in the note on screen: a field, how many places there are, and the way to the next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget


class FindBar(QWidget):
    """Sits over the note while it is open; Enter goes on, Shift+Enter back, Escape closes."""

    changed = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Find in this note")
        self.field.setAccessibleName("Find in this note")
        self.field.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setProperty("role", "soft")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance("1000 of 1000"))
        self.previous_button = _button("Previous", "Previous match (Shift+Enter)")
        self.next_button = _button("Next", "Next match (Enter)")
        self.close_button = _button("Close", "Close the find bar (Escape)")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addWidget(self.field, 1)
        for widget in (self.count, self.previous_button, self.next_button, self.close_button):
            layout.addWidget(widget)
        self.field.textChanged.connect(self.changed)
        self.previous_button.clicked.connect(lambda: self.stepped.emit(-1))
        self.next_button.clicked.connect(lambda: self.stepped.emit(1))
        self.close_button.clicked.connect(self.close_bar)
        self.hide()

    def open_bar(self) -> None:
        """Show the bar with its text selected."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self.changed.emit(self.field.text())

    def close_bar(self) -> None:
        """Hide the bar."""
        self.hide()
        self.closed.emit()

    def show_count(self, present: int, total: int) -> None:
        """Say which match is shown, of how many."""
        words = f"{present} of {total}" if total else ("Not found" if self.field.text() else "")
        self.count.setText(words)
        for button in (self.previous_button, self.next_button):
            button.setEnabled(total > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter and Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "quiet")
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
