"""The composition root of ``files``: ``gunicorn 'backend.files.app:create_app()'``."""

from uuid import UUID

from flask_openapi3 import OpenAPI

from backend.files.answers import answer_rules
from backend.files.api import demand_form, files_api
from backend.files.examiner import Examiner
from backend.files.store import FileStore
from backend.files.sweep import EVERY_S, Sweep
from backend.incidents.model import ErasedIncidentError
from backend.incidents.recording import UnknownIncidentError
from backend.incidents.store import IncidentStore
from backend.kit.chores import Chore
from backend.kit.http import create_service
from backend.kit.lease import Lease
from backend.kit.mongo import MongoUri, check, connect
from backend.kit.tokens import TokenVerifier
from shared.clock import utc_now
from shared.contracts.vocabulary import FILE_MAX_BYTES
from shared.settings import Settings
from shared.tokens import JWKS_PATH, Issuer

AROUND_A_FILE = 16 * 1024
"""What a form may have besides its file, in bytes."""


class FilesSettings(Settings):
    """Its database, and where the keys of those are whose tokens it believes."""

    mongodb_uri: MongoUri
    employees_url: str
    customers_url: str
    webform_url: str
    mail_in_url: str


def create_app(settings: FilesSettings | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment."""
    settings = settings or FilesSettings.load()
    database = connect(settings.mongodb_uri, "files")
    store, incidents = FileStore(database), IncidentStore(database, "files")

    def owner_of(incident_id: UUID) -> str | None:
        try:
            return incidents.get(incident_id).person.customer_id
        except (UnknownIncidentError, ErasedIncidentError):
            return None

    app = create_service(
        "files",
        checks={"database": lambda: check(database)},
        verifier=TokenVerifier(_key_sources(settings)),
        largest_body=FILE_MAX_BYTES + AROUND_A_FILE,
        demand_body=demand_form,
    )
    app.config["MAX_FORM_PARTS"] = 4
    answer_rules(app)
    app.register_api(files_api(store, Examiner(), owner_of, utc_now))
    store.prepare()
    Chore("sweep", EVERY_S, Sweep(store, Lease(database, "files"), utc_now)).start()
    return app


def _key_sources(settings: FilesSettings) -> dict[Issuer, str]:
    return {
        Issuer.EMPLOYEES: settings.employees_url + JWKS_PATH,
        Issuer.CUSTOMERS: settings.customers_url + JWKS_PATH,
        Issuer.WEBFORM: settings.webform_url + JWKS_PATH,
        Issuer.MAIL_IN: settings.mail_in_url + JWKS_PATH,
    }
