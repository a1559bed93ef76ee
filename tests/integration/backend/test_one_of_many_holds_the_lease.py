"""A lease on the real database: one works, and another takes over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from backend.kit.lease import Lease
from backend.kit.mongo import Database
from tests.support.openings import NOON

pytestmark = pytest.mark.database
LASTS = timedelta(seconds=6)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def leases(database: Database, clock: Clock) -> tuple[Lease, Lease]:
    return Lease(database, "outbox", LASTS, clock), Lease(database, "outbox", LASTS, clock)


def test_who_comes_first_holds_it_and_the_other_does_not(leases: tuple[Lease, Lease]) -> None:
    first, second = leases
    assert first.hold()
    assert not second.hold()
    assert first.hold()


def test_it_is_kept_by_renewing_it(leases: tuple[Lease, Lease], clock: Clock) -> None:
    first, second = leases
    for _ in range(10):
        assert first.hold()
        assert not second.hold()
        clock.pass_seconds(5)


def test_it_runs_out_when_its_holder_is_gone_and_does_not_come_back_to_it(
    leases: tuple[Lease, Lease], clock: Clock
) -> None:
    first, second = leases
    assert first.hold()
    clock.pass_seconds(LASTS.total_seconds())
    assert not second.hold()
    clock.pass_seconds(0.001)
    assert second.hold()
    assert not first.hold()


def test_who_gives_it_up_lets_the_other_have_it_at_once(leases: tuple[Lease, Lease]) -> None:
    first, second = leases
    assert first.hold()
    first.give_up()
    assert second.hold()
    assert not first.hold()


def test_giving_up_what_another_has_takes_nothing_from_them(leases: tuple[Lease, Lease]) -> None:
    first, second = leases
    assert first.hold()
    assert not second.hold()
    second.give_up()
    assert first.hold()
    assert not second.hold()


def test_between_renewals_the_database_is_not_asked(
    leases: tuple[Lease, Lease], database: Database, clock: Clock
) -> None:
    first, _ = leases
    assert first.hold()
    database["leases"].delete_many({})
    clock.pass_seconds(LASTS.total_seconds() / 3 - 0.001)
    assert first.hold()
    assert database["leases"].count_documents({}) == 0
    clock.pass_seconds(0.001)
    assert first.hold()
    assert database["leases"].count_documents({}) == 1


def test_tasks_are_leased_apart(database: Database, clock: Clock) -> None:
    assert Lease(database, "outbox", LASTS, clock).hold()
    assert Lease(database, "sweep", LASTS, clock).hold()


def test_of_many_who_come_at_once_one_holds_it(database: Database, clock: Clock) -> None:
    database["leases"].create_index("holder")  # so that the collection exists, as after the first start
    many = [Lease(database, "outbox", LASTS, clock) for _ in range(6)]
    start = Barrier(len(many))

    def come(lease: Lease) -> bool:
        start.wait(10)
        return lease.hold()

    with ThreadPoolExecutor(len(many)) as pool:
        assert sorted(pool.map(come, many)) == [False] * 5 + [True]
