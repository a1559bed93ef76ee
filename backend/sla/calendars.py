"""Calendars over HTTP: who leads reads them, admins change them."""

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.kit.audit import AuditEntry, AuditView
from backend.kit.auth import require
from backend.kit.edits import Edit
from backend.kit.openapi import problems
from backend.kit.shelf_answers import answer, author, cause, demand_seen
from backend.kit.versions import ChangeHeaders
from backend.sla.answering import demand_open
from backend.sla.domain import next_calendar
from backend.sla.requests import Calendars, SlugPath
from backend.sla.store import PromiseStore
from shared.clock import Clock
from shared.contracts.promises import CalendarDefinition, CalendarDraft
from shared.contracts.vocabulary import Role


def add_calendars(api: APIBlueprint, store: PromiseStore, clock: Clock) -> None:
    """Add the routes of calendars."""

    @api.get("/calendars", responses={200: Calendars})
    @require(Role.SUPERVISOR)
    def calendars() -> Response:
        """All calendars."""
        found = sorted(store.calendars.all(), key=lambda one: one.slug)
        return answer(Calendars(calendars=tuple(found)))

    @api.get("/calendars/<string:slug>", responses={200: CalendarDefinition})
    @require(Role.SUPERVISOR)
    def calendar(path: SlugPath) -> Response:
        """One calendar with its version."""
        found = store.calendars.get(path.slug)
        return answer(found, found.version)

    @api.put(
        "/calendars/<string:slug>",
        responses={200: CalendarDefinition, 201: CalendarDefinition, **problems(412, 422)},
    )
    @require(Role.ADMIN)
    def define_calendar(path: SlugPath, header: ChangeHeaders, body: CalendarDraft) -> tuple[Response, int]:
        """Make a calendar, or change it: then If-Match is needed."""
        before = store.calendars.find(path.slug)
        if before:
            demand_seen(header.if_match, before.version)
        after = next_calendar(path.slug, before, body)
        demand_open(after, clock)
        what = "changed" if before else "defined"
        entry = AuditEntry.note(f"calendar:{path.slug}", what, after.version, author(), clock())
        kept = store.calendars.put(Edit(after), entry, cause())
        return answer(kept, kept.version), 200 if before else 201

    @api.get("/calendars/<string:slug>/audit", responses={200: AuditView})
    @require(Role.SUPERVISOR)
    def calendar_audit(path: SlugPath) -> Response:
        """Who changed a calendar, and when."""
        return answer(AuditView(entries=tuple(store.audit_of(f"calendar:{path.slug}"))))
