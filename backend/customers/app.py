"""The composition root of ``customers``: ``gunicorn 'backend.customers.app:create_app()'``."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask_openapi3 import OpenAPI
from pydantic import Field

from backend.customers.answers import answer_rules
from backend.customers.api import Doors, customers_api
from backend.customers.domain import Customer, UnknownCustomerError, claims_of
from backend.customers.exporting import Exports, MintFor
from backend.customers.handlers import tell_erasures
from backend.customers.limits import MailLimit
from backend.customers.links import LinkStore
from backend.customers.ports import House
from backend.customers.postman import BrokerPost
from backend.customers.records import Records
from backend.customers.store import CustomerStore
from backend.customers.views import SignedInView
from backend.kit.chores import Chore
from backend.kit.http import correlation_id, create_service
from backend.kit.keys import KeySource
from backend.kit.lockout import Lockout
from backend.kit.mongo import MongoUri, check, connect
from backend.kit.open_sessions import OpenSessions
from backend.kit.sessions import InvalidSessionError, Session, Sessions
from backend.kit.sign_in import ACCESS_LASTS, Grant, session_api
from backend.kit.tokens import TokenVerifier
from shared.clock import utc_now
from shared.messaging.ports import Publisher
from shared.messaging.rabbit.publisher import RabbitPublisher
from shared.settings import Settings
from shared.tokens import AUDIENCE, JWKS_PATH, Issuer, TokenSigner

ERASURES_EVERY_S = 30.0
"""So often what others could not be told of an erasure is told again."""


class CustomersSettings(Settings):
    """Database, broker and key; where others are, and where the links in mails lead."""

    mongodb_uri: MongoUri
    amqp_url: str
    signing_key_file: Path
    employees_url: str
    webform_url: str
    resolution_url: str
    files_url: str
    trusted_proxies: int = Field(0, ge=0, le=10)
    """So many tell who asks by ``X-Forwarded-For``; the web form is one."""


def create_app(settings: CustomersSettings | None = None, publisher: Publisher | None = None) -> OpenAPI:
    """Return the WSGI application; without ``settings`` they come from the environment.

    ``publisher`` stands in for the broker's in a test.
    """
    settings = settings or CustomersSettings.load()
    database = connect(settings.mongodb_uri, "customers")
    store, links = CustomerStore(database, utc_now), LinkStore(database, utc_now)
    sessions, lockout, limit = (
        Sessions(database, utc_now),
        Lockout(database, utc_now),
        MailLimit(database, utc_now),
    )
    for prepared in (store, links, sessions, lockout, limit):
        prepared.prepare()
    signer = TokenSigner.from_file(settings.signing_key_file, Issuer.CUSTOMERS)
    keys: dict[Issuer, KeySource] = {
        Issuer.CUSTOMERS: signer.jwks,
        Issuer.EMPLOYEES: settings.employees_url + JWKS_PATH,
    }
    checks = {"database": lambda: check(database)}
    app = create_service(
        "customers", checks=checks, trusted_proxies=settings.trusted_proxies, verifier=TokenVerifier(keys)
    )
    answer_rules(app)
    grant = _grant(store, signer)
    app.register_api(session_api(Issuer.CUSTOMERS, signer, store.by_email, grant, sessions, lockout))
    publisher = publisher or RabbitPublisher(settings.amqp_url, "customers")
    post = BrokerPost(publisher, utc_now, correlation_id)
    house = House(store, links, post, utc_now, settings.webform_url.rstrip("/"))
    # Beside all requests: what is told here belongs to none of them.
    beside = replace(house, post=BrokerPost(publisher, utc_now, uuid4))
    Chore("erasures", ERASURES_EVERY_S, lambda: tell_erasures(beside)).start()
    open_sessions = OpenSessions(database, utc_now)
    doors = Doors(sessions, open_sessions, lockout, limit, grant)
    records = Records(settings.resolution_url, settings.files_url)
    exports = Exports(store, open_sessions, records, _mint(signer), utc_now)
    app.register_api(customers_api(house, store, doors, exports))
    return app


def _mint(signer: TokenSigner) -> MintFor:
    """Return who makes tokens for reading what others keep of a customer; here they open nothing."""

    def mint(customer: Customer) -> str:
        return signer.sign(claims_of(customer, "export", AUDIENCE), ACCESS_LASTS)

    return mint


def _grant(store: CustomerStore, signer: TokenSigner) -> Grant:
    def grant(session: Session) -> dict[str, Any]:
        try:
            customer = store.get(session.subject)
        except UnknownCustomerError as error:
            raise InvalidSessionError("there is no such account any more") from error
        if not customer.active:
            raise InvalidSessionError("blocked")
        token = signer.sign(claims_of(customer, session.id, AUDIENCE), ACCESS_LASTS)
        return {"access_token": token, "customer": SignedInView.of(customer).model_dump(mode="json")}

    return grant
