"""A year of incidents with their timelines for the bench of the figures: in the database, and as events."""

import copy
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from pymongo import MongoClient

from backend.incidents import rules
from backend.incidents.documents import to_document
from backend.incidents.model import Change
from backend.incidents.parts import line_document
from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.mongo import connect
from shared.contracts.catalogue import CATEGORIES
from shared.contracts.commands import OpenIncident
from shared.contracts.events import IncidentEvent
from shared.contracts.resources import Actor, Contact
from shared.contracts.vocabulary import ActorKind, Language, Priority
from shared.ids import uuid7

SPREAD = timedelta(days=365)
PEOPLE = [Actor(kind=ActorKind.EMPLOYEE, id=f"e-bench{n:05}", name=f"Persona {n}") for n in range(40)]
CUSTOMER = Actor(kind=ActorKind.CUSTOMER, name="Marta Ruiz")
LIVES = 400
"""So many different lives there are; each is lived many times, at other moments."""
BATCH = 1000
STILL_OPEN = 0.01


@dataclass(frozen=True, slots=True)
class Life:
    """What happened to one incident, as the database keeps it, from ``BEGUN`` on."""

    incident: dict[str, Any]
    lines: tuple[dict[str, Any], ...]


BEGUN = datetime(2024, 1, 1, tzinfo=UTC)


class MetricsStock:
    """Deals incidents; the same ones for the same ``chance``."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._lives = [_kept(list(self._changes(BEGUN, n < LIVES * STILL_OPEN))) for n in range(LIVES)]

    def fill(self, uri: str, count: int, now: datetime) -> None:
        """Put so many incidents of the past year into the database, evenly, with the indexes they have."""
        dealt = (self._dealt(now - SPREAD * (n + 1) / count) for n in range(count))
        with MongoClient[dict[str, Any]](uri, uuidRepresentation="standard", tz_aware=True) as client:
            database = client["incidents"]
            IncidentStore(connect(_named(uri)), "bench").prepare()
            while batch := list(islice(dealt, BATCH)):
                database["incidents"].insert_many([life.incident for life in batch], ordered=False)
                lines = [line for life in batch for line in life.lines]
                database["timeline"].insert_many(lines, ordered=False)

    def events(self, count: int, at: datetime, category: str) -> Iterator[IncidentEvent]:
        """Yield so many events of new incidents, two of each: it is opened, and answered."""
        for _ in range(count // 2):
            opened = open_incident(_command(at, category), at)
            yield opened.event
            yield rules.reply(opened.incident, self._chance.choice(PEOPLE), at, uuid4(), "Va otra.").event

    def _dealt(self, at: datetime) -> Life:
        life, shift = self._chance.choice(self._lives), at - BEGUN
        incident_id = uuid7(at)
        incident = {**_shifted(life.incident, shift), "_id": incident_id}
        return Life(incident, tuple(_line(line, incident_id, shift) for line in life.lines))

    def _changes(self, at: datetime, is_open: bool) -> Iterator[Change]:
        chance, who = self._chance, self._chance.choice(PEOPLE)
        change = open_incident(_command(at, chance.choice(list(CATEGORIES))), at)
        yield change
        if is_open:
            return
        if chance.random() < 0.2:
            at += timedelta(minutes=chance.randint(1, 5))
            change = rules.prioritize(change.incident, who, at, chance.choice(list(Priority)))
            yield change
        for _ in range(chance.randint(1, 3)):
            at += timedelta(minutes=chance.expovariate(1 / 90))
            change = rules.reply(change.incident, who, at, uuid4(), "Va otra.")
            yield change
        at += timedelta(minutes=chance.expovariate(1 / 600))
        change = rules.resolve(change.incident, who, at)
        yield change
        if chance.random() < 0.3:
            change = rules.rate(change.incident, CUSTOMER, at, chance.randint(1, 5), None)
            yield change
        yield rules.close(change.incident, who, at + timedelta(days=1))


def _named(uri: str) -> str:
    """Return an operator's address with the database of the incidents in it."""
    return urlsplit(uri)._replace(path="/incidents").geturl()


def _command(at: datetime, category: str) -> OpenIncident:
    return OpenIncident(
        incident_id=uuid7(at),
        category=category,
        subject="La tetera llegó rota",
        description="Al abrir la caja, el asa estaba partida.",
        contact=Contact(name=CUSTOMER.name, email="marta@example.org"),
        language=Language.SPANISH,
    )


def _kept(changes: Sequence[Change]) -> Life:
    incident = to_document(changes[-1].incident)
    cause = Cause(uuid4(), uuid4())
    return Life(incident, tuple(line_document(incident["_id"], each.entry(), cause) for each in changes))


def _line(line: dict[str, Any], incident_id: UUID, shift: timedelta) -> dict[str, Any]:
    own = {"_id": f"{incident_id}:{line['version']}", "incident_id": incident_id, "cause_id": uuid4()}
    return {**line, **own, "at": line["at"] + shift}


def _shifted(found: dict[str, Any], shift: timedelta) -> dict[str, Any]:
    times = ("opened_at", "updated_at", "resolved_at")
    moved = {name: found[name] + shift for name in times if found[name] is not None}
    if found["rating"]:
        moved["rating"] = {**copy.copy(found["rating"]), "at": found["rating"]["at"] + shift}
    return {**found, **moved}
