"""Who may call what: every view demands an identity, unless it says that it is public."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, g, request

from backend.kit.problems import Problem
from backend.kit.tokens import Identity, InvalidTokenError, KeysUnavailableError, TokenVerifier
from shared.contracts.vocabulary import Role
from shared.tokens import Issuer

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__requirement__"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a view demands of its caller."""

    roles: tuple[Role, ...] = ()
    issuer: Issuer | None = None
    public: bool = False

    def allows(self, identity: Identity) -> bool:
        """Whether this identity may call."""
        if self.issuer is not None and identity.issuer is not self.issuer:
            return False
        return not self.roles or any(identity.holds(role) for role in self.roles)


def require(*roles: Role, issuer: Issuer | None = None) -> Callable[[View], View]:
    """Mark a view for callers with one of these roles, or a role that includes one of them.

    Put it directly above the function, below the route. ``require()`` lets in everybody with a good
    token, customers and guests too; ``require(Role.AGENT)`` every employee; ``require(issuer=…)`` the
    people of one issuer. A view that is not marked counts as ``require()``. Without a good token the
    answer is 401, with the wrong one 403, both before the request's body is looked at.
    """
    return _marked(Requirement(roles=roles, issuer=issuer))


def public(view: View) -> View:
    """Mark a view that anybody may call without a token."""
    return _marked(Requirement(public=True))(view)


def current_identity() -> Identity:
    """Return who makes the present request; only inside a view that is not public."""
    return cast("Identity", g.identity)


def requirement_of(view: Callable[..., Any]) -> Requirement:
    """Return what a view demands."""
    return cast("Requirement", getattr(view, _MARK, Requirement()))


def guard(app: Flask, verifier: TokenVerifier | None) -> None:
    """Check every request of ``app`` before its view; without a verifier only public views answer."""

    def check() -> None:
        if request.endpoint is None:
            return
        requirement = requirement_of(app.view_functions[request.endpoint])
        if requirement.public:
            return
        g.identity = _identify(verifier)
        if not requirement.allows(g.identity):
            raise Problem(403, "You may not do this.", type="forbidden")

    app.before_request(check)


def _marked(requirement: Requirement) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _MARK, requirement)
        return view

    return mark


def _identify(verifier: TokenVerifier | None) -> Identity:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unauthorized("Bearer", "A token is needed.")
    if verifier is None:
        raise _unauthorized("Bearer", "This service takes no tokens.")
    try:
        return verifier.verify(token.strip())
    except InvalidTokenError as error:
        raise _unauthorized(
            'Bearer error="invalid_token"', "The token is not valid, or no longer."
        ) from error
    except KeysUnavailableError as error:
        raise Problem(
            503, "Nobody can be identified just now.", type="keys-unavailable", headers={"Retry-After": "2"}
        ) from error


def _unauthorized(challenge: str, detail: str) -> Problem:
    headers = {"WWW-Authenticate": challenge}
    return Problem(401, "Sign in first.", detail, type="unauthorized", headers=headers)
