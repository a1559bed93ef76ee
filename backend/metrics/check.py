"""Compares the figures that are kept with the incidents: ``python -m backend.metrics.check``."""

import sys
import time

import structlog

from backend.kit.mongo import DatabaseUnavailable, connect
from backend.metrics.checking import check
from backend.metrics.ports import OvertakenError
from backend.metrics.records import RecordStore
from backend.metrics.settings import DatabaseSettings
from backend.metrics.store import FactsStore
from shared.clock import utc_now
from shared.contracts.figures import Check
from shared.telemetry import configure_logging

log = structlog.stdlib.get_logger(__name__)
PAUSE_S = 1.0


def run(settings: DatabaseSettings) -> Check:
    """Check once; raise DatabaseUnavailable, and OvertakenError where there are no figures yet."""
    own, incidents = (connect(uri, "metrics-check") for uri in (settings.mongodb_uri, settings.incidents_uri))
    store = FactsStore(own)
    store.open()
    return check(store, RecordStore(incidents), utc_now, lambda: time.sleep(PAUSE_S))


def main() -> int:
    """Check, and print what came of it; return 0 where all is the same, else 1."""
    configure_logging("metrics-check")
    try:
        found = run(DatabaseSettings.load())
    except (DatabaseUnavailable, OvertakenError) as error:
        log.error("not checked", reason=str(error))  # noqa: TRY400 (the reason says all)
        return 1
    sys.stdout.write(f"{found.model_dump_json(indent=2)}\n")
    return 1 if found.deviations else 0


if __name__ == "__main__":
    sys.exit(main())
