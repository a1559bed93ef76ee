"""An incident that is a case of something that affects many: its customer hears when that is solved."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from pymongo.collation import Collation, CollationStrength

from backend.incidents.model import Change, Incident
from backend.incidents.recording import Check, Recording, once
from backend.incidents.relating import join, part
from backend.incidents.steps import UnfitValueError
from backend.kit.causes import Cause
from backend.kit.mongo import ClientSession, Database
from shared.clock import Clock
from shared.contracts.knowledge import Follower, KnownIncident
from shared.contracts.resources import Actor

_ANY_CASE = Collation("en", strength=CollationStrength.SECONDARY)


class Following:
    """Joins incidents to known incidents, and takes them out again, with who follows.

    Methods raise DatabaseUnavailable, UnknownIncidentError, what ``check`` and the rules raise, and
    ReusedCauseError; then nothing is written. A cause that was dealt with changes nothing.
    """

    def __init__(self, database: Database, source: str, clock: Clock) -> None:
        self._database = database
        self._incidents = database["incidents"]
        self._known = database["known_incidents"]
        self._followers = database["followers"]
        self._recording = Recording(database, source)
        self._clock = clock

    def join(self, incident_id: UUID, known_id: UUID, check: Check, by: Actor, cause: Cause) -> Incident:
        """Join an incident to a known one; raise UnfitValueError where there is none."""

        def decide(found: Incident, session: ClientSession) -> Change | None:
            known = self._read(known_id, session)
            if known is None:
                raise UnfitValueError({"known_incident": "There is no such known incident."})
            change = join(found, by, self._clock(), known)
            if change:
                self._follow(known_id, found, session)
            return change

        return self._change(incident_id, check, decide, cause)

    def part(self, incident_id: UUID, check: Check, by: Actor, cause: Cause) -> Incident:
        """Take an incident out of the known one; who followed it of their own accord goes on."""

        def decide(found: Incident, session: ClientSession) -> Change | None:
            known = self._read(found.known_incident, session) if found.known_incident else None
            change = part(found, by, self._clock(), known)
            if change and found.known_incident:
                self._unfollow(found.known_incident, found, session)
            return change

        return self._change(incident_id, check, decide, cause)

    def _change(
        self,
        incident_id: UUID,
        check: Check,
        decide: Callable[[Incident, ClientSession], Change | None],
        cause: Cause,
    ) -> Incident:
        def attempt(session: ClientSession) -> Incident:
            incident = self._recording.read(incident_id, session)
            if self._recording.is_repeated(incident_id, cause, session):
                return incident
            check(incident)
            change = decide(incident, session)
            if change is None:
                self._recording.remember(incident_id, cause, session)
                return incident
            return self._recording.keep(change, cause, session).incident

        return once(self._database, attempt)

    def _read(self, known_id: UUID, session: ClientSession) -> KnownIncident | None:
        found = self._known.find_one({"_id": known_id}, session=session)
        return KnownIncident.model_validate({"id": found.pop("_id"), **found}) if found else None

    def _follow(self, known_id: UUID, incident: Incident, session: ClientSession) -> None:
        """Note the customer, unless they follow already; the id is the one that ``knowledge`` gives."""
        person = incident.person
        follower = Follower(email=person.email, name=person.name, language=incident.language)
        noted = {"known_incident_id": known_id, "at": self._clock(), "incident_id": incident.id}
        key = f"{known_id}:{person.email.casefold()}"
        if self._followers.find_one({"_id": key}, {"_id": 1}, session=session) is None:
            self._followers.insert_one({"_id": key, **noted, **follower.model_dump()}, session=session)

    def _unfollow(self, known_id: UUID, incident: Incident, session: ClientSession) -> None:
        """Forget who was noted for this incident's sake, or keep them for another's that is a case too."""
        query: dict[str, Any] = {"known_incident_id": known_id, "incident_id": incident.id}
        case = {"known_incident": known_id, "contact.email": incident.person.email}
        found = self._incidents.find(case, {"_id": 1}, collation=_ANY_CASE, session=session)
        others = [each["_id"] for each in found if each["_id"] != incident.id]
        if others:
            self._followers.update_one(query, {"$set": {"incident_id": others[0]}}, session=session)
        else:
            self._followers.delete_one(query, session=session)
