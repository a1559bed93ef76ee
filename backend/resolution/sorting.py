"""How the staff sorts its work, over HTTP: team, category, tags, and what the category asks for."""

from datetime import datetime

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.incidents import sorting
from backend.incidents.categories import CategoryReader
from backend.incidents.model import Change, Incident
from backend.incidents.steps import UnfitValueError
from backend.kit.auth import current_identity, require
from backend.kit.openapi import problems
from backend.resolution.applying import INCIDENT, Apply, demand_own
from backend.resolution.requests import (
    AnswersBody,
    CategoryBody,
    IncidentPath,
    MoveHeaders,
    TagsBody,
    TeamBody,
)
from shared.contracts.answering import AnswerFault, WrongAnswersError, answered
from shared.contracts.knowledge import CategoryDefinition
from shared.contracts.resources import Actor, IncidentRow
from shared.contracts.vocabulary import Role

_FAULTS = {
    AnswerFault.MISSING: "It is needed.",
    AnswerFault.TOO_LONG: "It is too long.",
    AnswerFault.NO_NUMBER: "It should be a number, such as 3 or 12.50.",
    AnswerFault.NO_DAY: "It should be a day, such as 2026-05-31.",
    AnswerFault.NO_CHOICE: "It should be the slug of one that the category offers.",
    AnswerFault.UNKNOWN_FIELD: "The category does not ask for it.",
}


def add_sorting(api: APIBlueprint, apply: Apply, categories: CategoryReader) -> None:
    """Add the routes that sort an incident."""
    _add_team(api, apply, categories)
    _add_category(api, apply, categories)
    _add_details(api, apply, categories)


def _add_team(api: APIBlueprint, apply: Apply, categories: CategoryReader) -> None:
    @api.put(f"{INCIDENT}/team", responses={200: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def transfer(path: IncidentPath, header: MoveHeaders, body: TeamBody) -> Response:
        """Give it to another team; what a colleague has only who leads gives away."""
        leads = current_identity().holds(Role.SUPERVISOR)
        if body.team not in categories.teams():
            raise UnfitValueError({"team": "There is no such team."})

        def move(by: Actor, incident: Incident, at: datetime) -> Change:
            demand_own(incident, by, leads=leads)
            return sorting.transfer(incident, by, at, body.team)

        return apply(path, header, move)


def _add_category(api: APIBlueprint, apply: Apply, categories: CategoryReader) -> None:
    @api.put(f"{INCIDENT}/category", responses={200: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def categorize(path: IncidentPath, header: MoveHeaders, body: CategoryBody) -> Response:
        """Say what it is about; the team follows, unless it went to another one before."""
        wanted = categories.find(body.category)
        if wanted is None or not wanted.is_active:
            raise UnfitValueError({"category": "There is no such category in use."})

        def move(by: Actor, incident: Incident, at: datetime) -> Change:
            before = categories.find(incident.category)
            team_before = before.team if before else None
            return sorting.categorize(incident, by, at, wanted.slug, wanted.team, team_before)

        return apply(path, header, move)


def _add_details(api: APIBlueprint, apply: Apply, categories: CategoryReader) -> None:
    @api.put(f"{INCIDENT}/tags", responses={200: IncidentRow})
    @require(Role.AGENT)
    def tag(path: IncidentPath, header: MoveHeaders, body: TagsBody) -> Response:
        """Have these tags and no others."""
        return apply(path, header, lambda by, found, at: sorting.tag(found, by, at, body.tags))

    @api.put(f"{INCIDENT}/answers", responses={200: IncidentRow, **problems(409, 422)})
    @require(Role.AGENT)
    def amend(path: IncidentPath, header: MoveHeaders, body: AnswersBody) -> Response:
        """Set right what the category asks for: these answers and no others; of a choice its slug."""
        values = {answer.field: answer.value for answer in body.answers}

        def move(by: Actor, incident: Incident, at: datetime) -> Change | None:
            try:
                right = answered(_asking(categories, incident), values, incident.language)
            except WrongAnswersError as error:
                faults = {field: _FAULTS[fault] for field, fault in error.faults.items()}
                raise UnfitValueError(faults) from error
            return sorting.amend(incident, by, at, right)

        return apply(path, header, move)


def _asking(categories: CategoryReader, incident: Incident) -> CategoryDefinition:
    """Return what an incident's category asks for."""
    found = categories.find(incident.category)
    if found is None:
        raise UnfitValueError({"answers": "The category is gone, and asks for nothing."})
    return found
