"""Has files examined in a process of their own, a few at once."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import structlog

from backend.files.domain import EXTENSIONS, Examined, Fault, RefusedFileError

log = structlog.stdlib.get_logger(__name__)
AT_ONCE = 2
"""Examinations of one process at the same moment; each may take 1.5 GB for a large picture."""
PATIENCE_S = 20.0
TIMEOUT_S = 40.0
_INHERITED = ("PATH", "PYTHONPATH", "TMPDIR")
"""What the process needs of our environment; it gets no secrets."""


class BusyError(Exception):
    """Too many files are being examined; trying again later is right."""


class Saveable(Protocol):
    """An upload that can be written to a file."""

    def save(self, dst: Path) -> None:
        """Write it there."""
        ...


class Examiner:
    """Finds out what an upload is and what may be kept of it."""

    def __init__(self, at_once: int = AT_ONCE, patience: float = PATIENCE_S) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def examine(self, upload: Saveable) -> Iterator[Examined]:
        """Yield what was found; raise RefusedFileError and BusyError. The found files go with the block."""
        with tempfile.TemporaryDirectory(prefix="ventanilla-file-") as place:
            folder = Path(place)
            upload.save(folder / "upload")
            if not self._turns.acquire(timeout=self._patience):
                raise BusyError
            try:
                found = _finding(folder)
            finally:
                self._turns.release()
            if "fault" in found:
                raise RefusedFileError(Fault(found["fault"]), found["why"])
            thumbnail = folder / "thumbnail"
            yield Examined(found["media_type"], folder / "content", thumbnail if thumbnail.exists() else None)


def _finding(folder: Path) -> dict[str, str]:
    """Run the process; where it dies of a file, the file is to blame."""
    command = (sys.executable, "-m", "backend.files.examining.child", str(folder))
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    try:
        ended = subprocess.run(command, env=environment, timeout=TIMEOUT_S, capture_output=True, check=False)
        found: dict[str, str] = json.loads((folder / "finding.json").read_text())
    except (subprocess.TimeoutExpired, OSError, ValueError) as error:
        log.warning("a file could not be examined", reason=type(error).__name__)
        return {"fault": Fault.BROKEN, "why": "The file can't be read."}
    if ended.returncode or (found.get("media_type") not in EXTENSIONS and "fault" not in found):
        log.warning("a file could not be examined", status=ended.returncode)
        return {"fault": Fault.BROKEN, "why": "The file can't be read."}
    return found
