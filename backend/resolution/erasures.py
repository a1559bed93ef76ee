"""People's data over HTTP: who leads forgets an incident's person or a guest, or takes out, and says why."""

from datetime import timedelta
from uuid import uuid4

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.incidents.erasing import Erasing
from backend.incidents.store import IncidentStore
from backend.kit.auth import require
from backend.kit.causes import Cause
from backend.kit.http import correlation_id
from backend.resolution.answers import answer, author
from backend.resolution.audit import PersonAudit, PersonEntry
from backend.resolution.requests import AuditQuery, ErasureBody, IncidentPath, PersonBody
from backend.resolution.views import Erased, PersonAuditView, for_customer
from shared.clock import Clock
from shared.contracts.resources import IncidentRow, PersonRecords
from shared.contracts.vocabulary import Role
from shared.ids import reference_of

LATELY = timedelta(days=90)
"""So far back the audit goes, unless it is asked for more."""


def add_erasures(
    api: APIBlueprint, store: IncidentStore, erasing: Erasing, audit: PersonAudit, clock: Clock
) -> None:
    """Add the routes that forget people, and the one that tells who did so."""

    @api.post("/incidents/<uuid:incident_id>/erasure", responses={200: IncidentRow})
    @require(Role.SUPERVISOR)
    def erase_incident(path: IncidentPath, body: ErasureBody) -> Response:
        """Forget an incident's person, words and files for good; once more changes nothing."""
        incident_id, by = store.get(path.incident_id).id, author()
        audit.add(PersonEntry.of("incident-erased", by, clock(), body.reason, [incident_id]))
        left = erasing.one(incident_id, by, Cause(uuid4(), correlation_id()))
        return answer(left.row(), left.version)

    @api.post("/erasures", responses={200: Erased})
    @require(Role.SUPERVISOR)
    def erase_guest(body: PersonBody) -> Response:
        """Forget who has this e-mail and no account: their incidents, and what they follow."""
        by, found = author(), erasing.of_guest(body.email)
        audit.add(PersonEntry.of("person-erased", by, clock(), body.reason, found))
        erasing.guest(body.email, by, correlation_id())
        return answer(Erased(incidents=tuple(reference_of(each) for each in found)))

    @api.post("/person-records", responses={200: PersonRecords})
    @require(Role.SUPERVISOR)
    def read_guest(body: PersonBody) -> Response:
        """What was opened with an e-mail and no account, as its customer sees it, to be handed to them."""
        found = erasing.of_guest(body.email)
        audit.add(PersonEntry.of("person-exported", author(), clock(), body.reason, found))
        incidents = [store.get(each) for each in found]
        told = tuple(for_customer(each, *store.conversation(each.id)) for each in incidents)
        return answer(PersonRecords(incidents=told))

    @api.get("/person-audit", responses={200: PersonAuditView})
    @require(Role.SUPERVISOR)
    def read_audit(query: AuditQuery) -> Response:
        """Whom the staff has erased or handed out, the latest first."""
        return answer(PersonAuditView(entries=tuple(audit.since(query.since or clock() - LATELY))))
