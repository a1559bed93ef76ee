"""Known incidents and who follows them, read from where ``knowledge`` keeps them."""

from collections.abc import Sequence
from uuid import UUID

from backend.kit.mongo import Database, reachable
from shared.contracts.knowledge import Follower, KnownIncident

_FOLLOWER_FIELDS = dict.fromkeys(Follower.model_fields, 1) | {"_id": 0}


class KnownIncidentReader:
    """See KnownIncidents; ``database`` is ``incidents``, with an account that only reads."""

    def __init__(self, database: Database) -> None:
        self._known = database["known_incidents"]
        self._followers = database["followers"]

    def solved(self, known_id: UUID) -> tuple[KnownIncident, Sequence[Follower]]:
        """See KnownIncidents."""
        with reachable():
            found = self._known.find_one({"_id": known_id})
            followers = list(self._followers.find({"known_incident_id": known_id}, _FOLLOWER_FIELDS))
        if found is None:
            raise LookupError(str(known_id))
        known = KnownIncident.model_validate({"id": found.pop("_id"), **found})
        return known, [Follower.model_validate(one) for one in followers]
