"""What stands around an incident: the ones it points at, those merged into it, those of the same customer."""

from typing import Any
from uuid import UUID

from pymongo.collation import Collation, CollationStrength

from backend.incidents.documents import ROW_FIELDS, to_row
from backend.incidents.merged import Merged
from backend.incidents.model import Incident
from backend.incidents.recording import Recording
from backend.kit.mongo import Database, reachable
from shared.contracts.knowledge import KnownIncident
from shared.contracts.resources import IncidentRow, JoinedKnownIncident, Message

_ANY_CASE = Collation("en", strength=CollationStrength.SECONDARY)
OTHERS_MAX = 20


class Surroundings:
    """Reads what belongs to an incident and is no part of it. Methods raise DatabaseUnavailable."""

    def __init__(self, database: Database, source: str) -> None:
        self._incidents = database["incidents"]
        self._known = database["known_incidents"]
        self._recording = Recording(database, source)
        self._merged = Merged(database, self._recording)

    def words(self, incident_id: UUID, after: int = 0) -> tuple[Message, ...]:
        """Return the conversation behind a version, with that of what was merged into the incident."""
        return self._merged.words(incident_id, after)

    def words_for_customer(self, incident: Incident) -> tuple[Message, ...]:
        """Return the conversation with that of what was merged into it and is the same customer's."""
        theirs = {one.id for one in self._merged.into(incident.id) if is_same_customer(one, incident)}
        return tuple(each for each in self.words(incident.id) if each.origin is None or each.origin in theirs)

    def goes_on(self, incident: Incident) -> Incident | None:
        """Return where an incident goes on, if that is its own customer's."""
        if incident.merged_into is None:
            return None
        with reachable():
            target = self._recording.read(incident.merged_into)
        return target if is_same_customer(incident, target) else None

    def links(self, incident: Incident) -> tuple[IncidentRow, ...]:
        """Return the rows of what an incident points at."""
        return self._rows({"_id": {"$in": list(incident.links)}}) if incident.links else ()

    def merged(self, incident: Incident) -> tuple[IncidentRow, ...]:
        """Return the rows of what was merged into an incident."""
        return self._rows({"merged_into": incident.id})

    def known(self, incident: Incident) -> JoinedKnownIncident | None:
        """Return the known incident that it is a case of."""
        if incident.known_incident is None:
            return None
        with reachable():
            found = self._known.find_one({"_id": incident.known_incident})
        if found is None:
            return None
        known = KnownIncident.model_validate({"id": found.pop("_id"), **found})
        titles = {language: text.title for language, text in known.texts.items()}
        return JoinedKnownIncident(id=known.id, titles=titles, solved_at=known.solved_at)

    def others(self, incident: Incident) -> tuple[IncidentRow, ...]:
        """Return the newest other incidents of the same customer; of a guest those with the same e-mail."""
        if incident.contact is None:
            return ()
        if incident.contact.customer_id is not None:
            query: dict[str, Any] = {"contact.customer_id": incident.contact.customer_id}
            found = self._rows(query)
        else:
            query = {"contact.email": incident.contact.email, "contact.customer_id": None}
            found = self._rows(query, collation=_ANY_CASE)
        return tuple(row for row in found if row.id != incident.id)[:OTHERS_MAX]

    def _rows(self, query: dict[str, Any], **how: Any) -> tuple[IncidentRow, ...]:
        """Return rows, the newest first."""
        with reachable():
            rows = [to_row(found) for found in self._incidents.find(query, ROW_FIELDS, **how)]
        return tuple(sorted(rows, key=lambda row: row.opened_at, reverse=True))


def is_same_customer(one: Incident, other: Incident) -> bool:
    """Tell whether both are of one account. An e-mail that a guest typed proves nothing."""
    if one.contact is None or other.contact is None:
        return False
    return one.contact.customer_id is not None and one.contact.customer_id == other.contact.customer_id
