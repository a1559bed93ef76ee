"""The composition root of ``employees``: ``gunicorn 'backend.employees.app:create_app()'``."""

from pathlib import Path
from typing import Any

from flask import Response
from flask_openapi3 import OpenAPI
from pydantic import Field

from backend.employees.api import employees_api
from backend.employees.domain import StaleEmployeeError
from backend.employees.doorkeeper import PAUSE_S, BrokerDoorkeeper
from backend.employees.handlers import NewEmployee, claims_of, take_on
from backend.employees.requests import EmployeeView
from backend.employees.store import EmployeeStore, KnownEmailError, UnknownEmployeeError
from backend.kit.chores import Chore
from backend.kit.email_form import normal_email
from backend.kit.http import create_service
from backend.kit.lockout import Lockout
from backend.kit.mongo import MongoUri, check, connect
from backend.kit.passwords import NewPassword, hash_password
from backend.kit.problems import Problem, problem_response
from backend.kit.sessions import InvalidSessionError, Session, Sessions
from backend.kit.sign_in import ACCESS_LASTS, Grant, session_api
from backend.kit.tokens import TokenVerifier
from backend.kit.versions import etag
from shared.clock import utc_now
from shared.contracts.vocabulary import Email, Language, Role
from shared.settings import Settings
from shared.tokens import Issuer, TokenSigner


class EmployeesSettings(Settings):
    """Its database and key, the broker to turn people out of, and who is the first to sign in."""

    mongodb_uri: MongoUri
    signing_key_file: Path
    rabbitmq_management_url: str
    amqp_vhost: str
    first_admin_email: Email
    first_admin_password: NewPassword
    trusted_proxies: int = Field(0, ge=0, le=10)
    """So many stand before us and tell who asks by ``X-Forwarded-For``."""


def create_app(settings: EmployeesSettings | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment."""
    settings = settings or EmployeesSettings.load()
    database = connect(settings.mongodb_uri, "employees")
    store, sessions = EmployeeStore(database), Sessions(database, utc_now)
    signer = TokenSigner.from_file(settings.signing_key_file, Issuer.EMPLOYEES)
    checks = {"database": lambda: check(database)}
    app = create_service(
        "employees",
        checks=checks,
        trusted_proxies=settings.trusted_proxies,
        verifier=TokenVerifier({Issuer.EMPLOYEES: signer.jwks}),
    )
    app.register_error_handler(UnknownEmployeeError, _unknown)
    app.register_error_handler(StaleEmployeeError, _stale)
    grant, lockout = _grant(store, signer, settings.amqp_vhost), Lockout(database, utc_now)
    app.register_api(session_api(Issuer.EMPLOYEES, signer, store.by_email, grant, sessions, lockout))
    doorkeeper = BrokerDoorkeeper(database, utc_now, settings.rabbitmq_management_url, ACCESS_LASTS)
    app.register_api(employees_api(store, sessions, doorkeeper, utc_now))
    store.prepare()
    sessions.prepare()
    lockout.prepare()
    doorkeeper.prepare()
    _admit_first_admin(store, settings)
    Chore("doorkeeper", PAUSE_S, doorkeeper.go_round).start()
    return app


def _grant(store: EmployeeStore, signer: TokenSigner, vhost: str) -> Grant:
    def grant(session: Session) -> dict[str, Any]:
        employee = store.get(session.subject)
        if not employee.active:
            raise InvalidSessionError("disabled")
        token = signer.sign(claims_of(employee, session.id, vhost), ACCESS_LASTS)
        return {"access_token": token, "employee": EmployeeView.of(employee).model_dump(mode="json")}

    return grant


def _admit_first_admin(store: EmployeeStore, settings: EmployeesSettings) -> None:
    """Take on somebody who can take on the others; where several processes start at once, one succeeds."""
    if not store.is_empty():
        return
    email, kept = normal_email(settings.first_admin_email), hash_password(settings.first_admin_password)
    try:
        store.add(
            take_on(NewEmployee("Administrator", email, Role.ADMIN, (), Language.SPANISH, kept), utc_now)
        )
    except KnownEmailError:
        return


def _unknown(_: UnknownEmployeeError) -> Response:
    return problem_response(Problem(404, "There is no such employee.", type="unknown-employee"))


def _stale(error: StaleEmployeeError) -> Response:
    """The employee as they stand goes along, so that the author can decide without another request."""
    current = EmployeeView.of(error.current).model_dump(mode="json")
    headers = {"ETag": etag(error.current.version)}
    title = "It has changed since you looked."
    return problem_response(
        Problem(412, title, str(error), type="stale-version", extra={"current": current}, headers=headers)
    )
