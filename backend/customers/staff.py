"""Customers as the staff and its programs see and change them; each change is audited."""

import base64
import binascii
import json
from functools import partial

from flask import Response, url_for
from flask_openapi3 import APIBlueprint

from backend.customers.answers import answer, nothing
from backend.customers.domain import AccountState, Customer, Editor, StaleCustomerError, Wish, changed
from backend.customers.finding import order_of, words_of
from backend.customers.handlers import ask_for_email, erase, invite
from backend.customers.ports import Decision, House
from backend.customers.requests import (
    CustomerPath,
    InvitationBody,
    SearchQuery,
    StaffChangeBody,
)
from backend.customers.store import CustomerStore
from backend.customers.views import AuditView, CustomerPage, CustomerView
from backend.kit.auth import current_identity, require
from backend.kit.email_form import normal_email
from backend.kit.openapi import problems
from backend.kit.problems import Problem
from backend.kit.sessions import Sessions
from backend.kit.versions import ChangeHeaders, seen_version
from shared.contracts.vocabulary import Role

_ONE = "/customers/<string:customer_id>"


def add_reading(api: APIBlueprint, store: CustomerStore) -> None:
    """Add the routes that look."""

    @api.get("/customers", responses={200: CustomerPage})
    @require(Role.AGENT)
    def find(query: SearchQuery) -> Response:
        """Customers by name, a page at a time."""
        after = _place(query.after) if query.after else None
        found = store.found_by(words_of(query.q), after, query.limit + 1)
        page = found[: query.limit]
        following = _cursor(page[-1]) if len(found) > query.limit else None
        views = tuple(CustomerView.of(customer) for customer in page)
        response = answer(CustomerPage(customers=views, next=following))
        if following:
            place = url_for("customers.find", q=query.q or None, after=following, limit=query.limit)
            response.headers["Link"] = f'<{place}>; rel="next"'
        return response

    @api.get(_ONE, responses={200: CustomerView})
    @require(Role.AGENT)
    def one(path: CustomerPath) -> Response:
        """One customer."""
        customer = store.get(path.customer_id)
        return answer(CustomerView.of(customer), customer.version)

    @api.get(f"{_ONE}/audit", responses={200: AuditView})
    @require(Role.SUPERVISOR)
    def audit(path: CustomerPath) -> Response:
        """What the staff did with an account; it stays when the account is deleted."""
        return answer(AuditView(entries=tuple(store.audit_of(path.customer_id))))


def add_changes(api: APIBlueprint, house: House, store: CustomerStore, sessions: Sessions) -> None:
    """Add the routes that make, change and delete accounts."""

    @api.post("/invitations", responses={201: CustomerView, **problems(409)})
    @require(Role.SUPERVISOR)
    def add_invited(body: InvitationBody) -> Response:
        """Make an account for somebody, and mail them the link that makes it theirs."""
        more = {"birth_date": body.birth_date, "address": body.address}
        wish = Wish(body.name, normal_email(body.email), body.language, surname=body.surname, more=more)
        customer = invite(house, wish, partial(store.add, by=_editor()))
        response = answer(CustomerView.of(customer), customer.version, 201)
        response.headers["Location"] = url_for("customers.one", customer_id=customer.id)
        return response

    @api.patch(_ONE, responses={200: CustomerView, **problems(409)})
    @require(Role.SUPERVISOR)
    def change_one(path: CustomerPath, header: ChangeHeaders, body: StaffChangeBody) -> Response:
        """Change what is sent, and leave the rest; who is blocked is out at once."""
        seen, fields = seen_version(header.if_match), body.fields()
        email = fields.pop("email", None)

        def decide(found: Customer) -> Customer:
            if found.version != seen:
                raise StaleCustomerError(found)
            return changed(found, {**fields, "state": _state(found, fields.get("state"))})

        def keep(customer_id: str, more: Decision) -> Customer:
            return store.change(customer_id, lambda found: more(decide(found)), by=_editor())

        if email is None:
            after = keep(path.customer_id, lambda found: found)
        else:
            # No mail goes out for a change that comes too late, and no change is kept without its mail.
            found = store.get(path.customer_id)
            decide(found)
            after = ask_for_email(house, found, normal_email(email), keep)
        if after.state is AccountState.BLOCKED:
            sessions.close_all(after.id)
        return answer(CustomerView.of(after), after.version)

    @api.delete(_ONE, responses={204: None})
    @require(Role.SUPERVISOR)
    def erase_one(path: CustomerPath) -> Response:
        """Delete an account; its incidents stay, without the person."""
        customer = store.get(path.customer_id)
        erase(house, customer, _editor())
        sessions.close_all(customer.id)
        return nothing()


def _state(found: Customer, wanted: AccountState | None) -> AccountState:
    """Nobody but its owner makes a pending account active: the e-mail is not proved."""
    if wanted is AccountState.ACTIVE and found.confirmed_at is None and not found.active:
        return AccountState.PENDING
    return wanted or found.state


def _editor() -> Editor:
    identity = current_identity()
    return Editor(id=identity.subject, name=identity.name or identity.subject)


def _cursor(customer: Customer) -> str:
    place = json.dumps([order_of(customer), customer.id]).encode()
    return base64.urlsafe_b64encode(place).decode().rstrip("=")


def _place(cursor: str) -> tuple[str, str]:
    """Read what ``_cursor`` wrote."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        order, customer_id = found
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise Problem(400, "There is no such page.", type="invalid-request") from error
    if not (isinstance(order, str) and isinstance(customer_id, str)):
        raise Problem(400, "There is no such page.", type="invalid-request")
    return order, customer_id
