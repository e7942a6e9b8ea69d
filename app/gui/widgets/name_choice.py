"""Names to click: one of several for a hidden part, or all of them in their order."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.gui.widgets.parts import button, words

_BRIEF = 36  # characters of a name that has room in half a row
_LONGEST = 88


class NameChoice(QWidget):
    """Buttons with names. A click on the right one goes on; a wrong one stays, marked, and is counted."""

    found = Signal(int)  # how many of the order stand now
    done = Signal(int)  # wrong clicks until the end

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self._order: list[str] = []
        self._place = self._slips = 0
        self.words: QLabel = words(role="soft")
        self._names = QGridLayout()
        self._names.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addLayout(self._names)
        self.hide()

    def offer(self, names: Sequence[str], order: Sequence[str], what: str) -> None:
        """Show names of which those in `order` are to be clicked, one after the other."""
        self.clear()
        self._order = list(order)
        self.words.setText(what)
        across = 2 if all(len(name) <= _BRIEF for name in names) or len(names) > 6 else 1
        most = _LONGEST if across == 1 else _BRIEF
        for place, name in enumerate(names):
            own = button(name if len(name) <= most else f"{name[:most]}…", partial(self._click, name))
            own.setAccessibleName(name)
            own.setToolTip(name if len(name) > most else "")
            self._names.addWidget(own, place // across, place % across)
            self.buttons.append(own)
        self.show()

    def clear(self) -> None:
        """Take the names away."""
        for own in self.buttons:
            own.hide()
            own.deleteLater()
        self.buttons, self._order = [], []
        self._place = self._slips = 0
        self.hide()

    def _click(self, name: str) -> None:
        if self._place >= len(self._order):
            return
        own = next(one for one in self.buttons if one.accessibleName() == name)
        if name != self._order[self._place]:
            self._slips += 1
            self.words.setText("Not that one" if len(self._order) == 1 else "Another step comes before that one")
            own.setEnabled(len(self._order) > 1)  # of several steps it may be the next
            return
        self._place += 1
        own.setEnabled(False)
        if len(self._order) > 1:
            own.setText(f"{self._place}  {own.text()}")
            self.words.setText(f"{self._place} of {len(self._order)}")
        self.found.emit(self._place)
        if self._place == len(self._order):
            self.done.emit(self._slips)
