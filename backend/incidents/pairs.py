"""Changes of two incidents in one transaction: a link, a merge, a message that becomes an incident."""

from collections.abc import Callable
from uuid import UUID

from backend.incidents import merging, relating, splitting
from backend.incidents.attachments import Attachments
from backend.incidents.merged import Merged
from backend.incidents.model import Incident
from backend.incidents.parts import from_document
from backend.incidents.recording import Check, Recording, UnknownIncidentError, once
from backend.incidents.relating import Pair
from backend.incidents.steps import UnfitValueError
from backend.kit.causes import Cause
from backend.kit.mongo import ClientSession, Database, reachable
from shared.clock import Clock
from shared.contracts.resources import Actor, Message, TimelineEntry

Decide = Callable[[Incident, Incident, ClientSession], Pair | None]


class Pairs:
    """Changes pairs. Who is named first is the one that the author saw; the answer is how it stands then.

    Methods raise DatabaseUnavailable, UnknownIncidentError, what ``check`` and the rules raise, and
    ReusedCauseError; then nothing is written. A cause that was dealt with changes nothing.
    """

    def __init__(self, database: Database, source: str, clock: Clock) -> None:
        self._database = database
        self._messages = database["messages"]
        self._timeline = database["timeline"]
        self._recording = Recording(database, source)
        self._merged = Merged(database, self._recording)
        self._attachments = Attachments(database)
        self._clock = clock

    def link(self, incident_id: UUID, other_id: UUID, check: Check, by: Actor, cause: Cause) -> Incident:
        """Have both point at each other."""

        def decide(one: Incident, other: Incident, _: ClientSession) -> Pair | None:
            return relating.link(one, other, by, self._clock())

        return self._change(incident_id, other_id, check, decide, cause)

    def unlink(self, incident_id: UUID, other_id: UUID, check: Check, by: Actor, cause: Cause) -> Incident:
        """Have them point at each other no more."""

        def decide(one: Incident, other: Incident, _: ClientSession) -> Pair | None:
            return relating.unlink(one, other, by, self._clock())

        return self._change(incident_id, other_id, check, decide, cause)

    def merge(self, incident_id: UUID, into: UUID, check: Check, by: Actor, cause: Cause) -> Incident:
        """Have an incident go on in another; raise UnfitValueError where there is no other."""

        def decide(one: Incident, other: Incident, session: ClientSession) -> Pair:
            has_merged = bool(self._merged.into(one.id, session))
            return merging.merge(one, other, by, self._clock(), has_merged=has_merged)

        try:
            return self._change(incident_id, into, check, decide, cause)
        except UnknownIncidentError as error:
            if error.args[0] == str(incident_id):
                raise
            raise UnfitValueError({"into": "There is no such incident."}) from error

    def unmerge(self, incident_id: UUID, check: Check, by: Actor, cause: Cause) -> Incident:
        """Undo a merge, as long as neither was changed since by more than words."""

        def decide(one: Incident, other: Incident, session: ClientSession) -> Pair:
            undone = merging.unmerge(one, other, by, self._clock(), self._since(one, other, session))
            self._merged.forget_told(one.id, session)
            return undone

        with reachable():
            into = self._recording.read(incident_id).merged_into
        return self._change(incident_id, into or incident_id, check, decide, cause)

    def split(
        self, incident_id: UUID, message_id: UUID, subject: str, check: Check, by: Actor, cause: Cause
    ) -> tuple[Incident, UUID]:
        """Make an incident of a message; return how the old one stands, and the id of the new one.

        The words stay, and are the description of the new one too; the files go along, for a file is one
        incident's. Raises UnfitValueError where the incident has no such message.
        """

        def attempt(session: ClientSession) -> tuple[Incident, UUID]:
            incident = self._recording.read(incident_id, session)
            message = self._message(incident_id, message_id, session)
            new_id = splitting.offshoot_id(message, cause.id)
            if self._recording.is_repeated(incident_id, cause, session):
                return incident, new_id
            check(incident)
            left, opening = splitting.split(
                incident, message, by, self._clock(), new_id=new_id, subject=subject
            )
            self._attachments.hand_over(incident_id, new_id, message.files, session)
            became = {"$set": {"became": new_id, "files": []}}
            self._messages.update_one({"_id": message_id}, became, session=session)
            kept = self._recording.keep(left, cause, session)
            self._recording.insert([(opening, cause.for_other(new_id))], session)
            return kept.incident, new_id

        return once(self._database, attempt)

    def _change(
        self, incident_id: UUID, other_id: UUID, check: Check, decide: Decide, cause: Cause
    ) -> Incident:
        def attempt(session: ClientSession) -> Incident:
            one = self._recording.read(incident_id, session)
            if self._recording.is_repeated(incident_id, cause, session):
                return one
            check(one)
            other = self._recording.read(other_id, session)
            decided = decide(one, other, session)
            if decided is None:
                self._recording.remember(incident_id, cause, session)
                return one
            kept = self._recording.keep(decided[0], cause, session)
            self._recording.keep(decided[1], cause.for_other(other_id), session)
            return kept.incident

        return once(self._database, attempt)

    def _since(self, one: Incident, target: Incident, session: ClientSession) -> merging.Since:
        """Return what happened since the merge; nothing where there was none, which the rule refuses."""
        before = one.before_merge
        if before is None:
            return merging.Since((), (), (), ())
        own = self._messages.find(
            {"incident_id": one.id, "version": {"$gt": before.version}}, session=session
        )
        return merging.Since(
            own_entries=self._entries(one.id, before.version, session),
            own_words=[from_document(Message, found) for found in own],
            target_entries=self._entries(target.id, before.target_version, session),
            target_words=self._merged.words(target.id, before.target_version, session),
        )

    def _entries(self, incident_id: UUID, after: int, session: ClientSession) -> list[TimelineEntry]:
        query = {"incident_id": incident_id, "version": {"$gt": after}}
        return [from_document(TimelineEntry, found) for found in self._timeline.find(query, session=session)]

    def _message(self, incident_id: UUID, message_id: UUID, session: ClientSession) -> Message:
        query = {"_id": message_id, "incident_id": incident_id}
        found = self._messages.find_one(query, session=session)
        if found is None:
            raise UnfitValueError({"message": "The incident has no such message of its own."})
        return from_document(Message, found)
