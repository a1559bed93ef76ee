"""How ``sla`` says that something can't be promised."""

from datetime import timedelta

from backend.incidents.business_time import BusinessTime, UnfitCalendarError
from backend.incidents.categories import CategoryReader
from backend.kit.problems import Problem
from backend.sla.store import PromiseStore
from shared.clock import Clock
from shared.contracts.promises import CalendarDefinition, PolicyDefinition


def demand_usable(policy: PolicyDefinition, store: PromiseStore, categories: CategoryReader) -> None:
    """Return where a policy names what there is; raise a Problem that says what there is not."""
    if store.calendars.find(policy.calendar) is None:
        raise unfit("calendar", f"There is no calendar {policy.calendar}.")
    named = {one.team for one in policy.escalations if one.team}
    if missing := sorted(named - categories.teams()):
        raise unfit("escalations", f"There is no team {', '.join(missing)}.")


def demand_open(calendar: CalendarDefinition, clock: Clock) -> None:
    """Return where work is done by a calendar from now on; raise a Problem that says why it is not."""
    try:
        BusinessTime(calendar).add(clock(), timedelta(minutes=1))
    except UnfitCalendarError as error:
        raise unfit("calendar", f"Nobody can work by this calendar: {error}.") from error


def unfit(field: str, why: str) -> Problem:
    """Return what to raise where a value does not fit."""
    faults = [{"field": field, "message": why}]
    return Problem(422, "This can't be promised.", why, type="unfit-value", extra={"errors": faults})
