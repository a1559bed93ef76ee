"""The composition root of ``resolution``: ``gunicorn 'backend.resolution.app:create_app()'``."""

from flask_openapi3 import OpenAPI

from backend.incidents.categories import CategoryReader
from backend.incidents.erasing import Erasing
from backend.incidents.following import Following
from backend.incidents.pairs import Pairs
from backend.incidents.store import IncidentStore
from backend.incidents.surroundings import Surroundings
from backend.kit.http import create_service
from backend.kit.mongo import MongoUri, check, connect
from backend.kit.tokens import TokenVerifier
from backend.resolution.answers import answer_rules
from backend.resolution.api import Desk, incidents_api
from backend.resolution.audit import PersonAudit
from backend.resolution.colleagues import Colleagues
from shared.clock import utc_now
from shared.settings import Settings
from shared.tokens import JWKS_PATH, Issuer

SERVICE = "resolution"


class ResolutionSettings(Settings):
    """Its database, and where the keys of those are whose tokens it believes."""

    mongodb_uri: MongoUri
    employees_url: str
    customers_url: str
    webform_url: str


def create_app(settings: ResolutionSettings | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment."""
    settings = settings or ResolutionSettings.load()
    database = connect(settings.mongodb_uri, SERVICE)
    store = IncidentStore(database, SERVICE)
    checks = {"database": lambda: check(database)}
    app = create_service(SERVICE, checks=checks, verifier=TokenVerifier(_key_sources(settings)))
    surroundings = Surroundings(database, SERVICE)
    answer_rules(app, store, surroundings)
    desk = Desk(
        store=store,
        surroundings=surroundings,
        pairs=Pairs(database, SERVICE, utc_now),
        following=Following(database, SERVICE, utc_now),
        categories=CategoryReader(database),
        colleagues=Colleagues(settings.employees_url),
        erasing=Erasing(database, store, utc_now),
        audit=PersonAudit(database),
        clock=utc_now,
    )
    app.register_api(incidents_api(desk))
    return app


def _key_sources(settings: ResolutionSettings) -> dict[Issuer, str]:
    return {
        Issuer.EMPLOYEES: settings.employees_url + JWKS_PATH,
        Issuer.CUSTOMERS: settings.customers_url + JWKS_PATH,
        Issuer.WEBFORM: settings.webform_url + JWKS_PATH,
    }
