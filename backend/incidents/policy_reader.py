"""The policies as ``sla`` keeps them in the database of the incidents, read anew only once they changed."""

from typing import Any, TypeVar

import structlog

from backend.incidents.business_time import UnfitCalendarError
from backend.incidents.policies import PolicyBook
from backend.kit.mongo import ClientSession, Database
from shared.contracts.promises import CalendarDefinition, PolicyDefinition
from shared.contracts.resources import Contract

log = structlog.stdlib.get_logger(__name__)
EDITION = "policies"
"""The document of ``editions`` whose ``number`` grows with every change of what is promised."""
Thing = TypeVar("Thing", bound=Contract)


class PolicyReader:
    """Inside a transaction it is certain that what is returned counts at that moment."""

    def __init__(self, database: Database) -> None:
        self._editions = database["editions"]
        self._policies = database["policies"]
        self._calendars = database["calendars"]
        self._book = PolicyBook()

    def read(self, session: ClientSession | None = None) -> PolicyBook:
        """Return the policies that count; errors of the database come out as they are."""
        found = self._editions.find_one({"_id": EDITION}, session=session)
        edition = found["number"] if found else 0
        if edition != self._book.edition:
            self._book = self._made(edition, session)
        return self._book

    def _made(self, edition: int, session: ClientSession | None) -> PolicyBook:
        policies = [_thing(PolicyDefinition, one) for one in self._policies.find({}, session=session)]
        calendars = [_thing(CalendarDefinition, one) for one in self._calendars.find({}, session=session)]
        usable = [one for one in calendars if _is_fit(one)]
        return PolicyBook(edition, policies, usable)


def _thing(kind: type[Thing], found: dict[str, Any]) -> Thing:
    return kind.model_validate({"slug": found.pop("_id"), **found})


def _is_fit(calendar: CalendarDefinition) -> bool:
    """Tell whether a calendar can be reckoned with here; another release may know other holidays."""
    try:
        PolicyBook(0, (), (calendar,))
    except UnfitCalendarError:
        log.exception("nothing is promised by a calendar that is unfit", calendar=calendar.slug)
        return False
    return True
