"""What ``customers`` lets its owner do with one account, Marta's, in a few lines; served by a little desk."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PASSWORD = "tetera azul de lunares"
LINK_TOKEN = "the-token-of-a-mailed-link"
MARTA = {
    "id": "c-marta0001",
    "name": "Marta Ruiz",
    "email": "marta@example.com",
    "language": "es",
    "group": "club",
    "has_password": True,
}
LOCKED_S = 90
"""So long who has tried too many passwords waits."""
EASY = "password1234"
"""A password that is long enough, and on everybody's list."""
_EMPTY = {"surname": None, "birth_date": None, "address": None, "wanted_email": None}
_ME = "/api/v1/customers/me"
Answered = tuple[int, Any]


@dataclass
class LittleAccounts:
    """The account as it is now; a test changes it, and looks what was asked for."""

    profile: dict[str, Any] = field(default_factory=lambda: {**MARTA, **_EMPTY})
    version: int = 1
    is_fresh: bool = False
    """Whether a sign-in of the last minutes is proof enough."""
    is_over: bool = False
    """Whether the session was ended elsewhere."""
    is_locked: bool = False
    can_gather: bool = True
    """Whether everything about Marta can be had just now."""
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    mailed: list[tuple[str, str]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    """What was sent to change something of the account."""

    def answer(self, method: str, path: str, body: Any, if_match: str | None) -> tuple[int, str] | None:
        """Return status and body; None for what is not about the account of who is signed in."""
        if not path.startswith(_ME):
            return None
        status, content = self._answered(method, path, body, if_match)
        return status, "" if content is None else json.dumps(content)

    def _answered(self, method: str, path: str, body: Any, if_match: str | None) -> Answered:
        if self.is_over:
            return 401, _problem("session-over")
        place = path.rpartition("/")[2]
        calls: dict[tuple[str, str], Callable[[], Answered]] = {
            ("GET", ""): lambda: (200, self.profile),
            ("PATCH", ""): lambda: self._change(body, if_match),
            ("POST", "/email-changes"): lambda: self._prove(body["password"]) or self._want(body),
            ("PUT", "/password"): lambda: self._password(body),
            ("GET", "/sessions"): lambda: (200, {"sessions": list(self.places.values())}),
            ("DELETE", "/sessions"): lambda: self._end(*self.places),
            ("DELETE", f"/sessions/{place}"): lambda: self._end(place),
            ("DELETE", "/other-sessions"): lambda: self._end(*self._others()),
            ("POST", "/export"): lambda: self._prove(body["password"]) or self._export(),
            ("POST", "/erasure"): lambda: self._prove(body["password"]) or self._erase(),
        }
        return calls[method, path.removeprefix(_ME)]()

    def by_link(self, path: str, body: dict[str, str]) -> Answered | None:
        """Return the refusal of a mailed link's use, the answer of one that signs nobody in, or None."""
        if body["token"] != LINK_TOKEN:
            return 410, _problem("link-over")
        if body.get("password") == EASY:
            return 400, {"errors": [{"field": "password", "message": "is too easy to guess"}]}
        if path.endswith("/email-confirmations"):
            if self.profile["wanted_email"] is None:
                return 409, _problem("known-email")
            self.profile |= {"email": self.profile["wanted_email"], "wanted_email": None}
            return 200, {"email": self.profile["email"]}
        return None

    def _change(self, body: dict[str, Any], if_match: str | None) -> Answered:
        if if_match != f'"{self.version}"':
            return 412, {**_problem("stale-version"), "current": self.profile}
        if body["surname"] == "Refused":
            return 400, {"errors": [{"field": "surname", "message": "no"}]}
        self.changed.append(body)
        self.version += 1
        self.profile |= body
        return 200, self.profile

    def _want(self, body: dict[str, Any]) -> Answered:
        self.profile["wanted_email"] = body["email"]
        return 202, {}

    def _password(self, body: dict[str, Any]) -> Answered:
        if self.profile["has_password"] and body["current_password"] is None:
            return 403, _problem("proof-needed")
        if body["password"] == EASY:
            return 400, {"errors": [{"field": "password", "message": "is too easy to guess"}]}
        refused = self._prove(body["current_password"])
        if not refused:
            self.changed.append(body)
        return refused or (204, None)

    def _end(self, *places: str) -> Answered:
        ended = [self.places.pop(place, None) for place in places]
        return (204, None) if all(ended) else (404, _problem("unknown-session"))

    def _others(self) -> list[str]:
        return [place for place, known in self.places.items() if not known["current"]]

    def _export(self) -> Answered:
        return (200, {"profile": self.profile}) if self.can_gather else (503, _problem("records-unavailable"))

    def _erase(self) -> Answered:
        self.is_over = True
        return 204, None

    def _prove(self, password: str | None) -> Answered | None:
        if self.is_locked:
            return 429, _problem("locked")
        if password is None:
            return None if self.is_fresh else (403, _problem("proof-needed"))
        return None if password == PASSWORD else (403, _problem("wrong-password"))


def _problem(kind: str) -> dict[str, Any]:
    return {"type": f"urn:ventanilla:problem:{kind}"}
