from collections.abc import Callable

import pytest

from backend.kit.chores import Chore
from backend.kit.mongo import DatabaseUnavailable
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually


class Work:
    """Fails at first as it is told to, then succeeds."""

    def __init__(self, *failures: Exception) -> None:
        self._failures = list(failures)
        self.times = 0

    def __call__(self) -> None:
        self.times += 1
        if self._failures:
            raise self._failures.pop(0)


@pytest.fixture
def chore() -> Callable[[Work], Chore]:
    return lambda work: Chore("sweep", 0.001, work)


def test_a_chore_is_done_until_it_is_stopped(chore: Callable[[Work], Chore]) -> None:
    work = Work()
    sweeping = chore(work)
    sweeping.start()
    eventually(lambda: work.times > 3, every=0.001)
    sweeping.stop()
    done = work.times
    sweeping.stop()
    assert work.times == done


@pytest.mark.parametrize("failure", [DatabaseUnavailable("it is away"), KeyError("unforeseen")])
def test_a_chore_that_fails_says_so_and_goes_on(
    chore: Callable[[Work], Chore], failure: Exception, expected_log: ExpectedLog
) -> None:
    expected_log("left undone this time")
    work = Work(failure)
    sweeping = chore(work)
    sweeping.start()
    eventually(lambda: work.times > 1, every=0.001)
    sweeping.stop()
    assert len(expected_log.texts()) == 1


def test_a_chore_that_was_never_begun_can_be_stopped(chore: Callable[[Work], Chore]) -> None:
    chore(Work()).stop()
