"""The customer's own account: profile, e-mail, password, sessions, and its end."""

from flask import Response
from flask_openapi3 import APIBlueprint

from backend.customers import pace
from backend.customers.answers import answer, nothing
from backend.customers.domain import Customer, StaleCustomerError, changed
from backend.customers.handlers import ask_for_email
from backend.customers.handlers import erase as erase_everywhere
from backend.customers.limits import MailLimit
from backend.customers.owner import Owner, Owners
from backend.customers.pace import paced
from backend.customers.ports import House
from backend.customers.requests import (
    EmailChangeBody,
    PasswordBody,
    ProfileBody,
    ProofBody,
    SessionPath,
)
from backend.customers.views import MailPromised, ProfileView, SessionList, SessionView
from backend.kit.auth import require
from backend.kit.email_form import normal_email
from backend.kit.open_sessions import OpenSessions
from backend.kit.openapi import problems
from backend.kit.passwords import hash_password
from backend.kit.problems import Problem
from backend.kit.sessions import Sessions
from backend.kit.versions import ChangeHeaders, seen_version
from shared.tokens import Issuer

_OWN = "/customers/me"


def add_profile(api: APIBlueprint, house: House, owners: Owners) -> None:
    """Add the routes for what somebody says of themselves."""

    @api.get(_OWN, responses={200: ProfileView})
    @require(issuer=Issuer.CUSTOMERS)
    def own() -> Response:
        """The signed-in customer."""
        customer = owners.present().customer
        return answer(ProfileView.of(customer), customer.version)

    @api.patch(_OWN, responses={200: ProfileView})
    @require(issuer=Issuer.CUSTOMERS)
    def change(header: ChangeHeaders, body: ProfileBody) -> Response:
        """Change what is sent, and leave the rest."""
        seen, owner = seen_version(header.if_match), owners.present()

        def decide(found: Customer) -> Customer:
            if found.version != seen:
                raise StaleCustomerError(found)
            return changed(found, body.fields())

        after = house.customers.change(owner.customer.id, decide)
        return answer(ProfileView.of(after), after.version)


def add_secrets(
    api: APIBlueprint, house: House, owners: Owners, open_sessions: OpenSessions, limit: MailLimit
) -> None:
    """Add the routes that could take an account away from its owner: each demands another proof."""

    @api.post(f"{_OWN}/email-changes", responses={202: MailPromised, **problems(429)})
    @require(issuer=Issuer.CUSTOMERS)
    def change_email(body: EmailChangeBody) -> Response:
        """Have a link mailed to another e-mail, which replaces the present one once it is opened."""
        with paced(pace.LINK_S):
            owner, email = owners.present(), normal_email(body.email)
            owners.prove(owner, body.password)
            house.post.check()
            if limit.allows("change-email", email) and limit.allows("change-email-of", owner.customer.id):
                ask_for_email(house, owner.customer, email, house.customers.change)
        return answer(MailPromised(), status=202)

    @api.put(f"{_OWN}/password", responses={204: None, **problems(429)})
    @require(issuer=Issuer.CUSTOMERS)
    def change_password(body: PasswordBody) -> Response:
        """Choose another password, and end all other sessions."""
        owner = owners.present()
        if owner.customer.has_password and body.current_password is None:
            raise Problem(403, "The present password is needed.", type="proof-needed")
        owners.prove(owner, body.current_password)
        kept = hash_password(body.password)
        house.customers.change(owner.customer.id, lambda found: changed(found, {"password_hash": kept}))
        open_sessions.close_others(owner.customer.id, owner.session.id)
        return nothing()


def add_sessions(api: APIBlueprint, owners: Owners, open_sessions: OpenSessions, sessions: Sessions) -> None:
    """Add the routes for where somebody is signed in."""

    @api.get(f"{_OWN}/sessions", responses={200: SessionList})
    @require(issuer=Issuer.CUSTOMERS)
    def everywhere() -> Response:
        """Where the customer is signed in."""
        owner = owners.present()
        return answer(SessionList(sessions=tuple(_views(owner, open_sessions))))

    @api.delete(f"{_OWN}/sessions", responses={204: None})
    @require(issuer=Issuer.CUSTOMERS)
    def sign_out_everywhere() -> Response:
        """Sign out everywhere, here too."""
        sessions.close_all(owners.present().customer.id)
        return nothing()

    @api.delete(f"{_OWN}/other-sessions", responses={204: None})
    @require(issuer=Issuer.CUSTOMERS)
    def sign_out_elsewhere() -> Response:
        """Sign out everywhere but here."""
        owner = owners.present()
        open_sessions.close_others(owner.customer.id, owner.session.id)
        return nothing()

    @api.delete(f"{_OWN}/sessions/<string:session_id>", responses={204: None})
    @require(issuer=Issuer.CUSTOMERS)
    def sign_out_there(path: SessionPath) -> Response:
        """Sign out in one place."""
        if not open_sessions.close(owners.present().customer.id, path.session_id):
            raise Problem(404, "There is no such session.", type="unknown-session")
        return nothing()


def add_erasure(api: APIBlueprint, house: House, owners: Owners, sessions: Sessions) -> None:
    """Add the route that ends an account."""

    @api.post(f"{_OWN}/erasure", responses={204: None, **problems(429)})
    @require(issuer=Issuer.CUSTOMERS)
    def erase(body: ProofBody) -> Response:
        """Delete the account; its incidents stay, without the person."""
        owner = owners.present()
        owners.prove(owner, body.password)
        erase_everywhere(house, owner.customer)
        sessions.close_all(owner.customer.id)
        return nothing()


def _views(owner: Owner, open_sessions: OpenSessions) -> list[SessionView]:
    return [
        SessionView.of(session, is_current=session.id == owner.session.id)
        for session in open_sessions.of(owner.customer.id)
    ]
