"""Signing of access tokens: short-lived JWTs, ES256, whose public keys anybody may fetch.

Only the signing half lives here, because the web form signs for its guests; services verify with
``backend.kit.tokens``.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, cast

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import ECAlgorithm

from shared.clock import Clock, utc_now

ALGORITHM = "ES256"
AUDIENCE = "ventanilla"
"""The ``aud`` that every service of ours demands."""
JWKS_PATH = "/.well-known/jwks.json"
"""Where an issuer publishes its keys, under its own address."""


class Issuer(StrEnum):
    """Who signs tokens, and so what their holder is."""

    EMPLOYEES = "employees"
    CUSTOMERS = "customers"
    WEBFORM = "webform"
    """Signs for guests who hold the signed link of one incident."""
    MAIL_IN = "mail-in"
    """Signs for itself: it hands over the files that come by mail, and may do nothing else."""


def key_id(public_key: ec.EllipticCurvePublicKey) -> str:
    """Return the RFC 7638 thumbprint of a P-256 public key: the ``kid`` of its tokens."""
    jwk = ECAlgorithm.to_jwk(public_key, as_dict=True)
    members = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    canonical = json.dumps(members, separators=(",", ":"), sort_keys=True)
    digest = hashlib.sha256(canonical.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class TokenSigner:
    """Signs the tokens of one issuer with one P-256 private key.

    ``key_pem`` is the private key as PEM (PKCS 8 or SEC 1, not encrypted); anything else raises
    ValueError. ``issuer`` becomes the claim ``iss``.
    """

    def __init__(self, key_pem: str | bytes, issuer: Issuer, *, clock: Clock = utc_now) -> None:
        self._key = _private_key(key_pem)
        self._public_key = self._key.public_key()
        self._issuer = issuer
        self._clock = clock
        self.kid = key_id(self._public_key)

    @classmethod
    def from_file(cls, path: Path, issuer: Issuer) -> Self:
        """Read the private key from a file; raise OSError or ValueError when it holds none."""
        return cls(path.read_bytes(), issuer)

    def sign(self, claims: Mapping[str, Any], lifetime: timedelta) -> str:
        """Return a signed token with ``claims`` and iss, iat, exp and jti of our own.

        ``claims`` must name ``sub`` and ``aud``, else ValueError: a token without them opens nothing,
        or too much.
        """
        missing = [name for name in ("sub", "aud") if not claims.get(name)]
        if missing:
            raise ValueError(f"a token needs the claims {', '.join(missing)}")
        now = self._clock()
        own = {"iss": self._issuer.value, "iat": now, "exp": now + lifetime, "jti": secrets.token_urlsafe(12)}
        return jwt.encode({**claims, **own}, self._key, algorithm=ALGORITHM, headers={"kid": self.kid})

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """Return the JSON Web Key Set (RFC 7517) that belongs at ``JWKS_PATH``."""
        jwk = cast("dict[str, str]", ECAlgorithm.to_jwk(self._public_key, as_dict=True))
        return {"keys": [{**jwk, "kid": self.kid, "alg": ALGORITHM, "use": "sig"}]}


def _private_key(key_pem: str | bytes) -> ec.EllipticCurvePrivateKey:
    pem = key_pem.encode() if isinstance(key_pem, str) else key_pem
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("the signing key must be a P-256 private key")  # noqa: TRY004 (a wrong value)
    return key
