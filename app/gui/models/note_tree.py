"""Shows the notes as a tree of sections: nodes are made only for what has been opened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
KNOWN_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ENTRY_ROLE = KNOWN_ROLE + 1
_ROOT = -1


class Entry(Protocol):
    """What the tree needs to know of a section; `services.library.TreeEntry` is one."""

    @property
    def id(self) -> Any: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def cards(self) -> int: ...  # noqa: D102
    @property
    def known(self) -> float: ...  # noqa: D102
    @property
    def children(self) -> "tuple[Entry, ...]": ...  # noqa: D102


E = TypeVar("E", bound=Any)


@dataclass(slots=True)
class _Node:
    entry: Entry
    parent: int
    row: int
    children: tuple[int, ...] | None = None  # None until someone looks


class NoteTree(QAbstractItemModel):
    """A lazy tree over values; it is replaced as a whole when the notes change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: list[_Node] = []
        self._top: tuple[int, ...] = ()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self._nodes = []
        self._top = self._make(entries, _ROOT)
        self.endResetModel()

    def update_known(self, entries: Sequence[Entry]) -> bool:
        """Take new figures for the same tree without closing what is open; False if the tree is another one."""
        if not self._replace(entries, self._top):
            return False
        self._tell_changed(self._top)
        return True

    def index_of(self, section_id: object) -> QModelIndex:
        """Find a section, making nodes on the way to it only."""
        path = self._path_to(section_id, [self._nodes[at].entry for at in self._top])
        index = QModelIndex()
        for row in path:
            index = self.index(row, 0, index)
        return index

    def entry(self, index: Index) -> Entry | None:
        """The entry at an index."""
        return self._nodes[index.internalId()].entry if index.isValid() else None

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt's way to reach a child."""
        children = self._children(parent)
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, column, children[row])

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Qt's way up."""
        if not index.isValid():
            return QModelIndex()
        above = self._nodes[index.internalId()].parent
        return QModelIndex() if above == _ROOT else self.createIndex(self._nodes[above].row, 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many sections lie directly below."""
        if parent.column() > 0:
            return 0
        return len(self._nodes[parent.internalId()].entry.children) if parent.isValid() else len(self._top)

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Tell without making nodes."""
        return self.rowCount(parent) > 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, figures and words for a screen reader."""
        entry = self.entry(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == KNOWN_ROLE:
            return entry.known
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{escape(entry.title)}</qt>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.title}, {_cards(entry.cards)}, {round(entry.known * 100)} % known"
        return None

    def _children(self, parent: Index) -> tuple[int, ...]:
        if not parent.isValid():
            return self._top
        at = parent.internalId()
        node = self._nodes[at]
        if node.children is None:
            node.children = self._make(node.entry.children, at)
        return node.children

    def _make(self, entries: Sequence[Entry], parent: int) -> tuple[int, ...]:
        first = len(self._nodes)
        self._nodes.extend(_Node(entry, parent, row) for row, entry in enumerate(entries))
        return tuple(range(first, len(self._nodes)))

    def _replace(self, entries: Sequence[Entry], nodes: tuple[int, ...]) -> bool:
        if len(entries) != len(nodes):
            return False
        for entry, at in zip(entries, nodes, strict=True):
            node = self._nodes[at]
            if (entry.id, entry.title, len(entry.children)) != (
                node.entry.id,
                node.entry.title,
                len(node.entry.children),
            ):
                return False
            node.entry = entry
            if node.children is not None and not self._replace(entry.children, node.children):
                return False
        return True

    def _tell_changed(self, nodes: tuple[int, ...]) -> None:
        if not nodes:
            return
        first, last = nodes[0], nodes[-1]
        self.dataChanged.emit(
            self.createIndex(self._nodes[first].row, 0, first), self.createIndex(self._nodes[last].row, 0, last)
        )
        for at in nodes:
            self._tell_changed(self._nodes[at].children or ())

    def _path_to(self, section_id: object, entries: Sequence[Entry]) -> list[int]:
        for row, entry in enumerate(entries):
            if entry.id == section_id:
                return [row]
            below = self._path_to(section_id, entry.children)
            if below:
                return [row, *below]
        return []


def filtered(entries: Sequence[E], text: str) -> tuple[E, ...]:
    """The entries whose title contains every word, with what lies above them; a match keeps all that is below it."""
    words = text.casefold().split()
    return tuple(_filtered(entries, words)) if words else tuple(entries)


def _filtered(entries: Sequence[E], words: Sequence[str]) -> Iterator[E]:
    for entry in entries:
        title = entry.title.casefold()
        if all(word in title for word in words):
            yield entry
        elif below := tuple(_filtered(entry.children, words)):
            yield replace(entry, children=below)


def walk(entries: Sequence[E]) -> Iterator[E]:
    """Every entry, in note order."""
    for entry in entries:
        yield entry
        yield from walk(entry.children)


def _cards(number: int) -> str:
    return f"{number} card{'' if number == 1 else 's'}"
