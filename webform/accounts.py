"""Customers' accounts, asked of ``customers``; the tokens are kept in the signed session cookie."""

import time
from typing import Any

import httpx
import structlog
from flask import session

from webform.correlation import hand_on
from webform.stale import note_sign_out

TIMEOUT_S = 5.0
_RENEW_BEFORE_S = 60
_ASK_AGAIN_S = 60


_KEPT = ("customer", "access_token", "refresh_token", "expires_at", "ask_again_at")
log = structlog.stdlib.get_logger(__name__)


class AccountsUnavailableError(Exception):
    """``customers`` does not answer."""


class RefusedError(Exception):
    """``customers`` says no: ``status`` is HTTP's, ``fields`` names what is wrong with which field."""

    def __init__(self, status: int, fields: dict[str, str]) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.fields = fields


class Accounts:
    """A pooled client of ``customers``; safe between threads."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_S, event_hooks={"request": [hand_on]})

    def register(self, name: str, email: str, password: str, language: str) -> None:
        """Have a link mailed that makes the account; raise RefusedError and AccountsUnavailableError.

        Whether the e-mail has an account already is told to nobody but its mailbox.
        """
        body = {"name": name, "email": email, "password": password, "language": language}
        self._ask("POST", "/api/v1/customers", body)

    def confirm(self, token: str) -> None:
        """Make the account real by the mailed link, and sign in.

        Raises RefusedError (410 for a link that works no more) and AccountsUnavailableError.
        """
        _remember(self._ask("POST", "/api/v1/confirmations", {"token": token}))

    def sign_in(self, email: str, password: str) -> None:
        """Sign in; raise RefusedError and AccountsUnavailableError."""
        _remember(self._ask("POST", "/api/v1/sessions", {"email": email, "password": password}))

    def sign_out(self) -> None:
        """Forget who is signed in; where ``customers`` is away its session runs out by itself."""
        try:
            # Renewed where it has run out: a token that is over ends no session.
            if token := self.access_token():
                self._ask("DELETE", "/api/v1/sessions/current", None, token)
        except (AccountsUnavailableError, RefusedError) as error:
            log.warning("a session was left open", reason=str(error))
        finally:
            session.clear()
            note_sign_out()

    def customer(self) -> dict[str, Any] | None:
        """Return who is signed in here, with ``id``, ``name``, ``email`` and ``language``; None for nobody.

        A session that was ended elsewhere counts no longer than its token. While ``customers`` is away
        nobody can tell, and people stay who they are.
        """
        if (
            "customer" in session
            and max(session["expires_at"], session.get("ask_again_at", 0)) <= time.time()
        ):
            try:
                self.access_token()
            except AccountsUnavailableError:
                session["ask_again_at"] = time.time() + _ASK_AGAIN_S
        found: dict[str, Any] | None = session.get("customer")
        return found

    def access_token(self) -> str | None:
        """Return a token of who is signed in, renewed where it is about to end; None for nobody.

        Raises AccountsUnavailableError.
        """
        if "customer" not in session:
            return None
        if session["expires_at"] - time.time() < _RENEW_BEFORE_S:
            try:
                _remember(self._ask("POST", "/api/v1/tokens", {"refresh_token": session["refresh_token"]}))
            except RefusedError:
                for name in _KEPT:
                    session.pop(name, None)
                return None
        return str(session["access_token"])

    def close(self) -> None:
        """Let go of the pooled connections."""
        self._http.close()

    def _ask(self, method: str, path: str, body: object, token: str | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = self._http.request(method, path, json=body, headers=headers)
            content = answer.json() if answer.content else {}
        except (httpx.HTTPError, ValueError) as error:
            raise AccountsUnavailableError(type(error).__name__) from error
        if answer.status_code >= 500:
            raise AccountsUnavailableError(f"status {answer.status_code}")
        if answer.status_code >= 400:
            fields = {fault["field"]: fault["message"] for fault in content.get("errors", [])}
            raise RefusedError(answer.status_code, fields)
        found: dict[str, Any] = content
        return found


def _remember(answer: dict[str, Any]) -> None:
    session["customer"] = answer["customer"]
    session["access_token"] = answer["access_token"]
    session["refresh_token"] = answer["refresh_token"]
    session["expires_at"] = time.time() + answer["expires_in"]
    session.pop("ask_again_at", None)
