"""Attempts at exams: begun once, written at every click, ended once, and true for good."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.clock import Anchor, Steady
from app.domain.draw import Seen
from app.domain.exam import (
    Asked,
    Attempt,
    Choice,
    ExamDomain,
    Mode,
    Profile,
    Question,
    Response,
    Score,
    Tally,
    Task,
    TaskRef,
    is_right,
)
from app.domain.ids import CardId
from app.domain.note import Source
from app.store.rows import AskedRow, AttemptRow, CardRow, PulledRow, ResponseRow
from app.store.store import Tx
from app.store.types import checksum


@dataclass(frozen=True, slots=True)
class Summary:
    """An attempt without its questions, for lists and plots; `score` is None while it is open."""

    id: str
    profile: str
    title: str
    mode: Mode
    started: datetime
    ended: datetime | None
    is_late: bool
    questions: int
    answered: int
    score: Score | None
    pass_score: int


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of an attempt that has ended, as far as statistics need it."""

    question: str
    task: str  # in the attempt's profile
    was_right: bool
    is_guess: bool
    spent_ms: int
    picks: tuple[str, ...]


def add(tx: Tx, attempt: Attempt, anchor: Anchor) -> None:
    """Keep a new attempt with all that it asks."""
    number = tx.session.execute(
        insert(AttemptRow)
        .values(
            uid=attempt.id,
            profile=attempt.profile.code,
            profile_copy=_profile_to_json(attempt.profile),
            title=attempt.title,
            mode=attempt.mode.value,
            seed=attempt.seed,
            started=attempt.started,
            deadline=attempt.deadline,
            position=attempt.position,
            **_anchored(anchor),
        )
        .returning(AttemptRow.id)
    ).scalar_one()
    tx.session.execute(
        insert(AskedRow), [_asked_values(number, position, asked) for position, asked in enumerate(attempt.asked)]
    )


def get(tx: Tx, attempt_id: str) -> tuple[Attempt, Anchor] | None:
    """An attempt as it stands, and the last moment that it knows to be true."""
    row = tx.session.execute(select(AttemptRow).where(AttemptRow.uid == attempt_id)).scalar_one_or_none()
    if row is None:
        return None
    found = tx.session.execute(
        select(AskedRow, ResponseRow)
        .outerjoin(ResponseRow, ResponseRow.asked_id == AskedRow.id)
        .where(AskedRow.attempt_id == row.id)
        .order_by(AskedRow.position)
    ).all()
    attempt = Attempt(
        id=row.uid,
        profile=_profile(row.profile_copy),
        mode=Mode(row.mode),
        seed=row.seed,
        asked=tuple(
            Asked(_question(json.loads(asked.copy)), tuple(asked.choice_order), asked.is_scored) for asked, _ in found
        ),
        started=row.started,
        deadline=row.deadline,
        ended=row.ended,
        position=row.position,
        responses=tuple(Response() if response is None else _response(response) for _, response in found),
        title=row.title,
        is_late=row.is_late,
    )
    return attempt, Anchor(row.seen_at, Steady(row.boot, row.ticks / 1_000_000))


def open_id(tx: Tx) -> str | None:
    """The attempt that has not ended yet."""
    query = select(AttemptRow.uid).where(AttemptRow.ended.is_(None)).order_by(AttemptRow.id.desc()).limit(1)
    return tx.session.execute(query).scalar_one_or_none()


def save(tx: Tx, attempt_id: str, responses: Mapping[int, Response], position: int, anchor: Anchor) -> bool:
    """Keep what was done, and where the learner stands; False if the attempt has ended meanwhile."""
    number = _number(tx, attempt_id)
    if number is None:
        return False
    ids = _asked_ids(tx, number, responses)
    for where, response in responses.items():
        values = _response_values(response)
        statement = upsert(ResponseRow).values(asked_id=ids[where], **values)
        tx.session.execute(statement.on_conflict_do_update(index_elements=[ResponseRow.asked_id], set_=values))
    tx.session.execute(update(AttemptRow).where(AttemptRow.id == number).values(position=position, **_anchored(anchor)))
    return True


