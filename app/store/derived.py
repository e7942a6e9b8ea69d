"""What the tables imply and can be made again at any time: search index and triggers.

A batch migration drops triggers without a word, so every upgrade ends by making all of this anew.
"""

from collections.abc import Callable

_DROP = (
    "DROP TRIGGER IF EXISTS review_is_never_updated",
    "DROP TRIGGER IF EXISTS review_is_never_deleted",
    "DROP TABLE IF EXISTS search",
    "DROP VIEW IF EXISTS search_source",
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
        title, body, content='search_source', content_rowid='id', prefix='1 2',
        tokenize="unicode61 remove_diacritics 2"
    )
    """,
)


def recreate(execute: Callable[[str], object]) -> None:
    """Make the search index and the triggers anew from the tables."""
    for statement in (*_DROP, *_CREATE, "INSERT INTO search(search) VALUES ('rebuild')"):
        execute(statement)
