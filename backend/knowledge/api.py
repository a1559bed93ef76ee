"""What the shop knows, over HTTP."""

from flask_openapi3 import APIBlueprint, Tag

from backend.knowledge.categories import add_categories
from backend.knowledge.known import add_known_incidents
from backend.knowledge.macros import add_macros
from backend.knowledge.published import add_answers
from backend.knowledge.store import KnowledgeStore
from shared.clock import Clock

_tag = Tag(name="knowledge", description="Categories, answers, incidents that affect many, macros")


def knowledge_api(store: KnowledgeStore, clock: Clock) -> APIBlueprint:
    """Return the routes under ``/api/v1``."""
    api = APIBlueprint("knowledge", __name__, url_prefix="/api/v1", abp_tags=[_tag])
    add_categories(api, store, clock)
    add_answers(api, store, clock)
    add_known_incidents(api, store, clock)
    add_macros(api, store, clock)
    return api
