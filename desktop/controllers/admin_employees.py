"""The room of the employees: who works here, with which role, in which teams, and what they are given."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from desktop.controllers.admin_member import MemberChange
from desktop.services.administration import Administration
from desktop.services.knowledge import Categories, Knowledge
from desktop.services.staff import Staff
from desktop.state.admin_form import Choices, FormField, Values, differences, rebased, values_of
from desktop.state.admin_staff import (
    Invitation,
    Member,
    Members,
    Newcomer,
    deeds_of,
    fields_of,
    invitation_fields,
    line_of,
)
from desktop.state.ages import dated
from desktop.state.colleagues import Teams
from desktop.state.failure import Failure, Kind
from desktop.state.person import Person
from desktop.state.security import OpenSessions
from desktop.state.texts import _, language, mark
from desktop.views.admin_room import AdminRoom
from desktop.views.notice import Tone
from desktop.views.one_time_code import OneTimeCode
from desktop.views.session_list import SessionList
from shared.clock import Clock
from shared.contracts.vocabulary import Role


class EmployeesRoom(QObject):
    """Asks ``employees`` anew after each change, so that the list shows what is true."""

    def __init__(
        self, me: Person, service: Administration, staff: Staff, knowledge: Knowledge, clock: Clock
    ) -> None:
        super().__init__()
        self._me, self._service, self._clock = me, service, clock
        self._staff, self._knowledge = staff, knowledge
        self._is_admin = me.role is Role.ADMIN
        self._members: dict[str, Member] = {}
        self._teams: Choices = ()
        self._categories: Choices = ()
        self._present: Member | None = None
        self._fields: list[FormField] = []
        self.view = AdminRoom(mark("Invite somebody") if self._is_admin else "")
        self.code = OneTimeCode()
        self.sessions = SessionList(clock, mark("Where they are signed in"))
        self.sessions.hide()
        self.view.above.addWidget(self.code)
        self.view.below.addWidget(self.sessions)
        self._deeds: dict[str, Callable[[Member], None]] = {
            "invite-again": self._invite_again,
            "withdraw": self._withdraw,
            "sessions": self._fetch_sessions,
            "reset-factor": self._reset_factor,
            "enable": lambda member: self._set_active(member, active=True),
            "disable": lambda member: self._set_active(member, active=False),
        }
        self.view.chosen.connect(lambda line_id: self._show(self._members[line_id]))
        self.view.addAsked.connect(self._begin_invitation)
        self.view.saveAsked.connect(self._save)
        self.sessions.endAsked.connect(self._end_session)
        self.view.deedAsked.connect(self._do)

    def start(self) -> None:
        """Fetch what the forms offer, then everybody."""
        self._staff.teams(self._take_teams, self._fail)

    def _take_teams(self, found: Teams) -> None:
        self._teams = tuple((one.slug, one.names[language()]) for one in found.teams)
        self._knowledge.categories(self._take_categories, self._fail)

    def _take_categories(self, found: Categories) -> None:
        self._categories = tuple((one.slug, one.names[language()]) for one in found.categories)
        self._fetch()

    def _fetch(self, present: str = "") -> None:
        self._service.members(lambda found: self._take_members(found, present), self._fail)

    def _take_members(self, found: Members, present: str) -> None:
        self._members = {one.id: one for one in found.employees}
        wanted = present or (self._present.id if self._present else self._me.id)
        lines = [line_of(one, self._clock()) for one in found.employees]
        self.view.show_lines(lines, wanted)
        if wanted in self._members:
            self._show(self._members[wanted], keep_code=True)

    def _show(self, member: Member, *, keep_code: bool = False) -> None:
        self._present = member
        self._fields = self._fields_of(member)
        self.view.show_form(member.name, self._fields)
        self.view.show_deeds(deeds_of(member, self._me.id) if self._is_admin else [])
        self.sessions.hide()
        if not keep_code:
            self.code.show_code("", "")

    def _fields_of(self, member: Member) -> list[FormField]:
        return fields_of(member, self._teams, self._categories, is_admin=self._is_admin)

    def _begin_invitation(self) -> None:
        self._present = None
        self._fields = invitation_fields(self._teams)
        self.view.show_form(_("Invite somebody"), self._fields)
        self.view.show_deeds([])
        self.sessions.hide()
        self.code.show_code("", "")
        self.view.form.widgets["email"].setFocus()

    def _save(self, typed: Values) -> None:
        if self._present is None:
            self._service.invite(
                {**typed, "teams": list(typed["teams"])}, self._on_invited, self._on_not_invited
            )
            return
        change = MemberChange(self._service, self._present, values_of(self._fields), typed)
        change.carry_out(self._on_saved, partial(self._on_not_changed, change, typed))

    def _on_saved(self, member: Member) -> None:
        self.view.notice.tell(Tone.OK, _("Saved."))
        self._fetch(member.id)

    def _on_not_invited(self, failure: Failure) -> None:
        self._fail(failure)
        self.view.mark_edited()

    def _on_not_changed(self, change: MemberChange, typed: Values, failure: Failure) -> None:
        """Take what was saved before the failure as the state that the rest starts from."""
        self._present, self._fields = change.member, self._fields_of(change.member)
        self._on_not_saved(typed, failure)

    def _on_not_saved(self, typed: Values, failure: Failure) -> None:
        if failure.kind is not Kind.STALE or failure.present is None:
            self._fail(failure)
            self.view.mark_edited()
            return
        before, member = self._fields, Member.model_validate(failure.present)
        self._show(member)
        self._fields = self._fields_of(member)
        kept = rebased(values_of(before), typed, values_of(self._fields))
        self.view.show_form(member.name, [one.filled(kept[one.name]) for one in self._fields])
        self.view.mark_edited()
        text = _("Somebody has changed it meanwhile. {changes}. Save again to keep what you typed beside it.")
        changes = "; ".join(differences(before, self._fields))
        self.view.notice.tell(Tone.WARNING, text.format(changes=changes))

    def _do(self, name: str) -> None:
        if self._present is not None:
            self._deeds[name](self._present)

    def _on_invited(self, newcomer: Newcomer) -> None:
        self._show_code(newcomer.invitation)
        self._fetch(newcomer.id)

    def _invite_again(self, member: Member) -> None:
        self._service.invite_again(member.id, self._on_code, self._fail)

    def _withdraw(self, member: Member) -> None:
        self.code.show_code("", "")
        self._service.withdraw_invitation(member.id, self._on_withdrawn, self._fail)

    def _on_withdrawn(self, member: Member) -> None:
        self.view.notice.tell(Tone.OK, _("The invitation is withdrawn."))
        self._fetch(member.id)

    def _on_code(self, invitation: Invitation) -> None:
        self._show_code(invitation)
        self._fetch()

    def _show_code(self, invitation: Invitation) -> None:
        text = _("Hand this code on; it is shown this once, and is good until {time}.")
        self.code.show_code(invitation.code, text.format(time=dated(invitation.expires_at, language())))

    def _set_active(self, member: Member, *, active: bool) -> None:
        self._service.change(member, {"active": active}, self._on_saved, partial(self._on_not_saved, {}))

    def _reset_factor(self, member: Member) -> None:
        told = _("The second factor is reset.")
        self._service.reset_factor(member.id, lambda: self.view.notice.tell(Tone.OK, told), self._fail)

    def _fetch_sessions(self, member: Member) -> None:
        self._service.sessions(member.id, lambda found: self._show_sessions(member, found), self._fail)

    def _show_sessions(self, member: Member, found: OpenSessions) -> None:
        if self._present is None or self._present.id != member.id:
            return
        if not found.sessions:
            self.view.notice.tell(Tone.INFO, _("They are signed in nowhere."))
        self.sessions.show_sessions(found.sessions)
        self.sessions.setVisible(bool(found.sessions))

    def _end_session(self, session_id: str) -> None:
        self._service.end_session(session_id, lambda: self._do("sessions"), self._fail)

    def _fail(self, failure: Failure) -> None:
        if failure.kind is not Kind.SIGNED_OUT:
            self.view.notice.tell(Tone.DANGER, failure.sentence())
