"""The employees' changes over HTTP, each on the very version that its author saw."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from uuid import uuid4

from flask import Response, request, url_for
from flask_openapi3 import APIBlueprint

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from backend.incidents.store import IncidentStore
from backend.kit.auth import current_identity, require
from backend.kit.causes import Cause
from backend.kit.http import correlation_id
from backend.kit.openapi import problems
from backend.kit.problems import Problem
from backend.kit.versions import seen_version
from backend.resolution.answers import answer, author
from backend.resolution.colleagues import Colleagues
from backend.resolution.handlers import change_seen
from backend.resolution.requests import (
    AssignmentBody,
    IncidentPath,
    MoveHeaders,
    NoteBody,
    PriorityBody,
    ReopeningBody,
    ReplyBody,
)
from shared.clock import Clock
from shared.contracts.resources import Actor, IncidentRow
from shared.contracts.vocabulary import Role

Move = Callable[[Actor, Incident, datetime], Change]
"""A rule with its request's contents filled in: who, which incident, when."""
Apply = Callable[[IncidentPath, MoveHeaders, Move], Response]

_INCIDENT = "/incidents/<uuid:incident_id>"


def add_changes(api: APIBlueprint, store: IncidentStore, colleagues: Colleagues, clock: Clock) -> None:
    """Add the routes that change an incident."""

    def apply(path: IncidentPath, header: MoveHeaders, move: Move) -> Response:
        by = author()
        cause = Cause(header.idempotency_key or uuid4(), correlation_id(), _fingerprint(by))
        seen = seen_version(header.if_match)
        incident = change_seen(store, path.incident_id, seen, partial(move, by), cause, clock)
        return answer(incident.row(), incident.version)

    _add_moves(api, apply)
    _add_assignment(api, apply, colleagues)
    _add_words(api, apply)


def _add_moves(api: APIBlueprint, apply: Apply) -> None:
    @api.put(f"{_INCIDENT}/claim", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def claim(path: IncidentPath, header: MoveHeaders) -> Response:
        """Take it."""
        return apply(path, header, lambda by, found, at: rules.claim(found, by, at))

    @api.delete(f"{_INCIDENT}/claim", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def release(path: IncidentPath, header: MoveHeaders) -> Response:
        """Give it back to the queue; what a colleague has only who leads gives back."""
        leads = current_identity().holds(Role.SUPERVISOR)

        def move(by: Actor, incident: Incident, at: datetime) -> Change:
            _demand_own(incident, by, leads=leads)
            return rules.release(incident, by, at)

        return apply(path, header, move)

    @api.put(f"{_INCIDENT}/pause", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def pause(path: IncidentPath, header: MoveHeaders) -> Response:
        """Wait for the customer."""
        return apply(path, header, lambda by, found, at: rules.pause(found, by, at))

    @api.put(f"{_INCIDENT}/priority", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def prioritize(path: IncidentPath, header: MoveHeaders, body: PriorityBody) -> Response:
        """Say how urgent it is."""
        return apply(path, header, lambda by, found, at: rules.prioritize(found, by, at, body.priority))

    @api.put(f"{_INCIDENT}/resolution", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def resolve(path: IncidentPath, header: MoveHeaders) -> Response:
        """Say that it is solved."""
        return apply(path, header, lambda by, found, at: rules.resolve(found, by, at))

    @api.put(f"{_INCIDENT}/closure", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def close(path: IncidentPath, header: MoveHeaders) -> Response:
        """Say that it is over."""
        return apply(path, header, lambda by, found, at: rules.close(found, by, at))


def _add_assignment(api: APIBlueprint, apply: Apply, colleagues: Colleagues) -> None:
    @api.put(f"{_INCIDENT}/assignment", responses={200: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def assign(path: IncidentPath, header: MoveHeaders, body: AssignmentBody) -> Response:
        """Give it to somebody; what a colleague has only who leads gives to another."""
        leads = current_identity().holds(Role.SUPERVISOR)
        to = colleagues.working(body.assignee.id, request.headers["Authorization"])

        def move(by: Actor, incident: Incident, at: datetime) -> Change:
            _demand_own(incident, by, leads=leads)
            return rules.assign(incident, by, at, to)

        return apply(path, header, move)


def _add_words(api: APIBlueprint, apply: Apply) -> None:
    @api.post(f"{_INCIDENT}/replies", responses={201: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def reply(path: IncidentPath, header: MoveHeaders, body: ReplyBody) -> Response:
        """Answer the customer."""
        rule = rules.reply_and_resolve if body.resolve else rules.reply
        said = apply(path, header, lambda by, found, at: rule(found, by, at, uuid4(), body.text, body.files))
        return _created(said, path)

    @api.post(f"{_INCIDENT}/notes", responses={201: IncidentRow, **problems(422)})
    @require(Role.AGENT)
    def note(path: IncidentPath, header: MoveHeaders, body: NoteBody) -> Response:
        """Leave a note for colleagues."""

        def move(by: Actor, incident: Incident, at: datetime) -> Change:
            return rules.note(incident, by, at, uuid4(), body.text, body.files)

        return _created(apply(path, header, move), path)

    @api.post(f"{_INCIDENT}/reopening", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def reopen(path: IncidentPath, header: MoveHeaders, body: ReopeningBody) -> Response:
        """Take it up again."""
        return apply(path, header, lambda by, found, at: rules.reopen(found, by, at, uuid4(), body.text))


def _created(said: Response, path: IncidentPath) -> Response:
    """Return the answer to words that were added; they are read with the incident that they belong to."""
    said.status_code = HTTPStatus.CREATED
    said.headers["Location"] = url_for("incidents.read_incident", incident_id=path.incident_id)
    return said


def _demand_own(incident: Incident, by: Actor, *, leads: bool) -> None:
    """Return when it is the caller's, or nobody's, or the caller leads; raise a Problem otherwise."""
    if incident.assignee is not None and incident.assignee.id != by.id and not leads:
        title = "Only who has it, or who leads, gives it away."
        raise Problem(403, title, f"{incident.assignee.name} has it.", type="forbidden")


def _fingerprint(by: Actor) -> str:
    """Return what tells this request from any other under the same key: who asks for what, in which words."""
    asked = "\0".join((by.id or "", request.method, request.path, "")).encode()
    return hashlib.sha256(asked + request.get_data(cache=True)).hexdigest()
