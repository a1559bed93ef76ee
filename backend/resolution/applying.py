"""Makes the changes that requests ask for: by whom, for which reason, on which version."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from uuid import UUID, uuid4

from flask import Response, request, url_for

from backend.incidents.model import Change, Incident
from backend.incidents.recording import Check
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from backend.kit.http import correlation_id
from backend.kit.problems import Problem
from backend.kit.versions import seen_version
from backend.resolution.answers import answer, author
from backend.resolution.handlers import change_seen, only_as_seen
from backend.resolution.requests import IncidentPath, MoveHeaders
from shared.clock import Clock
from shared.contracts.resources import Actor

INCIDENT = "/incidents/<uuid:incident_id>"
Move = Callable[[Actor, Incident, datetime], Change | None]
"""A rule with its request's contents filled in: who, which incident, when."""
Apply = Callable[[IncidentPath, MoveHeaders, Move], Response]
Shared = Callable[[Check, Actor, Cause], Incident]
"""A change of more than one incident: given the check of what was seen, who, and why."""


def applying(store: IncidentStore, clock: Clock) -> Apply:
    """Return what makes one move of one incident and answers with its row."""

    def apply(path: IncidentPath, header: MoveHeaders, move: Move) -> Response:
        by, cause = author(), _cause(header)
        seen = seen_version(header.if_match)
        incident = change_seen(store, path.incident_id, seen, partial(move, by), cause, clock)
        return answer(incident.row(), incident.version)

    return apply


def apply_shared(header: MoveHeaders, change: Shared) -> Response:
    """Make a change that others share, and answer with the row of the incident that was asked for."""
    incident = change(only_as_seen(seen_version(header.if_match)), author(), _cause(header))
    return answer(incident.row(), incident.version)


def created(said: Response, incident_id: UUID) -> Response:
    """Return the answer to what was added: words are read with the incident that they belong to."""
    said.status_code = HTTPStatus.CREATED
    said.headers["Location"] = url_for("incidents.read_incident", incident_id=incident_id)
    return said


def demand_own(incident: Incident, by: Actor, *, leads: bool) -> None:
    """Return when it is the caller's, or nobody's, or the caller leads; raise a Problem otherwise."""
    if incident.assignee is not None and incident.assignee.id != by.id and not leads:
        title = "Only who has it, or who leads, gives it away."
        raise Problem(403, title, f"{incident.assignee.name} has it.", type="forbidden")


def _cause(header: MoveHeaders) -> Cause:
    return Cause(header.idempotency_key or uuid4(), correlation_id(), _fingerprint(author()))


def _fingerprint(by: Actor) -> str:
    """Return what tells this request from any other under the same key: who asks for what, in which words."""
    asked = "\0".join((by.id or "", request.method, request.path, "")).encode()
    return hashlib.sha256(asked + request.get_data(cache=True)).hexdigest()
