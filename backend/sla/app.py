"""The composition root of ``sla``: ``gunicorn 'backend.sla.app:create_app()'``."""

from flask_openapi3 import OpenAPI

from backend.incidents.categories import CategoryReader
from backend.kit.http import create_service
from backend.kit.mongo import MongoUri, check, connect
from backend.kit.shelf_answers import answer_shelves
from backend.kit.tokens import TokenVerifier
from backend.sla.api import promises_api
from backend.sla.store import PromiseStore
from shared.clock import utc_now
from shared.settings import Settings
from shared.tokens import JWKS_PATH, Issuer


class SlaSettings(Settings):
    """Its database, and where the keys of those are whose tokens it believes."""

    mongodb_uri: MongoUri
    employees_url: str


def create_app(settings: SlaSettings | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment."""
    settings = settings or SlaSettings.load()
    database = connect(settings.mongodb_uri, "sla")
    store = PromiseStore(database)
    checks = {"database": lambda: check(database)}
    keys = {Issuer.EMPLOYEES: settings.employees_url + JWKS_PATH}
    app = create_service("sla", checks=checks, verifier=TokenVerifier(keys))
    answer_shelves(app)
    app.register_api(promises_api(store, CategoryReader(database), utc_now))
    store.prepare()
    return app
