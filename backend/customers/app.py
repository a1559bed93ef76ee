"""The composition root of ``customers``: ``gunicorn 'backend.customers.app:create_app()'``."""

from pathlib import Path
from typing import Any

from flask import Response
from flask_openapi3 import OpenAPI

from backend.customers.api import customers_api
from backend.customers.domain import claims_of
from backend.customers.requests import CustomerView
from backend.customers.store import CustomerStore, UnknownCustomerError
from backend.kit.http import create_service
from backend.kit.lockout import Lockout
from backend.kit.mongo import MongoUri, check, connect
from backend.kit.problems import Problem, problem_response
from backend.kit.sessions import Session, Sessions
from backend.kit.sign_in import ACCESS_LASTS, session_api
from backend.kit.tokens import TokenVerifier
from shared.clock import utc_now
from shared.settings import Settings
from shared.tokens import AUDIENCE, Issuer, TokenSigner


class CustomersSettings(Settings):
    """Its database and the key that signs its tokens."""

    mongodb_uri: MongoUri
    signing_key_file: Path


def create_app(settings: CustomersSettings | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment."""
    settings = settings or CustomersSettings.load()
    database = connect(settings.mongodb_uri, "customers")
    store, sessions = CustomerStore(database), Sessions(database, utc_now)
    signer = TokenSigner.from_file(settings.signing_key_file, Issuer.CUSTOMERS)

    def grant(session: Session) -> dict[str, Any]:
        customer = store.get(session.subject)
        token = signer.sign(claims_of(customer, session.id, AUDIENCE), ACCESS_LASTS)
        return {"access_token": token, "customer": CustomerView.of(customer).model_dump(mode="json")}

    checks = {"database": lambda: check(database)}
    app = create_service("customers", checks=checks, verifier=TokenVerifier({Issuer.CUSTOMERS: signer.jwks}))
    app.register_error_handler(UnknownCustomerError, _unknown)
    lockout = Lockout(database, utc_now)
    app.register_api(session_api(Issuer.CUSTOMERS, signer, store.by_email, grant, sessions, lockout))
    app.register_api(customers_api(store, utc_now))
    store.prepare()
    sessions.prepare()
    lockout.prepare()
    return app


def _unknown(_: UnknownCustomerError) -> Response:
    return problem_response(Problem(404, "There is no such customer.", type="unknown-customer"))
