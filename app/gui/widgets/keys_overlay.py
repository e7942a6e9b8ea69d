"""All keys on one sheet over the window."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui.actions import Action


class KeysOverlay(QFrame):
    """Shown until any key or click."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("kind", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("All keys")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(32, 24, 32, 24)
        self._row.setSpacing(40)
        self._before: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    def show_keys(self, actions: Sequence[Action]) -> None:
        """Show these actions by group."""
        self._before = self._window.focusWidget()
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        column = QVBoxLayout()
        for number, (group, members) in enumerate(groupby(actions, key=lambda action: action.group)):
            if number < 2:
                holder = QWidget()
                column = QVBoxLayout(holder)
                column.setContentsMargins(0, 0, 0, 0)
                column.setSpacing(12)
                self._row.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
            column.addWidget(_words(group, "heading"))
            column.addLayout(_table(list(members)))
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key closes it."""
        event.accept()
        self._close()

    def mousePressEvent(self, _event: object) -> None:
        """So does a click."""
        self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        size = self.sizeHint().boundedTo(self._window.size())
        self.resize(size)
        self.move((self._window.width() - size.width()) // 2, (self._window.height() - size.height()) // 2)

    def _close(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()


def _table(actions: Sequence[Action]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    for row, action in enumerate(actions):
        grid.addWidget(_words(action.keys, ""), row, 0)
        grid.addWidget(_words(action.text, "soft"), row, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label
