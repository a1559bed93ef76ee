"""The services that a console speaks to, over real HTTP on a free port, in front of a little shop."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

from backend.incidents.model import Change, Incident
from backend.incidents.steps import IllegalMoveError
from backend.presence.domain import Attendance
from backend.presence.postman import LiveTeller
from shared.clock import utc_now
from shared.contracts.resources import Actor, Assignee, Contract, QueueSnapshot
from shared.contracts.search import SearchHit, SearchResults
from shared.contracts.vocabulary import Attention
from shared.messaging.memory import MemoryPublisher
from tests.support.little_answers import LittleAnswers, LittleCategories
from tests.support.little_files import PREFIX, LittleFiles
from tests.support.little_keepers import keeper_at
from tests.support.little_known import LittleKnown
from tests.support.little_macros import LittleMacros
from tests.support.little_metrics import PATHS, LittleMetrics
from tests.support.little_moves import move
from tests.support.little_pairs import pair_move
from tests.support.little_shop import ANA, LUIS, LittleShop
from tests.support.little_staff import LittleStaff
from tests.support.little_views import LittleViews
from tests.support.served import serving

NO_CONTENT = 204
SEARCH = "/api/v1/search"
PASSWORD = "tetera-azul-48"
ANA_IS: dict[str, Any] = {
    "id": ANA.id,
    "name": ANA.name,
    "email": "ana@ventanilla.example",
    "role": "supervisor",
    "teams": ["returns"],
    "language": "es",
}
LUIS_IS: dict[str, Any] = ANA_IS | {"id": LUIS.id, "name": LUIS.name, "email": "luis@ventanilla.example"}
LISTS: dict[tuple[str, str], dict[str, Any]] = {
    ("GET", "/api/v1/similar-incidents"): {"incidents": []},
}


@dataclass
class LittleServices:
    """What the services are like now; a test may make them slow, broken or forgetful."""

    shop: LittleShop
    url: str = ""
    requests: list[tuple[str, str]] = field(default_factory=list)
    broken: Callable[[str, str], bytes | int | None] = lambda _method, _path: None
    """Asked before each request: a status or a raw body to answer with instead, 0 to hang up, or None."""
    tokens: set[str] = field(default_factory=set)
    refreshes: set[str] = field(default_factory=set)
    files: LittleFiles = field(default_factory=LittleFiles)
    macros: LittleMacros = field(default_factory=LittleMacros)
    views: LittleViews = field(default_factory=LittleViews)
    hits: tuple[SearchHit, ...] = ()
    """What a search finds, whatever the words."""
    searched: list[str] = field(default_factory=list)
    lifetime: int = 600
    attendance: Attendance = field(default_factory=Attendance)
    lists: dict[tuple[str, str], dict[str, Any]] = field(default_factory=lambda: dict(LISTS))
    """What is only looked at, by method and path."""
    known: LittleKnown = field(default_factory=LittleKnown)
    answers: LittleAnswers = field(default_factory=LittleAnswers)
    categories: LittleCategories = field(default_factory=LittleCategories)
    metrics: LittleMetrics = field(init=False)
    people: LittleStaff = field(default_factory=lambda: LittleStaff.of(ANA_IS, LUIS_IS))

    def __post_init__(self) -> None:
        self.metrics = LittleMetrics(self.shop)

    def be_at(self, incident_id: UUID, who: Actor, attention: Attention) -> None:
        """Let somebody be at an incident, or leave it, and tell everybody over the stream."""
        now, employee = utc_now(), Assignee(id=who.id or "", name=who.name)
        if attention is Attention.GONE:
            event = self.attendance.leave(incident_id, employee.id, now)
        else:
            event = self.attendance.come(incident_id, employee, attention, now)
        LiveTeller(MemoryPublisher(self.shop.broker), utc_now).tell([event] if event else [], uuid4())

    def found(self, query: dict[str, list[str]]) -> tuple[int, bytes]:
        """Answer a search."""
        self.searched += query["q"]
        results = SearchResults(total=len(self.hits), offset=0, hits=self.hits)
        return 200, results.model_dump_json().encode()

    def grant(self) -> dict[str, Any]:
        """Return fresh tokens."""
        access, refresh = f"a-{uuid4()}", f"r-{uuid4()}"
        self.tokens.add(access)
        self.refreshes.add(refresh)
        return {
            "access_token": access,
            "expires_in": self.lifetime,
            "refresh_token": refresh,
            "employee": self.people.view(ANA_IS["id"]),
        }


@contextmanager
def little_services(shop: LittleShop) -> Iterator[LittleServices]:
    """Serve a shop until the block is over."""
    services = LittleServices(shop)

    class Handler(_Handler):
        own = services

    with serving(Handler) as services.url:
        yield services


class _Handler(BaseHTTPRequestHandler):
    own: LittleServices
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._route("GET")

    def do_HEAD(self) -> None:
        self._route("HEAD")

    def do_POST(self) -> None:
        self._route("POST")

    def do_PUT(self) -> None:
        self._route("PUT")

    def do_PATCH(self) -> None:
        self._route("PATCH")

    def do_DELETE(self) -> None:
        self._route("DELETE")

    def log_message(self, *_args: Any) -> None:
        """Keep the test's output quiet."""

    def _route(self, method: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        sent = self.rfile.read(length)
        address = urlsplit(self.path)
        self.own.requests.append((method, address.path))
        planned = self.own.broken(method, address.path)
        if planned == 0:
            self.close_connection = True
        elif isinstance(planned, int):
            self._answer(planned, {"title": "planned"})
        elif planned is not None:
            self._send(200, planned)
        elif address.path.startswith(PREFIX):
            self._files(method, address.path, sent)
        elif keeper := keeper_at(address.path, self.own):
            seen = (self.headers.get("If-Match") or "").strip('"')
            self._known(*keeper.answer(method, address.path, seen, sent))
        elif method == "GET" and address.path in {*PATHS, SEARCH}:
            self._read_model(address.path, parse_qs(address.query))
        elif address.path == "/api/v1/queue":
            self._queue(parse_qs(address.query))
        elif address.path.startswith("/api/v1/incidents"):
            self._incidents(method, address.path, json.loads(sent or b"null"))
        else:
            query, body = parse_qs(address.query), json.loads(sent or b"null")
            seen = (self.headers.get("If-Match") or "").strip('"')
            if told := self.own.people.answer(method, address.path, query, seen, body):
                self._known(told[0], json.dumps(told[1]).encode() if told[0] != NO_CONTENT else b"")
            else:
                self._identity(method, address.path, body)

    def _read_model(self, path: str, query: dict[str, list[str]]) -> None:
        if path == SEARCH:
            self._known(*self.own.found(query))
        else:
            self._known(200, self.own.metrics.answer(path, query))

    def _files(self, method: str, path: str, sent: bytes) -> None:
        if not self._is_known():
            return
        key = self.headers.get("Idempotency-Key") or str(uuid4())
        form = self.headers.get("Content-Type") or ""
        self._send(*self.own.files.answer(method, path, key, form, sent))

    def _known(self, status: int, body: bytes) -> None:
        if self._is_known():
            self._send(status, body)

    def _is_known(self) -> bool:
        known = self.headers.get("Authorization", "").removeprefix("Bearer ") in self.own.tokens
        if not known:
            self._answer(401, {"title": "Who are you?"})
        return known

    def _identity(self, method: str, path: str, body: Any) -> None:
        if (method, path) == ("POST", "/api/v1/sessions"):
            right = body["password"] == PASSWORD
            self._answer(201 if right else 401, self.own.grant() if right else {"title": "No."})
        elif (method, path) == ("POST", "/api/v1/tokens"):
            known = body["refresh_token"] in self.own.refreshes
            self.own.refreshes.discard(body["refresh_token"])
            self._answer(200 if known else 401, self.own.grant() if known else {"title": "No."})
        elif (method, path) in self.own.lists:
            self._answer(200, self.own.lists[method, path])
        else:
            self._send(204, b"")

    def _queue(self, query: dict[str, list[str]]) -> None:
        if self._is_known():
            after = query.get("updated_after", [""])[0]
            snapshot = self.own.shop.snapshot(datetime.fromisoformat(after) if after else None)
            self._send(200, in_lines(snapshot))

    def _incidents(self, method: str, path: str, body: Any) -> None:
        if not self._is_known():
            return
        parts = path.removeprefix("/api/v1/incidents").strip("/").split("/")
        shop = self.own.shop
        if UUID(parts[0]) not in shop.incidents:
            self._answer(404, {"title": "There is no such incident."})
        elif len(parts) == 1:
            self._answer(200, shop.detail(UUID(parts[0])))
        elif parts[1] == "presence":
            typing = Attention.TYPING if body and body["typing"] else Attention.LOOKING
            self.own.be_at(UUID(parts[0]), ANA, typing if method == "PUT" else Attention.GONE)
            self._answer(200, self.own.attendance.others(UUID(parts[0]), ANA.id or "", utc_now()))
        elif method == "GET" and parts[1] == "others":
            self._answer(200, shop.others(UUID(parts[0])))
        else:
            told = body or {}
            change = pair_move(shop, method, parts[1:], told) or move(method, parts[1], told)
            self._change(UUID(parts[0]), change, told.get("files", ()))

    def _change(
        self, incident_id: UUID, move: Callable[[Incident, datetime], Change], files: Sequence[dict[str, Any]]
    ) -> None:
        shop = self.own.shop
        with shop.lock:
            seen = int(self.headers["If-Match"].strip('"'))
            key = self.headers.get("Idempotency-Key")
            current = shop.incidents[incident_id]
            if key and UUID(key) in shop.done:
                self._answer(200, current.row())
                return
            if current.version != seen:
                self._answer(412, _stale(shop, current, seen))
                return
            if missing := [file for file in files if UUID(file["id"]) not in self.own.files.kept]:
                kind = "urn:ventanilla:problem:unknown-file"
                self._answer(422, {"type": kind, "title": "Not there.", "files": missing})
                return
            try:
                row = shop.change(incident_id, move)
            except IllegalMoveError as error:
                self._answer(409, {"title": "Not possible.", "detail": str(error)})
                return
            if key:
                shop.done.add(UUID(key))
        self._answer(200, row)

    def _answer(self, status: int, content: Contract | dict[str, Any]) -> None:
        body = content.model_dump_json() if isinstance(content, Contract) else json.dumps(content)
        self._send(status, body.encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def in_lines(snapshot: QueueSnapshot) -> bytes:
    """Return a snapshot as ``resolution`` sends it."""
    lines = [json.dumps({"as_of": snapshot.as_of.isoformat()})]
    lines += [row.model_dump_json() for row in snapshot.rows]
    return "\n".join([*lines, json.dumps({"rows": len(snapshot.rows)}), ""]).encode()


def _stale(shop: LittleShop, current: Incident, seen: int) -> dict[str, Any]:
    detail = shop.detail(current.id)
    return {
        "title": "It has changed since you looked.",
        "current": current.row().model_dump(mode="json"),
        "messages": [one.model_dump(mode="json") for one in detail.messages if one.version > seen],
        "since": [one.model_dump(mode="json") for one in detail.timeline if one.version > seen],
    }
