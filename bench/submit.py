"""How many forms the site accepts per second, beside what this machine can do at all.

The limit is a Flask view under the same gunicorn settings that only publishes a confirmed message. The web
form's accepted submission is two requests: the form is fetched, and sent back with its CSRF token. The
load comes from a process of its own, and what it could do against a server that does nothing is reported.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

from bench.bare_server import Server, bare_server
from bench.browser import Browser
from bench.child import Child
from bench.customer import FORM
from bench.processes import cpu_seconds, family
from bench.report import Goal, Report, middle
from bench.stage import Conditions, private_stack
from deploy.local.stack import Stack

CLIENTS = (1, 8, 32)
ROUNDS = 3
SECONDS = 4.0
WARM_UP_SECONDS = 1.5
SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Pressing:
    """One measurement: the rate, and the processor time of an accepted deed at both ends, in ms."""

    per_second: float
    refused: int
    server_cpu_ms: float
    broker_cpu_ms: float
    load_cpu_ms: float


def run() -> Report:
    """Measure in rounds, the form and the limit by turns, so that a disturbance hits both."""
    with private_stack(only={"webform"}) as stack, bare_server(stack.parts["webform"]) as bare:
        conditions = Conditions(stack)
        form = Server(stack.url("webform"), stack.pid("webform"))
        servers = {"bare": bare, "bare_pair": bare, "form": form}
        broker = stack.pid("rabbitmq")
        for kind, server in servers.items():
            _press(kind, server, broker, max(CLIENTS), WARM_UP_SECONDS)
        taken: dict[tuple[str, int], list[Pressing]] = {}
        for _ in range(ROUNDS):
            for clients in CLIENTS:
                for kind, server in servers.items():
                    pressing = _press(kind, server, broker, clients, SECONDS)
                    taken.setdefault((kind, clients), []).append(pressing)
        figures = {f"clients_{clients}": _beside(taken, clients) for clients in CLIENTS}
        figures["load_generator"] = _ceiling(stack)
        return Report(
            "submit",
            figures,
            conditions.as_json(workers=2, rounds=ROUNDS, seconds_each=SECONDS, gunicorn=_settings(stack)),
            [Goal(f"clients_{clients}.share_of_limit", ">=", SHARE) for clients in CLIENTS],
        )


def _press(kind: str, server: Server, broker: int, clients: int, seconds: float) -> Pressing:
    cpu, broker_cpu = cpu_seconds(family(server.pid)), cpu_seconds(family(broker))
    task = {"url": server.url, "kind": kind, "clients": clients, "seconds": seconds}
    with Child("bench.load", task) as load:
        told = load.hear(seconds + 30)
    accepted = max(1, told["accepted"])
    return Pressing(
        per_second=told["accepted"] / told["seconds"],
        refused=told["refused"],
        server_cpu_ms=(cpu_seconds(family(server.pid)) - cpu) * 1000 / accepted,
        broker_cpu_ms=(cpu_seconds(family(broker)) - broker_cpu) * 1000 / accepted,
        load_cpu_ms=told["cpu_seconds"] * 1000 / accepted,
    )


def _beside(taken: dict[tuple[str, int], list[Pressing]], clients: int) -> dict[str, Any]:
    """Return the medians of the rounds, the form beside the limit."""
    form, bare = taken["form", clients], taken["bare", clients]
    rate, limit = (middle([each.per_second for each in kind]) for kind in (form, bare))
    return {
        "accepted_per_s": round(rate, 1),
        "limit_per_s": round(limit, 1),
        "share_of_limit": round(rate / limit, 3) if limit else 0.0,
        "refused": sum(each.refused for each in (*form, *bare)),
        "cpu_ms_each": {
            "webform": middle([each.server_cpu_ms for each in form]),
            "bare": middle([each.server_cpu_ms for each in bare]),
            "broker_of_form": middle([each.broker_cpu_ms for each in form]),
            "broker_of_bare": middle([each.broker_cpu_ms for each in bare]),
            "load_of_form": middle([each.load_cpu_ms for each in form]),
            "load_of_bare": middle([each.load_cpu_ms for each in bare]),
        },
    }


def _ceiling(stack: Stack) -> dict[str, float]:
    """Return what the load generator reaches where the server costs next to nothing."""
    page = asyncio.run(_form_page(stack.url("webform")))
    with Child("bench.canned", {"page": page}) as canned:
        server = Server(canned.hear(10)["url"], canned.pid)
        pressings = [_press("form", server, server.pid, clients, 2.0) for clients in (1, 8)]
        canned.finish()
    return {
        "ceiling_per_s_1_client": round(pressings[0].per_second, 1),
        "ceiling_per_s_8_clients": round(pressings[1].per_second, 1),
    }


async def _form_page(url: str) -> str:
    browser = Browser(url)
    page = await browser.get(FORM)
    browser.close()
    return page.body.decode()


def _settings(stack: Stack) -> str:
    """Return gunicorn's options, without the addresses of this run."""
    command = stack.parts["webform"].command
    return " ".join(command[command.index("--worker-class") : -1])
