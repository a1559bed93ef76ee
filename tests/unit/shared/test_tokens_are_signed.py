import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from shared.tokens import AUDIENCE, Issuer, TokenSigner

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def pem_of(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.fixture
def signer():
    return TokenSigner(pem_of(ec.generate_private_key(ec.SECP256R1())), Issuer.CUSTOMERS, clock=lambda: NOW)


def test_a_token_carries_the_issuer_the_times_and_an_id_of_its_own(signer):
    first, second = (signer.sign({"sub": "c-1", "aud": AUDIENCE}, timedelta(minutes=10)) for _ in range(2))
    claims, other = (jwt.decode(token, options={"verify_signature": False}) for token in (first, second))
    assert claims["iss"] == "customers"
    assert claims["iat"] == NOW.timestamp()
    assert claims["exp"] - claims["iat"] == 600
    assert claims["jti"] != other["jti"]


def test_claims_cannot_replace_what_the_signer_vouches_for(signer):
    token = signer.sign({"sub": "c-1", "aud": AUDIENCE, "iss": "employees", "exp": 0}, timedelta(minutes=1))
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["iss"] == "customers"
    assert claims["exp"] > claims["iat"]


@pytest.mark.parametrize("claims", [{}, {"sub": "c-1"}, {"aud": AUDIENCE}, {"sub": "", "aud": AUDIENCE}])
def test_a_token_without_a_holder_or_an_audience_is_never_signed(signer, claims):
    with pytest.raises(ValueError, match="a token needs the claims"):
        signer.sign(claims, timedelta(minutes=1))


def test_the_published_key_has_its_thumbprint_as_its_id_and_nothing_private(signer):
    (key,) = signer.jwks()["keys"]
    members = {name: key[name] for name in ("crv", "kty", "x", "y")}
    digest = hashlib.sha256(json.dumps(members, sort_keys=True, separators=(",", ":")).encode()).digest()
    assert key["kid"] == signer.kid == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert "d" not in key


def test_the_header_names_the_published_key(signer):
    token = signer.sign({"sub": "c-1", "aud": AUDIENCE}, timedelta(minutes=1))
    assert jwt.get_unverified_header(token) == {"alg": "ES256", "kid": signer.kid, "typ": "JWT"}


@pytest.mark.parametrize(
    "key",
    [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(public_exponent=65537, key_size=2048)],
    ids=["another curve", "RSA"],
)
def test_only_a_p256_key_is_taken(key):
    with pytest.raises(ValueError, match="P-256"):
        TokenSigner(pem_of(key), Issuer.CUSTOMERS)
