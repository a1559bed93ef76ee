"""The watch in the running stack: real broker and database, and whoever watches is killed at it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from backend.incidents import rules
from backend.incidents.model import Incident
from backend.incidents.store import IncidentStore
from backend.kit.mongo import Database, connect
from deploy.local import ports
from deploy.local.place import CHECKOUT
from deploy.local.stack import Stack
from shared.clock import utc_now
from shared.contracts.resources import TimelineEntry
from shared.contracts.vocabulary import Priority
from shared.ids import uuid7
from tests.support.openings import ANA, cause, opening
from tests.support.promised import ALWAYS, URGENT, changed
from tests.support.promised_database import promise
from tests.support.waiting import eventually

pytestmark = pytest.mark.stack
SOON_S = 120.0
_MINUTES = 120


class Late:
    """A group of customers of its own with a policy of its own, so that nobody else's is touched."""

    def __init__(self, stack: Stack) -> None:
        self.database: Database = connect(stack.settings("sla")["MONGODB_URI"])
        self._store = IncidentStore(self.database, "intake")
        self.group = f"group-{uuid4().hex[:8]}"
        always = ALWAYS.model_copy(update={"slug": f"{self.group}-always"})
        policy = changed(
            URGENT,
            slug=self.group,
            conditions={"groups": (self.group,)},
            calendar=always.slug,
            goals={"first_answer": _MINUTES},
            warnings=(50,),
            escalations=[{"target": "first-answer", "percent": 100, "priority": "urgent"}],
        )
        promise(self.database, policy, calendars=(always,))

    def open(self, seconds: float) -> UUID:
        """Open an incident whose promise breaks in so many seconds."""
        began = utc_now() - timedelta(minutes=_MINUTES) + timedelta(seconds=seconds)
        wish = opening().model_copy(
            update={"incident_id": uuid7(utc_now(), uuid4().bytes[:10]), "customer_group": self.group}
        )
        change = rules.open_incident(wish, began)
        self._store.open_many([(change, cause(change.incident.id))])
        return change.incident.id

    def answer(self, incident_id: UUID) -> None:
        self._store.change(
            incident_id, lambda found: rules.reply(found, ANA, utc_now(), uuid4(), "Hola."), cause()
        )

    def get(self, incident_id: UUID) -> Incident:
        return self._store.get(incident_id)

    def told(self, incident_id: UUID) -> list[str]:
        return [entry.what for entry in self.timeline(incident_id)]

    def timeline(self, incident_id: UUID) -> tuple[TimelineEntry, ...]:
        return self._store.conversation(incident_id)[1]


@pytest.fixture
def late(stack: Stack) -> Iterator[Late]:
    late = Late(stack)
    yield late
    late.database.client.close()


@contextmanager
def another_watch(stack: Stack, log: Path) -> Iterator[None]:
    """Run a second process beside the stack's own."""
    settings = {**stack.settings("sla-worker"), "HEALTH_PORT": str(ports.pick(taken=set()))}
    with log.open("wb") as out:
        command = [sys.executable, "-m", "backend.sla.worker"]
        process = subprocess.Popen(command, env={**os.environ, **settings}, cwd=CHECKOUT, stderr=out)
        try:
            yield
        finally:
            process.terminate()
            assert process.wait(30) == 0, log.read_text()


EVERYTHING = ["opened", "warned", "breached", "prioritized"]


def test_whoever_is_killed_and_however_many_watch_it_is_told_once(
    stack: Stack, late: Late, tmp_path: Path
) -> None:
    with another_watch(stack, tmp_path / "log"):
        those = [late.open(seconds) for seconds in (-60, -1, 2, 4, 6)]
        kept = late.open(8)
        late.answer(kept)
        stack.kill_part("sla-worker")
        eventually(lambda: all("prioritized" in late.told(one) for one in those), within=SOON_S)
    assert [late.told(one) for one in those] == [EVERYTHING] * len(those)
    assert {late.get(one).priority for one in those} == {Priority.URGENT}
    assert late.told(kept)[:1] == ["opened"]
    assert "breached" not in late.told(kept)


def test_what_falls_due_is_told_on_time(stack: Stack, late: Late) -> None:
    first = late.open(-1)
    eventually(lambda: "breached" in late.told(first), within=SOON_S)  # somebody watches
    those = [late.open(1 + number / 5) for number in range(10)]
    eventually(lambda: all("breached" in late.told(one) for one in those), within=SOON_S)
    for one in those:
        due = late.get(one).opened_at + timedelta(minutes=_MINUTES)
        breached = next(entry.at for entry in late.timeline(one) if entry.what == "breached")
        assert timedelta(0) <= breached - due
