"""A program that answers cards as fast as it can and says so after each commit; it is there to be killed."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from app.domain.review import CardState, Rating, Review, ReviewKind, Schedule
from app.store import cards, reviews
from app.store.store import Store


def main() -> None:
    store = Store.open(Path(sys.argv[1]))
    with store.read() as tx:
        ids = [card.id for card in cards.all_cards(tx, "bundled")]
    for number in range(100_000):
        card_id, now = ids[number % len(ids)], datetime.now(UTC)
        review = Review(reviews.new_id(now), card_id, now, 0, Rating.GOOD, 1, ReviewKind.LEARN, "test", 1)
        with store.write() as tx:
            before = reviews.schedule_of(tx, card_id)
            reviews.append(
                tx, review, Schedule(card_id, CardState.REVIEW, now, 1.0, 5.0, None, now, before.reps + 1, 0)
            )
        sys.stdout.write(review.id + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
