"""All keys on one sheet over the window."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.actions import Action
from app.gui.widgets.parts import words

_MARGIN = 24  # between the sheet and the window's edge
_ONE_COLUMN_BELOW = 640  # at 100 % text
_MOVING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
)


class KeysOverlay(QFrame):
    """Shown until a key or a click; where it is longer than the window, the arrows move it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("kind", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("All keys")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 8, 1, 8)
        layout.addWidget(self.area)
        self._sheet = QWidget()
        self._before: QWidget | None = None
        window.installEventFilter(self)
        self.hide()

    def show_keys(self, actions: Sequence[Action], percent: int = 100) -> None:
        """Show these actions by group; `percent` is the text size."""
        self._before = self._window.focusWidget()
        groups = [(group, list(members)) for group, members in groupby(actions, key=lambda action: action.group)]
        columns = 1 if self._window.width() < _ONE_COLUMN_BELOW * 1.6 * percent / 100 else 2
        self._sheet = _sheet(groups, columns)
        self.area.setWidget(self._sheet)
        self.setAccessibleDescription("; ".join(f"{action.keys}: {action.text}" for action in actions))
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that move the sheet move it; any other closes it."""
        event.accept()
        if event.key() not in _MOVING:
            self._close()
            return
        bar = self.area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Up: -40,
            Qt.Key.Key_Down: 40,
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        bar.setValue(bar.value() + steps.get(Qt.Key(event.key()), 0))

    def mousePressEvent(self, _event: object) -> None:
        """A click closes it."""
        self._close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        bar = self.area.verticalScrollBar().sizeHint().width()
        wanted = self._sheet.sizeHint() + QSize(bar + 4, 20)
        size = wanted.boundedTo(self._window.size() - QSize(2 * _MARGIN, 2 * _MARGIN))
        self.resize(size)
        self.move((self._window.width() - size.width()) // 2, (self._window.height() - size.height()) // 2)

    def _close(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()


def _sheet(groups: Sequence[tuple[str, Sequence[Action]]], columns: int) -> QWidget:
    """The first group on the left and the others on the right, or all in one column."""
    sheet = QWidget()
    row = QHBoxLayout(sheet)
    row.setContentsMargins(32, 16, 32, 16)
    row.setSpacing(48)
    for part in (groups[:1], groups[1:]) if columns == 2 else (groups,):
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for group, members in part:
            _fill(grid, group, members)
        grid.setRowStretch(grid.rowCount(), 1)
        row.addLayout(grid)
    return sheet


def _fill(grid: QGridLayout, group: str, members: Sequence[Action]) -> None:
    if grid.count():
        grid.setRowMinimumHeight(grid.rowCount(), 16)
    grid.addWidget(words(group, "heading", wraps=False), grid.rowCount(), 0, 1, 2)
    for action in members:
        row = grid.rowCount()
        keys = words(action.keys, wraps=False)
        keys.setContentsMargins(2, 0, 0, 0)  # a J reaches out to the left
        grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words(action.text, "soft", wraps=False), row, 1)
