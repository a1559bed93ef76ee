"""Asks ``employees`` who somebody is, before an incident is given to them."""

from http import HTTPStatus

import httpx

from backend.kit.problems import Problem
from shared.contracts.resources import Assignee
from shared.trust import certificates

TIMEOUT_S = 3.0


class Colleagues:
    """The people of ``employees``, asked with the token of who wants to know."""

    def __init__(self, employees_url: str) -> None:
        self._client = httpx.Client(base_url=employees_url, timeout=TIMEOUT_S, verify=certificates())

    def close(self) -> None:
        """Let go of the pooled connections."""
        self._client.close()

    def working(self, employee_id: str, authorization: str) -> Assignee:
        """Return an employee who works here now.

        Raises Problem: 422 for somebody who does not, 503 when ``employees`` can't be asked.
        """
        try:
            answer = self._client.get(
                f"/api/v1/employees/{employee_id}", headers={"Authorization": authorization}
            )
            if answer.status_code != HTTPStatus.NOT_FOUND:
                answer.raise_for_status()
                found = answer.json()
                if found["active"]:
                    return Assignee(id=found["id"], name=found["name"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            title = "It can't be looked up just now who works here."
            raise Problem(503, title, type="employees-down", headers={"Retry-After": "2"}) from error
        raise Problem(422, "Nobody of this id works here.", type="unknown-employee")
