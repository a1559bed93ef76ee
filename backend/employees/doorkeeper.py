"""Closes an employee's broker connections: an open consumer outlives the token it came with."""

import threading
import time
from datetime import timedelta

import httpx
import structlog

log = structlog.stdlib.get_logger(__name__)
PAUSE_S = 2.0


class BrokerDoorkeeper:
    """A Doorkeeper that asks RabbitMQ's management API (``http://user:password@host:port``).

    ``tokens_last`` is how long the broker still takes a token that was issued just before.
    """

    def __init__(self, management_url: str, tokens_last: timedelta) -> None:
        self._url = management_url.rstrip("/")
        self._seconds = tokens_last.total_seconds()

    def turn_out(self, employee_id: str, reason: str) -> None:
        """See Doorkeeper; goes on in the background until no token of theirs opens a connection again."""
        self._close(employee_id, reason)
        threading.Thread(target=self._insist, args=(employee_id, reason), daemon=True).start()

    def _insist(self, employee_id: str, reason: str) -> None:
        until = time.monotonic() + self._seconds
        while time.monotonic() < until:
            time.sleep(PAUSE_S)
            self._close(employee_id, reason)

    def _close(self, employee_id: str, reason: str) -> None:
        url = f"{self._url}/api/connections/username/{employee_id}"
        try:
            answer = httpx.delete(url, headers={"X-Reason": reason}, timeout=5)
            if answer.status_code != httpx.codes.NOT_FOUND:  # nobody of this name is connected
                answer.raise_for_status()
        except httpx.HTTPError as error:
            log.warning("broker connections not closed", employee_id=employee_id, reason=str(error))
        else:
            log.info("closed broker connections", employee_id=employee_id)
