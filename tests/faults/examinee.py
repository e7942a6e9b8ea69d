"""A program that takes an exam as fast as it can and says what stands after each commit; it is there to be killed."""

import json
import random
import sys
from pathlib import Path

from app.domain.exam import Response
from app.services import exam
from app.services.context import Services
from app.services.exam_session import ExamSession
from app.settings import Settings
from app.store.store import Store
from tests.factories import make_bank, make_profile

PROFILE = make_profile()


def told(response: Response) -> list[object]:
    """What must be there again; the time spent is told by the last heartbeat only."""
    return [list(response.picks), sorted(response.struck), response.is_flagged, response.is_guess, response.note]


def state(session: ExamSession) -> str:
    attempt = session.attempt
    orders = [[asked.question.id, *asked.order] for asked in attempt.asked]
    return json.dumps([attempt.position, orders, [told(attempt.response(n)) for n in range(len(attempt.asked))]])


def main() -> None:
    store = Store.open(Path(sys.argv[1]))
    services = Services(store, store.clock, Settings())
    found = exam.resume(services).value
    if not isinstance(found, ExamSession):
        found = exam.begin(services, exam.full_exam(PROFILE), PROFILE, make_bank(PROFILE)).value
    chance = random.Random(int(sys.argv[2]))
    sys.stdout.write(state(found) + "\n")
    sys.stdout.flush()
    while True:
        step = chance.choice(
            (
                lambda: found.pick(chance.choice("abcd")),
                lambda: found.pick(chance.choice("abcd")),
                lambda: found.strike(chance.choice("abcd")),
                found.flag,
                found.guess,
                lambda: found.write_note(f"note {chance.random()}"),
                lambda: found.go(chance.randrange(65)),
            )
        )()
        if step is not None:
            exam.save(services, step)
            sys.stdout.write(state(found) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
