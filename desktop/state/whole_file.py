"""Writes a file whole or not at all. Blocking: not for the thread of the window."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file that only its owner may read: a crash at any instant leaves the old or the new one.

    OSError when it can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
