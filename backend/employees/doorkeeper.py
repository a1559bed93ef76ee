"""Closes an employee's broker connections: an open consumer outlives the token it came with."""

from datetime import datetime, timedelta

import httpx
import structlog

from backend.kit.mongo import Database, reachable
from shared.clock import Clock

log = structlog.stdlib.get_logger(__name__)
PAUSE_S = 2.0


class BrokerDoorkeeper:
    """A Doorkeeper that asks RabbitMQ's management API (``http://user:password@host:port``).

    Whom it turns out stands in the collection ``turned_out`` until their connections were closed once
    after their last token had run out: neither an outage of the broker nor our own restart lets them stay.
    ``tokens_last`` is how long the broker still takes a token that was issued just before.
    """

    def __init__(self, database: Database, clock: Clock, management_url: str, tokens_last: timedelta) -> None:
        self._turned_out = database["turned_out"]
        self._clock = clock
        self._url = management_url.rstrip("/")
        self._tokens_last = tokens_last

    def prepare(self) -> None:
        """Make the collection with its index; harmless when it exists."""
        self._turned_out.create_index("until")

    def turn_out(self, employee_id: str) -> None:
        """See Doorkeeper; ``go_round`` goes on until no token of theirs opens a connection again."""
        until = self._clock() + self._tokens_last
        self._turned_out.replace_one({"_id": employee_id}, {"until": until}, upsert=True)
        self._close(employee_id, until)

    def let_in(self, employee_id: str) -> None:
        """See Doorkeeper."""
        self._turned_out.delete_one({"_id": employee_id})

    def go_round(self) -> None:
        """Close once more the connections of everybody who is to be turned out; raise DatabaseUnavailable."""
        with reachable():
            turned_out = list(self._turned_out.find())
        for found in turned_out:
            self._close(found["_id"], found["until"])

    def _close(self, employee_id: str, until: datetime) -> None:
        began = self._clock()
        url = f"{self._url}/api/connections/username/{employee_id}"
        try:
            answer = httpx.delete(url, headers={"X-Reason": "account disabled"}, timeout=5)
            if answer.status_code != httpx.codes.NOT_FOUND:  # nobody of this name is connected
                answer.raise_for_status()
                log.info("closed broker connections", employee_id=employee_id)
        except httpx.HTTPError as error:
            log.warning("broker connections not closed", employee_id=employee_id, reason=str(error))
        else:
            if began > until:
                # Not if they were disabled once more meanwhile: then it begins anew.
                self._turned_out.delete_one({"_id": employee_id, "until": until})
