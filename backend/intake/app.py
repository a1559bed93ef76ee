"""The intake process: ``python -m backend.intake.app``. Any number of them may run."""

from prometheus_client import Counter

from backend.incidents.handling import CategoryHandling
from backend.incidents.store import IncidentStore
from backend.intake.handlers import opening_handler
from backend.kit.mongo import check, connect
from backend.kit.process import WorkerSettings, broker_check, run_until_signal, waiting_for_database
from shared.clock import utc_now
from shared.messaging.rabbit.inbox import RabbitInbox
from shared.messaging.worker import Worker
from shared.telemetry import configure_logging

OPENED = Counter("incidents_opened", "Incidents that intake has put into the database")


def main() -> None:
    """Take opening commands until a signal says stop."""
    configure_logging("intake")
    settings = WorkerSettings.load()
    database = connect(settings.mongodb_uri, "intake")
    store = IncidentStore(database, "intake")
    inbox = RabbitInbox(settings.amqp_url, "intake")
    handler = opening_handler(store, CategoryHandling(database), utc_now, OPENED.inc)
    worker = Worker("intake", inbox, waiting_for_database(handler, store.prepare))
    checks = {"database": lambda: check(database), "broker": broker_check(inbox)}
    run_until_signal("intake", worker, settings, checks)


if __name__ == "__main__":
    main()
