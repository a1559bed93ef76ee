"""``python -m bench.console``: a child that is a real console, drawn off the screen, and tells what it sees.

Task: settings (the console's environment), folder (for its preferences), email, password. Tells ``live``
once, then ``arrived`` and ``painted``: the references of incidents, and at which moment.
"""

import os
import sys
import time
from uuid import UUID

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from bench.child import Facts, task, tell
from desktop.app import Console
from desktop.services.addresses import Addresses
from desktop.services.live import ReaderFactory
from desktop.services.preferences import CONFIG_VARIABLE
from desktop.state.connection import Freshness
from desktop.state.person import Person
from shared.contracts.envelope import Envelope
from shared.ids import reference_of
from shared.messaging.ports import EventsCallback, LiveReader, StateCallback
from shared.messaging.rabbit.stream import StreamReader

LOOK_MS = 50


class Witness:
    """Signs a console in, and tells when incidents arrive and when they are painted."""

    def __init__(self, application: QApplication, given: Facts) -> None:
        self._console = Console(application, Addresses(), make_reader=self._make_reader)
        self._console.start(given["email"], given["password"])
        self._look = QTimer(interval=LOOK_MS)
        self._look.timeout.connect(self._tell_when_live)
        self._look.start()

    def _tell_when_live(self) -> None:
        place = self._console.workplace
        if place is not None and place.queue.connection.freshness is Freshness.LIVE:
            self._look.stop()
            place.window.rowsPainted.connect(self._on_painted)
            tell(live=True)

    def _on_painted(self, rows: list[tuple[UUID, int]]) -> None:
        at = time.perf_counter()
        tell(painted=[reference_of(incident_id) for incident_id, _version in rows], at=at)

    def _make_reader(self, person: Person) -> ReaderFactory:
        def make(on_events: EventsCallback, on_state: StateCallback) -> LiveReader:
            def pass_on(events: list[Envelope]) -> None:
                at = time.perf_counter()
                on_events(events)
                tell(arrived=[reference_of(event.subject) for event in events], at=at)

            console = self._console
            return StreamReader(
                console.addresses.amqp_url,
                name=f"console {person.id}",
                password=console.session.token,
                on_events=pass_on,
                on_state=on_state,
            )

        return make


def main() -> int:
    """Run the console until the input closes."""
    given = task()
    os.environ.update(given["settings"])
    os.environ[CONFIG_VARIABLE] = given["folder"]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication(sys.argv[:1])
    end = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    end.activated.connect(application.quit)
    witness = Witness(application, given)  # noqa: F841  # lives as long as the application
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