def end(tx: Tx, attempt: Attempt, score: Score, anchor: Anchor) -> bool:
    """Close an attempt for good; False if that happened already."""
    number = _number(tx, attempt.id)
    if number is None:
        return False
    tx.session.execute(
        update(AttemptRow)
        .where(AttemptRow.id == number)
        .values(ended=attempt.ended, is_late=attempt.is_late, score=_score_to_json(score), **_anchored(anchor))
    )
    ids = _asked_ids(tx, number, range(len(attempt.asked)))
    for position, asked in enumerate(attempt.asked):
        response = attempt.response(position)
        verdict = is_right(asked.question, response.picks) if attempt.counts(position) else None
        values = _response_values(response) | {"is_right": verdict}
        statement = upsert(ResponseRow).values(asked_id=ids[position], **values)
        tx.session.execute(statement.on_conflict_do_update(index_elements=[ResponseRow.asked_id], set_=values))
    return True


def discard(tx: Tx, attempt_id: str) -> bool:
    """Forget an attempt that is still open; one that has ended stays."""
    number = _number(tx, attempt_id)
    if number is None:
        return False
    tx.session.execute(delete(AttemptRow).where(AttemptRow.id == number))
    return True


def summaries(tx: Tx) -> tuple[Summary, ...]:
    """Every attempt, oldest first."""
    counted = (
        select(
            AskedRow.attempt_id,
            func.count(AskedRow.id).label("questions"),
            func.count().filter(func.json_array_length(ResponseRow.picks) > 0).label("answered"),
        )
        .outerjoin(ResponseRow, ResponseRow.asked_id == AskedRow.id)
        .group_by(AskedRow.attempt_id)
        .subquery()
    )
    query = (
        select(AttemptRow, counted.c.questions, counted.c.answered)
        .join(counted, counted.c.attempt_id == AttemptRow.id)
        .order_by(AttemptRow.id)
    )
    return tuple(
        Summary(
            row.uid,
            row.profile,
            row.title,
            Mode(row.mode),
            row.started,
            row.ended,
            row.is_late,
            questions,
            int(answered),
            None if row.score is None else _score(row.score),
            int(row.profile_copy["pass_score"]),
        )
        for row, questions, answered in tx.session.execute(query)
    )


def answered(tx: Tx, *, profile: str = "", question: str = "") -> tuple[Answered, ...]:
    """Every question that counts, of the attempts that have ended, oldest first; of one profile or question only."""
    query = (
        select(AttemptRow.profile, AskedRow.question, AskedRow.copy, ResponseRow)
        .join(AskedRow, AskedRow.attempt_id == AttemptRow.id)
        .join(ResponseRow, ResponseRow.asked_id == AskedRow.id)
        .where(ResponseRow.is_right.is_not(None))
        .order_by(AttemptRow.id, AskedRow.position)
    )
    if profile:
        query = query.where(AttemptRow.profile == profile)
    if question:
        query = query.where(AskedRow.question == question)
    return tuple(
        Answered(
            asked,
            next((task for name, task in json.loads(copy)["tasks"] if name == code), ""),
            bool(response.is_right),
            response.is_guess,
            response.spent_ms,
            tuple(response.picks),
        )
        for code, asked, copy, response in tx.session.execute(query)
    )


def seen(tx: Tx) -> dict[str, Seen]:
    """When each question was last asked and counted, and how it went."""
    query = (
        select(AttemptRow.id, AskedRow.question, ResponseRow.is_right)
        .join(AskedRow, AskedRow.attempt_id == AttemptRow.id)
        .join(ResponseRow, ResponseRow.asked_id == AskedRow.id)
        .where(ResponseRow.is_right.is_not(None))
        .order_by(AttemptRow.id)
    )
    return {question: Seen(number, bool(was_right)) for number, question, was_right in tx.session.execute(query)}


def pull(tx: Tx, card_ids: Iterable[CardId], day: date) -> int:
    """Ask for cards on a day, due or not; return how many were not asked for already."""
    wanted = tx.session.execute(
        select(CardRow.id).where(CardRow.uid.in_(list(card_ids)), CardRow.is_parked.is_(False))
    ).scalars()
    before = len(pulled(tx, day))
    for number in wanted.all():
        statement = upsert(PulledRow).values(card_id=number, day=day)
        tx.session.execute(statement.on_conflict_do_update(index_elements=[PulledRow.card_id], set_={"day": day}))
    return len(pulled(tx, day)) - before


def pulled(tx: Tx, day: date) -> frozenset[CardId]:
    """The cards asked for on a day."""
    query = select(CardRow.uid).join(PulledRow, PulledRow.card_id == CardRow.id).where(PulledRow.day == day)
    return frozenset(CardId(uid) for uid in tx.session.execute(query).scalars())


