"""A worker process from its start to its orderly end: settings, logs, health, signals."""

import signal
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import structlog
from pymongo.errors import PyMongoError

from backend.kit.mongo import DatabaseUnavailable, MongoUri
from backend.kit.telemetry import serve_health
from shared.messaging.ports import BrokerUnavailableError, Inbox
from shared.messaging.worker import Handler, Task, WorldError
from shared.settings import Settings

log = structlog.stdlib.get_logger(__name__)


class WorkerSettings(Settings):
    """What every worker needs: the broker, its database, and where its health is asked for."""

    amqp_url: str
    mongodb_uri: MongoUri
    health_port: int
    health_host: str = "127.0.0.1"
    """Only this machine, unless somebody scrapes the metrics from elsewhere: then ``0.0.0.0``."""


class Runnable(Protocol):
    """Something that works until it is told to stop."""

    def run(self) -> None:
        """Work; return after ``stop``."""
        ...

    def stop(self) -> None:
        """Ask it to end soon; called from a signal handler."""
        ...


def run_until_signal(
    name: str,
    work: Runnable,
    settings: WorkerSettings,
    checks: Mapping[str, Callable[[], None]],
    keys: Mapping[str, Any] | None = None,
) -> None:
    """Run ``work`` until SIGTERM or SIGINT, with ``/healthz``, ``/readyz`` and ``/metrics`` beside it.

    ``keys`` are the public keys of a worker that signs tokens; they are published there too.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: work.stop())
    health = serve_health(settings.health_port, name, checks, settings.health_host, keys)
    log.info("started", process=name, health_port=settings.health_port)
    try:
        work.run()
    finally:
        health.close()
        log.info("ended", process=name)


def waiting_for_database(handle: Handler, prepare: Callable[[], None]) -> Handler:
    """Return a handler that first makes the indexes, and whose batch is held while the database is away.

    A worker must start while its database is down, so the indexes cannot be made at the start. Indexes that
    the database will not have are no message's fault either: the batch is held until somebody has seen to it.
    """
    prepared = False

    def patient(tasks: Sequence[Task]) -> None:
        nonlocal prepared
        try:
            if not prepared:
                _prepare_loudly(prepare)
                prepared = True
            handle(tasks)
        except DatabaseUnavailable as error:
            raise WorldError(str(error)) from error

    return patient


def _prepare_loudly(prepare: Callable[[], None]) -> None:
    try:
        prepare()
    except PyMongoError as error:
        log.exception("the database can't be prepared")
        raise WorldError(f"the database can't be prepared ({type(error).__name__})") from error


def broker_check(inbox: Inbox) -> Callable[[], None]:
    """Return a readiness check that fails while the inbox is cut off."""

    def connected() -> None:
        if not inbox.is_connected():
            raise BrokerUnavailableError("not connected to the broker")

    return connected
