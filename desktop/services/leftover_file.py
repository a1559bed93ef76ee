"""Keeps on disk what one employee asked for and has not gone out, written beside the window."""

from pathlib import Path

import structlog

from desktop.services.background import Background
from desktop.state.leftovers import Leftovers, read_leftovers
from desktop.state.whole_file import write_whole

log = structlog.stdlib.get_logger(__name__)


class LeftoverFile:
    """One small file, there only while something waits."""

    def __init__(self, path: Path, background: Background) -> None:
        self._path = path
        self._background = background
        self._kept = self._read()

    @property
    def kept(self) -> Leftovers:
        """What is to be in the file, at first what was in it."""
        return self._kept

    def keep(self, leftovers: Leftovers) -> None:
        """Write them soon."""
        if leftovers != self._kept:
            self._kept = leftovers
            self._background.run(lambda: self._write(leftovers), lambda _nothing: None)

    def close(self) -> None:
        """Write them now: nothing is written beside the window any more."""
        self._write(self._kept)

    def _read(self) -> Leftovers:
        try:
            return read_leftovers(self._path.read_bytes())
        except OSError:
            return Leftovers()

    def _write(self, leftovers: Leftovers) -> None:
        try:
            if leftovers.waiting:
                write_whole(self._path, leftovers.model_dump_json().encode())
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            log.info("what waits was not kept", reason=error.strerror)
