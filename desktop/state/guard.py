"""The stale-reply guard: what came in that the author of a reply has not seen."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.state.person import Person
from shared.contracts.resources import IncidentDetail, Message, TimelineEntry

TELLING = frozenset(
    {"replied", "commented", "noted", "resolved", "reopened", "closed", "request-refused", "erased"}
    | {"merged", "unmerged", "amended"}
)
"""Changes that an answer must not ignore. The rest (a claim, a priority) does not change what to say."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """What others did after ``seen``, up to ``version``: their words, and their changes without words."""

    seen: int
    version: int
    messages: tuple[Message, ...] = ()
    entries: tuple[TimelineEntry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.messages or self.entries)


def unseen(
    seen: int,
    version: int,
    messages: Iterable[Message],
    timeline: Iterable[TimelineEntry],
    me: Person,
) -> Unseen:
    """Return what matters among the changes after version ``seen``; empty when an answer may go out."""
    spoken = tuple(one for one in messages if one.version > seen and one.author.id != me.id)
    said = {one.version for one in spoken}
    changed = tuple(
        one
        for one in timeline
        if one.version > seen and one.what in TELLING and one.actor.id != me.id and one.version not in said
    )
    return Unseen(seen, version, spoken, changed)


def unseen_in(detail: IncidentDetail, seen: int, me: Person) -> Unseen:
    """Return what matters in an incident as just fetched, for someone who last saw version ``seen``."""
    return unseen(seen, detail.row.version, detail.messages, detail.timeline, me)
