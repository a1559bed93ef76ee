"""The process that does what customers ask for: ``python -m backend.resolution.worker``."""

from backend.incidents.store import IncidentStore, UnknownIncidentError
from backend.kit.mongo import check, connect
from backend.kit.process import WorkerSettings, broker_check, run_until_signal, waiting_for_database
from backend.resolution.handlers import customers_handler
from shared.clock import utc_now
from shared.messaging.rabbit.inbox import RabbitInbox
from shared.messaging.worker import Worker
from shared.telemetry import configure_logging


def main() -> None:
    """Take customers' commands until a signal says stop."""
    configure_logging("resolution-worker")
    settings = WorkerSettings.load()
    database = connect(settings.mongodb_uri, "resolution-worker")
    store = IncidentStore(database, "resolution")
    inbox = RabbitInbox(settings.amqp_url, "resolution")
    handler = customers_handler(store, utc_now, UnknownIncidentError)
    worker = Worker("resolution", inbox, waiting_for_database(handler, store.prepare))
    checks = {"database": lambda: check(database), "broker": broker_check(inbox)}
    run_until_signal("resolution-worker", worker, settings, checks)


if __name__ == "__main__":
    main()
