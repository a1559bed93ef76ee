"""The composition root of ``search``: ``gunicorn 'backend.search.app:create_app()'``."""

from pathlib import Path

import structlog
from flask import Response
from flask_openapi3 import OpenAPI

from backend.kit.http import create_service
from backend.kit.problems import Problem, problem_response
from backend.kit.tokens import TokenVerifier
from backend.search.api import search_api
from backend.search.home import IndexHome
from backend.search.reader import IndexReader
from backend.search.writer import IndexFaultError
from shared.settings import Settings
from shared.tokens import JWKS_PATH, Issuer

log = structlog.stdlib.get_logger(__name__)


class SearchSettings(Settings):
    """The directory of the index, and where the keys of those are whose tokens it believes."""

    index_dir: Path
    employees_url: str
    customers_url: str
    webform_url: str


def create_app(settings: SearchSettings | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment."""
    settings = settings or SearchSettings.load()
    reader = IndexReader(IndexHome(settings.index_dir))

    def look() -> None:
        reader.searcher()

    app = create_service("search", checks={"index": look}, verifier=TokenVerifier(_key_sources(settings)))
    app.register_error_handler(IndexFaultError, _no_index)
    app.register_api(search_api(reader))
    return app


def _key_sources(settings: SearchSettings) -> dict[Issuer, str]:
    return {
        Issuer.EMPLOYEES: settings.employees_url + JWKS_PATH,
        Issuer.CUSTOMERS: settings.customers_url + JWKS_PATH,
        Issuer.WEBFORM: settings.webform_url + JWKS_PATH,
    }


def _no_index(error: IndexFaultError) -> Response:
    log.warning("request failed without an index", reason=str(error))
    title = "Nothing can be looked for just now."
    return problem_response(Problem(503, title, type="no-index", headers={"Retry-After": "5"}))
