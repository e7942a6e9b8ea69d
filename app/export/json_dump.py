"""All that the program knows of the cards and the answers, for other programs to read."""

import json
from datetime import datetime
from typing import Any

from app.domain.card import StudyCard
from app.domain.review import Review
from app.export.spec import Bundle, Exporter, encoded

FORMAT, VERSION = "certdeck-cards", 1


def make(bundle: Bundle) -> bytes:
    """Write cards, schedules and the log of answers as JSON."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "title": bundle.title,
        "made": _moment(bundle.made),
        "cards": [_card(card, bundle) for card in bundle.cards],
        "reviews": [_review(review) for review in bundle.reviews],
    }
    return encoded(json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _card(study_card: StudyCard, bundle: Bundle) -> dict[str, Any]:
    card, schedule = study_card.card, study_card.schedule
    return {
        "id": study_card.id,
        "kind": card.kind,
        "rule": card.rule,
        "front": card.front,
        "back": card.back,
        "answer": card.answer,
        "heading_path": list(card.heading_path),
        "topic": card.topic,
        "note": card.source.path,
        "first_line": card.source.first,
        "last_line": card.source.last,
        "fact": card.fact,
        "anchor": card.anchor,
        "changed": _moment(bundle.changed_at(study_card.id)),
        "suspended": study_card.is_suspended,
        "flag": study_card.flag,
        "schedule": {
            "state": schedule.state.value,
            "due": _moment(schedule.due),
            "stability": schedule.stability,
            "difficulty": schedule.difficulty,
            "step": schedule.step,
            "last_review": _moment(schedule.last_review),
            "reps": schedule.reps,
            "lapses": schedule.lapses,
        },
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "id": review.id,
        "card": review.card_id,
        "at": _moment(review.at),
        "offset_minutes": review.offset_minutes,
        "rating": int(review.rating),
        "taken_ms": review.taken_ms,
        "kind": review.kind.value,
        "model": review.model,
        "parameters_version": review.parameters_version,
        "voids": review.voids,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


EXPORTER = Exporter("json", "Everything (JSON)", ".json", make)
