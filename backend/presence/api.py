"""Being at an incident, over HTTP: a lease that is renewed every few seconds, or given up."""

from http import HTTPStatus

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from backend.kit.auth import current_identity, require
from backend.kit.http import correlation_id
from backend.kit.openapi import problems
from backend.kit.problems import Problem
from backend.presence.domain import Attendance, TooManyError
from backend.presence.ports import Teller
from backend.presence.requests import IncidentPath, PresenceBody
from shared.clock import Clock
from shared.contracts.presence import PresenceList
from shared.contracts.resources import Assignee
from shared.contracts.vocabulary import Attention, Role

_tag = Tag(name="presence", description="Who is looking at an incident, and who is writing in it")
_PRESENCE = "/incidents/<uuid:incident_id>/presence"


def presence_api(attendance: Attendance, teller: Teller, clock: Clock) -> APIBlueprint:
    """Return the routes under ``/api/v1``, for employees alone."""
    api = APIBlueprint("presence", __name__, url_prefix="/api/v1", abp_tags=[_tag])

    @api.put(_PRESENCE, responses={200: PresenceList, **problems(429)})
    @require(Role.AGENT)
    def come(path: IncidentPath, body: PresenceBody) -> Response:
        """Be at an incident for the next few seconds, and hear who else is."""
        me, now = current_identity(), clock()
        attention = Attention.TYPING if body.typing else Attention.LOOKING
        employee = Assignee(id=me.subject, name=me.name)
        try:
            event = attendance.come(path.incident_id, employee, attention, now)
        except TooManyError as error:
            headers = {"Retry-After": "12"}
            title = "You are at too many incidents."
            raise Problem(429, title, str(error), type="too-many", headers=headers) from error
        teller.tell([event] if event else [], correlation_id())
        others = attendance.others(path.incident_id, me.subject, now)
        return Response(others.model_dump_json(), mimetype="application/json")

    @api.delete(_PRESENCE, responses={204: None})
    @require(Role.AGENT)
    def leave(path: IncidentPath) -> Response:
        """Be there no more."""
        event = attendance.leave(path.incident_id, current_identity().subject, clock())
        teller.tell([event] if event else [], correlation_id())
        return Response(status=HTTPStatus.NO_CONTENT)

    return api
