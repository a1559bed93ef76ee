"""The index in use as the indexer keeps it: every batch goes to whichever index is in use by then."""

from collections.abc import Collection
from pathlib import Path

from backend.search.domain import Key
from backend.search.home import IndexHome
from backend.search.ports import Source
from backend.search.writer import IndexFaultError, IndexWriter, open_index


class LiveIndex:
    """An Index over a home. Use it from one thread."""

    def __init__(self, home: IndexHome) -> None:
        self._home = home
        self._path: Path | None = None
        self._writer: IndexWriter | None = None

    def is_whole(self) -> bool:
        """Tell whether there is an index of this schema that works."""
        path = self._home.current()
        try:
            if path:
                open_index(path)
        except IndexFaultError:
            return False
        return path is not None

    def refresh(self, keys: Collection[Key], source: Source) -> None:
        """See Index; raise IndexFaultError when it can't be written. The next call tries again."""
        with self._home.writing():
            writer = self._current()
            self._home.note(keys)
            entries = source.read(keys)
            try:
                for key, entry in entries.items():
                    writer.replace(key, entry)
                writer.commit()
            except BaseException:
                # What it took so far must not be written with the next batch.
                self._abandon()
                raise

    def close(self) -> None:
        """Let go of the index."""
        writer, self._writer = self._writer, None
        if writer:
            writer.close()

    def _current(self) -> IndexWriter:
        path = self._home.current()
        if path is None:
            raise IndexFaultError("there is no index")
        if self._writer is None or path != self._path:
            self._abandon()
            self._path, self._writer = path, IndexWriter(path)
        return self._writer

    def _abandon(self) -> None:
        writer, self._writer = self._writer, None
        if writer:
            writer.abandon()
