"""The process that does what customers ask for: ``python -m backend.resolution.worker``."""

from backend.incidents.erasing import Erasing
from backend.incidents.recording import UnknownIncidentError
from backend.incidents.renewal import Renewal
from backend.incidents.store import IncidentStore
from backend.kit.chores import Chore
from backend.kit.lease import Lease
from backend.kit.mongo import check, connect
from backend.kit.process import WorkerSettings, broker_check, run_until_signal, waiting_for_database
from backend.kit.together import Together
from backend.resolution import renewing, retention, waking
from backend.resolution.audit import PersonAudit
from backend.resolution.handlers import customers_handler, erasures_handler
from backend.resolution.renewing import Renewing
from backend.resolution.retention import Retention
from backend.resolution.waking import Waking
from shared.clock import utc_now
from shared.contracts.topology import events_queue
from shared.messaging.rabbit.inbox import RabbitInbox
from shared.messaging.worker import Worker
from shared.telemetry import configure_logging


def main() -> None:
    """Take customers' commands, forget whom to forget, and wake what is due, until a signal says stop."""
    configure_logging("resolution-worker")
    settings = WorkerSettings.load()
    database = connect(settings.mongodb_uri, "resolution-worker")
    store = IncidentStore(database, "resolution")
    erasing = Erasing(database, store, utc_now)
    commands = RabbitInbox(settings.amqp_url, "resolution")
    events = RabbitInbox(settings.amqp_url, "resolution", queue=events_queue("resolution"))
    on_commands = customers_handler(store, erasing, utc_now, UnknownIncidentError)
    on_events = erasures_handler(erasing)

    def prepare() -> None:
        store.prepare()
        erasing.prepare()
        PersonAudit(database).prepare()

    work = Together(
        [
            Worker("resolution-commands", commands, waiting_for_database(on_commands, prepare)),
            Worker("resolution-events", events, waiting_for_database(on_events, prepare)),
        ]
    )
    checks = {
        "database": lambda: check(database),
        "commands": broker_check(commands),
        "events": broker_check(events),
    }
    chores = (
        Chore("retention", retention.EVERY_S, Retention(erasing, Lease(database, "retention"), utc_now)),
        Chore(
            "renewing",
            renewing.EVERY_S,
            Renewing(Renewal(database, "resolution", utc_now), Lease(database, "renewing")),
        ),
        Chore("waking", waking.EVERY_S, Waking(store, Lease(database, "waking"), utc_now)),
    )
    for chore in chores:
        chore.start()
    run_until_signal("resolution-worker", work, settings, checks)
    for chore in chores:
        chore.stop()


if __name__ == "__main__":
    main()
