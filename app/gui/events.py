"""The one signal by which pages learn that the store moved."""

from PySide6.QtCore import QObject, Signal


class Events(QObject):
    """`changed` carries a frozenset of Change, and who caused it."""

    changed = Signal(object, object)
