"""``python -m bench.desk_console``: a child that is a real console, works through a long list, and tells how.

Task: settings (the console's environment), folder (for its preferences), email, password, rows (how many the
list must have). Tells ``usable``, ``complete``, then ``doing`` before each exercise and its times in seconds,
``frames``, ``stalls``, ``keys`` and ``openings``, and in the end ``over``.
"""

import os
import sys
import time
from collections.abc import Iterator
from uuid import UUID

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication

from bench.child import Facts, task, tell
from desktop.app import Console
from desktop.services.addresses import Addresses
from desktop.services.preferences import CONFIG_VARIABLE
from desktop.state.connection import Freshness
from desktop.workplace import Workplace

LOOK_MS = 5
FRAME_MS = 16
REST_S = 2.0
FRAMES = 600
STEP = 90
"""Pixels that each frame scrolls by: a wheel turned without a pause."""
TYPED = ("tetera", "maria", "cobro du", "llego rota", "order", "garcia t")
OPENINGS = 30
Exercise = Iterator[float]
"""Does a step, then yields after how many seconds the next may begin."""


class Worker(QObject):
    """Goes through the exercises, one after the other."""

    def __init__(self, application: QApplication, given: Facts) -> None:
        super().__init__()
        self._application = application
        self._rows: int = given["rows"]
        self._console = Console(application, Addresses())
        self._console.start(given["email"], given["password"])
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._tell_when_ready)
        self._look.start()
        self._is_usable = False
        self._next = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._next.timeout.connect(self._go_on)
        self._work: Iterator[float] = iter(())

    def _tell_when_ready(self) -> None:
        place = self._console.workplace
        if place is None or not place.desk.model.count:
            return
        if not self._is_usable:
            self._is_usable = True
            place.window.grab()
            tell(usable=time.perf_counter(), rows=place.desk.model.count)
        is_live = place.queue.connection.freshness is Freshness.LIVE
        if is_live and not place.desk.model.is_busy and place.desk.model.count >= self._rows:
            self._look.stop()
            tell(complete=time.perf_counter(), rows=place.desk.model.count)
            self._work = self._exercises(place)
            self._next.start(round(REST_S * 1000))

    def _go_on(self) -> None:
        rest = next(self._work, None)
        if rest is None:
            tell(over=True)
        else:
            self._next.start(max(round(rest * 1000), 0))

    def _exercises(self, place: Workplace) -> Exercise:
        place.window.resize(1920, 1080)
        newest = place.desk.model.row_at(0)
        yield REST_S
        for name in ("scrolling", "events"):
            tell(doing=name)
            yield REST_S
            yield from _scroll(place)
            yield REST_S
        tell(doing="filter")
        yield from _type(place)
        tell(doing="opening")
        yield REST_S
        # What comes meanwhile stands in no database, and can't be opened.
        place.window.queue.table.choose(newest.id if newest else None, scroll=True)
        yield from _open(place)


def _scroll(place: Workplace) -> Exercise:
    """Scroll down, frame by frame; a frame is late by as much as anything held the window up."""
    table = place.window.queue.table
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    frames, worked, stalls = [], [], []
    due = time.perf_counter() + FRAME_MS / 1000
    for _ in range(FRAMES):
        yield max(due - time.perf_counter(), 0)
        began, working = time.perf_counter(), time.thread_time()
        stalls.append(max(began - due, 0.0))
        bar.setValue(bar.value() + STEP)
        QApplication.processEvents()  # paints what has come into sight, and takes what has come in
        frames.append(time.perf_counter() - began)
        worked.append(time.thread_time() - working)
        due = max(due, began) + FRAME_MS / 1000
    tell(frames=frames, worked=worked, stalls=stalls)


def _type(place: Workplace) -> Exercise:
    """Type letter by letter, and take the last one away again; each until the list shows it."""
    field, model, table = place.window.top_bar.filter, place.desk.model, place.window.queue.table
    keys, worked = [], []
    for words in TYPED:
        texts = [words[:length] for length in range(1, len(words) + 1)]
        for text in (*texts, words[:-1], ""):
            yield 0.05
            began, working = time.perf_counter(), time.thread_time()
            field.setText(text)
            while model.is_busy:
                QApplication.processEvents()
            table.viewport().repaint()
            keys.append(time.perf_counter() - began)
            worked.append(time.thread_time() - working)
    tell(keys=keys, worked=worked)


def _open(place: Workplace) -> Exercise:
    """Open one incident after the other; each until its conversation is painted."""
    table, openings = place.window.queue.table, []
    for _ in range(OPENINGS):
        yield 0.4
        before: UUID | None = place.desk.open_id
        began = time.perf_counter()
        table.step(1)
        while place.desk.detail is None or place.desk.open_id == before:
            QApplication.processEvents()
        place.window.incident.repaint()
        openings.append(time.perf_counter() - began)
    tell(openings=openings)


def main() -> int:
    """Run the console until the input closes."""
    given = task()
    os.environ.update(given["settings"])
    os.environ[CONFIG_VARIABLE] = given["folder"]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication(sys.argv[:1])
    end = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    end.activated.connect(application.quit)
    worker = Worker(application, given)  # noqa: F841  # lives as long as the application
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
