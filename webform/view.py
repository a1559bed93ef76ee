"""What a tracking page shows, worked out of the incident as the customer may see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.contracts.resources import Actor, IncidentDetail, Message, TimelineEntry
from shared.contracts.vocabulary import ActorKind, State
from webform.sent import Sent

STEPS = ("received", "looking", "your-turn", "solved")
"""The four steps that a customer knows."""
_STEP_OF = {
    State.OPEN: "received",
    State.ASSIGNED: "looking",
    State.WAITING: "your-turn",
    State.RESOLVED: "solved",
    State.CLOSED: "solved",
}
_TOLD = frozenset({"claimed", "paused", "resolved", "reopened", "closed", "request-refused"})
"""The changes that get a line in the conversation; the others are words of their own."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """An incident behind a link; ``detail`` is None while it is not registered or can't be read."""

    incident_id: UUID
    reference: str
    key: str
    detail: IncidentDetail | None
    is_desk_up: bool
    remembered: Sent | None

    @property
    def version(self) -> int:
        """Return the latest version that a customer can tell from the one before, 0 for none.

        The incident's own tells when a colleague left a note.
        """
        if self.detail is None:
            return 0
        said = [message.version for message in self.detail.messages]
        return max([1, *said, *(entry.version for entry in self.detail.timeline)])

    @property
    def owner(self) -> Actor | None:
        """Return the customer who opened it, None while that can't be read."""
        if self.detail is None:
            return None
        opened = (entry.actor for entry in self.detail.timeline if entry.what == "opened")
        return next(opened, Actor(kind=ActorKind.CUSTOMER, name=self.detail.row.customer_name))

    def is_owners(self, author: Actor) -> bool:
        """Tell whether it is the customer who speaks, and nobody whom they have copied in."""
        if author.kind is not ActorKind.CUSTOMER or self.detail is None or self.owner is None:
            return False
        # Whoever answers a copy has no account; the customer may have got one, or another name, since.
        names = {self.owner.name.casefold(), self.detail.row.customer_name.casefold()}
        return author.id is not None or author.name.casefold() in names

    @property
    def step(self) -> str:
        """Return the step that it has reached."""
        return _STEP_OF[self.detail.row.state] if self.detail else "received"

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Return each step that was or may come, with its place from the present one: before, now, after."""
        reached = STEPS.index(self.step)
        past = [(name, "before") for name in STEPS[:reached] if self._has_been(name)]
        return [*past, (self.step, "now"), *((name, "after") for name in STEPS[reached + 1 :])]

    def _has_been(self, step: str) -> bool:
        timeline = self.detail.timeline if self.detail else ()
        match step:
            case "looking":
                return any(entry.actor.kind is ActorKind.EMPLOYEE for entry in timeline)
            case "your-turn":
                return any(entry.what == "paused" for entry in timeline)
            case _:
                return True

    @property
    def is_solved_by_customer(self) -> bool:
        """Tell whether it is the customer who says that it is solved."""
        timeline = self.detail.timeline if self.detail else ()
        said = [entry.actor.kind for entry in timeline if entry.what == "resolved"]
        return said[-1:] == [ActorKind.CUSTOMER]

    @property
    def answer(self) -> Message | None:
        """Return our latest answer, None where there is none or the customer has written since."""
        if self.detail is None or self.is_erased or not self.detail.messages:
            return None
        last = max(self.detail.messages, key=lambda message: message.version)
        return last if last.author.kind is ActorKind.EMPLOYEE else None

    @property
    def is_to_be_read(self) -> bool:
        """Tell whether the customer has written since it was solved, and nobody has answered yet."""
        return self.detail is not None and self.step == "solved" and self.detail.row.is_unanswered

    @property
    def is_erased(self) -> bool:
        """Tell whether all that was written is deleted, and with it who wrote it."""
        return self.detail is not None and self.detail.erased_at is not None

    @property
    def on_its_way(self) -> Sent | None:
        """Return what this customer has just sent and the incident does not show yet."""
        sent = self.remembered
        if sent is None or self.detail is None:
            return sent
        if self.is_erased:
            return None
        if sent.text:
            is_shown = any(str(message.id) == sent.id for message in self.detail.messages)
        else:
            is_shown = self.version > sent.seen or self.step == "solved"
        return None if is_shown else sent

    @property
    def is_registering(self) -> bool:
        """Tell whether it was accepted and is not in the database yet."""
        return self.is_desk_up and self.detail is None

    @property
    def is_new(self) -> bool:
        """Tell whether nobody has done anything about it yet, so that its page is the receipt."""
        if self.detail is None:
            return self.is_desk_up
        is_answered = any(message.author.kind is ActorKind.EMPLOYEE for message in self.detail.messages)
        return self.detail.row.state is State.OPEN and not is_answered

    @property
    def entries(self) -> list[Message | TimelineEntry]:
        """Return the conversation with the changes worth a line, oldest first."""
        if self.detail is None:
            return []
        told = [entry for entry in self.detail.timeline if entry.what in _TOLD]
        entries: list[Message | TimelineEntry] = [*self.detail.messages, *told]
        return sorted(entries, key=lambda entry: (entry.version, isinstance(entry, TimelineEntry)))

    @property
    def may_write(self) -> bool:
        """Tell whether the page offers a field for more words."""
        return not self.is_registering and not self.is_closed

    @property
    def may_resolve(self) -> bool:
        """Tell whether the customer can say that it is solved."""
        return self.detail is not None and self.step != "solved"

    @property
    def may_reopen(self) -> bool:
        """Tell whether the customer can say that it is not solved after all."""
        return self.detail is not None and self.detail.row.state is State.RESOLVED

    @property
    def may_rate(self) -> bool:
        """Tell whether the customer can say how it went."""
        return self.detail is not None and self.step == "solved" and not self.is_erased

    @property
    def stars(self) -> int:
        """Return the stars that the customer has given, 0 for none."""
        return self.detail.rating.stars if self.detail and self.detail.rating else 0

    @property
    def rated(self) -> tuple[str, str]:
        """Return the stars and the word that the customer has given, as a form says them."""
        given = self.detail.rating if self.detail else None
        return (str(given.stars), given.word or "") if given else ("", "")

    @property
    def answer_due(self) -> datetime | None:
        """Return by when an answer was promised, None where it is not ours to answer now."""
        is_ours = self.step in {"received", "looking"}
        return self.detail.row.answer_due if self.detail and is_ours else None

    @property
    def gets_mails(self) -> bool:
        """Tell whether the customer gets mails about it."""
        return self.detail is None or self.detail.is_subscribed

    @property
    def is_closed(self) -> bool:
        """Tell whether it is over."""
        return self.detail is not None and self.detail.row.state is State.CLOSED
