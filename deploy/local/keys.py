"""The keys with which services sign their tokens."""

import base64
import hashlib
import json
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.local.place import write_private


def make_signing_key(path: Path) -> None:
    """Write a new P-256 private key, unless there is one already."""
    if not path.exists():
        pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_private(path, pem)


def public_key(path: Path) -> tuple[str, bytes]:
    """Return the id (RFC 7638 thumbprint) and the PEM of the public half of a private key's file."""
    key = serialization.load_pem_private_key(path.read_bytes(), password=None).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError(f"{path} does not hold an elliptic-curve key")
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return thumbprint(key), pem


def thumbprint(key: ec.EllipticCurvePublicKey) -> str:
    """Return the RFC 7638 thumbprint of a P-256 key, which serves as its ``kid``."""
    point = key.public_numbers()
    members = {"crv": "P-256", "kty": "EC", "x": _encoded(point.x), "y": _encoded(point.y)}
    text = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return _base64url(hashlib.sha256(text.encode()).digest())


def _encoded(number: int) -> str:
    return _base64url(number.to_bytes(32, "big"))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
