"""Tells ``employees`` whether the person takes new incidents."""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict
from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Failed
from shared.contracts.vocabulary import Availability, EmployeeId


class Standing(BaseModel):
    """What an employee says of themselves; the rest of the answer is of no interest here."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    availability: Availability


class AvailabilityService(QObject):
    """Asks in the person's name."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def present(self, who: EmployeeId, done: Callable[[Availability], None], failed: Failed) -> None:
        """Ask how somebody stands: a supervisor may have changed it."""
        call = Call("GET", f"/api/v1/employees/{who}")
        self._wire.send(call, Standing, lambda found: done(found.availability), failed)

    def turn(
        self, who: EmployeeId, wanted: Availability, done: Callable[[Availability], None], failed: Failed
    ) -> None:
        """Say how somebody stands from now on."""
        call = Call("PUT", f"/api/v1/employees/{who}/availability", {"availability": wanted})
        self._wire.send(call, Standing, lambda found: done(found.availability), failed)
