"""The shop's people in memory: what ``employees`` would say, by its own rules and in its own shapes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from backend.employees.audit import AuditEntry, Deed, difference
from backend.employees.domain import (
    Employee,
    LastAdminError,
    NoPasswordError,
    OwnAccountError,
    Team,
    changed,
    turned,
    with_duties,
)
from backend.employees.handlers import NewEmployee, invite, take_on
from backend.employees.own_requests import AuditQuery
from backend.employees.policy import SignInPolicy
from backend.employees.requests import (
    DutiesBody,
    EmployeeBody,
    EmployeeChangeBody,
    EmployeeView,
    InvitationView,
    TakenOnView,
)
from shared.clock import utc_now
from shared.contracts.resources import Contract
from shared.contracts.vocabulary import AssignmentMode, Availability, Language, Role
from tests.support.little_shop import ANA

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
ME = ANA.id or ""
PEOPLE = "/api/v1/employees"
Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """A request; ``name`` is the employee, team or session that its address names."""

    name: str
    query: dict[str, list[str]]
    seen: str
    body: Any


class RefusedError(Exception):
    """Why ``employees`` would not do it."""

    def __init__(self, status: int, kind: str = "", **extra: Any) -> None:
        super().__init__(kind)
        self.answer = status, {"type": f"urn:ventanilla:problem:{kind}", **extra}


def hired(told: dict[str, Any]) -> Employee:
    """Return an employee as the tests describe them: by what a colleague sees."""
    return Employee.model_validate(told | {"password_hash": "kept", "created_at": BEGAN}, strict=False)


@dataclass
class LittleStaff:
    """Everybody, their teams, and what is demanded of them; Ana is the one who asks."""

    employees: dict[str, Employee] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    policy: SignInPolicy = field(default_factory=SignInPolicy)
    audit: list[AuditEntry] = field(default_factory=list)
    enrolled: set[str] = field(default_factory=set)
    """Who has a second factor."""
    sessions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Where an employee is signed in."""

    @classmethod
    def of(cls, *people: dict[str, Any]) -> "LittleStaff":
        """Return these people, and two teams."""
        returns = Team(slug="returns", names={Language.SPANISH: "Devoluciones", Language.ENGLISH: "Returns"})
        shipping = Team(slug="shipping", names={Language.SPANISH: "Envíos", Language.ENGLISH: "Shipping"})
        return cls({one["id"]: hired(one) for one in people}, {one.slug: one for one in (returns, shipping)})

    def __getitem__(self, employee_id: str) -> Employee:
        return self.employees[employee_id]

    def view(self, employee_id: str) -> dict[str, Any]:
        """Return an employee as colleagues see them."""
        return EmployeeView.of(self[employee_id]).model_dump(mode="json")

    def alter(self, employee_id: str, **fields: Any) -> None:
        """Change somebody as another administrator would, at this moment."""
        version = self[employee_id].version + 1
        self.employees[employee_id] = self[employee_id].model_copy(update=fields | {"version": version})

    def turn(self, employee_id: str, standing: Availability) -> None:
        """Let somebody say whether they are there."""
        self.employees[employee_id] = turned(self[employee_id], standing, utc_now())

    def answer(
        self, method: str, path: str, query: dict[str, list[str]], seen: str, body: Any
    ) -> Answer | None:
        """Return status and document; None for what is not about the staff."""
        for verb, pattern, least, act in ACTS:
            found = re.fullmatch(pattern, path)
            if verb != method or not found:
                continue
            name = next(iter(found.groups()), "")
            try:
                self._check(least, name, path)
                return act(self, Asked(name, query, seen, body))
            except RefusedError as error:
                return error.answer
        return None

    def _check(self, least: Role, name: str, path: str) -> None:
        own = path.endswith("/availability") and name == ME
        order = list(Role)
        if not own and order.index(self[ME].role) < order.index(least):
            raise RefusedError(403)
        if path.startswith(f"{PEOPLE}/") and name not in self.employees:
            raise RefusedError(404, "unknown-employee")

    def _note(self, what: Any, about: str, before: Any, after: Any) -> None:
        deed = Deed(by=ME, name=self[ME].name, at=utc_now(), address="192.0.2.7")
        changes = difference(before, after) if after is not None else ()
        self.audit.insert(0, deed.entry(what, about, changes))

    def _keep(self, after: Employee) -> Answer:
        self._note("changed", after.id, self[after.id], after)
        self.employees[after.id] = after
        return 200, self.view(after.id)

    def _seen(self, asked: Asked) -> Employee:
        found = self[asked.name]
        if asked.seen != str(found.version):
            raise RefusedError(412, "stale-version", current=self.view(found.id))
        return found

    def everybody(self, _asked: Asked) -> Answer:
        people = sorted(self.employees.values(), key=lambda one: one.name)
        return 200, {"employees": [self.view(one.id) for one in people]}

    def one(self, asked: Asked) -> Answer:
        return 200, self.view(asked.name)

    def stand(self, asked: Asked) -> Answer:
        self.turn(asked.name, Availability(asked.body["availability"]))
        return 200, self.view(asked.name)

    def take_on(self, asked: Asked) -> Answer:
        body = EmployeeBody.model_validate(asked.body)
        if any(one.email == body.email for one in self.employees.values()):
            raise RefusedError(409, "known-email")
        wanted = NewEmployee(body.name or body.email, body.email, body.role, body.teams, body.language, "")
        person = take_on(wanted, utc_now)
        code, invitation = invite(utc_now)
        self.employees[person.id] = person = person.model_copy(update={"invitation": invitation})
        shown = InvitationView(code=code, expires_at=invitation.expires_at)
        return 201, TakenOnView.of(person, invitation=shown).model_dump(mode="json")

    def invite(self, asked: Asked) -> Answer:
        code, invitation = invite(utc_now)
        if self[asked.name].password_hash:
            raise RefusedError(409, "has-come")
        self.alter(asked.name, invitation=invitation)
        return 201, _told(InvitationView(code=code, expires_at=invitation.expires_at))

    def withdraw(self, asked: Asked) -> Answer:
        self.alter(asked.name, invitation=None)
        self._note("invitation-withdrawn", asked.name, None, None)
        return 200, self.view(asked.name)

    def change(self, asked: Asked) -> Answer:
        wanted = EmployeeChangeBody.model_validate(asked.body).model_dump(exclude_none=True)
        admins = [one for one in self.employees.values() if one.role is Role.ADMIN and one.active]
        left = len([one for one in admins if one.id != asked.name])
        try:
            return self._keep(changed(self._seen(asked), ME, left, **wanted))
        except (LastAdminError, OwnAccountError, NoPasswordError) as error:
            raise RefusedError(409, "illegal-change", detail=str(error)) from error

    def charge(self, asked: Asked) -> Answer:
        body = DutiesBody.model_validate(asked.body)
        return self._keep(with_duties(self._seen(asked), body.skills, body.languages, body.capacity))

    def reset_factor(self, asked: Asked) -> Answer:
        if asked.name not in self.enrolled:
            raise RefusedError(404, "not-enrolled")
        self.enrolled.discard(asked.name)
        self._note("second-factor-reset", asked.name, None, None)
        return 204, {}

    def places(self, asked: Asked) -> Answer:
        return 200, {"sessions": self.sessions.get(asked.query.get("employee", [ME])[0], [])}

    def end_session(self, asked: Asked) -> Answer:
        for places in self.sessions.values():
            places[:] = [one for one in places if one["id"] != asked.name]
        return 204, {}

    def all_teams(self, _asked: Asked) -> Answer:
        return 200, {"teams": [_told(one) for one in self.teams.values()]}

    def add_team(self, asked: Asked) -> Answer:
        team = Team.model_validate(asked.body, strict=False)
        if team.slug in self.teams:
            raise RefusedError(409, "known-team")
        self.teams[team.slug] = team
        self._note("team-added", team.slug, None, team)
        return 201, _told(team)

    def share(self, asked: Asked) -> Answer:
        mode = AssignmentMode(asked.body["mode"])
        self.teams[asked.name] = self.teams[asked.name].model_copy(update={"assignment": mode})
        return 200, _told(self.teams[asked.name])

    def demanded(self, _asked: Asked) -> Answer:
        return 200, _told(self.policy)

    def demand(self, asked: Asked) -> Answer:
        if asked.seen != str(self.policy.version):
            raise RefusedError(412, "stale-version", current=_told(self.policy))
        required = asked.body["second_factor_required"]
        self.policy = SignInPolicy(second_factor_required=required, version=self.policy.version + 1)
        return 200, _told(self.policy)

    def read_audit(self, asked: Asked) -> Answer:
        query = AuditQuery.model_validate({name: values[0] for name, values in asked.query.items()})
        found = [
            one
            for one in self.audit
            if query.about in (None, one.about)
            and query.what in (None, one.what)
            and query.by in (None, one.by.id)
            and (query.since is None or query.since <= one.at)
            and (query.before is None or one.at < query.before)
        ]
        return 200, {"entries": [_told(one) for one in found[: query.limit]]}


