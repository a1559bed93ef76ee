"""The composition root of ``knowledge``: ``gunicorn 'backend.knowledge.app:create_app()'``."""

from flask_openapi3 import OpenAPI

from backend.kit.http import create_service
from backend.kit.mongo import MongoUri, check, connect
from backend.kit.tokens import TokenVerifier
from backend.knowledge.answering import answer_rules
from backend.knowledge.api import knowledge_api
from backend.knowledge.store import KnowledgeStore
from shared.clock import utc_now
from shared.settings import Settings
from shared.tokens import JWKS_PATH, Issuer


class KnowledgeSettings(Settings):
    """Its database, and where the keys of those are whose tokens it believes."""

    mongodb_uri: MongoUri
    employees_url: str
    webform_url: str


def create_app(settings: KnowledgeSettings | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment."""
    settings = settings or KnowledgeSettings.load()
    database = connect(settings.mongodb_uri, "knowledge")
    store = KnowledgeStore(database, utc_now)
    keys = {
        Issuer.EMPLOYEES: settings.employees_url + JWKS_PATH,
        Issuer.WEBFORM: settings.webform_url + JWKS_PATH,
    }
    checks = {"database": lambda: check(database)}
    app = create_service("knowledge", checks=checks, verifier=TokenVerifier(keys))
    answer_rules(app)
    app.register_api(knowledge_api(store, utc_now))
    store.prepare()
    return app
