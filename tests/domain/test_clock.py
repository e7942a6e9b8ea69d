import time
from datetime import UTC, datetime, timedelta, timezone

from app.domain.clock import Anchor, SystemClock, true_now
from tests.fakes import FrozenClock


def anchor_of(clock):
    return Anchor(clock.now(), clock.steady())


def test_a_clock_that_is_set_moves_nothing():
    clock = FrozenClock()
    anchor = anchor_of(clock)
    for hours in (-1, 24, -48):
        clock.advance(minutes=10)
        before = true_now(anchor, clock)
        clock.set(hours=hours)
        assert true_now(anchor, clock) == before
    assert true_now(anchor, clock) == anchor.at + timedelta(minutes=30)


def test_a_journey_to_another_zone_moves_nothing():
    clock = FrozenClock()
    anchor = anchor_of(clock)
    clock.local = timezone(timedelta(hours=9))
    assert true_now(anchor, clock) == anchor.at


def test_after_a_restart_of_the_machine_the_clock_is_asked_but_never_goes_back():
    clock = FrozenClock()
    anchor = anchor_of(clock)
    clock.boot = "two"
    clock.advance(minutes=20)
    assert true_now(anchor, clock) == anchor.at + timedelta(minutes=20)
    clock.set(hours=-5)
    assert true_now(anchor, clock) == anchor.at


def test_the_systems_steady_time_runs_and_knows_its_boot():
    clock = SystemClock()
    one = clock.steady()
    time.sleep(0.01)
    two = clock.steady()
    assert one.boot == two.boot != ""
    assert 0.005 < two.seconds - one.seconds < 60
    assert abs(true_now(Anchor(datetime.now(UTC), two), clock) - datetime.now(UTC)) < timedelta(seconds=1)
