"""The services that the web form asks, in a few lines, over real HTTP on a free port."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from uuid import UUID

import jwt

from shared.contracts.resources import IncidentDetail, LastAnswer, OwnIncident, OwnIncidents
from shared.contracts.vocabulary import ActorKind
from tests.support.guest_files import GuestFiles
from tests.support.little_accounts import LOCKED_S, MARTA, PASSWORD, LittleAccounts
from tests.support.little_knowledge import LittleKnowledge
from tests.support.served import serving


@dataclass
class LittleDesk:
    """What the services know now; a test fills it, and may take them away."""

    url: str = ""
    is_up: bool = True
    is_list_refused: bool = False
    """Whether a customer's token is not believed where their incidents are."""
    lifetime: int = 600
    incidents: dict[UUID, IncidentDetail] = field(default_factory=dict)
    guests: list[dict[str, Any]] = field(default_factory=list)
    """The claims of each token that came with a question for an incident."""
    refreshes: set[str] = field(default_factory=set)
    registered: list[dict[str, Any]] = field(default_factory=list)
    """What was sent to make an account."""
    accounts: LittleAccounts = field(default_factory=LittleAccounts)
    knowledge: LittleKnowledge = field(default_factory=LittleKnowledge)
    files: GuestFiles = field(default_factory=GuestFiles)
    granted: int = 0
    asked_by: list[str | None] = field(default_factory=list)
    """The address that the web form names with each question, where it names one."""
    browsers: list[str | None] = field(default_factory=list)
    """What the web form says of the customer's browser with each question."""
    ended: list[str] = field(default_factory=list)
    """The access tokens with which a session was ended; one that has run out ends none."""
    let_go: list[str] = field(default_factory=list)
    """The access tokens with which an end was asked for."""

    def grant(self) -> dict[str, Any]:
        """Return fresh tokens for Marta."""
        self.granted += 1
        refresh = f"refresh-{self.granted}"
        self.refreshes.add(refresh)
        lasting = {"expires_in": self.lifetime, "refresh_token": refresh}
        customer = {name: self.accounts.profile[name] for name in MARTA}
        return {"access_token": f"access-{self.granted}", "customer": customer, **lasting}

    def answer(
        self, method: str, path: str, body: Any, bearer: str, if_match: str | None = None
    ) -> tuple[int, str]:
        """Return status and body."""
        if not self.is_up:
            return 503, "{}"
        own = self.accounts.answer(method, path, body, if_match)
        if known := own or self.knowledge.answer(method, path, body, bearer):
            return known
        if path.startswith("/api/v1/incidents/"):
            return self._incident(UUID(path.rpartition("/")[2]), bearer)
        if path == "/api/v1/own-incidents":
            return self._own()
        if method == "DELETE":
            return self._end(bearer)
        return self._account(method, path, body)

    def _end(self, bearer: str) -> tuple[int, str]:
        self.let_go.append(bearer)
        if bearer != f"access-{self.granted}":
            return 401, "{}"
        self.ended.append(bearer)
        self.refreshes.clear()
        return 204, ""

    def _own(self) -> tuple[int, str]:
        if self.is_list_refused:
            return 401, "{}"
        own = tuple(_as_own(detail) for detail in self.incidents.values())
        return 200, OwnIncidents(incidents=own).model_dump_json()

    def _account(self, method: str, path: str, body: Any) -> tuple[int, str]:
        granted: Any = None
        match method, path:
            case "POST", "/api/v1/sessions" if self.accounts.is_locked:
                status = 429
            case "POST", "/api/v1/sessions":
                status = 201 if body["password"] == PASSWORD else 401
            case "POST", "/api/v1/tokens":
                status = 200 if body["refresh_token"] in self.refreshes else 401
                self.refreshes.discard(body["refresh_token"])
            case "POST", "/api/v1/customers":
                self.registered.append(body)
                status = 202
            case "POST", "/api/v1/sign-in-links" | "/api/v1/password-resets":
                self.accounts.mailed.append((path.rpartition("/")[2], body["email"]))
                status = 202
            case "POST", _ if "token" in body:
                status, granted = self.accounts.by_link(path, body) or (201, None)
            case _:
                status = 404
        if status in {200, 201} and not granted:
            granted = self.grant()
        return status, json.dumps(granted or {})

    def _incident(self, incident_id: UUID, bearer: str) -> tuple[int, str]:
        claims = jwt.decode(bearer, options={"verify_signature": False})
        self.guests.append(claims)
        detail = self.incidents.get(incident_id)
        if detail is None or claims["incident"] != str(incident_id):
            return 404, "{}"
        return 200, detail.model_dump_json()


def _as_own(detail: IncidentDetail) -> OwnIncident:
    replies = [one for one in detail.messages if one.author.kind is ActorKind.EMPLOYEE]
    last = LastAnswer(excerpt=replies[-1].text, at=replies[-1].at) if replies else None
    return OwnIncident(row=detail.row, last_answer=last)


@contextmanager
def little_desk() -> Iterator[LittleDesk]:
    """Serve until the block is over."""
    desk = LittleDesk()

    class Handler(_Handler):
        own = desk

    with serving(Handler) as desk.url:
        yield desk


class _Handler(BaseHTTPRequestHandler):
    own: LittleDesk
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._route()

    def do_POST(self) -> None:
        self._route()

    def do_PUT(self) -> None:
        self._route()

    def do_PATCH(self) -> None:
        self._route()

    def do_DELETE(self) -> None:
        self._route()

    def log_message(self, *_args: Any) -> None:
        """Keep the test's output quiet."""

    def do_HEAD(self) -> None:
        self._route()

    def _route(self) -> None:
        if self.path.startswith("/api/v1/files"):
            self._files()
            return
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"null")
        bearer = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        self.own.asked_by.append(self.headers.get("X-Forwarded-For"))
        self.own.browsers.append(self.headers.get("User-Agent"))
        status, text = self.own.answer(self.command, self.path, body, bearer, self.headers.get("If-Match"))
        headers = {"Content-Type": "application/json", "ETag": f'"{self.own.accounts.version}"'}
        if status == 429:
            headers["Retry-After"] = str(LOCKED_S)
        self._send(status, headers, text.encode())

    def _files(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, headers, content = self.own.files.answer(self.command, self.path, self.headers, sent)
        self._send(status, headers, content)

    def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
