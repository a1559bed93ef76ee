"""Accepted means kept: whatever is killed, and whenever, nothing is lost and nothing is doubled."""

from collections import Counter
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest

from backend.kit.mongo import Database, DatabaseUnavailable, connect, reachable
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.contracts.resources import Contact
from shared.contracts.topology import COMMANDS, command_key
from shared.ids import uuid7
from shared.messaging.ports import StreamState
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.messaging.rabbit.stream import StreamReader
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack


class Listener:
    """Keeps the identities of the events that told each incident's first version over the stream."""

    def __init__(self, url: str) -> None:
        self.seen: dict[UUID, set[UUID]] = {}
        self.live = False
        self._reader = StreamReader(url, name="listener", on_events=self._take, on_state=self._note)

    def __enter__(self) -> "Listener":
        self._reader.start()
        eventually(lambda: self.live)
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.stop()

    def _take(self, events: list[Envelope]) -> None:
        for event in events:
            if event.version == 1:
                self.seen.setdefault(event.subject, set()).add(event.id)

    def _note(self, state: StreamState) -> None:
        self.live = state.kind == "live"


@pytest.fixture
def incidents(stack: Stack) -> Iterator[Database]:
    database = connect(stack.settings("resolution")["MONGODB_URI"])
    yield database
    database.client.close()


@pytest.fixture
def publisher(stack: Stack) -> Iterator[RabbitPublisher]:
    publisher = RabbitPublisher(stack.environment()["AMQP_URL"], "customers", patience=20)
    yield publisher
    publisher.close()


def opening() -> Envelope:
    incident_id = uuid7(utc_now())
    command = OpenIncident(
        incident_id=incident_id,
        category="damaged",
        subject="La tetera llegó rota",
        description="Se rompió el asa.",
        contact=Contact(name="Marta Ruiz", email="marta@example.com"),
        language="es",
    )
    return Envelope.wrap(command, id=incident_id, source="/test", time=utc_now(), correlationid=uuid4())


def submit(
    publisher: RabbitPublisher, count: int, in_the_middle: Callable[[], None] = lambda: None
) -> list[UUID]:
    """Send so many openings and return those that the broker confirmed."""
    envelopes = [opening() for _ in range(count)]
    futures = []
    for number, envelope in enumerate(envelopes):
        if number == count // 2:
            in_the_middle()
        futures.append(publisher.publish(COMMANDS, command_key(OpenIncident), envelope))
    return [
        envelope.subject
        for envelope, future in zip(envelopes, futures, strict=True)
        if future.exception(30) is None
    ]


def kept(database: Database, ids: list[UUID]) -> int:
    """Count those that are in the database, which may still be on its way back: then -1."""
    try:
        with reachable():
            return database["incidents"].count_documents({"_id": {"$in": ids}})
    except DatabaseUnavailable:
        return -1


def versions(database: Database, ids: list[UUID]) -> Counter[tuple[UUID, int]]:
    """Count how often each version of these incidents was made: an opening has a line, and no message."""
    found = database["timeline"].find({"incident_id": {"$in": ids}})
    return Counter((each["incident_id"], each["version"]) for each in found)


@pytest.mark.parametrize("victim", ["intake", "relay", "database", "rabbitmq"])
def test_a_part_killed_in_the_middle_loses_and_doubles_nothing(
    stack: Stack, incidents: Database, publisher: RabbitPublisher, victim: str
) -> None:
    with Listener(stack.environment()["AMQP_URL"]) as listener:
        accepted = submit(publisher, 400)
        accepted += submit(publisher, 200, lambda: stack.kill_part(victim))
        accepted += submit(publisher, 100)
        stack.wait_until_ready(victim)

        assert len(accepted) >= 400
        # What the killed process had begun stays locked until the server gives it up, after a minute.
        eventually(lambda: kept(incidents, accepted) == len(accepted), within=120)
        eventually(lambda: set(accepted) <= set(listener.seen), within=60)
        eventually(lambda: incidents["outbox"].count_documents({}) == 0, within=30)
        assert versions(incidents, accepted) == {(each, 1): 1 for each in accepted}
        # An event may come again, with the same identity: a reader who keeps ids sees each just once.
        assert {each: len(listener.seen[each]) for each in accepted} == dict.fromkeys(accepted, 1)
