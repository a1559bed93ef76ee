"""The demo's past, written into a real database by the rules themselves."""

from collections import Counter
from datetime import timedelta

import pytest

from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database
from deploy.demo.history import DAYS, History
from deploy.demo.people import PEOPLE, Staff
from shared.clock import utc_now
from shared.contracts.vocabulary import State

pytestmark = pytest.mark.database
NOW = utc_now()


@pytest.fixture
def staff() -> Staff:
    staff = Staff("http://127.0.0.1:9", "unused")
    staff._ids = {person.email: f"e-{number:08}" for number, person in enumerate(PEOPLE)}
    return staff


def test_the_past_is_a_living_desk_and_is_written_once(database: Database, staff: Staff) -> None:
    store = IncidentStore(database, "intake")
    store.prepare()
    assert History(staff, NOW).write(store, count=150) == 150
    assert History(staff, NOW).write(store, count=150) == 0

    rows = store.changed_after(NOW - timedelta(days=DAYS + 1))
    assert len(rows) == 150
    states = Counter(row.state for row in rows)
    assert set(states) == set(State)
    assert states[State.CLOSED] > 50
    assert all(NOW - timedelta(days=DAYS) <= row.opened_at <= row.updated_at <= NOW for row in rows)
    for row in rows[:20]:
        _, timeline = store.conversation(row.id)
        assert [entry.version for entry in timeline] == list(range(1, row.version + 1))
    assert database["outbox"].count_documents({}) == sum(row.version for row in rows)
