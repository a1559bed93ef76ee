"""Signing keys and tokens for tests."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.contracts.vocabulary import Role
from shared.tokens import AUDIENCE, Issuer, TokenSigner
from tests.support.served import serving

MINUTE = timedelta(minutes=1)


def new_key_pem() -> bytes:
    """Return a fresh P-256 private key as PEM."""
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def employee_token(signer: TokenSigner, role: Role = Role.AGENT, **claims: object) -> str:
    """Return a good token of an employee; ``claims`` replace or add to its usual ones."""
    usual = {"sub": "e-aaaaaaaa", "aud": AUDIENCE, "name": "Ana", "role": role, "teams": ["shipping"]}
    return signer.sign({**usual, **claims}, timedelta(minutes=10))


@pytest.fixture
def employees_signer() -> TokenSigner:
    """The signer of the employees' tokens."""
    return TokenSigner(new_key_pem(), Issuer.EMPLOYEES)


@contextmanager
def served_keys(signer: TokenSigner) -> Iterator[str]:
    """Serve a signer's public keys as its service would, and yield that service's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(signer.jwks()).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Keep the test's output quiet."""

    with serving(Handler) as url:
        yield url
