"""Some days of a living desk, made by the rules themselves with a clock that runs through the past."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from deploy.demo.people import Person, Staff, agents_for
from deploy.demo.stories import Story, any_name, any_note, any_story, any_thanks
from shared.contracts.commands import OpenIncident
from shared.contracts.resources import Actor, Contact
from shared.contracts.vocabulary import ActorKind, Priority
from shared.ids import uuid7

DAYS = 5
# How many write at each hour of the day: a quiet night, peaks before lunch and after work.
_RHYTHM = (1, 1, 0, 0, 0, 1, 2, 4, 7, 10, 13, 15, 12, 8, 7, 9, 11, 14, 15, 12, 9, 7, 5, 3)
_BATCH = 100
Rule = Callable[[Incident, datetime], Change]


@dataclass(frozen=True, slots=True)
class Move:
    """One change at its moment."""

    at: datetime
    incident_id: UUID
    rule: Rule

    def decide(self, found: Incident) -> Change:
        """Apply the rule at its moment."""
        return self.rule(found, self.at)


class History:
    """Tells the same past for the same seed."""

    def __init__(self, staff: Staff, now: datetime, seed: int = 7) -> None:
        self._staff = staff
        self._now = now
        self._chance = random.Random(seed)  # noqa: S311 (nothing secret)

    def write(self, store: IncidentStore, count: int = 350) -> int:
        """Fill an empty desk; return the number of incidents, 0 where some were there already."""
        if store.queue():
            return 0
        told = [(any_story(self._chance), at) for at in self._moments(count)]
        openings = [self._opening(story, at) for story, at in told]
        for start in range(0, count, _BATCH):
            store.open_many(openings[start : start + _BATCH])
        moves = [
            move
            for (story, _), (change, _) in zip(told, openings, strict=True)
            for move in self._life(story, change.incident)
            if move.at < self._now
        ]
        for move in sorted(moves, key=lambda move: move.at):
            store.change(move.incident_id, move.decide, self._cause(move.at))
        return count

    def _moments(self, count: int) -> list[datetime]:
        hours = [self._now - timedelta(hours=back) for back in range(DAYS * 24)]
        weights = [_RHYTHM[hour.hour] + 0.2 for hour in hours]
        chosen = self._chance.choices(hours, weights, k=count)
        return sorted(hour - timedelta(seconds=self._chance.randrange(3600)) for hour in chosen)

    def _opening(self, story: Story, at: datetime) -> tuple[Change, Cause]:
        name = any_name(self._chance, story.language)
        command = OpenIncident(
            incident_id=uuid7(at, self._chance.randbytes(10)),
            category=story.category,
            subject=story.subject,
            description=story.description,
            order_number=str(self._chance.randrange(40_000, 60_000)),
            product=story.product,
            contact=Contact(name=name, email=f"{name.split()[0].lower()}@example.com"),
            language=story.language,
        )
        return rules.open_incident(command, at), Cause(command.incident_id, command.incident_id)

    def _life(self, story: Story, incident: Incident) -> Iterator[Move]:
        """Yield what happens to an incident, as far as it comes; the older, the further."""
        agent = self._chance.choice(agents_for(incident.team, story.language))
        steps = list(self._steps(story, incident, agent))
        age = self._now - incident.opened_at
        at = incident.opened_at
        for rule, least, most in steps[: self._reach(age, len(steps))]:
            at += timedelta(minutes=self._chance.uniform(least, most))
            yield Move(at, incident.id, rule)

    def _reach(self, age: timedelta, steps: int) -> int:
        """Return how many of its steps an incident of this age has behind it."""
        if age < timedelta(hours=5):
            return self._chance.choices((0, 1, 2, 4, steps), (9, 3, 4, 3, 2))[0]
        if age < timedelta(hours=26):
            return self._chance.choices((0, 2, 4, 5, steps), (2, 2, 4, 2, 12))[0]
        return self._chance.choices((2, 4, 5, steps), (1, 2, 1, 60))[0]

    def _steps(self, story: Story, incident: Incident, agent: Person) -> Iterator[tuple[Rule, float, float]]:
        """Yield each step with the least and the most minutes before it."""
        by, customer = self._staff.actor(agent), Actor(kind=ActorKind.CUSTOMER, name=incident.contact.name)
        first, *more = (self._filled(text, incident, agent) for text in story.replies)
        yield lambda found, at: rules.claim(found, by, at), 3, 70
        if story.priority is not Priority.NORMAL:
            yield lambda found, at: rules.prioritize(found, by, at, story.priority), 0, 1
        if self._chance.random() < 0.4:
            yield self._saying(rules.note, by, any_note(self._chance, agent.language)), 1, 10
        yield self._saying(rules.reply, by, first), 2, 30
        yield lambda found, at: rules.pause(found, by, at), 0, 1
        yield self._saying(rules.comment, customer, story.follow_up), 15, 180
        for text in more:
            yield self._saying(rules.reply, by, text), 4, 45
        yield lambda found, at: rules.resolve(found, by, at), 0, 2
        if self._chance.random() < 0.5:
            yield self._saying(rules.comment, customer, any_thanks(self._chance, story.language)), 5, 90
        yield lambda found, at: rules.close(found, by, at), 600, 1500

    def _saying(self, rule: Callable[..., Change], by: Actor, text: str) -> Rule:
        entropy = self._chance.randbytes(10)
        return lambda found, at: rule(found, by, at, uuid7(at, entropy), text)

    def _filled(self, text: str, incident: Incident, agent: Person) -> str:
        return text.format(name=incident.contact.name.split()[0], agent=agent.name.split()[0])

    def _cause(self, at: datetime) -> Cause:
        cause = uuid7(at, self._chance.randbytes(10))
        return Cause(cause, cause)
