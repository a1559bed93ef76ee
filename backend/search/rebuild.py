"""Making the index anew, beside the one in use: ``python -m backend.search.rebuild``.

Searching and indexing go on meanwhile. What changes in the meantime is noted down and read again at the end,
while the indexer waits a moment; then the new index is the one in use, all at once.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import structlog

from backend.kit.mongo import DatabaseUnavailable, MongoUri, connect
from backend.search.domain import Entry
from backend.search.home import IndexHome, RebuildRunningError
from backend.search.ports import Source
from backend.search.store import SearchStore
from backend.search.writer import IndexFaultError, IndexWriter
from shared.settings import Settings
from shared.telemetry import configure_logging

log = structlog.stdlib.get_logger(__name__)


class RebuildSettings(Settings):
    """The database that is read, and the directory of the index."""

    mongodb_uri: MongoUri
    index_dir: Path


class WholeSource(Source, Protocol):
    """A source that can be read from one end to the other."""

    def everything(self) -> Iterator[Entry]:
        """Yield all that can be found."""
        ...


class StoppedError(Exception):
    """The rebuild was told to stop; the index in use is as it was."""


def rebuild(home: IndexHome, source: WholeSource, is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Make a new index from nothing, switch to it, and return how many entries it has.

    Raises RebuildRunningError, IndexFaultError, StoppedError, and what the source raises; then the index
    in use stays.
    """
    began, count = time.monotonic(), 0
    with home.rebuilding() as fresh:
        writer = IndexWriter(fresh, is_new=True)
        for entry in source.everything():
            writer.add(entry)
            count += 1
            if is_stopped():
                raise StoppedError
        writer.commit()
        with home.writing():
            keys = home.noted()
            for key, changed in source.read(keys).items():
                writer.replace(key, changed)
            writer.commit()
            writer.close()
            home.switch_to(fresh)
    log.info(
        "rebuilt the index", entries=count, changed=len(keys), seconds=round(time.monotonic() - began, 1)
    )
    return count


def main() -> int:
    """Rebuild; return 0, or 1 with one line that says why not."""
    configure_logging("search-rebuild")
    settings = RebuildSettings.load()
    home = IndexHome(settings.index_dir)
    home.prepare()
    try:
        rebuild(home, SearchStore(connect(settings.mongodb_uri, "search-rebuild")))
    except (RebuildRunningError, IndexFaultError, DatabaseUnavailable) as error:
        log.error("not rebuilt", reason=str(error))  # noqa: TRY400 (the reason says all)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
