"""What the administration asks of ``employees``; the service decides what the person may."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from desktop.services.session import Session
from desktop.services.signed_wire import SignedWire
from desktop.services.wire import Call, Failed
from desktop.state.admin_audit import AuditEntries
from desktop.state.admin_staff import Invitation, Member, Members, Newcomer
from desktop.state.admin_teams import SharingTeam, SharingTeams, SignInPolicy
from desktop.state.security import OpenSessions
from shared.contracts.vocabulary import EmployeeId

PEOPLE = "/api/v1/employees"
TEAMS = "/api/v1/teams"
POLICY = "/api/v1/sign-in-policy"
TeamDone = Callable[[SharingTeam], None]
PolicyDone = Callable[[SignInPolicy], None]
MemberDone = Callable[[Member], None]
Then = Callable[[], None]


class Administration(QObject):
    """Asks in the person's name."""

    def __init__(self, url: str, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wire = SignedWire(url, session, self)

    def members(self, done: Callable[[Members], None], failed: Failed) -> None:
        """Fetch everybody."""
        self._wire.send(Call("GET", PEOPLE), Members, done, failed)

    def change(self, member: Member, body: dict[str, Any], done: MemberDone, failed: Failed) -> None:
        """Change name, role, teams, or whether they work here; fails as STALE at another version."""
        call = Call("PATCH", f"{PEOPLE}/{member.id}", body, version=member.version)
        self._wire.send(call, Member, done, failed)

    def charge(self, member: Member, body: dict[str, Any], done: MemberDone, failed: Failed) -> None:
        """Change what they are given; fails as STALE at another version."""
        call = Call("PUT", f"{PEOPLE}/{member.id}/duties", body, version=member.version)
        self._wire.send(call, Member, done, failed)

    def turn(self, member: Member, availability: str, done: MemberDone, failed: Failed) -> None:
        """Say for them whether they are there."""
        call = Call("PUT", f"{PEOPLE}/{member.id}/availability", {"availability": availability})
        self._wire.send(call, Member, done, failed)

    def invite(self, body: dict[str, Any], done: Callable[[Newcomer], None], failed: Failed) -> None:
        """Invite somebody who does not work here yet."""
        self._wire.send(Call("POST", PEOPLE, body), Newcomer, done, failed)

    def invite_again(self, who: EmployeeId, done: Callable[[Invitation], None], failed: Failed) -> None:
        """Have another code; the one before works no more."""
        self._wire.send(Call("POST", f"{PEOPLE}/{who}/invitation"), Invitation, done, failed)

    def withdraw_invitation(self, who: EmployeeId, done: MemberDone, failed: Failed) -> None:
        """Take an invitation back: its code works no more."""
        self._wire.send(Call("DELETE", f"{PEOPLE}/{who}/invitation"), Member, done, failed)

    def reset_factor(self, who: EmployeeId, done: Then, failed: Failed) -> None:
        """Forget their second factor."""
        self._wire.fetch(Call("DELETE", f"{PEOPLE}/{who}/second-factor"), lambda _body: done(), failed)

    def sessions(self, who: EmployeeId, done: Callable[[OpenSessions], None], failed: Failed) -> None:
        """Ask where they are signed in."""
        self._wire.send(Call("GET", "/api/v1/sessions", query={"employee": who}), OpenSessions, done, failed)

    def end_session(self, session_id: str, done: Then, failed: Failed) -> None:
        """Sign them out in one place."""
        self._wire.fetch(Call("DELETE", f"/api/v1/sessions/{session_id}"), lambda _body: done(), failed)

    def teams(self, done: Callable[[SharingTeams], None], failed: Failed) -> None:
        """Fetch all teams, with how they share."""
        self._wire.send(Call("GET", TEAMS), SharingTeams, done, failed)

    def add_team(self, body: dict[str, object], done: TeamDone, failed: Failed) -> None:
        """Add a team."""
        self._wire.send(Call("POST", TEAMS, body), SharingTeam, done, failed)

    def share(self, slug: str, mode: str, done: TeamDone, failed: Failed) -> None:
        """Say who hands out a team's incidents."""
        self._wire.send(Call("PUT", f"{TEAMS}/{slug}/assignment", {"mode": mode}), SharingTeam, done, failed)

    def policy(self, done: PolicyDone, failed: Failed) -> None:
        """Ask what is demanded of everybody who signs in."""
        self._wire.send(Call("GET", POLICY), SignInPolicy, done, failed)

    def demand(self, seen: SignInPolicy, required: bool, done: PolicyDone, failed: Failed) -> None:
        """Demand a second factor of everybody, or no more; fails as STALE at another version."""
        call = Call("PUT", POLICY, {"second_factor_required": required}, version=seen.version)
        self._wire.send(call, SignInPolicy, done, failed)

    def audit(self, asked: dict[str, str], done: Callable[[AuditEntries], None], failed: Failed) -> None:
        """Fetch what administrators did, the latest first, as far as it is ``asked`` for."""
        call = Call("GET", "/api/v1/employee-audit", query=asked)
        self._wire.send(call, AuditEntries, done, failed)
