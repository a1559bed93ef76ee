"""What happens to one incident of the past, step by step, each with the minutes that it takes."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from backend.incidents import relating, rules, sorting
from backend.incidents.model import Change, Incident
from deploy.demo.people import Person, Staff, agents_for, supervisor_of
from deploy.demo.stories import Story, any_note, any_tag, any_thanks
from shared.contracts.knowledge import KnownIncident
from shared.contracts.resources import Actor
from shared.contracts.vocabulary import ActorKind, Priority
from shared.ids import uuid7

SHOP_TIME = ZoneInfo("Europe/Madrid")
_DAY_BEGINS, _DAY_ENDS = 8, 22
Rule = Callable[[Incident, datetime], Change | None]
_OUTBREAK = timedelta(hours=30)
"""So long ago began what the known incident is about."""


class Stage(IntEnum):
    """How far an incident has come."""

    OPEN = 0
    CLAIMED = 1
    WAITING = 2
    BACK = 3
    RESOLVED = 4
    CLOSED = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One change, the stage that it belongs to, and the least and the most minutes before it."""

    stage: Stage
    rule: Rule
    least: float
    most: float
    is_work: bool = True
    """Done by an employee, so within the shop's hours."""


class Lives:
    """Makes up lives; the same ones for the same ``chance``. Some are cases of the ``known`` incident."""

    def __init__(self, staff: Staff, chance: random.Random, known: KnownIncident | None = None) -> None:
        self._staff = staff
        self._known = known
        self._chance = chance

    def moves(self, story: Story, incident: Incident, now: datetime) -> Iterator[tuple[datetime, Rule]]:
        """Yield what has happened to an incident before ``now``; the older it is, the more."""
        agent = self._chance.choice(agents_for(incident.team, story.language))
        reached = self._reached(now - incident.opened_at)
        at = incident.opened_at
        is_case = now - incident.opened_at < _OUTBREAK
        for step in [*self._joining(story, incident, is_case=is_case), *self._steps(story, incident, agent)]:
            at += timedelta(minutes=self._chance.uniform(step.least, step.most))
            if step.is_work:
                at = self._in_hours(at)
            if step.stage > reached or at >= now:
                return
            yield at, step.rule

    def _reached(self, age: timedelta) -> Stage:
        if age < timedelta(hours=5):
            weights = (45, 15, 20, 10, 10, 0)
        elif age < timedelta(hours=26):
            weights = (10, 8, 18, 9, 35, 20)
        else:
            weights = (1, 1, 3, 1, 3, 91)
        return self._chance.choices(list(Stage), weights)[0]

    def _in_hours(self, at: datetime) -> datetime:
        """Return this moment, or one soon after the shop's next morning begins."""
        local = at.astimezone(SHOP_TIME)
        if _DAY_BEGINS <= local.hour < _DAY_ENDS:
            return at
        morning = local.replace(hour=_DAY_BEGINS, minute=0) + timedelta(days=local.hour >= _DAY_ENDS)
        return morning.astimezone(at.tzinfo) + timedelta(minutes=self._chance.uniform(2, 75))

    def _joining(self, story: Story, incident: Incident, *, is_case: bool) -> Iterator[Step]:
        """Yield the step that makes it a case of what affects many."""
        known = self._known
        if known is None or story.category != known.category or not is_case or self._chance.random() < 0.4:
            return
        lead = self._staff.actor(supervisor_of(incident.team))
        yield Step(Stage.OPEN, lambda found, at: relating.join(found, lead, at, known), 2, 20)

    def _steps(self, story: Story, incident: Incident, agent: Person) -> Iterator[Step]:
        yield from self._beginning(story, incident, agent)
        yield from self._ending(story, incident, agent)

    def _beginning(self, story: Story, incident: Incident, agent: Person) -> Iterator[Step]:
        """Yield the steps until it is the customer's turn."""
        by, lead = self._staff.actor(agent), self._staff.actor(supervisor_of(incident.team))
        if story.priority is not Priority.NORMAL:
            yield Step(Stage.OPEN, lambda found, at: rules.prioritize(found, lead, at, story.priority), 1, 9)
        yield Step(Stage.CLAIMED, lambda found, at: rules.claim(found, by, at), 3, 70)
        if self._chance.random() < 0.6:
            tag = any_tag(self._chance, story.category)
            yield Step(Stage.CLAIMED, lambda found, at: sorting.tag(found, by, at, {tag}), 0.2, 4)
        if self._chance.random() < 0.4:
            note = any_note(self._chance, agent.language, story.category)
            yield Step(Stage.WAITING, self._saying(rules.note, by, note), 1, 10)
        yield Step(Stage.WAITING, self._replying(story, 0, incident, agent), 2, 30)
        yield Step(Stage.WAITING, lambda found, at: rules.pause(found, by, at), 0, 1)

    def _ending(self, story: Story, incident: Incident, agent: Person) -> Iterator[Step]:
        """Yield the steps from the customer's answer to the end."""
        by = self._staff.actor(agent)
        customer = Actor(kind=ActorKind.CUSTOMER, name=incident.person.name)
        yield Step(Stage.BACK, self._saying(rules.comment, customer, story.follow_up), 15, 180, is_work=False)
        for number in range(1, len(story.replies)):
            yield Step(Stage.RESOLVED, self._replying(story, number, incident, agent), 4, 45)
        yield Step(Stage.RESOLVED, lambda found, at: rules.resolve(found, by, at), 0, 2)
        if self._chance.random() < 0.5:
            thanks = any_thanks(self._chance, story)
            yield Step(Stage.RESOLVED, self._saying(rules.comment, customer, thanks), 5, 90, is_work=False)
        yield Step(Stage.CLOSED, lambda found, at: rules.close(found, by, at), 600, 1500)

    def _replying(self, story: Story, number: int, incident: Incident, agent: Person) -> Rule:
        first_name = incident.person.name.split()[0]
        text = story.replies[number].format(name=first_name, agent=agent.first_name)
        return self._saying(rules.reply, self._staff.actor(agent), text)

    def _saying(self, rule: Callable[..., Change], by: Actor, text: str) -> Rule:
        entropy = self._chance.randbytes(10)
        return lambda found, at: rule(found, by, at, uuid7(at, entropy), text)
