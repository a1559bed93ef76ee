"""Who deletes their account is named nowhere any more: every collection of every service is looked at."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from backend.incidents import rules
from backend.incidents.erasing import Erasing
from backend.incidents.recording import UnknownIncidentError
from backend.incidents.store import IncidentStore
from backend.kit.audit import AuditEntry
from backend.kit.mongo import Database
from backend.kit.outbox import OutboxRelay
from backend.knowledge.domain import announce
from backend.knowledge.store import KnowledgeStore
from backend.notifications.handlers import commands_handler, events_handler
from backend.notifications.known_incidents import KnownIncidentReader
from backend.notifications.store import MailStore, ParticipantStore
from backend.resolution.handlers import customers_handler, erasures_handler
from shared.clock import utc_now
from shared.contracts.knowledge import AnswerText, Follower
from shared.contracts.resources import Contact
from shared.contracts.topology import events_queue
from shared.contracts.vocabulary import Language
from shared.ids import uuid7
from shared.messaging.memory import MemoryBroker, MemoryInbox, MemoryPublisher
from shared.messaging.worker import Worker
from tests.support.account_mails import EVA, Mailbox, bearer, confirmed
from tests.support.letters import COMPOSER
from tests.support.marked import MARK
from tests.support.openings import ANA, NOON, cause, opening

pytestmark = pytest.mark.database
NAME, EMAIL = f"{MARK} Vega", f"eva.{MARK.lower()}@example.com"
Settle = Callable[[], None]


@pytest.fixture
def store(database: Database) -> IncidentStore:
    store = IncidentStore(database, "intake")
    store.prepare()
    return store


@pytest.fixture
def mail_store(database: Database) -> MailStore:
    store = MailStore(database)
    store.prepare()
    return store


@pytest.fixture
def participants(database: Database) -> ParticipantStore:
    store = ParticipantStore(database)
    store.prepare()
    return store


@pytest.fixture
def settle(
    database: Database,
    broker: MemoryBroker,
    store: IncidentStore,
    mail_store: MailStore,
    participants: ParticipantStore,
) -> Settle:
    """Return what lets every worker work off what waits for it."""
    erasing = Erasing(database, store, utc_now)
    erasing.prepare()
    relay = OutboxRelay(database, MemoryPublisher(broker))
    known = KnownIncidentReader(database)

    def forget(incident_id: UUID) -> None:
        mail_store.forget(incident_id)
        participants.forget(incident_id)

    def forget_address(email: str, asked_until: datetime) -> None:
        mail_store.forget_address(email, asked_until)
        participants.forget_address(email)

    on_events = events_handler(store, known, COMPOSER, mail_store, utc_now, forget=forget)
    on_commands = commands_handler(store, COMPOSER, mail_store, utc_now, forget_address=forget_address)
    on_wishes = customers_handler(store, erasing, utc_now, UnknownIncidentError)
    work = [
        ("resolution", None, on_wishes),
        ("resolution", events_queue("resolution"), erasures_handler(erasing)),
        ("notifications", None, on_commands),
        ("notifications", events_queue("notifications"), on_events),
    ]
    inboxes = [(MemoryInbox(broker, service, queue=queue), handler) for service, queue, handler in work]
    workers = [Worker("each", inbox, handler) for inbox, handler in inboxes]

    def settle() -> None:
        for _ in range(3):  # a command makes an event, and that another command's end
            relay.drain()
            for worker in workers:
                worker.step(timeout=0.0)
        assert not broker.dead

    return settle


def everywhere(database: Database) -> str:
    """Return all that is kept, in whichever collection."""
    names = database.list_collection_names()
    return "\n".join(str(document) for name in names for document in database[name].find()).lower()


def open_one(store: IncidentStore, customer_id: str | None, name: str = NAME, email: str = EMAIL) -> UUID:
    contact = Contact(name=name, email=email, customer_id=customer_id)
    change = rules.open_incident(opening().model_copy(update={"contact": contact}), NOON)
    store.open_many([(change, cause(change.incident.id))])
    return change.incident.id


def follow(database: Database) -> None:
    knowledge = KnowledgeStore(database, utc_now)
    knowledge.prepare()
    texts = {each: AnswerText(title="Pagos", body="Ya va.") for each in Language}
    known = announce(uuid7(utc_now()), None, ANA, NOON, category=None, texts=texts)
    entry = AuditEntry.note(f"known-incident:{known.after.id}", "announced", 1, ANA, NOON)
    knowledge.known_incidents.put(known, entry, cause())
    knowledge.follow(known.after.id, Follower(email=EMAIL.title(), name=NAME, language=Language.SPANISH))


def test_after_an_erasure_no_collection_holds_the_persons_name_or_address(
    customers: FlaskClient,
    mails: Mailbox,
    database: Database,
    store: IncidentStore,
    participants: ParticipantStore,
    settle: Settle,
) -> None:
    opened = confirmed(customers, mails, name=NAME, email=EMAIL)
    hers, as_guest = open_one(store, opened["customer"]["id"]), open_one(store, None)
    others = open_one(store, None, "Leo Paz", "leo@example.org")
    for incident_id in (hers, as_guest, others):
        store.change(incident_id, lambda found: rules.reply(found, ANA, NOON, uuid4(), "Hola"), cause())
    participants.join(others, [EMAIL.title(), "sol@example.org"])
    follow(database)
    settle()
    assert everywhere(database).count(EMAIL) > 6
    proof = {"password": EVA["password"]}
    answer = customers.post("/api/v1/customers/me/erasure", json=proof, headers=bearer(opened))
    assert answer.status_code == 204, answer.text
    settle()
    left = everywhere(database)
    assert MARK.lower() not in left
    assert opened["customer"]["id"] in left  # for what of theirs may still be on its way
    assert store.get(others).person.email == "leo@example.org"
    assert participants.of(others) == {"sol@example.org"}
    assert database["mails"].count_documents({"to": "leo@example.org"}) == 2
