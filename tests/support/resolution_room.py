"""The stack's ``resolution``, who asks it, and a fresh incident; a test file imports what it needs."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import httpx
import pytest

from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import connect
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.commands import OpenIncident
from shared.contracts.resources import Contact
from shared.contracts.vocabulary import Language
from shared.ids import uuid7
from tests.support.callers import OWNER, Callers


@pytest.fixture(scope="module")
def store(stack: Stack) -> Iterator[IncidentStore]:
    """The incidents of the stack."""
    database = connect(stack.settings("resolution")["MONGODB_URI"])
    yield IncidentStore(database, "intake")
    database.client.close()


@pytest.fixture(scope="module")
def http(stack: Stack) -> Iterator[httpx.Client]:
    """Speaks to the stack's ``resolution``."""
    with httpx.Client(base_url=f"{stack.url('resolution')}/api/v1", timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def callers(stack: Stack) -> Callers:
    """Everybody who may ask."""
    return Callers(stack)


@pytest.fixture
def incident_id(store: IncidentStore) -> UUID:
    """A fresh incident, which nobody has."""
    identity = uuid7(utc_now())
    command = OpenIncident(
        incident_id=identity,
        category="damaged",
        subject="La tetera llegó rota",
        description="El asa estaba partida.",
        contact=Contact(name="Marta Ruiz", email="marta@example.com", customer_id=OWNER),
        language=Language.SPANISH,
    )
    store.open_many([(open_incident(command, utc_now()), Cause(identity, uuid4()))])
    return identity


def seen(version: int, **more: str) -> dict[str, str]:
    """Return the header of who saw this version, and more headers."""
    return {"If-Match": f'"{version}"', **more}
