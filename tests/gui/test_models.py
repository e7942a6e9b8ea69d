"""The tree of notes as Qt sees it."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from app.gui.models.note_tree import KNOWN_ROLE, NoteTree, filtered, walk


@dataclass(frozen=True)
class Entry:
    id: int
    title: str
    children: "tuple[Entry, ...]" = ()
    cards: int = 3
    known: float = 0.25


TREE = (
    Entry(1, "Amazon S3", (Entry(2, "Storage classes"), Entry(3, "Encryption", (Entry(4, "SSE-KMS"),)))),
    Entry(5, "AWS Lambda", (Entry(6, "Limits"),)),
)


def test_it_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = NoteTree()
    model.set_entries(TREE)
    qtmodeltester.check(model, force_py=True)


def test_titles_and_figures() -> None:
    model = NoteTree()
    model.set_entries(TREE)
    index = model.index_of(4)
    assert index.data() == "SSE-KMS"
    assert index.data(KNOWN_ROLE) == 0.25
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "SSE-KMS, 3 cards, 25 % known"
    assert index.parent().data() == "Encryption"
    assert not model.index_of(99).isValid()


def test_new_figures_do_not_rebuild_the_tree() -> None:
    model = NoteTree()
    model.set_entries(TREE)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    index = model.index_of(1)
    assert model.update_known((replace(TREE[0], known=0.5), TREE[1]))
    assert index.data(KNOWN_ROLE) == 0.5
    assert not model.update_known(TREE[:1])
    assert not model.update_known((replace(TREE[0], title="S3"), TREE[1]))
    assert not resets


def test_nodes_are_made_only_when_looked_at() -> None:
    notes = tuple(
        Entry(n * 100, f"Note {n}", tuple(Entry(n * 100 + k, f"Topic {k}") for k in range(1, 30)))
        for n in range(10_000)
    )
    model = NoteTree()
    model.set_entries(notes)
    assert model.rowCount() == 10_000
    assert model.rowCount(model.index(9_999, 0)) == 29
    assert len(model._nodes) == 10_000
    assert model.index(3, 0, model.index(9_999, 0)).data() == "Topic 4"
    assert len(model._nodes) == 10_029


def test_a_filter_keeps_what_leads_to_a_match() -> None:
    assert [entry.title for entry in walk(filtered(TREE, "kms"))] == ["Amazon S3", "Encryption", "SSE-KMS"]
    assert [entry.title for entry in walk(filtered(TREE, "LAMBDA aws"))] == ["AWS Lambda", "Limits"]
    assert filtered(TREE, "nothing") == ()
    assert filtered(TREE, "  ") == TREE


def test_the_root_has_one_column() -> None:
    model = NoteTree()
    model.set_entries(TREE)
    assert model.columnCount() == 1
    assert model.columnCount(model.index(0, 0)) == 1
    assert model.rowCount(QModelIndex()) == 2
