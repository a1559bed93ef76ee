"""The demo's past, made by the rules: the same each time, at any hour of the day."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.incidents.model import Change, Incident
from backend.incidents.store import Decision, IncidentStore
from backend.kit.causes import Cause
from deploy.demo.history import DAYS, History
from deploy.demo.lives import SHOP_TIME
from deploy.demo.people import PEOPLE, Staff
from shared.contracts.events import IncidentCommented, IncidentOpened
from shared.contracts.vocabulary import Priority, State

NOON = datetime(2026, 3, 11, 12, 20, tzinfo=UTC)
ACTIVE = {State.OPEN, State.ASSIGNED, State.WAITING}


class Ledger(IncidentStore):
    """Keeps in memory what a history writes, every change of it."""

    def __init__(self) -> None:
        self.incidents: dict[UUID, Incident] = {}
        self.changes: list[Change] = []

    def open_many(self, openings: Sequence[tuple[Change, Cause]]) -> int:
        """Keep the openings."""
        for change, _ in openings:
            self._keep(change)
        return len(openings)

    def change(self, incident_id: UUID, decide: Decision, cause: Cause) -> Incident:
        """Keep the change, which must be a legal one."""
        change = decide(self.incidents[incident_id])
        assert change is not None, "an illegal move"
        self._keep(change)
        return change.incident

    def _keep(self, change: Change) -> None:
        self.incidents[change.incident.id] = change.incident
        self.changes.append(change)


def told_at(now: datetime) -> Ledger:
    staff = Staff("http://127.0.0.1:9", "unused")
    staff._ids = {person.email: f"e-{number:08}" for number, person in enumerate(PEOPLE)}
    ledger = Ledger()
    History(staff, now).write(ledger)
    return ledger


@pytest.fixture(scope="module")
def noon() -> Ledger:
    return told_at(NOON)


@pytest.mark.parametrize("hour", range(0, 24, 4))
def test_some_dozens_are_active_at_any_hour_and_most_are_done(hour: int) -> None:
    states = Counter(incident.state for incident in told_at(NOON.replace(hour=hour)).incidents.values())
    assert states.total() == 350
    assert 45 <= sum(states[state] for state in ACTIVE) <= 95
    assert min(states[state] for state in ACTIVE) >= 8
    assert states[State.CLOSED] > 180


def test_the_same_moment_tells_the_same_past(noon: Ledger) -> None:
    def told(ledger: Ledger) -> list[Change]:
        return sorted(ledger.changes, key=lambda change: (change.incident.id, change.incident.version))

    assert told(told_at(NOON)) == told(noon)


def test_nothing_happens_before_it_or_after_now(noon: Ledger) -> None:
    for change in noon.changes:
        assert NOON - timedelta(days=DAYS, hours=1) <= change.incident.opened_at
        assert change.incident.updated_at <= NOON


def test_employees_work_by_day_and_customers_write_at_any_hour(noon: Ledger) -> None:
    def hours(is_wanted: Callable[[Change], bool]) -> set[int]:
        chosen = filter(is_wanted, noon.changes)
        return {change.incident.updated_at.astimezone(SHOP_TIME).hour for change in chosen}

    customers = (IncidentOpened, IncidentCommented)
    assert hours(lambda change: not isinstance(change.event, customers)) <= set(range(8, 22))
    assert hours(lambda change: isinstance(change.event, customers)) - set(range(8, 22))


def test_open_incidents_have_every_priority_and_few_are_old(noon: Ledger) -> None:
    active = [incident for incident in noon.incidents.values() if incident.state in ACTIVE]
    assert {incident.priority for incident in active} == set(Priority)
    old = [incident for incident in active if NOON - incident.opened_at > timedelta(days=1, hours=6)]
    assert 1 <= len(old) < len(active) / 2


def test_hardly_a_subject_is_seen_twice_in_the_queue(noon: Ledger) -> None:
    subjects = [incident.subject for incident in noon.incidents.values() if incident.state in ACTIVE]
    assert len(set(subjects)) > 0.85 * len(subjects)
