"""Promises in the real database: due with every move, reckoned anew after every change of a policy."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from backend.incidents import rules
from backend.incidents.model import Incident
from backend.incidents.renewal import Renewal
from backend.incidents.store import IncidentStore
from backend.kit.lease import Lease
from backend.kit.mongo import Database
from backend.resolution.renewing import Renewing
from backend.sla.store import PromiseStore
from shared.contracts.envelope import Envelope
from tests.support.openings import ANA, NOON, cause, opening
from tests.support.promised import EVERYBODY, changed
from tests.support.promised_database import promise

pytestmark = pytest.mark.database
TUESDAY = NOON.replace(hour=10)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(database: Database) -> IncidentStore:
    made = IncidentStore(database, "resolution")
    made.prepare()
    return made


def opened(store: IncidentStore) -> Incident:
    change = rules.open_incident(opening(), TUESDAY)
    store.open_many([(change, cause(change.incident.id))])
    return store.get(change.incident.id)


def last_event(database: Database, incident: Incident) -> Any:
    """Return what was told last of an incident."""
    found = [Envelope.unseal(one["body"]) for one in database["outbox"].find()]
    mine = [one for one in found if one.subject == incident.id]
    return max(mine, key=lambda one: one.version).content()


def renewing(database: Database) -> Renewing:
    """Return what looks for outdated incidents, as a process does that was just started."""
    renewal = Renewal(database, "resolution", lambda: TUESDAY + HOUR)
    return Renewing(renewal, Lease(database, str(uuid4())))


def test_the_move_and_what_it_makes_due_are_written_and_told_together(
    database: Database, store: IncidentStore
) -> None:
    promise(database)
    incident = opened(store)
    assert (incident.answer_due, incident.resolution_due) == (TUESDAY + 2 * HOUR, TUESDAY + 48 * HOUR)
    after = store.change(
        incident.id, lambda found: rules.reply(found, ANA, TUESDAY + HOUR, uuid4(), "Hola."), cause()
    )
    assert (after, after.answer_due) == (store.get(incident.id), None)
    replied = last_event(database, incident)
    assert replied.outcomes == after.outcomes
    assert replied.row == after.row() == store.queue()[0]


def test_another_policy_counts_at_once_for_what_is_opened_and_soon_for_what_is_under_way(
    database: Database, store: IncidentStore
) -> None:
    promise(database)
    incident = opened(store)
    stricter = changed(EVERYBODY, version=2, goals={"first_answer": 60, "resolution": 1080})
    promise(database, stricter, calendars=())
    assert opened(store).answer_due == TUESDAY + HOUR
    renewing(database)()
    renewed = store.get(incident.id)
    assert (renewed.answer_due, renewed.version) == (TUESDAY + HOUR, 2)
    told = last_event(database, incident)
    assert told.TYPE == "incident.promised"
    assert [one.field for one in told.changes] == ["answer_due"]


def test_what_is_due_at_the_same_time_is_reckoned_anew_without_a_word(
    database: Database, store: IncidentStore
) -> None:
    promise(database)
    incident = opened(store)
    promise(database, changed(EVERYBODY, version=2, warnings=(25,)), calendars=())
    renewing(database)()
    after = store.get(incident.id)
    assert (after.version, after.alarm_at) == (1, TUESDAY + HOUR / 2)
    assert Renewal(database, "resolution", lambda: TUESDAY).outdated() == []


def test_incidents_from_before_there_were_policies_are_found_at_the_start(
    database: Database, store: IncidentStore
) -> None:
    incident = opened(store)
    fields = ("promises", "alarm_at", "resolution_due", "outcomes", "customer_group")
    database["incidents"].update_one({"_id": incident.id}, {"$unset": dict.fromkeys(fields, "")})
    promise(database)
    assert store.get(incident.id).resolution_due is None
    renewing(database)()
    assert store.get(incident.id).resolution_due == TUESDAY + 48 * HOUR


def test_the_first_policies_count_from_the_first_start_and_what_staff_made_of_them_stays(
    database: Database, store: IncidentStore
) -> None:
    promises = PromiseStore(database)
    promises.prepare()
    assert promises.book().edition == 1
    assert opened(store).answer_due == TUESDAY + 24 * HOUR
    everybody = promises.policies.get("everybody")
    promise(database, changed(everybody, version=2, is_active=False), calendars=())
    promises.prepare()
    assert not promises.policies.get("everybody").is_active


def test_what_is_to_be_told_is_found_in_its_order(database: Database, store: IncidentStore) -> None:
    promises = promise(database)
    later, sooner = opened(store), opened(store)
    store.change(later.id, lambda found: rules.reply(found, ANA, TUESDAY, uuid4(), "Hola."), cause())
    assert promises.alarmed(TUESDAY + HOUR - timedelta(milliseconds=1)) == []
    assert [one.id for one in promises.alarmed(TUESDAY + HOUR)] == [sooner.id]
    assert [one.id for one in promises.alarmed(TUESDAY + 30 * HOUR)] == [sooner.id, later.id]
    assert {one.id for one in promises.awaited()} == {sooner.id, later.id}
