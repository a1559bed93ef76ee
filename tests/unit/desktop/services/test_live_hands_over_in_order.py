import threading
from uuid import uuid4

from pytestqt.qtbot import QtBot

from desktop.services.live import HANDFUL_MAX, Live
from shared.contracts.envelope import Envelope
from shared.contracts.events import IncidentCommented, IncidentEvent
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind
from shared.messaging.ports import EventsCallback, LiveReader, StateCallback, StreamState
from tests.support.rows import NOON, row

MARTA = Actor(kind=ActorKind.CUSTOMER, name="Marta")


class ThreadedReader:
    """Plays a script of events and states on a thread of its own, as the real reader does."""

    def __init__(self, on_events: EventsCallback, on_state: StateCallback, count: int) -> None:
        self._on_events, self._on_state = on_events, on_state
        self._thread = threading.Thread(target=self._run, args=(count,))

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        self._thread.join(timeout)

    def renew(self, password: str) -> None:
        """Nothing to renew."""

    def _run(self, count: int) -> None:
        self._on_state(StreamState("subscribed"))
        for number in range(count):
            event = IncidentCommented(row=row(version=number + 1), actor=MARTA)
            envelope = Envelope.wrap(event, id=uuid4(), source="test", time=NOON, correlationid=uuid4())
            self._on_events([envelope])
        self._on_state(StreamState("live"))


def test_events_and_states_come_in_order_and_a_burst_in_few_handfuls(qtbot: QtBot) -> None:
    def make(on_events: EventsCallback, on_state: StateCallback) -> LiveReader:
        return ThreadedReader(on_events, on_state, 500)

    live = Live(make)
    handfuls: list[list[IncidentEvent]] = []
    states: list[tuple[str, int]] = []
    live.arrived.connect(handfuls.append)
    live.stateChanged.connect(lambda state: states.append((state.kind, sum(map(len, handfuls)))))
    live.start()
    qtbot.waitUntil(lambda: len(states) == 2)
    live.stop()
    assert states == [("subscribed", 0), ("live", 500)]
    versions = [event.row.version for handful in handfuls for event in handful]
    assert versions == list(range(1, 501))
    assert len(handfuls) < 250
    assert max(map(len, handfuls)) <= HANDFUL_MAX
