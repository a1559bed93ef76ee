"""The demo's past, written into a real database by the rules themselves."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from backend.incidents.model import Incident
from backend.incidents.store import Decision, IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import Database
from deploy.demo.history import DAYS, History
from deploy.demo.knowledge import known_incidents
from deploy.demo.people import PEOPLE, Staff
from deploy.demo.seeding import write_past
from deploy.local.place import Place
from deploy.local.record import Record
from shared.clock import utc_now
from shared.contracts.knowledge import KnownIncident
from shared.contracts.vocabulary import State

pytestmark = pytest.mark.database
NOW = utc_now()


@pytest.fixture
def staff() -> Staff:
    staff = Staff("http://127.0.0.1:9", "unused")
    staff._ids = {person.email: f"e-{number:08}" for number, person in enumerate(PEOPLE)}
    return staff


@pytest.fixture
def store(database: Database) -> IncidentStore:
    store = IncidentStore(database, "intake")
    store.prepare()
    return store


def test_the_past_is_a_living_desk_whose_every_step_is_told(
    database: Database, store: IncidentStore, staff: Staff
) -> None:
    History(staff, NOW).write(store, count=150)

    rows = store.changed_after(NOW - timedelta(days=DAYS + 1))
    assert len(rows) == 150
    states = Counter(row.state for row in rows)
    assert set(states) == set(State)
    assert states[State.CLOSED] > 50
    for row in rows[:20]:
        _, timeline = store.conversation(row.id)
        assert [entry.version for entry in timeline] == list(range(1, row.version + 1))
    assert database["outbox"].count_documents({}) == sum(row.version for row in rows)


def test_the_past_has_tags_and_cases_of_what_affects_many(
    database: Database, store: IncidentStore, staff: Staff
) -> None:
    [body] = known_incidents()
    known = KnownIncident(id=uuid4(), version=1, announced_at=NOW, **body)
    History(staff, NOW, known=known).write(store, count=150)
    rows = store.changed_after(NOW - timedelta(days=DAYS + 1))
    assert sum(bool(row.tags) for row in rows) > 50
    cases = list(database["incidents"].find({"known_incident": known.id}))
    assert len(cases) >= 3
    assert {case["category"] for case in cases} == {known.category}


class Interrupted(IncidentStore):
    """A store whose user presses Ctrl-C after some changes."""

    left = 100

    def change(self, incident_id: UUID, decide: Decision, cause: Cause) -> Incident:
        """Change an incident, or be interrupted."""
        self.left -= 1
        if self.left <= 0:
            raise KeyboardInterrupt
        return super().change(incident_id, decide, cause)


def test_an_interrupted_past_is_finished_by_the_next_start_and_then_left_alone(
    database: Database, store: IncidentStore, staff: Staff, tmp_path: Path
) -> None:
    place = Place(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        write_past(staff, Interrupted(database, "intake"), Record(place))
    half = database["outbox"].count_documents({})

    write_past(staff, store, Record(place))
    whole = database["outbox"].count_documents({})
    assert whole > 2 * half
    assert database["incidents"].count_documents({}) == 350
    assert database["timeline"].count_documents({}) == whole

    write_past(staff, store, Record(place))
    assert database["outbox"].count_documents({}) == whole
