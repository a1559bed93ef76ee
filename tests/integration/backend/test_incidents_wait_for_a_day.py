"""What waits for a day is taken up again when it comes, by one process, also when all was down meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from backend.incidents import rules
from backend.incidents.store import IncidentStore
from backend.kit.lease import Lease
from backend.kit.mongo import Database
from backend.resolution.house import HOUSE
from backend.resolution.waking import Waking
from shared.clock import utc_now
from tests.support.openings import ANA, cause
from tests.support.silence import ExpectedLog
from tests.support.staff_desk import StaffDesk

pytestmark = pytest.mark.database


@pytest.fixture
def wake_at(database: Database) -> Callable[[datetime], None]:
    """Return a function that looks for what is due, as a process does that has just been started."""

    def wake(moment: datetime) -> None:
        store = IncidentStore(database, "resolution")
        Waking(store, Lease(database, str(uuid4())), lambda: moment)()

    return wake


def tomorrow() -> datetime:
    return utc_now() + timedelta(days=1)


@pytest.mark.parametrize(("is_claimed", "after"), [(True, "assigned"), (False, "open")])
def test_it_wakes_on_its_day_and_not_before(
    desk: StaffDesk, wake_at: Callable[[datetime], None], is_claimed: bool, after: str
) -> None:
    incident, day = desk.open(), tomorrow()
    if is_claimed:
        desk.put(incident, "claim")
    row = desk.put(incident, "pause", {"wake_at": day.isoformat()})
    assert (row["state"], datetime.fromisoformat(row["wake_at"])) == ("waiting", day)
    wake_at(day - timedelta(seconds=1))
    assert desk.store.get(incident.id).wake_at == day
    wake_at(day + timedelta(hours=30))
    woken = desk.store.get(incident.id)
    assert (woken.state, woken.wake_at) == (after, None)
    assert desk.events(incident)[-1].type == "incident.woken"
    assert desk.store.conversation(incident.id)[1][-1].actor == HOUSE
    wake_at(day + timedelta(hours=31))
    assert desk.store.get(incident.id).version == woken.version


def test_what_was_moved_while_it_was_looked_for_is_left_alone(
    desk: StaffDesk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, day = desk.open(), tomorrow()
    desk.put(incident, "pause", {"wake_at": day.isoformat()})
    store = IncidentStore(database, "resolution")
    due = store.due

    def due_then_resolved(moment: datetime) -> list[object]:
        found = due(moment)
        desk.put(incident, "resolution")
        return list(found)

    monkeypatch.setattr(store, "due", due_then_resolved)
    Waking(store, Lease(database, str(uuid4())), lambda: day)()
    assert desk.store.get(incident.id).state == "resolved"


def test_of_two_processes_one_wakes(desk: StaffDesk, database: Database) -> None:
    incident, day = desk.open(), tomorrow()
    desk.put(incident, "pause", {"wake_at": day.isoformat()})
    mine, theirs = Lease(database, "waking"), Lease(database, "waking")
    assert mine.hold()
    Waking(desk.store, theirs, lambda: day)()
    assert desk.store.get(incident.id).state == "waiting"
    Waking(desk.store, mine, lambda: day)()
    assert desk.store.get(incident.id).state == "open"


@pytest.mark.parametrize("days", [-1, 366])
def test_a_day_that_is_over_or_too_far_away_is_refused(desk: StaffDesk, days: int) -> None:
    day = (utc_now() + timedelta(days=days)).isoformat()
    refused = desk.ask("PUT", desk.open(), "pause", {"wake_at": day})
    assert refused.status_code == 422
    assert refused.get_json()["errors"] == [
        {"field": "wake_at", "message": "It must be to come, within 365 days."}
    ]


def test_a_day_can_be_set_later_moved_and_taken_away(desk: StaffDesk) -> None:
    incident, day = desk.open(), tomorrow()
    assert desk.put(incident, "pause")["wake_at"] is None
    assert desk.ask("PUT", incident, "pause").status_code == 409
    desk.put(incident, "pause", {"wake_at": day.isoformat()})
    assert desk.ask("PUT", incident, "pause", {"wake_at": day.isoformat()}).status_code == 409
    assert desk.put(incident, "pause", {"wake_at": None})["wake_at"] is None


def test_who_takes_it_up_again_ends_the_wait(desk: StaffDesk) -> None:
    incident = desk.open()
    desk.put(incident, "pause", {"wake_at": tomorrow().isoformat()})
    row = desk.delete(incident, "pause")
    assert (row["state"], row["wake_at"]) == ("open", None)
    refused = desk.ask("DELETE", incident, "pause")
    assert (refused.status_code, refused.get_json()["state"]) == (409, "open")


def test_one_that_cannot_be_woken_holds_up_no_other(
    desk: StaffDesk, wake_at: Callable[[datetime], None], database: Database, expected_log: ExpectedLog
) -> None:
    expected_log("an incident could not be taken up again")
    broken, whole, day = desk.open(), desk.open(), tomorrow()
    for each in (broken, whole):
        desk.store.change(each.id, lambda found: rules.pause(found, ANA, utc_now(), day), cause())
    database["incidents"].update_one({"_id": broken.id}, {"$set": {"priority": "absurd"}})
    wake_at(day)
    assert desk.store.get(whole.id).state == "open"
