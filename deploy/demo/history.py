"""Some days of a living desk, made by the rules themselves with a clock that runs through the past."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.incidents import rules
from backend.incidents.model import Change, Incident
from backend.incidents.steps import IllegalMoveError
from backend.incidents.store import IncidentStore
from backend.kit.causes import Cause
from deploy.demo.lives import SHOP_TIME, Lives, Rule
from deploy.demo.people import Staff
from deploy.demo.stories import Deck, Story, any_customer, any_order_number
from shared.contracts.commands import OpenIncident
from shared.contracts.knowledge import KnownIncident
from shared.ids import uuid7

DAYS = 5
# How many write at each hour of the shop's day: a quiet night, peaks before lunch and after work.
_RHYTHM = (1, 1, 0, 0, 0, 1, 2, 4, 7, 10, 13, 15, 12, 8, 7, 9, 11, 14, 15, 12, 9, 7, 5, 3)
_BATCH = 100
_WRITERS = 4
"""Each change waits for the database several times; so many write at once, each a whole life."""


@dataclass(frozen=True, slots=True)
class Move:
    """One change at its moment."""

    at: datetime
    incident_id: UUID
    rule: Rule
    cause: Cause

    def decide(self, found: Incident) -> Change | None:
        """Apply the rule at its moment, unless somebody was faster while the past was being written."""
        try:
            return self.rule(found, self.at)
        except IllegalMoveError:
            return None


class History:
    """Tells the same past for the same moment and seed.

    Everything in it has the same identity each time, so writing it again after an interruption
    goes on where that was, and doubles nothing.
    """

    def __init__(
        self, staff: Staff, now: datetime, seed: int = 7, *, known: KnownIncident | None = None
    ) -> None:
        self._now = now
        self._chance = random.Random(seed)  # noqa: S311 (nothing secret)
        self._deck = Deck(self._chance)
        self._lives = Lives(staff, self._chance, known)

    def write(self, store: IncidentStore, count: int = 350) -> None:
        """Write the past into the store."""
        told = [(self._deck.deal(), at) for at in self._moments(count)]
        openings = [self._opening(story, at) for story, at in told]
        lives = [
            list(self._moves(story, change.incident))
            for (story, _), (change, _) in zip(told, openings, strict=True)
        ]
        for start in range(0, count, _BATCH):
            store.open_many(openings[start : start + _BATCH])
        with ThreadPoolExecutor(_WRITERS) as writers:
            try:
                for written in [writers.submit(_write_life, store, life) for life in lives]:
                    written.result()
            except BaseException:
                writers.shutdown(cancel_futures=True)
                raise

    def _moments(self, count: int) -> list[datetime]:
        hours = [self._now - timedelta(hours=back) for back in range(DAYS * 24)]
        weights = [_RHYTHM[hour.astimezone(SHOP_TIME).hour] + 0.2 for hour in hours]
        chosen = self._chance.choices(hours, weights, k=count)
        return sorted(hour - timedelta(seconds=self._chance.randrange(3600)) for hour in chosen)

    def _opening(self, story: Story, at: datetime) -> tuple[Change, Cause]:
        command = OpenIncident(
            incident_id=uuid7(at, self._chance.randbytes(10)),
            category=story.category,
            subject=story.subject,
            description=story.description,
            order_number=any_order_number(self._chance, story),
            product=story.product,
            contact=any_customer(self._chance, story.language),
            language=story.language,
        )
        return rules.open_incident(command, at), Cause(command.incident_id, command.incident_id)

    def _moves(self, story: Story, incident: Incident) -> Iterator[Move]:
        for at, rule in self._lives.moves(story, incident, self._now):
            cause = uuid7(at, self._chance.randbytes(10))
            yield Move(at, incident.id, rule, Cause(cause, cause))


def _write_life(store: IncidentStore, moves: Sequence[Move]) -> None:
    for move in moves:
        store.change(move.incident_id, move.decide, move.cause)
