"""What has been kept for as long as its category says is erased, by one process, and nothing before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from backend.incidents import rules
from backend.incidents.erasing import Erasing
from backend.incidents.model import Incident
from backend.incidents.store import IncidentStore
from backend.kit.lease import Lease
from backend.kit.mongo import Database
from backend.resolution.house import HOUSE
from backend.resolution.retention import BATCH, Retention
from shared.contracts.knowledge import Follower
from shared.contracts.vocabulary import Language
from tests.support.openings import ANA, MARTA, NOON, cause, opening
from tests.support.silence import ExpectedLog

pytestmark = pytest.mark.database
DAYS = {"damaged": 30, "billing": 400}


@pytest.fixture
def store(database: Database) -> IncidentStore:
    store = IncidentStore(database, "resolution")
    store.prepare()
    for slug, days in DAYS.items():
        database["categories"].insert_one({"_id": slug, "retention_days": days})
    return store


@pytest.fixture
def sweep_after(database: Database, store: IncidentStore) -> Callable[[timedelta], int]:
    """Return a function that sweeps so long after noon, and returns how many were erased."""

    def sweep(passed: timedelta) -> int:
        def clock() -> datetime:
            return NOON + passed

        erasing = Erasing(database, store, clock)
        erasing.prepare()
        before = database["incidents"].count_documents({"contact": None})
        Retention(erasing, Lease(database, str(uuid4())), clock, rest=0.0)()
        return database["incidents"].count_documents({"contact": None}) - before

    return sweep


def open_one(store: IncidentStore, *moves: str, category: str = "damaged") -> Incident:
    change = rules.open_incident(opening(category=category), NOON)
    store.open_many([(change, cause(change.incident.id))])
    for move in moves:
        store.change(change.incident.id, lambda found: getattr(rules, move)(found, ANA, NOON), cause())  # noqa: B023
    return store.get(change.incident.id)


def month_later() -> datetime:
    return NOON + timedelta(days=31)


def is_erased(store: IncidentStore, *incidents: Incident) -> list[bool]:
    return [store.get(one.id).erased_at is not None for one in incidents]


def test_what_is_over_for_longer_than_its_category_says_is_erased_and_nothing_else(
    store: IncidentStore, sweep_after: Callable[[timedelta], int]
) -> None:
    over = open_one(store, "resolve", "close")
    others = [open_one(store), open_one(store, "resolve", "close", category="billing")]
    others.append(open_one(store, "resolve", "close", category="unheard-of"))
    assert sweep_after(timedelta(days=30)) == 0
    assert sweep_after(timedelta(days=30, minutes=1)) == 1
    assert is_erased(store, over, *others) == [True, False, False, False]
    assert sweep_after(timedelta(days=30, minutes=2)) == 0
    assert store.conversation(over.id)[1][-1].actor == HOUSE


def test_what_was_written_after_the_end_counts_from_then(
    store: IncidentStore, sweep_after: Callable[[timedelta], int]
) -> None:
    incident = open_one(store, "resolve", "close")
    at = NOON + timedelta(days=20)
    store.change(incident.id, lambda found: rules.comment(found, MARTA, at, uuid4(), "¿Y ahora?"), cause())
    assert sweep_after(timedelta(days=31)) == 0
    assert sweep_after(timedelta(days=51)) == 1


@pytest.mark.parametrize("move", ["comment", "reopen"])
def test_what_is_heard_of_again_while_a_sweep_goes_on_stays(
    store: IncidentStore, database: Database, monkeypatch: pytest.MonkeyPatch, move: str
) -> None:
    incident = open_one(store, "resolve")
    erasing = Erasing(database, store, month_later)
    list_overdue = erasing.overdue

    def list_then_hear(category: str, before: datetime) -> list[UUID]:
        listed = list_overdue(category, before)
        if incident.id in listed:
            rule, at = getattr(rules, move), NOON + timedelta(days=1 if move == "reopen" else 31)
            store.change(incident.id, lambda found: rule(found, MARTA, at, uuid4(), "¿Y ahora?"), cause())
        return listed

    monkeypatch.setattr(erasing, "overdue", list_then_hear)
    Retention(erasing, Lease(database, str(uuid4())), month_later, rest=0.0)()
    assert store.get(incident.id).version == incident.version + 1
    assert is_erased(store, incident) == [False]


def test_what_a_customer_may_still_reopen_stays(
    store: IncidentStore, database: Database, sweep_after: Callable[[timedelta], int]
) -> None:
    database["categories"].update_one({"_id": "damaged"}, {"$set": {"retention_days": 1}})
    resolved, closed = open_one(store, "resolve"), open_one(store, "resolve", "close")
    assert sweep_after(timedelta(days=2)) == 1
    assert is_erased(store, resolved, closed) == [False, True]
    assert sweep_after(timedelta(days=15)) == 1


def test_many_are_erased_in_one_sweep(store: IncidentStore, sweep_after: Callable[[timedelta], int]) -> None:
    for _ in range(BATCH + 3):
        open_one(store, "resolve", "close")
    assert sweep_after(timedelta(days=31)) == BATCH + 3


def test_one_that_can_not_be_erased_holds_up_no_other(
    store: IncidentStore,
    database: Database,
    sweep_after: Callable[[timedelta], int],
    expected_log: ExpectedLog,
) -> None:
    broken, whole = open_one(store, "resolve", "close"), open_one(store, "resolve", "close")
    database["incidents"].update_one({"_id": broken.id}, {"$set": {"reference": "broken"}})
    expected_log("an incident could not be erased")
    assert sweep_after(timedelta(days=31)) == 1
    assert is_erased(store, whole) == [True]


def test_a_latecomer_that_can_not_be_erased_holds_up_no_sweep(
    store: IncidentStore,
    database: Database,
    sweep_after: Callable[[timedelta], int],
    expected_log: ExpectedLog,
) -> None:
    over = open_one(store, "resolve", "close")
    Erasing(database, store, month_later).customer(MARTA.id or "", MARTA, uuid4())
    broken, late = open_one(store), open_one(store)
    late_ones = {"_id": {"$in": [broken.id, late.id]}}
    database["incidents"].update_many(late_ones, {"$set": {"contact.customer_id": MARTA.id}})
    database["incidents"].update_one({"_id": broken.id}, {"$set": {"reference": "broken"}})
    expected_log("an incident could not be erased")
    sweep_after(timedelta(days=31))
    assert is_erased(store, late, over) == [True, True]


def test_while_another_process_sweeps_this_one_does_not(store: IncidentStore, database: Database) -> None:
    incident = open_one(store, "resolve", "close")
    assert Lease(database, "retention").hold()
    erasing = Erasing(database, store, month_later)
    Retention(erasing, Lease(database, "retention"), month_later)()
    assert is_erased(store, incident) == [False]


def test_who_followed_what_was_solved_long_ago_is_forgotten(
    store: IncidentStore, database: Database, sweep_after: Callable[[timedelta], int]
) -> None:
    for solved_at in (NOON, NOON + timedelta(days=20), None):
        database["known_incidents"].insert_one({"_id": uuid4(), "solved_at": solved_at})
    for known in database["known_incidents"].find():
        follower = Follower(email="leo@example.org", name="Leo", language=Language.ENGLISH)
        database["followers"].insert_one({"known_incident_id": known["_id"], **follower.model_dump()})
    sweep_after(timedelta(days=31))
    assert database["followers"].count_documents({}) == 2
