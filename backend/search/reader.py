"""Reading of the index in use: always as of the last commit, and over to its successor at once."""

import threading
from pathlib import Path

import tantivy

from backend.search.home import IndexHome
from backend.search.writer import IndexFaultError, faults, open_index

_TRIES = 3


class IndexReader:
    """Hands out searchers. Safe between threads; make it after a fork."""

    def __init__(self, home: IndexHome) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._path: Path | None = None
        self._index: tantivy.Index | None = None
        self._committed = 0

    def searcher(self) -> tantivy.Searcher:
        """Return a view of the index as it is now; raise IndexFaultError while there is none."""
        with self._lock:
            for _ in range(_TRIES - 1):
                try:
                    return self._look()
                except IndexFaultError:  # it was replaced between two looks
                    self._index = None
            return self._look()

    def _look(self) -> tantivy.Searcher:
        path = self._home.current()
        if path is None:
            raise IndexFaultError("there is no index yet")
        if self._index is None or path != self._path:
            committed = _commit_time(path)
            self._path, self._index, self._committed = path, open_index(path), committed
        elif (committed := _commit_time(path)) != self._committed:
            with faults():
                self._index.reload()
            self._committed = committed
        return self._index.searcher()


def _commit_time(path: Path) -> int:
    """Return when the last commit was; tantivy replaces this file with each."""
    with faults():
        return (path / "meta.json").stat().st_mtime_ns
