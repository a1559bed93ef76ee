"""Saving an employee: what changed goes to the calls that it belongs to, one after the other."""

from collections.abc import Callable

from desktop.services.administration import Administration
from desktop.services.wire import Failed
from desktop.state.admin_form import Values, changed
from desktop.state.admin_staff import DUTIES, OFFICE, Member

Saved = Callable[[Member], None]


class MemberChange:
    """One change; each answer's version is the one that the next call names as seen."""

    def __init__(self, service: Administration, member: Member, before: Values, typed: Values) -> None:
        self._service = service
        self.member = member
        """The employee after what has succeeded so far."""
        self._before = before
        self._typed = typed

    def carry_out(self, done: Saved, failed: Failed) -> None:
        """Change what differs; ``failed`` gets the first failure, and what comes after it is not asked."""
        self._done, self._failed = done, failed
        if office := changed(self._before, self._typed, OFFICE):
            self._service.change(self.member, office, self._duties, failed)
        else:
            self._duties(self.member)

    def _duties(self, member: Member) -> None:
        self.member = member
        if changed(self._before, self._typed, DUTIES):
            duties = {name: self._typed[name] for name in DUTIES}
            self._service.charge(member, duties, self._availability, self._failed)
        else:
            self._availability(member)

    def _availability(self, member: Member) -> None:
        self.member = member
        if changed(self._before, self._typed, ("availability",)):
            self._service.turn(member, self._typed["availability"], self._done, self._failed)
        else:
            self._done(member)
