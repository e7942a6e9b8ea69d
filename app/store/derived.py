"""What the tables imply and can be made again at any time: search index and triggers.

A batch migration drops triggers without a word, so every upgrade ends by making all of this anew.
"""

from collections.abc import Callable

_DROP = (
    "DROP TRIGGER IF EXISTS review_is_never_updated",
    "DROP TRIGGER IF EXISTS review_is_never_deleted",
    "DROP TRIGGER IF EXISTS section_added",
    "DROP TRIGGER IF EXISTS section_removed",
    "DROP TRIGGER IF EXISTS section_changed",
    "DROP TRIGGER IF EXISTS card_text_added",
    "DROP TRIGGER IF EXISTS card_text_removed",
    "DROP TRIGGER IF EXISTS card_text_changed",
    "DROP TABLE IF EXISTS search",
    "DROP VIEW IF EXISTS search_source",
)

_ADD_SECTION = "INSERT INTO search(rowid, title, body) VALUES (new.id * 2, new.title, new.text);"
_REMOVE_SECTION = (
    "INSERT INTO search(search, rowid, title, body) VALUES ('delete', old.id * 2, old.title, old.text);"
)
_ADD_CARD = "INSERT INTO search(rowid, title, body) VALUES (new.card_id * 2 + 1, new.front, new.back);"
_REMOVE_CARD = (
    "INSERT INTO search(search, rowid, title, body) VALUES ('delete', old.card_id * 2 + 1, old.front, old.back);"
)

_CREATE = (
    """
    CREATE TRIGGER review_is_never_updated BEFORE UPDATE ON review
    BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END
    """,
    """
    CREATE TRIGGER review_is_never_deleted BEFORE DELETE ON review
    BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END
    """,
    """
    CREATE VIEW search_source(id, title, body) AS
    SELECT id * 2, title, text FROM section UNION ALL SELECT card_id * 2 + 1, front, back FROM card_text
    """,
    """
    CREATE VIRTUAL TABLE search USING fts5(
        title, body, content='search_source', content_rowid='id', prefix='1 2 3',
        tokenize="unicode61 remove_diacritics 2"
    )
    """,
    f"CREATE TRIGGER section_added AFTER INSERT ON section BEGIN {_ADD_SECTION} END",
    f"CREATE TRIGGER section_removed AFTER DELETE ON section BEGIN {_REMOVE_SECTION} END",
    "CREATE TRIGGER section_changed AFTER UPDATE OF title, text ON section "
    f"WHEN old.title <> new.title OR old.text <> new.text BEGIN {_REMOVE_SECTION} {_ADD_SECTION} END",
    f"CREATE TRIGGER card_text_added AFTER INSERT ON card_text BEGIN {_ADD_CARD} END",
    f"CREATE TRIGGER card_text_removed AFTER DELETE ON card_text BEGIN {_REMOVE_CARD} END",
    "CREATE TRIGGER card_text_changed AFTER UPDATE OF front, back ON card_text "
    f"WHEN old.front <> new.front OR old.back <> new.back BEGIN {_REMOVE_CARD} {_ADD_CARD} END",
)


def recreate(execute: Callable[[str], object]) -> None:
    """Make the search index and the triggers anew from the tables."""
    for statement in (*_DROP, *_CREATE, "INSERT INTO search(search) VALUES ('rebuild')"):
        execute(statement)
