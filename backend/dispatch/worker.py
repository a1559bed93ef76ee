"""The process that hands out incidents: ``python -m backend.dispatch.worker``.

Several may run; one works, and another takes over within seconds when it is gone.
"""

import threading
from collections.abc import Callable
from datetime import timedelta

import structlog
from pydantic import Field
from pymongo.errors import PyMongoError

from backend.dispatch.handlers import book_handler
from backend.dispatch.ports import OvertakenError
from backend.dispatch.rounds import Rounds
from backend.dispatch.store import ChoiceStore, IncidentReader, StaffStore
from backend.kit import process
from backend.kit.desk_post import DeskPost
from backend.kit.lease import Lease
from backend.kit.mongo import DatabaseUnavailable, MongoUri, check, connect
from shared.clock import utc_now
from shared.contracts.topology import events_queue
from shared.messaging.ports import BrokerUnavailableError, Inbox
from shared.messaging.rabbit.inbox import RabbitInbox
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.messaging.worker import Worker
from shared.telemetry import configure_logging

log = structlog.stdlib.get_logger(__name__)
TICK_S = 0.5
"""How long to wait for an event before looking again who is there."""
PAUSE_S = 1.0
"""Between two attempts to get the lease, or to reach the database."""
LEAST_S = 0.2
"""Between two rounds, so that a flood of events makes no flood of rounds."""


class DispatchSettings(process.WorkerSettings):
    """What every worker needs, and where employees and incidents are read."""

    employees_uri: MongoUri
    incidents_uri: MongoUri
    away_minutes: float = Field(15, ge=0)
    """So long who is away keeps their incidents."""


class Dispatcher:
    """Follows the events and goes its rounds while it holds the lease; without it, it holds no event back."""

    def __init__(
        self, lease: Lease, make_rounds: Callable[[], Rounds], make_inbox: Callable[[], Inbox]
    ) -> None:
        self._lease = lease
        self._make_rounds = make_rounds
        self._make_inbox = make_inbox
        self._duty: tuple[Rounds, Inbox, Worker] | None = None
        self._stopping = threading.Event()

    def run(self) -> None:
        """Work until ``stop`` is called; an outage of the database or the broker is waited for."""
        while not self._stopping.is_set():
            try:
                self._step()
            except DatabaseUnavailable as error:
                self._stand_by("nothing can be handed out now", str(error))
            except OvertakenError as error:
                self._stand_by("another process hands out too", str(error))
        self._end_duty()
        try:
            self._lease.give_up()
        except PyMongoError:
            log.info("the lease could not be given up and will run out")

    def stop(self) -> None:
        """Finish the round in hand and end."""
        self._stopping.set()

    def _step(self) -> None:
        if not self._lease.hold():
            self._end_duty()
            self._stopping.wait(PAUSE_S)
            return
        rounds, _, worker = self._duty = self._duty or self._begin_duty()
        worker.step(TICK_S)
        rounds.go()
        self._stopping.wait(LEAST_S)

    def _begin_duty(self) -> tuple[Rounds, Inbox, Worker]:
        log.info("hands out from now on")
        rounds, inbox = self._make_rounds(), self._make_inbox()
        return rounds, inbox, Worker("dispatch", inbox, book_handler(rounds.book))

    def _end_duty(self) -> None:
        """Let go of the events in hand: whoever has the lease must hear them."""
        duty, self._duty = self._duty, None
        if duty:
            duty[1].close()

    def _stand_by(self, what: str, reason: str) -> None:
        log.warning(what, reason=reason)
        self._end_duty()
        self._stopping.wait(PAUSE_S)


def main() -> None:
    """Hand out until a signal says stop."""
    configure_logging("dispatch")
    settings = DispatchSettings.load()
    own, employees, incidents = (
        connect(uri, "dispatch")
        for uri in (settings.mongodb_uri, settings.employees_uri, settings.incidents_uri)
    )
    publisher = RabbitPublisher(settings.amqp_url, "dispatch")
    post = DeskPost(publisher, utc_now, "dispatch")

    def make_rounds() -> Rounds:
        source = IncidentReader(incidents)
        away = timedelta(minutes=settings.away_minutes)
        return Rounds(source, StaffStore(employees), ChoiceStore(own), post, utc_now, away)

    def make_inbox() -> Inbox:
        return RabbitInbox(settings.amqp_url, "dispatch", queue=events_queue("dispatch"))

    def broker_check() -> None:
        if not publisher.is_ready():
            raise BrokerUnavailableError("not connected to the broker")

    checks = {
        "database": lambda: check(own),
        "employees": lambda: check(employees),
        "incidents": lambda: check(incidents),
        "broker": broker_check,
    }
    dispatcher = Dispatcher(Lease(own, "dispatch"), make_rounds, make_inbox)
    process.run_until_signal("dispatch", dispatcher, settings, checks)
    publisher.close()


if __name__ == "__main__":
    main()
