"""Signing in, staying signed in and signing out, the same for employees and customers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

import structlog
from flask import Response, jsonify, request
from flask_openapi3 import APIBlueprint, Tag
from pydantic import BaseModel, ConfigDict, Field

from backend.kit.auth import current_identity, public, require
from backend.kit.devices import device_of
from backend.kit.email_form import normal_email
from backend.kit.lockout import LockedError, Lockout
from backend.kit.openapi import problems
from backend.kit.passwords import GivenPassword, is_password
from backend.kit.problems import Problem
from backend.kit.session_views import KeySet, Tokens
from backend.kit.sessions import InvalidSessionError, Session, Sessions
from shared.contracts.vocabulary import EMAIL_MAX
from shared.networks import network_of
from shared.tokens import JWKS_PATH, Issuer, TokenSigner

log = structlog.stdlib.get_logger(__name__)
ACCESS_LASTS = timedelta(minutes=10)
_tag = Tag(name="sessions", description="Signing in, staying signed in, signing out")


class Account(Protocol):
    """Somebody who can sign in."""

    @property
    def id(self) -> str:
        """Whose account it is."""
        ...

    @property
    def password_hash(self) -> str:
        """What is kept of the password."""
        ...

    @property
    def active(self) -> bool:
        """Whether the account may be used."""
        ...


class SignInBody(BaseModel):
    """Who wants in. The e-mail is not checked for its form: a wrong one is simply unknown."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(min_length=1, max_length=EMAIL_MAX)
    password: GivenPassword


class RefreshBody(BaseModel):
    """The refresh token of the latest answer."""

    model_config = ConfigDict(extra="forbid")

    refresh_token: str = Field(min_length=1, max_length=200)


FindAccount = Callable[[str], Account | None]
"""Returns the account with this e-mail in its normal form."""
Grant = Callable[[Session], dict[str, Any]]
"""Returns the answer for an open session: the access token and who it is; raises InvalidSessionError."""


def session_api(
    issuer: Issuer, signer: TokenSigner, find: FindAccount, grant: Grant, sessions: Sessions, lockout: Lockout
) -> APIBlueprint:
    """Return the routes for sessions and tokens, and the public keys."""
    api = APIBlueprint("sessions", __name__, abp_tags=[_tag])

    @api.post("/api/v1/sessions", responses={201: Tokens, **problems(401, 429)})
    @public
    def sign_in(body: SignInBody) -> tuple[Response, int]:
        """Sign in with e-mail and password."""
        account = _admit(find, lockout, normal_email(body.email), body.password)
        return granted(grant, sessions.open(account.id, device_of(request.user_agent.string))), 201

    @api.post("/api/v1/tokens", responses={200: Tokens, **problems(401)})
    @public
    def renew(body: RefreshBody) -> Response:
        """Exchange a refresh token for a new pair of tokens."""
        try:
            return granted(grant, sessions.renew(body.refresh_token))
        except InvalidSessionError as error:
            raise Problem(401, "Sign in again.", type="session-over") from error

    @api.delete("/api/v1/sessions/current", responses={204: None})
    @require(issuer=issuer)
    def sign_out() -> tuple[str, int]:
        """End the session of this token."""
        sessions.close(str(current_identity().claims.get("sid", "")))
        return "", 204

    @api.get(JWKS_PATH, responses={200: KeySet})
    @public
    def keys() -> Response:
        """The public keys of our tokens."""
        response = jsonify(signer.jwks())
        response.headers["Cache-Control"] = "public, max-age=300"
        return response

    return api


def _admit(find: FindAccount, lockout: Lockout, email: str, password: str) -> Account:
    """Return the account; an unknown e-mail, a wrong password and a disabled account get one answer."""
    place = network_of(request.remote_addr)
    try:
        lockout.check(email, place)
    except LockedError as error:
        raise _locked(error) from error
    account = find(email)
    right = is_password(account.password_hash if account else None, password)
    if account is None or not right or not account.active:
        log.info("sign-in refused", account_id=account.id if account else None)
        lockout.failed(email, place)
        raise Problem(401, "E-mail or password is wrong.", type="sign-in-refused")
    lockout.succeeded(email, place)
    log.info("signed in", account_id=account.id)
    return account


def granted(grant: Grant, session: Session) -> Response:
    """Return the answer to whoever has a session now: the tokens, and who they are."""
    lasting = {"expires_in": int(ACCESS_LASTS.total_seconds()), "refresh_token": session.refresh_token}
    return jsonify({**grant(session), **lasting})


def _locked(error: LockedError) -> Problem:
    detail = f"Try again in {error.seconds} seconds."
    headers = {"Retry-After": str(error.seconds)}
    return Problem(429, "Too many failed sign-ins.", detail, type="locked", headers=headers)
