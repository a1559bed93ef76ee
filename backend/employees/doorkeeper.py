"""Closes an employee's broker connections: an open consumer outlives the token it came with."""

import threading
import time

import httpx
import structlog

log = structlog.stdlib.get_logger(__name__)
ATTEMPTS = 60
PAUSE_S = 2.0


class BrokerDoorkeeper:
    """A Doorkeeper that asks RabbitMQ's management API (``http://user:password@host:port``)."""

    def __init__(self, management_url: str) -> None:
        self._url = management_url.rstrip("/")

    def turn_out(self, employee_id: str, reason: str) -> None:
        """See Doorkeeper; where the API does not answer, go on trying for two minutes in the background."""
        if not self._closed(employee_id, reason):
            thread = threading.Thread(target=self._insist, args=(employee_id, reason), daemon=True)
            thread.start()

    def _insist(self, employee_id: str, reason: str) -> None:
        for _ in range(ATTEMPTS):
            time.sleep(PAUSE_S)
            if self._closed(employee_id, reason):
                return
        log.error("broker connections could not be closed", employee_id=employee_id)

    def _closed(self, employee_id: str, reason: str) -> bool:
        url = f"{self._url}/api/connections/username/{employee_id}"
        try:
            answer = httpx.delete(url, headers={"X-Reason": reason}, timeout=5)
        except httpx.HTTPError as error:
            log.warning("management API out of reach", employee_id=employee_id, reason=type(error).__name__)
            return False
        log.info("closed broker connections", employee_id=employee_id, status=answer.status_code)
        return answer.is_success or answer.status_code == 404
