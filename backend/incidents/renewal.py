"""Brings incidents up to the policies that count now: after every change of those, and at the first start."""

from uuid import UUID

from backend.incidents.documents import to_document
from backend.incidents.keeping import keep_promises
from backend.incidents.model import Incident
from backend.incidents.policy_reader import PolicyReader
from backend.incidents.promising import promise_anew
from backend.incidents.recording import Recording, once
from backend.incidents.steps import ACTIVE
from backend.kit.causes import Cause
from backend.kit.mongo import ClientSession, Database, reachable
from shared.clock import Clock
from shared.contracts.resources import Actor

BATCH = 500


class Renewal:
    """Finds and renews what was reckoned by older policies. Methods raise DatabaseUnavailable."""

    def __init__(self, database: Database, source: str, clock: Clock) -> None:
        self._database = database
        self._incidents = database["incidents"]
        self._policies = PolicyReader(database)
        self._recording = Recording(database, source)
        self._clock = clock

    def outdated(self) -> list[UUID]:
        """Return some of the incidents of which something is due by policies that count no more."""
        with reachable():
            edition = self._policies.read().edition
            found = self._incidents.find({"promises.edition": {"$lt": edition}}, {"_id": 1}, limit=BATCH)
            return [each["_id"] for each in found]

    def unreckoned(self) -> list[UUID]:
        """Return the incidents under way that are older than policies: it looks at all that are not over."""
        with reachable():
            query = {"state": {"$in": sorted(ACTIVE)}, "promises": {"$exists": False}}
            return [each["_id"] for each in self._incidents.find(query, {"_id": 1})]

    def renew(self, incident_id: UUID, by: Actor, cause: Cause) -> bool:
        """Reckon one anew; tell it, and return True, only where something is due at another time."""

        def attempt(session: ClientSession) -> bool:
            incident = self._recording.read(incident_id, session)
            if incident.merged_into or incident.erased_at:
                return False
            book = self._policies.read(session)
            change = promise_anew(incident, by, self._clock())
            kept = keep_promises(change, book)
            if kept.event.changes:
                self._recording.keep(change, cause, session)
                return True
            self._note(incident, kept.incident, session)
            return False

        return once(self._database, attempt)

    def _note(self, before: Incident, after: Incident, session: ClientSession) -> None:
        """Keep by which policies it was reckoned: no change of the incident, so no version of its own."""
        reckoned = {"promises": after.promises, "alarm_at": after.alarm_at}
        document = to_document(before.model_copy(update=reckoned))
        self._incidents.replace_one({"_id": before.id}, document, session=session)
