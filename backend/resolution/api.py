"""Incidents over HTTP: the queue and the whole incident; the changes are in ``changes``."""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from backend.incidents.erasing import Erasing
from backend.incidents.model import Incident
from backend.incidents.store import IncidentStore
from backend.kit.auth import current_identity, require
from backend.kit.problems import Problem
from backend.kit.tokens import Identity
from backend.resolution.answers import answer, not_found
from backend.resolution.audit import PersonAudit
from backend.resolution.changes import add_changes
from backend.resolution.colleagues import Colleagues
from backend.resolution.erasures import add_erasures
from backend.resolution.lines import LINES, in_lines
from backend.resolution.requests import IncidentPath, QueueQuery
from backend.resolution.views import for_customer, for_employee, for_list
from shared.clock import Clock
from shared.contracts.resources import IncidentDetail, OwnIncidents, QueueSnapshot
from shared.contracts.vocabulary import Role

_tag = Tag(name="incidents", description="The queue, the conversations, and their changes")


def incidents_api(
    store: IncidentStore, colleagues: Colleagues, erasing: Erasing, audit: PersonAudit, clock: Clock
) -> APIBlueprint:
    """Return the routes under ``/api/v1``."""
    api = APIBlueprint("incidents", __name__, url_prefix="/api/v1", abp_tags=[_tag])
    _add_reading(api, store, clock)
    add_changes(api, store, colleagues, clock)
    add_erasures(api, store, erasing, audit, clock)
    return api


def _add_reading(api: APIBlueprint, store: IncidentStore, clock: Clock) -> None:
    @api.get("/incidents", responses={200: QueueSnapshot})
    @require()
    def read_queue(query: QueueQuery) -> Response:
        """The rows of the queue."""
        as_of = clock()
        identity = current_identity()
        if not identity.is_employee:
            raise Problem(403, "The queue is for employees.", type="forbidden")
        rows = store.changed_after(query.updated_after) if query.updated_after else store.queue()
        return answer(QueueSnapshot(as_of=as_of, rows=tuple(rows)))

    @api.get("/queue", responses={200: LINES})
    @require(Role.AGENT)
    def stream_queue(query: QueueQuery) -> Response:
        """The same rows line by line, for who has many: `as_of`, then the rows, then how many there were."""
        return in_lines(store, clock(), query.updated_after)

    @api.get("/own-incidents", responses={200: OwnIncidents})
    @require()
    def read_own() -> Response:
        """The incidents of the signed-in customer, the newest first, with what was answered last."""
        identity = current_identity()
        if not identity.is_customer:
            raise Problem(403, "Only a signed-in customer has incidents of their own.", type="forbidden")
        incidents = store.of_customer(identity.subject)
        last = store.last_replies([incident.id for incident in incidents])
        own = (for_list(incident, last.get(incident.id)) for incident in incidents)
        return answer(OwnIncidents(incidents=tuple(own)))

    @api.get("/incidents/<uuid:incident_id>", responses={200: IncidentDetail})
    @require()
    def read_incident(path: IncidentPath) -> Response:
        """One incident, with as much as the caller may see; for a stranger there is none."""
        identity = current_identity()
        incident = store.get(path.incident_id)
        if not _may_read(identity, incident):
            raise not_found()
        view = for_employee if identity.is_employee else for_customer
        return answer(view(incident, *store.conversation(incident.id)), incident.version)


def _may_read(identity: Identity, incident: Incident) -> bool:
    if identity.is_employee:
        return True
    if identity.is_customer:
        return incident.contact is not None and incident.contact.customer_id == identity.subject
    return identity.guest_incident == str(incident.id)
