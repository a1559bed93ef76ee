"""A queue of very many open incidents, for a desk: in the database, as rows, and as what happens to them."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from pymongo import MongoClient

from backend.incidents.model import Incident
from backend.incidents.parts import message_document
from backend.incidents.rules import open_incident
from deploy.demo.stories import Story, any_customer, any_order_number, stories
from shared.contracts.commands import OpenIncident
from shared.contracts.events import IncidentEvent, IncidentOpened, IncidentPrioritized
from shared.contracts.resources import Actor, Assignee, IncidentRow, Message
from shared.contracts.vocabulary import ActorKind, Language, MessageKind, Priority, State
from shared.ids import reference_of, uuid7

ANA = Actor(kind=ActorKind.EMPLOYEE, id="e-benchbench", name="Ana García")
HOLDERS = [Assignee(id=f"e-bench{number:05}", name=f"Persona {number}") for number in range(40)]
SPREAD = timedelta(days=60)
"""The oldest is so old."""
TALKED_OVER = 40
"""On so many of the newest there is a conversation."""
WORDS = 8
BATCH = 2_000


class DeskStock:
    """Deals incidents, the newest first; the same ones for the same ``chance`` and count."""

    def __init__(self, chance: random.Random, count: int) -> None:
        self._chance = chance
        self._count = count
        self._now = datetime.now(UTC).replace(microsecond=0)
        told = [story for language in Language for story in stories(language)]
        self._first = {story: self._opened(story) for story in told}

    def incidents(self) -> Iterator[Incident]:
        """Yield all of them."""
        for number in range(self._count):
            yield self._incident(self._now - SPREAD * number / self._count)

    def fill(self, uri: str) -> list[IncidentRow]:
        """Put them into the database as intake would have; return the rows of the newest."""
        newest: list[IncidentRow] = []
        dealt = self.incidents()
        with MongoClient[dict[str, Any]](uri, uuidRepresentation="standard") as client:
            database = client["incidents"]
            while batch := list(islice(dealt, BATCH)):
                database["incidents"].insert_many([_document(one) for one in batch], ordered=False)
                newest += [one.row() for one in batch[: BATCH - len(newest)]]
            for row in newest[:TALKED_OVER]:
                messages = [_message(row, number) for number in range(WORDS)]
                database["messages"].insert_many([message_document(row.id, one) for one in messages])
        return newest

    def happenings(self, rows: list[IncidentRow]) -> Iterator[IncidentEvent]:
        """Yield without end what goes on: every fifth a new incident, the others change their priority."""
        known = list(rows)
        while True:
            now = datetime.now(UTC)
            if self._chance.random() < 0.2:
                row = self._incident(now).row()
                known.append(row)
                yield IncidentOpened(row=row, actor=Actor(kind=ActorKind.CUSTOMER, name=row.customer_name))
                continue
            place = self._chance.randrange(len(known))
            before = known[place]
            changed = {
                "version": before.version + 1,
                "updated_at": now,
                "priority": self._chance.choice(list(Priority)),
            }
            known[place] = before.model_copy(update=changed)
            yield IncidentPrioritized(row=known[place], actor=ANA)

    def _incident(self, at: datetime) -> Incident:
        chance = self._chance
        story = chance.choice(list(self._first))
        incident_id = uuid7(at, chance.randbytes(10))
        state = chance.choices((State.OPEN, State.ASSIGNED, State.WAITING), (5, 3, 2))[0]
        changed = {
            "id": incident_id,
            "reference": reference_of(incident_id),
            "contact": any_customer(chance, story.language),
            "order_number": any_order_number(chance, story),
            "priority": chance.choice(list(Priority)),
            "state": state,
            "assignee": None if state is State.OPEN else chance.choice(HOLDERS),
            "opened_at": at,
            "updated_at": at,
        }
        # Made once and copied: what is measured is the desk, not how long a command takes to be checked.
        return self._first[story].model_copy(update=changed)

    def _opened(self, story: Story) -> Incident:
        command = OpenIncident(
            incident_id=uuid7(self._now, bytes(10)),
            category=story.category,
            subject=story.subject,
            description=story.description,
            product=story.product,
            contact=any_customer(self._chance, story.language),
            language=story.language,
        )
        return open_incident(command, self._now).incident


def _document(incident: Incident) -> dict[str, Any]:
    dumped = incident.model_dump()
    return {"_id": dumped.pop("id"), **dumped}


def _message(row: IncidentRow, number: int) -> Message:
    return Message(
        id=UUID(int=row.id.int ^ number),
        kind=MessageKind.REPLY if number % 2 else MessageKind.MESSAGE,
        author=ANA if number % 2 else Actor(kind=ActorKind.CUSTOMER, name=row.customer_name),
        text="Hemos pedido otra al almacén; te escribimos en cuanto salga. " * 3,
        version=1,
        at=row.opened_at,
    )
