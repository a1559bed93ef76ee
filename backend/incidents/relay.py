"""The process that sends the incidents' events: ``python -m backend.incidents.relay``.

Several may run; one works, and another takes over within seconds when it is gone.
"""

from backend.kit.mongo import check, connect
from backend.kit.outbox import OutboxRelay
from backend.kit.process import WorkerSettings, run_until_signal
from shared.contracts.topology import LIVE
from shared.messaging.ports import BrokerUnavailableError
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.telemetry import configure_logging


def main() -> None:
    """Relay until a signal says stop."""
    configure_logging("relay")
    settings = WorkerSettings.load()
    database = connect(settings.mongodb_uri, "relay")
    publisher = RabbitPublisher(settings.amqp_url, "relay", needs=(LIVE,))
    relay = OutboxRelay(database, publisher)

    def broker_check() -> None:
        if not publisher.is_ready():
            raise BrokerUnavailableError("not connected to the broker")

    checks = {"database": lambda: check(database), "broker": broker_check}
    run_until_signal("relay", relay, settings, checks)
    publisher.close()


if __name__ == "__main__":
    main()
