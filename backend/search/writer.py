"""Writing of an index. One process at a time can: tantivy locks its directory."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from backend.search.domain import Entry, Key
from backend.search.schema import SCHEMA, document
from backend.search.words import register

LIVE_MEMORY = 30_000_000
BULK_MEMORY = 200_000_000


class IndexFaultError(Exception):
    """The index does not work: it is broken, its disk is full, or another process writes to it."""


@contextmanager
def faults() -> Iterator[None]:
    """Turn whatever tantivy raises into IndexFaultError; a panic of its own is no ``Exception``."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexFaultError(f"{type(error).__name__}: {error}"[:300]) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise IndexFaultError("tantivy panicked") from error
        raise


def open_index(path: Path) -> tantivy.Index:
    """Open an index that exists, and look whether it is whole; raise IndexFaultError."""
    with faults():
        index = tantivy.Index.open(str(path))
        register(index)
        index.config_reader("manual")
        index.reload()
        searcher = index.searcher()
        for _, address in searcher.search(tantivy.Query.all_query(), 1).hits:
            searcher.doc(address)
        return index


class IndexWriter:
    """Puts entries into the index of one directory; they count from the next ``commit`` on.

    All methods raise IndexFaultError.
    """

    def __init__(self, path: Path, *, is_new: bool = False) -> None:
        with faults():
            if is_new:
                index = tantivy.Index(SCHEMA, path=str(path), reuse=False)
                register(index)
                self._writer = index.writer(BULK_MEMORY, 2)
            else:
                self._writer = open_index(path).writer(LIVE_MEMORY, 1)

    def add(self, entry: Entry) -> None:
        """Add what is certainly not there yet."""
        with faults():
            self._writer.add_document(document(entry))

    def replace(self, key: Key, entry: Entry | None) -> None:
        """Put an entry in the place of what has its key; None takes it out."""
        with faults():
            self._writer.delete_documents_by_term("key", str(key))
        if entry is not None:
            self.add(entry)

    def commit(self) -> None:
        """Write everything so far to the disk."""
        with faults():
            self._writer.commit()

    def abandon(self) -> None:
        """Forget what was not committed, and let go of the directory at once."""
        # A traceback may hold this object for long, and with tantivy's writer the lock.
        del self._writer

    def close(self) -> None:
        """Let running merges end, and let go of the directory."""
        with faults():
            self._writer.wait_merging_threads()
