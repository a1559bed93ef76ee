"""Saved views of the queue over HTTP: their owner changes them, others see and copy what is shared."""

from http import HTTPStatus
from uuid import UUID

from flask import Response, url_for
from flask_openapi3 import APIBlueprint

from backend.employees.answers import answer, nothing
from backend.employees.domain import Employee
from backend.employees.own_requests import ViewPath
from backend.employees.owner import Owners
from backend.employees.saved_store import TooManyViewsError, UnknownViewError, ViewStore
from backend.employees.store import EmployeeStore
from backend.kit.auth import require
from backend.kit.openapi import problems
from backend.kit.problems import Problem
from backend.kit.versions import ChangeHeaders, seen_version
from shared.clock import Clock
from shared.contracts.resources import Assignee
from shared.contracts.views import SavedView, SavedViews, ViewBody
from shared.contracts.vocabulary import Role
from shared.ids import uuid7

_ONE = "/views/<uuid:view_id>"


class Shelf:
    """The views that the present caller may see, and those that are theirs to change."""

    def __init__(self, store: EmployeeStore, views: ViewStore, owners: Owners) -> None:
        self._store = store
        self._views = views
        self._owners = owners

    def me(self) -> Employee:
        """Return the caller; raise a Problem where they were signed out elsewhere."""
        return self._owners.present().employee

    def all(self) -> list[SavedView]:
        """Return the views that the caller may see."""
        me = self.me()
        mates = {other.id for other in self._store.everybody() if set(other.teams) & set(me.teams)}
        return self._views.seen_by(me.id, mates)

    def one(self, view_id: UUID) -> SavedView:
        """Return a view that the caller may see; raise UnknownViewError."""
        found = next((view for view in self.all() if view.id == view_id), None)
        if found is None:
            raise UnknownViewError(view_id)
        return found

    def own(self, view_id: UUID) -> SavedView:
        """Return a view of the caller's own; raise UnknownViewError, and a Problem for somebody else's."""
        found = self.one(view_id)
        if found.owner.id != self.me().id:
            raise Problem(403, "Only its owner changes a view.", "Copy it instead.", type="not-yours")
        return found


def add_reading(api: APIBlueprint, shelf: Shelf) -> None:
    """Add the routes that look."""

    @api.get("/views", responses={200: SavedViews})
    @require(Role.AGENT)
    def views() -> Response:
        """One's own views, and those that are shared, by name."""
        return answer(SavedViews(views=tuple(shelf.all())))

    @api.get(_ONE, responses={200: SavedView})
    @require(Role.AGENT)
    def view(path: ViewPath) -> Response:
        """One view."""
        found = shelf.one(path.view_id)
        return answer(found, found.version)


def add_changing(api: APIBlueprint, shelf: Shelf, views: ViewStore, clock: Clock) -> None:
    """Add the routes that make, change and remove views."""

    @api.post("/views", responses={201: SavedView, **problems(409)})
    @require(Role.AGENT)
    def save_view(body: ViewBody) -> Response:
        """Save a view; who copies another's sends its definition."""
        me, now = shelf.me(), clock()
        owner = Assignee(id=me.id, name=me.name)
        kept = SavedView(id=uuid7(now), owner=owner, version=1, updated_at=now, **dict(body))
        try:
            views.add(kept)
        except TooManyViewsError as error:
            raise Problem(409, "There are too many views.", str(error), type="too-many-views") from error
        response = answer(kept, kept.version, HTTPStatus.CREATED)
        response.headers["Location"] = url_for("employees.view", view_id=kept.id)
        return response

    @api.put(_ONE, responses={200: SavedView})
    @require(Role.AGENT)
    def replace_view(path: ViewPath, header: ChangeHeaders, body: ViewBody) -> Response:
        """Replace one of one's own views."""
        seen, found = seen_version(header.if_match), shelf.own(path.view_id)
        after = found.model_copy(update={**dict(body), "version": seen + 1, "updated_at": clock()})
        views.replace(after, seen)
        return answer(after, after.version)

    @api.delete(_ONE, responses={204: None})
    @require(Role.AGENT)
    def remove_view(path: ViewPath, header: ChangeHeaders) -> Response:
        """Remove one of one's own views."""
        seen, found = seen_version(header.if_match), shelf.own(path.view_id)
        views.remove(found.id, seen)
        return nothing()
