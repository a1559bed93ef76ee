"""How soon it is found what is due among very many running clocks, and how late it is told.

The clocks lie in the database as intake would have put them there; some fall due one after the other while
it is measured. From the moment of being due to that of the timeline's line all real parts are on the way:
who watches, the broker, and who does what was decided.
"""

import random
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from backend.incidents.documents import to_document
from backend.incidents.keeping import keep_promises
from backend.incidents.policies import PolicyBook
from backend.incidents.rules import open_incident
from backend.incidents.store import IncidentStore
from backend.kit.audit import AuditEntry
from backend.kit.causes import Cause
from backend.kit.edits import Edit
from backend.kit.mongo import Database, connect
from backend.sla.store import PromiseStore
from bench.desk_stock import ANA
from bench.report import Goal, Report, durations
from bench.stage import Conditions, private_stack
from shared.clock import utc_now
from shared.contracts.commands import OpenIncident
from shared.contracts.promises import CalendarDefinition, Goals, Opening, PolicyDefinition, Weekday
from shared.contracts.promises import Conditions as Meant
from shared.contracts.resources import Contact
from shared.contracts.vocabulary import Language
from shared.ids import uuid7

COUNT = 100_000
FALLING_DUE = 300
EVERY = timedelta(milliseconds=100)
LEAD = timedelta(seconds=5)
LOOKS = 200
LATEST = timedelta(seconds=60)
PROMISED = timedelta(days=30)
BATCH = 2_000
NAME = "bench"


def run(count: int = COUNT) -> Report:
    """Fill the database with so many clocks, look for what is due, then see some of them told."""
    with private_stack(only={"sla", "sla-worker", "resolution-worker"}) as stack:
        conditions = Conditions(stack)
        database = connect(stack.settings("sla")["MONGODB_URI"])
        try:
            # The worker makes its indexes at its first command, which here would be one that is measured.
            IncidentStore(database, NAME).prepare()
            store = PromiseStore(database)
            _promise(store)
            book = store.book()
            now = utc_now()
            far = (now + timedelta(days=1) + number * timedelta(seconds=1) for number in range(count))
            _fill(database, book, far)
            finding = durations([_look(store) for _ in range(LOOKS)])
            dues = [utc_now() + LEAD + number * EVERY for number in range(FALLING_DUE)]
            ids = _fill(database, book, dues)
            told = _lateness(database, dict(zip(ids, dues, strict=True)))
            figures = {"finding": finding, "telling": durations(told)}
        finally:
            database.client.close()
        return Report(
            "sla",
            figures,
            conditions.as_json(clocks=count, falling_due=FALLING_DUE),
            (Goal("telling.p99_ms", "<", 2000),),
        )


def _promise(store: PromiseStore) -> None:
    """Promise everybody the same, at any hour, so that the clocks run whenever this does."""
    names = dict.fromkeys(Language, NAME)
    always = (Opening(opens="00:00", closes="24:00"),)
    week = dict.fromkeys(Weekday, always)
    calendar = CalendarDefinition(slug=NAME, version=1, names=names, time_zone="UTC", week=week)
    goals = Goals(first_answer=int(PROMISED.total_seconds()) // 60)
    policy = PolicyDefinition(
        slug=NAME, version=1, names=names, conditions=Meant(groups=(NAME,)), calendar=NAME, goals=goals
    )
    why = Cause(uuid4(), uuid4())
    store.calendars.put(Edit(calendar), AuditEntry.note("calendar", "defined", 1, ANA, utc_now()), why)
    store.policies.put(Edit(policy), AuditEntry.note("policy", "defined", 1, ANA, utc_now()), why)


def _fill(database: Database, book: PolicyBook, dues: Iterable[datetime]) -> list[UUID]:
    """Put one incident there for each moment at which its answer is due; return them."""
    ids: list[UUID] = []
    dealt = (_document(book, due) for due in dues)
    while batch := list(islice(dealt, BATCH)):
        database["incidents"].insert_many(batch, ordered=False)
        ids += [one["_id"] for one in batch]
    return ids


def _document(book: PolicyBook, due: datetime) -> dict[str, Any]:
    command = OpenIncident(
        incident_id=uuid7(due, random.randbytes(10)),
        category="damaged",
        subject="La tetera llegó rota",
        description="El asa estaba partida.",
        contact=Contact(name="Marta Ruiz", email="marta@example.org"),
        customer_group=NAME,
        language=Language.SPANISH,
    )
    return to_document(keep_promises(open_incident(command, due - PROMISED), book).incident)


def _look(store: PromiseStore) -> float:
    """Return how many seconds it takes to find what is due."""
    began = time.perf_counter()
    store.alarmed(utc_now())
    return time.perf_counter() - began


def _lateness(database: Database, dues: dict[UUID, datetime]) -> list[float]:
    """Return by how many seconds each was told late, once all of them were."""
    query = {"incident_id": {"$in": list(dues)}, "what": "breached"}
    until = max(dues.values()) + LATEST
    while True:
        told = {one["incident_id"]: one["at"] for one in database["timeline"].find(query)}
        if len(told) == len(dues):
            return [(at - dues[incident_id]).total_seconds() for incident_id, at in told.items()]
        if utc_now() > until:
            raise RuntimeError(f"only {len(told)} of {len(dues)} were told")
        time.sleep(1)
