"""The figures of a shop with very many incidents: made, loaded, asked for, and kept up to date.

``--count`` says of how many incidents; they are spread over a year. The queries are those of dashboards, each
with another end, so that none is answered from what another one asked.
"""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from bench.metrics_dashboards import watched
from bench.metrics_stock import MetricsStock
from bench.processes import family, mebibytes, memory
from bench.report import Goal, Report, durations
from bench.stage import Conditions, private_stack
from deploy.local.stack import Stack
from deploy.local.terminal import Trouble
from shared.contracts.envelope import Envelope
from shared.contracts.topology import EVENTS, event_key
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.tokens import AUDIENCE, Issuer, TokenSigner

COUNT = 100_000
EVENTS_APPLIED = 30_000
ASKED = 60
"""How often each dashboard's query is asked."""
LOAD_S, QUEUE_S = 900, 120
SUPERVISOR = {"sub": "e-benchbench", "name": "Ana", "role": "supervisor", "teams": [], "aud": AUDIENCE}
QUERIES: dict[str, tuple[str, timedelta, dict[str, str]]] = {
    "two_hours_by_minute": ("figures", timedelta(hours=2), {"step": "minute"}),
    "day_by_hour": ("figures", timedelta(days=1), {"step": "hour"}),
    "day_by_hour_and_category": ("figures", timedelta(days=1), {"step": "hour", "group": "category"}),
    "week_by_day_and_category": ("figures", timedelta(days=7), {"step": "day", "group": "category"}),
    "month_by_day": ("figures", timedelta(days=30), {"step": "day"}),
    "month_by_day_and_employee": ("figures", timedelta(days=30), {"step": "day", "group": "employee"}),
    "year_by_day": ("figures", timedelta(days=365), {"step": "day"}),
    "behind_a_week_of_resolutions": ("incidents", timedelta(days=7), {"measure": "resolutions"}),
}


def run(count: int = COUNT) -> Report:
    """Fill a shop, make its figures, ask for them, and let events come."""
    with private_stack(only=("metrics", "employees")) as stack:
        conditions = Conditions(stack)
        stock = MetricsStock(random.Random(7))
        stock.fill(stack.environment()["MONGODB_URI"], count, datetime.now(UTC))
        figures: dict[str, Any] = {"rebuild": _rebuilt(stack, count), "load": _loaded(stack)}
        token = _token(stack)
        with httpx.Client(base_url=f"{stack.url('metrics')}/api/v1", headers=token, timeout=120) as http:
            figures["queries"] = _queries(http)
            figures["events"] = _applied(stack, stock, http)
            figures["dashboards"] = watched(stack, stock, token)
        figures["memory_mib"] = mebibytes(sum(one.pss for one in memory(family(stack.pid("metrics")))))
        counted = conditions.as_json(incidents=count, asked=ASKED, events=EVENTS_APPLIED)
        goals = [Goal(f"queries.{name}.p99_ms", "<", 50) for name in figures["queries"]]
        goals += [Goal("events.per_s", ">=", 5000), Goal("dashboards.p99_ms", "<", 2000)]
        return Report("metrics", figures, counted, goals)


def _rebuilt(stack: Stack, count: int) -> dict[str, Any]:
    began = time.perf_counter()
    command = [sys.executable, "-m", "backend.metrics.rebuild"]
    done = subprocess.run(
        command, env=dict(stack.settings("metrics")), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(f"The figures could not be made: {done.stderr[-500:]}")
    seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 1), "incidents_per_s": round(count / seconds)}


def _loaded(stack: Stack) -> dict[str, Any]:
    stack.stop_part("metrics")
    began = time.perf_counter()
    stack.start_part("metrics")
    stack.wait_until_ready("metrics", LOAD_S)
    return {"seconds": round(time.perf_counter() - began, 1)}


def _token(stack: Stack) -> dict[str, str]:
    signer = TokenSigner.from_file(stack.site.signing_key("employees"), Issuer.EMPLOYEES)
    return {"Authorization": f"Bearer {signer.sign(SUPERVISOR, timedelta(hours=6))}"}


def _queries(http: httpx.Client) -> dict[str, Any]:
    found = {
        name: durations(list(_timed(http, path, period, more)))
        for name, (path, period, more) in QUERIES.items()
    }
    return found | {name: durations(list(_timed(http, name, None, {}))) for name in ("backlog", "usual")}


def _period(number: int, period: timedelta) -> dict[str, str]:
    until = datetime.now(UTC) - timedelta(milliseconds=number)
    return {"since": (until - period).isoformat(), "until": until.isoformat()}


def _timed(http: httpx.Client, path: str, period: timedelta | None, more: dict[str, str]) -> Iterator[float]:
    for number in range(ASKED):
        params = (_period(number, period) if period else {}) | more
        began = time.perf_counter()
        http.get(f"/{path}", params=params).raise_for_status()
        if number > 2:  # the first ones find nothing warm
            yield time.perf_counter() - began


def _applied(stack: Stack, stock: MetricsStock, http: httpx.Client) -> dict[str, Any]:
    """Let events pile up while the service is down, and time how fast it takes them in."""
    stack.stop_part("metrics")
    category = f"c{uuid4().hex[:8]}"
    publisher = RabbitPublisher(stack.environment()["AMQP_URL"], "bench-metrics")
    now = datetime.now(UTC)
    for event in stock.events(EVENTS_APPLIED, now, category):
        envelope = Envelope.wrap(event, id=uuid4(), source="/bench", time=now, correlationid=uuid4())
        sent = publisher.publish(EVENTS, event_key(event), envelope)
    sent.result(QUEUE_S)
    publisher.close()
    stack.start_part("metrics")
    stack.wait_until_ready("metrics", LOAD_S)
    samples = [(time.perf_counter(), _counted(http, category))]
    while samples[-1][1] < EVENTS_APPLIED and time.perf_counter() - samples[0][0] < QUEUE_S:
        time.sleep(0.1)
        samples.append((time.perf_counter(), _counted(http, category)))
    (first_at, first), (last_at, last) = samples[0], samples[-1]
    return {
        "applied": last,
        "seconds": round(last_at - first_at, 2),
        "per_s": _rate(last - first, last_at - first_at),
    }


def _counted(http: httpx.Client, category: str) -> int:
    """Return how many events are in the figures: an arrival and an answer are one each."""
    answer = http.get("/figures", params={"category": category, "step": "day"})
    if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        return 0
    total = answer.raise_for_status().json()["total"]
    return int(total["arrivals"]) + int(total["answers"])


def _rate(count: int, seconds: float) -> float:
    return round(count / seconds) if seconds else 0
