"""An employee changes the very version they saw, or hears that it is stale."""

import pytest

from backend.incidents import rules
from backend.incidents.recording import UnknownIncidentError
from backend.incidents.steps import IllegalMoveError
from backend.resolution.handlers import StaleError, change_seen
from shared.contracts.vocabulary import State
from shared.ids import uuid7
from tests.support.openings import ANA, LUIS, NOON, cause, first_change, later
from tests.support.remembered import Remembered


@pytest.fixture
def store() -> Remembered:
    store = Remembered()
    store.open_many([first_change()])
    return store


def claim(store: Remembered, seen: int, by=ANA, why=None):  # type: ignore[no-untyped-def]
    (incident_id,) = store.incidents
    return change_seen(
        store, incident_id, seen, lambda found, at: rules.claim(found, by, at), why or cause(), later
    )


def test_the_current_version_is_changed_now(store: Remembered) -> None:
    changed = claim(store, seen=1)
    assert (changed.version, changed.state, changed.updated_at) == (2, State.ASSIGNED, later())


def test_a_stale_version_is_refused_with_the_current_one_and_changes_nothing(store: Remembered) -> None:
    claim(store, seen=1)
    for seen in (1, 3):
        with pytest.raises(StaleError, match=f"version {seen} was seen, 2 is current") as stale:
            claim(store, seen=seen, by=LUIS)
        assert (stale.value.seen, stale.value.current.version) == (seen, 2)
    assert len(store.changes) == 2


def test_staleness_is_told_before_illegality(store: Remembered) -> None:
    claim(store, seen=1)
    with pytest.raises(IllegalMoveError):
        claim(store, seen=2, by=LUIS)
    with pytest.raises(StaleError):
        claim(store, seen=1, by=LUIS)


def test_a_repeated_request_is_answered_and_not_stale(store: Remembered) -> None:
    why = cause()
    first = claim(store, seen=1, why=why)
    assert claim(store, seen=1, why=why) == first
    assert len(store.changes) == 2


def test_an_incident_that_does_not_exist_is_unknown(store: Remembered) -> None:
    with pytest.raises(UnknownIncidentError):
        change_seen(store, uuid7(NOON), 1, lambda found, at: rules.claim(found, ANA, at), cause(), later)
