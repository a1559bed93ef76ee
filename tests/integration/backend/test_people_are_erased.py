"""Who is erased is gone from the real database, with their words and files; what statistics need stays."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from backend.customers.app import CustomersSettings, create_app
from backend.files.domain import TEXT, Examined, StoredFile, UnknownFileError, Upload
from backend.files.store import FileStore
from backend.incidents import rules
from backend.incidents.erased import erase
from backend.incidents.erasing import Erasing, LeftOverError
from backend.incidents.model import Incident
from backend.incidents.recording import UnknownIncidentError
from backend.incidents.steps import IllegalMoveError
from backend.incidents.store import IncidentStore
from backend.kit.audit import AuditEntry
from backend.kit.mongo import Database, DatabaseUnavailable, connect
from backend.kit.outbox import OutboxRelay
from backend.knowledge.domain import announce
from backend.knowledge.store import KnowledgeStore
from backend.resolution.handlers import customers_handler, erasures_handler
from backend.search.domain import Key, Kind
from backend.search.store import SearchStore
from shared.clock import utc_now
from shared.contracts.commands import CommentIncident
from shared.contracts.envelope import Envelope
from shared.contracts.knowledge import AnswerText, Follower
from shared.contracts.resources import FieldAnswer, FileRef
from shared.contracts.topology import commands_queue, events_queue
from shared.contracts.vocabulary import Language, State
from shared.ids import uuid7
from shared.messaging.memory import MemoryBroker, MemoryPublisher
from shared.messaging.rabbit.inbox import RabbitInbox
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.messaging.worker import Task, Worker
from tests.support.account_mails import EVA, bearer, mailed_command, token_of
from tests.support.broker import RealBroker
from tests.support.marked import EMAIL, MARK, everything, open_one
from tests.support.messages import enveloped
from tests.support.openings import ANA, LUIS, MARTA, NOON, cause, later
from tests.support.silence import ExpectedLog
from tests.support.waiting import eventually

pytestmark = pytest.mark.database


@pytest.fixture
def store(database: Database) -> IncidentStore:
    store = IncidentStore(database, "resolution")
    store.prepare()
    return store


@pytest.fixture
def files(database: Database) -> FileStore:
    files = FileStore(database)
    files.prepare()
    return files


@pytest.fixture
def erasing(database: Database, store: IncidentStore) -> Erasing:
    erasing = Erasing(database, store, lambda: later(600))
    erasing.prepare()
    return erasing


def kept_file(files: FileStore, folder: Path) -> FileRef:
    content, small = folder / "content", folder / "thumbnail"
    content.write_bytes(MARK.encode())
    small.write_bytes(MARK.encode())
    upload = Upload(f"{MARK}.txt", "webform:guest", str(uuid4()), "f")
    file: StoredFile = files.add(upload, Examined(TEXT, content, small), utc_now())
    return file.ref()


def lived(store: IncidentStore, files: FileStore, folder: Path) -> Incident:
    """Return an incident in which everything that can be typed was typed, and files were sent."""
    answers = (FieldAnswer(field="what", label=MARK, value=MARK),)
    sent = (kept_file(files, folder),)
    incident = open_one(store, answers=answers, files=sent, order_number=MARK, product=MARK)
    customer = MARTA.model_copy(update={"name": f"{MARK} Ruiz"})
    second = (kept_file(files, folder),)
    for number, move in enumerate(
        (
            lambda found: rules.comment(found, customer, later(1), uuid4(), f"Otra {MARK}", second),
            lambda found: rules.reply(found, ANA, later(2), uuid4(), f"Hola, {MARK}"),
            lambda found: rules.note(found, ANA, later(3), uuid4(), f"Ojo con {MARK}"),
            lambda found: rules.resolve(found, LUIS, later(4)),
            lambda found: rules.rate(found, customer, later(5), 4, f"Gracias, {MARK}"),
        )
    ):
        incident = store.change(incident.id, move, cause())
        assert incident.version == number + 2
    return incident


def test_nothing_that_was_typed_or_sent_is_left_and_all_that_is_counted_is(
    store: IncidentStore, files: FileStore, erasing: Erasing, database: Database, tmp_path: Path
) -> None:
    before = lived(store, files, tmp_path)
    told_before = store.conversation(before.id)
    file_ids = [before.files[0].id, told_before[0][0].files[0].id]
    assert MARK.lower() in everything(database)
    left = erasing.one(before.id, ANA, cause())
    assert [store.is_erased(each) for each in (before.id, uuid4())] == [True, True]
    assert MARK.lower() not in everything(database)
    assert (MARTA.id or "") not in everything(database)
    for file_id in file_ids:
        with pytest.raises(UnknownFileError):
            files.get(file_id)
    assert [database[name].count_documents({}) for name in ("files.chunks", "thumbnails")] == [0, 0]
    messages, timeline = store.conversation(before.id)
    assert [(one.kind, one.at) for one in messages] == [(one.kind, one.at) for one in told_before[0]]
    assert [(one.what, one.at, one.version) for one in timeline[:-1]] == [
        (one.what, one.at, one.version) for one in told_before[1]
    ]
    assert (timeline[-1].what, timeline[-1].actor) == ("erased", ANA)
    assert (left.state, left.rating and left.rating.stars, left.assignee) == (
        State.CLOSED, before.rating and before.rating.stars, before.assignee,
    )  # fmt: skip
    assert store.get(before.id) == left


def test_its_last_event_names_nobody(store: IncidentStore, erasing: Erasing, database: Database) -> None:
    incident = open_one(store)
    database["outbox"].delete_many({})
    erasing.one(incident.id, MARTA, cause())
    [event] = database["outbox"].find()
    assert event["key"].startswith("incident.erased.")
    assert not [word for word in (MARK, MARTA.id or "") if word.encode() in event["body"]]


def test_search_reads_it_as_gone(store: IncidentStore, erasing: Erasing, database: Database) -> None:
    incident, other = open_one(store), open_one(store, "c-somebodyelse")
    erasing.one(incident.id, ANA, cause())
    source, key = SearchStore(database), Key(Kind.INCIDENT, incident.id)
    assert source.read([key]) == {key: None}
    assert [entry.key.id for entry in source.everything()] == [other.id]


def test_what_a_killed_process_left_of_files_is_removed_by_the_next(
    store: IncidentStore, files: FileStore, erasing: Erasing, database: Database, tmp_path: Path
) -> None:
    incident = lived(store, files, tmp_path)
    store.change(incident.id, lambda found: erase(found, ANA, later(9)), cause())
    assert database["files.files"].count_documents({}) == 0
    assert erasing.clear_files() == 2
    assert MARK.lower() not in everything(database)
    assert erasing.clear_files() == 0


def test_a_customers_incidents_are_erased_once_and_nobody_elses(
    store: IncidentStore, erasing: Erasing
) -> None:
    hers = [open_one(store), open_one(store)]
    others = open_one(store, "c-somebodyelse"), open_one(store, None)
    assert erasing.customer(MARTA.id or "", MARTA, uuid4()) == 2
    assert erasing.customer(MARTA.id or "", MARTA, uuid4()) == 0
    assert [store.get(one.id).version for one in hers] == [2, 2]
    assert [store.get(one.id) for one in others] == list(others)
    assert store.of_customer(MARTA.id or "") == []


def test_what_arrives_after_its_customer_was_erased_is_erased_too(
    store: IncidentStore, erasing: Erasing
) -> None:
    erasing.customer(MARTA.id or "", MARTA, uuid4())
    late = open_one(store)
    assert erasing.latecomers(ANA) == 1
    assert store.get(late.id).contact is None


def test_a_guest_is_erased_by_their_address_in_any_case_with_what_they_follow(
    store: IncidentStore, erasing: Erasing, database: Database
) -> None:
    knowledge = KnowledgeStore(database, utc_now)
    knowledge.prepare()
    texts = {each: AnswerText(title="Pagos", body="Ya va.") for each in Language}
    known = announce(uuid7(utc_now()), None, ANA, NOON, category=None, texts=texts)
    entry = AuditEntry.note(f"known-incident:{known.after.id}", "announced", 1, ANA, NOON)
    knowledge.known_incidents.put(known, entry, cause())
    for email in (EMAIL.title(), "leo@example.org"):
        knowledge.follow(known.after.id, Follower(email=email, name="Leo", language=Language.SPANISH))
    guests, with_account = open_one(store, None, EMAIL.upper()), open_one(store)
    broker = MemoryBroker()
    relay = OutboxRelay(database, MemoryPublisher(broker))
    assert erasing.guest(EMAIL, ANA, uuid4()) == 1
    relay.drain()
    [told] = broker.queues[commands_queue("notifications")]
    assert Envelope.parse(told.body).content().email == EMAIL  # type: ignore[attr-defined]
    assert EMAIL.encode() not in b"".join(broker.live)
    assert (store.get(guests.id).contact, store.get(with_account.id)) == (None, with_account)
    assert knowledge.counted(known.after).followers == 1
    assert EMAIL not in str(list(database["followers"].find())).lower()


def test_a_guests_incident_that_can_not_be_erased_holds_up_none_of_theirs(
    store: IncidentStore, erasing: Erasing, database: Database, expected_log: ExpectedLog
) -> None:
    broken, whole = open_one(store, None), open_one(store, None)
    database["incidents"].update_one({"_id": broken.id}, {"$set": {"reference": "broken"}})
    expected_log("an incident could not be erased")
    with pytest.raises(LeftOverError, match="1 incident"):
        erasing.guest(EMAIL, ANA, uuid4())
    assert store.get(whole.id).erased_at is not None


def test_who_forgets_a_guest_erases_latecomers_of_that_address_alone(
    store: IncidentStore, erasing: Erasing
) -> None:
    erasing.customer(MARTA.id or "", MARTA, uuid4())
    late, others = open_one(store), open_one(store, email="leo@example.org")
    assert erasing.guest(EMAIL, ANA, uuid4()) == 1
    assert (store.get(late.id).contact, store.get(others.id)) == (None, others)


def test_what_somebody_with_an_account_adopts_meanwhile_stays_theirs(
    store: IncidentStore, erasing: Erasing, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests, list_guests = open_one(store, None), erasing.of_guest

    def list_then_adopt(email: str) -> list[UUID]:
        listed = list_guests(email)
        assert store.adopt(email, MARTA.id or "") == 1
        return listed

    monkeypatch.setattr(erasing, "of_guest", list_then_adopt)
    assert erasing.guest(EMAIL, ANA, uuid4()) == 0
    assert store.get(guests.id).person.customer_id == MARTA.id


def test_an_erased_incident_takes_no_words_that_were_on_their_way(
    store: IncidentStore, erasing: Erasing, database: Database
) -> None:
    left = erasing.one((incident := open_one(store)).id, ANA, cause())
    late = CommentIncident(incident_id=incident.id, message_id=uuid4(), author=MARTA, text=f"Mi {MARK}")
    customers_handler(store, erasing, later, UnknownIncidentError)([Task(enveloped(late), late)])
    assert store.get(incident.id) == left
    with pytest.raises(IllegalMoveError, match="erased"):
        store.change(incident.id, lambda found: rules.note(found, ANA, later(), uuid4(), MARK), cause())
    assert MARK.lower() not in everything(database)


def test_while_the_database_is_away_an_erasure_waits() -> None:
    away = connect("mongodb://127.0.0.1:9/incidents?serverSelectionTimeoutMS=100")
    erasing = Erasing(away, IncidentStore(away, "resolution"), utc_now)
    with pytest.raises(DatabaseUnavailable):
        erasing.customer(MARTA.id or "", MARTA, uuid4())
    away.client.close()


@pytest.fixture
def customers(
    customers_settings: CustomersSettings, database: Database, real_broker: RealBroker
) -> Iterator[FlaskClient]:
    publisher = RabbitPublisher(real_broker.url, "customers")
    eventually(publisher.is_ready)
    yield create_app(customers_settings, publisher).test_client()
    publisher.close()


@pytest.mark.broker
def test_a_customer_who_deletes_their_account_is_forgotten_with_what_they_wrote(
    customers: FlaskClient,
    store: IncidentStore,
    erasing: Erasing,
    real_broker: RealBroker,
    database: Database,
) -> None:
    assert customers.post("/api/v1/customers", json=EVA).status_code == 202
    token = token_of(mailed_command(real_broker))
    opened = customers.post("/api/v1/confirmations", json={"token": token}).get_json()
    hers = open_one(store, opened["customer"]["id"], EVA["email"])
    as_guest = open_one(store, None, EVA["email"])
    proof = {"password": EVA["password"]}
    answer = customers.post("/api/v1/customers/me/erasure", json=proof, headers=bearer(opened))
    assert answer.status_code == 204, answer.text
    on_events = RabbitInbox(real_broker.url, "resolution", queue=events_queue("resolution"))
    on_commands = RabbitInbox(real_broker.url, "resolution")
    workers = [
        Worker("events", on_events, erasures_handler(erasing)),
        Worker("commands", on_commands, customers_handler(store, erasing, utc_now, UnknownIncidentError)),
    ]

    def forgotten() -> bool:
        for worker in workers:
            worker.step(timeout=0.2)
        return all(store.get(one.id).contact is None for one in (hers, as_guest))

    try:
        eventually(forgotten)
    finally:
        for inbox in (on_events, on_commands):
            inbox.close()
    assert EVA["email"] not in everything(database)
