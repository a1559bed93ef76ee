"""Verifying of access tokens, offline: only the issuers' public keys are fetched, and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import jwt

from backend.kit.keys import KeyRing, KeySource, KeysUnavailableError
from shared.contracts.vocabulary import Role
from shared.tokens import ALGORITHM, AUDIENCE, Issuer, TokenSigner

__all__ = ["Identity", "InvalidTokenError", "KeysUnavailableError", "TokenSigner", "TokenVerifier"]

LONGEST_TOKEN = 4000
LEEWAY = 5
"""Seconds by which the clocks of two machines may differ."""
_RANK = {role: rank for rank, role in enumerate(Role)}


class InvalidTokenError(Exception):
    """The token is not to be believed: forged, expired, of another audience, or no token at all."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who calls: the verified contents of a token.

    ``subject`` is the person's id (``e-…``, ``c-…``) or ``guest``. ``role`` and ``teams`` are those of
    an employee: in anybody else's token they are ignored. ``claims`` has everything, read-only.
    """

    issuer: Issuer
    subject: str
    name: str = ""
    role: Role | None = None
    teams: tuple[str, ...] = ()
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def is_employee(self) -> bool:
        """Whether an employee calls."""
        return self.issuer is Issuer.EMPLOYEES

    @property
    def is_customer(self) -> bool:
        """Whether a signed-in customer calls."""
        return self.issuer is Issuer.CUSTOMERS

    @property
    def guest_incident(self) -> str | None:
        """The one incident whose link a guest holds, as it stands in the token; None for everybody else."""
        return str(self.claims.get("incident")) if self.issuer is Issuer.WEBFORM else None

    @property
    def guest_file(self) -> str | None:
        """The one file that a guest has just sent, as it stands in the token; None for everybody else."""
        return str(self.claims.get("file")) if self.issuer is Issuer.WEBFORM else None

    def holds(self, role: Role) -> bool:
        """Whether the caller's role is ``role`` or one that includes it."""
        return self.role is not None and _RANK[self.role] >= _RANK[role]


class TokenVerifier:
    """Believes the tokens of the given issuers.

    ``sources`` says for each issuer where its keys are: the address of its JWKS document, or, for a
    service that verifies its own tokens, ``signer.jwks``.
    """

    def __init__(self, sources: Mapping[Issuer, KeySource]) -> None:
        self._rings = {Issuer(issuer): KeyRing(issuer, source) for issuer, source in sources.items()}

    def verify(self, token: str) -> Identity:
        """Return who holds ``token``.

        Raises InvalidTokenError when it is not to be believed, and KeysUnavailableError when that
        cannot be said because its issuer's keys could not be fetched.
        """
        if len(token) > LONGEST_TOKEN:
            raise InvalidTokenError("too long")
        try:
            issuer, kid = self._origin(token)
            claims = jwt.decode(
                token,
                self._rings[issuer].key(kid),
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=issuer.value,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "sub", "aud"]},
            )
            return _identity(issuer, claims)
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
            raise InvalidTokenError(str(error)) from error

    def _origin(self, token: str) -> tuple[Issuer, str]:
        """Read, still without belief, whose key the token names."""
        unverified = jwt.decode_complete(token, options={"verify_signature": False})
        issuer, kid = Issuer(unverified["payload"]["iss"]), unverified["header"]["kid"]
        if issuer not in self._rings or not isinstance(kid, str):
            raise InvalidTokenError("unknown issuer or key")
        return issuer, kid


def _identity(issuer: Issuer, claims: dict[str, Any]) -> Identity:
    employee = issuer is Issuer.EMPLOYEES
    return Identity(
        issuer=issuer,
        subject=claims["sub"],
        name=str(claims.get("name", "")),
        role=Role(claims["role"]) if employee else None,
        teams=tuple(map(str, claims.get("teams", ()))) if employee else (),
        claims=MappingProxyType(claims),
    )
