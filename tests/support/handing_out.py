"""Dispatch before a desk in memory, with the real rules: its broker and its store forget nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from backend.dispatch.domain import Choice, Handing, Person
from backend.dispatch.handlers import book_handler
from backend.dispatch.planning import Modes
from backend.dispatch.ports import OvertakenError
from backend.dispatch.rounds import Rounds
from backend.dispatch.store import to_handing
from backend.incidents.recording import UnknownIncidentError
from backend.incidents.rules import open_incident
from backend.kit.desk_post import DeskPost
from backend.resolution.handlers import Rule, customers_handler
from shared.contracts.envelope import Envelope
from shared.contracts.resources import Actor, IncidentRow
from shared.contracts.topology import EVENTS, event_key, events_queue
from shared.contracts.vocabulary import AssignmentMode, State
from shared.messaging.memory import MemoryBroker, MemoryInbox, MemoryPublisher
from shared.messaging.worker import Worker
from tests.support.openings import NOON, cause, opening
from tests.support.remembered import Remembered

AWAY = timedelta(minutes=15)
_RETURNS = frozenset({"returns"})
ANA = Person("e-4b1d90aa2c", "Ana García", _RETURNS)
LUIS = Person("e-7c55e20f18", "Luis Ortega", _RETURNS)
EVA = Person("e-5e0f3a7b21", "Eva Sanz", _RETURNS)


@dataclass
class KeptChoices:
    """Choices in memory, which outlive a Rounds."""

    choices: dict[UUID, Choice] = field(default_factory=dict)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def pending(self) -> list[Choice]:
        return list(self.choices.values())

    def turns(self) -> dict[tuple[str, str], int]:
        return dict(self.numbers)

    def keep(self, choices: Sequence[Choice]) -> None:
        if any(choice.request_id in self.choices for choice in choices):
            raise OvertakenError
        self.choices |= {choice.request_id: choice for choice in choices}

    def settle(self, choices: Sequence[Choice], turns: dict[tuple[str, str], int]) -> None:
        self.numbers |= turns
        for choice in choices:
            del self.choices[choice.request_id]


@dataclass
class Staff:
    """Who is there, and how the teams share."""

    of: dict[str, Person] = field(default_factory=dict)
    shares: dict[str, AssignmentMode] = field(default_factory=dict)

    def people(self) -> list[Person]:
        return list(self.of.values())

    def modes(self) -> Modes:
        return dict(self.shares)


class Nobody:
    """Erases nobody."""

    def customer(self, customer_id: str, by: Actor, correlation_id: UUID) -> int:
        raise AssertionError(customer_id)

    def guest(self, email: str, by: Actor, correlation_id: UUID) -> int:
        raise AssertionError(email)


class Shop:
    """The incidents, the broker, and one dispatch after another."""

    def __init__(self, mode: AssignmentMode, *people: Person) -> None:
        self.now = NOON
        self.store = Remembered()
        self.broker = MemoryBroker()
        self.publisher = MemoryPublisher(self.broker)
        self.staff = Staff({one.id: one for one in people}, {"returns": mode})
        self.kept = KeptChoices()
        self._told = 0
        handle = customers_handler(self.store, Nobody(), lambda: self.now, UnknownIncidentError)
        self._resolution = Worker("resolution", MemoryInbox(self.broker, "resolution"), handle)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Kill dispatch, and start another that knows what is kept."""
        self.rounds = Rounds(
            self, self.staff, self.kept, DeskPost(self.publisher, self._time, "dispatch"), self._time, AWAY
        )
        inbox = MemoryInbox(self.broker, "dispatch", queue=events_queue("dispatch"))
        self._dispatch = Worker("dispatch", inbox, book_handler(self.rounds.book))

    def _time(self) -> datetime:
        return self.now

    def queue(self) -> list[IncidentRow]:
        """See Incidents."""
        return [one.row() for one in self.store.incidents.values() if one.state is not State.CLOSED]

    def handings(self, ids: Sequence[UUID]) -> dict[UUID, Handing]:
        """See Incidents."""
        lines = [(change.incident.id, change.entry()) for change in self.store.changes]
        return {
            incident_id: to_handing(line.model_dump())
            for incident_id, line in lines
            if incident_id in ids and any(change.field == "assignee" for change in line.changes)
        }

    def open(self, count: int = 1) -> list[UUID]:
        """Have customers open incidents."""
        pairs = [(open_incident(opening(), self.now), cause()) for _ in range(count)]
        self.store.open_many(pairs)
        self.tell()
        return [change.incident.id for change, _ in pairs]

    def move(self, incident_id: UUID, rule: Rule) -> None:
        """Have somebody do something."""
        self.store.change(incident_id, lambda found: rule(found, self.now), cause())
        self.tell()

    def tell(self) -> None:
        """Send the events of what has changed, as the relay does."""
        for change in self.store.changes[self._told :]:
            envelope = Envelope.wrap(
                change.event, id=uuid4(), source="/resolution", time=self.now, correlationid=uuid4()
            )
            self.publisher.publish(EVENTS, event_key(change.event), envelope)
        self._told = len(self.store.changes)

    def hear(self) -> None:
        """Let dispatch hear what was told."""
        self._dispatch.step(0)

    def obey(self) -> None:
        """Let resolution do what was decided, and tell it."""
        self._resolution.step(0)
        self.tell()

    def work(self, rounds: int = 3) -> None:
        """Let everybody do their work, a few times."""
        for _ in range(rounds):
            self.hear()
            self.rounds.go()
            self.obey()

    def pass_time(self, minutes: float) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)

    def holders(self) -> list[str | None]:
        """Return who has each incident, by name, in the order in which they were opened."""
        return [one.assignee.name if one.assignee else None for one in self.store.incidents.values()]

    def told(self) -> list[str]:
        """Return what the timelines tell."""
        return [change.entry().what for change in self.store.changes]
