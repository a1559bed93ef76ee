"""The process that sees when time is over: ``python -m backend.sla.worker``.

Several may run; one works, and another takes over within seconds when it is gone.
"""

import threading

import structlog
from pymongo.errors import PyMongoError

from backend.kit.desk_post import DeskPost
from backend.kit.lease import Lease
from backend.kit.mongo import DatabaseUnavailable, check, connect
from backend.kit.process import WorkerSettings, run_until_signal
from backend.sla.store import PromiseStore
from backend.sla.watching import Watch
from shared.clock import utc_now
from shared.messaging.ports import BrokerUnavailableError
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.telemetry import configure_logging

log = structlog.stdlib.get_logger(__name__)
TICK_S = 0.25
"""Between two looks, which a search by an index serves."""
PAUSE_S = 1.0
"""Between two attempts to get the lease, or to reach the database."""


class Watchman:
    """Looks again and again while it holds the lease; twice at a time does no harm."""

    def __init__(self, lease: Lease, watch: Watch) -> None:
        self._lease = lease
        self._watch = watch
        self._stopping = threading.Event()

    def run(self) -> None:
        """Work until ``stop`` is called; an outage of the database is waited for."""
        while not self._stopping.is_set():
            try:
                pause = self._step()
            except DatabaseUnavailable as error:
                log.warning("nobody sees now when time is over", reason=str(error))
                pause = PAUSE_S
            self._stopping.wait(pause)
        try:
            self._lease.give_up()
        except PyMongoError:
            log.info("the lease could not be given up and will run out")

    def stop(self) -> None:
        """Finish the round in hand and end."""
        self._stopping.set()

    def _step(self) -> float:
        """Look once where it is ours to look, and return for how many seconds to wait."""
        if not self._lease.hold():
            return PAUSE_S
        self._watch.go()
        return TICK_S


def main() -> None:
    """Watch until a signal says stop."""
    configure_logging("sla-worker")
    settings = WorkerSettings.load()
    database = connect(settings.mongodb_uri, "sla-worker")
    publisher = RabbitPublisher(settings.amqp_url, "sla-worker")
    watch = Watch(PromiseStore(database), DeskPost(publisher, utc_now, "sla"), utc_now)

    def broker_check() -> None:
        if not publisher.is_ready():
            raise BrokerUnavailableError("not connected to the broker")

    checks = {"database": lambda: check(database), "broker": broker_check}
    run_until_signal("sla-worker", Watchman(Lease(database, "sla"), watch), settings, checks)
    publisher.close()


if __name__ == "__main__":
    main()
