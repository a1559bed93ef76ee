"""What ``resolution`` does with what the house decides: only what was seen is changed, and only once."""

from uuid import UUID, uuid4

import pytest

from backend.incidents import rules
from backend.incidents.recording import UnknownIncidentError
from backend.resolution.handlers import customers_handler
from backend.resolution.house import HOUSE
from shared.contracts.commands import AssignIncident, Command, ReleaseIncident
from shared.contracts.events import IncidentAssigned, IncidentReleased
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import State
from shared.messaging.worker import Task
from tests.support.messages import LUIS, enveloped, holder
from tests.support.openings import ANA, cause, first_change, later
from tests.support.remembered import Remembered


class NobodyErased:
    """Forgets nobody."""

    def customer(self, customer_id: str, by: Actor, correlation_id: UUID) -> int:
        raise AssertionError(customer_id)

    def guest(self, email: str, by: Actor, correlation_id: UUID) -> int:
        raise AssertionError(email)


class Desk:
    """One incident, and the handler."""

    def __init__(self) -> None:
        self.store = Remembered()
        change, why = first_change()
        self.store.open_many([(change, why)])
        self.id = change.incident.id
        self._handle = customers_handler(self.store, NobodyErased(), later, UnknownIncidentError)

    def obey(self, *wishes: Command) -> None:
        self._handle([Task(enveloped(wish), wish) for wish in wishes])

    def assign(self, to: Actor, seen: int = 1, request_id: UUID | None = None) -> None:
        fields = {"incident_id": self.id, "request_id": request_id or uuid4(), "seen": seen}
        self.obey(AssignIncident(**fields, to=holder(to)))

    def release(self, seen: int) -> None:
        self.obey(ReleaseIncident(incident_id=self.id, request_id=uuid4(), seen=seen))

    def by_hand(self, move: str) -> None:
        rule = getattr(rules, move)
        self.store.change(self.id, lambda found: rule(found, ANA, later()), cause())

    @property
    def holder(self) -> str | None:
        assignee = self.store.incidents[self.id].assignee
        return assignee.name if assignee else None


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_incident_is_given_to_somebody_by_the_house(desk: Desk) -> None:
    desk.assign(LUIS)
    assert desk.holder == LUIS.name
    event = desk.store.changes[-1].event
    assert isinstance(event, IncidentAssigned)
    assert event.actor == HOUSE


def test_a_human_claim_in_between_wins(desk: Desk) -> None:
    desk.by_hand("claim")
    desk.assign(LUIS)
    assert desk.holder == ANA.name
    desk.assign(LUIS, seen=2)  # nobody's, the house says, and it is somebody's
    assert desk.holder == ANA.name
    assert len(desk.store.changes) == 2


def test_of_two_decisions_on_one_version_the_first_holds(desk: Desk) -> None:
    request = uuid4()
    desk.assign(LUIS, request_id=request)
    desk.assign(ANA, request_id=request)
    desk.assign(ANA)
    assert desk.holder == LUIS.name
    assert len(desk.store.changes) == 2


def test_what_somebody_had_who_is_gone_goes_back_to_the_team(desk: Desk) -> None:
    desk.by_hand("claim")
    desk.release(seen=2)
    assert desk.holder is None
    assert desk.store.incidents[desk.id].state is State.OPEN
    event = desk.store.changes[-1].event
    assert isinstance(event, IncidentReleased)
    assert event.actor == HOUSE


def test_what_has_changed_since_is_not_taken_away(desk: Desk) -> None:
    desk.by_hand("claim")
    desk.by_hand("resolve")
    desk.release(seen=2)
    assert desk.store.incidents[desk.id].state is State.RESOLVED
    assert len(desk.store.changes) == 3
