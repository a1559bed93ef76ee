"""The addresses and names that a mail carries so that its answer finds back: signed, and checked offline."""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

_MAC_BYTES = 10
_PREFIX = "reply+"


class ReplyAddresses:
    """Makes and checks ``reply+<incident>.<mac>@<domain>``: lower case, and under 64 letters before the @.

    ``key`` is a secret; the MAC is HMAC-SHA-256 over the incident's id, cut to 80 bits (RFC 2104).
    """

    def __init__(self, domain: str, key: str) -> None:
        self.domain = domain.lower()
        self._key = hashlib.sha256(b"reply address\0" + key.encode()).digest()

    def of(self, incident_id: UUID) -> str:
        """Return the address to which answers about an incident go."""
        return f"{_PREFIX}{_text(incident_id.bytes)}.{_text(self._mac(incident_id.bytes))}@{self.domain}"

    def incident_of(self, address: str) -> UUID | None:
        """Return the incident that an address belongs to, None where we did not make the address."""
        local, _, domain = address.lower().rpartition("@")
        if domain != self.domain or not local.startswith(_PREFIX):
            return None
        identity, _, mac = local.removeprefix(_PREFIX).partition(".")
        known = _bytes(identity)
        if len(known) != 16 or not hmac.compare_digest(_bytes(mac), self._mac(known)):
            return None
        return UUID(bytes=known)

    def _mac(self, identity: bytes) -> bytes:
        return hmac.digest(self._key, identity, "sha256")[:_MAC_BYTES]


def message_id(domain: str, thread: UUID, version: int, address: str) -> str:
    """Return the Message-ID of a mail: the same whenever it is made again, so that a repetition is known.

    ``version`` is that of the change which the mail tells; the first mail of a thread has 1.
    """
    recipient = hashlib.sha256(address.casefold().encode()).hexdigest()[:16]
    return f"<{thread.hex}.{version}.{recipient}@{domain}>"


def _text(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").lower()


def _bytes(text: str) -> bytes:
    """Read what ``_text`` wrote; nothing where it did not write this."""
    try:
        data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return b""
    return data if _text(data) == text else b""
