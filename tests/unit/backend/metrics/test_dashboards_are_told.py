"""Dashboards are told that figures have changed: soon, and once a second at most."""

from datetime import datetime, timedelta

from backend.metrics.postman import FIGURES, FiguresTeller
from shared.contracts.envelope import Envelope
from shared.contracts.figures import FiguresChanged
from shared.messaging.memory import MemoryBroker, MemoryPublisher
from tests.support.openings import NOON


class Desk:
    """A teller, with a hand on its clock and on what it tells of."""

    def __init__(self) -> None:
        self._broker = MemoryBroker()
        self.applied, self.now = 7, NOON
        self._teller = FiguresTeller(MemoryPublisher(self._broker), lambda: self.applied, self._clock)

    def _clock(self) -> datetime:
        return self.now

    def look(self, after: timedelta = timedelta(0)) -> list[int]:
        """Let it look after a while, and return what it tells."""
        self.now += after
        self._broker.live.clear()
        self._teller.look()
        contents = [Envelope.parse(body).content() for body in self._broker.live]
        assert all(isinstance(each, FiguresChanged) and each.id == FIGURES for each in contents)
        return [each.about()[1] for each in contents]


def test_a_change_is_told_at_once() -> None:
    assert Desk().look() == [7]


def test_what_has_not_changed_is_not_told_again() -> None:
    desk = Desk()
    desk.look()
    assert desk.look(timedelta(seconds=5)) == []


def test_many_changes_within_a_second_are_told_together() -> None:
    desk = Desk()
    desk.look()
    desk.applied = 8
    assert desk.look(timedelta(milliseconds=300)) == []
    desk.applied = 9
    assert desk.look(timedelta(milliseconds=800)) == [9]


def test_a_clock_that_is_set_back_holds_nothing_up() -> None:
    desk = Desk()
    desk.look()
    desk.applied = 8
    assert desk.look(timedelta(hours=-1)) == [8]
