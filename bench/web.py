"""How many pages the site answers a second, how long one takes, and how much a first visit weighs.

Two pages: the form, which everybody sees first, and the tracking page, for which the web form asks
``resolution``. A first visit is the form with all that it loads; it is weighed as it is sent, and as gzip
would send it, which the proxy in front of a shop does.
"""

import asyncio
import gzip
import re
from collections.abc import Mapping
from typing import Any

from bench.browser import Browser
from bench.child import Child
from bench.customer import FORM, open_incident
from bench.report import Goal, Report, middle
from bench.stage import Conditions, private_stack
from deploy.local.stack import Stack

CLIENTS = (1, 8)
ROUNDS = 3
SECONDS = 4.0
PAGE_MOST_KB = 60
_LOADED = re.compile(rb'<(?:link|script|img)\b[^>]*?(?:href|src)="(/[^"]+)"')


def run() -> Report:
    """Measure both pages in rounds, by turns, then weigh a first visit."""
    with private_stack(only={"webform", "intake", "resolution", "relay"}) as stack:
        conditions = Conditions(stack)
        pages = {"form": FORM, "tracking": asyncio.run(_tracking_page(stack.url("webform")))}
        figures: dict[str, Any] = {name: {f"clients_{clients}": [] for clients in CLIENTS} for name in pages}
        for _ in range(ROUNDS):
            for clients in CLIENTS:
                for name, path in pages.items():
                    figures[name][f"clients_{clients}"].append(_press(stack, path, clients))
        for measured in figures.values():
            for clients, rounds in measured.items():
                measured[clients] = {key: middle([each[key] for each in rounds]) for key in rounds[0]}
        figures["first_visit"] = asyncio.run(_weigh(stack.url("webform")))
        goal = Goal("first_visit.gzip_kb", "<", PAGE_MOST_KB)
        return Report(
            "web", figures, conditions.as_json(workers=2, rounds=ROUNDS, seconds_each=SECONDS), [goal]
        )


async def _tracking_page(url: str) -> str:
    """Open an incident and return the path of its page, once that shows the conversation."""
    browser = Browser(url)
    path = (await open_incident(browser)).address
    for _ in range(100):
        page = await browser.get(path)
        if page.status == 200 and b'id="conversation"' in page.body:
            break
        await asyncio.sleep(0.1)
    browser.close()
    return path


def _press(stack: Stack, path: str, clients: int) -> Mapping[str, float]:
    """Let so many clients ask for a page again and again."""
    task = {
        "url": stack.url("webform"),
        "kind": "page",
        "path": path,
        "clients": clients,
        "seconds": SECONDS,
    }
    with Child("bench.load", task) as load:
        told = load.hear(SECONDS + 30)
    return {
        "per_s": told["accepted"] / told["seconds"],
        "p50_ms": told["p50_ms"],
        "p95_ms": told["p95_ms"],
        "refused": told["refused"],
    }


async def _weigh(url: str) -> dict[str, Any]:
    """Return the bytes of a first visit, in kB (1,000 bytes), by what is loaded."""
    browser = Browser(url)
    page = await browser.get(FORM)
    loaded = {FORM: page.body}
    for path in dict.fromkeys(found.decode() for found in _LOADED.findall(page.body)):
        loaded[path.partition("?")[0]] = (await browser.get(path)).body
    browser.close()
    sent = {path: len(body) for path, body in loaded.items()}
    packed = {path: len(gzip.compress(body)) for path, body in loaded.items()}
    return {
        "sent_kb": round(sum(sent.values()) / 1000, 1),
        "gzip_kb": round(sum(packed.values()) / 1000, 1),
        "requests": len(loaded),
        "each_gzip_kb": {path: round(size / 1000, 1) for path, size in packed.items()},
    }
