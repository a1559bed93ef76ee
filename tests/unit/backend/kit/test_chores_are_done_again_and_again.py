import subprocess
import sys
from collections.abc import Callable

import pytest

from backend.kit.chores import Chore
from backend.kit.mongo import DatabaseUnavailable
from deploy.local.place import CHECKOUT
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


class Clockwork:
    """An ending whose waits take no time: it notes how long each would have been, and ends after some."""

    def __init__(self, waits: int) -> None:
        self.pauses: list[float] = []
        self._left = waits

    def wait(self, timeout: float) -> bool:
        self.pauses.append(timeout)
        self._left -= 1
        return self._left < 0

    def set(self) -> None:
        self._left = 0


def pauses_of(work: Work, every_s: float, times: int) -> list[float]:
    """Return how long a chore waits before each of so many times, and once more at its end."""
    clockwork = Clockwork(times)
    chore = Chore("sweep", every_s, work, clockwork)
    chore.start()
    eventually(lambda: len(clockwork.pauses) == times + 1, every=0.001)
    chore.stop()
    assert work.times == times
    return clockwork.pauses


def test_it_is_done_first_after_its_interval_and_then_at_each() -> None:
    assert pauses_of(Work(), 30.0, 4) == [30.0] * 5


def test_what_fails_is_tried_again_soon_then_later_and_at_its_interval_once_it_works(
    expected_log: ExpectedLog,
) -> None:
    expected_log("left undone this time")
    failing = Work(*[DatabaseUnavailable("it is away")] * 6)
    assert pauses_of(failing, 20.0, 8) == [20.0, 1.0, 2.0, 4.0, 8.0, 16.0, 20.0, 20.0, 20.0]


def test_what_is_due_sooner_than_a_retry_is_not_put_off_by_a_failure(expected_log: ExpectedLog) -> None:
    expected_log("left undone this time")
    assert pauses_of(Work(KeyError("unforeseen")), 0.5, 2) == [0.5, 0.5, 0.5]


def test_it_ends_with_its_process_whatever_it_waits_for_or_does() -> None:
    program = (
        "import threading\n"
        "from backend.kit.chores import Chore\n"
        "begun, never = threading.Event(), threading.Event()\n"
        "Chore('waits', 3600.0, never.wait).start()\n"
        "Chore('works', 0.001, lambda: (begun.set(), never.wait())).start()\n"
        "begun.wait()\n"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, timeout=60, check=False).returncode == 0
    )
