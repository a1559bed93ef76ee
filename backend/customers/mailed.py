"""The doors that anybody may knock at: registering, signing in by link, a forgotten password.

Whoever asks for a mail gets one and the same answer after one and the same time.
"""

from flask import Response, request
from flask_openapi3 import APIBlueprint

from backend.customers import pace
from backend.customers.answers import answer
from backend.customers.domain import Wish
from backend.customers.handlers import mail_way_in, register
from backend.customers.limits import MailLimit
from backend.customers.one_time import Purpose
from backend.customers.pace import paced
from backend.customers.ports import House
from backend.customers.proofs import Proved, open_email_link, open_link
from backend.customers.requests import EmailBody, RegistrationBody, ResetBody, TokenBody
from backend.customers.views import EmailConfirmed, Granted, MailPromised
from backend.kit.auth import public
from backend.kit.devices import device_of
from backend.kit.email_form import normal_email
from backend.kit.openapi import problems
from backend.kit.passwords import hash_password
from backend.kit.sessions import Sessions
from backend.kit.sign_in import Grant, granted


def add_requests(api: APIBlueprint, house: House, limit: MailLimit) -> None:
    """Add the routes that have a mail sent."""

    @api.post("/customers", responses={202: MailPromised})
    @public
    def add(body: RegistrationBody) -> Response:
        """Register: the account is real once the link that is mailed was opened."""
        with paced(pace.REGISTER_S):
            house.post.check()
            wish = Wish(body.name, normal_email(body.email), body.language, surname=body.surname)
            if limit.allows("register", wish.email):
                register(house, wish, body.password)
        return answer(MailPromised(), status=202)

    @api.post("/sign-in-links", responses={202: MailPromised})
    @public
    def mail_sign_in(body: EmailBody) -> Response:
        """Have a link mailed that signs in, without a password."""
        return _way_in(body, Purpose.SIGN_IN)

    @api.post("/password-resets", responses={202: MailPromised})
    @public
    def mail_reset(body: EmailBody) -> Response:
        """Have a link mailed by which another password is chosen."""
        return _way_in(body, Purpose.RESET_PASSWORD)

    def _way_in(body: EmailBody, purpose: Purpose) -> Response:
        with paced(pace.LINK_S):
            house.post.check()
            email = normal_email(body.email)
            if limit.allows(purpose, email):
                mail_way_in(house, email, purpose)
        return answer(MailPromised(), status=202)


def add_openings(api: APIBlueprint, house: House, sessions: Sessions, grant: Grant) -> None:
    """Add the routes that use a mailed link; a link is only used up by a POST, never by looking at it."""

    def let_in(proved: Proved, *, alone: bool) -> tuple[Response, int]:
        """Open a session; ``alone`` ends those that may be somebody else's."""
        if alone:
            sessions.close_all(proved.customer.id)
        device = device_of(request.user_agent.string)
        return granted(grant, sessions.open(proved.customer.id, device)), 201

    @api.post("/confirmations", responses={201: Granted, **problems(410)})
    @public
    def confirm(body: TokenBody) -> tuple[Response, int]:
        """Make the account real, and sign in."""
        proved = open_link(house, body.token, Purpose.CONFIRM)
        return let_in(proved, alone=proved.is_first)

    @api.post("/link-sessions", responses={201: Granted, **problems(410)})
    @public
    def sign_in(body: TokenBody) -> tuple[Response, int]:
        """Sign in by the link."""
        proved = open_link(house, body.token, Purpose.SIGN_IN)
        return let_in(proved, alone=proved.is_first)

    @api.post("/passwords", responses={201: Granted, **problems(410)})
    @public
    def reset(body: ResetBody) -> tuple[Response, int]:
        """Choose another password by the link, end all sessions, and sign in."""
        fields = {"password_hash": hash_password(body.password)}
        return let_in(open_link(house, body.token, Purpose.RESET_PASSWORD, fields), alone=True)

    @api.post("/email-confirmations", responses={200: EmailConfirmed, **problems(409, 410)})
    @public
    def confirm_email(body: TokenBody) -> Response:
        """Let the e-mail whose link was opened take the place of the old one."""
        customer = open_email_link(house, body.token)
        return answer(EmailConfirmed(email=customer.email))
