"""How soon a change reaches the tracking pages that are open, and what they cost the web form in memory.

First each page follows an incident of its own, and the incidents change one after the other; then all follow
the same one. The clock starts when an employee's change is sent, so it includes the service that takes it.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from bench.browser import Browser
from bench.child import Child
from bench.console_task import employee_token
from bench.customer import Receipt, open_incident
from bench.processes import family, mebibytes, memory
from bench.report import Goal, Report, durations
from bench.stage import Conditions, private_stack
from deploy.local.stack import Stack

PAGES = 1000
RATE = 50
"""Changes a second while each page has an incident of its own."""
SHARED_CHANGES = 10
SHARED_FROM = 2
WRITERS = 8
CONNECT_S = 120.0
LATE_S = 15.0
"""What a page has not heard so long after the last change counts as lost."""

Heard = tuple[int, int]
"""A page's place, and the version that it heard of."""


@dataclass
class Ears:
    """What the pages have heard so far, and when."""

    child: Child
    heard: dict[Heard, float] = field(default_factory=dict)

    def wait_for(self, expected: Sequence[Heard]) -> None:
        """Take in what is told until all of this was heard, or the time is over."""
        deadline = time.monotonic() + LATE_S
        missing = set(expected) - self.heard.keys()
        while missing and (left := deadline - time.monotonic()) > 0:
            facts = self.child.overhear(left)
            if facts is None:
                return
            key = (facts["page"], facts["version"])
            self.heard.setdefault(key, facts["at"])
            missing.discard(key)


def run(count: int = PAGES) -> Report:
    """Open so many pages, change what they show, and look at the web form's memory meanwhile."""
    with private_stack() as stack:
        conditions = Conditions(stack)
        receipts = asyncio.run(_open(stack.url("webform"), count))
        with _desk(stack) as desk:
            ids = _wait_until_open(desk, receipts)
            before = _memory(stack)
            with _pages(stack, receipts, 1) as (ears, taken):
                own = _own(desk, ears, [ids[receipt.reference] for receipt in receipts])
                figures: dict[str, Any] = {**taken, "own": own, "memory": {"no_pages": before}}
                figures["memory"]["with_pages"] = _memory(stack)
            with _pages(stack, [receipts[0]] * count, SHARED_FROM) as (ears, taken):
                figures["shared"] = taken | _shared(desk, ears, ids[receipts[0].reference], count)
        goals = [
            Goal("turned_away", "<=", 0),
            Goal("shared.turned_away", "<=", 0),
            Goal("own.lost", "<=", 0),
            Goal("shared.lost", "<=", 0),
            Goal("own.heard.p99_ms", "<", 1000),
            Goal("shared.heard.p99_ms", "<", 1000),
            Goal("memory.with_pages.pss_mib", "<", 300),
        ]
        counts = conditions.as_json(pages=count, changes_per_s=RATE, shared_changes=SHARED_CHANGES)
        return Report("tracking", figures, counts, goals)


async def _open(url: str, count: int) -> list[Receipt]:
    """Open so many incidents, each by a customer of its own."""
    left = iter(range(count))

    async def write() -> list[Receipt]:
        browser = Browser(url)
        try:
            return [await open_incident(browser) for _ in left]
        finally:
            browser.close()

    written = await asyncio.gather(*(write() for _ in range(WRITERS)))
    return [receipt for some in written for receipt in some]


@contextmanager
def _desk(stack: Stack) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {employee_token(stack)}"}
    address = f"{stack.url('resolution')}/api/v1"
    with httpx.Client(base_url=address, headers=headers, trust_env=False, timeout=30) as client:
        yield client


def _wait_until_open(desk: httpx.Client, receipts: Sequence[Receipt]) -> dict[str, str]:
    """Return the identity of each reference once all are in the queue."""
    wanted = {receipt.reference for receipt in receipts}
    deadline = time.monotonic() + CONNECT_S
    while True:
        rows = desk.get("/incidents").raise_for_status().json()["rows"]
        ids = {row["reference"]: row["id"] for row in rows}
        if wanted <= ids.keys() or time.monotonic() > deadline:
            return ids
        time.sleep(0.5)


@contextmanager
def _pages(stack: Stack, receipts: Sequence[Receipt], seen: int) -> Iterator[tuple[Ears, dict[str, int]]]:
    """Open a page for each receipt that shows the version ``seen``."""
    paths = [f"{receipt.address.replace('?', '/changes?', 1)}&seen={seen}" for receipt in receipts]
    task = {"url": stack.url("webform"), "paths": paths, "connect_s": CONNECT_S}
    with Child("bench.listeners", task) as child:
        facts = child.hear(CONNECT_S + 10)
        yield Ears(child), {"listening": facts["ready"], "turned_away": facts["turned_away"]}


def _own(desk: httpx.Client, ears: Ears, ids: Sequence[str]) -> dict[str, Any]:
    """Change each incident once, at an even pace; tell how long its page took to hear of it."""
    sent: dict[Heard, float] = {}
    due = time.perf_counter()
    for place, incident_id in enumerate(ids):
        time.sleep(max(0.0, due - time.perf_counter()))
        due += 1 / RATE
        at = time.perf_counter()
        sent[place, _reply(desk, incident_id, seen=1)] = at
    return _figures(sent, ears)


def _shared(desk: httpx.Client, ears: Ears, incident_id: str, pages: int) -> dict[str, Any]:
    """Answer on the one incident now and then; tell how long all of its pages took to hear of it."""
    sent: dict[Heard, float] = {}
    version = SHARED_FROM
    for _ in range(SHARED_CHANGES):
        at = time.perf_counter()
        version = _reply(desk, incident_id, version)
        sent |= {(place, version): at for place in range(pages)}
        ears.wait_for(list(sent))
    return _figures(sent, ears)


def _reply(desk: httpx.Client, incident_id: str, seen: int) -> int:
    """Answer the customer, and return the incident's version after it."""
    headers = {"If-Match": f'"{seen}"', "Idempotency-Key": str(uuid4())}
    body = {"text": "Hoy sale otra.", "resolve": False}
    answer = desk.post(f"/incidents/{incident_id}/replies", json=body, headers=headers).raise_for_status()
    version: int = answer.json()["version"]
    return version


def _figures(sent: Mapping[Heard, float], ears: Ears) -> dict[str, Any]:
    ears.wait_for(list(sent))
    waits = [ears.heard[each] - at for each, at in sent.items() if each in ears.heard]
    return {"heard": durations(waits), "lost": len(sent) - len(waits)}


def _memory(stack: Stack) -> dict[str, float]:
    """Return what the web form's processes hold, together."""
    held = memory(family(stack.pid("webform")))
    return {name: mebibytes(sum(getattr(each, name[:3]) for each in held)) for name in ("pss_mib", "rss_mib")}
