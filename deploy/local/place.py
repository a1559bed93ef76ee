"""Where a stack keeps what it writes: everything lies under one directory, ``var/`` of the checkout."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploy.local.terminal import Trouble

CHECKOUT = Path(__file__).resolve().parents[2]
"""The directory that holds the programs."""

# sun_path holds 108 bytes, and supervisord first binds under a longer name of its own.
_LONGEST_SOCKET_PATH = 90


@dataclass(frozen=True)
class Place:
    """The directories and files of one stack."""

    root: Path

    @property
    def log(self) -> Path:
        """Where every part's log lies, under the part's name."""
        return self.root / "log"

    @property
    def keys(self) -> Path:
        """Where the signing keys lie."""
        return self.root / "keys"

    @property
    def run(self) -> Path:
        """Where files lie that mean nothing once the stack is stopped."""
        return self.root / "run"

    @property
    def record(self) -> Path:
        """The file of the ports that this stack took."""
        return self.root / "stack.json"

    @property
    def secrets(self) -> Path:
        """The file of the passwords that this stack made up."""
        return self.root / "secrets.json"

    @property
    def socket(self) -> Path:
        """The supervisor's socket: beside the data, or in a short directory where that path is too long."""
        beside = self.run / "supervisor.sock"
        if len(os.fsencode(beside)) <= _LONGEST_SOCKET_PATH:
            return beside
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"ventanilla-{os.getuid()}-{digest}" / "supervisor.sock"

    def log_of(self, name: str) -> Path:
        """Return the log file of a part."""
        return self.log / f"{name}.log"

    def make(self) -> None:
        """Make the directories, open to their owner alone."""
        for directory in (self.root, self.log, self.keys, self.run, self.socket.parent):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.socket.parent.stat().st_uid != os.getuid():
            raise Trouble(f"{self.socket.parent} belongs to somebody else; remove it, or set TMPDIR.")


def own_place() -> Place:
    """Return the place of the checkout's own stack."""
    return Place(CHECKOUT / "var")


def write_private(path: Path, content: str | bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    draft.replace(path)
