"""Keeps the demo alive: customers who write and come back, and employees who work a little."""

import random
import threading
from abc import ABC, abstractmethod

import httpx

from deploy.demo.desk import Desk
from deploy.demo.people import PEOPLE, Person, Staff, supervisor_of
from deploy.demo.stories import Deck
from deploy.demo.visitor import Visitor
from shared.contracts.resources import IncidentRow
from shared.contracts.vocabulary import Role, State

_RETURNING = 40
"""How many customers remember their link."""
_LOOKING_IN = 3
"""How many of them look what is new while one more writes."""
_AFTER_AN_OUTAGE_S = 2.0


class Life(threading.Thread, ABC):
    """One kind of people acting ``rate`` times a minute until stopped; an outage only makes them wait."""

    def __init__(self, name: str, rate: float, chance: random.Random | None = None) -> None:
        super().__init__(name=name, daemon=True)
        self._rate = rate
        self._stopping = threading.Event()
        self.chance = chance or random.Random()  # noqa: S311 (nothing secret)

    def run(self) -> None:
        """Act, wait, act."""
        while not self._stopping.wait(self.chance.expovariate(self._rate / 60)):
            try:
                self.act()
            except (httpx.HTTPError, ValueError):  # refused, cut off, or answered with what is no answer
                self._stopping.wait(_AFTER_AN_OUTAGE_S)
        self.leave()

    @abstractmethod
    def act(self) -> None:
        """Do one thing."""

    @abstractmethod
    def leave(self) -> None:
        """Close what is open."""

    def stop(self) -> None:
        """End after the present act, and return then."""
        self._stopping.set()
        self.join(timeout=20)


class Customers(Life):
    """Open incidents through the web form, and come back to some of them."""

    def __init__(self, webform_url: str, rate: float, chance: random.Random | None = None) -> None:
        super().__init__("customers", rate, chance)
        self._url = webform_url
        self._deck = Deck(self.chance)
        self._returning: list[Visitor] = []

    def act(self) -> None:
        """Open an incident, sometimes several at once, while others look what is new."""
        for _ in range(self.chance.choices((1, 4), (20, 1))[0]):
            self._open()
        for visitor in self.chance.sample(self._returning, min(_LOOKING_IN, len(self._returning))):
            if not visitor.come_back():
                self._forget(visitor)

    def leave(self) -> None:
        """Close every customer's browser."""
        for visitor in list(self._returning):
            self._forget(visitor)

    def _open(self) -> None:
        visitor = Visitor(self._url, self._deck.deal(), self.chance)
        is_open = False
        try:
            is_open = visitor.open_incident()
        finally:
            if not is_open:
                visitor.leave()
        if is_open:
            self._returning.append(visitor)
        if len(self._returning) > _RETURNING:
            self._forget(self._returning[0])

    def _forget(self, visitor: Visitor) -> None:
        self._returning.remove(visitor)
        visitor.leave()


class Employees(Life):
    """Claim, answer and resolve, like people who have other things to do too.

    They leave alone what a visitor of the demo wrote: that is for whoever sits at the console.
    """

    def __init__(
        self, staff: Staff, resolution_url: str, rate: float, chance: random.Random | None = None
    ) -> None:
        super().__init__("employees", rate, chance)
        self._desk = Desk(staff, resolution_url, self.chance)
        self._agents = [person for person in PEOPLE if person.role is Role.AGENT]

    def act(self) -> None:
        """Let somebody take the next step with an incident of theirs, or take on a new one."""
        agent = self.chance.choice(self._agents)
        rows = self._desk.queue(agent)
        for row in [row for row in rows if row.state is State.OPEN]:
            if self._desk.sort_out(supervisor_of(row.team), row):
                break
        mine = [row for row in rows if row.assignee and row.assignee.name == agent.name]
        self.chance.shuffle(mine)
        if self.chance.random() < 0.7 and any(self._desk.go_on(agent, row) for row in mine):
            return
        if free := [row for row in rows if _is_for(agent, row)]:
            self._desk.claim(agent, self.chance.choice(free[-20:]))

    def leave(self) -> None:
        """Leave the desk."""
        self._desk.leave()


def _is_for(agent: Person, row: IncidentRow) -> bool:
    return row.state is State.OPEN and row.team in agent.teams and row.language is agent.language
