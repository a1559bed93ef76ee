"""What is promised, over HTTP."""

from flask import Response
from flask_openapi3 import APIBlueprint, Tag

from backend.incidents.categories import CategoryReader
from backend.kit.auth import require
from backend.kit.openapi import problems
from backend.kit.shelf_answers import answer
from backend.sla.answering import demand_open, demand_usable
from backend.sla.calendars import add_calendars
from backend.sla.domain import next_calendar, next_policy, preview
from backend.sla.policies import add_policies
from backend.sla.requests import PreviewBody
from backend.sla.store import PromiseStore
from shared.clock import Clock
from shared.contracts.promises import Preview
from shared.contracts.vocabulary import Role

_tag = Tag(name="promises", description="What is promised to whom, and when work is done")


def promises_api(store: PromiseStore, categories: CategoryReader, clock: Clock) -> APIBlueprint:
    """Return the routes under ``/api/v1``."""
    api = APIBlueprint("promises", __name__, url_prefix="/api/v1", abp_tags=[_tag])
    add_policies(api, store, categories, clock)
    add_calendars(api, store, clock)

    @api.post("/previews", responses={200: Preview, **problems(422)})
    @require(Role.ADMIN)
    def foresee(body: PreviewBody) -> Response:
        """What a policy or a calendar will change of what is awaited now. Nothing is saved."""
        before = store.book()
        if body.policy:
            policy = next_policy(body.slug, store.policies.find(body.slug), body.policy)
            demand_usable(policy, store, categories)
            after = store.with_changed(policies=(policy,))
        elif body.calendar:
            calendar = next_calendar(body.slug, store.calendars.find(body.slug), body.calendar)
            demand_open(calendar, clock)
            after = store.with_changed(calendars=(calendar,))
        return answer(preview(store.awaited(), before, after, clock()))

    return api
