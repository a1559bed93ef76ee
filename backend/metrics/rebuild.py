"""Makes all figures anew from the incidents: ``python -m backend.metrics.rebuild``.

The service goes on answering from the old ones meanwhile, and takes the new ones up by itself.
"""

import sys

import structlog

from backend.kit.lease import Lease
from backend.kit.mongo import DatabaseUnavailable, connect
from backend.metrics.ports import OvertakenError
from backend.metrics.rebuilding import LASTS, RebuildRunningError, rebuild
from backend.metrics.records import RecordStore
from backend.metrics.settings import DatabaseSettings
from backend.metrics.store import FactsStore
from shared.clock import utc_now
from shared.telemetry import configure_logging

log = structlog.stdlib.get_logger(__name__)


def main() -> int:
    """Rebuild; return 0, or 1 with one line that says why not."""
    configure_logging("metrics-rebuild")
    settings = DatabaseSettings.load()
    own, incidents = (
        connect(uri, "metrics-rebuild") for uri in (settings.mongodb_uri, settings.incidents_uri)
    )
    try:
        lease = Lease(own, "rebuild", LASTS)
        rebuild(FactsStore(own), RecordStore(incidents), lease, utc_now, lambda: True)
    except (DatabaseUnavailable, RebuildRunningError, OvertakenError) as error:
        log.error("not made anew", reason=str(error))  # noqa: TRY400 (the reason says all)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
