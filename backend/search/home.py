"""The directory of the index: which one is in use, who may write, and what changed during a rebuild.

``current`` names the index in use, a directory beside it. Processes on one machine share it through two
locks of the operating system, which a killed process lets go of.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from backend.search.domain import Key
from backend.search.schema import SCHEMA_VERSION

_PREFIX = f"v{SCHEMA_VERSION}-"


class RebuildRunningError(Exception):
    """Another process is rebuilding the index already."""


class IndexHome:
    """One directory with the index in use and, for a while, its successor."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._pointer = directory / "current"
        self._touched = directory / "touched"
        self._rebuild_lock = directory / "rebuild.lock"

    def prepare(self) -> None:
        """Make the directory; harmless where it is there."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def current(self) -> Path | None:
        """Return the index in use; None where there is none of this schema."""
        try:
            name = self._pointer.read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        path = self._directory / name
        return path if name.startswith(_PREFIX) and path.parent == self._directory else None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold off everybody else's changes; waits its turn."""
        with _locked(self._directory / "writing.lock", fcntl.LOCK_EX):
            yield

    @contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """Yield the empty directory of a new index, and have changes noted down meanwhile.

        Raises RebuildRunningError. What was left by a rebuild that was killed is removed.
        """
        with ExitStack() as held:
            try:
                held.enter_context(_locked(self._rebuild_lock, fcntl.LOCK_EX | fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise RebuildRunningError("the index is being rebuilt by another process") from error
            with self.writing():
                self._sweep()
                fresh = self._directory / f"{_PREFIX}{secrets.token_hex(6)}"
                fresh.mkdir(mode=0o700)
                self._touched.touch(mode=0o600)
            yield fresh

    def note(self, keys: Iterable[Key]) -> None:
        """Write down what is about to change, where a rebuild must hear of it. Only while ``writing``."""
        if self._touched.exists() and self._is_rebuilding():
            with self._touched.open("a", encoding="ascii") as journal:
                journal.writelines(f"{key}\n" for key in keys)

    def noted(self) -> list[Key]:
        """Return what changed since the rebuild began, each once. Only while ``writing``."""
        lines = self._touched.read_text(encoding="ascii").splitlines()
        return [Key.parse(line) for line in dict.fromkeys(lines)]

    def switch_to(self, fresh: Path) -> None:
        """Make an index the one in use, all at once, and remove every other. Only while ``writing``.

        Who still reads an old one keeps its files open.
        """
        draft = self._directory / "current.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(f"{fresh.name}\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._pointer)
        self._sync()
        self._sweep()

    def _is_rebuilding(self) -> bool:
        """Tell whether somebody is at it; what one who was killed left behind is no longer written to."""
        try:
            with _locked(self._rebuild_lock, fcntl.LOCK_EX | fcntl.LOCK_NB):
                self._touched.unlink()
                return False
        except BlockingIOError:
            return True

    def _sweep(self) -> None:
        """Remove all but the index in use."""
        self._touched.unlink(missing_ok=True)
        kept = self.current()
        for path in self._directory.iterdir():
            if path.is_dir() and path != kept:
                shutil.rmtree(path, ignore_errors=True)

    def _sync(self) -> None:
        descriptor = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, how)
        yield
