"""Keeps secrets that must be read again: sealed with a key that is not in the database."""

import base64

import structlog
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

log = structlog.stdlib.get_logger(__name__)


class Seal:
    """Seals and digests with keys made from one text (HKDF, RFC 5869), each for its own purpose."""

    def __init__(self, key: str) -> None:
        self._box = Fernet(base64.urlsafe_b64encode(_derived(key, b"one-time code secrets")))
        self._mac_key = _derived(key, b"recovery codes")

    def close(self, secret: str) -> bytes:
        """Return the secret, sealed."""
        return self._box.encrypt(secret.encode())

    def open(self, sealed: bytes) -> str | None:
        """Return a sealed secret, None for one that was sealed with another key."""
        try:
            return self._box.decrypt(sealed).decode()
        except InvalidToken:
            log.warning("a secret was sealed with another key: its owner's second factor must be reset")
            return None

    def digest(self, code: str) -> str:
        """Return what is kept of a code that is too short to be safe under a hash that anybody can make."""
        mac = HMAC(self._mac_key, SHA256())
        mac.update(code.encode())
        return mac.finalize().hex()


def _derived(key: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(key.encode())
