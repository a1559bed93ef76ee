"""Closes an employee's broker connections: an open consumer outlives the token it came with."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx
import structlog

from backend.kit.mongo import Database, reachable
from backend.kit.open_sessions import OpenSessions
from shared.clock import Clock

log = structlog.stdlib.get_logger(__name__)
PAUSE_S = 2.0
TIMEOUT_S = 5


class BrokerDoorkeeper:
    """A Doorkeeper that asks RabbitMQ's management API (``http://user:password@host:port``).

    Whom it turns out stands in the collection ``turned_out`` until their connections were closed once
    after their last token had run out: neither an outage of the broker nor our own restart lets them stay.
    ``tokens_last`` is how long the broker still takes a token that was issued just before.

    A console names its connection with its session's tag, which only who holds that session's token has
    (``backend.kit.sessions``). So where a session alone has ended, a connection with the tag of an open one
    is left alone, and every other connection of that employee is closed.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        management_url: str,
        tokens_last: timedelta,
        sessions: OpenSessions,
    ) -> None:
        self._turned_out = database["turned_out"]
        self._clock = clock
        self._url = management_url.rstrip("/")
        self._tokens_last = tokens_last
        self._sessions = sessions

    def prepare(self) -> None:
        """Make the collection with its index; harmless when it exists."""
        self._turned_out.create_index("until")

    def turn_out(self, employee_id: str) -> None:
        """See Doorkeeper; ``go_round`` goes on until no token of theirs opens a connection again."""
        self._close(self._noted(employee_id, employee_id, is_everything=True))

    def turn_out_ended(self, employee_id: str) -> None:
        """See Doorkeeper; the next round closes them."""
        self._noted(f"{employee_id}/ended", employee_id, is_everything=False)

    def let_in(self, employee_id: str) -> None:
        """See Doorkeeper."""
        self._turned_out.delete_one({"_id": employee_id})

    def go_round(self) -> None:
        """Close once more the connections of everybody who is to be turned out; raise DatabaseUnavailable."""
        with reachable():
            turned_out = list(self._turned_out.find())
        for found in turned_out:
            self._close(found)

    def _noted(self, key: str, employee_id: str, *, is_everything: bool) -> dict[str, Any]:
        until = self._clock() + self._tokens_last
        kept = {"_id": key, "employee_id": employee_id, "is_everything": is_everything, "until": until}
        self._turned_out.replace_one({"_id": key}, kept, upsert=True)
        return kept

    def _close(self, found: dict[str, Any]) -> None:
        began, employee_id = self._clock(), found.get("employee_id", found["_id"])
        try:
            if found.get("is_everything", True):
                closed = self._delete(f"username/{employee_id}", "account disabled")
            else:
                closed = self._close_ended(employee_id)
        except (httpx.HTTPError, ValueError) as error:
            log.warning("broker connections not closed", employee_id=employee_id, reason=str(error))
            return
        if closed:
            log.info("closed broker connections", employee_id=employee_id)
        if began > found["until"]:
            # Not if they were turned out once more meanwhile: then it begins anew.
            self._turned_out.delete_one({"_id": found["_id"], "until": found["until"]})

    def _close_ended(self, employee_id: str) -> bool:
        names = [one["name"] for one in self._get(f"username/{employee_id}") or ()]
        told = {name: self._tag_of(name) for name in names}
        with reachable():  # afterwards, so that who has just come is among them
            tags = {session.tag for session in self._sessions.of(employee_id)}
        ended = [name for name, tag in told.items() if tag not in (None, *tags)]
        closed = [self._delete(quote(name, safe=""), "session ended") for name in ended]
        return any(closed)

    def _tag_of(self, connection: str) -> str | None:
        """Return what a connection calls itself in the end; None for one that is gone, or not told of yet."""
        found = self._get(quote(connection, safe=""))
        return None if found is None else str(found.get("user_provided_name", "")).rpartition(" ")[2]

    def _get(self, connections: str) -> Any:
        """Return what the API says of connections, None where there is none."""
        answer = httpx.get(f"{self._url}/api/connections/{connections}", timeout=TIMEOUT_S)
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        return answer.raise_for_status().json()

    def _delete(self, connections: str, reason: str) -> bool:
        """Close connections; return False where there is none."""
        url = f"{self._url}/api/connections/{connections}"
        answer = httpx.delete(url, headers={"X-Reason": reason}, timeout=TIMEOUT_S)
        if answer.status_code == httpx.codes.NOT_FOUND:
            return False
        answer.raise_for_status()
        return True
