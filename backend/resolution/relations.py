"""What ties an incident to others, over HTTP: links, merges, splits, and what affects many."""

from uuid import UUID

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.incidents.following import Following
from backend.incidents.model import Incident
from backend.incidents.pairs import Pairs
from backend.incidents.recording import Check
from backend.incidents.store import IncidentStore
from backend.incidents.surroundings import Surroundings
from backend.kit.auth import require
from backend.kit.causes import Cause
from backend.kit.openapi import problems
from backend.resolution.answers import answer
from backend.resolution.applying import INCIDENT, apply_shared, created
from backend.resolution.requests import (
    IncidentPath,
    KnownIncidentBody,
    LinkPath,
    MergeBody,
    MoveHeaders,
    SplitBody,
)
from shared.contracts.resources import Actor, IncidentRow, OtherIncidents
from shared.contracts.vocabulary import Role


def add_relations(api: APIBlueprint, pairs: Pairs, following: Following) -> None:
    """Add the routes that tie incidents together and take them apart."""
    _add_links(api, pairs)
    _add_merges(api, pairs)
    _add_splits(api, pairs)
    _add_known(api, following)


def add_others(api: APIBlueprint, store: IncidentStore, surroundings: Surroundings) -> None:
    """Add the route to the other incidents of a customer."""

    @api.get(f"{INCIDENT}/others", responses={200: OtherIncidents})
    @require(Role.AGENT)
    def read_others(path: IncidentPath) -> Response:
        """The customer's other incidents, the newest first; of a guest those with the same e-mail."""
        return answer(OtherIncidents(rows=surroundings.others(store.get(path.incident_id))))


def _add_links(api: APIBlueprint, pairs: Pairs) -> None:
    @api.put(f"{INCIDENT}/links/<uuid:other_id>", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def link(path: LinkPath, header: MoveHeaders) -> Response:
        """Have both point at each other."""
        return apply_shared(
            header, lambda check, by, cause: pairs.link(path.incident_id, path.other_id, check, by, cause)
        )

    @api.delete(f"{INCIDENT}/links/<uuid:other_id>", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def unlink(path: LinkPath, header: MoveHeaders) -> Response:
        """Have them point at each other no more."""
        return apply_shared(
            header, lambda check, by, cause: pairs.unlink(path.incident_id, path.other_id, check, by, cause)
        )


def _add_merges(api: APIBlueprint, pairs: Pairs) -> None:
    @api.put(f"{INCIDENT}/merge", responses={200: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def merge(path: IncidentPath, header: MoveHeaders, body: MergeBody) -> Response:
        """Close it, and have it go on in another."""
        return apply_shared(
            header, lambda check, by, cause: pairs.merge(path.incident_id, body.into, check, by, cause)
        )

    @api.delete(f"{INCIDENT}/merge", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def unmerge(path: IncidentPath, header: MoveHeaders) -> Response:
        """Undo that, as long as neither was changed since by more than words."""
        return apply_shared(
            header, lambda check, by, cause: pairs.unmerge(path.incident_id, check, by, cause)
        )


def _add_splits(api: APIBlueprint, pairs: Pairs) -> None:
    @api.post(f"{INCIDENT}/splits", responses={201: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def split(path: IncidentPath, header: MoveHeaders, body: SplitBody) -> Response:
        """Make an incident of a message; the answer is the old one's row, Location the new one."""
        made: list[UUID] = []

        def change(check: Check, by: Actor, cause: Cause) -> Incident:
            incident, new_id = pairs.split(path.incident_id, body.message, body.subject, check, by, cause)
            made.append(new_id)
            return incident

        return created(apply_shared(header, change), made[0])


def _add_known(api: APIBlueprint, following: Following) -> None:
    @api.put(f"{INCIDENT}/known-incident", responses={200: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def join(path: IncidentPath, header: MoveHeaders, body: KnownIncidentBody) -> Response:
        """Say that it is a case of what affects many; its customer hears when that is solved."""
        return apply_shared(
            header,
            lambda check, by, cause: following.join(path.incident_id, body.known_incident, check, by, cause),
        )

    @api.delete(f"{INCIDENT}/known-incident", responses={200: IncidentRow, **problems(409)})
    @require(Role.AGENT)
    def part(path: IncidentPath, header: MoveHeaders) -> Response:
        """Say that it is not."""
        return apply_shared(
            header, lambda check, by, cause: following.part(path.incident_id, check, by, cause)
        )
