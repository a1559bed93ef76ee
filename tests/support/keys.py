"""Signing keys and tokens for tests."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared.contracts.vocabulary import Role
from shared.tokens import AUDIENCE, Issuer, TokenSigner


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
