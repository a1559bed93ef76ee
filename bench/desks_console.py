"""``python -m bench.desks_console``: a child that stands for many consoles, each on a connection of its own.

A console here is the reader of the stream and what the console knows of the queue: rows, counts, and the list
in its order. It has no window. Task: url, name, password, consoles, connect_s. Tells ``ready`` once all are
live. Then the parent closes the input, and it tells, in the end, ``waits`` (seconds from each event's time to
the moment it was taken in, by console) and ``cpu_s``, the processor's time since it was ready.
"""

import threading
import time
from datetime import UTC, datetime
from itertools import chain

from bench.child import task, tell, wait_for_the_end
from desktop.state.counters import Counters
from desktop.state.listing import Listing
from desktop.state.person import Person
from desktop.state.queue import Queue
from desktop.state.rows import row_of
from shared.contracts.envelope import Envelope
from shared.contracts.events import IncidentEvent
from shared.messaging.ports import StreamState
from shared.messaging.rabbit.stream import StreamReader

CLOSE_S = 0.05
"""So long a thread is waited for; all of them end with the process anyway."""


class Desk:
    """One console without its window."""

    def __init__(self, url: str, me: Person, password: str) -> None:
        self.live = threading.Event()
        self.waits: list[float] = []
        self._queue = Queue()
        self._counters = Counters(me)
        self._listing = Listing(self._queue.lines, me)
        self._reader = StreamReader(
            url, name=me.id, password=lambda: password, on_events=self._take, on_state=self._note
        )

    def start(self) -> None:
        """Begin to follow."""
        self._reader.start()

    def stop(self) -> None:
        """Hang up."""
        self._reader.stop(CLOSE_S)

    def _take(self, envelopes: list[Envelope]) -> None:
        contents = [envelope.content() for envelope in envelopes]
        rows = [row_of(content.row) for content in contents if isinstance(content, IncidentEvent)]
        changes = self._queue.apply_all(rows)
        self._counters.apply(changes)
        for change in changes:
            for _step in self._listing.follow(change.id):
                pass
        now = datetime.now(UTC)
        self.waits += [(now - envelope.time).total_seconds() for envelope in envelopes]

    def _note(self, state: StreamState) -> None:
        if state.kind == "live":
            self.live.set()


def main() -> None:
    """Connect, follow until the input closes, and tell how long each event took."""
    given = task()
    me = Person(id=given["name"], name="Persona")
    desks = [Desk(given["url"], me, given["password"]) for _ in range(given["consoles"])]
    until = time.monotonic() + given["connect_s"]
    for desk in desks:
        desk.start()
    ready = sum(desk.live.wait(max(0.0, until - time.monotonic())) for desk in desks)
    cpu = time.process_time()
    tell(ready=ready)
    wait_for_the_end()
    used = time.process_time() - cpu
    waits = list(chain.from_iterable(list(desk.waits) for desk in desks))
    tell(waits=[round(wait, 5) for wait in waits], cpu_s=used)
    for desk in desks:
        desk.stop()


if __name__ == "__main__":
    main()
