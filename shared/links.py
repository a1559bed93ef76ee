"""The link by which somebody without an account follows their incident: unguessable, and checked offline.

The web form serves these addresses, and mails name them.
"""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from shared.ids import reference_of

_MAC_BYTES = 16
MAILS_OFF = "unsubscription"
"""The noun under an incident's page to which a mail program posts when somebody wants no more mails."""
RATING = "rating"
"""The place on an incident's page where it is rated."""


class Links:
    """Makes and checks the ``key`` of a link: the incident's id and an HMAC-SHA-256 over it (RFC 2104)."""

    def __init__(self, secret: str) -> None:
        self._secret = hashlib.sha256(b"incident link\0" + secret.encode()).digest()

    def key_of(self, incident_id: UUID) -> str:
        """Return the key that opens an incident to who holds it."""
        return base64.urlsafe_b64encode(incident_id.bytes + self._mac(incident_id.bytes)).decode().rstrip("=")

    def page(self, site: str, incident_id: UUID) -> str:
        """Return the address of an incident's page on the ``site`` (no slash at its end)."""
        return self._address(site, incident_id, "")

    def rating(self, site: str, incident_id: UUID) -> str:
        """Return the address of the place where an incident is rated."""
        return f"{self.page(site, incident_id)}#{RATING}"

    def mails_off(self, site: str, incident_id: UUID) -> str:
        """Return the address to which a mail program posts that no more mails are wanted (RFC 8058)."""
        return self._address(site, incident_id, f"/{MAILS_OFF}")

    def _address(self, site: str, incident_id: UUID, noun: str) -> str:
        return f"{site}/incidents/{reference_of(incident_id)}{noun}?key={self.key_of(incident_id)}"

    def open(self, reference: str, key: str) -> UUID | None:
        """Return the incident that this key opens, None where the key is wrong or of another reference."""
        try:
            given = base64.urlsafe_b64decode(key.encode("ascii") + b"=" * (-len(key) % 4))
        except (binascii.Error, ValueError):
            return None
        if len(given) != 16 + _MAC_BYTES:
            return None
        incident_id = UUID(bytes=given[:16])
        # The text itself is compared: base64's last character has bits that decoding forgets.
        if not hmac.compare_digest(key.encode("ascii"), self.key_of(incident_id).encode("ascii")):
            return None
        return incident_id if reference == reference_of(incident_id) else None

    def _mac(self, identity: bytes) -> bytes:
        return hmac.digest(self._secret, identity, "sha256")[:_MAC_BYTES]
