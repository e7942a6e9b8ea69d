"""Valid values in one call; a test names only what it is about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import count

from app.domain.card import Card, StudyCard
from app.domain.exam import Choice, ExamDomain, Profile, Question, Task, TaskRef
from app.domain.ids import CardId, ReviewId, first_card_id
from app.domain.note import Block, Note, Paragraph, Section, Source, Text
from app.domain.problem import Problem
from app.domain.review import Rating, Review, ReviewKind, Schedule

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_numbers = count(1)


def make_text(plain: str = "Some text") -> Text:
    return Text(plain, plain)


def make_source(path: str = "note.md", first: int = 1, last: int | None = None) -> Source:
    return Source(path, first, first if last is None else last)


def make_paragraph(text: str = "Some text", *, source: Source | None = None) -> Paragraph:
    return Paragraph(make_text(text), source or make_source(), (make_text(text),))


def make_section(
    title: str = "Amazon SQS",
    *,
    level: int = 1,
    blocks: Iterable[Block] = (),
    children: Iterable[Section] = (),
    text: str | None = None,
    source: Source | None = None,
    heading_path: tuple[str, ...] = (),
) -> Section:
    own_text = f"{'#' * level} {title}\n" if text is None else text
    return Section(
        title=title,
        level=level,
        heading_path=heading_path or (title,),
        blocks=tuple(blocks),
        children=tuple(children),
        source=source or make_source(),
        digest=_digest(title, own_text),
        text=own_text,
    )


def make_note(path: str = "note.md", *, sections: Iterable[Section] = (), topic: str = "") -> Note:
    own = tuple(sections) or (make_section(source=make_source(path)),)
    return Note(path, own[0].title, topic, own, _digest(path, *(section.text for section in own)))


def make_card(
    front: str = "",
    back: str = "4 days",
    *,
    kind: str = "number",
    rule: str = "default",
    heading_path: tuple[str, ...] = ("Amazon SQS",),
    path: str = "note.md",
    line: int = 1,
    fact: str = "",
    place: str = "",
    answer: str = "",
    anchor: str | None = None,
) -> Card:
    own_front = front or f"SQS: retention number {next(_numbers)}?"
    return Card(
        kind=kind,
        rule=rule,
        front=own_front,
        back=back,
        heading_path=heading_path,
        topic="/".join(heading_path[:1]),
        source=make_source(path, line),
        fact=fact or own_front,
        place=place,
        answer=answer,
        anchor=anchor,
    )


def make_cards(number: int) -> tuple[Card, ...]:
    return tuple(
        make_card(f"Front {index}?", f"Back {index}", line=index, place=str(index)) for index in range(1, number + 1)
    )


def make_card_id(*identity: str) -> CardId:
    return first_card_id(*(identity or (str(next(_numbers)),)))


def make_schedule(card_id: CardId | None = None, **parts: object) -> Schedule:
    return replace(Schedule(card_id or make_card_id()), **parts)  # type: ignore[arg-type]


def make_study_card(card: Card | None = None, *, schedule: Schedule | None = None, **parts: object) -> StudyCard:
    own = card or make_card()
    own_schedule = schedule or make_schedule(make_card_id(own.front))
    return replace(StudyCard(own_schedule.card_id, own, own_schedule), **parts)  # type: ignore[arg-type]


def make_review(
    card_id: CardId | None = None, rating: Rating = Rating.GOOD, *, at: datetime = NOON, **parts: object
) -> Review:
    review = Review(
        id=ReviewId(str(make_card_id("review", str(next(_numbers))))),
        card_id=card_id or make_card_id(),
        at=at,
        offset_minutes=0,
        rating=rating,
        taken_ms=2500,
        kind=ReviewKind.LEARN,
        model="fsrs-6",
        parameters_version=1,
    )
    return replace(review, **parts)  # type: ignore[arg-type]


def make_problem(message: str = "Something is odd", *, path: str = "note.md", line: int = 1) -> Problem:
    return Problem("odd", message, path, line)


def _digest(*texts: str) -> str:
    return blake2b("\x1f".join(texts).encode(), digest_size=16).hexdigest()


def make_question(
    question_id: str = "",
    *,
    task: str = "1.1",
    profile: str = "TEST",
    key: str = "a",
    choices: int = 4,
    notes: str = "",
    is_drill: bool = False,
) -> Question:
    """A question with choices a, b, c …; `key` names the right ones."""
    own_id = question_id or f"q-{next(_numbers)}"
    return Question(
        id=own_id,
        stem=f"What does {own_id} ask?",
        choices=tuple(Choice(letter, f"Choice {letter}", f"Because of {letter}") for letter in "abcdefgh"[:choices]),
        key=frozenset(key),
        tasks=(TaskRef(profile, task),),
        notes=notes,
        is_drill=is_drill,
    )


def make_profile(
    code: str = "TEST",
    *,
    weights: Iterable[int] = (30, 26, 22, 22),
    questions: int = 65,
    scored: int = 50,
    minutes: int = 130,
) -> Profile:
    """A profile with two tasks for each domain."""
    domains = tuple(
        ExamDomain(
            str(number),
            f"Domain {number}",
            weight,
            tuple(Task(f"{number}.{task}", f"Task {number}.{task}") for task in (1, 2)),
        )
        for number, weight in enumerate(weights, 1)
    )
    return Profile(code, f"{code} exam", minutes, questions, scored, 720, domains, 30)


def make_bank(profile: Profile, *, each: int = 20) -> tuple[Question, ...]:
    """So many questions for each task, every fourth with two right choices."""
    return tuple(
        make_question(
            f"q-{task.id.replace('.', '-')}-{number}",
            task=task.id,
            profile=profile.code,
            key="ab" if number % 4 == 0 else "a",
        )
        for task in profile.tasks
        for number in range(each)
    )
