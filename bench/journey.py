"""How long an incident takes from the customer's POST to the painted row of a console.

Measured alone, and while many consoles are connected and customers write more often. Each incident comes
from a browser of its own; the clock is ``time.perf_counter()``, one and the same for all processes here.
"""

import asyncio
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.browser import Browser, ProtocolError
from bench.child import Child
from bench.console_task import console_task, employee_token
from bench.customer import NotAcceptedError, Receipt, open_incident
from bench.report import Goal, Report, durations
from bench.stage import Conditions, private_stack
from deploy.local.stack import Stack
from deploy.local.terminal import warn

GOAL_MS = 100
WARM_UP = 10
LATE_S = 10.0
"""What is not painted so long after the last POST counts as lost."""
PROCESSES, CONNECTIONS_EACH = 2, 25


@dataclass(frozen=True, slots=True)
class Pace:
    """How many incidents are opened, and how many per second."""

    rate: float
    count: int


ALONE = Pace(rate=2, count=200)
CROWDED = Pace(rate=10, count=300)


@dataclass
class Sightings:
    """When the console first got, and first painted, each incident, by its reference."""

    console: Child
    arrived: dict[str, float] = field(default_factory=dict)
    painted: dict[str, float] = field(default_factory=dict)

    def wait_for(self, references: Sequence[str], seconds: float) -> None:
        """Take in what the console tells until all of these are painted, or the time is over."""
        deadline = time.monotonic() + seconds
        missing = set(references) - self.painted.keys()
        while missing and (left := deadline - time.monotonic()) > 0:
            facts = self.console.overhear(left)
            if facts is None:
                return
            for kind, seen in (("arrived", self.arrived), ("painted", self.painted)):
                for reference in facts.get(kind, ()):
                    seen.setdefault(reference, facts["at"])
            missing -= self.painted.keys()


def run() -> Report:
    """Measure both on one stack, the quiet one first."""
    with private_stack() as stack, Child("bench.console", console_task(stack)) as console:
        conditions = Conditions(stack)
        console.hear(60)
        sightings = Sightings(console)
        _journeys(stack, sightings, Pace(rate=2, count=WARM_UP))
        alone = _journeys(stack, sightings, ALONE)
        with _crowd(stack) as crowd:
            crowded = _journeys(stack, sightings, CROWDED)
        figures = {"alone": alone, "crowded": {**crowded, "consoles": crowd}}
        return Report(
            "journey",
            figures,
            conditions.as_json(
                alone={"per_s": ALONE.rate, "incidents": ALONE.count},
                crowded={
                    "per_s": CROWDED.rate,
                    "incidents": CROWDED.count,
                    "consoles": PROCESSES * CONNECTIONS_EACH + 1,
                },
            ),
            [goal for name in figures for goal in _goals(name)],
        )


def _goals(name: str) -> list[Goal]:
    nothing_missing = [Goal(f"{name}.{what}", "<=", 0) for what in ("refused", "lost")]
    return [Goal(f"{name}.painted.p99_ms", "<", GOAL_MS), *nothing_missing]


def _journeys(stack: Stack, sightings: Sightings, pace: Pace) -> dict[str, Any]:
    receipts = asyncio.run(_write(stack.url("webform"), pace))
    sightings.wait_for([receipt.reference for receipt in receipts], LATE_S)
    return {**_figures(receipts, sightings), "refused": pace.count - len(receipts)}


async def _write(url: str, pace: Pace) -> list[Receipt]:
    """Open incidents at this pace, whether or not the ones before are answered yet; return the accepted."""
    # Not quite regular, so that no timer on the way beats in the same time.
    jitter = random.Random(pace.count)
    due = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        tasks = []
        for _ in range(pace.count):
            due += jitter.uniform(0.5, 1.5) / pace.rate
            await asyncio.sleep(due - time.perf_counter())
            tasks.append(group.create_task(_open_one(url)))
    return [receipt for task in tasks if (receipt := task.result())]


async def _open_one(url: str) -> Receipt | None:
    browser = Browser(url)
    try:
        return await open_incident(browser)
    except (NotAcceptedError, ProtocolError, OSError) as error:
        warn(f"An incident was not accepted: {error}")
        return None
    finally:
        browser.close()


def _figures(receipts: Sequence[Receipt], sightings: Sightings) -> dict[str, Any]:
    def since_sent(moments: Mapping[str, float]) -> dict[str, float | int]:
        found = [(moments.get(receipt.reference), receipt.sent_at) for receipt in receipts]
        return durations([moment - sent_at for moment, sent_at in found if moment is not None])

    return {
        "answered": since_sent({receipt.reference: receipt.answered_at for receipt in receipts}),
        "arrived": since_sent(sightings.arrived),
        "painted": since_sent(sightings.painted),
        "lost": sum(receipt.reference not in sightings.painted for receipt in receipts),
    }


@contextmanager
def _crowd(stack: Stack) -> Iterator[dict[str, int]]:
    """Connect many consoles; once the block is over, say how many events each of them got."""
    task = {
        "url": stack.site.console_settings()["AMQP_URL"],
        "name": "bench",
        "password": employee_token(stack),
        "connections": CONNECTIONS_EACH,
    }
    outcome: dict[str, int] = {}
    with ExitStack() as children:
        followers = [children.enter_context(Child("bench.follower", task)) for _ in range(PROCESSES)]
        for follower in followers:
            follower.hear(90)
        yield outcome
        counts = [follower.finish()[-1] for follower in followers]
        outcome["fewest_events"] = min(count["fewest"] for count in counts)
        outcome["most_events"] = max(count["most"] for count in counts)
