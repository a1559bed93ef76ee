"""Customers over HTTP; their sessions are those of ``backend.kit.sign_in``."""

from flask import Response, jsonify
from flask_openapi3 import APIBlueprint, Tag

from backend.customers.domain import register
from backend.customers.requests import CustomerView, RegistrationBody
from backend.customers.store import CustomerStore, KnownEmailError
from backend.kit.auth import current_identity, public, require
from backend.kit.passwords import hash_password
from backend.kit.problems import Problem
from backend.kit.sign_in import normal_email
from shared.clock import Clock
from shared.tokens import Issuer

_OWN = "/api/v1/customers/me"
_tag = Tag(name="customers", description="Customers with an account")


def customers_api(store: CustomerStore, clock: Clock) -> APIBlueprint:
    """Return the routes for accounts."""
    api = APIBlueprint("customers", __name__, abp_tags=[_tag])

    @api.post("/api/v1/customers", responses={201: CustomerView})
    @public
    def add(body: RegistrationBody) -> tuple[Response, int, dict[str, str]]:
        """Make an account."""
        kept, email = hash_password(body.password), normal_email(body.email)
        customer = register(body.name, email, body.language, kept, clock())
        try:
            store.add(customer)
        except KnownEmailError as error:
            raise Problem(409, "This e-mail is in use.", str(error), type="known-email") from error
        return _view(store, customer.id), 201, {"Location": _OWN}

    @api.get(_OWN, responses={200: CustomerView})
    @require(issuer=Issuer.CUSTOMERS)
    def own() -> Response:
        """The signed-in customer."""
        return _view(store, current_identity().subject)

    return api


def _view(store: CustomerStore, customer_id: str) -> Response:
    return jsonify(CustomerView.of(store.get(customer_id)).model_dump(mode="json"))
