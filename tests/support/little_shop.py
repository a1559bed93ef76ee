"""A shop in memory that follows the real rules: incidents, conversations, and every change as an event.

It stands in for the services where a test is about the console alone; the rules themselves are the real ones.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from shared.clock import utc_now
from shared.contracts.commands import OpenIncident
from shared.contracts.envelope import Envelope
from shared.contracts.resources import (
    Actor,
    Contact,
    FileRef,
    IncidentDetail,
    IncidentRow,
    Message,
    OtherIncidents,
    QueueSnapshot,
    TimelineEntry,
)
from shared.contracts.topology import EVENTS, event_key
from shared.contracts.vocabulary import ActorKind, Language, State
from shared.ids import uuid7
from shared.messaging.memory import MemoryBroker

ANA = Actor(kind=ActorKind.EMPLOYEE, id="e-ana00000001", name="Ana García")
LUIS = Actor(kind=ActorKind.EMPLOYEE, id="e-luis0000001", name="Luis Romero")
Move = Callable[[Incident, datetime], Change]


@dataclass
class LittleShop:
    """Incidents by identity. Any thread may use it."""

    broker: MemoryBroker = field(default_factory=MemoryBroker)
    incidents: dict[UUID, Incident] = field(default_factory=dict)
    messages: dict[UUID, list[Message]] = field(default_factory=dict)
    timelines: dict[UUID, list[TimelineEntry]] = field(default_factory=dict)
    done: set[UUID] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def open(
        self,
        subject: str = "La tetera llegó rota",
        *,
        customer: str = "Marta Ruiz",
        description: str = "Al abrir la caja, el asa estaba partida.",
        category: str = "damaged",
        language: Language = Language.SPANISH,
        minutes_ago: float = 0,
        customer_id: str | None = None,
    ) -> IncidentRow:
        """Have a customer open an incident."""
        at = utc_now() - timedelta(minutes=minutes_ago)
        command = OpenIncident(
            incident_id=uuid7(at),
            category=category,
            subject=subject,
            description=description,
            order_number="48213",
            product="Tetera de hierro, 1 l",
            contact=Contact(name=customer, email="marta@example.org", customer_id=customer_id),
            language=language,
        )
        return self.keep(rules.open_incident(command, at))

    def change(self, incident_id: UUID, move: Move, *, minutes_ago: float = 0) -> IncidentRow:
        """Have somebody change an incident, at once and whatever they saw."""
        with self.lock:
            at = utc_now() - timedelta(minutes=minutes_ago)
            return self.keep(move(self.incidents[incident_id], at))

    def comment(
        self, incident_id: UUID, text: str, files: tuple[FileRef, ...] = (), *, minutes_ago: float = 0
    ) -> IncidentRow:
        """Have the customer write."""
        name = self.incidents[incident_id].contact.name
        customer = Actor(kind=ActorKind.CUSTOMER, name=name)
        return self.change(
            incident_id,
            lambda found, at: rules.comment(found, customer, at, uuid4(), text, files),
            minutes_ago=minutes_ago,
        )

    def reply(self, incident_id: UUID, text: str, by: Actor = LUIS, *, minutes_ago: float = 0) -> IncidentRow:
        """Have a colleague answer."""
        return self.change(
            incident_id,
            lambda found, at: rules.reply(found, by, at, uuid4(), text),
            minutes_ago=minutes_ago,
        )

    def snapshot(self, updated_after: datetime | None = None) -> QueueSnapshot:
        """Return the queue, or what changed since."""
        with self.lock:
            rows = [one.row() for one in self.incidents.values()]
        if updated_after:
            rows = [row for row in rows if row.updated_at > updated_after]
        else:
            rows = [row for row in rows if row.state is not State.CLOSED]
        return QueueSnapshot(as_of=utc_now(), rows=tuple(rows))

    def others(self, incident_id: UUID) -> OtherIncidents:
        """Return the other incidents of who goes by the same name, the newest first."""
        with self.lock:
            name = self.incidents[incident_id].contact.name
            rows = [one.row() for one in self.incidents.values() if one.contact.name == name]
        rows.sort(key=lambda row: row.opened_at, reverse=True)
        return OtherIncidents(rows=tuple(row for row in rows if row.id != incident_id)[:20])

    def detail(self, incident_id: UUID) -> IncidentDetail:
        """Return everything of an incident."""
        with self.lock:
            found = self.incidents[incident_id]
            return IncidentDetail(
                row=found.row(),
                description=found.description,
                order_number=found.order_number,
                product=found.product,
                files=found.files,
                contact=found.contact,
                messages=tuple(self.messages[incident_id]),
                timeline=tuple(self.timelines[incident_id]),
                links=tuple(self.incidents[one].row() for one in found.links),
                merged=tuple(one.row() for one in self.incidents.values() if one.merged_into == incident_id),
            )

    def keep(self, change: Change) -> IncidentRow:
        """Take over a change and tell everybody."""
        with self.lock:
            incident = change.incident
            self.incidents[incident.id] = incident
            self.messages.setdefault(incident.id, []).extend([change.message] if change.message else [])
            self.timelines.setdefault(incident.id, []).append(change.entry())
            envelope = Envelope.wrap(
                change.event, id=uuid4(), source="resolution", time=incident.updated_at, correlationid=uuid4()
            )
        self.broker.route(EVENTS, event_key(change.event), envelope.to_json())
        return incident.row()
