"""From a confirmed e-mail to the incidents that were opened with it, over the real database and broker."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from backend.customers.app import CustomersSettings, create_app
from backend.incidents import rules
from backend.incidents.erasing import Erasing
from backend.incidents.model import Incident
from backend.incidents.recording import UnknownIncidentError
from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from backend.resolution.handlers import customers_handler
from shared.clock import utc_now
from shared.contracts.commands import AdoptIncidents
from shared.messaging.rabbit.inbox import RabbitInbox
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.messaging.worker import Handler, Task, Worker
from tests.support.account_mails import EVA, mailed_command, token_of
from tests.support.broker import RealBroker
from tests.support.messages import enveloped
from tests.support.openings import ANA, MARTA, NOON, cause, later, opening
from tests.support.waiting import eventually

pytestmark = [pytest.mark.database, pytest.mark.broker]


@pytest.fixture
def store(database: Database) -> IncidentStore:
    store = IncidentStore(database, "resolution")
    store.prepare()
    return store


def open_one(store: IncidentStore, email: str, customer_id: str | None = None) -> Incident:
    """Have somebody open an incident."""
    command = opening(customer_id)
    contact = command.contact.model_copy(update={"email": email})
    change = rules.open_incident(command.model_copy(update={"contact": contact}), NOON)
    store.open_many([(change, cause(change.incident.id))])
    return change.incident


def handler(store: IncidentStore, database: Database) -> Handler:
    """Return what the worker does with commands."""
    return customers_handler(store, Erasing(database, store, utc_now), utc_now, UnknownIncidentError)


def adopt(store: IncidentStore, database: Database, customer_id: str = MARTA.id or "") -> None:
    """Have the worker's handler do it."""
    command = AdoptIncidents(request_id=cause().id, customer_id=customer_id, email=EVA["email"])
    handle = handler(store, database)
    handle([Task(enveloped(command), command)])


def test_just_the_guests_incidents_of_this_address_are_adopted_and_once(
    store: IncidentStore, database: Database
) -> None:
    hers = [open_one(store, EVA["email"]), open_one(store, "EVA@Example.com")]
    open_one(store, "eve@example.com")
    open_one(store, EVA["email"], customer_id="c-somebodyelse")
    for _ in range(2):
        adopt(store, database)
        assert {row.id for row in store.of_customer(MARTA.id or "")} == {one.id for one in hers}
    adopt(store, database, "c-latecomer00")
    assert store.of_customer("c-latecomer00") == []
    assert store.get(hers[0].id).version == 1


def test_an_adopted_incident_goes_on_as_before(store: IncidentStore, database: Database) -> None:
    incident = open_one(store, EVA["email"])
    adopt(store, database)
    after = store.change(incident.id, lambda found: rules.claim(found, ANA, later()), cause())
    assert (after.version, after.person.customer_id) == (2, MARTA.id)


@pytest.fixture
def customers(
    customers_settings: CustomersSettings, database: Database, real_broker: RealBroker
) -> Iterator[FlaskClient]:
    publisher = RabbitPublisher(real_broker.url, "customers")
    eventually(publisher.is_ready)
    yield create_app(customers_settings, publisher).test_client()
    publisher.close()


def test_who_confirms_an_address_finds_what_they_had_opened_as_a_guest(
    customers: FlaskClient, store: IncidentStore, database: Database, real_broker: RealBroker
) -> None:
    incident = open_one(store, EVA["email"])
    assert customers.post("/api/v1/customers", json=EVA).status_code == 202
    token = token_of(mailed_command(real_broker))
    opened = customers.post("/api/v1/confirmations", json={"token": token}).get_json()
    inbox = RabbitInbox(real_broker.url, "resolution")
    worker = Worker("resolution", inbox, handler(store, database))

    def adopted() -> bool:
        worker.step(timeout=0.2)
        return worker.handled == 1

    eventually(adopted)
    inbox.close()
    assert [row.id for row in store.of_customer(opened["customer"]["id"])] == [incident.id]


def test_where_the_broker_is_out_of_reach_nobody_is_promised_a_mail(
    customers_settings: CustomersSettings, database: Database
) -> None:
    publisher = RabbitPublisher("amqp://127.0.0.1:9/ventanilla", "customers")
    customers = create_app(customers_settings, publisher).test_client()
    for email in (EVA["email"], "nobody@example.com"):
        assert customers.post("/api/v1/sign-in-links", json={"email": email}).status_code == 503
    publisher.close()
