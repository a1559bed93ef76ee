"""The store of incidents on the real database: all or nothing, once, and in order."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from pymongo.errors import OperationFailure

from backend.incidents import rules
from backend.incidents.model import Incident
from backend.incidents.recording import UnknownIncidentError
from backend.incidents.steps import IllegalMoveError
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause, ReusedCauseError
from backend.kit.mongo import Database, DatabaseUnavailable, connect
from backend.resolution.handlers import StaleError, change_seen
from shared.contracts.envelope import Envelope
from shared.contracts.topology import event_key
from shared.ids import uuid7
from tests.support.openings import ANA, LUIS, MARTA, NOON, cause, first_change, later, opened

pytestmark = pytest.mark.database
PARTS = ("incidents", "timeline", "outbox", "messages")


@pytest.fixture
def store(database: Database) -> IncidentStore:
    store = IncidentStore(database, "intake")
    store.prepare()
    return store


def counts(database: Database) -> tuple[int, ...]:
    """Count incidents, timeline lines, events and messages."""
    return tuple(database[name].count_documents({}) for name in PARTS)


def open_one(store: IncidentStore, **of: Any) -> Incident:
    """Open an incident and return it."""
    change, why = first_change(**of)
    store.open_many([(change, why)])
    return change.incident


def claim(by=ANA, at=later()):  # type: ignore[no-untyped-def]  # noqa: B008 (a fixed moment)
    return lambda found: rules.claim(found, by, at)


def comment(text: str, minutes: float = 5):  # type: ignore[no-untyped-def]
    return lambda found: rules.comment(found, MARTA, later(minutes), uuid4(), text)


# Opening.


def test_an_incident_comes_back_as_it_was_opened(store: IncidentStore) -> None:
    incident = open_one(store)
    assert store.get(incident.id) == incident


def test_with_each_incident_its_timeline_and_its_event_are_kept(
    store: IncidentStore, database: Database
) -> None:
    openings = [first_change() for _ in range(3)]
    assert store.open_many(openings) == 3
    assert counts(database) == (3, 3, 3, 0)
    for change, why in openings:
        (event,) = database["outbox"].find({"key": event_key(change.event)}).limit(1)
        (line,) = store.conversation(change.incident.id)[1]
        assert (line.what, line.version, line.actor) == ("opened", 1, MARTA)
        envelope = _event_of(database, change.incident)
        assert envelope.content() == change.event
        assert (envelope.source, envelope.causationid) == ("/intake", why.id)
        assert envelope.correlationid == why.correlation_id
        assert event["version"] == 1


def _event_of(database: Database, incident: Incident) -> Envelope:
    found = [Envelope.parse(event["body"]) for event in database["outbox"].find()]
    (envelope,) = [envelope for envelope in found if envelope.subject == incident.id]
    return envelope


def test_opening_again_changes_nothing_and_opens_the_rest(store: IncidentStore, database: Database) -> None:
    first, second, third = (first_change() for _ in range(3))
    assert store.open_many([first, second]) == 2
    assert store.open_many([second, first]) == 0
    assert store.open_many([first, third]) == 1
    assert counts(database) == (3, 3, 3, 0)


def test_an_incident_that_was_changed_since_is_not_opened_over(store: IncidentStore) -> None:
    change, why = first_change()
    store.open_many([(change, why)])
    claimed = store.change(change.incident.id, claim(), cause())
    assert store.open_many([(change, why)]) == 0
    assert store.get(change.incident.id) == claimed


def test_the_same_command_twice_in_one_batch_is_one_incident(
    store: IncidentStore, database: Database
) -> None:
    twice = first_change()
    assert store.open_many([twice, first_change(), twice]) == 2
    assert counts(database) == (2, 2, 2, 0)


def test_an_empty_batch_is_no_work(store: IncidentStore, database: Database) -> None:
    assert store.open_many([]) == 0
    assert counts(database) == (0, 0, 0, 0)


def test_two_workers_with_the_same_batch_open_each_incident_once(
    store: IncidentStore, database: Database
) -> None:
    for _ in range(5):
        before = counts(database)[0]
        batch = [first_change() for _ in range(20)]
        start = Barrier(2)
        results = _at_once(start, [partial(store.open_many, batch), partial(store.open_many, batch[::-1])])
        assert sorted(results) == [0, 20]
        assert counts(database) == (before + 20,) * 3 + (0,)


def test_a_batch_with_one_impossible_opening_leaves_nothing(store: IncidentStore, database: Database) -> None:
    (good, why), (other, _) = first_change(), first_change()
    with pytest.raises(OperationFailure):
        store.open_many([(good, why), (other, why)])  # one cause cannot have made both
    assert counts(database) == (0, 0, 0, 0)


# Changing.


def test_a_change_is_kept_with_its_line_its_words_and_its_event(
    store: IncidentStore, database: Database
) -> None:
    incident = open_one(store)
    why = cause()
    changed = store.change(incident.id, comment("¿Hay noticias?"), why)
    assert store.get(incident.id) == changed
    assert counts(database) == (1, 2, 2, 1)
    messages, timeline = store.conversation(incident.id)
    assert [(one.text, one.version, one.at) for one in messages] == [("¿Hay noticias?", 2, later(5))]
    assert [(one.what, one.version) for one in timeline] == [("opened", 1), ("commented", 2)]


def test_a_cause_that_changed_nothing_changes_nothing_later_either(store: IncidentStore) -> None:
    change, why = first_change()
    store.open_many([(change, why)])
    wish = cause()
    store.change(change.incident.id, lambda _: None, wish)
    store.change(change.incident.id, comment("Entretanto."), cause())
    assert store.change(change.incident.id, comment("Hola."), wish).version == 2
    assert [message.text for message in store.conversation(change.incident.id)[0]] == ["Entretanto."]


def test_a_cause_of_another_request_is_refused(store: IncidentStore) -> None:
    (one, why), (other, _) = first_change(), first_change()
    store.open_many([(one, why), (other, cause())])
    with pytest.raises(ReusedCauseError):
        store.change(other.incident.id, comment("Hola."), why)
    with pytest.raises(ReusedCauseError):
        store.change(one.incident.id, comment("Hola."), replace(why, fingerprint="other words"))
    assert store.conversation(other.incident.id)[0] == store.conversation(one.incident.id)[0] == ()


def test_a_cause_that_was_dealt_with_changes_nothing(store: IncidentStore, database: Database) -> None:
    incident = open_one(store)
    why = cause()
    changed = store.change(incident.id, claim(), why)
    later_on = store.change(incident.id, comment("Gracias."), cause())
    assert store.change(incident.id, claim(LUIS), why) == later_on
    assert later_on.assignee == changed.assignee
    assert counts(database) == (1, 3, 3, 1)


def test_a_decision_to_change_nothing_writes_nothing(store: IncidentStore, database: Database) -> None:
    incident = open_one(store)
    assert store.change(incident.id, lambda _: None, cause()) == incident
    assert counts(database) == (1, 1, 1, 0)


def test_what_a_decision_raises_comes_out_and_nothing_is_written(
    store: IncidentStore, database: Database
) -> None:
    incident = open_one(store)
    with pytest.raises(IllegalMoveError):
        store.change(incident.id, lambda found: rules.close(found, ANA, later()), cause())
    assert store.get(incident.id) == incident
    assert counts(database) == (1, 1, 1, 0)


def test_words_that_cannot_be_kept_leave_no_trace_of_their_change(
    store: IncidentStore, database: Database
) -> None:
    incident = open_one(store)
    words = uuid4()
    store.change(incident.id, lambda found: rules.comment(found, MARTA, later(), words, "Uno."), cause())
    with pytest.raises(OperationFailure):  # the message's identity is taken
        store.change(incident.id, lambda found: rules.comment(found, MARTA, later(), words, "Dos."), cause())
    assert store.get(incident.id).version == 2
    assert counts(database) == (1, 2, 2, 1)


def test_an_unknown_incident_is_said_to_be_unknown(store: IncidentStore) -> None:
    with pytest.raises(UnknownIncidentError):
        store.get(uuid7(NOON))
    with pytest.raises(UnknownIncidentError):
        store.change(uuid7(NOON), claim(), cause())
    assert store.conversation(uuid7(NOON)) == ((), ())


def _at_once(start: Barrier, works: list[Any]) -> list[Any]:
    """Run works in threads that begin together; return their results, or the errors they raised."""

    def run(work: Any) -> Any:
        start.wait(10)
        try:
            return work()
        except Exception as error:  # noqa: BLE001 (it is the result)
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_two_employees_who_saw_the_same_version_one_is_stale(store: IncidentStore) -> None:
    for _ in range(5):
        incident = open_one(store)

        def take(by: Any, incident: Incident = incident) -> Incident:
            rule = lambda found, at: rules.claim(found, by, at)  # noqa: E731
            return change_seen(store, incident.id, 1, rule, cause(), later)

        results = _at_once(Barrier(2), [partial(take, ANA), partial(take, LUIS)])
        (winner,) = [one for one in results if isinstance(one, Incident)]
        (loser,) = [one for one in results if isinstance(one, StaleError)]
        assert loser.current == winner == store.get(incident.id)


def test_the_same_request_twice_at_the_same_moment_is_done_once(
    store: IncidentStore, database: Database
) -> None:
    incident = open_one(store)
    why = cause()
    results = _at_once(Barrier(4), [partial(store.change, incident.id, comment("Una vez."), why)] * 4)
    assert {result.version for result in results} == {2}
    assert counts(database) == (1, 2, 2, 1)


def test_words_that_come_from_everywhere_at_once_all_count(store: IncidentStore) -> None:
    incident = open_one(store)
    works = [partial(store.change, incident.id, comment(f"Mensaje {n}."), cause()) for n in range(8)]
    assert all(isinstance(one, Incident) for one in _at_once(Barrier(8), works))
    messages, timeline = store.conversation(incident.id)
    assert {one.text for one in messages} == {f"Mensaje {n}." for n in range(8)}
    assert [one.version for one in timeline] == list(range(1, 10))


@pytest.fixture
def unreachable(monkeypatch: pytest.MonkeyPatch) -> Iterator[IncidentStore]:
    monkeypatch.setattr("backend.kit.mongo.TIMEOUT", 0.2)
    monkeypatch.setattr("backend.kit.mongo.SLOWEST", 0.4)
    database = connect("mongodb://127.0.0.1:9/nothing?directConnection=true")
    yield IncidentStore(database, "intake")
    database.client.close()


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.prepare(),
        lambda store: store.open_many([first_change()]),
        lambda store: store.change(opened().id, claim(), Cause(uuid4(), uuid4())),
        lambda store: store.get(opened().id),
        lambda store: store.conversation(opened().id),
        lambda store: store.queue(),
        lambda store: store.changed_after(NOON),
        lambda store: store.of_customer("c-9f2c41d07b"),
    ],
    ids=["prepare", "open", "change", "get", "conversation", "queue", "changed", "own"],
)
def test_a_database_out_of_reach_is_always_said_in_the_same_word(
    unreachable: IncidentStore, ask: Any
) -> None:
    with pytest.raises(DatabaseUnavailable):
        ask(unreachable)
