"""What a newer release wrote, or a hand, into the outbox: neither ends the relay nor holds up the others."""

import json
from uuid import uuid4

import pytest

from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from backend.kit.outbox import OutboxRelay
from shared.contracts.envelope import Envelope
from shared.messaging.memory import MemoryBroker, MemoryPublisher
from tests.support.messages import SAMPLES, enveloped
from tests.support.openings import first_change
from tests.support.silence import ExpectedLog

pytestmark = pytest.mark.database


@pytest.fixture
def broker() -> MemoryBroker:
    return MemoryBroker()


@pytest.fixture
def store(database: Database, monkeypatch: pytest.MonkeyPatch) -> IncidentStore:
    monkeypatch.setattr("backend.kit.outbox.PAUSE_S", 0.01)
    store = IncidentStore(database, "resolution")
    store.prepare()
    return store


def sent(broker: MemoryBroker) -> list[str]:
    return [Envelope.unseal(body).type for body in broker.live]


def test_an_event_of_a_newer_release_is_passed_on_unread(
    store: IncidentStore, database: Database, broker: MemoryBroker
) -> None:
    newer = json.loads(enveloped(SAMPLES["incident.opened"], id=uuid4()).to_json())
    newer |= {"type": "incident.teleported", "dataschema": "urn:ventanilla:incident.teleported:7"}
    body = json.dumps(newer).encode()
    database["outbox"].insert_one({"_id": uuid4(), "version": 1, "key": "incident.teleported", "body": body})
    OutboxRelay(database, MemoryPublisher(broker)).drain()
    assert sent(broker) == ["incident.teleported"]
    assert database["outbox"].count_documents({}) == 0


@pytest.mark.parametrize("body", [b"not json", b'{"specversion": "2.0"}', "text", None])
def test_what_is_no_envelope_is_set_aside_and_the_others_go_out(
    store: IncidentStore,
    database: Database,
    broker: MemoryBroker,
    body: object,
    expected_log: ExpectedLog,
) -> None:
    expected_log("an event can't be sent and is set aside")
    wrong = uuid4()
    database["outbox"].insert_one({"_id": wrong, "version": 0, "key": "incident.opened", "body": body})
    store.open_many([first_change()])
    OutboxRelay(database, MemoryPublisher(broker)).drain()
    assert sent(broker) == ["incident.opened"]
    assert database["outbox"].count_documents({}) == 0
    aside = database["outbox_refused"].find_one({"_id": wrong})
    assert aside is not None
    assert aside["body"] == body
    assert aside["reason"]
