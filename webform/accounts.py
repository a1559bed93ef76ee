"""Who is signed in here, and the ways in and out; the tokens are kept in the signed session cookie."""

import time
from dataclasses import asdict, dataclass, field
from typing import Any

import structlog
from flask import Response, after_this_request, session

from webform.carried import Carried
from webform.customers import AccountsUnavailableError, Customers, RefusedError
from webform.stale import hand_over_to, note_sign_out
from webform.used_links import USED

FRESH_S = 14 * 60
"""So long after signing in nobody asks again for a proof; ``customers`` does after 15 minutes."""
_RENEW_BEFORE_S = 60
_ASK_AGAIN_S = 60
_KEPT = ("customer", "access_token", "refresh_token", "expires_at", "ask_again_at", "signed_in_at")
log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Registration:
    """What is asked of who wants an account."""

    name: str
    surname: str | None
    email: str
    password: str = field(repr=False)
    language: str


class Accounts:
    """Signs in and out; all but ``customer`` and ``is_fresh`` raise AccountsUnavailableError."""

    def __init__(self, customers: Customers) -> None:
        self._customers = customers

    def register(self, wish: Registration) -> None:
        """Have a link mailed that makes the account; raise RefusedError.

        Whether the e-mail has an account already is told to nobody but its mailbox.
        """
        self._customers.ask("POST", "/customers", asdict(wish))

    def mail_sign_in(self, email: str) -> None:
        """Have a link mailed that signs in, where the e-mail has an account; raise RefusedError."""
        self._customers.ask("POST", "/sign-in-links", {"email": email})

    def mail_reset(self, email: str) -> None:
        """Have a link mailed by which another password is chosen; raise RefusedError."""
        self._customers.ask("POST", "/password-resets", {"email": email})

    def sign_in(self, email: str, password: str) -> None:
        """Sign in; raise RefusedError."""
        self._let_in("/sessions", {"email": email, "password": password})

    def confirm(self, token: str) -> None:
        """Make the account real by the mailed link, and sign in; raise RefusedError, 410 where it is over."""
        self._let_in("/confirmations", {"token": token})

    def sign_in_by_link(self, token: str) -> None:
        """Sign in by the mailed link; raise RefusedError, 410 where it works no more."""
        self._let_in("/link-sessions", {"token": token})

    def reset(self, token: str, password: str) -> None:
        """Choose another password by the mailed link, and sign in; raise RefusedError, 410 if it is over."""
        self._let_in("/passwords", {"token": token, "password": password})

    def confirm_email(self, token: str) -> str:
        """Let the e-mail whose link was mailed take the place of the old one, and return it.

        Raises RefusedError: 410 where the link works no more, 409 where another account has the e-mail.
        """
        answer = self._customers.ask("POST", "/email-confirmations", {"token": token})
        if "customer" in session:
            # The next page asks anew who this is.
            session["expires_at"] = 0
        return str(answer.content["email"])

    def sign_out(self) -> None:
        """Forget who is signed in; where ``customers`` is away its session runs out by itself."""
        try:
            # Renewed where it has run out: a token that is over ends no session.
            if token := self.access_token():
                self._customers.ask("DELETE", "/sessions/current", token=token)
        except (AccountsUnavailableError, RefusedError) as error:
            log.warning("a session was left open", reason=str(error))
        finally:
            self.forget()

    @staticmethod
    def forget() -> None:
        """Forget all about who was signed in here, whose session has ended, and what they were typing."""
        used = session.get(USED)
        session.clear()
        if used:
            session[USED] = used
        note_sign_out()
        after_this_request(_without_typed)

    def customer(self) -> dict[str, Any] | None:
        """Return who is signed in, with ``id``, ``name``, ``email``, ``language``, ``has_password``; or None.

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

    @staticmethod
    def is_fresh() -> bool:
        """Tell whether who is signed in has proved just now who they are."""
        signed_in_at: float = session.get("signed_in_at", 0)
        return time.time() - signed_in_at < FRESH_S

    @staticmethod
    def doubt() -> None:
        """Take who is signed in for somebody who signed in a while ago."""
        session.pop("signed_in_at", None)

    def access_token(self) -> str | None:
        """Return a token of who is signed in, renewed where it is about to end; None for nobody."""
        if "customer" not in session:
            return None
        if session["expires_at"] - time.time() < _RENEW_BEFORE_S:
            body = {"refresh_token": session["refresh_token"]}
            try:
                _remember(self._customers.ask("POST", "/tokens", body).content)
            except RefusedError:
                for name in _KEPT:
                    session.pop(name, None)
                return None
        return str(session["access_token"])

    def _let_in(self, path: str, body: dict[str, str]) -> None:
        before = session.get("access_token")
        _remember(self._customers.ask("POST", path, body).content)
        session["signed_in_at"] = time.time()
        hand_over_to(session["customer"]["id"])
        if before is not None:
            self._end(before)

    def _end(self, token: str) -> None:
        """End the session that this browser had until now, so that none is left that nobody uses."""
        try:
            self._customers.ask("DELETE", "/sessions/current", token=token)
        except (AccountsUnavailableError, RefusedError) as error:
            log.info("the session before ends by itself", reason=str(error))


def _without_typed(response: Response) -> Response:
    Carried.forget(response)
    return response


def _remember(content: dict[str, Any]) -> None:
    session["customer"] = content["customer"]
    session["access_token"] = content["access_token"]
    session["refresh_token"] = content["refresh_token"]
    session["expires_at"] = time.time() + content["expires_in"]
    session.pop("ask_again_at", None)
