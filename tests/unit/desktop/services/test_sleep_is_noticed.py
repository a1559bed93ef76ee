from datetime import datetime, timedelta

from pytestqt.qtbot import QtBot

from desktop.services.wakefulness import Wakefulness
from tests.support.incidents_seen import OPENED


class HandClock:
    """A clock whose hands a test moves; it tells how often it was looked at."""

    def __init__(self) -> None:
        self.now = OPENED
        self.looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return self.now


def test_hours_that_no_timer_saw_are_told_once(qtbot: QtBot) -> None:
    clock, woken = HandClock(), []
    watch = Wakefulness(clock, every_ms=1)
    watch.woke.connect(lambda: woken.append(clock.now))
    clock.now += timedelta(hours=8)
    seen = clock.looks
    qtbot.waitUntil(lambda: clock.looks > seen + 3)
    assert woken == [OPENED + timedelta(hours=8)]


def test_a_window_that_was_busy_and_a_clock_that_was_set_back_are_no_sleep(qtbot: QtBot) -> None:
    clock, woken = HandClock(), []
    watch = Wakefulness(clock, every_ms=1)
    watch.woke.connect(lambda: woken.append(clock.now))
    for step in (timedelta(seconds=9), timedelta(hours=-3), timedelta(seconds=9)):
        clock.now += step
        seen = clock.looks
        qtbot.waitUntil(lambda seen=seen: clock.looks > seen + 1)
    assert woken == []
