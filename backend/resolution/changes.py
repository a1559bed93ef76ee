"""The employees' changes over HTTP, each on the very version that its author saw."""

from datetime import datetime
from uuid import uuid4

from flask import Response, request
from flask_openapi3 import APIBlueprint

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from backend.kit.auth import current_identity, require
from backend.kit.openapi import problems
from backend.resolution.applying import INCIDENT, Apply, created, demand_own
from backend.resolution.colleagues import Colleagues
from backend.resolution.requests import (
    AssignmentBody,
    IncidentPath,
    MoveHeaders,
    NoteBody,
    PauseBody,
    PriorityBody,
    ReopeningBody,
    ReplyBody,
)
from shared.contracts.resources import Actor, IncidentRow
from shared.contracts.vocabulary import Role


def add_changes(api: APIBlueprint, apply: Apply, colleagues: Colleagues) -> None:
    """Add the routes that change an incident."""
    _add_moves(api, apply)
    _add_waiting(api, apply)
    _add_assignment(api, apply, colleagues)
    _add_words(api, apply, colleagues)


def _add_moves(api: APIBlueprint, apply: Apply) -> None:
    @api.put(f"{INCIDENT}/claim", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def claim(path: IncidentPath, header: MoveHeaders) -> Response:
        """Take it."""
        return apply(path, header, lambda by, found, at: rules.claim(found, by, at))

    @api.delete(f"{INCIDENT}/claim", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def release(path: IncidentPath, header: MoveHeaders) -> Response:
        """Give it back to the queue; what a colleague has only who leads gives back."""
        leads = current_identity().holds(Role.SUPERVISOR)

        def move(by: Actor, incident: Incident, at: datetime) -> Change:
            demand_own(incident, by, leads=leads)
            return rules.release(incident, by, at)

        return apply(path, header, move)

    @api.put(f"{INCIDENT}/priority", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def prioritize(path: IncidentPath, header: MoveHeaders, body: PriorityBody) -> Response:
        """Say how urgent it is."""
        return apply(path, header, lambda by, found, at: rules.prioritize(found, by, at, body.priority))

    @api.put(f"{INCIDENT}/resolution", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def resolve(path: IncidentPath, header: MoveHeaders) -> Response:
        """Say that it is solved."""
        return apply(path, header, lambda by, found, at: rules.resolve(found, by, at))

    @api.put(f"{INCIDENT}/closure", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def close(path: IncidentPath, header: MoveHeaders) -> Response:
        """Say that it is over."""
        return apply(path, header, lambda by, found, at: rules.close(found, by, at))


def _add_waiting(api: APIBlueprint, apply: Apply) -> None:
    @api.put(f"{INCIDENT}/pause", responses={200: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def pause(path: IncidentPath, header: MoveHeaders, body: PauseBody) -> Response:
        """Wait for the customer, or until a day; without a body, for as long as it takes."""
        return apply(path, header, lambda by, found, at: rules.pause(found, by, at, body.wake_at))

    @api.delete(f"{INCIDENT}/pause", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def wake(path: IncidentPath, header: MoveHeaders) -> Response:
        """Wait no longer."""
        return apply(path, header, lambda by, found, at: rules.wake(found, by, at))


def _add_assignment(api: APIBlueprint, apply: Apply, colleagues: Colleagues) -> None:
    @api.put(f"{INCIDENT}/assignment", responses={200: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def assign(path: IncidentPath, header: MoveHeaders, body: AssignmentBody) -> Response:
        """Give it to somebody; what a colleague has only who leads gives to another."""
        leads = current_identity().holds(Role.SUPERVISOR)
        to = colleagues.working(body.assignee.id, request.headers["Authorization"])

        def move(by: Actor, incident: Incident, at: datetime) -> Change:
            demand_own(incident, by, leads=leads)
            return rules.assign(incident, by, at, to)

        return apply(path, header, move)


def _add_words(api: APIBlueprint, apply: Apply, colleagues: Colleagues) -> None:
    @api.post(f"{INCIDENT}/replies", responses={201: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def reply(path: IncidentPath, header: MoveHeaders, body: ReplyBody) -> Response:
        """Answer the customer."""
        rule = rules.reply_and_resolve if body.resolve else rules.reply
        said = apply(path, header, lambda by, found, at: rule(found, by, at, uuid4(), body.text, body.files))
        return created(said, path.incident_id)

    @api.post(f"{INCIDENT}/notes", responses={201: IncidentRow, **problems(422)})
    @require(Role.AGENT)
    def note(path: IncidentPath, header: MoveHeaders, body: NoteBody) -> Response:
        """Leave a note for colleagues, and call some of them."""
        caller = request.headers["Authorization"]
        called = tuple(colleagues.working(each, caller) for each in dict.fromkeys(body.mentions))

        def move(by: Actor, incident: Incident, at: datetime) -> Change:
            return rules.note(incident, by, at, uuid4(), body.text, body.files, called)

        return created(apply(path, header, move), path.incident_id)

    @api.post(f"{INCIDENT}/reopening", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def reopen(path: IncidentPath, header: MoveHeaders, body: ReopeningBody) -> Response:
        """Take it up again."""
        return apply(path, header, lambda by, found, at: rules.reopen(found, by, at, uuid4(), body.text))
