"""An attempt that is killed at any moment opens again as it stood, with the time gone that has passed."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from app.services import exam
from app.services.context import Services
from app.services.exam_session import ExamSession
from app.settings import Settings
from app.store.store import Store
from tests.faults.examinee import state

pytestmark = [pytest.mark.faults, pytest.mark.skipif(os.name == "nt", reason="SIGKILL")]

KILLS = int(os.environ.get("CERTDECK_KILLS", "12"))


def test_a_killed_exam_opens_as_it_stood(tmp_path, root):
    path = tmp_path / "progress.db"
    chance = random.Random(3)
    program = root / "tests" / "faults" / "examinee.py"
    started = None
    for number in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, str(program), str(path), str(number)],
            stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)},
        )  # fmt: skip
        assert child.stdout
        last = child.stdout.readline()
        time.sleep(chance.expovariate(12))
        child.send_signal(signal.SIGKILL)
        lines = [last, *(line for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n"))]
        child.stdout.close()
        child.wait()
        store = Store.open(path, is_thorough=True)
        found = exam.resume(Services(store, store.clock, Settings())).value
        assert isinstance(found, ExamSession)
        if started is None:
            started = found.attempt.started
        assert found.attempt.started == started  # never a second attempt
        stands = state(found) + "\n"
        if stands != lines[-1]:  # one click may have been committed and not told any more
            assert _differences(stands, lines[-1]) == 1
        assert found.attempt.deadline == started + timedelta(minutes=130)
        left = found.remaining()
        assert left is not None
        assert abs(left - (found.attempt.deadline - datetime.now(UTC))) < timedelta(seconds=5)
        store.close()


def _differences(one: str, other: str) -> int:
    """In how many questions two states differ; a step to another question counts as one."""
    import json

    first, second = json.loads(one), json.loads(other)
    assert first[1] == second[1]  # the same questions in the same order, with the same choices
    return (first[0] != second[0]) + sum(a != b for a, b in zip(first[2], second[2], strict=True))
