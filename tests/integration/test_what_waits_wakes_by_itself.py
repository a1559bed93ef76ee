"""What waits for a day is taken up again when it comes, on the whole stack."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import connect
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.vocabulary import State
from shared.ids import uuid7
from tests.support.callers import Callers
from tests.support.openings import opening
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack


@pytest.fixture
def store(stack: Stack) -> Iterator[IncidentStore]:
    database = connect(stack.settings("resolution")["MONGODB_URI"])
    yield IncidentStore(database, "intake")
    database.client.close()


def waiting(stack: Stack, store: IncidentStore, seconds: float) -> UUID:
    """Open an incident, and have it wait for so many seconds."""
    identity = uuid7(utc_now())
    command = opening().model_copy(update={"incident_id": identity})
    store.open_many([(open_incident(command, utc_now()), Cause(identity, uuid4()))])
    answer = httpx.put(
        f"{stack.url('resolution')}/api/v1/incidents/{identity}/pause",
        headers=Callers(stack).employee() | {"If-Match": '"1"'},
        json={"wake_at": (utc_now() + timedelta(seconds=seconds)).isoformat()},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    return identity


def is_woken(store: IncidentStore, incident_id: UUID) -> bool:
    return store.get(incident_id).state is State.OPEN


def test_it_wakes_within_seconds_of_its_time(stack: Stack, store: IncidentStore) -> None:
    incident_id = waiting(stack, store, 3)
    day = store.get(incident_id).wake_at
    assert day
    eventually(lambda: is_woken(store, incident_id), within=30)
    assert store.get(incident_id).updated_at >= day


def test_what_fell_due_while_nobody_worked_wakes_with_the_first_worker(
    stack: Stack, store: IncidentStore
) -> None:
    stack.kill_part("resolution-worker")
    stack.stop_part("resolution-worker")
    try:
        incident_id = waiting(stack, store, 1)
        eventually(lambda: (store.get(incident_id).wake_at or utc_now()) < utc_now())
        assert store.get(incident_id).state is State.WAITING
    finally:
        stack.start_part("resolution-worker")
    eventually(lambda: is_woken(store, incident_id), within=60)
