"""The work of whoever has the lease: look who is there, decide, keep the decision, send it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from prometheus_client import Counter, Gauge

from backend.dispatch import planning
from backend.dispatch.book import Book
from backend.dispatch.domain import Choice, Person, Return
from backend.dispatch.ports import Choices, Incidents, Staff
from backend.kit.desk_post import DeskPost
from shared.clock import Clock
from shared.contracts.commands import AssignIncident, DeskCommand, ReleaseIncident

log = structlog.stdlib.get_logger(__name__)
LOOK_AGAIN = timedelta(minutes=5)
"""So often the book is made anew from the incidents: whatever an event failed to tell is known by then."""
SEND_AGAIN = timedelta(minutes=2)
"""So long a decision may be on its way; sent again, it changes nothing that was done already."""
HANDED_OUT = Counter("dispatch_assigned", "Incidents that were chosen for somebody")
HANDED_BACK = Counter("dispatch_released", "Incidents that went back to their team")
WAITING = Gauge("dispatch_waiting", "Open incidents of automatic teams that nobody can take now")


class Rounds:
    """Hands out incidents, round by round. Methods raise DatabaseUnavailable."""

    def __init__(
        self,
        incidents: Incidents,
        staff: Staff,
        choices: Choices,
        post: DeskPost,
        clock: Clock,
        away_lasts: timedelta,
    ) -> None:
        self.book = Book()
        self._incidents = incidents
        self._staff = staff
        self._choices = choices
        self._post = post
        self._clock = clock
        self._away_lasts = away_lasts
        self._sent: dict[UUID, datetime] = {}
        self._looked_at: datetime | None = None
        self._chosen_on: tuple[int, list[Person], planning.Modes] | None = None

    def go(self) -> None:
        """Do all that is to be done now; raise OvertakenError where another process does it too."""
        now = self._clock()
        if self._looked_at is None or now - self._looked_at > LOOK_AGAIN:
            self._look(now)
        self._settle()
        people, modes = self._staff.people(), self._staff.modes()
        back = planning.returns(self.book, people, modes, now, self._away_lasts)
        self._choose(people, modes)
        self._send(list(self.book.choices.values()), back, now)

    def _choose(self, people: list[Person], modes: planning.Modes) -> None:
        """Choose for what is open, unless nothing has changed since nothing could be chosen."""
        stands = (self.book.changes, people, modes)
        if stands == self._chosen_on:
            return
        made, left = planning.choices(self.book, people, modes)
        self._choices.keep(made)
        self._chosen_on = stands
        HANDED_OUT.inc(len(made))
        WAITING.set(left)

    def _look(self, now: datetime) -> None:
        """Read everything anew: after a start, and now and then."""
        self.book.choices = {choice.incident_id: choice for choice in self._choices.pending()}
        self.book.turns = self._choices.turns()
        self.book.begin(self._incidents.queue(), self._incidents.handings)
        self._looked_at = now

    def _settle(self) -> None:
        settled = self.book.settled()
        if not settled:
            return
        true = [choice for choice in settled if self.book.has_come_true(choice)]
        for choice in sorted(settled, key=lambda choice: choice.number):
            self.book.settle(choice)
        turns = {(choice.team, choice.to.id): self.book.turns[choice.team, choice.to.id] for choice in true}
        self._choices.settle(settled, turns)

    def _send(self, chosen: Sequence[Choice], back: Sequence[Return], now: datetime) -> None:
        """Send what was not sent yet, or so long ago that it may be lost."""
        decided = [_assign(choice) for choice in chosen] + [_release(one) for one in back]
        on_its_way = {key: at for key, at in self._sent.items() if now - at < SEND_AGAIN}
        due = [command for command in decided if command.request_id not in on_its_way]
        self._sent = {key: on_its_way[key] for one in decided if (key := one.request_id) in on_its_way}
        if not due:
            return
        sent = self._post.send([(command, self._story(command)) for command in due])
        self._sent |= dict.fromkeys(sent, now)
        returned = sum(isinstance(one, ReleaseIncident) and one.request_id in sent for one in due)
        HANDED_BACK.inc(returned)
        log.info("decided", assigned=len(sent) - returned, released=returned)

    def _story(self, command: DeskCommand) -> UUID:
        known = self.book.get(command.incident_id)
        return (known and known.correlation_id) or uuid4()


def _assign(choice: Choice) -> DeskCommand:
    return AssignIncident(
        incident_id=choice.incident_id, request_id=choice.request_id, seen=choice.seen, to=choice.to
    )


def _release(one: Return) -> DeskCommand:
    return ReleaseIncident(incident_id=one.incident_id, request_id=one.request_id, seen=one.seen)
