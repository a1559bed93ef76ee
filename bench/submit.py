"""How many forms the site accepts per second, beside what this machine can do at all.

The limit is a Flask view under the same gunicorn settings that only publishes a confirmed message. The web
form's accepted submission is two requests: the form is fetched, and sent back with its CSRF token; so the
limit of two bare requests is reported as well. The load comes from a process of its own, and what that
could do against a server that does nothing is reported, so that it is not what is measured.
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
    form, bare, pair = (taken[kind, clients] for kind in ("form", "bare", "bare_pair"))
    rate, limit, pair_limit = (middle([each.per_second for each in kind]) for kind in (form, bare, pair))
    return {
        "accepted_per_s": round(rate, 1),
        "limit_per_s": round(limit, 1),
        "share_of_limit": _share(rate, limit),
        "limit_of_two_requests_per_s": round(pair_limit, 1),
        "share_of_limit_of_two_requests": _share(rate, pair_limit),
        "refused": sum(each.refused for each in (*form, *bare, *pair)),
        "cpu_ms_each": {"form": _cpu(form), "bare": _cpu(bare), "bare_two_requests": _cpu(pair)},
    }


def _share(rate: float, limit: float) -> float:
    return round(rate / limit, 3) if limit else 0.0


def _cpu(pressings: list[Pressing]) -> dict[str, float]:
    """Return the processor time of one accepted deed, in milliseconds, by who used it."""
    return {
        "server": middle([each.server_cpu_ms for each in pressings]),
        "broker": middle([each.broker_cpu_ms for each in pressings]),
        "load": middle([each.load_cpu_ms for each in pressings]),
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
