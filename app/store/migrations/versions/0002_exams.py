"""Attempts at exams, with a copy of what they asked, and cards pulled into a day."""

from alembic import op

revision = "0002"
down_revision = "0001"

_TABLES = (
    """
    CREATE TABLE attempt (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL,
        profile TEXT NOT NULL,
        profile_copy TEXT NOT NULL,
        title TEXT NOT NULL,
        mode TEXT NOT NULL,
        seed INTEGER NOT NULL,
        started INTEGER NOT NULL,
        deadline INTEGER,
        ended INTEGER,
        is_late INTEGER DEFAULT 0 NOT NULL,
        position INTEGER DEFAULT 0 NOT NULL,
        score TEXT,
        seen_at INTEGER NOT NULL,
        boot TEXT NOT NULL,
        ticks INTEGER NOT NULL,
        CONSTRAINT uq_attempt_uid UNIQUE (uid),
        CONSTRAINT ck_attempt_mode CHECK (mode IN ('exam', 'practice', 'drill', 'mistakes', 'custom')),
        CONSTRAINT ck_attempt_truth CHECK (is_late IN (0, 1)),
        CONSTRAINT ck_attempt_position CHECK (position >= 0)
    ) STRICT
    """,
    "CREATE INDEX ix_attempt_ended ON attempt (ended)",
    """
    CREATE TABLE asked (
        id INTEGER NOT NULL,
        attempt_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        question TEXT NOT NULL,
        copy TEXT NOT NULL,
        choice_order TEXT NOT NULL,
        is_scored INTEGER NOT NULL,
        checksum BLOB NOT NULL,
        CONSTRAINT pk_asked PRIMARY KEY (id),
        CONSTRAINT uq_asked_attempt_id_position UNIQUE (attempt_id, position),
        CONSTRAINT ck_asked_truth CHECK (is_scored IN (0, 1)),
        CONSTRAINT fk_asked_attempt_id FOREIGN KEY(attempt_id) REFERENCES attempt (id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX ix_asked_question ON asked (question)",
    """
    CREATE TABLE response (
        asked_id INTEGER NOT NULL,
        picks TEXT NOT NULL,
        struck TEXT NOT NULL,
        is_flagged INTEGER NOT NULL,
        is_guess INTEGER NOT NULL,
        note TEXT NOT NULL,
        spent_ms INTEGER NOT NULL,
        first TEXT NOT NULL,
        is_shown INTEGER NOT NULL,
        is_right INTEGER,
        CONSTRAINT pk_response PRIMARY KEY (asked_id),
        CONSTRAINT ck_response_truth CHECK (is_flagged IN (0, 1) AND is_guess IN (0, 1) AND is_shown IN (0, 1)),
        CONSTRAINT ck_response_spent CHECK (spent_ms >= 0),
        CONSTRAINT fk_response_asked_id FOREIGN KEY(asked_id) REFERENCES asked (id) ON DELETE CASCADE
    ) STRICT
    """,
    """
    CREATE TABLE pulled (
        card_id INTEGER NOT NULL,
        day INTEGER NOT NULL,
        CONSTRAINT pk_pulled PRIMARY KEY (card_id),
        CONSTRAINT fk_pulled_card_id FOREIGN KEY(card_id) REFERENCES card (id) ON DELETE CASCADE
    ) STRICT
    """,
)


def upgrade() -> None:
    """Add the tables; nothing that was there is touched."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: an older Certdeck is served by the backup made before the upgrade."""
    raise NotImplementedError
