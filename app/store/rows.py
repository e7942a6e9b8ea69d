"""The tables of the progress file as typed rows; nothing outside the store sees one of them."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import REAL, CheckConstraint, ForeignKey, Index, LargeBinary, MetaData, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.store.types import Day, Json, Moment, Truth

_STRICT: dict[str, Any] = {"sqlite_strict": True}


class Base(DeclarativeBase):
    """STRICT tables: text is TEXT, moments and truth values are INTEGER, every constraint has a name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        bytes: LargeBinary(),
        float: REAL(),
        bool: Truth(),
        datetime: Moment(),
        date: Day(),
    }


class MetaRow(Base):
    """What the file says of itself: its device, when it was last checked and copied."""

    __tablename__ = "meta"
    __table_args__ = (_STRICT,)

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class FolderRow(Base):
    """A notes folder: "bundled" or an absolute path."""

    __tablename__ = "folder"
    __table_args__ = (UniqueConstraint("key"), _STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]


class NoteRow(Base):
    """A file of notes as it was last read."""

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("folder_id", "path"), _STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("folder.id"))
    path: Mapped[str]
    title: Mapped[str]
    topic: Mapped[str]
    digest: Mapped[str]
    mtime_ns: Mapped[int]
    size: Mapped[int]
    file_digest: Mapped[str]
    comparisons: Mapped[int] = mapped_column(server_default=sql("0"))
    diagrams: Mapped[int] = mapped_column(server_default=sql("0"))


class SectionRow(Base):
    """A heading with its own Markdown; lines are those of the note."""

    __tablename__ = "section"
    __table_args__ = (
        CheckConstraint("first_line >= 1 AND last_line >= first_line", name="lines"),
        Index(None, "note_id", "position"),
        Index(None, "parent_id"),
        _STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("section.id", ondelete="SET NULL", deferrable=True, initially="DEFERRED")
    )
    position: Mapped[int]
    level: Mapped[int]
    title: Mapped[str]
    heading_path: Mapped[list[str]] = mapped_column(Json())
    digest: Mapped[str]
    first_line: Mapped[int]
    last_line: Mapped[int]
    text: Mapped[str]
    anchor: Mapped[str | None]
    comparisons: Mapped[int] = mapped_column(server_default=sql("0"))
    diagrams: Mapped[int] = mapped_column(server_default=sql("0"))


class ProblemRow(Base):
    """A finding in a note."""

    __tablename__ = "problem"
    __table_args__ = (Index(None, "folder_id", "path"), _STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("folder.id"))
    path: Mapped[str]
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id", ondelete="CASCADE"), index=True)
    line: Mapped[int]  # within the section if there is one, else within the note
    rule: Mapped[str]
    message: Mapped[str]
    hint: Mapped[str]
    severity: Mapped[str]


class CardRow(Base):
    """Where a card stands: kept narrow, because the queue reads 50,000 of them.

    The columns from `state` on are a cache of the review log.
    """

    __tablename__ = "card"
    __table_args__ = (
        UniqueConstraint("uid"),
        CheckConstraint("length(uid) BETWEEN 1 AND 64", name="uid"),
        CheckConstraint("flag BETWEEN 0 AND 7", name="flag"),
        CheckConstraint("is_parked IN (0, 1) AND is_suspended IN (0, 1)", name="truth"),
        CheckConstraint("state IN ('new', 'learning', 'review', 'relearning')", name="state"),
        CheckConstraint("(state = 'new') = (due IS NULL)", name="due"),
        CheckConstraint("reps >= 0 AND lapses >= 0", name="counts"),
        Index("ix_card_due", "folder_id", "is_parked", "is_suspended", "state", "due", "buried_until"),
        Index("ix_card_run", "run"),
        Index("ix_card_section", "section_id", "is_parked", "position"),
        Index(
            "ix_card_new",
            "section_id",
            "position",
            sqlite_where=sql("state = 'new' AND is_parked = 0 AND is_suspended = 0"),
        ),
        _STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str]
    folder_id: Mapped[int] = mapped_column(ForeignKey("folder.id"))
    section_id: Mapped[int | None] = mapped_column(ForeignKey("section.id", ondelete="SET NULL"))
    position: Mapped[int]
    fact: Mapped[int]
    run: Mapped[int]  # the ingest that made it
    is_parked: Mapped[bool] = mapped_column(server_default=sql("0"))
    is_suspended: Mapped[bool] = mapped_column(server_default=sql("0"))
    buried_until: Mapped[date | None]  # shown again from this study day on
    flag: Mapped[int] = mapped_column(server_default=sql("0"))
    state: Mapped[str] = mapped_column(server_default=sql("'new'"))
    due: Mapped[datetime | None]
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    step: Mapped[int | None]
    last_review: Mapped[datetime | None]
    reps: Mapped[int] = mapped_column(server_default=sql("0"))
    lapses: Mapped[int] = mapped_column(server_default=sql("0"))


class CardTextRow(Base):
    """What a card says, where in the notes it comes from, and its fingerprint.

    Lines are counted from the heading of its section; of a card without a section they are those of the note.
    """

    __tablename__ = "card_text"
    __table_args__ = (Index(None, "anchor", sqlite_where=sql("anchor IS NOT NULL")), _STRICT)

    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str]
    rule: Mapped[str]
    front: Mapped[str]
    back: Mapped[str]
    answer: Mapped[str]
    heading_path: Mapped[list[str]] = mapped_column(Json())
    topic: Mapped[str]
    path: Mapped[str]
    first_line: Mapped[int]
    last_line: Mapped[int]
    fact: Mapped[str]
    place: Mapped[str]
    anchor: Mapped[str | None]
    front_key: Mapped[int]
    whole_key: Mapped[int]
    checksum: Mapped[bytes]


