import pytest

from app.store import notes, search

NOTE = {
    "a.md": "# Queue basics\nSome text about visibility timeouts, caf\u00e9 and us-east-1.\nWhat is a FIFO queue? :: One that keeps order\n",
    "b.md": "# Other\nA queue is named here, too: visibility.\n",
}


def find(store, wanted, limit=30):
    with store.read() as tx:
        return search.search(tx, "bundled", wanted, limit)


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ("visib", {"Queue basics", "Other"}),
        ("visibility time", {"Queue basics"}),
        ("cafe", {"Queue basics"}),
        ("us-east-1", {"Queue basics"}),
        ("keeps ord", {"What is a FIFO queue?", "Queue basics"}),
        ("nothing at all", set()),
        ("", set()),
        ("   ", set()),
        ('"', set()),
        ("* OR NEAR( title:", set()),
        ("'; DROP TABLE card; --", set()),
    ],
)
def test_finds_as_one_types(wanted, titles, ingest, store):
    ingest(NOTE)
    assert {hit.title for hit in find(store, wanted)} == titles


def test_a_title_counts_more(ingest, store):
    ingest(NOTE)
    assert [hit.title for hit in find(store, "queue")][-1] == "Other"


def test_a_hit_shows_where(ingest, store):
    ingest(NOTE)
    hit = next(hit for hit in find(store, "keeps") if hit.kind == "card")
    assert (hit.path, hit.line, hit.heading_path) == ("a.md", 3, ("Queue basics",))
    assert [hit.snippet[first:last] for first, last in hit.ranges] == ["keeps"]


def test_the_index_follows_edits(ingest, store):
    ingest(NOTE)
    ingest({"a.md": NOTE["a.md"].replace("FIFO", "LIFO").replace("caf\u00e9", "tea")})
    assert find(store, "fifo") == find(store, "caf\u00e9") == ()
    assert {hit.title for hit in find(store, "lifo")} == {"What is a LIFO queue?", "Queue basics"}
    with store.write() as tx:
        tx.connection.exec_driver_sql("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")


def test_counts_tree_and_neighbours(ingest, store):
    ingest(NOTE)
    with store.read() as tx:
        counts = notes.counts(tx, "bundled")
        tree = notes.tree(tx, "bundled")
        first = notes.section(tx, tree[0].id)
    assert (counts.notes, counts.sections, counts.topics, counts.cards) == (2, 2, 0, 1)
    assert [(one.title, one.cards) for one in tree] == [("Queue basics", 1), ("Other", 0)]
    assert (first.previous_id, first.next_id) == (None, tree[1].id)