def _told(document: Contract) -> dict[str, Any]:
    return document.model_dump(mode="json")


_ONE = f"{PEOPLE}/([^/]+)"
Act = Callable[[LittleStaff, Asked], Answer]
ACTS: tuple[tuple[str, str, Role, Act], ...] = (
    ("GET", PEOPLE, Role.AGENT, LittleStaff.everybody),
    ("POST", PEOPLE, Role.ADMIN, LittleStaff.take_on),
    ("GET", _ONE, Role.AGENT, LittleStaff.one),
    ("PATCH", _ONE, Role.ADMIN, LittleStaff.change),
    ("PUT", f"{_ONE}/availability", Role.SUPERVISOR, LittleStaff.stand),
    ("PUT", f"{_ONE}/duties", Role.SUPERVISOR, LittleStaff.charge),
    ("POST", f"{_ONE}/invitation", Role.ADMIN, LittleStaff.invite),
    ("DELETE", f"{_ONE}/invitation", Role.ADMIN, LittleStaff.withdraw),
    ("DELETE", f"{_ONE}/second-factor", Role.ADMIN, LittleStaff.reset_factor),
    ("GET", "/api/v1/teams", Role.AGENT, LittleStaff.all_teams),
    ("POST", "/api/v1/teams", Role.ADMIN, LittleStaff.add_team),
    ("PUT", "/api/v1/teams/([^/]+)/assignment", Role.SUPERVISOR, LittleStaff.share),
    ("GET", "/api/v1/sessions", Role.AGENT, LittleStaff.places),
    ("DELETE", "/api/v1/sessions/(?!current)([^/]+)", Role.AGENT, LittleStaff.end_session),
    ("GET", "/api/v1/sign-in-policy", Role.AGENT, LittleStaff.demanded),
    ("PUT", "/api/v1/sign-in-policy", Role.ADMIN, LittleStaff.demand),
    ("GET", "/api/v1/employee-audit", Role.SUPERVISOR, LittleStaff.read_audit),
)
