"""The process that keeps the index: ``python -m backend.search.worker``."""

import threading
from collections.abc import Sequence
from pathlib import Path

import structlog

from backend.kit import process
from backend.kit.mongo import DatabaseUnavailable, check, connect
from backend.search.handlers import index_handler
from backend.search.home import IndexHome, RebuildRunningError
from backend.search.live import LiveIndex
from backend.search.reader import IndexReader
from backend.search.rebuild import StoppedError, rebuild
from backend.search.store import SearchStore
from backend.search.writer import IndexFaultError
from shared.contracts.topology import events_queue
from shared.messaging.ports import Inbox
from shared.messaging.rabbit.inbox import RabbitInbox
from shared.messaging.worker import Task, Worker, WorldError
from shared.telemetry import configure_logging

log = structlog.stdlib.get_logger(__name__)
PAUSE_S = 2.0
"""Between two attempts to make an index while the database is away."""


class IndexerSettings(process.WorkerSettings):
    """What every worker needs, and the directory of the index."""

    index_dir: Path


class Indexer:
    """Sees to it that there is an index that works, then lets it follow the events."""

    def __init__(self, home: IndexHome, store: SearchStore, inbox: Inbox) -> None:
        self._home = home
        self._store = store
        self._live = LiveIndex(home)
        self._follow = index_handler(self._live, store)
        self._worker = Worker("search", inbox, self._handle)
        self._stopping = threading.Event()

    def run(self) -> None:
        """Work until ``stop`` is called. Events wait in their queue while the index is made."""
        while not (self._stopping.is_set() or self._is_mended()):
            self._stopping.wait(PAUSE_S)
        if not self._stopping.is_set():
            self._worker.run()
        self._live.close()

    def stop(self) -> None:
        """Finish the batch in hand and end."""
        self._stopping.set()
        self._worker.stop()

    def _handle(self, tasks: Sequence[Task]) -> None:
        try:
            self._follow(tasks)
        except DatabaseUnavailable as error:
            raise WorldError(str(error)) from error
        except IndexFaultError as error:
            self._is_mended()
            raise WorldError(str(error)) from error

    def _is_mended(self) -> bool:
        """Make an index where there is none of this schema that works; tell whether all is well."""
        if self._live.is_whole():
            return True
        try:
            rebuild(self._home, self._store, self._stopping.is_set)
        except (DatabaseUnavailable, IndexFaultError, RebuildRunningError) as error:
            log.warning("the index can't be made yet", reason=str(error))
            return False
        except StoppedError:
            return False
        return True


def main() -> None:
    """Follow the events until a signal says stop."""
    configure_logging("search-indexer")
    settings = IndexerSettings.load()
    database = connect(settings.mongodb_uri, "search-indexer")
    inbox = RabbitInbox(settings.amqp_url, "search", queue=events_queue("search"))
    home = IndexHome(settings.index_dir)
    home.prepare()
    indexer = Indexer(home, SearchStore(database), inbox)
    reader = IndexReader(home)

    def look() -> None:
        reader.searcher()

    checks = {"database": lambda: check(database), "broker": process.broker_check(inbox), "index": look}
    process.run_until_signal("search-indexer", indexer, settings, checks)


if __name__ == "__main__":
    main()
