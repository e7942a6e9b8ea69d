"""The first version of the progress file."""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = (
    """
    CREATE TABLE folder (
        id INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        CONSTRAINT pk_folder PRIMARY KEY (id),
        CONSTRAINT uq_folder_key UNIQUE ("key")
    ) STRICT
    """,
    """
    CREATE TABLE history (
        seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        at INTEGER NOT NULL,
        undo TEXT NOT NULL,
        redo TEXT NOT NULL,
        is_undone INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT ck_history_truth CHECK (is_undone IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX ix_history_is_undone_seq ON history (is_undone, seq)",
    """
    CREATE TABLE meta (
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        CONSTRAINT pk_meta PRIMARY KEY (name)
    ) STRICT
    """,
    """
    CREATE TABLE note (
        id INTEGER NOT NULL,
        folder_id INTEGER NOT NULL,
        path TEXT NOT NULL,
        title TEXT NOT NULL,
        topic TEXT NOT NULL,
        digest TEXT NOT NULL,
        mtime_ns INTEGER NOT NULL,
        size INTEGER NOT NULL,
        file_digest TEXT NOT NULL,
        comparisons INTEGER DEFAULT 0 NOT NULL,
        diagrams INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_note PRIMARY KEY (id),
        CONSTRAINT uq_note_folder_id_path UNIQUE (folder_id, path),
        CONSTRAINT fk_note_folder_id FOREIGN KEY(folder_id) REFERENCES folder (id)
    ) STRICT
    """,
    """
    CREATE TABLE run (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        folder_id INTEGER NOT NULL,
        at INTEGER NOT NULL,
        added INTEGER NOT NULL,
        kept INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        parked INTEGER NOT NULL,
        returned INTEGER NOT NULL,
        CONSTRAINT fk_run_folder_id FOREIGN KEY(folder_id) REFERENCES folder (id)
    ) STRICT
    """,
    "CREATE INDEX ix_run_folder_id ON run (folder_id)",
    """
    CREATE TABLE section (
        id INTEGER NOT NULL,
        note_id INTEGER NOT NULL,
        parent_id INTEGER,
        position INTEGER NOT NULL,
        level INTEGER NOT NULL,
        title TEXT NOT NULL,
        heading_path TEXT NOT NULL,
        digest TEXT NOT NULL,
        first_line INTEGER NOT NULL,
        last_line INTEGER NOT NULL,
        text TEXT NOT NULL,
        anchor TEXT,
        comparisons INTEGER DEFAULT 0 NOT NULL,
        diagrams INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_section PRIMARY KEY (id),
        CONSTRAINT ck_section_lines CHECK (first_line >= 1 AND last_line >= first_line),
        CONSTRAINT fk_section_note_id FOREIGN KEY(note_id) REFERENCES note (id) ON DELETE CASCADE,
        CONSTRAINT fk_section_parent_id FOREIGN KEY(parent_id) REFERENCES section (id)
            ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
    ) STRICT
    """,
    "CREATE INDEX ix_section_note_id_position ON section (note_id, position)",
    "CREATE INDEX ix_section_parent_id ON section (parent_id)",
    """
    CREATE TABLE card (
        id INTEGER NOT NULL,
        uid TEXT NOT NULL,
        folder_id INTEGER NOT NULL,
        section_id INTEGER,
        position INTEGER NOT NULL,
        fact INTEGER NOT NULL,
        run INTEGER NOT NULL,
        is_parked INTEGER DEFAULT 0 NOT NULL,
        is_suspended INTEGER DEFAULT 0 NOT NULL,
        buried_until INTEGER,
        flag INTEGER DEFAULT 0 NOT NULL,
        state TEXT DEFAULT 'new' NOT NULL,
        due INTEGER,
        stability REAL,
        difficulty REAL,
        step INTEGER,
        last_review INTEGER,
        reps INTEGER DEFAULT 0 NOT NULL,
        lapses INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_card PRIMARY KEY (id),
        CONSTRAINT uq_card_uid UNIQUE (uid),
        CONSTRAINT ck_card_uid CHECK (length(uid) BETWEEN 1 AND 64),
        CONSTRAINT ck_card_flag CHECK (flag BETWEEN 0 AND 7),
        CONSTRAINT ck_card_truth CHECK (is_parked IN (0, 1) AND is_suspended IN (0, 1)),
        CONSTRAINT ck_card_state CHECK (state IN ('new', 'learning', 'review', 'relearning')),
        CONSTRAINT ck_card_due CHECK ((state = 'new') = (due IS NULL)),
        CONSTRAINT ck_card_counts CHECK (reps >= 0 AND lapses >= 0),
        CONSTRAINT fk_card_folder_id FOREIGN KEY(folder_id) REFERENCES folder (id),
        CONSTRAINT fk_card_section_id FOREIGN KEY(section_id) REFERENCES section (id) ON DELETE SET NULL
    ) STRICT
    """,
    "CREATE INDEX ix_card_due ON card (folder_id, is_parked, is_suspended, state, due, buried_until)",
    "CREATE INDEX ix_card_new"
    " ON card (section_id, position) WHERE state = 'new' AND is_parked = 0 AND is_suspended = 0",
    "CREATE INDEX ix_card_run ON card (run)",
    "CREATE INDEX ix_card_section ON card (section_id, is_parked, position)",
    """
    CREATE TABLE problem (
        id INTEGER NOT NULL,
        folder_id INTEGER NOT NULL,
        path TEXT NOT NULL,
        section_id INTEGER,
        line INTEGER NOT NULL,
        rule TEXT NOT NULL,
        message TEXT NOT NULL,
        hint TEXT NOT NULL,
        severity TEXT NOT NULL,
        CONSTRAINT pk_problem PRIMARY KEY (id),
        CONSTRAINT fk_problem_folder_id FOREIGN KEY(folder_id) REFERENCES folder (id),
        CONSTRAINT fk_problem_section_id FOREIGN KEY(section_id) REFERENCES section (id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX ix_problem_folder_id_path ON problem (folder_id, path)",
    "CREATE INDEX ix_problem_section_id ON problem (section_id)",
    """
    CREATE TABLE card_text (
        card_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        rule TEXT NOT NULL,
        front TEXT NOT NULL,
        back TEXT NOT NULL,
        answer TEXT NOT NULL,
        heading_path TEXT NOT NULL,
        topic TEXT NOT NULL,
        path TEXT NOT NULL,
        first_line INTEGER NOT NULL,
        last_line INTEGER NOT NULL,
        fact TEXT NOT NULL,
        place TEXT NOT NULL,
        anchor TEXT,
        front_key INTEGER NOT NULL,
        whole_key INTEGER NOT NULL,
        checksum BLOB NOT NULL,
        CONSTRAINT pk_card_text PRIMARY KEY (card_id),
        CONSTRAINT fk_card_text_card_id FOREIGN KEY(card_id) REFERENCES card (id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX ix_card_text_anchor ON card_text (anchor) WHERE anchor IS NOT NULL",
    """
    CREATE TABLE ledger (
        id INTEGER NOT NULL,
        run_id INTEGER NOT NULL,
        card_id INTEGER NOT NULL,
        what TEXT NOT NULL,
        similarity REAL NOT NULL,
        "before" TEXT NOT NULL,
        "after" TEXT NOT NULL,
        decision TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_ledger PRIMARY KEY (id),
        CONSTRAINT ck_ledger_what CHECK (what IN ('changed', 'moved', 'parked', 'returned')),
        CONSTRAINT ck_ledger_decision CHECK (decision IN ('', 'keep', 'reset')),
        CONSTRAINT fk_ledger_run_id FOREIGN KEY(run_id) REFERENCES run (id) ON DELETE CASCADE,
        CONSTRAINT fk_ledger_card_id FOREIGN KEY(card_id) REFERENCES card (id) ON DELETE CASCADE
    ) STRICT
    """,
    "CREATE INDEX ix_ledger_card_id ON ledger (card_id)",
    "CREATE INDEX ix_ledger_run_id ON ledger (run_id)",
    """
    CREATE TABLE review (
        seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL,
        device TEXT NOT NULL,
        card_uid TEXT NOT NULL,
        at INTEGER NOT NULL,
        offset_minutes INTEGER NOT NULL,
        rating INTEGER NOT NULL,
        taken_ms INTEGER NOT NULL,
        kind TEXT NOT NULL,
        model TEXT NOT NULL,
        parameters_version INTEGER NOT NULL,
        voids TEXT,
        checksum BLOB NOT NULL,
        CONSTRAINT uq_review_uid UNIQUE (uid),
        CONSTRAINT ck_review_rating CHECK (rating BETWEEN 1 AND 4),
        CONSTRAINT ck_review_kind CHECK (kind IN ('learn', 'review', 'relearn', 'cram', 'exam')),
        CONSTRAINT ck_review_taken CHECK (taken_ms >= 0),
        CONSTRAINT ck_review_offset CHECK (offset_minutes BETWEEN -1440 AND 1440),
        CONSTRAINT fk_review_card_uid FOREIGN KEY(card_uid) REFERENCES card (uid),
        CONSTRAINT fk_review_voids FOREIGN KEY(voids) REFERENCES review (uid)
    ) STRICT
    """,
    "CREATE INDEX ix_review_at ON review (at)",
    "CREATE INDEX ix_review_card_uid_seq ON review (card_uid, seq)",
    "CREATE INDEX ix_review_voids ON review (voids) WHERE voids IS NOT NULL",
)


def upgrade() -> None:
    """Create every table; search index and triggers follow by themselves (app/store/derived.py)."""
    for statement in _TABLES:
        op.execute(statement)


def downgrade() -> None:
    """Refuse: an older Certdeck is served by the backup made before the upgrade."""
    raise NotImplementedError
