"""Where somebody is signed in: their open sessions, to be looked at and ended one by one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.kit.devices import Device
from backend.kit.mongo import Database
from shared.clock import Clock

FRESH = timedelta(minutes=15)
"""So long after signing in somebody need not prove again who they are."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session: when its owner signed in (None where that was not noted), and when it was last renewed."""

    id: str
    subject: str
    opened_at: datetime | None
    used_at: datetime
    device: Device


class OpenSessions:
    """The sessions that ``backend.kit.sessions`` keeps."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._sessions = database["sessions"]
        self._clock = clock

    def of(self, subject: str) -> list[OpenSession]:
        """Return somebody's sessions, the latest used first."""
        now = self._clock()
        found = [one for one in self._sessions.find({"subject": subject}) if one["expires_at"] > now]
        return sorted(map(_read, found), key=lambda session: session.used_at, reverse=True)

    def get(self, subject: str, session_id: str) -> OpenSession | None:
        """Return one of somebody's sessions, None where it has ended."""
        return next((session for session in self.of(subject) if session.id == session_id), None)

    def is_fresh(self, session: OpenSession) -> bool:
        """Tell whether its owner signed in just now."""
        return session.opened_at is not None and self._clock() - session.opened_at < FRESH

    def close(self, subject: str, session_id: str) -> bool:
        """End one of somebody's sessions; return False where there is none."""
        if self.get(subject, session_id) is None:
            return False
        self._sessions.delete_one({"_id": session_id})
        return True

    def close_others(self, subject: str, session_id: str) -> None:
        """End all of somebody's sessions but one."""
        for session in self.of(subject):
            if session.id != session_id:
                self._sessions.delete_one({"_id": session.id})


def _read(found: dict[str, Any]) -> OpenSession:
    device = Device(found.get("browser"), found.get("system"))
    return OpenSession(found["_id"], found["subject"], found.get("opened_at"), found["rotated_at"], device)
