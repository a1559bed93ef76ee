"""Where one-time links are kept: the collection ``links``, which the database empties of the old ones."""

from typing import Any

from backend.customers.one_time import OneTimeLink, Purpose, digest
from backend.customers.ports import LinkOverError
from backend.kit.mongo import Database
from shared.clock import Clock


class LinkStore:
    """Links by the hash of their secret, and by customer."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._links = database["links"]
        self._clock = clock

    def prepare(self) -> None:
        """Make the indexes; harmless when they exist."""
        self._links.create_index("customer_id")
        self._links.create_index("expires_at", expireAfterSeconds=0)

    def add(self, link: OneTimeLink) -> None:
        """See Links."""
        document = link.model_dump()
        self._links.insert_one({"_id": document.pop("id"), **document})

    def remove(self, link: OneTimeLink) -> None:
        """See Links."""
        self._links.delete_one({"_id": link.id})

    def void_others(self, link: OneTimeLink) -> None:
        """See Links."""
        for other in self._of(link.customer_id, link.purpose):
            if other.id != link.id and other.created_at <= link.created_at:
                self._links.delete_one({"_id": other.id})

    def latest(self, customer_id: str, purpose: Purpose) -> OneTimeLink | None:
        """See Links."""
        return max(self._of(customer_id, purpose), key=lambda link: link.created_at, default=None)

    def find(self, secret: str, purpose: Purpose) -> OneTimeLink:
        """See Links."""
        found = self._links.find_one({"_id": digest(secret)})
        link = _to_link(found) if found else None
        if link is None or link.purpose is not purpose or link.expires_at <= self._clock():
            raise LinkOverError
        return link

    def _of(self, customer_id: str, purpose: Purpose) -> list[OneTimeLink]:
        links = map(_to_link, self._links.find({"customer_id": customer_id}))
        return [link for link in links if link.purpose is purpose and link.expires_at > self._clock()]


def _to_link(found: dict[str, Any]) -> OneTimeLink:
    return OneTimeLink.model_validate({"id": found.pop("_id"), **found})
