"""Keeps the demo alive: customers who write, and employees who work a little."""

import random
import threading
import time
from abc import ABC, abstractmethod
from collections import deque

import httpx

from deploy.demo.people import Person, Staff, agents_for
from deploy.demo.stories import any_name, any_story, stories
from deploy.demo.visitor import Visitor
from shared.contracts.resources import IncidentRow, QueueSnapshot
from shared.contracts.vocabulary import Language, State

_RETURNING = 30
"""How many customers remember their link."""


class Life(threading.Thread, ABC):
    """One kind of people acting ``rate`` times a minute until stopped; an outage only makes them wait."""

    def __init__(self, name: str, rate: float, seed: int | None = None) -> None:
        super().__init__(name=name, daemon=True)
        self._rate = rate
        self._stopping = threading.Event()
        self.chance = random.Random(seed)  # noqa: S311 (nothing secret)

    def run(self) -> None:
        """Act, wait, act."""
        while not self._stopping.wait(self.chance.expovariate(self._rate / 60)):
            try:
                self.act()
            except httpx.HTTPError:
                self._stopping.wait(2)

    @abstractmethod
    def act(self) -> None:
        """Do one thing."""

    def stop(self) -> None:
        """End soon."""
        self._stopping.set()


class Customers(Life):
    """Open incidents through the web form, and come back to some of them."""

    def __init__(self, webform_url: str, rate: float) -> None:
        super().__init__("customers", rate)
        self._url = webform_url
        self._returning: deque[Visitor] = deque(maxlen=_RETURNING)

    def act(self) -> None:
        """Mostly open an incident; sometimes several at once; sometimes come back to one."""
        if self._returning and self.chance.random() < 0.3:
            self._come_back()
            return
        for _ in range(self.chance.choices((1, 4), (20, 1))[0]):
            story = any_story(self.chance)
            visitor = Visitor(self._url, story, any_name(self.chance, story.language))
            if visitor.open_incident(str(self.chance.randrange(40_000, 60_000))):
                self._returning.append(visitor)

    def _come_back(self) -> None:
        visitor = self.chance.choice(self._returning)
        if self.chance.random() < 0.7:
            visitor.comment()
        else:
            visitor.resolve()
            self._returning.remove(visitor)
            visitor.close()


class Employees(Life):
    """Claim, answer and resolve, like people who have other things to do too."""

    def __init__(self, staff: Staff, resolution_url: str, rate: float) -> None:
        super().__init__("employees", rate)
        self._staff = staff
        self._http = httpx.Client(base_url=f"{resolution_url}/api/v1", timeout=15)
        self._headers: dict[str, tuple[float, dict[str, str]]] = {}

    def act(self) -> None:
        """Take the next step with an incident of this evening; a colleague may be faster."""
        agent = self.chance.choice(agents_for(None, self.chance.choice(list(Language))))
        headers = self._signed_in(agent)
        rows = QueueSnapshot.model_validate_json(self._http.get("/incidents", headers=headers).content).rows
        own = [row for row in rows if row.assignee and row.assignee.name == agent.name]
        free = [row for row in rows if row.state is State.OPEN and row.team in agent.teams]
        if own and self.chance.random() < 0.6:
            self._go_on(self.chance.choice(own), headers, agent)
        elif free:
            self._change("PUT", self.chance.choice(free[-20:]), "claim", headers)

    def _go_on(self, row: IncidentRow, headers: dict[str, str], agent: Person) -> None:
        told = next((story for story in stories(row.language) if story.subject == row.subject), None)
        if row.state is State.ASSIGNED and told and self.chance.random() < 0.7:
            text = told.replies[0].format(name=row.customer_name.split()[0], agent=agent.name.split()[0])
            self._change("POST", row, "replies", headers, {"text": text})
        elif row.state is State.RESOLVED:
            self._change("PUT", row, "closure", headers)
        else:
            self._change("PUT", row, "resolution", headers)

    def _change(
        self, method: str, row: IncidentRow, noun: str, headers: dict[str, str], body: object = None
    ) -> None:
        seen = {**headers, "If-Match": f'"{row.version}"'}
        self._http.request(method, f"/incidents/{row.id}/{noun}", headers=seen, json=body)

    def _signed_in(self, agent: Person) -> dict[str, str]:
        until, headers = self._headers.get(agent.email, (0.0, {}))
        if time.monotonic() > until:
            headers = self._staff.headers(agent)
            self._headers[agent.email] = (time.monotonic() + 480, headers)
        return headers
