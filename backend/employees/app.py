"""The composition root of ``employees``: ``gunicorn 'backend.employees.app:create_app()'``."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask_openapi3 import APIBlueprint, OpenAPI
from pydantic import Field

from backend.employees.absence import Patience
from backend.employees.answers import answer_rules
from backend.employees.api import employees_api
from backend.employees.attendance import ROUND_S
from backend.employees.doorkeeper import PAUSE_S
from backend.employees.entering import SecondProof, add_acceptance, add_sign_in
from backend.employees.handlers import NewEmployee, claims_of, take_on
from backend.employees.premises import House, build
from backend.employees.requests import EmployeeView
from backend.employees.sealing import Seal
from backend.employees.store import EmployeeStore, KnownEmailError
from backend.kit.chores import Chore
from backend.kit.email_form import normal_email
from backend.kit.http import create_service
from backend.kit.mongo import MongoUri, check, connect
from backend.kit.passwords import NewPassword, hash_password
from backend.kit.sessions import InvalidSessionError, Session
from backend.kit.sign_in import ACCESS_LASTS, Grant, renewal_api
from backend.kit.tokens import TokenVerifier
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
    second_factor_key: str = Field(min_length=16)
    """Seals the secrets of second factors; with another one, everybody must enrol anew."""
    first_admin_email: Email
    first_admin_password: NewPassword
    trusted_proxies: int = Field(0, ge=0, le=10)
    """So many stand before us and tell who asks by ``X-Forwarded-For``."""
    gone_away_minutes: float = Field(15, ge=10)
    """Whose console was not heard of for so long is away; it is heard of every eight minutes."""
    gone_off_minutes: float = Field(60, ge=10)
    """Whose console was not heard of for so long has ended their shift."""

    def patience(self) -> Patience:
        """Return both as spans."""
        return Patience(timedelta(minutes=self.gone_away_minutes), timedelta(minutes=self.gone_off_minutes))


def create_app(settings: EmployeesSettings | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment."""
    settings = settings or EmployeesSettings.load()
    database = connect(settings.mongodb_uri, "employees")
    signer = TokenSigner.from_file(settings.signing_key_file, Issuer.EMPLOYEES)
    seal = Seal(settings.second_factor_key)
    house = build(
        database, utc_now, seal, settings.rabbitmq_management_url, ACCESS_LASTS, settings.patience()
    )
    app = create_service(
        "employees",
        checks={"database": lambda: check(database)},
        trusted_proxies=settings.trusted_proxies,
        verifier=TokenVerifier({Issuer.EMPLOYEES: signer.jwks}),
    )
    answer_rules(app)
    app.register_api(_entrance(house, signer, settings.amqp_vhost))
    app.register_api(employees_api(house))
    house.prepare()
    _admit_first_admin(house.store, settings)
    Chore("doorkeeper", PAUSE_S, house.go_round).start()
    Chore("attendance", ROUND_S, house.attendance.go_round).start()
    return app


def _entrance(house: House, signer: TokenSigner, vhost: str) -> APIBlueprint:
    grant = _grant(house, signer, vhost)
    entrance = renewal_api(Issuer.EMPLOYEES, signer, grant, house.sessions)
    second = SecondProof(house.factors, house.policies)
    add_sign_in(entrance, house.store, second, grant, house.sessions, house.lockout)
    add_acceptance(entrance, house.store, house.clock)
    return entrance


def _grant(house: House, signer: TokenSigner, vhost: str) -> Grant:
    def grant(session: Session) -> dict[str, Any]:
        employee = house.store.get(session.subject)
        if not employee.active:
            raise InvalidSessionError("disabled")
        employee = house.attendance.seen(employee)
        token = signer.sign(claims_of(employee, session.id, vhost), ACCESS_LASTS)
        who = EmployeeView.of(employee).model_dump(mode="json")
        return {"access_token": token, "employee": who, "session_tag": session.tag}

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