def _number(tx: Tx, attempt_id: str) -> int | None:
    query = select(AttemptRow.id).where(AttemptRow.uid == attempt_id, AttemptRow.ended.is_(None))
    return tx.session.execute(query).scalar_one_or_none()


def _asked_ids(tx: Tx, number: int, positions: Iterable[int]) -> dict[int, int]:
    query = select(AskedRow.position, AskedRow.id).where(
        AskedRow.attempt_id == number, AskedRow.position.in_(list(positions))
    )
    return {position: number for position, number in tx.session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def _anchored(anchor: Anchor) -> dict[str, Any]:
    return {"seen_at": anchor.at, "boot": anchor.steady.boot, "ticks": round(anchor.steady.seconds * 1_000_000)}


def _asked_values(number: int, position: int, asked: Asked) -> dict[str, Any]:
    copy = json.dumps(_question_to_json(asked.question), ensure_ascii=False, separators=(",", ":"))
    order = json.dumps(list(asked.order), ensure_ascii=False, separators=(",", ":"))
    return {
        "attempt_id": number,
        "position": position,
        "question": asked.question.id,
        "copy": copy,
        "choice_order": list(asked.order),
        "is_scored": asked.is_scored,
        "checksum": checksum((asked.question.id, copy, order, int(asked.is_scored))),
    }


def _response_values(response: Response) -> dict[str, Any]:
    return {
        "picks": list(response.picks),
        "struck": sorted(response.struck),
        "is_flagged": response.is_flagged,
        "is_guess": response.is_guess,
        "note": response.note,
        "spent_ms": response.spent_ms,
        "first": list(response.first),
        "is_shown": response.is_shown,
    }


def _response(row: ResponseRow) -> Response:
    return Response(
        tuple(row.picks),
        frozenset(row.struck),
        row.is_flagged,
        row.is_guess,
        row.note,
        row.spent_ms,
        tuple(row.first),
        row.is_shown,
    )


def _question_to_json(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "stem": question.stem,
        "choices": [[choice.id, choice.text, choice.reason, choice.is_last] for choice in question.choices],
        "key": sorted(question.key),
        "tasks": [[ref.profile, ref.task] for ref in question.tasks],
        "difficulty": question.difficulty,
        "notes": question.notes,
        "source": [question.source.path, question.source.first, question.source.last],
        "bank": question.bank,
        "explanation": question.explanation,
        "is_drill": question.is_drill,
    }


def _question(stored: Mapping[str, Any]) -> Question:
    return Question(
        id=stored["id"],
        stem=stored["stem"],
        choices=tuple(Choice(*values) for values in stored["choices"]),
        key=frozenset(stored["key"]),
        tasks=tuple(TaskRef(*values) for values in stored["tasks"]),
        difficulty=stored["difficulty"],
        notes=stored["notes"],
        source=Source(*stored["source"]),
        bank=stored["bank"],
        explanation=stored["explanation"],
        is_drill=stored["is_drill"],
    )


def _profile_to_json(profile: Profile) -> dict[str, Any]:
    return asdict(profile) | {
        "first_day": profile.first_day and profile.first_day.isoformat(),
        "last_day": profile.last_day and profile.last_day.isoformat(),
    }


def _profile(stored: Mapping[str, Any]) -> Profile:
    domains = tuple(
        ExamDomain(
            one["id"], one["title"], one["weight"], tuple(Task(task["id"], task["title"]) for task in one["tasks"])
        )
        for one in stored["domains"]
    )
    days = {name: stored[name] and date.fromisoformat(stored[name]) for name in ("first_day", "last_day")}
    return Profile(**{**stored, **days, "domains": domains, "services": tuple(stored["services"])})


def _score_to_json(score: Score) -> dict[str, Any]:
    return asdict(score)


def _score(stored: Mapping[str, Any]) -> Score:
    def tallies(of: Mapping[str, Mapping[str, int]]) -> dict[str, Tally]:
        return {name: Tally(**tally) for name, tally in of.items()}

    whole = {"scored": Tally(**stored["scored"]), "whole": Tally(**stored["whole"])}
    return Score(**{**stored, **whole, "domains": tallies(stored["domains"]), "tasks": tallies(stored["tasks"])})
