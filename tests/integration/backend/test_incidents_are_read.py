"""Reading incidents from the real database: conversations, the queue, what changed, a customer's own."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from shared.contracts.vocabulary import State
from tests.support.openings import ANA, MARTA, cause, first_change, later

pytestmark = pytest.mark.database


@pytest.fixture
def store(database: Database) -> IncidentStore:
    store = IncidentStore(database, "intake")
    store.prepare()
    return store


def open_one(store: IncidentStore, **of: Any) -> Incident:
    """Open an incident and return it."""
    change, why = first_change(**of)
    store.open_many([(change, why)])
    return change.incident


def comment(text: str):  # type: ignore[no-untyped-def]
    return lambda found: rules.comment(found, MARTA, later(5), uuid4(), text)


def test_a_conversation_can_be_read_from_a_version_on(store: IncidentStore) -> None:
    incident = open_one(store)
    for text in ("Uno.", "Dos.", "Tres."):
        store.change(incident.id, comment(text), cause())
    messages, timeline = store.conversation(incident.id, after=2)
    assert [one.text for one in messages] == ["Dos.", "Tres."]
    assert [one.version for one in timeline] == [3, 4]
    assert store.conversation(incident.id, after=4) == ((), ())


def test_a_conversation_holds_no_other_incidents_words(store: IncidentStore) -> None:
    one, other = open_one(store), open_one(store)
    store.change(other.id, comment("Del otro."), cause())
    assert store.conversation(one.id)[0] == ()


def in_every_state(store: IncidentStore) -> dict[State, Incident]:
    """Keep one incident in each state."""
    moves: dict[State, list[Any]] = {
        State.OPEN: [],
        State.ASSIGNED: [rules.claim],
        State.WAITING: [rules.pause],
        State.RESOLVED: [rules.resolve],
        State.CLOSED: [rules.resolve, rules.close],
    }
    kept = {}
    for minutes, (state, steps) in enumerate(moves.items()):
        incident = open_one(store, at=later(minutes))
        for step in steps:
            decide = partial(_moved, step, later(minutes + 10))
            incident = store.change(incident.id, decide, cause())
        kept[state] = incident
    return kept


def _moved(step: Any, at: Any, found: Incident) -> Change:
    change: Change = step(found, ANA, at)
    return change


def test_the_queue_is_what_is_not_closed(store: IncidentStore) -> None:
    kept = in_every_state(store)
    rows = {row.state: row for row in store.queue()}
    assert rows == {state: kept[state].row() for state in State if state is not State.CLOSED}


def test_a_closed_incident_on_which_its_customer_writes_is_in_the_queue_until_it_is_closed_again(
    store: IncidentStore,
) -> None:
    closed = in_every_state(store)[State.CLOSED]
    comment = partial(rules.comment, by=MARTA, at=later(200), message_id=uuid4(), text="It drips again.")
    written = store.change(closed.id, comment, cause())
    assert written.row() in store.queue()
    store.change(closed.id, partial(_moved, rules.close, later(201)), cause())
    assert closed.id not in {row.id for row in store.queue()}


def test_what_changed_after_a_moment_includes_what_was_closed(store: IncidentStore) -> None:
    kept = in_every_state(store)
    after = kept[State.WAITING].updated_at
    assert {row.state for row in store.changed_after(after)} == {State.RESOLVED, State.CLOSED}
    assert store.changed_after(later(10_000)) == []


def test_a_customer_has_their_own_incidents_the_newest_first(store: IncidentStore) -> None:
    ours = [open_one(store, at=later(minutes)) for minutes in (0, 20, 10)]
    open_one(store, customer_id="c-somebodyelse")
    open_one(store, customer_id=None)
    rows = store.of_customer(MARTA.id or "")
    assert [row.id for row in rows] == [ours[1].id, ours[2].id, ours[0].id]
    assert store.of_customer("c-nobodynobody") == []


def test_a_guest_has_what_was_opened_with_their_e_mail_in_any_case_the_newest_first(
    store: IncidentStore,
) -> None:
    ours = [open_one(store, at=later(minutes), customer_id=None) for minutes in (0, 20, 10)]
    open_one(store)
    rows = store.of_guest("MARTA@example.org")
    assert [row.id for row in rows] == [ours[1].id, ours[2].id, ours[0].id]
    assert store.of_guest("nobody@example.org") == []


def test_preparing_again_is_harmless(store: IncidentStore) -> None:
    store.prepare()
    open_one(store)
    store.prepare()
    assert len(store.queue()) == 1
