"""Incidents in memory, changed by the real rules: for tests of what stands between a queue and the store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from backend.incidents.keeping import keep_promises
from backend.incidents.model import Change, Incident
from backend.incidents.policies import PolicyBook
from backend.incidents.recording import UnknownIncidentError
from backend.kit.causes import Cause, ReusedCauseError


@dataclass
class Remembered:
    """Keeps what the store would keep; a cause that was dealt with changes nothing."""

    incidents: dict[UUID, Incident] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    book: PolicyBook = field(default_factory=PolicyBook)
    """What is promised."""

    def open_many(self, openings: Sequence[tuple[Change, Cause]]) -> int:
        """Keep those that are new, and return how many they were."""
        fresh = [pair for pair in openings if pair[0].incident.id not in self.incidents]
        for change, cause in fresh:
            self._keep(change, cause)
        return len(fresh)

    def change(
        self, incident_id: UUID, decide: Callable[[Incident], Change | None], cause: Cause
    ) -> Incident:
        """Change one incident and return it."""
        if incident_id not in self.incidents:
            raise UnknownIncidentError(str(incident_id))
        incident = self.incidents[incident_id]
        for known, change in zip(self.causes, self.changes, strict=True):
            if known.id == cause.id:
                if (change.incident.id, known.fingerprint) != (incident_id, cause.fingerprint):
                    raise ReusedCauseError(str(cause.id))
                return incident
        if not (made := decide(incident)):
            return incident
        return self._keep(made, cause)

    def _keep(self, made: Change, cause: Cause) -> Incident:
        change = keep_promises(made, self.book)
        self.incidents[change.incident.id] = change.incident
        self.changes.append(change)
        self.causes.append(cause)
        return change.incident
