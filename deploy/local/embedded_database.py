"""The embedded database: the native server of the SecantusDB wheel, which needs nothing installed."""

import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

from deploy.local import accounts
from deploy.local.database import OPERATOR, LocalDatabase
from deploy.local.part import Part
from deploy.local.place import Place
from deploy.local.readiness import NotReady
from deploy.local.record import Record
from deploy.local.supervision import DIES_WITH_PARENT, plain_environment
from deploy.local.terminal import Trouble, warn


class EmbeddedDatabase(LocalDatabase):
    """A server whose files open in one release only, so that the release stands in their path."""

    def __init__(self, place: Place, record: Record) -> None:
        super().__init__(record, place.root / f"database-{version('SecantusDB')}")
        self._place = place

    def part(self) -> Part:
        """Return the part that is shown as ``database``."""
        return Part(
            name="database",
            command=(*self._command(), "--auth"),
            check=self.check,
            prepare=self._make_administrator,
            settle=self.create_service_accounts,
            port=self.port,
            tier=2,
        )

    def _command(self) -> tuple[str, ...]:
        return (
            str(Path(sys.executable).parent / "secantusd-rs"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--storage-path", str(self.directory)),
            # A small log file makes a restart quick; without the sync, a kill loses what was confirmed.
            *(
                "--cache-size",
                "256M",
                "--log-file-max",
                "128MB",
                "--sync-on-commit",
                "--log-level",
                "WARNING",
            ),
        )

    def _make_administrator(self) -> None:
        """Start the server once without accounts to make the first one: it knows no exception for that."""
        mark = self.directory / ".administrator"
        if mark.exists():
            return
        self._mention_other_releases()
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._place.log_of("database").open("ab") as log:
            server = subprocess.Popen(
                [*DIES_WITH_PARENT, *self._command()],
                env=plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            try:
                self._wait_for(server)
                with accounts.client(self.bare_uri) as client:
                    roles = [{"role": "root", "db": "admin"}]
                    accounts.create_account(client, OPERATOR, self.password(OPERATOR), roles)
            finally:
                server.terminate()
                server.wait(30)
        mark.touch(mode=0o600)

    def _wait_for(self, server: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + 20
        while True:
            try:
                return self.check()
            except NotReady as reason:
                if server.poll() is not None or time.monotonic() > deadline:
                    log = self._place.log_of("database")
                    raise Trouble(f"The database did not start: {reason} (see {log})") from None
            time.sleep(0.05)

    def _mention_other_releases(self) -> None:
        for other in self._place.root.glob("database-*"):
            if other != self.directory and other.is_dir():
                warn(
                    f"{other} holds the data of another SecantusDB release, which this one cannot open. "
                    f"Starting with an empty database; remove the old one when you need it no more."
                )