class ReviewRow(Base):
    """One row of the append-only log; triggers refuse to change or remove it."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("uid"),
        CheckConstraint("rating BETWEEN 1 AND 4", name="rating"),
        CheckConstraint("kind IN ('learn', 'review', 'relearn', 'cram', 'exam')", name="kind"),
        CheckConstraint("taken_ms >= 0", name="taken"),
        CheckConstraint("offset_minutes BETWEEN -1440 AND 1440", name="offset"),
        Index(None, "card_uid", "seq"),
        Index(None, "at"),
        Index(None, "voids", sqlite_where=sql("voids IS NOT NULL")),
        _STRICT | {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str]
    device: Mapped[str]
    card_uid: Mapped[str] = mapped_column(ForeignKey("card.uid"))
    at: Mapped[datetime]
    offset_minutes: Mapped[int]
    rating: Mapped[int]
    taken_ms: Mapped[int]
    kind: Mapped[str]
    model: Mapped[str]
    parameters_version: Mapped[int]
    voids: Mapped[str | None] = mapped_column(ForeignKey("review.uid"))
    checksum: Mapped[bytes]


class HistoryRow(Base):
    """One change that can be taken back, and made again after that."""

    __tablename__ = "history"
    __table_args__ = (
        CheckConstraint("is_undone IN (0, 1)", name="truth"),
        Index(None, "is_undone", "seq"),
        _STRICT | {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    at: Mapped[datetime]
    undo: Mapped[Any] = mapped_column(Json())
    redo: Mapped[Any] = mapped_column(Json())
    is_undone: Mapped[bool] = mapped_column(server_default=sql("0"))


class RunRow(Base):
    """One ingest with what it did to the cards."""

    __tablename__ = "run"
    __table_args__ = (_STRICT | {"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    folder_id: Mapped[int] = mapped_column(ForeignKey("folder.id"), index=True)
    at: Mapped[datetime]
    added: Mapped[int]
    kept: Mapped[int]
    changed: Mapped[int]
    parked: Mapped[int]
    returned: Mapped[int]


class LedgerRow(Base):
    """What an ingest did to one card: enough to show it, to take it back and to start the card afresh."""

    __tablename__ = "ledger"
    __table_args__ = (
        CheckConstraint("what IN ('changed', 'moved', 'parked', 'returned')", name="what"),
        CheckConstraint("decision IN ('', 'keep', 'reset')", name="decision"),
        Index(None, "run_id"),
        Index(None, "card_id"),
        _STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"))
    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"))
    what: Mapped[str]
    similarity: Mapped[float]
    before: Mapped[Any] = mapped_column(Json())
    after: Mapped[Any] = mapped_column(Json())
    decision: Mapped[str] = mapped_column(server_default=sql("''"))


class AttemptRow(Base):
    """One sitting of an exam. Its profile is a copy; `score` is a cache of its responses, made when it ended.

    `seen_at`, `boot` and `ticks` are the last moment known to be true and the steady reading of then, in microseconds.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("uid"),
        CheckConstraint("mode IN ('exam', 'practice', 'drill', 'mistakes', 'custom')", name="mode"),
        CheckConstraint("is_late IN (0, 1)", name="truth"),
        CheckConstraint("position >= 0", name="position"),
        Index(None, "ended"),
        _STRICT | {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str]
    profile: Mapped[str]
    profile_copy: Mapped[Any] = mapped_column(Json())
    title: Mapped[str]
    mode: Mapped[str]
    seed: Mapped[int]
    started: Mapped[datetime]
    deadline: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    is_late: Mapped[bool] = mapped_column(server_default=sql("0"))
    position: Mapped[int] = mapped_column(server_default=sql("0"))
    score: Mapped[Any | None] = mapped_column(Json())
    seen_at: Mapped[datetime]
    boot: Mapped[str]
    ticks: Mapped[int]


class AskedRow(Base):
    """A question of an attempt: a copy, so that the attempt stays true when banks change."""

    __tablename__ = "asked"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        CheckConstraint("is_scored IN (0, 1)", name="truth"),
        Index(None, "question"),
        _STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    position: Mapped[int]
    question: Mapped[str]  # the question's id in its bank
    copy: Mapped[str]  # JSON
    choice_order: Mapped[list[str]] = mapped_column(Json())
    is_scored: Mapped[bool]
    checksum: Mapped[bytes]


class ResponseRow(Base):
    """What was done with one question so far; written at every click."""

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("is_flagged IN (0, 1) AND is_guess IN (0, 1) AND is_shown IN (0, 1)", name="truth"),
        CheckConstraint("spent_ms >= 0", name="spent"),
        _STRICT,
    )

    asked_id: Mapped[int] = mapped_column(ForeignKey("asked.id", ondelete="CASCADE"), primary_key=True)
    picks: Mapped[list[str]] = mapped_column(Json())
    struck: Mapped[list[str]] = mapped_column(Json())
    is_flagged: Mapped[bool]
    is_guess: Mapped[bool]
    note: Mapped[str]
    spent_ms: Mapped[int]
    first: Mapped[list[str]] = mapped_column(Json())
    is_shown: Mapped[bool]
    is_right: Mapped[bool | None]  # known once the attempt has ended, of questions that count


class PulledRow(Base):
    """A card that the learner wants to study on that day, due or not; its schedule knows nothing of it."""

    __tablename__ = "pulled"
    __table_args__ = (_STRICT,)

    card_id: Mapped[int] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date]
