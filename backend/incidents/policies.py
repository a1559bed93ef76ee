"""The policies that count at one moment, with their calendars ready to be reckoned with."""

from collections.abc import Iterable

from backend.incidents.business_time import BusinessTime
from shared.contracts.promises import CalendarDefinition, PolicyDefinition
from shared.contracts.vocabulary import Priority


class PolicyBook:
    """An edition of all policies in use; 0 is the one from before there were any.

    Raises UnfitCalendarError for a calendar that can't be reckoned with.
    """

    def __init__(
        self,
        edition: int = 0,
        policies: Iterable[PolicyDefinition] = (),
        calendars: Iterable[CalendarDefinition] = (),
    ) -> None:
        self.edition = edition
        self._times = {calendar.slug: BusinessTime(calendar) for calendar in calendars}
        usable = (one for one in policies if one.is_active and one.calendar in self._times)
        self._policies = sorted(usable, key=lambda policy: (policy.position, policy.slug))

    def policy_for(self, category: str, priority: Priority, group: str | None) -> PolicyDefinition | None:
        """Return the first policy that is for such an incident."""
        fitting = (one for one in self._policies if one.conditions.meet(category, priority, group))
        return next(fitting, None)

    def time_of(self, policy: PolicyDefinition) -> BusinessTime:
        """Return the calendar of one of its policies."""
        return self._times[policy.calendar]
