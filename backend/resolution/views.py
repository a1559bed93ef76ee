"""What each reader may see of an incident."""

from collections.abc import Iterable, Iterator

from backend.incidents.model import Incident
from backend.resolution.audit import PersonEntry
from shared.contracts.resources import (
    Actor,
    Contract,
    IncidentDetail,
    IncidentRow,
    LastAnswer,
    Message,
    OwnIncident,
    TimelineEntry,
)
from shared.contracts.vocabulary import ActorKind, MessageKind, Reference


class Erased(Contract):
    """Whose words are gone now."""

    incidents: tuple[Reference, ...]


class PersonAuditView(Contract):
    """What the staff did with people's data, the latest first."""

    entries: tuple[PersonEntry, ...]


EXCERPT_MAX = 160
CUSTOMERS_TIMELINE = frozenset(
    {
        "opened",
        "claimed",
        "replied",
        "commented",
        "paused",
        "resolved",
        "reopened",
        "closed",
        "rated",
        "subscribed",
        "unsubscribed",
        "request-refused",
        "erased",
    }
)
"""The changes that a customer sees; how the staff shares its work is not among them."""


def for_employee(
    incident: Incident, messages: Iterable[Message], timeline: Iterable[TimelineEntry]
) -> IncidentDetail:
    """Return everything."""
    return IncidentDetail(
        row=incident.row(),
        description=incident.description,
        order_number=incident.order_number,
        product=incident.product,
        answers=incident.answers,
        files=incident.files,
        rating=incident.rating,
        is_subscribed=incident.is_subscribed,
        erased_at=incident.erased_at,
        contact=incident.contact,
        messages=tuple(messages),
        timeline=tuple(timeline),
    )


def for_customer(
    incident: Incident, messages: Iterable[Message], timeline: Iterable[TimelineEntry]
) -> IncidentDetail:
    """Return it without notes, without addresses, and with no more of the staff than first names.

    That somebody wrote is told only where the words are among ``messages``: else they are another customer's,
    on what was merged into it.
    """
    whole = for_employee(incident, messages, timeline)
    said = [part for part in whole.messages if part.kind is not MessageKind.NOTE]
    spoken = {part.version for part in said}
    return whole.model_copy(
        update={
            "row": customers_row(whole.row),
            "contact": None,
            "messages": tuple(
                part.model_copy(update={"author": _first_name(part.author), "became": None}) for part in said
            ),
            "timeline": tuple(
                part.model_copy(update={"actor": _first_name(part.actor), "changes": ()})
                for part in _with_its_end(incident, whole.timeline)
                if part.what in CUSTOMERS_TIMELINE and (part.what != "commented" or part.version in spoken)
            ),
        }
    )


def _with_its_end(incident: Incident, timeline: Iterable[TimelineEntry]) -> Iterator[TimelineEntry]:
    """Say of what was merged that it was closed: why is the staff's affair."""
    merged_by = incident.before_merge and incident.before_merge.version
    for entry in timeline:
        yield entry.model_copy(update={"what": "closed"}) if entry.version == merged_by else entry


def for_list(incident: Incident, last: Message | None) -> OwnIncident:
    """Return it as its customer's list shows it; ``last`` is what the staff said last, if anything."""
    answer = LastAnswer(excerpt=_excerpt(last.text), at=last.at) if last else None
    return OwnIncident(row=customers_row(incident.row()), last_answer=answer)


def customers_row(row: IncidentRow) -> IncidentRow:
    """Return a row without who has it, how it is sorted and until when it waits: the staff's own affair."""
    own = {"assignee": None, "team": None, "tags": (), "wake_at": None, "merged_into": None}
    own |= {"resolution_due": None, "customer_group": None}
    return row.model_copy(update=own)


def _excerpt(text: str) -> str:
    """Return how a text begins, in one line and where possible cut between words."""
    line = " ".join(text.split())
    if len(line) <= EXCERPT_MAX:
        return line
    start = line[:EXCERPT_MAX]
    return f"{start.rpartition(' ')[0] or start}…"


def _first_name(author: Actor) -> Actor:
    if author.kind is not ActorKind.EMPLOYEE:
        return author
    return Actor(kind=author.kind, name=author.name.split()[0])
