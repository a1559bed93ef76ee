"""What the console asks of ``employees`` beside the session: who works here."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Failed
from desktop.state.colleagues import Colleagues, Teams
from desktop.state.house_names import learn_teams


class Staff(QObject):
    """Asks in the person's name, each time anew: people come and go."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def everybody(self, done: Callable[[Colleagues], None], failed: Failed) -> None:
        """Fetch all employees."""
        self._wire.send(Call("GET", "/api/v1/employees"), Colleagues, done, failed)

    def teams(self, done: Callable[[Teams], None], failed: Failed) -> None:
        """Fetch all teams; from then on the screens go by their names."""

        def learn(found: Teams) -> None:
            learn_teams((one.slug, one.names) for one in found.teams)
            done(found)

        self._wire.send(Call("GET", "/api/v1/teams"), Teams, learn, failed)
