"""Of many processes the one with the lease follows the events; without it, it holds none of them back."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from backend.dispatch import worker
from backend.dispatch.ports import OvertakenError
from backend.dispatch.rounds import Rounds
from backend.dispatch.worker import Dispatcher
from backend.kit.mongo import DatabaseUnavailable
from shared.contracts.topology import events_queue
from shared.contracts.vocabulary import AssignmentMode
from shared.messaging.memory import MemoryInbox
from tests.support.handing_out import ANA, LUIS, Shop
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually


class OwnLease:
    """A lease that a test gives and takes."""

    def __init__(self) -> None:
        self.is_ours = False

    def hold(self) -> bool:
        return self.is_ours

    def give_up(self) -> None:
        self.is_ours = False


class Inbox(MemoryInbox):
    """Counts how many are open."""

    opened = 0

    def __init__(self, shop: Shop) -> None:
        super().__init__(shop.broker, "dispatch", queue=events_queue("dispatch"))
        Inbox.opened += 1

    def close(self) -> None:
        super().close()
        Inbox.opened -= 1


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TICK_S", "PAUSE_S", "LEAST_S"):
        monkeypatch.setattr(worker, name, 0.01)
    monkeypatch.setattr(Inbox, "opened", 0)


@contextmanager
def running(lease: OwnLease, shop: Shop, go: Callable[[], None] | None = None) -> Iterator[None]:
    def make_rounds() -> Rounds:
        shop.begin_anew()
        if go:
            shop.rounds.go = go  # type: ignore[method-assign]
        return shop.rounds

    dispatcher = Dispatcher(lease, make_rounds, lambda: Inbox(shop))  # type: ignore[arg-type]
    thread = threading.Thread(target=dispatcher.run)
    thread.start()
    try:
        yield
    finally:
        dispatcher.stop()
        thread.join(10)
        assert not thread.is_alive()
        assert Inbox.opened == 0


def decided(shop: Shop) -> int:
    return len(shop.broker.queues["resolution.commands"])


def test_without_the_lease_nothing_is_handed_out_and_with_it_all_that_is_open() -> None:
    shop, lease = Shop(AssignmentMode.ROUND_ROBIN, ANA, LUIS), OwnLease()
    shop.open(3)
    with running(lease, shop):
        assert (decided(shop), Inbox.opened) == (0, 0)
        lease.is_ours = True
        eventually(lambda: decided(shop) == 3)
        shop.open(2)
        eventually(lambda: decided(shop) == 5)
        lease.is_ours = False
        eventually(lambda: Inbox.opened == 0)
        shop.open(2)
        lease.is_ours = True
        eventually(lambda: decided(shop) >= 7)
    assert not lease.is_ours  # another may have it at once


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (DatabaseUnavailable("gone"), "nothing can be handed out now"),
        (OvertakenError("they were faster"), "another process hands out too"),
    ],
)
def test_what_stands_in_the_way_is_told_and_it_begins_anew(
    error: Exception, told: str, expected_log: ExpectedLog
) -> None:
    shop, lease = Shop(AssignmentMode.ROUND_ROBIN, ANA), OwnLease()
    lease.is_ours = True
    expected_log(told)
    rounds = []

    def go() -> None:
        rounds.append(Inbox.opened)
        raise error

    with running(lease, shop, go):
        eventually(lambda: len(rounds) >= 3)
    assert set(rounds) == {1}
    assert told in expected_log.texts()[0]
