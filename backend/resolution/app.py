"""The composition root of ``resolution``: ``gunicorn 'backend.resolution.app:create_app()'``."""

from flask_openapi3 import OpenAPI

from backend.incidents.erasing import Erasing
from backend.incidents.store import IncidentStore
from backend.kit.http import create_service
from backend.kit.mongo import MongoUri, check, connect
from backend.kit.tokens import TokenVerifier
from backend.resolution.answers import answer_rules
from backend.resolution.api import incidents_api
from backend.resolution.audit import PersonAudit
from backend.resolution.colleagues import Colleagues
from shared.clock import utc_now
from shared.settings import Settings
from shared.tokens import JWKS_PATH, Issuer


class ResolutionSettings(Settings):
    """Its database, and where the keys of those are whose tokens it believes."""

    mongodb_uri: MongoUri
    employees_url: str
    customers_url: str
    webform_url: str


def create_app(settings: ResolutionSettings | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment."""
    settings = settings or ResolutionSettings.load()
    database = connect(settings.mongodb_uri, "resolution")
    store = IncidentStore(database, "resolution")
    checks = {"database": lambda: check(database)}
    app = create_service("resolution", checks=checks, verifier=TokenVerifier(_key_sources(settings)))
    answer_rules(app, store)
    colleagues, erasing = Colleagues(settings.employees_url), Erasing(database, store, utc_now)
    app.register_api(incidents_api(store, colleagues, erasing, PersonAudit(database), utc_now))
    return app


def _key_sources(settings: ResolutionSettings) -> dict[Issuer, str]:
    return {
        Issuer.EMPLOYEES: settings.employees_url + JWKS_PATH,
        Issuer.CUSTOMERS: settings.customers_url + JWKS_PATH,
        Issuer.WEBFORM: settings.webform_url + JWKS_PATH,
    }
