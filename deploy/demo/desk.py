"""The demo's employees at their desk, over the same REST interface as the console."""

import random
import time
from datetime import timedelta

import httpx

from deploy.demo.people import Person, Staff
from deploy.demo.stories import Story, story_of
from shared.clock import utc_now
from shared.contracts.resources import IncidentDetail, IncidentRow, QueueSnapshot
from shared.contracts.vocabulary import MessageKind, State

_TOKEN_LASTS_S = 480
"""An access token lives ten minutes; it is renewed well before."""
_STAYS_RESOLVED = timedelta(hours=10)
"""For so long a customer may still want to say something."""


class Desk:
    """What an employee can do with an incident; every method may raise httpx.HTTPError."""

    def __init__(self, staff: Staff, resolution_url: str, chance: random.Random) -> None:
        self._staff = staff
        self._chance = chance
        self._http = httpx.Client(base_url=f"{resolution_url}/api/v1", timeout=15)
        self._headers: dict[str, tuple[float, dict[str, str]]] = {}

    def queue(self, agent: Person) -> list[IncidentRow]:
        """Return the rows of stories, the oldest first; what others wrote is left out."""
        answer = self._http.get("/incidents", headers=self._signed_in(agent)).raise_for_status()
        rows = QueueSnapshot.model_validate_json(answer.content).rows
        told = [row for row in rows if story_of(row.language, row.subject)]
        return sorted(told, key=lambda row: row.opened_at)

    def claim(self, agent: Person, row: IncidentRow) -> bool:
        """Take it on; a colleague may have been faster."""
        return self._change(agent, "PUT", row, "claim")

    def sort_out(self, lead: Person, row: IncidentRow) -> bool:
        """Say how urgent it is, where that has not been said."""
        story = story_of(row.language, row.subject)
        if story is None or row.priority is story.priority:
            return False
        return self._change(lead, "PUT", row, "priority", {"priority": story.priority})

    def go_on(self, agent: Person, row: IncidentRow) -> bool:
        """Take the next step that makes sense; tell whether there was one."""
        story = story_of(row.language, row.subject)
        if row.state is State.RESOLVED:
            return utc_now() - row.updated_at > _STAYS_RESOLVED and self._change(agent, "PUT", row, "closure")
        if row.state is not State.ASSIGNED or story is None:
            return False  # it is the customer's turn
        answer = self._http.get(f"/incidents/{row.id}", headers=self._signed_in(agent)).raise_for_status()
        return self._answer(agent, IncidentDetail.model_validate_json(answer.content), story)

    def leave(self) -> None:
        """Close the connection."""
        self._http.close()

    def _answer(self, agent: Person, detail: IncidentDetail, story: Story) -> bool:
        """Say what has not been said yet; with the last word it is solved."""
        row = detail.row
        said = sum(message.kind is MessageKind.REPLY for message in detail.messages)
        if said >= len(story.replies):
            return self._change(agent, "PUT", row, "resolution")
        text = story.replies[said].format(name=row.customer_name.split()[0], agent=agent.first_name)
        is_last = said + 1 == len(story.replies)
        if not self._change(agent, "POST", row, "replies", {"text": text, "resolve": is_last}):
            return False
        if not is_last:
            replied = row.model_copy(update={"version": row.version + 1})
            self._change(agent, "PUT", replied, "pause")
        return True

    def _change(self, agent: Person, method: str, row: IncidentRow, noun: str, body: object = None) -> bool:
        """Change what this employee has seen; False when it has become something else meanwhile."""
        headers = {**self._signed_in(agent), "If-Match": f'"{row.version}"'}
        answer = self._http.request(method, f"/incidents/{row.id}/{noun}", headers=headers, json=body)
        if answer.status_code in {httpx.codes.PRECONDITION_FAILED, httpx.codes.CONFLICT}:
            return False
        answer.raise_for_status()
        return True

    def _signed_in(self, agent: Person) -> dict[str, str]:
        until, headers = self._headers.get(agent.email, (0.0, {}))
        if time.monotonic() > until:
            headers = self._staff.headers(agent)
            self._headers[agent.email] = (time.monotonic() + _TOKEN_LASTS_S, headers)
        return headers
