"""Who has gone without saying so: nobody sees them at a console any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.employees.domain import Employee, turned
from shared.contracts.vocabulary import Availability


@dataclass(frozen=True, slots=True)
class Patience:
    """After so long unseen somebody is away, and after so long their shift is over."""

    away: timedelta
    off: timedelta


def left(employee: Employee, seen_at: datetime, now: datetime, patience: Patience) -> Employee:
    """Return the employee as they are there, last seen then; the same where they said it themselves.

    What they were is kept until they come back.
    """
    last = max(seen_at, employee.created_at)
    if employee.gone_from is None and employee.available_since:
        last = max(last, employee.available_since)  # whoever says how they are is there
    present, gone = employee.availability, now - last
    if not employee.active or present is Availability.OFF or gone < patience.away:
        return employee
    after = Availability.OFF if gone >= patience.off else Availability.AWAY
    if after is present:
        return employee
    before = employee.gone_from or present
    return turned(employee, after, now).model_copy(update={"gone_from": before})


def back(employee: Employee, at: datetime) -> Employee:
    """Return the employee who is seen again: as they were before they went without saying so."""
    return employee if employee.gone_from is None else turned(employee, employee.gone_from, at)
