"""Incidents over HTTP: the queue and the whole incident; the changes are in files of their own."""

from dataclasses import dataclass

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from backend.incidents.categories import CategoryReader
from backend.incidents.erasing import Erasing
from backend.incidents.following import Following
from backend.incidents.model import Incident
from backend.incidents.pairs import Pairs
from backend.incidents.store import IncidentStore
from backend.incidents.surroundings import Surroundings
from backend.kit.auth import current_identity, require
from backend.kit.problems import Problem
from backend.kit.tokens import Identity
from backend.resolution.answers import answer, not_found
from backend.resolution.applying import INCIDENT, applying
from backend.resolution.audit import PersonAudit
from backend.resolution.changes import add_changes
from backend.resolution.colleagues import Colleagues
from backend.resolution.erasures import add_erasures
from backend.resolution.lines import LINES, in_lines
from backend.resolution.relations import add_others, add_relations
from backend.resolution.requests import IncidentPath, QueueQuery
from backend.resolution.sorting import add_sorting
from backend.resolution.views import for_customer, for_employee, for_list
from shared.clock import Clock
from shared.contracts.resources import IncidentDetail, OwnIncidents, QueueSnapshot
from shared.contracts.vocabulary import Role

_tag = Tag(name="incidents", description="The queue, the conversations, and their changes")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes work with."""

    store: IncidentStore
    surroundings: Surroundings
    pairs: Pairs
    following: Following
    categories: CategoryReader
    colleagues: Colleagues
    erasing: Erasing
    audit: PersonAudit
    clock: Clock


def incidents_api(desk: Desk) -> APIBlueprint:
    """Return the routes under ``/api/v1``."""
    api = APIBlueprint("incidents", __name__, url_prefix="/api/v1", abp_tags=[_tag])
    apply = applying(desk.store, desk.clock)
    _add_queue(api, desk.store, desk.clock)
    _add_whole(api, desk.store, desk.surroundings)
    add_others(api, desk.store, desk.surroundings)
    add_changes(api, apply, desk.colleagues)
    add_sorting(api, apply, desk.categories)
    add_relations(api, desk.pairs, desk.following)
    add_erasures(api, desk.store, desk.erasing, desk.audit, desk.clock)
    return api


def _add_queue(api: APIBlueprint, store: IncidentStore, clock: Clock) -> None:
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


def _add_whole(api: APIBlueprint, store: IncidentStore, surroundings: Surroundings) -> None:
    @api.get(INCIDENT, responses={200: IncidentDetail})
    @require()
    def read_incident(path: IncidentPath) -> Response:
        """One incident, with as much as the caller may see; for a stranger there is none."""
        identity = current_identity()
        incident = store.get(path.incident_id)
        if not _may_read(identity, incident):
            raise not_found()
        _, timeline = store.conversation(incident.id)
        if identity.is_employee:
            detail = for_employee(incident, surroundings.words(incident.id), timeline)
            return answer(_surrounded(detail, incident, surroundings), incident.version)
        detail = for_customer(incident, surroundings.words_for_customer(incident), timeline)
        return answer(_leading_on(detail, incident, surroundings), incident.version)


def _surrounded(detail: IncidentDetail, incident: Incident, surroundings: Surroundings) -> IncidentDetail:
    around = {
        "links": surroundings.links(incident),
        "merged": surroundings.merged(incident),
        "known_incident": surroundings.known(incident),
    }
    return detail.model_copy(update=around)


def _leading_on(detail: IncidentDetail, incident: Incident, surroundings: Surroundings) -> IncidentDetail:
    """Tell a customer where it goes on, where that is an incident of theirs too."""
    target = surroundings.goes_on(incident)
    if target is None:
        return detail
    return detail.model_copy(update={"row": detail.row.model_copy(update={"merged_into": target.id})})


def _may_read(identity: Identity, incident: Incident) -> bool:
    if identity.is_employee:
        return True
    if identity.is_customer:
        return incident.contact is not None and incident.contact.customer_id == identity.subject
    return identity.guest_incident == str(incident.id)
