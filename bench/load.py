"""``python -m bench.load``: a child that opens incidents, reads a page, or posts to the bare view, on and on.

Task: url, clients, seconds, kind (of DEEDS, or ``page`` with its path). Tells: accepted, refused, seconds,
cpu_seconds, and how long the accepted ones took.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from bench.browser import Answer, Browser, ProtocolError
from bench.child import task, tell
from bench.customer import NotAcceptedError, open_incident
from bench.report import durations

Deed = Callable[[Browser], Awaitable[None]]


@dataclass(slots=True)
class Tally:
    """How many deeds were done, and how many the server did not take."""

    accepted: int = 0
    refused: int = 0
    first_refusal: str = ""
    took: list[float] = field(default_factory=list)
    """Seconds of each accepted deed."""


async def open_one(browser: Browser) -> None:
    """Open an incident through the form."""
    await open_incident(browser)


async def publish_one(browser: Browser) -> None:
    """Have the bare view publish a message."""
    _check(await browser.post("/", {}))


async def ask_and_publish_one(browser: Browser) -> None:
    """Ask the bare server for nothing first, as a browser asks for the form, then have it publish."""
    _check(await browser.get("/"))
    _check(await browser.post("/", {}))


async def read_page(path: str, browser: Browser) -> None:
    """Ask for a page."""
    answer = await browser.get(path)
    if answer.status != 200:
        raise NotAcceptedError(f"GET {path}: {answer.status}")


DEEDS: dict[str, Deed] = {"form": open_one, "bare": publish_one, "bare_pair": ask_and_publish_one}


async def press(url: str, deed: Deed, clients: int, seconds: float) -> Tally:
    """Let so many clients repeat a deed, each as soon as its last one is answered, for so long."""
    tally = Tally()
    end = time.perf_counter() + seconds

    async def client() -> None:
        browser = Browser(url)
        while time.perf_counter() < end:
            began = time.perf_counter()
            try:
                await deed(browser)
            except (NotAcceptedError, ProtocolError) as error:
                tally.refused += 1
                tally.first_refusal = tally.first_refusal or str(error)
            else:
                tally.accepted += 1
                tally.took.append(time.perf_counter() - began)
        browser.close()

    async with asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(client())
    return tally


def _check(answer: Answer) -> None:
    if answer.status != 204:
        raise NotAcceptedError(f"the bare view answered {answer.status}")


def main() -> None:
    """Do the task and tell the outcome."""
    given = task()
    began, cpu = time.perf_counter(), time.process_time()
    deed = partial(read_page, given["path"]) if given["kind"] == "page" else DEEDS[given["kind"]]
    tally = asyncio.run(press(given["url"], deed, given["clients"], given["seconds"]))
    tell(
        accepted=tally.accepted,
        refused=tally.refused,
        first_refusal=tally.first_refusal,
        seconds=time.perf_counter() - began,
        cpu_seconds=time.process_time() - cpu,
        **durations(tally.took),
    )


if __name__ == "__main__":
    main()
